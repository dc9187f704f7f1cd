"""Why rows are missed or wrong: near misses with the one field that differs, and rows without a counterpart."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from kg.analysis.evaluation.gold import GoldPosition
from kg.analysis.evaluation.pairing import Field, FoundRow, Pairs, differing
from kg.model import Article, Span


class Why(StrEnum):
    """What went wrong with a row; the first four are a found and a gold row that differ in this one field."""

    HOLDER = "holder differs"
    STANCE = "stance differs"
    PROPOSAL = "proposal differs"
    CONDITION = "condition differs"
    UNREAD = "missed, no row at all on that sentence"
    OVERLOOKED = "missed, beside other rows on that sentence"
    REPEATED = "wrong, says again what another row says"
    SPURIOUS = "wrong, nothing is coded there"
    SURPLUS = "wrong, something else is coded there"


@dataclass(frozen=True, kw_only=True, slots=True)
class Fault:
    """One error: the gold row that was missed, the found row that is wrong, or both when they are nearly the same.

    ``gold`` and ``found`` are rows in words, or None; ``quote`` is the evidence. A gold row that is optional is named
    to explain a wrong row, but is not missed.
    """

    why: Why
    article: str
    gold: str | None
    found: str | None
    is_missed: bool
    quote: str

    @property
    def is_wrong(self) -> bool:
        """Whether a found row is wrong here."""
        return self.found is not None


@dataclass(frozen=True, kw_only=True, slots=True)
class ErrorKind:
    """One reason, how many gold rows are missed and how many found rows are wrong for it, and the first cases."""

    why: Why
    missed: int
    wrong: int
    examples: tuple[Fault, ...]


EXAMPLES = 3


def find_faults(
    article: Article, found: Sequence[FoundRow], gold: Sequence[GoldPosition], pairs: Pairs
) -> tuple[Fault, ...]:
    """Every missed and every wrong row of an article with the reason, in the order of their evidence."""
    wrong = [row for n, row in enumerate(found) if n not in pairs]
    taken = set(pairs.values())
    left = [row for n, row in enumerate(gold) if n not in taken]
    faults: list[tuple[Span, Fault]] = []

    def note(why: Why, span: Span, missed: GoldPosition | None, row: FoundRow | None) -> None:
        faults.append((span, _fault(why, article, span, missed, row)))

    for row in wrong:
        near = _nearest(row, left)
        if near is None:
            note(_why_wrong(row, gold), row.evidence, None, row)
        else:
            left.remove(near)
            note(Why[_difference(row, near).name], row.evidence, near, row)
    for missed in left:
        if not missed.optional:
            note(_why_missed(missed, found), missed.evidence, missed, None)
    return tuple(fault for _, fault in sorted(faults, key=lambda item: item[0]))


def rank_faults(faults: Iterable[Fault]) -> tuple[ErrorKind, ...]:
    """The faults by reason, the most frequent first, each with its first case in each of the first three articles."""
    by_reason: dict[Why, list[Fault]] = {}
    for fault in faults:
        by_reason.setdefault(fault.why, []).append(fault)
    kinds = [
        ErrorKind(
            why=why,
            missed=sum(case.is_missed for case in cases),
            wrong=sum(case.is_wrong for case in cases),
            examples=_examples(cases),
        )
        for why, cases in by_reason.items()
    ]
    return tuple(sorted(kinds, key=lambda kind: (-kind.missed - kind.wrong, list(Why).index(kind.why))))


def _examples(cases: Iterable[Fault]) -> tuple[Fault, ...]:
    first: dict[str, Fault] = {}
    for case in cases:
        first.setdefault(case.article, case)
    return tuple(first.values())[:EXAMPLES]


def _nearest(row: FoundRow, left: Sequence[GoldPosition]) -> GoldPosition | None:
    """The unmatched gold row that differs in one field only; a required one, and one of the same proposal, first."""
    near = [g for g in left if row.evidence.overlaps(g.evidence) and len(differing(row, g)) == 1]
    return min(near, key=lambda g: (g.optional, list(Field).index(_difference(row, g))), default=None)


def _difference(row: FoundRow, gold: GoldPosition) -> Field:
    (field,) = differing(row, gold)
    return field


def _why_wrong(row: FoundRow, gold: Sequence[GoldPosition]) -> Why:
    there = [g for g in gold if row.evidence.overlaps(g.evidence)]
    if any(not differing(row, g) for g in there):
        return Why.REPEATED
    return Why.SURPLUS if there else Why.SPURIOUS


def _why_missed(gold: GoldPosition, found: Sequence[FoundRow]) -> Why:
    return Why.OVERLOOKED if any(gold.evidence.overlaps(row.evidence) for row in found) else Why.UNREAD


def _fault(why: Why, article: Article, span: Span, gold: GoldPosition | None, found: FoundRow | None) -> Fault:
    return Fault(
        why=why,
        article=article.source,
        gold=None if gold is None else _coded(gold),
        found=None if found is None else _told(found.holder, found.stance, found.proposal, found.condition),
        is_missed=gold is not None and not gold.optional,
        quote=article.words(span),
    )


def _coded(row: GoldPosition) -> str:
    return _told(row.holder[0], row.stance, row.proposal[0], row.condition[0] if row.condition else None)


def _told(holder: str, stance: str, proposal: str, condition: str | None) -> str:
    return f"{holder} {stance} {proposal}" + (f", condition: {condition}" if condition else "")

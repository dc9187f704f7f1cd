"""From judged articles to scores: whole rows, single fields, and by stance, kind of source and extraction rule."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from kg.analysis.evaluation.errors import ErrorKind, Fault, find_faults, rank_faults
from kg.analysis.evaluation.gold import GoldDocument, GoldPosition
from kg.analysis.evaluation.pairing import Field, FoundRow, pair, rows_of
from kg.analysis.evaluation.wordings import same_holder
from kg.model import Article, Position, Stance

POSITION, CONDITIONS, SIDE = "position", "conditions", "side"
READINGS: Mapping[str, Field | None] = {
    POSITION: None,
    "no-holder": Field.HOLDER,
    "no-proposal": Field.PROPOSAL,
    "no-stance": Field.STANCE,
}
"""The whole test of a row, and the test with one field left out."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Score:
    """Rows ``right`` of those ``found``, and of those in the ``gold``, optional gold rows left out on both sides.

    >>> score = Score(right=6, found=8, gold=12)
    >>> score.precision, score.recall, round(score.f1, 3)
    (0.75, 0.5, 0.6)
    """

    right: int = 0
    found: int = 0
    gold: int = 0

    @property
    def precision(self) -> float:
        """Share of the found rows that are right; 0 where nothing was found."""
        return self.right / self.found if self.found else 0.0

    @property
    def recall(self) -> float:
        """Share of the gold rows that were found; 0 where there are none."""
        return self.right / self.gold if self.gold else 0.0

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall."""
        return 2 * self.precision * self.recall / (self.precision + self.recall) if self.right else 0.0

    def __add__(self, other: Score) -> Score:
        return Score(right=self.right + other.right, found=self.found + other.found, gold=self.gold + other.gold)


@dataclass(frozen=True, kw_only=True, slots=True)
class Share:
    """How many of how many."""

    right: int = 0
    of: int = 0

    def __add__(self, other: Share) -> Share:
        return Share(right=self.right + other.right, of=self.of + other.of)


@dataclass(frozen=True, kw_only=True, slots=True)
class Judged:
    """An article with what people coded and what was found in it; ``kind`` is the kind of source it comes from."""

    gold: GoldDocument
    article: Article
    positions: Sequence[Position]
    kind: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Evaluation:
    """The scores of a set of articles.

    ``readings`` are the whole rows, the rows with one field left out, and the conditions alone; ``fields`` says how
    often a field is right in rows that are right otherwise (of a side: in rows that are right). ``rules`` gives the
    right rows of those that each rule found; a rule misses nothing by itself. ``quotes`` counts exact quotations.
    """

    articles: int
    readings: Mapping[str, Score]
    fields: Mapping[str, Share]
    stances: Mapping[str, Score]
    kinds: Mapping[str, Score]
    rules: Mapping[str, Share]
    quotes: Share
    errors: tuple[ErrorKind, ...]
    faults: tuple[Fault, ...]


def evaluate(judged: Iterable[Judged]) -> Evaluation:
    """Score the articles together (micro-averaged: every row counts the same)."""
    cases = [_case(each) for each in judged]
    faults = tuple(
        fault
        for case in cases
        for fault in find_faults(case.article, case.found, case.gold, pair(case.found, case.gold))
    )
    return Evaluation(
        articles=len(cases),
        readings={
            **{name: _sum(case.score(without) for case in cases) for name, without in READINGS.items()},
            CONDITIONS: _sum(case.of(Stance.CONDITIONS_ON).score() for case in cases),
        },
        fields={**{field: _alone(cases, field) for field in Field}, SIDE: _shares(_sides(case) for case in cases)},
        stances={stance: _sum(case.of(stance).score() for case in cases) for stance in Stance},
        kinds={
            kind: _sum(case.score() for case in cases if case.kind == kind)
            for kind in sorted({case.kind for case in cases})
        },
        rules=_rules(cases),
        quotes=_shares(case.quotes for case in cases),
        errors=rank_faults(faults),
        faults=faults,
    )


@dataclass(frozen=True, kw_only=True, slots=True)
class _Case:
    article: Article
    kind: str
    found: tuple[FoundRow, ...]
    gold: tuple[GoldPosition, ...]

    def of(self, stance: Stance) -> _Case:
        """Only the rows of one stance."""
        return replace(
            self,
            found=tuple(row for row in self.found if row.stance is stance),
            gold=tuple(row for row in self.gold if row.stance is stance),
        )

    def score(self, without: Field | None = None) -> Score:
        pairs = pair(self.found, self.gold, without)
        optional = sum(self.gold[n].optional for n in pairs.values())
        return Score(
            right=len(pairs) - optional,
            found=len(self.found) - optional,
            gold=sum(not row.optional for row in self.gold),
        )

    @property
    def quotes(self) -> Share:
        return Share(right=sum(self.article.words(row.evidence) == row.quote for row in self.found), of=len(self.found))


def _case(judged: Judged) -> _Case:
    rows = tuple(row for position in judged.positions for row in rows_of(position))
    return _Case(article=judged.article, kind=judged.kind, found=rows, gold=judged.gold.positions)


def _sum(scores: Iterable[Score]) -> Score:
    return sum(scores, Score())


def _shares(shares: Iterable[Share]) -> Share:
    return sum(shares, Share())


def _alone(cases: Sequence[_Case], field: Field) -> Share:
    """Of the rows that are right when the field is not looked at, those that are right when it is."""
    if field is Field.CONDITION:
        cases = [case.of(Stance.CONDITIONS_ON) for case in cases]
    return _shares(Share(right=case.score().right, of=case.score(field).right) for case in cases)


def _sides(case: _Case) -> Share:
    """Of the right rows, those whose side is an accepted one, or is left open where the gold leaves it open."""
    right = [
        (case.found[i].side, case.gold[j].side)
        for i, j in pair(case.found, case.gold).items()
        if not case.gold[j].optional
    ]
    return Share(
        right=sum(same_holder(side or "", accepted) if accepted else not side for side, accepted in right),
        of=len(right),
    )


def _rules(cases: Iterable[_Case]) -> dict[str, Share]:
    """The right rows of each rule's, rows that are optional in the gold left out; the busiest rule first."""
    tally: dict[str, Share] = {}
    for case in cases:
        pairs = pair(case.found, case.gold)
        for n, row in enumerate(case.found):
            if n not in pairs or not case.gold[pairs[n]].optional:
                tally[row.rule] = tally.get(row.rule, Share()) + Share(right=n in pairs, of=1)
    return dict(sorted(tally.items(), key=lambda item: (-item[1].of, item[0])))

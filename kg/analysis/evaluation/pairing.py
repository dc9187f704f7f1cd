"""Which found row is which gold row: paired one to one, as many as possible.

A found row is right when an unused gold row has the same stance, overlapping evidence, the same holder and the same
proposal, and under conditions-on the same condition. Leaving one of these tests out shows how much it costs.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from kg.analysis.evaluation.gold import GoldPosition
from kg.analysis.evaluation.wordings import same_holder, same_thing
from kg.model import Position, Span, Stance


class Field(StrEnum):
    """What can be right or wrong in a row."""

    HOLDER = "holder"
    STANCE = "stance"
    PROPOSAL = "proposal"
    CONDITION = "condition"


@dataclass(frozen=True, kw_only=True, slots=True)
class FoundRow:
    """What an extractor gives; a position with several conditions gives a row for each."""

    holder: str
    side: str | None
    stance: Stance
    proposal: str
    condition: str | None
    evidence: Span
    quote: str
    rule: str


Pairs = dict[int, int]
"""The place of a found row to the place of the gold row that it is."""


def rows_of(position: Position) -> list[FoundRow]:
    """The position as rows, one for each condition."""
    return [
        FoundRow(
            holder=position.holder.name,
            side=position.side.name if position.side else None,
            stance=position.stance,
            proposal=position.proposal.wording,
            condition=condition.proposal.wording if condition else None,
            evidence=position.evidence.span,
            quote=position.evidence.quote,
            rule=position.rule,
        )
        for condition in position.conditions or (None,)
    ]


def differing(found: FoundRow, gold: GoldPosition) -> frozenset[Field]:
    """The fields in which two rows do not agree, their evidence aside; a condition is compared where both have one."""
    wrong = set()
    if found.stance is not gold.stance:
        wrong.add(Field.STANCE)
    if not same_holder(found.holder, gold.holder):
        wrong.add(Field.HOLDER)
    if not same_thing(found.proposal, gold.proposal):
        wrong.add(Field.PROPOSAL)
    if found.stance is gold.stance is Stance.CONDITIONS_ON and not same_thing(found.condition or "", gold.condition):
        wrong.add(Field.CONDITION)
    return frozenset(wrong)


def pair(found: Sequence[FoundRow], gold: Sequence[GoldPosition], without: Field | None = None) -> Pairs:
    """A largest pairing of rows that agree, with the field ``without`` left out.

    Without the proposal, its condition is not asked for either. Found rows choose in their order, required gold rows
    before optional ones; the pairing grows by augmenting paths (Berge 1957; Kuhn 1955).
    """
    ignored = _LEFT_OUT[without]
    options = [
        sorted(
            (n for n, row in enumerate(gold) if one.evidence.overlaps(row.evidence) and differing(one, row) <= ignored),
            key=lambda n: gold[n].optional,
        )
        for one in found
    ]
    owner: Pairs = {}

    def place(seeking: int, tried: set[int]) -> bool:
        for wanted in options[seeking]:
            if wanted not in tried:
                tried.add(wanted)
                if wanted not in owner or place(owner[wanted], tried):
                    owner[wanted] = seeking
                    return True
        return False

    for seeking in range(len(found)):
        place(seeking, set())
    return {seeking: wanted for wanted, seeking in owner.items()}


_LEFT_OUT = {
    None: frozenset[Field](),
    Field.HOLDER: frozenset({Field.HOLDER}),
    Field.STANCE: frozenset({Field.STANCE}),
    Field.PROPOSAL: frozenset({Field.PROPOSAL, Field.CONDITION}),
    Field.CONDITION: frozenset({Field.CONDITION}),
}

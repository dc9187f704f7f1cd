"""A village dispute, coded by hand, and rows as an extractor might give them."""

from __future__ import annotations

from dataclasses import replace

from kg.analysis.evaluation.gold import GoldPosition
from kg.analysis.evaluation.pairing import FoundRow
from kg.model import Article, Block, BlockKind, Span, Stance

FIRST = "The vicar rejected the bypass."
SECOND = "Millers' leader Ada Quill backs the weir if the toll is dropped."
THIRD = "The council met on Monday."
TEXT = f"{FIRST} {SECOND} {THIRD}"
PLACES = {part: Span(start=TEXT.index(part), end=TEXT.index(part) + len(part)) for part in (FIRST, SECOND, THIRD)}

ARTICLE = Article(
    text=TEXT, source="weir.txt", blocks=(Block(kind=BlockKind.PARAGRAPH, span=Span(start=0, end=len(TEXT))),)
)

VICAR = GoldPosition(
    holder=("vicar",),
    side=(),
    stance=Stance.OPPOSES,
    proposal=("bypass",),
    condition=(),
    evidence=PLACES[FIRST],
)
QUILL_IF = GoldPosition(
    holder=("Ada Quill", "Quill"),
    side=("millers",),
    stance=Stance.CONDITIONS_ON,
    proposal=("weir", "backs the weir"),
    condition=("toll is dropped", "dropping of the toll"),
    evidence=PLACES[SECOND],
)
QUILL = replace(QUILL_IF, stance=Stance.SUPPORTS, condition=(), optional=True)
GOLD = (VICAR, QUILL_IF, QUILL)


def found(
    sentence: str,
    holder: str,
    stance: Stance,
    proposal: str,
    condition: str | None = None,
    *,
    side: str | None = None,
    rule: str = "frame:verb:back",
) -> FoundRow:
    """A row on one of the three sentences."""
    return FoundRow(
        holder=holder,
        side=side,
        stance=stance,
        proposal=proposal,
        condition=condition,
        evidence=PLACES[sentence],
        quote=sentence,
        rule=rule,
    )

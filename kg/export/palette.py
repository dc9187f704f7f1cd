"""The colours of Parley's pictures and network files: Okabe and Ito's, which colour-blind people tell apart."""

from __future__ import annotations

ALLIANCE = "#0072B2"
CONFLICT = "#D55E00"
CONDITION = "#E69F00"
NEUTRAL = "#7F7F7F"
INK = "#222222"

CAMPS = ("#56B4E9", "#E69F00", "#009E73", "#CC79A7", "#F0E442", "#0072B2", "#D55E00")
NO_CAMP = "#D9D9D9"


def camp_colour(camp: int | None) -> str:
    """The fill of a node in that camp (numbered from 0); grey without a camp or beyond the palette."""
    return CAMPS[camp] if camp is not None and 0 <= camp < len(CAMPS) else NO_CAMP


def tie_colour(sign: float | None) -> str:
    """The colour of a tie: blue for alliance, vermilion for conflict, grey for ties without sign."""
    if sign is None:
        return NEUTRAL
    return ALLIANCE if sign > 0 else CONFLICT


def rgb(colour: str) -> tuple[int, int, int]:
    """Red, green and blue from 0 to 255.

    >>> rgb("#D55E00")
    (213, 94, 0)
    """
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)

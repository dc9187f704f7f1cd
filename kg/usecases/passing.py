"""Passing time: the network of the debate in one window after another."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from kg.analysis.coalitions import RankedTie, allies_and_rivals
from kg.analysis.windows import time_windows
from kg.model import Position
from kg.usecases.analysing import Counting, build_network

__all__ = ["UNITS", "Stretch", "networks_over_time"]

UNITS = ("events", "days", "weeks", "months", "years")


@dataclass(frozen=True, kw_only=True, slots=True)
class Stretch:
    """What was said from ``first`` to ``last``, both included, and its ties, the heaviest first; empty in a silence."""

    first: date
    last: date
    statements: int
    parties: int
    ties: tuple[RankedTie, ...]


def networks_over_time(
    positions: Sequence[Position],
    kind: str,
    counting: Counting | None = None,
    *,
    unit: str = "months",
    size: int = 1,
    step: int | None = None,
) -> tuple[Stretch, ...]:
    """The one-mode network called ``kind`` in every window of ``size`` units, each ``step`` units after the last.

    Raises InputError for another kind or unit, a size or step below 1, and when no position has a date.
    """
    return tuple(
        _stretch(window.first, window.last, window.positions, kind, counting)
        for window in time_windows(positions, unit=unit, size=size, step=step)
    )


def _stretch(first: date, last: date, said: Sequence[Position], kind: str, counting: Counting | None) -> Stretch:
    if not said:
        return Stretch(first=first, last=last, statements=0, parties=0, ties=())
    network = build_network(said, kind, counting)
    return Stretch(
        first=first,
        last=last,
        statements=network.graph["statements"],
        parties=len(network),
        ties=allies_and_rivals(network),
    )

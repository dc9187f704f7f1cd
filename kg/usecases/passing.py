"""Passing time: the network of the debate in one window after another."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import networkx as nx

from kg.analysis.coalitions import RankedTie, allies_and_rivals
from kg.analysis.windows import KERNELS, UNITS, Window, smoothed_network, time_windows
from kg.model import Position
from kg.usecases.analysing import Counting, build_network

__all__ = ["KERNELS", "UNITS", "Stretch", "networks_over_time"]


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
    kernel: str | None = None,
) -> tuple[Stretch, ...]:
    """The one-mode network called ``kind`` in every window of ``size`` units, each ``step`` units after the last.

    With a ``kernel`` (see ``kg.analysis.windows.KERNELS``) statements count less the farther they are from the middle
    day of the window. Raises InputError for another kind, unit or kernel, a size or step below 1, and when no position
    has a date.
    """
    how = counting or Counting()
    return tuple(
        _stretch(window, kind, how, kernel) for window in time_windows(positions, unit=unit, size=size, step=step)
    )


def _stretch(window: Window, kind: str, how: Counting, kernel: str | None) -> Stretch:
    if not window.positions:
        return Stretch(first=window.first, last=window.last, statements=0, parties=0, ties=())
    network = build_network(window.positions, kind, how) if kernel is None else _smoothed(window, kind, how, kernel)
    return Stretch(
        first=window.first,
        last=window.last,
        statements=network.graph["statements"],
        parties=len(network),
        ties=allies_and_rivals(network),
    )


def _smoothed(window: Window, kind: str, how: Counting, kernel: str) -> nx.Graph[str]:
    days = (window.last - window.first).days
    return smoothed_network(
        window.positions,
        kind,
        day=window.first + timedelta(days=days // 2),
        width=days + 1,
        kernel=kernel,
        level=how.level,
        normalization=how.normalization,
        duplicates=how.duplicates,
        conditional=how.conditional,
        compatible=how.compatible,
    )

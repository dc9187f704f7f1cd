"""Networks over time: positions by window, and weights that fade with distance from a day."""

from __future__ import annotations

import math
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from types import MappingProxyType

import networkx as nx
import numpy as np

from kg.analysis.congruence import tie_network
from kg.analysis.onemode import Vector
from kg.analysis.options import Compatible, Conditional, Duplicates, Level, Normalization
from kg.analysis.statements import in_reading_order
from kg.errors import InputError
from kg.model import Position

KERNELS: Mapping[str, Callable[[float], float]] = MappingProxyType(
    {
        "uniform": lambda u: 0.5 if abs(u) <= 1 else 0.0,
        "epanechnikov": lambda u: 0.75 * (1.0 - u * u) if abs(u) <= 1 else 0.0,
        "triangular": lambda u: 1.0 - abs(u) if abs(u) <= 1 else 0.0,
        "gaussian": lambda u: math.exp(-0.5 * u * u) / math.sqrt(2.0 * math.pi),
    }
)
"""How much a statement counts whose distance from the day is ``u`` half windows.

DNA 3.1.2 writes the triangular kernel as |1 − u|: a statement half a window before the day counts 0 there and one half
a window after it counts 2; here both count 0, and one on the day itself counts 1.
"""

MOST_WINDOWS = 1_000
UNITS = ("events", "days", "weeks", "months", "years")
"""What windows are counted in."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Window:
    """A stretch of time, first and last day included, and the positions of those days in order."""

    first: date
    last: date
    positions: tuple[Position, ...]


def time_windows(
    positions: Sequence[Position], *, unit: str = "months", size: int = 1, step: int | None = None
) -> tuple[Window, ...]:
    """Windows of ``size`` units over the dated positions, each beginning ``step`` units after the one before.

    Units are events (dated positions), days, weeks (from Monday), calendar months and years; windows begin with the
    unit of the first position, and those in the middle of a silence are empty. ``step`` is ``size`` unless given, so
    that windows do not overlap.
    Raises InputError for another unit, a size or step below 1, when no position has a date, and for more than
    ``MOST_WINDOWS`` windows.
    """
    if unit not in UNITS:
        raise InputError(f"expected a unit among {', '.join(UNITS)}, got {unit!r}")
    stride = size if step is None else step
    if size < 1 or stride < 1:
        raise InputError(f"expected a window of at least one unit and step, got size {size} and step {stride}")
    dated = [(position.published, position) for position in in_reading_order(positions) if position.published]
    if not dated:
        raise InputError("expected positions with a date for windows of time, got none")
    if unit == "events":
        starts = range(0, min(max(len(dated) - size, 0) + stride, len(dated)), stride)
        if len(starts) > MOST_WINDOWS:
            raise InputError(
                f"expected at most {MOST_WINDOWS:,} windows, got {len(starts):,}: take larger sizes or steps"
            )
        return tuple(_window(dated[at][0], dated[at : at + size][-1][0], dated[at : at + size]) for at in starts)
    windows: list[Window] = []
    days = [day for day, _ in dated]
    start: date | None = _beginning(dated[0][0], unit)
    while start is not None and start <= days[-1]:
        if len(windows) == MOST_WINDOWS:
            raise InputError(
                f"expected at most {MOST_WINDOWS:,} windows, got more from {days[0]} to {days[-1]}:"
                " take larger units or steps"
            )
        after = _later(start, unit, size)
        last = date.max if after is None else after - timedelta(days=1)
        windows.append(_window(start, last, dated[bisect_left(days, start) : bisect_right(days, last)]))
        start = _later(start, unit, stride)
    return tuple(windows)


def smoothed_network(
    positions: Sequence[Position],
    kind: str,
    *,
    day: date,
    width: int,
    kernel: str = "gaussian",
    level: str = Level.ACTOR,
    normalization: str = Normalization.NO,
    duplicates: str = Duplicates.INCLUDE,
    conditional: str = Conditional.NEITHER,
    compatible: str = Compatible.NOTHING,
) -> nx.Graph[str]:
    """The network around ``day``, where statements count less the farther from it they were made.

    ``width`` is the whole window in days: a statement t days away is at u = 2 t / width. A pair of statements counts
    √(k(u) k(u')) as in DNA, for the kernel k (see ``KERNELS``). Undated positions do not count. Nodes, ties and other
    choices are those of ``kg.analysis.congruence``. Raises InputError for an unknown kernel or choice, for a width
    below 1, and when no position has a date.
    """
    if kernel not in KERNELS:
        raise InputError(f"expected a kernel among {', '.join(KERNELS)}, got {kernel!r}")
    if width < 1:
        raise InputError(f"expected a width of at least 1 day, got {width}")

    def fading(statements: Sequence[Position]) -> Vector:
        away = [(position.published - day).days for position in statements if position.published]
        return np.sqrt(np.array([KERNELS[kernel](2.0 * days / width) for days in away], dtype=np.float64))

    network = tie_network(
        [position for position in positions if position.published],
        kind,
        level=level,
        normalization=normalization,
        duplicates=duplicates,
        conditional=conditional,
        compatible=compatible,
        importance=fading,
    )
    network.graph.update(day=day.isoformat(), width=width, kernel=kernel)
    return network


def _window(first: date, last: date, entries: Sequence[tuple[date, Position]]) -> Window:
    return Window(first=first, last=last, positions=tuple(position for _, position in entries))


def _beginning(day: date, unit: str) -> date:
    if unit == "weeks":
        return day - timedelta(days=day.weekday())
    if unit == "days":
        return day
    return day.replace(day=1) if unit == "months" else day.replace(month=1, day=1)


def _later(day: date, unit: str, count: int) -> date | None:
    """The day so many units later; None where the calendar has ended."""
    if unit in ("days", "weeks"):
        days = count * (7 if unit == "weeks" else 1)
        return day + timedelta(days=days) if days <= (date.max - day).days else None
    months = 12 * day.year + day.month - 1 + count * (12 if unit == "years" else 1)
    return day.replace(year=months // 12, month=months % 12 + 1) if months // 12 <= date.max.year else None

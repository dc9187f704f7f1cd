"""Networks over time: positions by window, and weights that fade with distance from a day."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from types import MappingProxyType

import numpy as np

from kg.analysis.onemode import OneMode, tie_weights
from kg.analysis.options import Conditional, Duplicates, Kind, Level
from kg.analysis.statements import count_statements, in_reading_order
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

_UNITS = ("events", "days", "weeks", "months", "years")


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
    Raises InputError for another unit, a size or step below 1, and when no position has a date.
    """
    if unit not in _UNITS:
        raise InputError(f"expected a unit among {', '.join(_UNITS)}, got {unit!r}")
    stride = size if step is None else step
    if size < 1 or stride < 1:
        raise InputError(f"expected a window of at least one unit and step, got size {size} and step {stride}")
    dated = [(position.published, position) for position in in_reading_order(positions) if position.published]
    if not dated:
        raise InputError("expected positions with a date for windows of time, got none")
    if unit == "events":
        starts = range(0, max(len(dated) - size, 0) + stride, stride)
        return tuple(_window(dated[at][0], dated[at : at + size][-1][0], dated[at : at + size]) for at in starts)
    windows = []
    start = _beginning(dated[0][0], unit)
    while start <= dated[-1][0]:
        last = _later(start, unit, size) - timedelta(days=1)
        windows.append(_window(start, last, [entry for entry in dated if start <= entry[0] <= last]))
        start = _later(start, unit, stride)
    return tuple(windows)


def smoothed(
    positions: Sequence[Position],
    kind: str,
    *,
    day: date,
    width: int,
    kernel: str = "gaussian",
    level: str = Level.ACTOR,
    duplicates: str = Duplicates.INCLUDE,
    conditional: str = Conditional.NEITHER,
) -> OneMode:
    """The weights of a network around ``day``, where statements count less the farther from it they were made.

    ``width`` is the whole window in days: a statement t days away is at u = 2 t / width. A pair of statements counts
    √(k(u) k(u')) as in DNA, for the kernel k (see ``KERNELS``). Undated positions do not count. Raises InputError for
    an unknown kernel or choice, and for a width below 1.
    """
    if kernel not in KERNELS:
        raise InputError(f"expected a kernel among {', '.join(KERNELS)}, got {kernel!r}")
    if width < 1:
        raise InputError(f"expected a width of at least 1 day, got {width}")
    counted = count_statements(
        [position for position in positions if position.published],
        level=level,
        duplicates=duplicates,
        conditional=conditional,
        any_answer=Kind(kind) is Kind.COOCCURRENCE,
    )
    away = [(position.published - day).days for position in counted.positions if position.published]
    importance = np.sqrt(np.array([KERNELS[kernel](2.0 * days / width) for days in away], dtype=np.float64))
    return OneMode(
        parties=counted.parties,
        weights=tie_weights(counted, Kind(kind), importance=importance),
    )


def _window(first: date, last: date, entries: Sequence[tuple[date, Position]]) -> Window:
    return Window(first=first, last=last, positions=tuple(position for _, position in entries))


def _beginning(day: date, unit: str) -> date:
    if unit == "weeks":
        return day - timedelta(days=day.weekday())
    if unit == "days":
        return day
    return day.replace(day=1) if unit == "months" else day.replace(month=1, day=1)


def _later(day: date, unit: str, count: int) -> date:
    if unit in ("days", "weeks"):
        return day + timedelta(days=count * (7 if unit == "weeks" else 1))
    months = 12 * day.year + day.month - 1 + count * (12 if unit == "years" else 1)
    return day.replace(year=months // 12, month=months % 12 + 1)

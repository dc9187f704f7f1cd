"""Pictures over time: how positions moved, and how polarised a debate was."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from typing import Protocol

from matplotlib.axes import Axes
from matplotlib.lines import Line2D

from kg.errors import InputError
from kg.export.canvas import Target, check_target, save, several, sheet, style, text_size, wrapped
from kg.export.palette import ALLIANCE, CONDITION, CONFLICT, INK
from kg.model import Position, Stance

_MARGIN, _HEAD, _ROW, _PLOT = 34.0, 62.0, 26.0, 460.0
_PALE = "#DDDDDD"
_MARKS = {
    Stance.SUPPORTS: (ALLIANCE, "o", "supports"),
    Stance.OPPOSES: (CONFLICT, "X", "opposes"),
    Stance.CONDITIONS_ON: (CONDITION, "D", "on conditions"),
}


_Day = tuple[date, list[Stance]]


class History(Protocol):
    """The positions of one party on one proposal."""

    @property
    def actor(self) -> str: ...
    @property
    def proposal(self) -> str: ...
    @property
    def positions(self) -> tuple[Position, ...]: ...


class Value(Protocol):
    """A share between two camps with its interval, and how many statements it rests on."""

    @property
    def value(self) -> float | None: ...
    @property
    def low(self) -> float | None: ...
    @property
    def high(self) -> float | None: ...
    @property
    def statements(self) -> int: ...


class Period(Protocol):
    """A stretch of time by its first day."""

    @property
    def first(self) -> date: ...
    @property
    def polarisation(self) -> Value: ...


def draw_timeline(
    histories: Sequence[History], path: Target, *, title: str = "How positions moved", note: str = "", most: int = 40
) -> None:
    """Draw who said what when into an SVG, PNG or PDF file (or an open one, as SVG), a line a party and proposal.

    Support is a blue dot, opposition a vermilion cross, a conditional position an amber diamond; a black line joins two
    days in a row without a common stance. Lines with most changes come first; of more than ``most`` the rest is left
    out, and the picture says so. Undated positions cannot be drawn. Raises InputError when no position has a date.
    """
    check_target(path)
    dated = [(history, _dated(history)) for history in histories if _dated(history)]
    if not dated:
        raise InputError("expected positions with a date to draw, got none")
    ranked = sorted(dated, key=lambda row: (-_changes(row[1]), -len(row[1]), row[0].actor, row[0].proposal))
    rows = ranked[:most]
    with style():
        names = [wrapped(f"{history.actor}: {history.proposal}", width=46, lines=2) for history, _ in rows]
        left = _MARGIN + max(text_size(name, 8)[0] for name in names) + 14
        height = _HEAD + _ROW * len(rows) + 84
        figure, axes = sheet(left + _PLOT + _MARGIN, height)
        days = [day for _, said in rows for day, _ in said]
        first, last = min(days), max(days)
        bottom = height - _HEAD - _ROW * len(rows)
        _draw_dates(axes, first, last, left, bottom, height - _HEAD)
        for row, (name, (_, said)) in enumerate(zip(names, rows, strict=True)):
            middle = height - _HEAD - (row + 0.5) * _ROW
            axes.text(left - 10, middle, name, fontsize=8, ha="right", va="center", linespacing=1.05)
            axes.plot([left, left + _PLOT], [middle] * 2, color=_PALE, linewidth=0.6, zorder=0)
            _draw_moves(axes, said, middle, lambda day: left + _PLOT * _share(day, first, last))
        counted = f"{several(len(dated), 'pair')} of party and proposal with dated positions"
        more = f", the {len(rows)} with most changes drawn" if len(rows) < len(dated) else ""
        _draw_words(axes, height, title, counted + more, note)
        _draw_legend(axes, bottom - 34)
        save(figure, path)


def draw_polarisation(
    periods: Sequence[Period], path: Target, *, title: str = "How far two camps explain the debate", note: str = ""
) -> None:
    """Draw polarisation over time into an SVG, PNG or PDF file (or an open one, as SVG).

    A dot for each period with the number of its statements, and a bar for its interval; a period in which no two
    parties agreed or clashed has no dot and says so. A single period is no course over time: it is drawn on a scale,
    and told in words. Raises InputError without periods.
    """
    check_target(path)
    if not periods:
        raise InputError("expected periods to draw, got none")
    if len(periods) == 1:
        _draw_only(periods[0], path, title, note)
        return
    first, last = periods[0].first, periods[-1].first
    with style():
        left, bottom, tall = _MARGIN + 30.0, 56.0, 190.0
        height = bottom + tall + _HEAD + 20.0
        figure, axes = sheet(left + _PLOT + _MARGIN, height)
        for share in (0.0, 0.25, 0.5, 0.75, 1.0):
            axes.plot([left, left + _PLOT], [bottom + share * tall] * 2, color=_PALE, linewidth=0.6, zorder=0)
            axes.text(left - 8, bottom + share * tall, f"{share:g}", fontsize=8, ha="right", va="center")
        _draw_dates(axes, first, last, left, bottom, bottom)
        points = []
        for period in periods:
            x, found = left + _PLOT * _share(period.first, first, last), period.polarisation
            counted = f"n={found.statements}"
            if found.value is None:
                axes.text(x, bottom + 4, f"{counted}\nno ties", fontsize=6.5, ha="center", va="bottom", color="#555555")
                continue
            y = bottom + tall * found.value
            points.append((x, y))
            if found.low is not None and found.high is not None:
                axes.plot(
                    [x, x], [bottom + tall * found.low, bottom + tall * found.high], color=ALLIANCE, linewidth=1.4
                )
            axes.text(x, bottom + tall + 8, counted, fontsize=6.5, ha="center", va="bottom", color="#555555")
        axes.plot([x for x, _ in points], [y for _, y in points], "-o", color=ALLIANCE, linewidth=1, markersize=5)
        words = "1 − 2 L/m: 1 when two camps explain every tie; bars: 95 % of resampled statements"
        _draw_words(axes, height, title, words, note)
        save(figure, path)


def _draw_only(period: Period, path: Target, title: str, note: str) -> None:
    found = period.polarisation
    with style():
        left, line, height = _MARGIN + 10.0, 78.0, 190.0
        figure, axes = sheet(left + _PLOT + _MARGIN + 10.0, height)
        axes.plot([left, left + _PLOT], [line, line], color=INK, linewidth=0.8)
        for share in (0.0, 0.25, 0.5, 0.75, 1.0):
            x = left + share * _PLOT
            axes.plot([x, x], [line - 4, line + 4], color=INK, linewidth=0.8)
            axes.text(x, line - 9, f"{share:g}", fontsize=8, ha="center", va="top")
        axes.text(left, line - 22, "half of all ties speak against them", fontsize=8, va="top", color="#555555")
        end = "two camps explain every tie"
        axes.text(left + _PLOT, line - 22, end, fontsize=8, ha="right", va="top", color="#555555")
        if found.low is not None and found.high is not None:
            interval = [left + found.low * _PLOT, left + found.high * _PLOT]
            axes.plot(interval, [line, line], color=ALLIANCE, linewidth=7, alpha=0.35, solid_capstyle="butt")
        if found.value is not None:
            x = left + found.value * _PLOT
            axes.plot([x], [line], "o", color=ALLIANCE, markersize=8)
            axes.text(x, line + 10, f"{found.value:.2f}", fontsize=10, fontweight="bold", ha="center", va="bottom")
        counted = f"One window, from {period.first.isoformat()}, n = {several(found.statements, 'statement')}"
        _draw_words(axes, height, title, counted, note)
        axes.text(_MARGIN, height - 53, _told(found), fontsize=9, color="#555555", va="top")
        save(figure, path)


def _told(found: Value) -> str:
    """A value with its interval, in words."""
    if found.value is None:
        return "No two parties agree or clash: there is nothing to explain"
    told = f"{found.value:.2f} = 1 − 2 L/m"
    if found.low is None or found.high is None:
        return told
    return f"{told}; the bar: 95 % of resampled statements give {found.low:.2f} to {found.high:.2f}"


def _dated(history: History) -> list[_Day]:
    """The days on which something was said, each with its different stances."""
    stances: dict[date, list[Stance]] = {}
    for position in history.positions:
        if position.published:
            stances.setdefault(position.published, []).append(position.stance)
    return [(day, sorted(set(said))) for day, said in sorted(stances.items())]


def _changes(said: Sequence[_Day]) -> int:
    return sum(not set(before) & set(after) for (_, before), (_, after) in itertools.pairwise(said))


def _share(day: date, first: date, last: date) -> float:
    """Where a day lies between the first and the last; a single day lies in the middle."""
    return (day - first) / (last - first) if last > first else 0.5


def _draw_dates(axes: Axes, first: date, last: date, left: float, bottom: float, top: float) -> None:
    """Five dates below, at even distances, or fewer when there are not so many days."""
    days = (last - first).days
    steps = min(4, days)
    for step in range(steps + 1):
        day = first + timedelta(days=round(days * step / steps)) if steps else first
        x = left + _PLOT * _share(day, first, last)
        axes.plot([x, x], [bottom - 4, top], color=_PALE, linewidth=0.6, zorder=0)
        axes.text(x, bottom - 8, day.isoformat(), fontsize=8, ha="center", va="top")


def _draw_moves(axes: Axes, said: Sequence[_Day], y: float, place: Callable[[date], float]) -> None:
    for (before, one), (after, other) in itertools.pairwise(said):
        if not set(one) & set(other):
            axes.plot([place(before), place(after)], [y, y], color=INK, linewidth=1.6, zorder=1)
    for day, stances in said:
        for index, stance in enumerate(stances):
            colour, mark, _ = _MARKS[stance]
            level = y + 7.0 * (index - (len(stances) - 1) / 2)
            axes.plot([place(day)], [level], mark, color=colour, markersize=7, mec="white", mew=0.6, zorder=3)


def _draw_words(axes: Axes, height: float, title: str, counted: str, note: str) -> None:
    axes.text(_MARGIN, height - 18, title, fontsize=14, fontweight="bold", va="top")
    axes.text(_MARGIN, height - 38, counted, fontsize=9, color="#555555", va="top")
    if note:
        axes.text(_MARGIN, 10, note, fontsize=7.5, color="#555555", va="bottom")


def _draw_legend(axes: Axes, top: float) -> None:
    handles = [
        Line2D([], [], marker=mark, linestyle="none", markersize=7, color=colour, mec="white", mew=0.6, label=label)
        for colour, mark, label in _MARKS.values()
    ]
    handles.append(Line2D([], [], color=INK, linewidth=1.6, label="changed in between"))
    axes.legend(
        handles=handles,
        loc="upper left",
        bbox_to_anchor=(_MARGIN, top),
        bbox_transform=axes.transData,
        ncols=4,
        fontsize=8,
        frameon=False,
        borderaxespad=0.0,
    )

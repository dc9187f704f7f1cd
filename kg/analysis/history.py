"""How a party's position on a proposal moved over time."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from kg.analysis.options import Level
from kg.analysis.statements import in_reading_order, number_parties, speakers
from kg.errors import InputError
from kg.model import Position, Stance


@dataclass(frozen=True, kw_only=True, slots=True)
class History:
    """All positions of one party on one proposal: the dated ones by day and place, then the undated ones."""

    actor: str
    proposal: str
    positions: tuple[Position, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Shift:
    """A party that said one thing on one day and another on the next day it spoke: both positions stand here."""

    actor: str
    proposal: str
    before: Position
    after: Position


@dataclass(frozen=True, kw_only=True, slots=True)
class Contradiction:
    """A party that supported and opposed the same proposal within a short time."""

    actor: str
    proposal: str
    support: Position
    opposition: Position
    days: int


def position_history(positions: Sequence[Position], *, level: str = Level.ACTOR) -> tuple[History, ...]:
    """What each party said on each proposal over time, sorted by party and proposal.

    Raises InputError for an unknown level.
    """
    ordered = in_reading_order(positions)
    parties, number = number_parties(speakers(ordered, level))
    said: dict[tuple[str, str], list[Position]] = defaultdict(list)
    for position, index in zip(ordered, number, strict=True):
        said[parties[index], position.proposal.label].append(position)
    return tuple(
        History(actor=actor, proposal=proposal, positions=tuple(statements))
        for (actor, proposal), statements in sorted(said.items())
    )


def shifts(positions: Sequence[Position], *, level: str = Level.ACTOR) -> tuple[Shift, ...]:
    """Every change of stance from one day to the next day with a statement, in order of time.

    A day on which a party says several things shifts nothing when it repeats what was said before; undated positions
    cannot be placed and take no part. Contradictions on one day are no shifts: see ``contradictions``.
    """
    found = [
        Shift(actor=history.actor, proposal=history.proposal, before=before, after=after)
        for history in position_history(positions, level=level)
        for before, after in _changes(history.positions)
    ]
    return tuple(sorted(found, key=lambda shift: (_day(shift.after), shift.actor, shift.proposal)))


def contradictions(
    positions: Sequence[Position], *, days: int = 7, level: str = Level.ACTOR
) -> tuple[Contradiction, ...]:
    """Support and opposition by one party for one proposal at most ``days`` days apart, the closest pair of each.

    Raises InputError for a negative number of days.
    """
    if days < 0:
        raise InputError(f"expected a number of days from 0, got {days}")
    found = []
    for history in position_history(positions, level=level):
        dated = [position for position in history.positions if position.published]
        pairs = [
            (abs((_day(one) - _day(other)).days), one, other)
            for one in dated
            if one.stance is Stance.SUPPORTS
            for other in dated
            if other.stance is Stance.OPPOSES
        ]
        if pairs:
            apart, support, opposition = min(pairs, key=lambda pair: pair[0])
            if apart <= days:
                found.append(
                    Contradiction(
                        actor=history.actor,
                        proposal=history.proposal,
                        support=support,
                        opposition=opposition,
                        days=apart,
                    )
                )
    return tuple(found)


def _changes(positions: Sequence[Position]) -> list[tuple[Position, Position]]:
    by_day: dict[date, list[Position]] = defaultdict(list)
    for position in positions:
        if position.published:
            by_day[position.published].append(position)
    changes = []
    for earlier, later in zip(list(by_day.values()), list(by_day.values())[1:], strict=False):
        known = {position.stance for position in earlier}
        new = next((position for position in later if position.stance not in known), None)
        if new and not known & {position.stance for position in later}:
            changes.append((earlier[-1], new))
    return changes


def _day(position: Position) -> date:
    return position.published or date.max

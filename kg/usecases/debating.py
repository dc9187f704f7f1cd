"""The debate as a whole: its camps and how far they explain it, who and what stands between them, what moved."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kg.analysis.balance import Period, Polarisation, polarisation, polarisation_over_time, triangle_index, walk_balance
from kg.analysis.bridges import Broker, Issue, Overlap, agenda_overlap, brokers, issues
from kg.analysis.coalitions import Coalitions, coalitions
from kg.analysis.congruence import subtract_network
from kg.analysis.history import Contradiction, History, Shift, contradictions, position_history, shifts
from kg.analysis.options import Level
from kg.model import Position
from kg.usecases.analysing import Counting, build_network

__all__ = [
    "PERIODS", "Bridges", "Broker", "Camps", "Contradiction", "Debate", "History", "Issue", "Moves", "Overlap",
    "Period", "Polarisation", "Shift", "find_bridges", "find_camps", "find_moves", "measure_polarisation",
]  # fmt: skip

PERIODS = ("week", "month", "year")
MOST_WALKERS = 1_500


@dataclass(frozen=True, kw_only=True, slots=True)
class Camps:
    """The camps of the subtract network, and how balanced it is.

    ``triangles`` is the share of balanced triangles, None without any; ``walks`` the balance of all closed walks, None
    for more than ``MOST_WALKERS`` parties, for it takes time of order n³.
    """

    statements: int
    ties: int
    camps: Coalitions
    triangles: float | None
    walks: float | None


@dataclass(frozen=True, kw_only=True, slots=True)
class Debate:
    """How far two camps explain everything that was said, and each period of it; no periods where none were asked."""

    whole: Polarisation
    periods: tuple[Period, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Bridges:
    """Who and what stands between the camps; ``overlaps`` are empty with a single party."""

    statements: int
    camps: Coalitions
    brokers: tuple[Broker, ...]
    issues: tuple[Issue, ...]
    overlaps: tuple[Overlap, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Moves:
    """What the parties said over time; ``undated`` statements could not be placed."""

    statements: int
    undated: int
    histories: tuple[History, ...]
    shifts: tuple[Shift, ...]
    contradictions: tuple[Contradiction, ...]


def find_camps(
    positions: Sequence[Position],
    counting: Counting | None = None,
    *,
    camps: int = 2,
    weighted: bool = True,
    seconds: float = 30.0,
) -> Camps:
    """The camps that leave the least weight of ties frustrated, with the proof or the bound, and the balance.

    Raises InputError when there are no positions, and for fewer than two camps.
    """
    network = build_network(positions, "subtract", counting)
    return Camps(
        statements=network.graph["statements"],
        ties=network.number_of_edges(),
        camps=coalitions(network, camps=camps, weighted=weighted, seconds=seconds),
        triangles=triangle_index(network),
        walks=walk_balance(network) if len(network) <= MOST_WALKERS else None,
    )


def measure_polarisation(
    positions: Sequence[Position],
    counting: Counting | None = None,
    *,
    window: str | None = None,
    samples: int = 200,
    seed: int = 0,
    seconds: float = 10.0,
) -> Debate:
    """How far two camps explain the debate, with an interval from resampled statements; by ``window`` when given.

    Raises InputError when there are no positions, for a window that is none of ``PERIODS``, and when none has a date.
    """
    how = counting or Counting()
    whole = polarisation(
        positions,
        level=how.level,
        duplicates=how.duplicates,
        conditional=how.conditional,
        samples=samples,
        seed=seed,
        seconds=seconds,
    )
    if window is None:
        return Debate(whole=whole, periods=())
    periods = polarisation_over_time(
        positions,
        window=window,
        level=how.level,
        duplicates=how.duplicates,
        conditional=how.conditional,
        samples=samples,
        seed=seed,
        seconds=seconds,
    )
    return Debate(whole=whole, periods=periods)


def find_bridges(positions: Sequence[Position], level: str = Level.ACTOR, *, seconds: float = 30.0) -> Bridges:
    """Parties with allies in several camps, proposals that divide or bridge them, and shared agendas.

    Raises InputError when there are no positions.
    """
    camps = coalitions(subtract_network(positions, level=level), seconds=seconds)
    return Bridges(
        statements=len(positions),
        camps=camps,
        brokers=brokers(positions, camps, level=level),
        issues=issues(positions, camps, level=level),
        overlaps=agenda_overlap(positions, level=level) if len(camps.camp_of()) + len(camps.unplaced) > 1 else (),
    )


def find_moves(positions: Sequence[Position], level: str = Level.ACTOR, *, days: int = 7) -> Moves:
    """What each party said on each proposal over time, every change of stance, and contradictions within ``days``.

    Raises InputError for a negative number of days.
    """
    return Moves(
        statements=len(positions),
        undated=sum(position.published is None for position in positions),
        histories=position_history(positions, level=level),
        shifts=shifts(positions, level=level),
        contradictions=contradictions(positions, days=days, level=level),
    )

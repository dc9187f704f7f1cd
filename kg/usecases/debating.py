"""The debate as a whole: its camps and how far they explain it, who and what stands between them, what moved."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import networkx as nx

from kg.analysis.backbone import Dropped, backbone
from kg.analysis.balance import (
    Period,
    Polarisation,
    by_period,
    polarisation,
    polarisation_over_time,
    triangle_index,
    walk_balance,
)
from kg.analysis.bridges import Broker, Issue, Overlap, agenda_overlap, brokers, issues
from kg.analysis.coalitions import Coalitions, RankedTie, allies_and_rivals, coalitions
from kg.analysis.congruence import subtract_network
from kg.analysis.history import Contradiction, History, Shift, contradictions, position_history, shifts
from kg.analysis.options import Kind, Level
from kg.model import Position
from kg.usecases.analysing import Counting, build_network

__all__ = [
    "PERIODS", "Backbone", "Bridges", "Broker", "Camps", "Contradiction", "Debate", "Dropped", "History", "Issue",
    "Moves", "Overlap", "Period", "Polarisation", "Shift", "find_backbone", "find_bridges", "find_camps",
    "find_moves", "measure_polarisation",
]  # fmt: skip

PERIODS = ("week", "month", "year")
MOST_WALKERS = 1_500


@dataclass(frozen=True, kw_only=True, slots=True)
class Camps:
    """The camps of the subtract network, and how balanced it is.

    ``against`` are the frustrated ties with the positions behind them, the heaviest first. ``triangles`` is the share
    of balanced triangles, None without any; ``walks`` the balance of all closed walks, None for more than
    ``MOST_WALKERS`` parties, for it takes time of order n³.
    """

    statements: int
    ties: int
    camps: Coalitions
    against: tuple[RankedTie, ...]
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
class Backbone:
    """All proposals in the order in which they can be left out of the network called ``kind``, the backbone last."""

    statements: int
    kind: str
    proposals: tuple[Dropped, ...]


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
    found = coalitions(network, camps=camps, weighted=weighted, seconds=seconds)
    return Camps(
        statements=network.graph["statements"],
        ties=network.number_of_edges(),
        camps=found,
        against=allies_and_rivals(nx.Graph(network.edge_subgraph(found.frustrated))),
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
    seconds: float = 600.0,
) -> Debate:
    """How far two camps explain the debate, with an interval from resampled statements; by ``window`` when given.

    ``seconds`` is for the search in all of them together. Raises InputError when there are no positions, for a window
    that is none of ``PERIODS``, and when none has a date.
    """
    how = counting or Counting()
    parts = 1 if window is None else 1 + len(by_period(positions, window))
    each = seconds / (parts * (samples + 1))
    whole = polarisation(
        positions,
        level=how.level,
        duplicates=how.duplicates,
        conditional=how.conditional,
        compatible=how.compatible,
        samples=samples,
        seed=seed,
        seconds=each,
    )
    if window is None:
        return Debate(whole=whole, periods=())
    periods = polarisation_over_time(
        positions,
        window=window,
        level=how.level,
        duplicates=how.duplicates,
        conditional=how.conditional,
        compatible=how.compatible,
        samples=samples,
        seed=seed,
        seconds=each,
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


def find_backbone(
    positions: Sequence[Position], kind: str = Kind.CONGRUENCE, counting: Counting | None = None
) -> Backbone:
    """Which proposals carry the structure of the network, and which could be left out without changing it much.

    Raises InputError when there are no positions, for another kind, and for more parties or proposals than
    ``kg.analysis.backbone`` takes.
    """
    how = counting or Counting()
    found = backbone(
        positions,
        kind,
        level=how.level,
        normalization=how.normalization,
        duplicates=how.duplicates,
        conditional=how.conditional,
        compatible=how.compatible,
    )
    return Backbone(statements=sum(dropped.statements for dropped in found), kind=str(kind), proposals=found)


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

"""Analysing: from the positions that are wanted to networks, matrices, camps and conditions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import networkx as nx

from kg.analysis.affiliation import StanceCell, StanceMatrix, Verdict, affiliation_network, stance_matrix
from kg.analysis.coalitions import Coalitions, RankedTie, allies_and_rivals, coalitions
from kg.analysis.conditions import (
    ContestedCondition,
    Deadlock,
    Precondition,
    SharedAsk,
    contested_conditions,
    deadlocks,
    precondition_graph,
    preconditions,
    shared_asks,
)
from kg.analysis.congruence import conflict_network, congruence_network, cooccurrence_network, subtract_network
from kg.analysis.options import Compatible, Conditional, Duplicates, Isolates, Kind, Level, Normalization
from kg.analysis.selection import without_isolates
from kg.errors import InputError
from kg.model import Actor, Position
from kg.model.filter import PositionFilter
from kg.store import Store
from kg.usecases.guessing import or_else
from kg.usecases.narrowing import EVERYTHING, Narrowing, bystanders, gather

__all__ = [
    "NETWORKS", "Coalitions", "Compatible", "Conditional", "Conditions", "ContestedCondition", "Counting", "Deadlock",
    "Duplicates", "Isolates", "Kind", "Level", "Normalization", "Precondition", "RankedTie", "Said", "SharedAsk",
    "StanceCell", "StanceMatrix", "Standing", "Verdict", "build_matrix", "build_network", "find_conditions",
    "find_network", "precondition_graph", "rank_affiliations", "rank_ties", "silent_parties",
]  # fmt: skip

ONE_MODE = {
    "congruence": congruence_network,
    "conflict": conflict_network,
    "subtract": subtract_network,
}
NETWORKS = (*ONE_MODE, "cooccurrence", "affiliation", "conditions")
"""The networks that can be asked for by name."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Counting:
    """How statements are counted: for whom, what of repetitions, what a tie is divided by, what "only if" means.

    And whose figures are reproduced, and which parties without a tie are shown. The words are those of
    ``kg.analysis.options``; where a network has no use for one of them it is not looked at.
    """

    level: str = Level.ACTOR
    normalization: str = Normalization.NO
    duplicates: str = Duplicates.INCLUDE
    conditional: str = Conditional.NEITHER
    compatible: str = Compatible.NOTHING
    isolates: str = Isolates.KEEP


@dataclass(frozen=True, kw_only=True, slots=True)
class Standing:
    """Who stands with whom: the ties, the heaviest first, and for a signed network the camps they form."""

    statements: int
    ties: tuple[RankedTie, ...]
    camps: Coalitions | None


@dataclass(frozen=True, kw_only=True, slots=True)
class Said:
    """A party on a proposal: how many statements, what they come to, and the first one's words.

    ``activity`` and ``prominence`` are yes minus no, divided by all statements of the party, or on the proposal.
    """

    party: str
    proposal: str
    statements: int
    stance: str
    activity: float
    prominence: float
    positions: tuple[str, ...]
    quote: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Conditions:
    """Who makes what depend on what, and what follows from it for the parties together."""

    statements: int
    stated: tuple[Precondition, ...]
    shared: tuple[SharedAsk, ...]
    contested: tuple[ContestedCondition, ...]
    deadlocks: tuple[Deadlock, ...]


def find_network(
    store: Store,
    chosen: PositionFilter,
    kind: str,
    counting: Counting | None = None,
    narrowing: Narrowing = EVERYTHING,
) -> nx.Graph[str]:
    """The network called ``kind`` (see ``NETWORKS``) of the positions that filter and narrowing leave.

    Raises InputError for a kind that does not exist, and InputError and MissingError as ``gather`` does.
    """
    how = counting or Counting()
    positions = gather(store, chosen, narrowing, how.level)
    return build_network(positions, kind, how, silent_parties(store, chosen, how))


def silent_parties(store: Store, chosen: PositionFilter, counting: Counting) -> tuple[Actor, ...]:
    """Whoever the graph knows beyond the filter, where all isolates are wanted; nobody otherwise."""
    return bystanders(store, chosen, counting.level) if Isolates(counting.isolates) is Isolates.ALL else ()


def build_network(
    positions: Sequence[Position], kind: str, counting: Counting | None = None, others: Sequence[Actor] = ()
) -> nx.Graph[str]:
    """The network called ``kind`` (see ``NETWORKS``) of ``positions``, with ``others`` as parties without a statement.

    Raises InputError for a kind that does not exist, and where there is nothing to make a network of.
    """
    how = counting or Counting()
    if kind == "conditions":
        return precondition_graph(positions, level=how.level)
    network = _tie_network(positions, kind, how)
    if Isolates(how.isolates) is Isolates.DROP:
        return without_isolates(network)
    for actor in others:
        _add_silent(network, actor)
    return network


def _tie_network(positions: Sequence[Position], kind: str, how: Counting) -> nx.Graph[str]:
    if kind in ONE_MODE:
        return ONE_MODE[kind](
            positions,
            level=how.level,
            normalization=how.normalization,
            duplicates=how.duplicates,
            conditional=how.conditional,
            compatible=how.compatible,
        )
    if kind == "cooccurrence":
        return cooccurrence_network(
            positions,
            level=how.level,
            normalization=how.normalization,
            duplicates=how.duplicates,
            compatible=how.compatible,
        )
    if kind == "affiliation":
        return affiliation_network(positions, level=how.level, duplicates=how.duplicates, compatible=how.compatible)
    raise InputError(f"expected a network among {', '.join(NETWORKS)}, got {kind!r}{or_else(kind, NETWORKS)}")


def _add_silent(network: nx.Graph[str], actor: Actor) -> None:
    """Add a party that says nothing here; where another kind of actor has its name, with its kind."""
    two_mode = network.graph["kind"] == "affiliation"
    prefix = "actor:" if two_mode else ""
    name = f"{actor.name} ({actor.kind})" if prefix + actor.name in network else actor.name
    said: dict[str, object] = {"support": 0, "oppose": 0, "conditional": 0, "days": ()}
    more: dict[str, object] = {"mode": "actor", "bipartite": 0} if two_mode else said
    named = {"actor": actor.name} if name != actor.name else {}
    network.add_node(prefix + name, name=name, kind=str(actor.kind), statements=0, **named, **more)


def rank_ties(network: nx.Graph[str]) -> Standing:
    """The alliances and conflicts of a one-mode network, and its camps when ties of both signs are possible."""
    signed = network.graph["kind"] == "subtract"
    return Standing(
        statements=network.graph["statements"],
        ties=allies_and_rivals(network),
        camps=coalitions(network) if signed else None,
    )


def rank_affiliations(network: nx.Graph[str]) -> tuple[Said, ...]:
    """Who spoke on what in a two-mode network, those with most statements first, then by name."""
    found = []
    for ends in network.edges:
        actor, proposal = sorted(ends, key=lambda node: int(network.nodes[node]["bipartite"]))
        tie = network.edges[ends]
        found.append(
            Said(
                party=network.nodes[actor]["name"],
                proposal=network.nodes[proposal]["name"],
                statements=tie["weight"],
                stance=tie["stance"],
                activity=tie["activity"],
                prominence=tie["prominence"],
                positions=tie["positions"],
                quote=tie["quote"],
            )
        )
    return tuple(sorted(found, key=lambda said: (-said.statements, said.party, said.proposal)))


def build_matrix(positions: Sequence[Position], level: str = Level.ACTOR) -> StanceMatrix:
    """What every party said on every proposal; InputError when there are no positions."""
    return stance_matrix(positions, level=level)


def find_conditions(positions: Sequence[Position], level: str = Level.SIDE) -> Conditions:
    """The conditions that the parties state, which of them several ask for or some reject, and circles of waiting."""
    return Conditions(
        statements=len(positions),
        stated=preconditions(positions, level=level),
        shared=shared_asks(positions, level=level),
        contested=contested_conditions(positions, level=level),
        deadlocks=deadlocks(positions, level=level),
    )

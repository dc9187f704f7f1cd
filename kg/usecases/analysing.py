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
from kg.analysis.options import Conditional, Duplicates, Level, Normalization
from kg.errors import InputError
from kg.model import Position

__all__ = [
    "NETWORKS", "Coalitions", "Conditional", "Conditions", "ContestedCondition", "Counting", "Deadlock", "Duplicates",
    "Level", "Normalization", "Precondition", "RankedTie", "SharedAsk", "StanceCell", "StanceMatrix", "Standing",
    "Verdict", "build_matrix", "build_network", "find_conditions",
    "precondition_graph", "rank_ties",
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

    The words are those of ``kg.analysis.options``; where a network has no use for one of them it is not looked at.
    """

    level: str = Level.ACTOR
    normalization: str = Normalization.NO
    duplicates: str = Duplicates.INCLUDE
    conditional: str = Conditional.NEITHER


@dataclass(frozen=True, kw_only=True, slots=True)
class Standing:
    """Who stands with whom: the ties, the heaviest first, and for a signed network the camps they form."""

    ties: tuple[RankedTie, ...]
    camps: Coalitions | None


@dataclass(frozen=True, kw_only=True, slots=True)
class Conditions:
    """Who makes what depend on what, and what follows from it for the parties together."""

    stated: tuple[Precondition, ...]
    shared: tuple[SharedAsk, ...]
    contested: tuple[ContestedCondition, ...]
    deadlocks: tuple[Deadlock, ...]


def build_network(positions: Sequence[Position], kind: str, counting: Counting | None = None) -> nx.Graph[str]:
    """The network called ``kind`` (see ``NETWORKS``) of ``positions``.

    Raises InputError for a kind that does not exist, and where there is nothing to make a network of.
    """
    how = counting or Counting()
    if kind in ONE_MODE:
        return ONE_MODE[kind](
            positions,
            level=how.level,
            normalization=how.normalization,
            duplicates=how.duplicates,
            conditional=how.conditional,
        )
    if kind == "cooccurrence":
        return cooccurrence_network(
            positions, level=how.level, normalization=how.normalization, duplicates=how.duplicates
        )
    if kind == "affiliation":
        return affiliation_network(positions, level=how.level, duplicates=how.duplicates)
    if kind == "conditions":
        return precondition_graph(positions, level=how.level)
    raise InputError(f"expected a network among {', '.join(NETWORKS)}, got {kind!r}")


def rank_ties(network: nx.Graph[str]) -> Standing:
    """The alliances and conflicts of a one-mode network, and its camps when ties of both signs are possible."""
    signed = network.graph["kind"] == "subtract"
    return Standing(ties=allies_and_rivals(network), camps=coalitions(network) if signed else None)


def build_matrix(positions: Sequence[Position], level: str = Level.ACTOR) -> StanceMatrix:
    """What every party said on every proposal; InputError when there are no positions."""
    return stance_matrix(positions, level=level)


def find_conditions(positions: Sequence[Position], level: str = Level.SIDE) -> Conditions:
    """The conditions that the parties state, which of them several ask for or some reject, and circles of waiting."""
    return Conditions(
        stated=preconditions(positions, level=level),
        shared=shared_asks(positions, level=level),
        contested=contested_conditions(positions, level=level),
        deadlocks=deadlocks(positions, level=level),
    )

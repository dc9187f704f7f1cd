"""Which thing of the graph a node of a network is: its IRI, by which files and graph can be joined again."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import networkx as nx

from kg.model import ActorKind
from kg.rdf.iris import actor_iri, proposal_iri


def with_iris(graph: nx.Graph[str]) -> nx.Graph[str]:
    """A copy of the network in which every actor and proposal has its ``iri``; other nodes have none.

    Actors are nodes with a ``kind`` of actor, by their ``actor`` (the canonical name) or ``name``; proposals are the
    nodes of a precondition graph and those whose ``mode`` says so.
    """
    copy = graph.copy()
    for _, node in copy.nodes(data=True):
        iri = _iri(node, of_proposals=graph.graph.get("kind") == "preconditions")
        if iri is not None:
            node["iri"] = iri
    return copy


def _iri(node: Mapping[str, Any], *, of_proposals: bool) -> str | None:
    name = node.get("actor", node.get("name"))
    if name is None:
        return None
    if of_proposals or node.get("mode") == "proposal":
        return proposal_iri(name).value
    kind = node.get("kind")
    return actor_iri(ActorKind(kind), name).value if kind in set(ActorKind) else None

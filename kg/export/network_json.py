"""Networks as JSON: node-link for networkx and D3, and Cytoscape's own."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from typing import Any

import networkx as nx

from kg.errors import InputError
from kg.export.portable import clean


def to_node_link_json(graph: nx.Graph[str]) -> str:
    """The network as node-link JSON, read back equal by ``networkx.node_link_graph`` (tuples become lists)."""
    return _dumped(
        {
            "directed": graph.is_directed(),
            "multigraph": graph.is_multigraph(),
            "graph": _values(graph.graph),
            "nodes": [{**_values(graph.nodes[node]), "id": node} for node in _ordered(graph)],
            "edges": [{**_values(tie), "source": a, "target": b} for a, b, tie in _ties(graph)],
        }
    )


def to_cytoscape_json(graph: nx.Graph[str]) -> str:
    """The network as Cytoscape JSON, with ids n0 and e0 (Cytoscape needs ids that are unique over nodes and ties)."""
    ids = {node: f"n{index}" for index, node in enumerate(_ordered(graph))}
    nodes = [
        {"data": {"name": clean(node), **_values(graph.nodes[node]), "id": ids[node], "value": ids[node]}}
        for node in _ordered(graph)
    ]
    ties = [
        {"data": {**_values(tie), "id": f"e{index}", "source": ids[a], "target": ids[b]}}
        for index, (a, b, tie) in enumerate(_ties(graph))
    ]
    return _dumped(
        {
            "data": [[name, value] for name, value in _values(graph.graph).items()],
            "directed": graph.is_directed(),
            "multigraph": graph.is_multigraph(),
            "elements": {"nodes": nodes, "edges": ties},
        }
    )


def _ordered(graph: nx.Graph[str]) -> list[str]:
    if not len(graph):
        raise InputError("expected a network with nodes to export, got an empty one")
    return sorted(graph)


def _ties(graph: nx.Graph[str]) -> list[tuple[str, str, dict[str, Any]]]:
    ties = [(a, b, tie) if graph.is_directed() or a <= b else (b, a, tie) for a, b, tie in graph.edges(data=True)]
    return sorted(ties, key=lambda tie: tie[:2])


def _values(attributes: Mapping[str, Any]) -> dict[str, Any]:
    cleaned = {str(name): _value(value) for name, value in sorted(attributes.items())}
    return {name: value for name, value in cleaned.items() if value is not None}


def _value(value: object) -> object:
    """JSON has no NaN and no infinity; None is left out as in every other format."""
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, (list, tuple)):
        return [_value(part) for part in value]
    return value if value is None or isinstance(value, (bool, int)) else clean(str(value))


def _dumped(content: object) -> str:
    return json.dumps(content, ensure_ascii=False, indent=1, allow_nan=False) + "\n"

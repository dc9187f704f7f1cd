"""A network as every file format can hold it: short ids, and attributes that are text, whole numbers, numbers or bits.

networkx's own writers raise on None and on lists and write control characters that make XML invalid; the formats here
all start from this cleaned copy instead.
"""

from __future__ import annotations

import itertools
import math
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import networkx as nx

from kg.errors import InputError

Scalar = str | int | float | bool
Table = list[dict[str, Scalar]]

# What XML 1.0 cannot hold and no other format needs: control characters, half surrogate pairs, non-characters.
_FORBIDDEN = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
SEPARATOR = " | "


@dataclass(frozen=True, kw_only=True, slots=True)
class Portable:
    """A cleaned network.

    ``keys[i]`` is the name of node ``n{i}`` in networkx, ``nodes[i]`` its attributes with a ``label`` among them;
    ``ends[i]`` are the numbers of the two nodes of tie ``e{i}``, ``ties[i]`` its attributes.
    """

    directed: bool
    attributes: dict[str, Scalar]
    keys: tuple[str, ...]
    nodes: tuple[dict[str, Scalar], ...]
    ends: tuple[tuple[int, int], ...]
    ties: tuple[dict[str, Scalar], ...]


def portable(graph: nx.Graph[str]) -> Portable:
    """The network with clean attributes, nodes sorted by name and ties by their nodes.

    None and numbers that are not finite are left out, lists become text joined by " | ". Raises InputError for a
    network without nodes or with parallel ties.
    """
    if not len(graph):
        raise InputError("expected a network with nodes to export, got an empty one")
    if graph.is_multigraph():
        raise InputError("expected a network with one tie between two nodes, got a multigraph")
    order = sorted(graph, key=str)
    keys = distinct(clean(str(node)) for node in order)
    number = {node: index for index, node in enumerate(order)}
    ends = sorted(_ends(graph, number), key=lambda end: end[:2])
    return Portable(
        directed=graph.is_directed(),
        attributes=_attributes(graph.graph),
        keys=keys,
        nodes=tuple(
            _attributes({"label": key, **_named(graph.nodes[node])}) for key, node in zip(keys, order, strict=True)
        ),
        ends=tuple((first, second) for first, second, _ in ends),
        ties=tuple(_attributes(tie) for _, _, tie in ends),
    )


def clean(text: str) -> str:
    """The text without characters that XML cannot hold.

    >>> clean("cease\\x07fire")
    'ceasefire'
    """
    return _FORBIDDEN.sub("", text)


def distinct(names: Iterable[str]) -> tuple[str, ...]:
    """The names, each once and none of them empty: what looks the same gets a number.

    >>> distinct(["truce", "toll", "truce", " "])
    ('truce', 'toll', 'truce (2)', '(no name)')
    """
    found: dict[str, None] = {}
    for name in names:
        shown = name if name.strip() else "(no name)"
        numbered = (f"{shown} ({number})" for number in itertools.count(2))
        found[next(each for each in itertools.chain([shown], numbered) if each not in found)] = None
    return tuple(found)


def columns(rows: Iterable[Mapping[str, Scalar]]) -> dict[str, type]:
    """Every attribute of a table and its one type: numbers that mix become float, anything else that mixes text."""
    found: dict[str, set[type]] = {}
    for row in rows:
        for name, value in row.items():
            found.setdefault(name, set()).add(type(value))
    return {name: _common(types) for name, types in sorted(found.items())}


def _ends(graph: nx.Graph[str], number: Mapping[str, int]) -> Iterable[tuple[int, int, Mapping[str, Any]]]:
    for source, target, tie in graph.edges(data=True):
        first, second = number[source], number[target]
        if not graph.is_directed() and first > second:
            first, second = second, first
        yield first, second, tie


def _named(attributes: Mapping[str, Any]) -> dict[str, Any]:
    """A node's ``name`` is what people shall read: it is the label too."""
    return {**attributes, "label": attributes["name"]} if attributes.get("name") else dict(attributes)


def _attributes(attributes: Mapping[str, Any]) -> dict[str, Scalar]:
    cleaned = {clean(str(name)): _scalar(value) for name, value in attributes.items()}
    return {name: value for name, value in cleaned.items() if value is not None}


def _scalar(value: object) -> Scalar | None:
    if isinstance(value, bool):
        return value
    if isinstance(value, int):
        return int(value)
    if isinstance(value, float):
        return float(value) if math.isfinite(value) else None
    if isinstance(value, (list, tuple)):
        return clean(SEPARATOR.join(str(part) for part in value))
    return None if value is None else clean(str(value))


def _common(types: set[type]) -> type:
    if len(types) == 1:
        return next(iter(types))
    return float if types == {int, float} else str

"""Strict readers of what Parley writes: each gives back what a file says, or fails where the format is not kept.

Networks come back as labels of nodes and of the two ends of each tie, in the order of the file.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from html.parser import HTMLParser
from typing import Any

import networkx as nx
from lxml import etree

XML = etree.XMLParser(resolve_entities=False, no_network=True, recover=False, huge_tree=False)


@dataclass(frozen=True, kw_only=True, slots=True)
class Drawn:
    """A network as a file tells it."""

    labels: tuple[str, ...]
    ties: tuple[tuple[str, str], ...]


def xml(document: bytes) -> etree._Element:
    """The root of a well-formed document without a DOCTYPE of its own."""
    return etree.fromstring(document, XML)


def rows(document: bytes) -> list[dict[str, str]]:
    """A table in CSV as RFC 4180 has it: as many fields in every row, lines ended with CRLF."""
    text = document.decode("utf-8")
    assert text.endswith("\r\n")
    header, *found = csv.reader(io.StringIO(text, newline=""), strict=True)
    assert len(set(header)) == len(header)
    assert {len(row) for row in found} <= {len(header)}
    return [dict(zip(header, row, strict=True)) for row in found]


def json_lines(document: bytes) -> list[Any]:
    """JSON lines, however a reader ends lines."""
    text = document.decode("utf-8")
    assert text.splitlines(keepends=True) == re.findall(r".*\n", text)
    return [json.loads(line) for line in text.splitlines()]


def _graphml(document: bytes) -> Drawn:
    xml(document)
    return _labelled(nx.parse_graphml(document.decode("utf-8")), "label")


def _gexf(document: bytes) -> Drawn:
    xml(document)
    return _labelled(nx.read_gexf(io.BytesIO(document), version="1.3"), "label")


def _node_link(document: bytes) -> Drawn:
    graph = nx.node_link_graph(json.loads(document), edges="edges")
    return Drawn(labels=tuple(graph), ties=tuple(graph.edges))


def _cytoscape(document: bytes) -> Drawn:
    return _labelled(nx.cytoscape_graph(json.loads(document)), "name")


def _labelled(graph: nx.Graph[str], attribute: str) -> Drawn:
    name = nx.get_node_attributes(graph, attribute)
    assert len(name) == len(graph)
    return Drawn(labels=tuple(name[node] for node in graph), ties=tuple((name[a], name[b]) for a, b in graph.edges))


def _pajek(document: bytes) -> Drawn:
    lines = document.decode("utf-8").splitlines()
    graph = nx.parse_pajek(lines)
    assert len(lines) == 2 + len(graph) + graph.number_of_edges(), "every line is a vertex or a tie"
    return Drawn(labels=tuple(graph), ties=tuple((a, b) for a, b, *_ in graph.edges))


def _ucinet(document: bytes) -> Drawn:
    first, labels, listed, embedded, data, *lines = document.decode("utf-8").splitlines()
    assert (labels, embedded, data) == ("labels:", "labels embedded", "data:")
    names = re.findall(r'"([^"]*)"', listed)
    assert listed == ",".join(f'"{name}"' for name in names)
    assert first == f"dl n={len(names)} format=edgelist1"
    ties = [re.fullmatch(r'"([^"]*)" "([^"]*)" (-?[0-9.e+-]+)', line) for line in lines]
    assert all(ties)
    return Drawn(labels=tuple(names), ties=tuple((tie[1], tie[2]) for tie in ties if tie))


_STRING = r'"(?:[^"\\\n]|\\.)*"'
_LIST = rf"\[{_STRING}={_STRING}(?:, {_STRING}={_STRING})*\]"
_NODE = re.compile(rf"  n(\d+) ({_LIST});")
_TIE = re.compile(rf"  n(\d+) (--|->) n(\d+) {_LIST};")


def _dot(document: bytes) -> Drawn:
    opening, usual, *lines, closing, end = document.decode("utf-8").split("\n")
    assert (opening in {"graph {", "digraph {"}, usual, closing, end) == (
        True, "  node [shape=box, style=filled];", "}", ""
    )  # fmt: skip
    labels, ties = [], []
    for line in lines:
        if node := _NODE.fullmatch(line):
            attributes = dict(re.findall(rf"({_STRING})=({_STRING})", node[2]))
            labels.append(
                re.sub(r"\\(.)", lambda escape: {"n": "\n"}.get(escape[1], escape[1]), attributes['"label"'][1:-1])
            )
        else:
            tie = _TIE.fullmatch(line)
            assert tie, line
            ties.append((labels[int(tie[1])], labels[int(tie[3])]))
    return Drawn(labels=tuple(labels), ties=tuple(ties))


NETWORKS: dict[str, Callable[[bytes], Drawn]] = {
    "graphml": _graphml,
    "gexf": _gexf,
    "json": _node_link,
    "cyjs": _cytoscape,
    "net": _pajek,
    "dl": _ucinet,
    "dot": _dot,
}


class _Page(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: set[str] = set()
        self.attributes: set[tuple[str, str]] = set()
        self.addresses: set[str] = set()
        self.words: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.add(tag)
        self.attributes |= {(tag, name) for name, _ in attrs}
        self.addresses |= {value or "" for name, value in attrs if name in {"href", "src", "xlink:href", "action"}}

    def handle_data(self, data: str) -> None:
        self.words.append(data)


def page(document: bytes) -> _Page:
    """The elements, attributes, addresses and words of an HTML page."""
    found = _Page()
    found.feed(document.decode("utf-8"))
    found.close()
    return found

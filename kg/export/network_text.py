"""Networks as plain text: Graphviz DOT, Pajek, UCINET DL, and node and tie lists in CSV for R and spreadsheets."""

from __future__ import annotations

import csv
import io

import networkx as nx

from kg.export.palette import camp_colour, tie_colour
from kg.export.portable import Portable, Scalar, columns, distinct, portable
from kg.export.records import field


def to_dot(graph: nx.Graph[str]) -> str:
    """The network in Graphviz's DOT: ids n0, everything quoted, conflicts dashed, widths by weight."""
    network = portable(graph)
    line = "->" if network.directed else "--"
    rows = [f"{'digraph' if network.directed else 'graph'} {{", "  node [shape=box, style=filled];"]
    for index, node in enumerate(network.nodes):
        camp = node.get("camp")
        colour = camp_colour(camp if isinstance(camp, int) else None)
        rows.append(f"  n{index} {_dot_attributes({**node, 'fillcolor': colour})};")
    heaviest = max((_strength(tie) for tie in network.ties), default=1.0) or 1.0
    for (first, second), tie in zip(network.ends, network.ties, strict=True):
        sign = tie.get("sign")
        drawn: dict[str, Scalar] = {
            "color": tie_colour(sign if isinstance(sign, (int, float)) else None),
            "style": "dashed" if isinstance(sign, (int, float)) and sign < 0 else "solid",
            "penwidth": f"{0.5 + 4.5 * _strength(tie) / heaviest:.2f}",
        }
        # Graphviz takes a tie's weight for its layout, and only whole ones that are not negative.
        kept = {("tie_weight" if name == "weight" else name): value for name, value in tie.items()}
        rows.append(f"  n{first} {line} n{second} {_dot_attributes({**kept, **drawn})};")
    return "\n".join([*rows, "}", ""])


def to_pajek(graph: nx.Graph[str]) -> str:
    """The network for Pajek: numbered vertices with their labels, then ties with their signed weights."""
    network = portable(graph)
    vertices = [f"{index} {name}" for index, name in enumerate(_names(network), 1)]
    ties = [
        f"{first + 1} {second + 1} {_weight(tie)!r}"
        for (first, second), tie in zip(network.ends, network.ties, strict=True)
    ]
    kind = "*Arcs" if network.directed else "*Edges"
    return "\n".join([f"*Vertices {len(vertices)}", *vertices, kind, *ties, ""])


def to_dl(graph: nx.Graph[str]) -> str:
    """The network for UCINET: an edge list with embedded labels, a tie of two parties in both directions."""
    network = portable(graph)
    names = _names(network)
    rows = [
        f"{names[a]} {names[b]} {_weight(tie)!r}"
        for (first, second), tie in zip(network.ends, network.ties, strict=True)
        for a, b in ([(first, second)] if network.directed else [(first, second), (second, first)])
    ]
    labels = ["labels:", ",".join(names)]
    return "\n".join([f"dl n={len(names)} format=edgelist1", *labels, "labels embedded", "data:", *rows, ""])


def to_tie_csv(graph: nx.Graph[str]) -> str:
    """The ties as CSV: ``source`` and ``target`` by name, then every attribute in a column of its own."""
    network = portable(graph)
    ends = [{"source": network.keys[first], "target": network.keys[second]} for first, second in network.ends]
    return _table(("source", "target"), [{**tie, **end} for tie, end in zip(network.ties, ends, strict=True)])


def to_node_csv(graph: nx.Graph[str]) -> str:
    """The nodes as CSV: ``id`` (the name that the tie list uses), ``label``, then every attribute."""
    network = portable(graph)
    return _table(("id", "label"), [{**node, "id": key} for node, key in zip(network.nodes, network.keys, strict=True)])


def _weight(tie: dict[str, Scalar]) -> float:
    weight = tie.get("weight", 1.0)
    return float(weight) if isinstance(weight, (int, float)) else 1.0


def _names(network: Portable) -> list[str]:
    """The nodes' names in double quotes, each on one line.

    These formats have no way to write a double quote within, and some readers take a backslash for an escape.
    """
    plain = (" ".join(key.replace('"', "'").replace("\\", "/").split()) for key in network.keys)
    return [f'"{name}"' for name in distinct(plain)]


def _strength(tie: dict[str, Scalar]) -> float:
    return abs(_weight(tie))


def _dot_attributes(attributes: dict[str, Scalar]) -> str:
    return "[" + ", ".join(f"{_quoted(name)}={_quoted(str(value))}" for name, value in sorted(attributes.items())) + "]"


def _quoted(text: str) -> str:
    """A DOT string: quotes and backslashes escaped, for Graphviz gives \\n, \\l and \\N meanings of their own."""
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"').replace("\r", "").replace("\n", "\\n") + '"'


def _table(leading: tuple[str, ...], rows: list[dict[str, Scalar]]) -> str:
    names = [*leading, *(name for name in columns(rows) if name not in leading)]
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([field(name) for name in names])
    writer.writerows([field(row.get(name)) for name in names] for row in rows)
    return out.getvalue()

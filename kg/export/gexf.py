"""Networks as GEXF 1.3 with colours and sizes: for Gephi."""

from __future__ import annotations

import math
from collections.abc import Mapping
from xml.etree import ElementTree as ET

import networkx as nx

from kg.export.graphml import document, written
from kg.export.palette import camp_colour, rgb, tie_colour
from kg.export.portable import SEPARATOR, Portable, Scalar, columns, portable

_TYPES: Mapping[type, str] = {str: "string", int: "long", float: "double", bool: "boolean"}
_VIZ = "viz:"
_DAYS = "days"


def to_gexf(graph: nx.Graph[str]) -> str:
    """The network as GEXF 1.3, nodes coloured by camp and sized by statements, ties coloured by sign.

    A tie's ``weight`` is its strength without sign, for Gephi's layouts take no negative weights; ``sign`` is among
    its attributes (see ``portable`` for the others). Where nodes or ties have ``days``, the network is dynamic, with a
    spell for each of them: on these days the party spoke, or a statement behind the tie was made. What has no days
    (undated statements) is always there. Valid against the format's RELAX NG schema; the XSD beside that
    schema is a conversion that puts colours and sizes in the wrong namespace, and refuses what the schema demands.
    """
    network = portable(graph)
    root = ET.Element(
        "gexf",
        {
            "xmlns": "http://gexf.net/1.3",
            "xmlns:viz": "http://gexf.net/1.3/viz",
            "version": "1.3",
        },
    )
    meta = ET.SubElement(root, "meta")
    ET.SubElement(meta, "creator").text = "Parley"
    ET.SubElement(meta, "description").text = " ".join(f"{k}: {v};" for k, v in sorted(network.attributes.items()))
    direction = "directed" if network.directed else "undirected"
    body = ET.SubElement(root, "graph", {"defaultedgetype": direction, **_time(network)})
    # The schema wants all declarations before the nodes.
    of_nodes = _declare(body, "node", [_without(node, "label", _DAYS) for node in network.nodes])
    of_ties = _declare(body, "edge", [_without(tie, "weight", _DAYS) for tie in network.ties])
    _add_nodes(body, network, of_nodes)
    _add_ties(body, network, of_ties)
    return document(root)


_Columns = dict[str, tuple[str, type]]


def _time(network: Portable) -> dict[str, str]:
    if not any(thing.get(_DAYS) for thing in (*network.nodes, *network.ties)):
        return {"mode": "static"}
    return {"mode": "dynamic", "timeformat": "date", "timerepresentation": "interval"}


def _declare(body: ET.Element, owner: str, rows: list[dict[str, Scalar]]) -> _Columns:
    types = columns(rows)
    if not types:
        return {}
    declared = ET.SubElement(body, "attributes", {"class": owner, "mode": "static"})
    for index, (name, kind) in enumerate(types.items()):
        ET.SubElement(declared, "attribute", {"id": str(index), "title": name, "type": _TYPES[kind]})
    return {name: (str(index), kind) for index, (name, kind) in enumerate(types.items())}


def _add_nodes(body: ET.Element, network: Portable, declared: _Columns) -> None:
    nodes = ET.SubElement(body, "nodes", {"count": str(len(network.nodes))})
    for index, node in enumerate(network.nodes):
        element = ET.SubElement(nodes, "node", {"id": f"n{index}", "label": str(node["label"])})
        _describe(element, _without(node, "label", _DAYS), declared)
        _add_spells(element, node)
        camp = node.get("camp")
        _colour(element, camp_colour(camp if isinstance(camp, int) else None))
        statements = node.get("statements", 1)
        size = 10.0 + 10.0 * math.log1p(statements if isinstance(statements, (int, float)) else 1)
        ET.SubElement(element, _VIZ + "size", {"value": f"{size:.2f}"})


def _add_ties(body: ET.Element, network: Portable, declared: _Columns) -> None:
    ties = ET.SubElement(body, "edges", {"count": str(len(network.ties))})
    for index, ((first, second), tie) in enumerate(zip(network.ends, network.ties, strict=True)):
        weight = tie.get("weight", 1.0)
        strength = abs(weight) if isinstance(weight, (int, float)) else 1.0
        ends = {"id": f"e{index}", "source": f"n{first}", "target": f"n{second}", "weight": repr(float(strength))}
        element = ET.SubElement(ties, "edge", ends)
        _describe(element, _without(tie, "weight", _DAYS), declared)
        _add_spells(element, tie)
        sign = tie.get("sign")
        _colour(element, tie_colour(sign if isinstance(sign, (int, float)) else None))


def _describe(element: ET.Element, attributes: Mapping[str, Scalar], declared: _Columns) -> None:
    if attributes:
        values = ET.SubElement(element, "attvalues")
        for name, value in sorted(attributes.items()):
            key, kind = declared[name]
            ET.SubElement(values, "attvalue", {"for": key, "value": written(value, kind)})


def _add_spells(element: ET.Element, attributes: Mapping[str, Scalar]) -> None:
    days = str(attributes.get(_DAYS) or "")
    if days:
        spells = ET.SubElement(element, "spells")
        for day in days.split(SEPARATOR):
            ET.SubElement(spells, "spell", {"start": day, "end": day})


def _colour(element: ET.Element, colour: str) -> None:
    red, green, blue = rgb(colour)
    ET.SubElement(element, _VIZ + "color", {"r": str(red), "g": str(green), "b": str(blue)})


def _without(attributes: Mapping[str, Scalar], *names: str) -> dict[str, Scalar]:
    return {key: value for key, value in attributes.items() if key not in names}

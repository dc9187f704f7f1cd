"""Networks as GraphML (Brandes et al. 2002): for igraph, visone, yEd, Gephi, Cytoscape."""

from __future__ import annotations

from collections.abc import Mapping
from xml.etree import ElementTree as ET

import networkx as nx

from kg.export.portable import Scalar, columns, portable

_TYPES: Mapping[type, str] = {str: "string", int: "long", float: "double", bool: "boolean"}
_SCHEMA = "http://graphml.graphdrawing.org/xmlns http://graphml.graphdrawing.org/xmlns/1.0/graphml.xsd"


def to_graphml(graph: nx.Graph[str]) -> str:
    """The network as GraphML, with ids n0 and e0 and all attributes as typed data (see ``portable`` for the rules)."""
    network = portable(graph)
    root = ET.Element(
        "graphml",
        {
            "xmlns": "http://graphml.graphdrawing.org/xmlns",
            "xmlns:xsi": "http://www.w3.org/2001/XMLSchema-instance",
            "xsi:schemaLocation": _SCHEMA,
        },
    )
    keys: dict[tuple[str, str], str] = {}
    types: dict[tuple[str, str], type] = {}
    for domain, rows in (("graph", [network.attributes]), ("node", network.nodes), ("edge", network.ties)):
        for name, kind in columns(rows).items():
            key = keys[domain, name] = f"d{len(keys)}"
            types[domain, name] = kind
            ET.SubElement(root, "key", {"id": key, "for": domain, "attr.name": name, "attr.type": _TYPES[kind]})
    body = ET.SubElement(root, "graph", {"id": "G", "edgedefault": "directed" if network.directed else "undirected"})

    def describe(element: ET.Element, domain: str, attributes: Mapping[str, Scalar]) -> None:
        for name, value in attributes.items():
            ET.SubElement(element, "data", {"key": keys[domain, name]}).text = written(value, types[domain, name])

    describe(body, "graph", network.attributes)
    for index, node in enumerate(network.nodes):
        describe(ET.SubElement(body, "node", {"id": f"n{index}"}), "node", node)
    for index, ((first, second), tie) in enumerate(zip(network.ends, network.ties, strict=True)):
        ends = {"id": f"e{index}", "source": f"n{first}", "target": f"n{second}"}
        describe(ET.SubElement(body, "edge", ends), "edge", tie)
    return document(root)


def written(value: Scalar, kind: type) -> str:
    """A value in XML Schema's spelling."""
    if kind is bool:
        return "true" if value else "false"
    return repr(float(value)) if kind is float else str(value)


def document(root: ET.Element) -> str:
    """An indented XML document, in UTF-8 when it is written."""
    ET.indent(root)
    # A carriage return in text would come back as a line feed unless it is written as a reference.
    body = ET.tostring(root, encoding="unicode").replace("\r", "&#13;")
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{body}\n'

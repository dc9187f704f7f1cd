"""Every file format for a network, by its name."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from types import MappingProxyType

import networkx as nx

from kg.errors import AccessError, InputError
from kg.export.gexf import to_gexf
from kg.export.graphml import to_graphml
from kg.export.identities import with_iris
from kg.export.network_json import to_cytoscape_json, to_node_link_json
from kg.export.network_text import to_dl, to_dot, to_node_csv, to_pajek, to_tie_csv

NETWORK_FORMATS: Mapping[str, Callable[[nx.Graph[str]], str]] = MappingProxyType(
    {
        "graphml": to_graphml,
        "gexf": to_gexf,
        "json": to_node_link_json,
        "cyjs": to_cytoscape_json,
        "dot": to_dot,
        "net": to_pajek,
        "dl": to_dl,
        "csv": to_tie_csv,
        "nodes.csv": to_node_csv,
    }
)
"""Format name, which is the file's ending too, to the function that writes it as text."""


def render_network(graph: nx.Graph[str], form: str) -> str:
    """The network as text in the format called ``form``, nodes with their IRIs; InputError names the formats."""
    if form not in NETWORK_FORMATS:
        raise InputError(f"expected a network format among {', '.join(NETWORK_FORMATS)}, got {form!r}")
    return NETWORK_FORMATS[form](with_iris(graph))


def write_network(graph: nx.Graph[str], path: Path, form: str | None = None) -> None:
    """Write the network to ``path``, in the format of its ending unless ``form`` names another.

    Raises InputError for an unknown format or an empty network, AccessError when the file cannot be written.
    """
    endings = [ending for ending in NETWORK_FORMATS if path.name.lower().endswith(f".{ending}")]
    text = render_network(graph, form or max(endings, key=len, default=path.suffix.lstrip(".")))
    try:
        path.write_text(text, encoding="utf-8", newline="")
    except OSError as error:
        raise AccessError(f"expected to write the network to {path}, got: {error.strerror}") from error

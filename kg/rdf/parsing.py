"""A graph read from bytes, in the syntaxes that hold one graph."""

from __future__ import annotations

import re

import pyoxigraph
from pyoxigraph import DefaultGraph, Quad, RdfFormat

from kg.errors import InputError
from kg.rdf.serialization import Syntax

_FORMATS = {
    Syntax.TURTLE: RdfFormat.TURTLE,
    Syntax.N_TRIPLES: RdfFormat.N_TRIPLES,
    Syntax.JSON_LD: RdfFormat.JSON_LD,
    Syntax.RDF_XML: RdfFormat.RDF_XML,
}

_ENTITY = re.compile(rb"""<!ENTITY(?:"[^"]*"|'[^']*'|[^>"'])*""")
LONGEST_ENTITY = 300
"""Bytes of an entity's declaration in RDF/XML: short for an address. Longer ones, and entities made of entities, let a
small document grow without end."""


def parse_graph(data: bytes, syntax: Syntax, base: str) -> list[Quad]:
    """The triples of a document, in the default graph; relative IRIs are relative to ``base``.

    Blank nodes are new ones, whatever they are called in the document. Nothing is fetched: a JSON-LD context at an
    address is refused. Raises InputError, with line and column, for what cannot be read, and for JSON-LD that names
    graphs of its own.

    >>> parse_graph(b"<#a> <urn:p> [] .", Syntax.TURTLE, "urn:g")[0].subject
    <NamedNode value=urn:g#a>
    """
    if syntax is Syntax.RDF_XML:
        _refuse_growth(data)
    try:
        quads = list(pyoxigraph.parse(data, format=_FORMATS[syntax], base_iri=base, rename_blank_nodes=True))
    except SyntaxError as error:
        raise InputError(f"expected a graph in {syntax}, got an error: {_told(error)}") from None
    for quad in quads:
        if not isinstance(quad.graph_name, DefaultGraph):
            raise InputError(f"expected one graph, got a document that names graphs of its own: {quad.graph_name}")
    return quads


def _refuse_growth(data: bytes) -> None:
    for entity in _ENTITY.findall(data):
        if len(entity) > LONGEST_ENTITY or b"&" in entity:
            raise InputError("expected entities in rdfxml that are short for an address, got a long or a nested one")


def _told(error: SyntaxError) -> str:
    what = str(error.msg).removeprefix("Parser error ").removeprefix("at line ")
    place, colon, rest = what.partition(": ")
    return f"{rest} (line {place})" if colon and str(error.msg).startswith("Parser error at line ") else str(error.msg)

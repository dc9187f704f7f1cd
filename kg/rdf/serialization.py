"""A graph as bytes, in the six RDF syntaxes: the same quads, the same bytes."""

from __future__ import annotations

import re
from collections.abc import Iterable
from enum import StrEnum

import pyoxigraph
from pyoxigraph import Quad, RdfFormat, Triple

from kg.errors import InputError
from kg.rdf.encoding import sorted_quads
from kg.rdf.jsonld import json_ld
from kg.rdf.namespaces import PREFIXES


class Syntax(StrEnum):
    """The RDF syntaxes, by their common short names."""

    N_QUADS = "nquads"
    TRIG = "trig"
    TURTLE = "turtle"
    N_TRIPLES = "ntriples"
    JSON_LD = "jsonld"
    RDF_XML = "rdfxml"

    @property
    def media_type(self) -> str:
        """The registered media type, such as ``text/turtle``."""
        return "application/ld+json" if self is Syntax.JSON_LD else _FORMATS[self].media_type

    @property
    def extension(self) -> str:
        """What file names end in, without the dot."""
        return "jsonld" if self is Syntax.JSON_LD else _FORMATS[self].file_extension

    @property
    def names_graphs(self) -> bool:
        """Whether the syntax says which graph a statement belongs to."""
        return self in (Syntax.N_QUADS, Syntax.TRIG, Syntax.JSON_LD)


_FORMATS = {
    Syntax.N_QUADS: RdfFormat.N_QUADS,
    Syntax.TRIG: RdfFormat.TRIG,
    Syntax.TURTLE: RdfFormat.TURTLE,
    Syntax.N_TRIPLES: RdfFormat.N_TRIPLES,
    Syntax.RDF_XML: RdfFormat.RDF_XML,
}
_ELEMENT = re.compile(r"[^\W\d][\w.\-]*$")
_ATTRIBUTE = re.compile(r'xmlns:\w+="[^"]*"')
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def serialize(quads: Iterable[Quad], syntax: Syntax) -> bytes:
    """The quads in a syntax, each once, sorted.

    Turtle, N-Triples and RDF/XML cannot name graphs: they hold the union. XML 1.0 cannot hold most control
    characters: in RDF/XML each becomes U+FFFD. All else comes back as it was. Raises InputError where RDF/XML has
    no way to write a predicate, or JSON-LD none to write an IRI.
    """
    if syntax is Syntax.JSON_LD:
        return json_ld(sorted_quads(quads))
    if syntax.names_graphs:
        return _written(sorted_quads(quads), _FORMATS[syntax])
    triples = [quad.triple for quad in sorted_quads(Quad(q.subject, q.predicate, q.object) for q in quads)]
    return _rdf_xml(triples) if syntax is Syntax.RDF_XML else _written(triples, _FORMATS[syntax])


def xml_safe(document: bytes) -> bytes:
    """An XML document as XML 1.0 allows it: forbidden characters as U+FFFD, carriage returns as references."""
    return _NOT_XML.sub("\ufffd", document.decode("utf-8")).replace("\r", "&#13;").encode("utf-8")


def _written(statements: Iterable[Quad] | Iterable[Triple], form: RdfFormat) -> bytes:
    """The writer's bytes. It keeps prefixes in a hash map: their lines, which come first, are put in order."""
    document = pyoxigraph.serialize(statements, format=form, prefixes=PREFIXES)
    assert document is not None, "the writer returns bytes when it is given no file"
    lines = document.split(b"\n")
    end = next((at for at, line in enumerate(lines) if not line.startswith(b"@prefix ")), len(lines))
    return b"\n".join([*sorted(lines[:end]), *lines[end:]])


def _rdf_xml(triples: list[Triple]) -> bytes:
    for triple in triples:
        if not _ELEMENT.search(triple.predicate.value):
            raise InputError(f"expected predicates that end in an XML name for rdfxml, got {triple.predicate.value}")
    document = xml_safe(_written(triples, RdfFormat.RDF_XML)).decode("utf-8")
    declaration, root, rest = document.split("\n", 2)
    names = " ".join(sorted(_ATTRIBUTE.findall(root)))
    return f"{declaration}\n<rdf:RDF {names}>\n{rest}".encode()

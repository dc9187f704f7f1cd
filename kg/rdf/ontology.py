"""The ontology that ships with Parley, as quads."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

from pyoxigraph import Quad, RdfFormat, parse

from kg.rdf.iris import ONTOLOGY_GRAPH


@cache
def ontology_quads() -> tuple[Quad, ...]:
    """The classes, properties and concept schemes of ``ontology/parley.ttl``, in the ontology's own graph."""
    document = files("ontology").joinpath("parley.ttl").read_bytes()
    parsed = parse(document, format=RdfFormat.TURTLE)
    return tuple(Quad(quad.subject, quad.predicate, quad.object, ONTOLOGY_GRAPH) for quad in parsed)

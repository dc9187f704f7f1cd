"""The ontology and the shapes that ship with Parley, as quads."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

from pyoxigraph import CanonicalizationAlgorithm, Dataset, Quad, RdfFormat, parse

from kg.rdf.iris import ONTOLOGY_GRAPH


@cache
def ontology_quads() -> tuple[Quad, ...]:
    """The classes, properties and concept schemes of ``ontology/parley.ttl``, in the ontology's own graph."""
    return tuple(Quad(quad.subject, quad.predicate, quad.object, ONTOLOGY_GRAPH) for quad in _parsed("parley.ttl"))


@cache
def shapes_quads() -> tuple[Quad, ...]:
    """The shapes of ``ontology/shapes.ttl``, in no graph; no store holds them.

    Their blank nodes have the names that RDFC-1.0 gives them, so that every run writes them alike.
    """
    shapes = Dataset(_parsed("shapes.ttl"))
    shapes.canonicalize(CanonicalizationAlgorithm.RDFC_1_0)
    return tuple(shapes)


def _parsed(name: str) -> list[Quad]:
    return list(parse(files("ontology").joinpath(name).read_bytes(), format=RdfFormat.TURTLE))

"""Whether a graph is sound: the SHACL shapes of ``ontology/shapes.ttl`` and ``ontology/curation.ttl``."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import pyshacl
from pyoxigraph import Quad
from rdflib import Graph, URIRef
from rdflib.namespace import RDF, SH
from rdflib.plugins.sparql import prepareQuery
from rdflib.plugins.sparql.sparql import Query
from rdflib.query import Result
from rdflib.term import Node

from kg.errors import InputError
from kg.rdf.serialization import Syntax, serialize


@dataclass(frozen=True, kw_only=True, slots=True, order=True)
class Violation:
    """What is wrong where: the node, the property (if it is one), the value (if there is one), the shape, in words."""

    focus: str
    path: str
    value: str
    shape: str
    message: str


def check(quads: Iterable[Quad]) -> tuple[Violation, ...]:
    """All that the shapes find wrong with an article's graph, sorted; nothing for a sound one.

    The quads are taken as one graph, whatever graphs they name: check one article at a time. A position takes some
    30 milliseconds, so this is for tests and for verifying a store, not for every look-up.
    """
    return _violations(quads, "shapes.ttl")


def check_reviews(quads: Iterable[Quad]) -> tuple[Violation, ...]:
    """The same of the graph that holds what people decided about positions."""
    return _violations(quads, "curation.ttl")


def _violations(quads: Iterable[Quad], shapes: str) -> tuple[Violation, ...]:
    data = _Remembering()
    data.parse(data=serialize(quads, Syntax.N_TRIPLES), format="nt")
    _, report, text = pyshacl.validate(data, shacl_graph=_shapes(shapes), inference="none")
    if not isinstance(report, Graph):
        raise InputError(f"expected a graph that can be checked, got: {text}")
    return tuple(sorted({_violation(report, result) for result in report.subjects(RDF.type, SH.ValidationResult)}))


class _Remembering(Graph):
    """A graph that parses each query once: a constraint is asked again for every node, and parsing takes the time."""

    def query(self, query_object: str | Query, *arguments: Any, **more: Any) -> Result:
        return super().query(_prepared(str(query_object)), *arguments, **more)


@cache
def _prepared(query: str) -> Query:
    return prepareQuery(query)


@cache
def _shapes(name: str) -> Graph:
    shapes = Graph()
    shapes.parse(data=files("ontology").joinpath(name).read_text("utf-8"), format="turtle")
    return shapes


def _violation(report: Graph, result: Node) -> Violation:
    def told(role: URIRef) -> str:
        found = report.value(result, role)
        return "" if found is None else str(found)

    return Violation(
        focus=told(SH.focusNode),
        path=told(SH.resultPath),
        value=told(SH.value),
        shape=told(SH.sourceShape),
        message=told(SH.resultMessage),
    )

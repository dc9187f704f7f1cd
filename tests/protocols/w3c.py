"""The W3C's own tests of the protocols, read from a checkout of https://github.com/w3c/rdf-tests.

Nothing of them is kept here. PARLEY_W3C_TESTS names the checkout; without it these tests are skipped, and those in
``requests.toml`` alone are run.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from rdflib import Graph, Literal, Namespace, URIRef
from rdflib.collection import Collection
from rdflib.namespace import RDFS
from rdflib.term import Node

from tests.protocols.steps import Step

MF = Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#")
UT = Namespace("http://www.w3.org/2009/sparql/tests/test-update#")
HT = Namespace("http://www.w3.org/2011/http#")
CNT = Namespace("http://www.w3.org/2011/content#")
STATUSES = {"StatusCode2xx": 2, "StatusCode3xx": 3, "StatusCode4xx": 4, "OK": 200, "Created": 201, "NoContent": 204,
            "NotFound": 404}  # fmt: skip
FORMS = {"boolean": "truth", "tabular": "rows", "RDF": "graph"}
PATHS = {"/sparql/": "/sparql", "/gsp": "/graphs"}


def checkout() -> Path | None:
    """The folder with the tests of SPARQL 1.1, if there is one."""
    place = os.environ.get("PARLEY_W3C_TESTS")
    return Path(place) / "sparql" / "sparql11" if place else None


def manifest(place: Path) -> Graph:
    """A manifest, with the addresses of files in it as they are on this machine."""
    return Graph().parse(place, format="turtle", publicID=place.resolve().as_uri())


def entries(graph: Graph) -> Iterator[Node]:
    """The tests of a manifest, in its order."""
    for listed in graph.objects(None, MF.entries):
        yield from Collection(graph, listed)


def path_of(node: Node | None) -> Path:
    """The file that a node stands for."""
    return Path(str(node).removeprefix("file://"))


def graphs_before(graph: Graph, test: Node) -> Mapping[str, str]:
    """The named graphs that a test of the protocol wants to find, as N-Triples."""
    return {
        str(graph.value(each, RDFS.label)): path_of(graph.value(each, UT.graph)).read_text("utf-8")
        for each in graph.objects(test, UT.graphData)
    }


def steps(graph: Graph, test: Node) -> list[Step]:
    """The requests of a test and what must come back."""
    connection = graph.value(test, MF.action)
    return [_step(graph, request) for request in Collection(graph, graph.value(connection, HT.requests))]


def _step(graph: Graph, request: Node) -> Step:
    response = graph.value(request, HT.resp)
    assert response is not None, "every request has a response"
    more: dict[str, Any] = {}
    if graph.value(response, HT.body) is not None:
        more["graph"] = _text(graph, response)
    headers = _headers(graph, response)
    if "content-type" in headers:
        more["answer"] = headers["content-type"]
    for name, predicate in (("truth", MF.expectedBoolean), ("location", MF.expectedLocation)):
        value = graph.value(response, predicate)
        if isinstance(value, Literal):
            more[name] = value.toPython()
    form = graph.value(response, MF.expectedFormat)
    return Step(
        method=str(graph.value(request, HT.methodName)),
        path=_path(str(graph.value(request, HT.absolutePath))),
        headers=_headers(graph, request),
        body=_text(graph, request),
        status=tuple(STATUSES[_name(each)] for each in graph.objects(response, MF.expectedStatus)),
        form=None if form is None else FORMS[str(form)],
        **more,
    )


def _path(path: str) -> str:
    for theirs, ours in PATHS.items():
        if path.startswith(theirs):
            return ours + path.removeprefix(theirs)
    raise AssertionError(path)


def _headers(graph: Graph, message: Node) -> dict[str, str]:
    listed = graph.value(message, HT.headers)
    each = [] if listed is None else list(Collection(graph, listed))
    return {str(graph.value(one, HT.fieldName)).lower(): str(graph.value(one, HT.fieldValue)) for one in each}


def _text(graph: Graph, message: Node) -> str:
    body = graph.value(message, HT.body)
    return "" if body is None else str(graph.value(body, CNT.chars))


def _name(node: Node) -> str:
    assert isinstance(node, URIRef), "statuses are named by IRIs"
    return str(node).rpartition("#")[2]

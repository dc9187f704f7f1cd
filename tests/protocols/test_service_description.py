"""The description of the endpoint: RDF, with the endpoint in it, and true to the vocabulary's own schema."""

from __future__ import annotations

import httpx
import pyoxigraph
import pytest
from pyoxigraph import NamedNode, RdfFormat, Triple

from kg.rdf.iris import COPIES_GRAPH, DEFAULT_GRAPH, ONTOLOGY_GRAPH
from kg.rdf.namespaces import RDF
from kg.rdf.service import SD

FORMATS = {
    each.media_type: each for each in (RdfFormat.TURTLE, RdfFormat.N_TRIPLES, RdfFormat.RDF_XML, RdfFormat.JSON_LD)
}

# Property: the class of the things that have it, and of its values (None: no class of this vocabulary).
SCHEMA = {
    "endpoint": ("Service", None),
    "feature": ("Service", "Feature"),
    "defaultEntailmentRegime": ("Service", "EntailmentRegime"),
    "supportedLanguage": ("Service", "Language"),
    "resultFormat": ("Service", None),
    "defaultDataset": ("Service", "Dataset"),
    "defaultGraph": ("Dataset", "Graph"),
    "namedGraph": ("Dataset", "NamedGraph"),
    "name": ("NamedGraph", None),
    "graph": ("NamedGraph", "Graph"),
}
INSTANCES = {
    "SPARQL11Query": "Language",
    "SPARQL11Update": "Language",
    "UnionDefaultGraph": "Feature",
}


def described(server: httpx.Client, accept: str, path: str = "/sparql") -> list[Triple]:
    answer = server.get(path, headers={"accept": accept})
    assert answer.status_code == 200
    assert answer.headers["vary"].lower().startswith("accept")
    media_type = answer.headers["content-type"].partition(";")[0]
    quads = pyoxigraph.parse(answer.content, format=FORMATS[media_type])
    return [Triple(quad.subject, quad.predicate, quad.object) for quad in quads]


@pytest.mark.parametrize("accept", [*FORMATS, "*/*", "text/html, application/rdf+xml;q=0.9"])
def test_a_get_of_the_endpoint_gives_rdf(accept: str, server: httpx.Client) -> None:
    assert len(described(server, accept)) > 20


@pytest.mark.parametrize("path", ["/sparql", "/graphs"])
def test_it_names_the_endpoint(path: str, server: httpx.Client) -> None:
    endpoints = [
        each.object for each in described(server, "text/turtle", path) if each.predicate == SD.term("endpoint")
    ]
    assert endpoints == [NamedNode(str(server.base_url.join("/sparql")))]


def test_it_is_true_to_the_schema(server: httpx.Client) -> None:
    triples = described(server, "text/turtle")
    classes: dict[object, set[str]] = {SD.term(name): {kind} for name, kind in INSTANCES.items()}
    for each in triples:
        if each.predicate == RDF.term("type"):
            assert isinstance(each.object, NamedNode)
            classes.setdefault(each.subject, set()).add(each.object.value.removeprefix(SD))
    used = [each for each in triples if each.predicate.value.startswith(SD)]
    assert {each.predicate.value.removeprefix(SD) for each in used} == set(SCHEMA)
    for each in used:
        domain, values = SCHEMA[each.predicate.value.removeprefix(SD)]
        assert domain in classes[each.subject]
        if values == "EntailmentRegime":
            assert each.object == NamedNode("http://www.w3.org/ns/entailment/Simple")
        elif values is not None:
            assert values in classes[each.object]


def test_it_lists_the_graphs_beside_those_of_articles(clean: httpx.Client) -> None:
    clean.post("/sparql", data={"update": "INSERT DATA { <urn:a> <urn:p> 1 GRAPH <urn:g> { <urn:a> <urn:p> 1 } }"})
    names = [each.object for each in described(clean, "text/turtle") if each.predicate == SD.term("name")]
    assert set(names) - {COPIES_GRAPH} == {ONTOLOGY_GRAPH, DEFAULT_GRAPH, NamedNode("urn:g")}


def test_no_format_that_holds_a_graph_is_a_406(server: httpx.Client) -> None:
    answer = server.get("/sparql", headers={"accept": "image/png"})
    assert (answer.status_code, answer.json()["detail"]) == (
        406,
        "expected a format that can hold a graph (Turtle, …), got none among those accepted",
    )

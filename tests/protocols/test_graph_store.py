"""Graphs as documents: formats, names, blank nodes, what is refused, and connections that stay in order."""

from __future__ import annotations

import http.client
from typing import Any

import httpx
import pytest

from kg.rdf.iris import ONTOLOGY_GRAPH, article_graph
from tests.protocols.steps import canonical
from tests.rdf.samples import harbour_record

ARTICLE = article_graph(harbour_record().article.id).value
TURTLE = {"content-type": "text/turtle"}
DOCUMENTS = {
    "text/turtle": "<urn:a> <urn:p> 'x'@en .",
    "application/n-triples": '<urn:a> <urn:p> "x"@en .',
    "application/rdf+xml": """<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:u="urn:">
        <rdf:Description rdf:about="urn:a"><u:p xml:lang="en">x</u:p></rdf:Description></rdf:RDF>""",
    "application/ld+json": '{"@id": "urn:a", "urn:p": {"@value": "x", "@language": "en"}}',
}


@pytest.mark.parametrize("media_type", DOCUMENTS)
def test_what_goes_in_in_one_format_comes_out_in_every_other(media_type: str, clean: httpx.Client) -> None:
    put = clean.put("/graphs?graph=urn:g", content=DOCUMENTS[media_type], headers={"content-type": media_type})
    assert put.status_code == 201
    for accept in DOCUMENTS:
        found = clean.get("/graphs?graph=urn:g", headers={"accept": accept})
        assert (found.status_code, found.headers["content-type"].partition(";")[0]) == (200, accept)
        again = clean.put("/graphs?graph=urn:h", content=found.content, headers={"content-type": accept})
        assert again.status_code in (201, 204)
        assert canonical(clean.get("/graphs?graph=urn:h").text) == canonical(DOCUMENTS["text/turtle"])


def test_relative_iris_are_relative_to_the_graph(clean: httpx.Client) -> None:
    assert clean.put("/graphs/notes/one", content="<#it> <> <two> .", headers=TURTLE).status_code == 201
    here = str(clean.base_url.join("/graphs/notes/"))
    assert canonical(clean.get("/graphs/notes/one").text) == canonical(f"<{here}one#it> <{here}one> <{here}two> .")


def test_blank_nodes_of_two_documents_are_apart(clean: httpx.Client) -> None:
    for _ in range(2):
        clean.post("/graphs?graph=urn:g", content="_:x <urn:p> [ <urn:q> 'y' ] .", headers=TURTLE).raise_for_status()
    both = "_:a <urn:p> [ <urn:q> 'y' ] . _:b <urn:p> [ <urn:q> 'y' ] ."
    assert canonical(clean.get("/graphs?graph=urn:g").text) == canonical(both)
    clean.put("/graphs?graph=urn:g", content="_:x <urn:p> [ <urn:q> 'y' ] .", headers=TURTLE).raise_for_status()
    assert canonical(clean.get("/graphs?graph=urn:g").text) == canonical("_:a <urn:p> [ <urn:q> 'y' ] .")
    merge = clean.get("/sparql", params={"query": "SELECT (COUNT(*) AS ?n) { ?s <urn:p>|<urn:q> ?o }"})
    assert merge.json()["results"]["bindings"][0]["n"]["value"] == "2"


def test_a_new_graph_gets_an_address_that_answers(clean: httpx.Client) -> None:
    new = clean.post("/graphs", content="<> <urn:p> 'x' .", headers=TURTLE)
    address = new.headers["location"]
    assert new.status_code == 201
    assert address.startswith(str(clean.base_url.join("/graphs/")))
    assert canonical(clean.get(address).text) == canonical(f"<{address}> <urn:p> 'x' .")
    assert clean.delete(address).status_code == 204
    assert clean.get(address).status_code == 404


def test_an_empty_document_is_no_graph(clean: httpx.Client) -> None:
    assert clean.put("/graphs?graph=urn:g", content="<urn:a> <urn:p> 1 .", headers=TURTLE).status_code == 201
    assert clean.put("/graphs?graph=urn:g", content="", headers=TURTLE).status_code == 204
    assert clean.get("/graphs?graph=urn:g").status_code == 404
    assert clean.get("/graphs?default").status_code == 200


@pytest.mark.parametrize("graph", [ARTICLE, ONTOLOGY_GRAPH.value])
def test_parleys_own_graphs_are_read_and_not_written(graph: str, server: httpx.Client) -> None:
    before = server.get("/graphs", params={"graph": graph})
    assert before.status_code == 200
    detail = (
        f"expected a graph of your own to write to, got {graph}, which Parley keeps;"
        " articles are added, corrected and retracted through Parley itself"
    )
    for method in ("PUT", "POST", "DELETE"):
        refused = server.request(method, "/graphs", params={"graph": graph}, content="", headers=TURTLE)
        assert (refused.status_code, refused.json()["detail"]) == (403, detail)
    assert server.get("/graphs", params={"graph": graph}).content == before.content


@pytest.mark.parametrize(
    ("status", "detail", "request_"),
    [
        (404, "expected a graph of this store, got urn:g", {"method": "GET", "url": "/graphs?graph=urn:g"}),
        (404, "expected a graph of this store, got urn:g", {"method": "DELETE", "url": "/graphs?graph=urn:g"}),
        (400, "expected ?graph=IRI or ?default, one of them and once", {"method": "DELETE", "url": "/graphs"}),
        (
            400,
            "expected ?graph=IRI or ?default, one of them and once",
            {"method": "GET", "url": "/graphs?graph=urn:g&default"},
        ),
        (400, "expected the IRI of a graph, got 'notes'", {"method": "GET", "url": "/graphs?graph=notes"}),
        (
            400,
            "expected no parameters where the address is the graph's IRI, got graph",
            {"method": "GET", "url": "/graphs/notes?graph=urn:g"},
        ),
        (
            406,
            "expected a format that can hold a graph (Turtle, …), got none among those accepted",
            {"method": "GET", "url": "/graphs?default", "headers": {"accept": "text/csv"}},
        ),
        (
            415,
            "expected a graph as text/turtle, application/n-triples, application/ld+json, application/rdf+xml, got"
            " application/trig",
            {"method": "PUT", "url": "/graphs?graph=urn:g", "headers": {"content-type": "application/trig"}},
        ),
        (
            400,
            "expected a graph in turtle, got an error: The prefix c: has not been declared (line 2 between columns 1"
            " and 4)",
            {"method": "PUT", "url": "/graphs?graph=urn:g", "content": "<urn:a> <urn:p>\nc:d .", "headers": TURTLE},
        ),
        (
            400,
            "expected a graph in jsonld, got an error: No LoadDocumentCallback has been set to load remote contexts",
            {
                "method": "PUT",
                "url": "/graphs?graph=urn:g",
                "content": '{"@context": "http://127.0.0.1/", "a": 1}',
                "headers": {"content-type": "application/ld+json"},
            },
        ),
        (
            400,
            "expected one graph, got a document that names graphs of its own: <urn:h>",
            {
                "method": "PUT",
                "url": "/graphs?graph=urn:g",
                "content": '{"@id": "urn:h", "@graph": [{"@id": "urn:a", "urn:p": 1}]}',
                "headers": {"content-type": "application/ld+json"},
            },
        ),
        (
            400,
            "expected entities in rdfxml that are short for an address, got a long or a nested one",
            {
                "method": "PUT",
                "url": "/graphs?graph=urn:g",
                "content": '<!DOCTYPE r [<!ENTITY a "x"><!ENTITY b ">&a;&a;">]>' + DOCUMENTS["application/rdf+xml"],
                "headers": {"content-type": "application/rdf+xml"},
            },
        ),
        (
            400,
            'expected literals of RDF 1.1, got one with a base direction: "x"@ar--rtl',
            {
                "method": "PUT",
                "url": "/graphs?graph=urn:g",
                "content": "<urn:a> <urn:p> 'x'@ar--rtl .",
                "headers": TURTLE,
            },
        ),
    ],
)
def test_what_is_wrong_is_said(status: int, detail: str, request_: dict[str, Any], clean: httpx.Client) -> None:
    found = clean.request(**request_)
    assert (found.status_code, found.json()["detail"]) == (status, detail)
    assert clean.get("/graphs?graph=urn:g").status_code == 404


def test_writing_takes_a_key(server: httpx.Client) -> None:
    for method in ("PUT", "POST", "DELETE"):
        refused = httpx.request(method, server.base_url.join("/graphs?graph=urn:g"), content="", headers=TURTLE)
        assert refused.status_code == 401
        assert refused.headers["www-authenticate"].startswith("Bearer")


def test_a_head_without_a_graph_leaves_the_connection_in_order(server: httpx.Client) -> None:
    connection = http.client.HTTPConnection(server.base_url.host, server.base_url.port or 80)
    for _ in range(3):
        connection.request("HEAD", "/graphs?graph=urn:nothing")
        answer = connection.getresponse()
        assert (answer.status, answer.read()) == (404, b"")
        connection.request("GET", "/sparql?query=ASK%20%7B%7D")
        answer = connection.getresponse()
        assert (answer.status, answer.read()) == (200, b'{"head":{},"boolean":true}')
    connection.close()

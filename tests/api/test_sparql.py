"""``/sparql``: the protocol's three ways to ask, its formats, what is refused, and what is stopped."""

from __future__ import annotations

import threading
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

import httpx
import pyoxigraph
import pytest

from kg.rdf.iris import article_graph
from kg.store import open_store
from tests.api.conftest import SETTINGS, serving
from tests.rdf.samples import harbour_record

ROWS = 'SELECT ?who { ?p neg:holder/skos:prefLabel ?who FILTER(?who = "Ardania") }'
GRAPH = "CONSTRUCT { ?p neg:holder ?who } WHERE { ?p neg:holder ?who }"
ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"


def test_the_three_ways_to_ask_give_one_answer(client: httpx.Client) -> None:
    answers = [
        client.get("/sparql", params={"query": ROWS}),
        client.post("/sparql", data={"query": ROWS}),
        client.post("/sparql", content=ROWS, headers={"content-type": "application/sparql-query; charset=utf-8"}),
    ]
    for answer in answers:
        assert answer.status_code == 200
        assert answer.headers["content-type"] == "application/sparql-results+json"
        assert answer.json()["results"]["bindings"] == [{"who": {"type": "literal", "value": "Ardania"}}]


@pytest.mark.parametrize(
    ("query", "accept", "media_type"),
    [
        (ROWS, "application/sparql-results+json", "application/sparql-results+json"),
        (ROWS, "application/sparql-results+xml", "application/sparql-results+xml"),
        (ROWS, "text/csv", "text/csv"),
        (ROWS, "text/tab-separated-values", "text/tab-separated-values"),
        (ROWS, "text/turtle, */*;q=0.1", "application/sparql-results+json"),
        ("ASK {}", "application/xml", "application/sparql-results+xml"),
        (GRAPH, "*/*", "text/turtle"),
        (GRAPH, "text/turtle", "text/turtle"),
        (GRAPH, "application/n-triples", "application/n-triples"),
        (GRAPH, "application/ld+json", "application/ld+json"),
        (GRAPH, "application/rdf+xml", "application/rdf+xml"),
        ("DESCRIBE neg:Position", "text/turtle", "text/turtle"),
    ],
)
def test_the_format_is_the_one_that_is_liked(query: str, accept: str, media_type: str, client: httpx.Client) -> None:
    found = client.get("/sparql", params={"query": query}, headers={"accept": accept})
    assert found.status_code == 200
    assert found.headers["content-type"].partition(";")[0] == media_type
    assert found.headers["vary"] == "Accept"


def test_graphs_can_be_read_back(client: httpx.Client) -> None:
    counts = {
        form.name: len(
            list(
                pyoxigraph.parse(
                    client.get("/sparql", params={"query": GRAPH}, headers={"accept": form.media_type}).content,
                    format=form,
                )
            )
        )
        for form in (
            pyoxigraph.RdfFormat.TURTLE,
            pyoxigraph.RdfFormat.N_TRIPLES,
            pyoxigraph.RdfFormat.JSON_LD,
            pyoxigraph.RdfFormat.RDF_XML,
        )
    }
    assert set(counts.values()) == {23}


def test_graphs_to_look_at_can_be_named(client: httpx.Client) -> None:
    count = "SELECT (COUNT(*) AS ?n) { ?p a neg:Position }"
    graphs = client.get(
        "/sparql", params={"query": "SELECT DISTINCT ?g { GRAPH ?g { ?p a neg:Position } } ORDER BY ?g"}
    )
    names = [row["g"]["value"] for row in graphs.json()["results"]["bindings"]]
    assert len(names) == 5
    found = [
        int(
            client.get("/sparql", params={"query": count, "default-graph-uri": name}).json()["results"]["bindings"][0][
                "n"
            ]["value"]
        )
        for name in names
    ]
    assert sorted(found) == [3, 5, 5, 5, 5]
    both = client.post("/sparql", data={"query": count, "default-graph-uri": names[:2]})
    assert int(both.json()["results"]["bindings"][0]["n"]["value"]) == sum(found[:2])
    named = client.get(
        "/sparql",
        params={"query": "SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?p a neg:Position } }", "named-graph-uri": names[0]},
    )
    assert int(named.json()["results"]["bindings"][0]["n"]["value"]) == found[0]


@pytest.mark.parametrize(
    ("query", "detail"),
    [
        (
            "SELECT * {\n  ?s foo:bar ?o }",
            "expected a SPARQL 1.1 query, got the unknown prefix foo: at line 2, column 6;"
            " declare it with PREFIX foo: <…>",
        ),
        ("ASK { ?s ?p 'x }", "expected a SPARQL 1.1 query, got a string without its end at line 1, column 13"),
        ("ASK {\n { ?s ?p ?o }", "expected a SPARQL 1.1 query, got a { without its } at line 1, column 5"),
        ("ASK { ?s ?p ?o } }", "expected a SPARQL 1.1 query, got a } without its { at line 1, column 18"),
        (
            "SELECT ?s { ?s ?p }",
            "expected a SPARQL 1.1 query, got a mistake in what begins with ?s at line 1, column 13",
        ),
        ("ASK", "expected a SPARQL 1.1 query, got an end that comes too early, at line 1, column 4"),
        (
            "ASK { <http://a b> ?p ?o }",
            "expected a SPARQL 1.1 query, got an IRI with a character that IRIs do not have, at line 1, column 7",
        ),
        (
            "SELECT ?s { ?s ?p ?o } GROUP BY ?p",
            "expected a SPARQL 1.1 query, got a broken rule: the SELECT contains a variable that is unbound,"
            " before line 1, column 35",
        ),
        (
            "ASK { FILTER(<urn:function>(1)) }",
            "expected a SPARQL 1.1 query, got one that cannot be answered: The custom function <urn:function> is not"
            " supported",
        ),
        (
            "SELECT * { SERVICE <http://127.0.0.1/> { ?s ?p ?o } }",
            "expected a query that stays in this store, got SERVICE",
        ),
        ("SELECT * FROM <file:///etc/passwd> { ?s ?p ?o }", "expected a query that stays in this store, got FROM"),
        ("LOAD <http://127.0.0.1/>", "expected a query that reads, got LOAD at line 1, column 1"),
        ("INSERT DATA { <urn:a> <urn:b> <urn:c> }", "expected a query that reads, got INSERT at line 1, column 1"),
        ("CLEAR ALL", "expected a query that reads, got CLEAR at line 1, column 1"),
    ],
)
def test_what_is_no_query_or_no_business_of_ours_is_refused(query: str, detail: str, client: httpx.Client) -> None:
    found = client.post("/sparql", data={"query": query})
    assert found.status_code == 400
    assert found.headers["content-type"] == "application/problem+json"
    assert found.json()["detail"].startswith(detail)


def test_without_a_query_the_endpoint_describes_itself(client: httpx.Client) -> None:
    found = client.get("/sparql")
    assert found.headers["content-type"].partition(";")[0] == "text/turtle"
    triples = list(pyoxigraph.parse(found.content, format=pyoxigraph.RdfFormat.TURTLE))
    endpoint = pyoxigraph.NamedNode("http://www.w3.org/ns/sparql-service-description#endpoint")
    assert [str(triple.object) for triple in triples if triple.predicate == endpoint] == [
        f"<{client.base_url.join('/sparql')}>"
    ]


def test_mistakes_in_the_protocol_have_their_statuses(client: httpx.Client) -> None:
    assert client.get("/sparql", params={"query": ["ASK {}", "ASK {}"]}).status_code == 400
    assert client.post("/sparql", data={}).status_code in (400, 415)
    assert client.post("/sparql", content="ASK {}", headers={"content-type": "text/plain"}).status_code == 415
    assert client.get("/sparql", params={"query": "ASK {}"}, headers={"accept": "image/png"}).status_code == 406
    assert client.get("/sparql", params={"query": GRAPH}, headers={"accept": "text/csv"}).status_code == 406
    not_utf8 = client.post("/sparql", content=b"ASK { <\xff> }", headers={"content-type": "application/sparql-query"})
    assert not_utf8.json()["detail"] == "expected text in UTF-8, got byte 7 that is not"
    long = client.post("/sparql", content=b" " * 1_000_001, headers={"content-type": "application/sparql-query"})
    assert (long.status_code, long.json()["detail"]) == (
        413,
        "expected a query of at most 1,000,000 characters, got 1,000,001",
    )
    put = client.put("/sparql", params={"query": "ASK {}"})
    assert (put.status_code, put.headers["allow"]) == (405, "GET, HEAD, POST")


@pytest.mark.parametrize(
    ("status", "detail", "request_"),
    [
        (400, "expected one parameter query, got 2", {"data": {"query": ["ASK {}", "ASK {}"]}}),
        (400, "expected one parameter query, got 0", {"data": {"default-graph-uri": "urn:g"}}),
        (400, "expected one parameter update, got 2", {"data": {"update": ["CLEAR ALL", "CLEAR ALL"]}}),
        (400, "expected a query or an update, got both", {"data": {"query": "ASK {}", "update": "CLEAR ALL"}}),
        (
            400,
            "expected the query or update either in the address or in the body, got it in both",
            {
                "params": {"query": "ASK {}"},
                "content": "ASK {}",
                "headers": {"content-type": "application/sparql-query"},
            },
        ),
        (
            415,
            "expected application/x-www-form-urlencoded, application/sparql-query or application/sparql-update, got"
            " no media type",
            {"content": "ASK {}"},
        ),
        (
            415,
            "expected text in UTF-8, got utf-16",
            {"content": "ASK {}", "headers": {"content-type": "application/sparql-query; charset=UTF-16"}},
        ),
        (
            401,
            "expected a key that may write, got none; parley keys add NAME --scope write makes one",
            {"data": {"update": "CLEAR ALL"}},
        ),
    ],
)
def test_what_a_post_must_be(status: int, detail: str, request_: dict[str, Any], client: httpx.Client) -> None:
    found = client.post("/sparql", **request_)
    assert (found.status_code, found.json()["detail"]) == (status, detail)


def test_an_update_by_get_is_refused(client: httpx.Client) -> None:
    found = client.get("/sparql", params={"update": "CLEAR ALL"})
    assert (found.status_code, found.json()["detail"]) == (400, "expected an update by POST, got one by GET")


def test_relative_iris_are_relative_to_the_endpoint(client: httpx.Client) -> None:
    found = client.get("/sparql", params={"query": "SELECT ?iri { BIND(<#here> AS ?iri) }"})
    assert found.json()["results"]["bindings"][0]["iri"]["value"] == str(client.base_url.join("/sparql#here"))


def test_an_answer_that_was_cut_says_so(tmp_path: Path) -> None:
    place = tmp_path / "parley.db"
    with open_store(place) as store:
        store.add(harbour_record())
    with serving(place, replace(SETTINGS, query_rows=10)) as client:
        for query in ("SELECT ?s { ?s ?p ?o }", "CONSTRUCT WHERE { ?s ?p ?o }"):
            cut = client.get("/sparql", params={"query": query})
            assert (cut.status_code, cut.headers["parley-truncated"]) == (200, "rows")
        assert (
            len(client.get("/sparql", params={"query": "SELECT ?s { ?s ?p ?o }"}).json()["results"]["bindings"]) == 10
        )
        whole = client.get("/sparql", params={"query": "SELECT ?s { ?s ?p ?o } LIMIT 10"})
        assert "parley-truncated" not in whole.headers
        graph = client.get("/graphs", params={"graph": article_graph(harbour_record().article.id).value})
        assert (graph.status_code, graph.json()["detail"]) == (
            507,
            "expected a graph that fits in one answer, got one with more triples: ask for it in parts at /sparql",
        )


def test_a_query_that_never_ends_is_stopped_and_others_go_on(client: httpx.Client) -> None:
    found: list[httpx.Response] = []
    askers = [
        threading.Thread(
            target=lambda: found.append(
                httpx.get(client.base_url.join("/sparql"), params={"query": ENDLESS}, timeout=60)
            )
        )
        for _ in range(4)
    ]
    for asker in askers:
        asker.start()
    time.sleep(0.3)
    waited = []
    while any(asker.is_alive() for asker in askers):
        before = time.perf_counter()
        assert client.get("/v1/positions", params={"limit": 5}).status_code == 200
        waited.append(time.perf_counter() - before)
        time.sleep(0.05)
    for asker in askers:
        asker.join()
    statuses = sorted(answer.status_code for answer in found)
    assert set(statuses) <= {503, 504}
    assert 504 in statuses
    late = next(answer for answer in found if answer.status_code == 504)
    assert late.json()["detail"] == "expected an answer within 2 seconds, got none: the query was stopped"
    assert all(answer.headers["retry-after"] == "2" for answer in found if answer.status_code == 503)
    assert sorted(waited)[len(waited) // 2] < 1.0
    assert client.get("/sparql", params={"query": "ASK {}"}).json()["boolean"] is True

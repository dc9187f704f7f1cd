"""Updates over HTTP: who may, what comes back, what is seen at once, and what is stopped."""

from __future__ import annotations

import threading
import time

import httpx
import pytest

from kg.rdf.iris import article_graph
from tests.rdf.samples import harbour_record

ARTICLE = article_graph(harbour_record().article.id).value
COUNT = "SELECT (COUNT(*) AS ?n) { ?s <urn:p> ?o }"
ENDLESS = "INSERT { ?a <urn:p> ?h } WHERE { ?a ?b ?c . ?d ?e ?f . ?g ?i ?h . ?j ?k ?l . ?m ?n ?o FILTER(?c = ?l + ?o) }"


def count(server: httpx.Client, query: str = COUNT, **parameters: str) -> int:
    answer = server.post("/sparql", data={"query": query, **parameters})
    return int(answer.json()["results"]["bindings"][0]["n"]["value"])


def update(server: httpx.Client, sparql: str, **parameters: str) -> httpx.Response:
    return server.post(
        "/sparql", params=parameters, content=sparql, headers={"content-type": "application/sparql-update"}
    )


def test_an_update_is_counted_and_seen_at_once(clean: httpx.Client) -> None:
    answer = update(clean, "INSERT DATA { <urn:a> <urn:p> 1 , 2 GRAPH <urn:g> { <urn:a> <urn:p> 2 , 3 } }")
    assert (answer.status_code, answer.json()) == (
        200,
        {"deleted": 0, "inserted": 4, "graphs": ["https://w3id.org/parley/id/default-graph", "urn:g"]},
    )
    assert count(clean) == 3
    assert count(clean, **{"default-graph-uri": "urn:g"}) == 2
    moved = update(clean, "DELETE { GRAPH <urn:g> { ?s ?p 3 } } INSERT { GRAPH <urn:h> { ?s ?p 3 } } WHERE { ?s ?p 3 }")
    assert moved.json() == {"deleted": 1, "inserted": 1, "graphs": ["urn:g", "urn:h"]}
    assert update(clean, "CLEAR GRAPH <urn:nothing>").json() == {"deleted": 0, "inserted": 0, "graphs": []}
    assert update(clean, "DROP ALL").json()["deleted"] == 4
    assert count(clean) == 0


def test_articles_outlive_every_update(clean: httpx.Client) -> None:
    before = clean.get("/graphs", params={"graph": ARTICLE}, headers={"accept": "application/n-triples"})
    assert before.status_code == 200
    update(clean, "DROP ALL ; CLEAR ALL").raise_for_status()
    refused = update(clean, f"INSERT DATA {{ <urn:a> <urn:p> 1 GRAPH <{ARTICLE}> {{ <urn:a> <urn:p> 1 }} }}")
    assert (refused.status_code, refused.json()["detail"]) == (
        403,
        f"expected a graph of your own to write to, got {ARTICLE}, which Parley keeps;"
        " articles are added, corrected and retracted through Parley itself",
    )
    assert count(clean) == 0
    after = clean.get("/graphs", params={"graph": ARTICLE}, headers={"accept": "application/n-triples"})
    assert after.content == before.content


@pytest.mark.parametrize(
    ("sparql", "detail"),
    [
        (
            "INSERT DATA { <urn:a> <urn:p> 1 } ; LOAD <http://127.0.0.1/>",
            "expected an update that stays in this store, got LOAD at line 1, column 37;"
            " send the triples themselves, with INSERT DATA or to /graphs",
        ),
        (
            "INSERT { ?s ?p ?o } WHERE { SERVICE SILENT <http://127.0.0.1/> { ?s ?p ?o } }",
            "expected a query that stays in this store, got SERVICE at line 1, column 29",
        ),
        (
            "INSERT DATA { <urn:a> <urn:p> 1 } ; INSERT DATA { <urn:a> foo:p 1 }",
            "expected triples in the update, got an error at line 1, column 59: The prefix foo: has not been declared",
        ),
        (
            "INSERT DATA { <urn:a> <urn:p> 1 } ; CREATE GRAPH <urn:g> ; COPY <urn:nothing> TO <urn:g>",
            "expected a graph to take triples from, got urn:nothing, which does not exist",
        ),
    ],
)
def test_it_is_all_or_nothing(sparql: str, detail: str, clean: httpx.Client) -> None:
    refused = update(clean, sparql)
    assert (refused.status_code, refused.json()["detail"]) == (400, detail)
    assert count(clean) == 0


def test_an_update_that_never_ends_is_stopped_and_the_next_one_goes_on(clean: httpx.Client) -> None:
    before = time.monotonic()
    late: list[httpx.Response] = []
    waiting = threading.Thread(target=lambda: late.append(update(clean, ENDLESS)))
    waiting.start()
    time.sleep(0.3)
    asked = time.monotonic()
    assert count(clean) == 0
    assert time.monotonic() - asked < 1.0
    waiting.join()
    assert (late[0].status_code, late[0].json()["detail"]) == (
        504,
        "expected an answer within 5 seconds, got none: the query was stopped",
    )
    assert time.monotonic() - before < 15
    assert update(clean, "INSERT DATA { <urn:a> <urn:p> 1 }").json()["inserted"] == 1


def test_a_megabyte_of_data_takes_no_minutes(clean: httpx.Client) -> None:
    triples = "\n".join(f'<urn:thing:{number}> <urn:p> "the value number {number}" .' for number in range(20_000))
    sparql = f"INSERT DATA {{ GRAPH <urn:big> {{\n{triples}\n}} }}"
    assert len(sparql) > 900_000
    before = time.monotonic()
    assert update(clean, sparql).json() == {"deleted": 0, "inserted": 20_000, "graphs": ["urn:big"]}
    assert time.monotonic() - before < 10
    assert update(clean, "DROP GRAPH <urn:big>").json()["deleted"] == 20_000
    with httpx.Client(base_url=clean.base_url, headers=clean.headers) as another:
        assert update(another, "INSERT DATA {" + " " * 17_000_000 + "}").status_code == 413


def test_updates_at_once_follow_one_another(clean: httpx.Client) -> None:
    update(clean, "INSERT DATA { <urn:counter> <urn:p> 0 }").raise_for_status()
    add = (
        "DELETE { <urn:counter> <urn:p> ?n } INSERT { <urn:counter> <urn:p> ?m }"
        " WHERE { <urn:counter> <urn:p> ?n BIND(?n + 1 AS ?m) }"
    )
    statuses: list[int] = []
    writers = [threading.Thread(target=lambda: statuses.append(update(clean, add).status_code)) for _ in range(6)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    assert statuses == [200] * 6
    found = clean.get("/sparql", params={"query": "SELECT ?n { <urn:counter> <urn:p> ?n }"}).json()["results"][
        "bindings"
    ]
    assert [row["n"]["value"] for row in found] == ["6"]

"""The JSON of the web is JSON-LD: with the context that each answer names, it expands to the graph's own triples."""

from __future__ import annotations

import json
import re
from typing import Any

import httpx
import pytest
from pyld import jsonld
from pyoxigraph import NamedNode, RdfFormat, Store, Triple, parse

from kg.rdf import article_quads
from kg.rdf.namespaces import DCTERMS, ID_BASE, NEG, OA, PROV, SCHEMA, SKOS
from tests.rdf.samples import harbour_record, many_records

RECORDS = [harbour_record(), *many_records(4, 5)]
RECORD = RECORDS[0]
GRAPH = {quad.triple for record in RECORDS for quad in article_quads(record)}
CONTEXT = re.compile(
    r'<(/context/[a-z]+\.jsonld)>; rel="http://www\.w3\.org/ns/json-ld#context"; type="application/ld\+json"'
)


def read(client: httpx.Client, address: str) -> set[Triple]:
    """The triples that an answer of the server stands for, by the context that its Link header names."""
    answer = client.get(address)
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"] == "application/json"
    (link,) = CONTEXT.findall(answer.headers["link"])
    return triples(answer.json(), client.get(link).json())


def triples(document: Any, context: Any) -> set[Triple]:
    """What a JSON-LD processor makes of it, in a store: numbers are kept there by their value, as in the graph."""
    options = {"expandContext": context, "format": "application/n-quads", "base": "http://127.0.0.1/"}
    store = Store()
    store.extend(parse(jsonld.to_rdf(document, options), format=RdfFormat.N_QUADS))
    return {quad.triple for quad in store}


def about(found: set[Triple], iri: str) -> set[str]:
    return {each.predicate.value for each in found if each.subject == NamedNode(iri)}


@pytest.mark.parametrize("position", [position for record in RECORDS[:2] for position in record.positions])
def test_a_position_is_the_graph_s_position(position: Any, client: httpx.Client) -> None:
    found = read(client, f"/v1/positions/{position.id}")
    assert found <= GRAPH
    roles = {"stance", "act", "modality", "attribution", "confidence", "rule", "holder", "proposal", "wording"}
    expected = {NEG + role for role in roles} | {OA + "hasTarget", PROV + "wasQuotedFrom", DCTERMS + "issued"}
    assert expected <= about(found, f"{ID_BASE}position/{position.id}")


def test_a_position_has_no_other_triples_but_those_its_json_has_no_iris_for(client: httpx.Client) -> None:
    me = f"{ID_BASE}position/{RECORD.positions[0].id}"
    found = read(client, f"/v1/positions/{RECORD.positions[0].id}")
    missing = {each.predicate.value for each in GRAPH if each.subject == NamedNode(me)} - about(found, me)
    left_out = {NEG + role for role in ("speech", "sideWording", "broaderPath")}
    rdf_type = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
    assert missing == left_out | {PROV + "wasGeneratedBy", rdf_type}


@pytest.mark.parametrize(
    ("address", "roles"),
    [
        ("/v1/positions?limit=100", {NEG + "stance", NEG + "condition"}),
        ("/v1/conditions?limit=100", {NEG + "relation", NEG + "rank", NEG + "condition", NEG + "proposal"}),
        ("/v1/articles?limit=100", {DCTERMS + "title", DCTERMS + "issued"}),
        ("/v1/actors?limit=100", {SKOS + "prefLabel", SKOS + "altLabel", NEG + "kind", SCHEMA + "sameAs"}),
        ("/v1/proposals?limit=100", {SKOS + "prefLabel", SKOS + "altLabel", SKOS + "broaderTransitive"}),
        (f"/v1/articles/{RECORD.article.id}", {SCHEMA + "articleBody", NEG + "textDigest"}),
        ("/v1/actors/state/Ardania", {SKOS + "prefLabel", SCHEMA + "sameAs"}),
        ("/v1/proposals/harbour%20opening", {SKOS + "prefLabel", SKOS + "broaderTransitive"}),
        (f"/v1/conditions/{RECORD.positions[0].id}/1", {NEG + "relation", OA + "hasTarget", NEG + "wording"}),
    ],
)
def test_lists_and_single_things_say_what_the_graph_says(address: str, roles: set[str], client: httpx.Client) -> None:
    found = read(client, address)
    assert found <= GRAPH
    assert roles <= {each.predicate.value for each in found}


def test_a_list_speaks_of_every_thing_in_it(client: httpx.Client) -> None:
    rows = client.get("/v1/positions?limit=100").json()["positions"]
    found = read(client, "/v1/positions?limit=100")
    assert {each.subject.value for each in found} == {row["iri"] for row in rows}  # type: ignore[union-attr]


def test_answers_without_things_name_no_context(client: httpx.Client) -> None:
    for address in ("/v1/stats", "/healthz", "/v1/positions/ffff", "/v1/networks/affiliation"):
        assert "json-ld" not in client.get(address).headers.get("link", "")


def test_the_graph_s_own_json_ld_expands_to_the_graph(client: httpx.Client) -> None:
    document = json.loads(client.get(f"/id/graph/{RECORD.article.id}.jsonld").content)
    assert triples(document, {}) == {quad.triple for quad in article_quads(RECORD)}

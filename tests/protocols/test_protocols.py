"""The SPARQL 1.1 Protocol and the Graph Store Protocol against a live server, as the W3C's tests ask for them."""

from __future__ import annotations

import tomllib
from pathlib import Path

import httpx
import pytest

from tests.protocols import w3c
from tests.protocols.steps import step_of, walk

REQUESTS = tomllib.loads(Path(__file__).with_name("requests.toml").read_text("utf-8"))
CHECKOUT = w3c.checkout()
MANIFESTS = (
    "protocol/manifest.ttl",
    "graph-store-protocol/manifest-direct.ttl",
    "graph-store-protocol/manifest-indirect.ttl",
)
OFFICIAL = [
    pytest.param(graph, test, id=str(test).rpartition("#")[2])
    for name in MANIFESTS
    if CHECKOUT is not None
    for graph in [w3c.manifest(CHECKOUT / name)]
    for test in w3c.entries(graph)
]


def test_there_are_as_many_requests_as_the_suites_have_tests() -> None:
    assert len(REQUESTS["protocol"]) == 34
    assert len(REQUESTS["graph-store"]) == 14  # with one that the suite describes and does not list


@pytest.mark.parametrize("name", REQUESTS["protocol"])
def test_the_sparql_protocol(name: str, clean: httpx.Client) -> None:
    for graph, turtle in REQUESTS["data"].items() if "dataset" in name else ():
        put(clean, graph, "@prefix foaf: <http://xmlns.com/foaf/0.1/> . " + turtle)
    walk(clean, [step_of(row) for row in REQUESTS["protocol"][name]])


@pytest.mark.parametrize("name", REQUESTS["graph-store"])
def test_the_graph_store_protocol(name: str, clean: httpx.Client) -> None:
    walk(clean, [step_of(row) for row in REQUESTS["graph-store"][name]])


@pytest.mark.skipif(CHECKOUT is None, reason="PARLEY_W3C_TESTS names no checkout of https://github.com/w3c/rdf-tests")
@pytest.mark.parametrize(("graph", "test"), OFFICIAL)
def test_the_suites_themselves(graph: w3c.Graph, test: w3c.Node, clean: httpx.Client) -> None:
    for name, triples in w3c.graphs_before(graph, test).items():
        put(clean, name, triples)
    walk(clean, w3c.steps(graph, test))


def put(client: httpx.Client, graph: str, turtle: str) -> None:
    answer = client.put("/graphs", params={"graph": graph}, content=turtle, headers={"content-type": "text/turtle"})
    answer.raise_for_status()

"""Prints how Parley fares in the W3C's suites, as the table in ``docs/sparql.md``.

``python -m tests.protocols.report CHECKOUT``, where CHECKOUT is one of https://github.com/w3c/rdf-tests.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import httpx
from rdflib import Graph
from rdflib.term import Node

from kg.errors import ParleyError
from kg.store import open_store
from tests.api.conftest import SETTINGS, serving
from tests.protocols import test_service_description as descriptions
from tests.protocols import test_update_suite as updates
from tests.protocols import w3c
from tests.protocols.conftest import KEY
from tests.protocols.steps import walk
from tests.protocols.test_protocols import put
from tests.rdf.samples import harbour_record

REFUSED = "refused: LOAD reads what it is pointed at; send the triples themselves"
PROTOCOLS = {
    "SPARQL 1.1 Protocol": ("protocol/manifest.ttl",),
    "Graph Store Protocol": (
        "graph-store-protocol/manifest-direct.ttl",
        "graph-store-protocol/manifest-indirect.ttl",
    ),
}
DESCRIPTION: dict[str, Callable[[httpx.Client], None]] = {
    "returns-rdf": lambda server: descriptions.test_a_get_of_the_endpoint_gives_rdf("*/*", server),
    "has-endpoint-triple": lambda server: descriptions.test_it_names_the_endpoint("/sparql", server),
    "conforms-to-schema": descriptions.test_it_is_true_to_the_schema,
}
Outcome = tuple[str, str | None]
"""A test's name and why it does not pass, if it does not."""


def main() -> None:
    checkout = Path(sys.argv[1]) / "sparql" / "sparql11"
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder) / "parley.db"
        with open_store(place) as store:
            store.add(harbour_record())
        with serving(place, replace(SETTINGS, local_token=KEY)) as server:
            server.headers["authorization"] = f"Bearer {KEY}"
            suites = {
                suite: list(_protocol(server, [checkout / name for name in manifests]))
                for suite, manifests in PROTOCOLS.items()
            }
            suites["Service Description"] = [
                (name, _reason(lambda check=check: check(server))) for name, check in DESCRIPTION.items()
            ]
    suites["SPARQL 1.1 Update"] = list(_updates(checkout))
    _print(suites)


def _protocol(server: httpx.Client, manifests: list[Path]) -> Iterator[Outcome]:
    for place in manifests:
        graph = w3c.manifest(place)
        for test in w3c.entries(graph):
            yield _name(test), _reason(lambda test=test, graph=graph: _walk(server, graph, test))


def _walk(server: httpx.Client, graph: Graph, test: Node) -> None:
    server.post("/sparql", data={"update": "DROP ALL"}).raise_for_status()
    for name, triples in w3c.graphs_before(graph, test).items():
        put(server, name, triples)
    walk(server, w3c.steps(graph, test))


def _updates(checkout: Path) -> Iterator[Outcome]:
    for folder in updates.FOLDERS:
        graph = w3c.manifest(checkout / folder / "manifest.ttl")
        for test in w3c.entries(graph):
            if updates.is_refused(graph, test):
                yield f"{folder}: {_name(test)}", REFUSED
            else:
                yield f"{folder}: {_name(test)}", _reason(lambda test=test, graph=graph: updates.check(graph, test))


def _reason(check: Callable[[], None]) -> str | None:
    try:
        check()
    except (AssertionError, ParleyError, httpx.HTTPError) as error:
        return str(error).partition("\n")[0]
    return None


def _name(test: Node) -> str:
    return str(test).rpartition("#")[2]


def _print(suites: dict[str, list[Outcome]]) -> None:
    print("| suite | tests | pass |\n|---|---:|---:|")
    for suite, outcomes in suites.items():
        print(f"| {suite} | {len(outcomes)} | {sum(reason is None for _, reason in outcomes)} |")
    print("\n| test that does not pass | why |\n|---|---|")
    for suite, outcomes in suites.items():
        for name, reason in outcomes:
            if reason is not None:
                print(f"| {suite}, {name} | {reason} |")


if __name__ == "__main__":
    main()

"""A live server with one article, and a client that may write."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import httpx
import pytest

from kg.rdf.iris import ONTOLOGY_GRAPH
from kg.rdf.namespaces import ID_BASE
from kg.store import open_store
from tests.api.conftest import SETTINGS, serving
from tests.rdf.samples import harbour_record

KEY = "a key for the tests of the protocols"
PEOPLES = f"""ASK {{
    GRAPH ?graph {{ ?s ?p ?o }}
    FILTER(?graph != {ONTOLOGY_GRAPH} && !STRSTARTS(STR(?graph), "{ID_BASE}graph/"))
}}"""


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    """A client of a server over the harbour article, with a key that may write."""
    place = tmp_path_factory.mktemp("protocols") / "parley.db"
    with open_store(place) as store:
        store.add(harbour_record())
    with serving(place, replace(SETTINGS, local_token=KEY, query_seconds=5.0)) as client:
        client.headers["authorization"] = f"Bearer {KEY}"
        yield client


@pytest.fixture
def clean(server: httpx.Client) -> httpx.Client:
    """The same, with no graph but Parley's own."""
    if server.get("/sparql", params={"query": PEOPLES}).json()["boolean"]:
        server.post("/sparql", data={"update": "DROP ALL"}).raise_for_status()
    return server

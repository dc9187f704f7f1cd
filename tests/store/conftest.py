"""Stores that several tests need."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pyoxigraph
import pytest

from kg.store import open_store
from kg.store.owner import Owner
from tests.rdf.samples import harbour_record


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """A store with the harbour article."""
    place = tmp_path / "parley.db"
    with open_store(place) as store:
        store.add(harbour_record())
    return place


@pytest.fixture
def owner(place: Path) -> Iterator[Owner]:
    """The owner of the store at ``place``, with one process for queries of any length."""
    found = Owner(place, workers=1)
    yield found
    found.close()


@pytest.fixture(scope="session")
def crowded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store of 20,000 triples, for reading only."""
    place = tmp_path_factory.mktemp("many") / "store"
    store = pyoxigraph.Store(str(place))
    predicate = pyoxigraph.NamedNode("urn:p")
    store.extend(
        pyoxigraph.Quad(pyoxigraph.NamedNode(f"urn:{n}"), predicate, pyoxigraph.Literal(f"number {n}"))
        for n in range(20_000)
    )
    store.flush()
    return place

"""Whoever reads while a store is written finds a finished state, and what was read leaves nothing behind.

PARLEY_WRITES sets how many small writes may leave nothing behind (60 by default).
"""

from __future__ import annotations

import gc
import json
import os
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, Quad

from kg.errors import AccessError
from kg.store.operations import Update
from kg.store.owner import Owner
from kg.store.questions import Question
from kg.store.read_model.searches import ArticleOrder, ArticleSearch
from kg.store.versions import Version
from tests.rdf.samples import many_records

COUNT = Question(sparql="SELECT (COUNT(*) AS ?n) { ?a a schema:NewsArticle }")
NOTES = NamedNode("https://example.org/notes")
MORE = list(many_records(12, positions=1))
DESCRIPTORS = Path("/proc/self/fd")
WRITES = int(os.environ.get("PARLEY_WRITES", "60"))


def read(owner: Owner) -> int:
    with owner.reading() as store:
        return store.stats()["articles"]


def asked(owner: Owner) -> int:
    return int(json.loads(owner.ask(COUNT).body)["results"]["bindings"][0]["n"]["value"])


def listed(owner: Owner) -> int:
    return owner.read_model.part(ArticleSearch(), ArticleOrder.READING, limit=1).total


def copies(place: Path) -> int:
    return len(list(place.parent.glob(".*.snapshot")))


@pytest.mark.parametrize("before", ["nobody asked yet", "nobody asked since the last write", "somebody asked"])
def test_half_of_a_write_is_seen_by_nobody(owner: Owner, before: str) -> None:
    if before != "nobody asked yet":
        assert read(owner) == 1
        with owner.writing("ada") as store:
            store.replace_graphs({NOTES: [note(0)]})
    if before == "somebody asked":
        assert asked(owner) == 1
    with owner.writing("ada") as store:
        store.add(MORE[0])
        assert (read(owner), asked(owner), listed(owner)) == (1, 1, 1)
        store.add(MORE[1])
        assert (read(owner), asked(owner), listed(owner)) == (1, 1, 1)
    assert (read(owner), asked(owner), listed(owner)) == (3, 3, 3)


def test_a_write_that_fails_half_way_shows_when_it_is_over(owner: Owner) -> None:
    def write_half() -> None:
        with owner.writing("ada") as store:
            store.add(MORE[0])
            assert (read(owner), asked(owner), listed(owner)) == (1, 1, 1)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        write_half()
    assert (read(owner), asked(owner), listed(owner)) == (2, 2, 2)
    assert owner.generation == 1


def test_beside_writes_of_two_steps_nobody_ever_sees_one(owner: Owner) -> None:
    over = threading.Event()

    def seen(look: Callable[[Owner], int]) -> set[int]:
        found = set()
        while not over.is_set():
            found.add(look(owner))
        return found

    with ThreadPoolExecutor(4) as pool:
        askers = [pool.submit(seen, look) for look in (read, read, asked, listed)]
        try:
            for one, other in zip(MORE[::2], MORE[1::2], strict=True):
                with owner.writing("ada") as store:
                    store.add(one)
                    store.add(other)
                owner.update(
                    Update(sparql=f"INSERT DATA {{ GRAPH <{NOTES.value}> {{ <urn:a> <urn:b> 1 }} }}"), by="bob"
                )
                owner.update(Update(sparql=f"DROP GRAPH <{NOTES.value}>"), by="bob")
        finally:
            over.set()
    for asker in askers:
        assert {number % 2 for number in asker.result()} == {1}
    assert (read(owner), asked(owner), listed(owner)) == (13, 13, 13)
    assert owner.generation == 18


def test_a_write_that_nobody_could_read_beside_is_not_begun(owner: Owner, place: Path) -> None:
    elsewhere = place.parent.with_name("elsewhere")
    place.parent.rename(elsewhere)
    with pytest.raises(AccessError) as caught, owner.writing("ada") as store:
        store.add(MORE[0])
    elsewhere.rename(place.parent)
    assert str(caught.value) == (
        f"expected room for a copy beside the store at {place}, got: No such file or directory"
    )
    assert (read(owner), asked(owner), listed(owner), owner.generation) == (1, 1, 1, 0)


def test_a_copy_that_cannot_be_opened_goes_with_the_next(owner: Owner, place: Path) -> None:
    assert asked(owner) == 1
    (copy,) = place.parent.glob(".*.snapshot")
    (copy / "store" / "CURRENT").unlink()
    with pytest.raises(
        AccessError, match=r"^expected a store's directory or an empty one at .*\.snapshot/store, got one"
    ):
        read(owner)
    with owner.writing("ada") as store:
        store.add(MORE[0])
    assert read(owner) == 2
    assert copies(place) == 1
    assert not copy.exists()


def test_a_copy_that_cannot_be_made_leaves_no_folder(owner: Owner, place: Path) -> None:
    (table, *_) = sorted(place.glob("*.sst"))
    table.rename(place.parent / "elsewhere")
    with pytest.raises(AccessError, match=r"^expected to copy .*parley.db to .*\.snapshot/store, got: "):
        read(owner)
    assert copies(place) == 0
    (place.parent / "elsewhere").rename(table)
    assert read(owner) == 1


@pytest.mark.skipif(not DESCRIPTORS.is_dir(), reason="this system does not list open files in /proc")
def test_many_small_writes_and_reads_leave_nothing_behind(owner: Owner, place: Path) -> None:
    def change(number: int) -> None:
        with owner.writing("ada") as store:
            if number % 2:
                store.replace_graphs({NOTES: [note(number)]})
            elif number % 4:
                store.add(MORE[0])
            else:
                store.remove(MORE[0].article.id)
        for look in (read, listed) if number % 5 else (read, listed, asked):
            thread = threading.Thread(target=look, args=(owner,))  # each a new one, as a server's pool has them
            thread.start()
            thread.join()

    for number in range(20):
        change(number)
    before = len(list(DESCRIPTORS.iterdir()))
    for number in range(20, WRITES):
        change(number)
    gc.collect()
    assert len(list(DESCRIPTORS.iterdir())) < before + 25  # the engine keeps some files open until it merges them
    versions = [each for each in gc.get_objects() if isinstance(each, Version)]
    assert sum(each.path.is_relative_to(place.parent) for each in versions) == 1
    assert copies(place) == 1
    assert owner.generation == WRITES - 1  # the first of all was to take out what was not there
    assert len(os.listdir(place)) < 60


def note(number: int) -> Quad:
    return Quad(NOTES, NamedNode("urn:says"), Literal(number), NOTES)

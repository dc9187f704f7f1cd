"""What the read model cannot take in is said, never passed over, and taken in as soon as that goes."""

from __future__ import annotations

import json
import logging
import sqlite3
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from kg.model.record import ArticleRecord
from kg.store import open_store
from kg.store.owner import Owner
from kg.store.questions import Question
from kg.store.read_model import BehindError
from kg.store.read_model.database import DamagedError
from kg.store.read_model.mirror import cache_file, mirrors
from kg.store.read_model.searches import ArticleOrder, ArticleSearch
from tests.rdf.samples import harbour_record, many_records

HARBOUR = harbour_record()
MORE = list(many_records(3, positions=2))


@contextmanager
def locked(place: Path) -> Iterator[None]:
    """The read model's file held for writing by somebody else."""
    with closing(sqlite3.connect(cache_file(place), isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        yield
        other.execute("ROLLBACK")


def put(owner: Owner, *records: ArticleRecord) -> None:
    with owner.writing("ada") as store:
        store.add_many(records)


def listed(owner: Owner) -> set[str]:
    part = owner.read_model.part(ArticleSearch(), ArticleOrder.READING, limit=100)
    assert part.total == len(part.rows)
    return {json.loads(row)["id"] for row in part.rows}


def ids(*records: ArticleRecord) -> set[str]:
    return {record.article.id for record in records}


def wait_until_level(owner: Owner) -> None:
    deadline = time.monotonic() + 20
    while owner.read_model.behind is not None:
        assert time.monotonic() < deadline, owner.read_model.behind
        time.sleep(0.05)


def assert_in_step(owner: Owner, place: Path) -> None:
    with owner.reading() as store:
        assert mirrors(cache_file(place), store)  # type: ignore[arg-type]  # a store on disk has tables too


def test_a_write_that_the_read_model_cannot_take_in_is_made_and_its_lists_are_refused(
    owner: Owner, place: Path, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    assert listed(owner) == ids(HARBOUR)
    with locked(place):
        put(owner, MORE[0])
        assert owner.generation == 1
        with owner.reading() as store:
            assert {header.id for header in store.articles()} == ids(HARBOUR, MORE[0])
        assert b'"value":"2"' in owner.ask(Question(sparql="SELECT (COUNT(?a) AS ?n) { ?a a schema:NewsArticle }")).body
        owner.backup(tmp_path / "copy")
        with open_store(tmp_path / "copy", read_only=True) as copy:
            assert copy.article(MORE[0].article.id) == MORE[0]
        for ask in (
            lambda: listed(owner),
            lambda: owner.read_model.article(HARBOUR.article.id),
            owner.read_model.check,
        ):
            with pytest.raises(BehindError) as caught:
                ask()
            assert str(caught.value) == (
                "expected look-up tables that hold what the graph holds, got some that are behind (database is locked);"
                " they are being caught up: ask again in a moment"
            )
        put(owner, MORE[1])
        assert owner.generation == 2
    put(owner, MORE[2])  # takes in all that was missed
    assert listed(owner) == ids(HARBOUR, *MORE)
    assert_in_step(owner, place)
    told = [(record.levelno, record.getMessage()) for record in caplog.records if record.name == "parley.store"]
    assert told == [
        (
            logging.ERROR,
            f"the read model lacks what 1 changed graphs hold: expected to use the read model in {cache_file(place)},"
            " got: database is locked;"
            " it is only a cache: stop the program, delete the file, and it is made anew",
        ),
        (logging.WARNING, "the read model has caught up with the graph"),
    ]


def test_it_catches_up_without_another_write_and_leaves_no_thread(owner: Owner, place: Path) -> None:
    with locked(place):
        with owner.writing("ada") as store:
            store.add_many(MORE)
            store.remove(HARBOUR.article.id)
            store.link_copies({MORE[1].article.id: MORE[0].article.id})
        with pytest.raises(BehindError):
            listed(owner)
        assert any(thread.name == "read model" for thread in threading.enumerate())
    wait_until_level(owner)
    assert listed(owner) == ids(*MORE)
    assert_in_step(owner, place)
    deadline = time.monotonic() + 5
    while any(thread.name == "read model" for thread in threading.enumerate()):
        assert time.monotonic() < deadline
        time.sleep(0.01)


def test_a_full_disk_keeps_no_write_from_being_made(owner: Owner, place: Path) -> None:
    with owner.read_model._database.changing() as writer:
        ((pages,),) = writer.execute("PRAGMA page_count")
    owner.read_model._database._writer.execute(f"PRAGMA max_page_count = {pages}")  # what a full disk is to SQLite
    put(owner, *many_records(30))
    assert owner.generation == 1
    with pytest.raises(BehindError, match=r"are behind \(database or disk is full\)"):
        listed(owner)
    owner.read_model._database._writer.execute("PRAGMA max_page_count = 1000000")
    wait_until_level(owner)
    assert listed(owner) == ids(HARBOUR, *many_records(30))
    assert_in_step(owner, place)


def damage(place: Path, *, but: int) -> None:
    """Overwrite all of the file but its first pages."""
    with cache_file(place).open("r+b") as file:
        size = file.seek(0, 2)
        file.seek(but * 4096)
        file.write(b"no page of any table" * ((size - but * 4096) // 20))


def test_a_file_that_is_damaged_under_a_write_is_made_anew(place: Path, caplog: pytest.LogCaptureFixture) -> None:
    many = list(many_records(40))
    with open_store(place) as store:
        store.add_many(many)
    Owner(place, workers=1).close()
    damage(place, but=60)
    owner = Owner(place, workers=1)
    put(owner, *MORE)
    assert owner.generation == 1
    with pytest.raises(BehindError, match=r"are behind \(database disk image is malformed\)"):
        listed(owner)
    assert len(caplog.messages) == 1
    assert caplog.messages[0].startswith(
        "the read model lacks what 3 changed graphs hold: expected to use the read mod"
    )
    wait_until_level(owner)
    assert listed(owner) == ids(HARBOUR, *many, *MORE)
    assert_in_step(owner, place)
    with owner.writing("ada") as store:
        store.remove(HARBOUR.article.id)
    assert listed(owner) == ids(*many, *MORE)
    owner.close()


def test_damage_that_a_look_up_finds_is_mended_too(owner: Owner, place: Path, caplog: pytest.LogCaptureFixture) -> None:
    put(owner, *MORE)
    owner.read_model._database.sync()
    damage(place, but=1)
    with pytest.raises(DamagedError) as caught:
        listed(owner)
    assert str(caught.value) == (
        f"expected to use the read model in {cache_file(place)}, got: database disk image is malformed;"
        " it is only a cache: stop the program, delete the file, and it is made anew"
    )
    assert f"the read model is damaged: {caught.value}" in caplog.messages
    wait_until_level(owner)
    assert listed(owner) == ids(HARBOUR, *MORE)
    assert_in_step(owner, place)


def test_a_file_that_somebody_deletes_is_made_anew(owner: Owner, place: Path) -> None:
    for suffix in ("", "-wal", "-shm"):
        Path(f"{cache_file(place)}{suffix}").unlink(missing_ok=True)
    put(owner, *MORE)
    with owner.read_model._database.reading(), pytest.raises(DamagedError, match="not the tables of this version"):
        owner.read_model.check()  # takes a connection of its own, which finds another file
    wait_until_level(owner)
    assert listed(owner) == ids(HARBOUR, *MORE)
    assert_in_step(owner, place)


def test_what_was_missed_at_the_end_is_there_at_the_next_start(place: Path, caplog: pytest.LogCaptureFixture) -> None:
    owner = Owner(place, workers=1)
    with locked(place):
        put(owner, *MORE)
        owner.close()
    assert caplog.messages[-1].startswith("the read model is made anew at the next start: expected to use the read mo")
    owner = Owner(place, workers=1)
    assert listed(owner) == ids(HARBOUR, *MORE)
    owner.close()


def test_a_damaged_file_does_not_keep_a_store_from_being_opened(place: Path) -> None:
    many = list(many_records(40))
    with open_store(place) as store:
        store.add_many(many)
    Owner(place, workers=1).close()
    damage(place, but=60)
    with open_store(place) as store:
        store.add_many(MORE)
    owner = Owner(place, workers=1)
    assert listed(owner) == ids(HARBOUR, *many, *MORE)
    assert_in_step(owner, place)
    owner.close()

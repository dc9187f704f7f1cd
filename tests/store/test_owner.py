"""The owner of a store writes one change after another, answers meanwhile, and leaves nothing behind."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, Quad

from kg.errors import AccessError
from kg.model.record import ArticleRecord
from kg.store import open_store
from kg.store.graph_store import BATCH
from kg.store.owner import Owner
from kg.store.questions import Question
from kg.store.snapshots import state_of
from tests.rdf.samples import harbour_record, many_records

CHECKOUT = Path(__file__).parents[2]
NOTES = NamedNode("https://example.org/notes")


def test_what_was_written_is_answered_at_once(owner: Owner) -> None:
    with owner.writing("ada") as store:
        store.add_many(many_records(3))
    with owner.reading() as after:
        assert after.stats()["articles"] == 4
    count = owner.ask(Question(sparql="SELECT (COUNT(*) AS ?n) { ?a a schema:NewsArticle }"))
    assert b'"value":"4"' in count.body
    assert owner.generation == 1


def test_a_write_that_changes_nothing_is_no_new_generation(owner: Owner) -> None:
    with owner.writing("ada") as store:
        assert not store.add(harbour_record())
    assert owner.generation == 0


def test_while_a_write_goes_on_readers_do_not_wait(owner: Owner) -> None:
    with owner.reading() as before, owner.writing("ada") as store:
        store.add_many(many_records(3))
        assert before.stats()["articles"] == 1
        assert b"true" in owner.ask(Question(sparql="ASK { ?p a neg:Position }")).body
        with owner.reading() as meanwhile:
            assert meanwhile.stats()["articles"] == 1


def test_an_old_state_lives_as_long_as_it_is_read(owner: Owner, place: Path) -> None:
    with owner.reading() as old:
        with owner.writing("ada") as store:
            store.remove(harbour_record().article.id)
        with owner.reading() as new:
            assert new.stats()["articles"] == 0
        assert old.stats()["articles"] == 1
        assert len(list(place.parent.glob(".*.snapshot"))) == 2
    assert len(list(place.parent.glob(".*.snapshot"))) == 1


def test_writers_wait_for_one_another(owner: Owner) -> None:
    records = list(many_records(8))

    def write(part: int) -> None:
        for record in records[part::4]:
            with owner.writing(f"writer {part}") as store:
                store.add(record)

    writers = [threading.Thread(target=write, args=(part,)) for part in range(4)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    with owner.reading() as store:
        assert store.stats()["articles"] == 9
    assert owner.generation == 8


def test_people_may_keep_graphs_of_their_own_beside_the_articles(owner: Owner) -> None:
    note = Quad(NOTES, NamedNode("http://purl.org/dc/elements/1.1/source"), Literal("mine"), NOTES)
    with owner.writing("ada") as store:
        store.replace_graphs({NOTES: [note]})
    with owner.reading() as store:
        assert (store.graph(NOTES), NOTES in store.graphs()) == ({note}, True)
        assert [header.source for header in store.articles()] == [harbour_record().article.source]
    assert b"true" in owner.ask(Question(sparql='ASK { ?s dc:source "mine" }')).body
    with owner.writing("ada") as store:
        store.replace_graphs({NOTES: []})
    with owner.reading() as store:
        assert NOTES not in store.graphs()
    assert b"false" in owner.ask(Question(sparql='ASK { ?s dc:source "mine" }')).body


def test_a_failed_write_keeps_what_was_written_before_it(owner: Owner) -> None:
    def fail_half_way() -> Iterator[ArticleRecord]:
        yield from many_records(BATCH)
        raise ZeroDivisionError

    with owner.writing("ada") as store, pytest.raises(ZeroDivisionError):
        store.add_many(fail_half_way())
    with owner.reading() as after:
        assert after.stats()["articles"] == 1 + BATCH


def test_a_copy_is_a_store_of_its_own(owner: Owner, tmp_path: Path) -> None:
    owner.backup(tmp_path / "copy")
    with owner.writing("ada") as store:
        store.add_many(many_records(1))
    with open_store(tmp_path / "copy") as copy:
        assert copy.article(harbour_record().article.id) == harbour_record()
        assert copy.stats()["articles"] == 1
    with pytest.raises(AccessError, match=r"^expected to copy .*parley.db to .*copy, got: "):
        owner.backup(tmp_path / "copy")


@pytest.mark.usefixtures("owner")
def test_it_needs_a_store_that_nobody_holds(place: Path, tmp_path: Path) -> None:
    with pytest.raises(AccessError, match=r"^expected a store at .*nowhere, got nothing; put articles in first with"):
        Owner(tmp_path / "nowhere")
    with pytest.raises(AccessError, match=r"^expected to open the store at .*, but this process already holds it"):
        Owner(place)
    Owner(tmp_path / "new", create=True).close()
    with open_store(tmp_path / "new", read_only=True) as store:
        assert store.stats()["articles"] == 0


def test_nothing_is_left_when_it_is_closed(place: Path) -> None:
    owner = Owner(place, workers=1)
    with owner.reading() as store:
        store.stats()
    owner.close()
    assert list(place.parent.glob(".*.snapshot")) == []
    with open_store(place) as store:
        assert store.stats()["articles"] == 1


def test_the_state_changes_with_the_content_and_not_with_reading(place: Path) -> None:
    before = state_of(place)
    with open_store(place, read_only=True) as store:
        store.stats()
    assert state_of(place) == before
    with open_store(place) as store:
        store.add_many(many_records(1))
    assert state_of(place) != before


def test_what_a_killed_process_left_is_cleared_away(place: Path) -> None:
    script = """
import sys, time
from kg.store.owner import Owner
owner = Owner(sys.argv[1], workers=0)
with owner.reading():
    print("reading", flush=True)
    time.sleep(60)
"""
    process = subprocess.Popen(
        [sys.executable, "-c", script, str(place)],
        env={**os.environ, "PYTHONPATH": str(CHECKOUT)},
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "reading\n"
    process.send_signal(signal.SIGKILL)
    process.wait()
    process.stdout.close()
    assert len(list(place.parent.glob(".*.snapshot"))) == 1
    Owner(place, workers=0).close()
    assert list(place.parent.glob(".*.snapshot")) == []

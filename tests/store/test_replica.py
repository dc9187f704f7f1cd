"""A replica answers from a snapshot, follows the store, and leaves nothing behind."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from kg.errors import AccessError
from kg.store import open_store
from kg.store.replica import LOOK_EVERY, Replica
from kg.store.snapshots import Snapshot, state_of
from kg.store.workers import Question
from tests.rdf.samples import harbour_record, many_records

CHECKOUT = Path(__file__).parents[2]


@pytest.fixture
def place(tmp_path: Path) -> Path:
    place = tmp_path / "parley.db"
    with open_store(place) as store:
        store.add(harbour_record())
    return place


def test_it_follows_what_is_written_and_keeps_nobody_from_writing(place: Path) -> None:
    replica = Replica(place)
    with replica.reading() as before, open_store(place) as store:
        store.add_many(many_records(3))
        assert before.stats()["articles"] == 1
    time.sleep(LOOK_EVERY)
    with replica.reading() as after:
        assert after.stats()["articles"] == 4
    replica.close()
    assert list(place.parent.iterdir()) == [place]


def test_while_a_write_goes_on_it_answers_from_before(place: Path) -> None:
    replica = Replica(place)
    with open_store(place) as store:
        store.add_many(many_records(3))
        time.sleep(LOOK_EVERY)
        with replica.reading() as before:
            assert before.stats()["articles"] == 1
        assert b"true" in replica.ask(Question(sparql="ASK { ?p a neg:Position }")).body
    replica.close()


def test_an_old_version_lives_as_long_as_it_is_read(place: Path) -> None:
    replica = Replica(place)
    with replica.reading() as old:
        with open_store(place) as store:
            store.remove(harbour_record().article.id)
        time.sleep(LOOK_EVERY)
        with replica.reading() as new:
            assert new.stats()["articles"] == 0
        assert old.stats()["articles"] == 1
        assert len(list(place.parent.glob(".*.snapshot"))) == 2
    assert len(list(place.parent.glob(".*.snapshot"))) == 1
    replica.close()


def test_a_snapshot_needs_a_store_at_rest(place: Path, tmp_path: Path) -> None:
    with pytest.raises(AccessError, match=r"^expected a store at .*nowhere, got nothing; put articles in first with"):
        Snapshot.of(tmp_path / "nowhere")
    with open_store(place), pytest.raises(AccessError, match=r"^expected to open the store at .*, but this process"):
        Snapshot.of(place)
    assert list(tmp_path.iterdir()) == [place]


def test_the_state_changes_with_the_content_and_not_with_reading(place: Path) -> None:
    before = state_of(place)
    with open_store(place, read_only=True) as store:
        store.stats()
    Snapshot.of(place).close()
    assert state_of(place) == before
    with open_store(place) as store:
        store.add_many(many_records(1))
    assert state_of(place) != before


def test_what_a_killed_process_left_is_cleared_away(place: Path) -> None:
    script = "import sys, time; from pathlib import Path; from kg.store.snapshots import Snapshot\n" + (
        "s = Snapshot.of(Path(sys.argv[1])); print('made', flush=True); time.sleep(60)"
    )
    process = subprocess.Popen(
        [sys.executable, "-c", script, str(place)],
        env={**os.environ, "PYTHONPATH": str(CHECKOUT)},
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "made\n"
    ours = Snapshot.of(place)
    assert len(list(place.parent.glob(".*.snapshot"))) == 2  # the other one is in use
    process.send_signal(signal.SIGKILL)
    process.wait()
    process.stdout.close()
    Snapshot.of(place).close()
    assert [path.name for path in place.parent.glob(".*.snapshot")] == [ours.store.parent.name]
    ours.close()

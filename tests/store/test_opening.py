"""Opening says who or what is in the way, and what to do next."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from kg.errors import AccessError, InputError
from kg.model.filter import PositionFilter
from kg.rdf.serialization import Syntax
from kg.store import open_store
from tests.rdf.samples import harbour_record
from tests.store.sparql_server import sparql_server

ON_LINUX = pytest.mark.skipif(not Path("/proc/locks").exists(), reason="only Linux tells who holds a lock")

HOLDER = """
import sys
from kg.store import open_store
with open_store(sys.argv[1], read_only=sys.argv[2] == "read"):
    print("open", flush=True)
    sys.stdin.read()
"""


@contextmanager
def another_process(place: Path, how: str) -> Iterator[int]:
    """A process that has the store open."""
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    arguments = [sys.executable, "-c", HOLDER, str(place), how]
    with subprocess.Popen(arguments, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environment) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"open\n"
        try:
            yield process.pid
        finally:
            process.communicate()


def test_a_store_on_disk_is_there_the_next_time(tmp_path: Path) -> None:
    place = tmp_path / "new" / "parley.db"
    place.parent.mkdir()
    record = harbour_record()
    with open_store(place) as store:
        store.add(record)
        before = store.dump(Syntax.N_QUADS)
    with open_store(str(place)) as store:
        assert store.dump(Syntax.N_QUADS) == before
        assert store.article(record.article.id) == record
    with open_store(place, read_only=True) as store:
        assert store.dump(Syntax.N_QUADS) == before


def test_reading_only_does_not_write(tmp_path: Path) -> None:
    place = tmp_path / "parley.db"
    record = harbour_record()
    with open_store(place) as store:
        store.add(record)
    with open_store(place, read_only=True) as store:
        assert store.add(record) is False
        with pytest.raises(AccessError) as caught:
            store.remove(record.article.id)
    assert str(caught.value) == (f"expected a store open for writing, got {place}, which is open for reading only")


@ON_LINUX
def test_a_store_that_another_process_writes_is_refused_with_its_name(tmp_path: Path) -> None:
    place = tmp_path / "parley.db"
    with open_store(place) as store:
        store.add(harbour_record())
    with another_process(place, "write") as process:
        for read_only in (False, True):
            with pytest.raises(AccessError) as caught:
                open_store(place, read_only=read_only)
            told = str(caught.value)
            assert told.startswith(f"expected to open the store at {place}, but process {process} (python")
            assert told.endswith("holds it; end that first, or ask a running server over HTTP (--store http://…)")
    with open_store(place) as store:
        assert len(store.positions(PositionFilter())) == 3


@ON_LINUX
def test_many_may_read_but_nobody_writes_meanwhile(tmp_path: Path) -> None:
    place = tmp_path / "parley.db"
    with open_store(place) as store:
        store.add(harbour_record())
    with another_process(place, "read"):
        with open_store(place, read_only=True) as store:
            assert len(store.positions(PositionFilter())) == 3
        with pytest.raises(AccessError):
            open_store(place)


@ON_LINUX
def test_a_store_that_this_process_has_open_is_refused(tmp_path: Path) -> None:
    place = tmp_path / "parley.db"
    with open_store(place) as store:
        for read_only in (False, True):
            with pytest.raises(AccessError) as caught:
                open_store(place, read_only=read_only)
            assert str(caught.value) == (
                f"expected to open the store at {place}, but this process already holds it;"
                " end that first, or ask a running server over HTTP (--store http://…)"
            )
        store.add(harbour_record())
        # The refused attempts have not cost this process its lock.
        arguments = [sys.executable, "-c", HOLDER, str(place), "write"]
        environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
        done = subprocess.run(arguments, capture_output=True, env=environment, stdin=subprocess.DEVNULL, check=False)
        assert f"but process {os.getpid()}".encode() in done.stderr


def test_a_directory_with_other_files_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("mine", "utf-8")
    with pytest.raises(AccessError) as caught:
        open_store(tmp_path)
    assert str(caught.value) == (
        f"expected a store's directory or an empty one at {tmp_path}, got one with other files;"
        " name another place with --store"
    )
    assert [path.name for path in tmp_path.iterdir()] == ["notes.txt"]


def test_a_file_is_no_store(tmp_path: Path) -> None:
    place = tmp_path / "parley.db"
    place.write_text("mine", "utf-8")
    with pytest.raises(AccessError) as caught:
        open_store(place)
    assert str(caught.value) == (
        f"expected a store's directory at {place}, got a file; name another place with --store"
    )


def test_there_is_nothing_to_read_where_nothing_is(tmp_path: Path) -> None:
    for place in (tmp_path / "none", tmp_path):
        with pytest.raises(AccessError) as caught:
            open_store(place, read_only=True)
        assert str(caught.value) == (
            f"expected a store at {place}, got nothing; put articles in first with: parley ingest"
        )
    with pytest.raises(AccessError) as caught:
        open_store(None, read_only=True)
    assert str(caught.value) == "expected a place to read from, got a new store in memory, which is empty"


def test_a_place_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    place = tmp_path / "no" / "such" / "parley.db"
    with pytest.raises(AccessError) as caught:
        open_store(place)
    assert str(caught.value).startswith(f"expected to open the store at {place}, got: ")


@pytest.mark.parametrize("damage", ["CURRENT", "MANIFEST", "sst"])
def test_damaged_files_are_told_from_a_sound_store(tmp_path: Path, damage: str) -> None:
    place = tmp_path / "parley.db"
    with open_store(place) as store:
        store.add(harbour_record())
    for path in place.iterdir():
        if damage in path.name:
            path.write_bytes(b"garbage" * 10)
    with pytest.raises(AccessError) as caught:
        open_store(place)
    assert str(caught.value).startswith(f"expected a sound store at {place}, got damaged files (Corruption: ")
    assert str(caught.value).endswith("; restore a backup, or move the directory away and ingest again")


def test_a_server_that_is_not_there_is_named() -> None:
    with sparql_server() as url:
        pass
    with pytest.raises(AccessError) as caught:
        open_store(url)
    assert str(caught.value).startswith(f"expected a SPARQL server at {url}, got: ")
    assert str(caught.value).endswith("; is it running?")
    with pytest.raises(InputError) as wrong:
        open_store("http://")
    assert str(wrong.value) == (
        "expected the address of a SPARQL endpoint such as http://127.0.0.1:8000/sparql, got 'http://'"
    )


def test_a_server_that_does_not_speak_sparql_is_named() -> None:
    with sparql_server() as url:
        elsewhere = url.replace("/query", "/elsewhere")
        with pytest.raises(AccessError) as caught:
            open_store(elsewhere)
        assert str(caught.value) == f"expected {elsewhere} to answer, got status 404: no such endpoint"
        chatter = url.replace("/query", "/chatter")
        with pytest.raises(AccessError) as caught:
            open_store(chatter)
        assert str(caught.value).startswith(
            f"expected SPARQL results in JSON from {chatter}, got what cannot be read: "
        )
        with open_store(chatter, read_only=True) as store, pytest.raises(AccessError) as caught:
            store.query("DESCRIBE <urn:x>")
        assert str(caught.value).startswith(f"expected RDF from {chatter}, got what cannot be read: ")


def test_a_server_may_be_only_read() -> None:
    record = harbour_record()
    with sparql_server() as url:
        with open_store(url) as store:
            store.add(record)
        with open_store(url, read_only=True) as store:
            assert store.article(record.article.id) == record
            with pytest.raises(AccessError) as caught:
                store.remove(record.article.id)
    assert str(caught.value) == f"expected a store open for writing, got {url}, open for reading only"

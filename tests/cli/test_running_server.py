"""Commands on a graph that a server holds, or at a server's address: the same words, status and graph."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import httpx
import pytest

from kg.store import open_store
from kg.usecases.keys import Scope, add_key
from tests.api.test_writing import coded
from tests.cli.conftest import CHECKOUT, HARBOUR, Outcome, Parley
from tests.cli.served import served
from tests.cli.test_ingesting import SECOND
from tests.rdf.samples import many_records

READING = (
    ("positions", "--json"),
    ("articles", "--json"),
    ("stats", "--json"),
    ("query", "SELECT ?who { ?p neg:holder/skos:prefLabel ?who } ORDER BY ?who", "--json"),
    ("network", "congruence", "--json"),
    ("matrix", "--json"),
    ("export", "nquads"),
    ("export", "graphml"),
)


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("home")
    news = folder / "news"
    news.mkdir()
    (news / "harbour.txt").write_text(HARBOUR, "utf-8")
    (news / "ferry.txt").write_bytes(SECOND.replace("Olav", "Zoë").encode("cp1252"))
    (news / "copy.txt").write_text("HARBOUR: talks on again\n\nMarch 4, 2025\n\n" + HARBOUR.split("\n\n")[2], "utf-8")
    (news / "empty.txt").touch()
    coded(folder / "debate.dna")
    open_store(folder / "parley.db").close()
    return folder


@pytest.fixture(scope="module")
def server(home: Path) -> Iterator[httpx.Client]:
    """A server that holds the graph."""
    with served(home / "parley.db") as (_, client):
        yield client


@pytest.fixture
def at_home(parley: Parley, home: Path, monkeypatch: pytest.MonkeyPatch) -> Parley:
    monkeypatch.chdir(home)
    monkeypatch.delenv("PARLEY_KEY", raising=False)
    return parley


@pytest.mark.usefixtures("server")
def test_ingesting_says_and_does_the_same_as_without_a_server(at_home: Parley, home: Path) -> None:
    alone = at_home("ingest", "news", "gone.txt", "debate.dna", "--store", "alone.db")
    through = at_home("ingest", "news", "gone.txt", "debate.dna")
    assert through.status == alone.status == 1
    assert through.out == alone.out.replace("alone.db", "./parley.db")
    assert through.err == alone.err
    assert "4 articles with " in through.out
    assert "1 near-copy linked: its positions count once.\n" in through.out
    again = at_home("ingest", "news", "--json")
    assert [(row["source"], row["new"]) for row in json.loads(again.out)["stored"]] == [
        ("news/copy.txt", False),
        ("news/ferry.txt", False),
        ("news/harbour.txt", False),
    ]
    assert [_told(at_home(*command)) for command in READING] == [
        _told(at_home(*command, "--store", "alone.db")) for command in READING
    ]
    assert len(list(home.glob(".parley.db-*.snapshot"))) <= 1  # the server's own; those of the commands are gone


def test_a_server_is_asked_by_its_address_too(server: httpx.Client, at_home: Parley) -> None:
    address = str(server.base_url).rstrip("/")
    for command in READING:
        assert _told(at_home(*command, "--store", address)) == _told(at_home(*command))
    refused = at_home("ingest", "news/ferry.txt", "--store", address)
    assert (refused.status, refused.err) == (
        1,
        "parley: expected a key that may write, got none; parley keys add NAME --scope write makes one (status 401 from"
        f" {address})\n",
    )


def test_with_a_key_articles_are_sent_and_removed_from_anywhere(
    server: httpx.Client, at_home: Parley, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    address = str(server.base_url)
    monkeypatch.setenv("PARLEY_KEY", add_key(str(home / "parley.db"), "ana", Scope.WRITE, today=date.today()))
    (home / "train.txt").write_text(SECOND.replace("Ferry", "Train").replace("workers", "drivers"), "utf-8")
    stored = at_home("ingest", "train.txt", "--store", address)
    assert (stored.status, stored.err) == (0, "")
    assert stored.out.startswith("Stored 1 article with ")
    assert server.get("/v1/jobs").json()["jobs"][0]["by"] == "ana"
    removed = at_home("remove", "train.txt", "--store", address)
    assert removed.status == 0
    assert re.fullmatch(r"Removed [0-9a-f]{16} \(train\.txt\) with \d positions?\.\n", removed.out)


@pytest.mark.usefixtures("server")
def test_removing_looks_all_up_before_the_first(at_home: Parley) -> None:
    at_home("ingest", "news/ferry.txt", "news/harbour.txt")
    before = json.loads(at_home("stats", "--json").out)["articles"]
    refused = at_home("remove", "ferry.txt", "train.txt")
    assert (refused.status, refused.err) == (
        1,
        "parley: expected an article of this graph, got 'train.txt'; parley articles lists them\n",
    )
    assert json.loads(at_home("stats", "--json").out)["articles"] == before
    assert at_home("remove", "ferry.txt").status == 0
    assert json.loads(at_home("stats", "--json").out)["articles"] == before - 1


def test_ctrl_c_stops_the_job_and_keeps_what_it_stored(server: httpx.Client, home: Path) -> None:
    many = home / "many"
    many.mkdir()
    for number in range(60):
        text = SECOND.replace("Olav", f"Olav{chr(97 + number % 26)}{chr(97 + number // 26)}")
        (many / f"{number:02}.txt").write_text(text, "utf-8")
    process = subprocess.Popen(
        [sys.executable, "-m", "kg", "ingest", "many"],
        cwd=home,
        env={**os.environ, "PYTHONPATH": str(CHECKOUT)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    while not _is_under_way(server):
        assert process.poll() is None, process.communicate()
        time.sleep(0.02)
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=60)
    assert (process.returncode, out, err) == (130, "", "parley: interrupted\n")
    deadline = time.monotonic() + 30
    while (job := server.get("/v1/jobs").json()["jobs"][0])["state"] == "running":
        assert time.monotonic() < deadline
        time.sleep(0.05)
    assert job["state"] == "cancelled"
    stored = server.get("/v1/articles", params={"source": "many/", "limit": 1}).json()["total"]
    assert stored == job["progress"]["done"] < 60


def test_a_holder_that_is_no_server_is_named_and_a_note_of_a_dead_one_misleads_nobody(
    parley: Parley, tmp_path: Path
) -> None:
    note = {"address": "http://127.0.0.1:9", "process": 2**22 + 1, "token": "x"}
    with open_store("parley.db"):
        (tmp_path / ".parley.db.server.json").write_text(json.dumps(note), "utf-8")
        for command in (("stats",), ("ingest", "news.txt"), ("remove", "x")):
            (tmp_path / "news.txt").write_text(HARBOUR, "utf-8")
            found = parley(*command)
            assert found.status == 1
            assert found.err.startswith("parley: expected to open the store at parley.db, but this process already ")
    assert parley("stats").status == 0


def test_a_server_that_is_not_there_is_said(parley: Parley, tmp_path: Path) -> None:
    (tmp_path / "news.txt").write_text(HARBOUR, "utf-8")
    found = parley("ingest", "news.txt", "--store", "http://127.0.0.1:9")
    assert (found.status, found.err) == (
        1,
        "parley: expected the server at http://127.0.0.1:9 to answer, got: [Errno 111] Connection refused\n",
    )


def _told(outcome: Outcome) -> tuple[int, str, str]:
    """What a command said, but for the moment of reading."""
    return outcome.status, re.sub(r"\d{4}-\d\d-\d\dT[\d:.+]+", "TIME", _sorted(outcome.out)), outcome.err


def _sorted(text: str) -> str:
    """Lines of N-Quads in which the run's IRI, which is made of its time, is the same everywhere."""
    return "\n".join(sorted(re.sub(r"id/extraction/[0-9a-f]{16}", "id/extraction/RUN", text).splitlines()))


def _is_under_way(server: httpx.Client) -> bool:
    newest = server.get("/v1/jobs").json()["jobs"][0]
    return newest["state"] == "running" and newest["progress"]["total"] == 60 and newest["progress"]["done"] >= 3


def test_an_answer_that_the_server_cuts_is_no_answer(tmp_path: Path, parley: Parley) -> None:
    with open_store("parley.db") as store:
        store.add_many(many_records(2, 5))
    with served(tmp_path / "parley.db", "--query-rows", "5", "--private") as (_, client):
        address = str(client.base_url).rstrip("/")
        assert parley("positions").status == 0
        refused = parley("positions", "--store", address)
        key = add_key("parley.db", "ana", Scope.READ, today=date.today())
        cut = _with_key(parley, key, "positions", "--store", address)
    assert (refused.status, refused.err) == (
        1,
        f"parley: expected {address}/sparql to answer, got status 401: expected a key in Authorization: Bearer … or in"
        " X-API-Key, got none\n",
    )
    assert (cut.status, cut.err) == (
        1,
        f"parley: expected a whole answer from {address}/sparql, got one that the server cut: ask where the graph lies,"
        " or have the server started with a higher --query-rows\n",
    )


def _with_key(parley: Parley, key: str, *command: str) -> Outcome:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PARLEY_KEY", key)
        return parley(*command)

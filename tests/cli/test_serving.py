"""``serve``: found by the user's other commands, with a message where it cannot be, and clean at the end."""

from __future__ import annotations

import json
import os
import re
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

from kg.store import open_store
from kg.usecases.announcing import announcement_file, running_server
from tests.cli.conftest import CHECKOUT, Parley, parley_process
from tests.rdf.samples import harbour_record

ENDLESS = "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l . ?m ?n ?o FILTER(?a = ?o) }"


@contextmanager
def server(folder: Path, *options: str) -> Iterator[tuple[subprocess.Popen[str], httpx.Client]]:
    """A server of the graph in ``folder`` as a shell would start it, and a client of it; killed if still there."""
    process = subprocess.Popen(
        [sys.executable, "-W", "error", "-m", "kg", "serve", "--port", "0", *options],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(CHECKOUT)},
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        assert process.stderr is not None
        announced = process.stderr.readline()
        told = r"/ with pages to read; for programs /v1 \(see /docs\) and /sparql\. Ctrl-C stops it\.\n"
        match = re.fullmatch(rf"Parley answers at (http://127\.0\.0\.1:\d+){told}", announced)
        assert match, announced + process.stderr.read()
        with httpx.Client(base_url=match[1], timeout=30) as client:
            yield process, client
    finally:
        process.kill()
        process.communicate()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    with open_store(tmp_path / "parley.db") as store:
        store.add(harbour_record())
    return tmp_path


def test_a_server_is_found_serves_and_stops_cleanly(folder: Path) -> None:
    store = str(folder / "parley.db")
    with server(folder) as (process, client):
        assert client.get("/v1/stats").json()["articles"] == 1
        note = running_server(store)
        assert note is not None
        assert (note.address, note.process) == (str(client.base_url).rstrip("/"), process.pid)
        (article,) = client.get("/v1/articles").json()["articles"]
        path = f"/v1/articles/{article['id']}"
        assert client.delete(path).status_code == 401
        assert client.delete(path, headers={"authorization": f"Bearer {note.token}"}).status_code == 204
        assert client.get("/v1/stats").json()["articles"] == 0
        second = parley_process("serve", "--port", "0", cwd=folder)
        assert second.returncode == 1
        assert re.fullmatch(
            rf"parley: expected to open the store at parley\.db, but process {process.pid} .* holds it; .*\n",
            second.stderr,
        )
        assert running_server(store) == note
        process.send_signal(signal.SIGINT)
        _, err = process.communicate(timeout=30)
    assert (process.returncode, err) == (0, "Stopped.\n")
    assert not announcement_file(store).exists()
    with open_store(folder / "parley.db") as again:
        assert again.stats()["articles"] == 0


def test_what_is_under_way_is_finished_before_the_end(folder: Path) -> None:
    with server(folder, "--query-seconds", "4") as (process, client):
        answers: list[httpx.Response] = []
        asking = threading.Thread(target=lambda: answers.append(client.get("/sparql", params={"query": ENDLESS})))
        asking.start()
        time.sleep(1.5)
        process.send_signal(signal.SIGTERM)
        time.sleep(0.5)
        with pytest.raises(httpx.ConnectError):
            httpx.get(client.base_url.join("/healthz"))
        asking.join()
        _, err = process.communicate(timeout=30)
    assert [answer.status_code for answer in answers] == [504]
    assert (process.returncode, err) == (0, "Stopped.\n")
    assert not announcement_file(str(folder / "parley.db")).exists()


def test_after_a_kill_it_starts_again(tmp_path: Path) -> None:
    with server(tmp_path, "--new") as (process, client):
        assert client.get("/v1/stats").json()["articles"] == 0
        process.kill()
        process.wait()
    left = json.loads(announcement_file(str(tmp_path / "parley.db")).read_text())
    assert running_server(str(tmp_path / "parley.db")) is None
    with server(tmp_path, "--private") as (process, client):
        note = running_server(str(tmp_path / "parley.db"))
        assert note is not None
        assert note.token != left["token"]
        assert client.get("/v1/stats").status_code == 401
        assert client.get("/v1/stats", headers={"x-api-key": left["token"]}).status_code == 401
        assert client.get("/v1/stats", headers={"x-api-key": note.token}).status_code == 200


def test_options_and_the_environment_reach_the_server(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PARLEY_CORS_ORIGINS", "https://a.example")
    monkeypatch.setenv("PARLEY_QUERY_SECONDS", "60")
    with server(folder, "--query-seconds", "0.5", "--allowed-host", "parley.example", "--rate", "4") as (_, client):
        found = client.get("/sparql", params={"query": ENDLESS}, headers={"origin": "https://a.example"})
        assert found.status_code == 504
        assert found.json()["detail"] == "expected an answer within 0.5 seconds, got none: the query was stopped"
        assert found.headers["access-control-allow-origin"] == "https://a.example"
        assert client.get("/healthz", headers={"host": "parley.example"}).status_code == 200
        assert [client.get("/healthz").status_code for _ in range(4)][-1] == 429


def test_other_machines_are_not_served_without_keys(graph: str, parley: Parley) -> None:
    found = parley("serve", "--host", "0.0.0.0", "--store", graph)
    assert found.status == 1
    assert found.err == (
        "parley: expected a key before other machines can connect to 0.0.0.0, got none:"
        " make one with parley keys add NAME --scope read\n"
    )


def test_a_port_that_is_taken_is_said(graph: str, parley: Parley) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        for _ in range(2):  # the first let go of the graph
            found = parley("serve", "--port", str(port), "--store", graph)
            assert found.status == 1
            assert found.err == (
                f"parley: expected to listen on 127.0.0.1 port {port}, got: Address already in use;"
                " try another --port, or --port 0 for any free one\n"
            )


@pytest.mark.parametrize(
    ("options", "complaint"),
    [
        (
            ("--store", "nowhere.db"),
            "expected a graph at nowhere.db to serve, found nothing there; put articles in with parley ingest,"
            " or begin with an empty one: parley serve --new",
        ),
        (
            ("--store", "http://localhost:1/sparql"),
            "expected a graph on this machine to serve, got http://localhost:1/sparql",
        ),
        (
            ("--new", "--cors", "example.org"),
            "expected origins such as https://example.org (no path), or * alone for every page there is in"
            " cors_origins (PARLEY_CORS_ORIGINS), got 'example.org'",
        ),
        (
            ("--new", "--rate", "0"),
            "expected a whole number of requests a minute, at least 1 in rate (PARLEY_RATE), got 0",
        ),
    ],
)
def test_what_cannot_be_served_is_said(
    options: tuple[str, ...], complaint: str, parley: Parley, tmp_path: Path
) -> None:
    found = parley("serve", *options)
    assert (found.status, found.err) == (1, f"parley: {complaint}\n")
    assert list(tmp_path.iterdir()) == []

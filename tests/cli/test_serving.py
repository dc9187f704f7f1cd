"""``serve``: on this machine only, with a message where that cannot be, and clean at the end."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import httpx
import pytest

from kg.store import open_store
from tests.cli.conftest import CHECKOUT, Parley, parley_process
from tests.rdf.samples import harbour_record, many_records


def test_a_server_answers_follows_the_store_and_stops_cleanly(tmp_path: Path) -> None:
    with open_store(tmp_path / "parley.db") as store:
        store.add(harbour_record())
    process = subprocess.Popen(
        [sys.executable, "-W", "error", "-m", "kg", "serve", "--port", "0"],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(CHECKOUT)},
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        assert process.stderr is not None
        announced = process.stderr.readline()
        match = re.fullmatch(r"Parley answers at (http://127\.0\.0\.1:\d+)/docs \(Ctrl-C stops it\)\.\n", announced)
        assert match, announced
        with httpx.Client(base_url=match[1]) as client:
            assert client.get("/v1/stats").json()["articles"] == 1
            with open_store(tmp_path / "parley.db") as store:  # nobody is kept from writing
                store.add_many(many_records(2))
            assert _eventually(lambda: client.get("/v1/stats").json()["articles"] == 3)
            found = parley_process("stats", "--json", "--store", f"{match[1]}/sparql", cwd=tmp_path)
            assert '"articles": 3' in found.stdout
    finally:
        process.send_signal(signal.SIGINT)
        _, err = process.communicate(timeout=30)
    assert (process.returncode, err) == (0, "Stopped.\n")
    assert [path.name for path in tmp_path.iterdir()] == ["parley.db"]


def test_other_machines_are_not_served(graph: str, parley: Parley) -> None:
    found = parley("serve", "--host", "0.0.0.0", "--store", graph)
    assert found.status == 1
    assert found.err == (
        "parley: expected one of 127.0.0.1, localhost, ::1 to serve on, got 0.0.0.0: whoever can connect could read"
        " everything, so Parley serves this machine only\n"
    )


def test_a_port_that_is_taken_is_said(graph: str, parley: Parley) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        found = parley("serve", "--port", str(port), "--store", graph)
    assert found.status == 1
    assert found.err == (
        f"parley: expected to listen on 127.0.0.1 port {port}, got: Address already in use;"
        " try another --port, or --port 0 for any free one\n"
    )


@pytest.mark.parametrize(
    ("store", "complaint"),
    [
        ("nowhere.db", "expected a store at nowhere.db, got nothing; put articles in first with: parley ingest"),
        ("http://localhost:1/sparql", "expected a graph on this machine to serve, got http://localhost:1/sparql"),
    ],
)
def test_a_graph_that_is_not_there_is_said(store: str, complaint: str, parley: Parley) -> None:
    found = parley("serve", "--store", store)
    assert (found.status, found.err) == (1, f"parley: {complaint}\n")


def _eventually(holds: object) -> bool:
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline:
        if holds():  # type: ignore[operator]
            return True
        time.sleep(0.2)
    return False

"""SIGTERM while an analysis runs that would run on for long: the server does not wait for it."""

from __future__ import annotations

import signal
import sys
import threading
import time
from pathlib import Path

import httpx
import pytest

from benchmarks.invented import invented_records
from kg.store import open_store
from tests.cli.served import served


@pytest.mark.skipif(sys.platform == "win32", reason="Windows ends processes without asking them")
def test_a_server_that_stops_ends_what_would_run_on(tmp_path: Path) -> None:
    place = tmp_path / "parley.db"
    with open_store(place) as store:
        store.add_many(invented_records(100))
    answers: list[httpx.Response] = []
    with served(place) as (process, client):
        endless = {"samples": 500, "window": "week"}
        asking = threading.Thread(
            target=lambda: answers.append(client.get("/v1/analysis/polarisation", params=endless, timeout=60))
        )
        asking.start()
        while "parley_analysis_processes_busy 1.0" not in client.get("/metrics").text:
            time.sleep(0.05)
        begun = time.monotonic()
        process.send_signal(signal.SIGTERM)
        asking.join()
        _, said = process.communicate(timeout=60)
    assert (process.returncode, said) == (0, "Stopped.\n")
    assert time.monotonic() - begun < 15.0
    assert (answers[0].status_code, answers[0].headers["retry-after"]) == (503, "2")
    assert answers[0].json()["detail"] == "expected a server that goes on, got one that is about to stop"

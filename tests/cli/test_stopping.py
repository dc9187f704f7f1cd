"""SIGTERM: what runs is finished or put down in order, and the next start takes up from there."""

from __future__ import annotations

import json
import signal
import sys
import threading
import time
from pathlib import Path

import httpx
import pytest

from kg.store import open_store
from tests.cli.conftest import parley_process
from tests.cli.served import served
from tests.rdf.samples import many_records

ARTICLES = 6
SLOW = "SELECT (COUNT(*) AS ?n) { SELECT * { ?a ?b ?c . ?d ?e ?f } LIMIT 2000000 }"

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows ends processes without asking them")


def test_a_terminated_server_finishes_what_runs_and_the_next_one_goes_on(tmp_path: Path) -> None:
    place = tmp_path / "parley.db"
    with open_store(place) as store:
        store.add_many(many_records(5))
    answers: list[httpx.Response] = []
    with served(place, "--query-seconds", "60") as (process, client):
        lines = "".join(
            json.dumps({"text": article(number), "source": f"{number}.txt"}) + "\n" for number in range(ARTICLES)
        )
        job = client.post("/v1/jobs", content=lines, headers={"Content-Type": "application/x-ndjson"}).json()
        until(lambda: client.get(f"/v1/jobs/{job['id']}").json()["progress"]["done"] >= 1)
        asking = threading.Thread(target=lambda: answers.append(client.get("/sparql", params={"query": SLOW})))
        asking.start()
        until(lambda: "parley_query_processes_busy 1.0" in client.get("/metrics").text)
        begun = time.monotonic()
        process.send_signal(signal.SIGTERM)
        asking.join()
        _, said = process.communicate(timeout=60)
        took = time.monotonic() - begun
    assert (process.returncode, said) == (0, "Stopped.\n")
    assert answers[0].status_code == 200
    assert answers[0].json()["results"]["bindings"][0]["n"]["value"] == "2000000"
    assert took < 30
    assert {path.name for path in tmp_path.iterdir()} == {
        "parley.db", "parley.db.audit.jsonl", "parley.db.audit.rdfp.gz", "parley.db.jobs", ".parley.db.cache.sqlite",
    }  # fmt: skip
    verified = parley_process("verify", str(place), "--json", cwd=tmp_path)
    assert json.loads(verified.stdout)["sound"] is True
    with open_store(place, read_only=True) as store:
        stored = len(store.articles()) - 5
    assert 1 <= stored <= ARTICLES
    with served(place) as (process, client):
        until(lambda: client.get(f"/v1/jobs/{job['id']}").json()["state"] == "done")
        assert client.get("/v1/stats").json()["articles"] == 5 + ARTICLES
        process.send_signal(signal.SIGTERM)
        assert process.wait(timeout=60) == 0


def article(number: int) -> str:
    """A short article."""
    return (
        f"Harbour talks, day {number}\n\nThe dockers' union will sign the harbour agreement only if pier {number} stays"
        f" public, its leader said on Monday.\n\nThe government of Ardania rejected plan {number}.\n"
    )


def until(holds: object) -> None:
    """Wait for it, a minute at most."""
    deadline = time.monotonic() + 60
    while not holds():  # type: ignore[operator]
        assert time.monotonic() < deadline, "it did not come to that within a minute"
        time.sleep(0.02)


def test_a_read_model_left_by_a_terminated_server_is_current(tmp_path: Path) -> None:
    place = tmp_path / "parley.db"
    with open_store(place) as store:
        store.add_many(many_records(5))
    with served(place) as (process, client):
        assert client.get("/readyz").json()["status"] == "ready"
        process.send_signal(signal.SIGTERM)
        assert process.wait(timeout=60) == 0
    cache = place.with_name(".parley.db.cache.sqlite")
    before = cache.stat().st_mtime_ns
    with served(place) as (process, client):
        assert client.get("/readyz").json()["status"] == "ready"
        assert cache.stat().st_mtime_ns == before  # it was not made anew
        process.send_signal(signal.SIGTERM)
        assert process.wait(timeout=60) == 0


def test_the_log_is_one_json_object_a_line(tmp_path: Path) -> None:
    place = tmp_path / "parley.db"
    with open_store(place) as store:
        store.add_many(many_records(1))
    with served(place, "--log", "json") as (process, client):
        client.get("/v1/stats?secret=1")
        client.get("/nowhere")
        process.send_signal(signal.SIGTERM)
        _, said = process.communicate(timeout=60)
    *lines, last = said.splitlines()
    assert last == "Stopped."
    found = [json.loads(line) for line in lines]
    assert [(line["method"], line["path"], line["status"], line["caller"]) for line in found] == [
        ("GET", "/v1/stats", 200, "local"),
        ("GET", "/nowhere", 404, "local"),
    ]
    assert "secret" not in said

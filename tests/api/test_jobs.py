"""``/v1/jobs``: many articles, one after the other, through cancellation, a killed server and its next start."""

from __future__ import annotations

import json
import multiprocessing
import signal
import socket
import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import httpx
import pytest

from kg.settings import ServerSettings
from kg.store import open_store
from kg.usecases.jobs import WAITING, Spool
from tests.api.conftest import serving, until_over
from tests.cli.served import served

KEY = "a key for tests"
LINES = {"Content-Type": "application/x-ndjson"}
PLACES = [f"{town}{end}" for end in "abcdefghijklmnopqrstuvwxyzäëïöüáéíóúàèìòù" for town in ("Ardon", "Belm", "Cormer")]


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    place = tmp_path_factory.mktemp("jobs") / "parley.db"
    open_store(place).close()
    with serving(place, ServerSettings(local_token=KEY)) as found:
        found.headers["Authorization"] = f"Bearer {KEY}"
        yield found


def articles(first: int, last: int) -> list[dict[str, str]]:
    """Articles so different that none is another's near-copy, three positions in each."""
    return [
        {
            "source": f"wire/{number}.txt",
            "text": f"{place} ferry strike looms\n\nMarch 5, 2025\n\nFerry workers of {place} rejected the {place} pay"
            f" offer on Tuesday. The {place} company supports a six percent rise, its director Olav {place} said, and"
            f" the {place} workers demanded ten percent.\n",
        }
        for number, place in enumerate(PLACES[first:last], start=first)
    ]


def lines(articles: list[dict[str, str]]) -> bytes:
    return "".join(json.dumps(each) + "\n" for each in articles).encode()


def test_a_job_reads_every_line_and_says_what_became_of_it(client: httpx.Client) -> None:
    body = lines(articles(0, 2)) + b'\n{"text": " ", "source": "empty.txt"}\n{"text": 3}\n' + lines(articles(1, 3))
    started = client.post("/v1/jobs", content=body, headers=LINES)
    assert (started.status_code, started.headers["retry-after"]) == (202, "1")
    address = started.headers["location"]
    assert started.json()["links"]["self"] == address
    assert started.json()["progress"] == {"done": 0, "total": 6, "current": None}
    job = until_over(client, address)
    empty = {"source": "empty.txt", "reason": "expected an article, got an empty file in empty.txt"}
    wrong = {"source": "line 5", "reason": "expected text as text in line 5, got a number"}
    assert job["state"] == "done"
    assert job["by"] == "local"
    assert job["progress"] == {"done": 6, "total": 6, "current": None}
    assert job["result"] == {
        "stored": 3, "known": 1, "positions": 9, "failed": 2, "failures": [empty, wrong], "copies": 0,
    }  # fmt: skip
    assert job["created"] <= job["started"] <= job["ended"]
    outcomes = [json.loads(line) for line in client.get(job["links"]["outcomes"]).text.splitlines()]
    assert [(row["source"], [each["new"] for each in row["stored"]], row["failed"]) for row in outcomes] == [
        ("wire/0.txt", [True], []),
        ("wire/1.txt", [True], []),
        ("empty.txt", [], [empty]),
        ("line 5", [], [wrong]),
        ("wire/1.txt", [False], []),
        ("wire/2.txt", [True], []),
    ]
    assert client.get(f"/v1/articles/{outcomes[0]['stored'][0]['id']}").json()["source"] == "wire/0.txt"
    assert client.get("/v1/jobs").json()["jobs"][0] == job


def test_several_files_are_a_job(client: httpx.Client) -> None:
    files = [("file", (each["source"], each["text"].encode())) for each in articles(3, 5)]
    job = until_over(client, client.post("/v1/articles", files=files).headers["location"])
    assert (job["result"]["stored"], job["result"]["failed"]) == (2, 0)


@pytest.mark.parametrize(
    ("status", "body", "kind", "detail"),
    [
        (400, b"\n \n", LINES, "expected articles, one JSON object a line, got no line"),
        (400, b"[1]\n", LINES, "expected an article as a JSON object in line 1, got a list"),
        (415, b"{}", {"Content-Type": "application/json"}, "expected application/x-ndjson or multipart/form-data, got"
         " application/json"),
    ],
)  # fmt: skip
def test_what_is_no_job_is_refused_and_leaves_nothing(
    status: int, body: bytes, kind: dict[str, str], detail: str, client: httpx.Client
) -> None:
    before = client.get("/v1/jobs").json()
    found = client.post("/v1/jobs", content=body, headers=kind)
    assert (found.status_code, found.json()["detail"]) == (status, detail)
    assert client.get("/v1/jobs").json() == before


@pytest.mark.parametrize("step", ["__init__", "__exit__"])
def test_look_ups_are_answered_while_a_job_waits_for_the_disk(
    step: str, client: httpx.Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    waits, goes_on = threading.Event(), threading.Event()
    own = getattr(Spool, step)

    def slowly(*given: Any) -> None:
        waits.set()
        goes_on.wait(30)
        own(*given)

    monkeypatch.setattr(Spool, step, slowly)
    with ThreadPoolExecutor(1) as threads:
        handed_in = threads.submit(client.post, "/v1/jobs", content=lines(articles(0, 1)), headers=LINES)
        try:
            assert waits.wait(30)
            assert client.get("/v1/stats", timeout=5).status_code == 200
        finally:
            goes_on.set()
        assert until_over(client, handed_in.result().headers["location"])["state"] == "done"


def test_a_sender_who_hangs_up_leaves_nothing(tmp_path: Path) -> None:
    open_store(tmp_path / "parley.db").close()
    with served(tmp_path / "parley.db") as (process, client):
        host, port = client.base_url.host, client.base_url.port or 0
        for address, kind in (("/v1/jobs", LINES["Content-Type"]), ("/v1/articles", "text/plain")):
            head = [f"POST {address} HTTP/1.1", f"Host: {host}", f"Authorization: {client.headers['Authorization']}"]
            head += [f"Content-Type: {kind}", "Content-Length: 1000000"]
            with socket.create_connection((host, port)) as connection:
                connection.sendall("\r\n".join([*head, "", '{"text": "Talks']).encode())
                _wait_for(lambda: bool(list(tmp_path.glob("*.jobs"))))
        _wait_for(lambda: not list(tmp_path.glob("*.jobs/*")) and not list(tmp_path.glob("*.jobs/.*")))
        assert client.get("/v1/jobs").json() == {"jobs": []}
        assert client.get("/v1/stats").json()["articles"] == 0
        process.send_signal(signal.SIGTERM)
        assert process.wait(timeout=30) == 0
        assert process.stderr is not None
        assert "Traceback" not in process.stderr.read()


def test_a_cancelled_job_stops_and_keeps_what_it_stored(client: httpx.Client) -> None:
    address = client.post("/v1/jobs", content=lines(articles(5, 65)), headers=LINES).headers["location"]
    waiting = client.post("/v1/jobs", content=lines(articles(65, 66)), headers=LINES).headers["location"]
    _wait_for(lambda: client.get(address).json()["progress"]["done"] >= 5)
    assert client.post(f"{waiting}/cancel").json()["state"] == "cancelled"
    assert client.delete(address).status_code == 202
    job = until_over(client, address)
    assert job["state"] == "cancelled"
    assert 5 <= job["progress"]["done"] < 60
    stored = {each["source"] for each in client.get("/v1/articles", params={"limit": 1000}).json()["articles"]}
    done = {json.loads(line)["source"] for line in client.get(f"{address}/outcomes").text.splitlines()}
    assert len(done) == job["progress"]["done"]
    assert done <= stored
    assert "wire/65.txt" not in stored
    assert client.delete(address).status_code == 204
    gone = client.get(address)
    assert (gone.status_code, gone.json()["detail"]) == (
        404,
        f"expected a job of this server, got {job['id']!r}; it remembers 100 that are over",
    )


def test_an_article_is_read_at_once_while_a_job_runs_and_look_ups_are_quick(client: httpx.Client) -> None:
    address = client.post("/v1/jobs", content=lines(articles(66, 100)), headers=LINES).headers["location"]
    _wait_for(lambda: client.get(address).json()["state"] == "running")
    begun = time.monotonic()
    made = client.post("/v1/articles", json=articles(100, 101)[0])
    took = time.monotonic() - begun
    assert made.status_code == 201
    assert client.get(address).json()["state"] == "running"
    assert took < 5.0
    client.delete(address)
    until_over(client, address)


def test_a_server_that_cannot_start_to_read_says_so_and_blames_no_article(tmp_path: Path) -> None:
    place = tmp_path / "parley.db"
    open_store(place).close()
    with serving(place, ServerSettings(local_token=KEY)) as client:
        client.headers["Authorization"] = f"Bearer {KEY}"
        multiprocessing.set_executable("/nowhere/python")
        try:
            refused = client.post("/v1/articles", json=articles(0, 1)[0])
            address = client.post("/v1/jobs", content=lines(articles(0, 3)), headers=LINES).headers["location"]
            _wait_for(lambda: client.get(address).json()["problem"])
            waiting = client.get(address).json()
        finally:
            multiprocessing.set_executable(sys.executable)
        detail = (
            "expected the process that reads articles to start, got: its end (too little memory or a fault of ours; the"
            " server's log says more)"
        )
        assert (refused.status_code, refused.headers["retry-after"]) == (503, "2")
        assert refused.json()["detail"] == detail
        assert (waiting["state"], waiting["progress"]["done"]) == ("running", 0)
        assert waiting["problem"] == f"{detail}; the job waits, and tries again in 1 s"
        job = until_over(client, address)
        assert (job["state"], job["problem"], job["result"]["stored"], job["result"]["failed"]) == ("done", None, 3, 0)
        assert client.post("/v1/articles", json=articles(0, 1)[0]).status_code == 200


def test_too_many_jobs_are_told_to_come_back(client: httpx.Client) -> None:
    body = lines(articles(0, 60))
    addresses = [client.post("/v1/jobs", content=body, headers=LINES) for _ in range(WAITING + 2)]
    refused = addresses[-1]
    assert (refused.status_code, refused.headers["retry-after"]) == (503, "2")
    assert refused.json()["detail"] == (
        f"expected at most {WAITING} jobs to wait, got one more: hand it in again later"
    )
    for each in reversed(addresses[:-1]):
        client.delete(each.headers["location"])
    until_over(client, addresses[0].headers["location"])


def test_a_job_of_a_server_that_was_told_to_end_goes_on_with_the_next(tmp_path: Path) -> None:
    place, settings = tmp_path / "parley.db", ServerSettings(local_token=KEY)
    open_store(place).close()
    with serving(place, settings) as client:
        headers = {"Authorization": f"Bearer {KEY}", **LINES}
        address = client.post("/v1/jobs", content=lines(articles(0, 20)), headers=headers).headers["location"]
        _wait_for(lambda: client.get(address).json()["progress"]["done"] >= 2)
    with serving(place, settings) as client:
        job = until_over(client, address)
        assert (job["state"], job["result"]["stored"], job["result"]["failed"]) == ("done", 20, 0)
        assert client.get("/v1/stats").json()["articles"] == 20


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="this system cannot kill without warning")
def test_a_job_of_a_killed_server_goes_on_with_the_next(tmp_path: Path) -> None:
    place = tmp_path / "parley.db"
    open_store(place).close()
    with served(place) as (process, client):
        first, second, third = (
            client.post("/v1/jobs", content=lines(articles(*some)), headers=LINES).headers["location"]
            for some in ((0, 2), (2, 24), (22, 26))
        )
        over = until_over(client, first)
        _wait_for(lambda: client.get(second).json()["progress"]["done"] >= 5)
        process.send_signal(signal.SIGKILL)
        process.wait()
    with served(place) as (process, client):
        assert client.get(first).json() == over
        job = until_over(client, second)
        assert (job["state"], job["progress"]["done"]) == ("done", 22)
        assert job["result"]["stored"] + job["result"]["known"] == 22
        outcomes = [json.loads(line) for line in client.get(f"{second}/outcomes").text.splitlines()]
        assert [row["source"] for row in outcomes] == [each["source"] for each in articles(2, 24)]
        assert all(row["stored"] for row in outcomes)
        rest = until_over(client, third)
        assert (rest["state"], rest["result"]["stored"], rest["result"]["known"]) == ("done", 2, 2)
        assert client.get("/v1/stats").json()["articles"] == 26
        process.send_signal(signal.SIGTERM)
        assert process.wait(timeout=30) == 0
    kept = sorted(path.name for path in (tmp_path / "parley.db.jobs").glob("*/*"))
    assert kept == ["job.json"] * 3 + ["outcomes.ndjson"] * 3


def _wait_for(holds: Any) -> None:
    deadline = time.monotonic() + 60
    while not holds():
        assert time.monotonic() < deadline, "waited for a minute"
        time.sleep(0.02)

"""Jobs through every kind of stop: each article that was acknowledged is stored, and none is said to have failed.

PARLEY_STOPS sets how often the server's whole group is stopped (3 by default, at places drawn by a fixed seed).
"""

from __future__ import annotations

import json
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest

from kg.store import open_store
from kg.usecases.job_files import JobFiles, JobState
from kg.usecases.jobs import jobs_folder
from tests.cli.served import served

STOPS = int(os.environ.get("PARLEY_STOPS", "3"))
LOADING = 1.5
"""Seconds, about, that a reading process takes to load the language model."""

pytestmark = [
    pytest.mark.skipif(sys.platform == "win32", reason="Windows has no groups of processes that get signals"),
    pytest.mark.skipif(shutil.which("ps") is None, reason="looks for processes with ps (package procps)"),
]


@pytest.fixture
def place(tmp_path: Path) -> Path:
    open_store(tmp_path / "parley.db").close()
    return tmp_path / "parley.db"


def test_a_job_loses_nothing_when_the_whole_group_is_stopped_again_and_again(place: Path) -> None:
    chance, articles = random.Random(13), 12 * STOPS
    address, states = "", []
    for stop in range(STOPS):
        with served(place) as (process, client):
            address = address or hand_in(client, articles)
            until(lambda pid=process.pid: readers(pid))
            if stop % 3 == 1:  # while it starts; the first stop is at once, every third while it reads
                time.sleep(chance.random() * LOADING)
            elif stop % 3 == 2:
                until_done(client, address, progress(client, address)["done"] + 1)
                time.sleep(chance.random() * 0.2)
            states.append(client.get(address).json()["state"])
            os.killpg(process.pid, signal.SIGTERM)
            _, said = process.communicate(timeout=60)
            assert (process.returncode, said) == (0, "Stopped.\n")
            until(lambda pid=process.pid: not group(pid))
    assert states == ["running"] * STOPS
    with served(place) as (_, client):
        require_all(client, address, articles)


def test_killed_processes_leave_none_behind_and_cost_no_article(place: Path) -> None:
    address = ""
    for done in (0, 2):
        with served(place) as (process, client):
            address = address or hand_in(client, 16)
            until(lambda pid=process.pid: readers(pid))
            until_done(client, address, done)
            process.kill()
            process.wait()
            until(lambda pid=process.pid: not group(pid))
    with served(place) as (process, client):
        for more in (0, 2):
            until_done(client, address, progress(client, address)["done"] + more)
            until(lambda: readers(process.pid))
            (reader,) = readers(process.pid)
            os.kill(reader, signal.SIGKILL)
            until(lambda reader=reader: reader not in readers(process.pid))
        require_all(client, address, 16)


def test_a_second_signal_ends_a_server_at_once_and_quietly(place: Path) -> None:
    address = ""
    for number in (signal.SIGINT, signal.SIGTERM):
        with served(place, "--query-seconds", "60") as (process, client):
            address = address or hand_in(client, 40)
            until(lambda pid=process.pid: readers(pid))
            with asking(str(client.base_url)):
                until(lambda client=client: "parley_query_processes_busy 1.0" in client.get("/metrics").text)
                process.send_signal(number)
                process.send_signal(number)  # as `timeout` does: still the same stop
                time.sleep(1.0)
                assert process.poll() is None
                begun = time.monotonic()
                process.send_signal(number)
                _, said = process.communicate(timeout=60)
                took = time.monotonic() - begun
        assert (process.returncode, said) == (130, "Stopped at once.\n")
        assert took < 1.0
        until(lambda pid=process.pid: not group(pid))
        assert not place.with_name(".parley.db.server.json").exists()
    with open_store(place) as store:
        stored = {header.source for header in store.articles()}
    files = JobFiles(jobs_folder(place))
    (job,) = files.load()
    assert job.state is JobState.RUNNING
    outcomes = list(files.outcomes(job.id))
    assert {outcome.source for outcome in outcomes} <= stored
    assert all(not outcome.failures for outcome in outcomes)


@contextmanager
def asking(address: str) -> Iterator[None]:
    """A client that waits for the answer to a query without end."""
    with subprocess.Popen([sys.executable, "-c", ASKER, address], stderr=subprocess.DEVNULL) as client:
        try:
            yield
        finally:
            client.kill()


ASKER = """
import sys, urllib.parse, urllib.request
query = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
urllib.request.urlopen(f"{sys.argv[1]}/sparql?" + urllib.parse.urlencode({"query": query}))
"""


def hand_in(client: httpx.Client, articles: int) -> str:
    """The address of a job with so many articles, each another one."""
    lines = "".join(json.dumps({"text": text(number), "source": f"{number}.txt"}) + "\n" for number in range(articles))
    taken = client.post("/v1/jobs", content=lines, headers={"Content-Type": "application/x-ndjson"})
    assert taken.status_code == 202
    return taken.headers["location"]


def text(number: int) -> str:
    """An article of a few paragraphs: reading it takes a tenth of a second, about."""
    return f"Harbour talks, day {number}\n\n" + "\n\n".join(
        f"The dockers' union will sign agreement {number}-{part} only if pier {part} stays public, its leader Mara"
        f" Olsen said on Monday. The government of Ardania rejected plan {number}-{part}, and the port authority urged"
        f" both sides to accept the compromise that the mediators of Belmoria had proposed on day {part}."
        for part in range(3)
    )


def progress(client: httpx.Client, address: str) -> dict[str, Any]:
    """How far the job is."""
    found: dict[str, Any] = client.get(address).json()["progress"]
    return found


def until_done(client: httpx.Client, address: str, number: int) -> None:
    """Wait until so many articles are done."""
    until(lambda: progress(client, address)["done"] >= number)


def require_all(client: httpx.Client, address: str, articles: int) -> None:
    """The job ends with every article stored, in the order in which they came, and none that failed."""
    until(lambda: client.get(address).json()["state"] not in ("queued", "running"))
    job = client.get(address).json()
    outcomes = [json.loads(line) for line in client.get(f"{address}/outcomes").text.splitlines()]
    assert [outcome["failed"] for outcome in outcomes if outcome["failed"]] == []
    assert (job["state"], job["problem"], job["result"]["failed"]) == ("done", None, 0)
    assert [outcome["source"] for outcome in outcomes] == [f"{number}.txt" for number in range(articles)]
    assert all(len(outcome["stored"]) == 1 for outcome in outcomes)
    assert client.get("/v1/stats").json()["articles"] == articles


def group(leader: int) -> Sequence[tuple[int, str]]:
    """The processes of the group: id and command line; those that are over and wait for their parent do not count."""
    command = ["ps", "-A", "-ww", "-o", "pid=,pgid=,stat=,args="]
    listed = subprocess.run(command, capture_output=True, text=True, check=True)
    rows = [line.split(maxsplit=3) for line in listed.stdout.splitlines()]
    return [(int(row[0]), row[3]) for row in rows if row[1] == str(leader) and not row[2].startswith("Z")]


def readers(leader: int) -> Sequence[int]:
    """The processes of the group that read articles: one, as a rule."""
    return [process for process, command in group(leader) if "spawn_main" in command]


def until(holds: Callable[[], object]) -> None:
    """Wait for it, a minute at most."""
    deadline = time.monotonic() + 60
    while not holds():
        assert time.monotonic() < deadline, "it did not come to that within a minute"
        time.sleep(0.02)

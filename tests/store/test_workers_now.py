"""Questions of an event loop: answered by a process that is free, without a thread that waits."""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from kg.confinement import MEBIBYTE
from kg.errors import AccessError, InputError
from kg.store.lanes import Lanes
from kg.store.questions import LateError, Limits, Question, TooLargeError
from kg.store.workers import LONGEST_NOW, Workers

ANY = Question(sparql="ASK { ?s ?p ?o }")
ALL = Question(sparql="SELECT ?o { ?s ?p ?o }")
ENDLESS = Question(sparql="SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }")


@pytest.fixture(name="place", scope="module")
def _place(crowded: Path) -> Path:
    return crowded


@pytest.fixture(name="workers")
def _workers(place: Path) -> Iterator[Workers]:
    found = Workers(count=1, limits=Limits(seconds=1.0, memory=512 * MEBIBYTE))
    found.ask(ANY, place)
    yield found
    found.close()


@pytest.mark.parametrize("loops", ["asyncio", "uvloop"])
def test_the_answers_are_those_that_threads_get(loops: str, workers: Workers, place: Path) -> None:
    new_loop = pytest.importorskip(loops, reason="there is none for Windows").new_event_loop
    with asyncio.Runner(loop_factory=new_loop) as runner:
        for question in (ANY, ALL, ANY):  # the second is large: it crosses the pipe in many pieces
            assert runner.run(workers.ask_now(question, place)) == workers.ask(question, place)
    assert workers.busy == 0


def test_only_a_process_that_is_free_is_asked(workers: Workers, place: Path) -> None:
    async def ask_two() -> tuple[object, object]:
        first = asyncio.create_task(workers.ask_now(ALL, place))
        await asyncio.sleep(0)  # it is handed over now
        second = await workers.ask_now(ANY, place)
        return await first, second

    first, second = asyncio.run(ask_two())
    assert (first is None, second) == (False, None)


def test_a_query_too_long_to_be_handed_over_in_one_piece_is_left_to_a_thread(workers: Workers, place: Path) -> None:
    long = Question(sparql=f"ASK {{}} #{'x' * LONGEST_NOW}")
    assert asyncio.run(workers.ask_now(long, place)) is None
    assert b"true" in workers.ask(long, place).body


def test_a_late_one_is_stopped_and_the_loop_lives_on_meanwhile(workers: Workers, place: Path) -> None:
    async def ask() -> int:
        ticks, asking = 0, asyncio.create_task(workers.ask_now(ENDLESS, place))
        while not asking.done():
            ticks += 1
            await asyncio.sleep(0.05)
        with pytest.raises(LateError, match=r"^expected an answer within 1 seconds, got none: the query was stopped$"):
            await asking
        return ticks

    assert asyncio.run(ask()) > 5
    assert b"true" in workers.ask(ANY, place).body
    assert workers.killed == 1


def test_errors_and_ends_are_told_as_to_threads(workers: Workers, place: Path) -> None:
    with pytest.raises(InputError, match=r"^expected a SPARQL 1.1 query, got a mistake "):
        asyncio.run(workers.ask_now(Question(sparql="SELEC"), place))
    greedy = Question(sparql="SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } ORDER BY ?c")
    with pytest.raises((TooLargeError, LateError)):
        asyncio.run(workers.ask_now(greedy, place))
    assert b"true" in workers.ask(ANY, place).body


def test_an_asker_who_gives_up_leaves_no_process_at_work(workers: Workers, place: Path) -> None:
    async def give_up() -> None:
        asking = asyncio.create_task(workers.ask_now(ENDLESS, place))
        await asyncio.sleep(0.1)
        asking.cancel()
        with pytest.raises(asyncio.CancelledError):
            await asking

    asyncio.run(give_up())
    assert b"true" in workers.ask(ANY, place).body
    assert workers.killed == 1


def test_a_query_found_long_in_the_express_lane_is_left_to_a_thread_and_not_tried_again(place: Path) -> None:
    lanes = Lanes(count=0, limits=Limits(seconds=3.0))
    deadline = time.monotonic() + 30.0
    while asyncio.run(lanes.ask_now(ANY, place)) is None and time.monotonic() < deadline:
        time.sleep(0.05)  # they start
    assert asyncio.run(lanes.ask_now(ENDLESS, place)) is None
    killed = lanes.killed
    assert asyncio.run(lanes.ask_now(ENDLESS, place)) is None
    assert lanes.killed == killed
    lanes.close()


@pytest.mark.skipif(sys.platform == "win32", reason="no such signal")
def test_a_process_that_was_killed_while_it_waited_is_no_fault_of_the_next_query(workers: Workers, place: Path) -> None:
    _kill_idle(workers)
    assert b"true" in workers.ask(ANY, place).body
    _kill_idle(workers)
    assert asyncio.run(workers.ask_now(ANY, place)) is None
    assert b"true" in workers.ask(ANY, place).body
    assert (workers.busy, workers.killed) == (0, 2)


@pytest.mark.skipif(sys.platform == "win32", reason="no such signal")
def test_a_process_that_ends_while_it_starts_is_replaced(place: Path) -> None:
    workers = Workers(count=1)
    _kill_idle(workers)
    assert asyncio.run(workers.ask_now(ANY, place)) is None
    assert b"true" in workers.ask(ANY, place).body
    assert workers.busy == 0
    workers.close()


def _kill_idle(workers: Workers) -> None:
    """Kill the one process, as a system does that is short of memory."""
    (worker,) = workers._idle.queue
    assert worker is not None
    worker._process.kill()
    worker._process.join()


def test_a_process_that_cannot_be_replaced_now_is_started_when_it_can(workers: Workers, place: Path) -> None:
    resource = pytest.importorskip("resource", reason="only Unix limits the files of a process")
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    try:
        resource.setrlimit(resource.RLIMIT_NOFILE, (3, hard))  # from now on no file can be opened, and no pipe
        with pytest.raises(LateError):
            workers.ask(ENDLESS, place)
        for _ in range(2):
            with pytest.raises(
                AccessError,
                match=r"^expected the system to start a query process, got: Too many open files; ask again in a moment",
            ):
                workers.ask(ANY, place)
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
    assert asyncio.run(workers.ask_now(ANY, place)) is None  # the loop leaves starting one to a thread
    assert b"true" in workers.ask(ANY, place).body
    assert workers.busy == 0


@pytest.mark.skipif(sys.platform == "win32", reason="no such signal")
def test_processes_outlive_a_signal_to_the_whole_group_but_not_their_server(place: Path, tmp_path: Path) -> None:
    script = tmp_path / "server.py"
    script.write_text(
        """
import os, signal, sys
from pathlib import Path
from kg.store.questions import Question
from kg.store.workers import Workers
if __name__ == "__main__":
    place, workers = Path(sys.argv[1]), Workers(count=1)
    workers.ask(Question(sparql="ASK {}"), place)
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    os.killpg(0, signal.SIGTERM)
    print(workers.ask(Question(sparql="ASK {}"), place).body, workers.killed)
""",
        "utf-8",
    )
    done = subprocess.run(
        [sys.executable, str(script), str(place)],
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])},
        start_new_session=True,
        capture_output=True,
        text=True,
        timeout=60,  # it ends although nobody closed the workers
        check=False,
    )
    assert (done.returncode, done.stdout) == (0, """b'{"head":{},"boolean":true}' 0\n"""), done.stderr

"""Analyses in processes of their own: the same answer as here, and an end to those that take too much."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest

from api import analysis_answers
from benchmarks.invented import invented_records
from kg.confinement import MEBIBYTE
from kg.errors import MissingError
from kg.model.filter import PositionFilter
from kg.store import open_store
from kg.store.questions import BusyError, LateError, TooLargeError
from kg.usecases.analysing import Counting
from kg.usecases.analysts import AnalysisLimits, Analysts, Staff
from kg.usecases.narrowing import EVERYTHING
from kg.usecases.task_process import FaultError
from tests.processes import runs
from tests.usecases import tasks

LIMITS = AnalysisLimits(seconds=2.0, memory=512 * MEBIBYTE, answer=MEBIBYTE)
CHOSEN = PositionFilter(actor="party 1")


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A graph of 120 positions."""
    place = tmp_path_factory.mktemp("analysts") / "parley.db"
    with open_store(place) as store:
        store.add_many(invented_records(12))
    return place


@pytest.fixture(scope="module")
def analysts() -> Iterator[Analysts]:
    analysts = Analysts(LIMITS)
    yield analysts
    analysts.close()


@pytest.fixture(autouse=True)
def _started(analysts: Analysts, place: Path) -> None:
    """The first process, where one ended: what it takes to start is no part of what a test measures."""
    analysts.run(place, tasks.count)


def test_an_answer_is_the_same_as_in_this_process(analysts: Analysts, place: Path) -> None:
    counting = Counting()
    elsewhere = [
        analysts.run(place, analysis_answers.matrix, CHOSEN, EVERYTHING, "actor"),
        analysts.run(place, analysis_answers.moves, CHOSEN, EVERYTHING, "actor", days=7),
        analysts.run(place, analysis_answers.network, CHOSEN, EVERYTHING, counting, kind="affiliation", form="graphml"),
    ]
    with open_store(place, read_only=True) as store:
        assert elsewhere == [
            analysis_answers.matrix(store, CHOSEN, EVERYTHING, "actor"),
            analysis_answers.moves(store, CHOSEN, EVERYTHING, "actor", days=7),
            analysis_answers.network(store, CHOSEN, EVERYTHING, counting, kind="affiliation", form="graphml"),
        ]


def test_a_process_stays_and_answers_from_one_snapshot_after_another(
    analysts: Analysts, place: Path, tmp_path: Path
) -> None:
    with open_store(tmp_path / "other.db") as store:
        store.add_many(invented_records(1))
    found = [analysts.run(each, tasks.count).split() for each in (place, tmp_path / "other.db", place)]
    assert [positions for positions, _ in found] == [b"120", b"10", b"120"]
    assert len({process for _, process in found}) == 1


def test_one_that_runs_away_is_stopped_and_the_next_is_answered(analysts: Analysts, place: Path) -> None:
    ended, begun = analysts.staff().ended, time.monotonic()
    late = (
        r"^expected an analysis that takes at most 2 seconds, got one that takes longer and was stopped:"
        r" narrow down what it is about$"
    )
    with pytest.raises(LateError, match=late):
        analysts.run(place, tasks.run_away)
    assert 2.0 <= time.monotonic() - begun < 10.0
    assert analysts.staff() == Staff(processes=0, busy=0, ended=ended + 1)
    assert analysts.run(place, tasks.count).startswith(b"120 ")


@pytest.mark.skipif(sys.platform != "linux", reason="Linux alone limits the memory of a process")
def test_one_that_needs_too_much_memory_is_stopped_and_the_next_is_answered(analysts: Analysts, place: Path) -> None:
    large = (
        r"^expected an analysis that needs at most 512 MiB of memory, got one that needs more: narrow down what it is"
    )
    for task in (tasks.eat, tasks.die):
        with pytest.raises(TooLargeError, match=large):
            analysts.run(place, task)
        assert analysts.staff().processes == 0
        assert analysts.run(place, tasks.count).startswith(b"120 ")


@pytest.mark.skipif(sys.platform != "linux", reason="Linux alone tells how much memory a process holds")
def test_one_that_leaves_too_little_memory_for_the_next_is_the_last_of_its_process(
    analysts: Analysts, place: Path
) -> None:
    assert analysts.run(place, tasks.keep, 280 * MEBIBYTE) == b""
    assert analysts.staff().processes == 0


def test_an_answer_that_is_too_long_is_refused_and_the_process_stays(analysts: Analysts, place: Path) -> None:
    with pytest.raises(TooLargeError, match=r"^expected an answer of at most 1 MiB, got 3: narrow down what it is ab"):
        analysts.run(place, tasks.fill, 3 * MEBIBYTE)
    assert analysts.run(place, tasks.fill, MEBIBYTE) == bytes(MEBIBYTE)
    assert analysts.staff().processes == 1


def test_what_the_analysis_says_is_said_in_the_same_words(analysts: Analysts, place: Path) -> None:
    with pytest.raises(MissingError, match=r"^expected a party, got 'Belmrak'$"):
        analysts.run(place, tasks.miss, "Belmrak")
    assert analysts.staff().processes == 1


def test_a_mistake_of_our_own_is_no_matter_of_memory(place: Path, capfd: pytest.CaptureFixture[str]) -> None:
    analysts = Analysts()
    with pytest.raises(FaultError, match=r"^expected a task without a mistake in it, its trace is on standard error$"):
        analysts.run(place, tasks.blunder)
    analysts.close()
    assert "ZeroDivisionError" in capfd.readouterr().err


def test_two_compute_at_once_and_a_third_waits(place: Path) -> None:
    analysts = Analysts(replace(LIMITS, seconds=20.0))
    with ThreadPoolExecutor(4) as pool:
        for _ in range(2):  # the first time they start
            begun = time.monotonic()
            found = list(pool.map(lambda _: analysts.run(place, tasks.count_slowly, 1.0), range(4)))
        assert 2.0 <= time.monotonic() - begun < 4.0
    assert {each.split()[0] for each in found} == {b"120"}
    assert len({each.split()[1] for each in found}) == 2
    assert analysts.staff() == Staff(processes=2, busy=0, ended=0)
    analysts.close()


def test_who_finds_no_process_free_within_the_time_is_told(place: Path) -> None:
    analysts = Analysts(replace(LIMITS, seconds=0.5), count=0)
    busy = r"^expected a free process for an analysis within 0\.5 seconds, got none: all are at work$"
    with pytest.raises(BusyError, match=busy):
        analysts.run(place, tasks.count)


def test_a_process_that_died_with_nothing_to_do_is_replaced(analysts: Analysts, place: Path) -> None:
    _, process = analysts.run(place, tasks.count).split()
    os.kill(int(process), signal.SIGKILL)
    time.sleep(0.5)  # until the system has noted it
    found, other = analysts.run(place, tasks.count).split()
    assert found == b"120"
    assert other != process


def test_a_process_goes_when_nobody_needs_it(place: Path) -> None:
    analysts = Analysts(idle=0.5)
    analysts.run(place, tasks.count)
    _, process = analysts.run(place, tasks.count).split()
    assert analysts.staff().processes == 1
    time.sleep(1.5)
    assert analysts.staff() == Staff(processes=0, busy=0, ended=0)
    assert analysts.run(place, tasks.count).split()[1] != process
    analysts.close()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such signals")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_what_is_signalled_to_the_whole_group_leaves_the_process_alone(
    number: signal.Signals, analysts: Analysts, place: Path
) -> None:
    _, process = analysts.run(place, tasks.count).split()
    os.kill(int(process), number)
    assert analysts.run(place, tasks.count).split()[1] == process


def test_closing_does_not_wait_for_what_is_computed(place: Path) -> None:
    analysts = Analysts(count=1)
    stopping = r"^expected a server that goes on, got one that is about to stop$"
    with ThreadPoolExecutor(2) as pool:
        running = [pool.submit(analysts.run, place, tasks.run_away) for _ in range(2)]
        while analysts.staff().busy == 0:
            time.sleep(0.01)
        time.sleep(0.5)
        begun = time.monotonic()
        analysts.close()
        for each in running:
            with pytest.raises(BusyError, match=stopping):
                each.result(timeout=10)
        assert time.monotonic() - begun < 2.0
    with pytest.raises(BusyError, match=stopping):
        analysts.run(place, tasks.count)


def test_closing_with_patience_lets_them_finish(place: Path) -> None:
    analysts = Analysts(count=1)
    analysts.run(place, tasks.count)
    with ThreadPoolExecutor(1) as pool:
        running = pool.submit(analysts.run, place, tasks.count_slowly, 1.0)
        while analysts.staff().busy == 0:
            time.sleep(0.01)
        analysts.close(patience=20.0)
        assert running.result().startswith(b"120 ")
    assert analysts.staff().processes == 0


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="looks for processes where Linux lists them")
def test_a_process_does_not_outlive_a_server_that_was_killed(place: Path, tmp_path: Path) -> None:
    server = tmp_path / "server.py"
    server.write_text(
        """
import sys, threading, time
from pathlib import Path
from kg.usecases.analysts import Analysts
from tests.usecases import tasks
if __name__ == "__main__":
    analysts = Analysts()
    print(analysts.run(Path(sys.argv[1]), tasks.count).split()[1].decode(), flush=True)
    analysts.run(Path(sys.argv[1]), tasks.run_away)
""",
        "utf-8",
    )
    root = str(Path(__file__).parents[2])
    with subprocess.Popen(
        [sys.executable, str(server), str(place)],
        env={**os.environ, "PYTHONPATH": root},
        stdout=subprocess.PIPE,
        text=True,
    ) as started:
        assert started.stdout is not None
        process = int(started.stdout.readline())
        time.sleep(0.3)
        assert runs(process)
        started.kill()
    deadline = time.monotonic() + 10.0
    while runs(process) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not runs(process)

"""Jobs as the next server finds them, and as their files let it: cancelled ones, full disks, the oldest."""

from __future__ import annotations

import multiprocessing
import sys
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from kg.errors import InputError
from kg.settings import ServerSettings
from kg.store import open_store
from kg.usecases import jobs as queue
from kg.usecases.job_files import Job, JobFiles, JobState
from kg.usecases.jobs import Jobs, jobs_folder
from kg.usecases.outcomes import Outcome
from kg.usecases.reading_process import ReadingProcess
from kg.usecases.receiving import Intake
from kg.usecases.serving import BusyError, ServedGraph

NOON = datetime(2025, 3, 20, 12, 0, tzinfo=UTC)


@pytest.fixture
def store(tmp_path: Path) -> str:
    open_store(tmp_path / "parley.db").close()
    return str(tmp_path / "parley.db")


@contextmanager
def opened(store: str) -> Iterator[Jobs]:
    """The jobs of a server over the store."""
    graph = ServedGraph(store, ServerSettings())
    jobs = Jobs(jobs_folder(store), Intake(graph, ReadingProcess()), clock=lambda: NOON)
    try:
        yield jobs
    finally:
        jobs.close()
        graph.close()


NO_READING = (
    "expected the process that reads articles to start, got: its end (too little memory or a fault of ours; the"
    " server's log says more); the job waits, and tries again in {} s"
)


@contextmanager
def no_reading() -> Iterator[None]:
    """Let no process come up that could read."""
    multiprocessing.set_executable("/nowhere/python")
    try:
        yield
    finally:
        multiprocessing.set_executable(sys.executable)


def until(holds: Callable[[], object]) -> None:
    """Wait for it, a minute at most."""
    deadline = time.monotonic() + 60
    while not holds():
        assert time.monotonic() < deadline, "it did not come to that within a minute"
        time.sleep(0.01)


def enqueued(store: str, at: datetime = NOON) -> Job:
    files = JobFiles(jobs_folder(store))
    with files.spool() as spool:
        spool.write(b'{"text": " ", "source": "a.txt"}\n{"text": " ", "source": "b.txt"}\n')
        return files.enqueue(spool, "ana", at)


def test_a_job_that_was_told_to_stop_does_not_go_on_with_the_next_server(store: str) -> None:
    files = JobFiles(jobs_folder(store))
    job = replace(enqueued(store), state=JobState.RUNNING, started=NOON, is_stopping=True)
    files.save(job)
    files.note(job, [Outcome(source="a.txt")])
    with opened(store) as jobs:
        jobs.start()
        found = jobs.job(job.id)
    assert (found.state, found.done, found.ended) == (JobState.CANCELLED, 1, NOON)
    assert files.load() == [found]


def test_a_job_waits_while_no_process_can_be_had_to_read_in(store: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(queue, "FIRST_PAUSE", 0.05)
    job = enqueued(store)
    with opened(store) as jobs:
        with no_reading():
            jobs.start()
            until(lambda: jobs.job(job.id).problem == NO_READING.format("0.2"))  # the third time
            assert (jobs.job(job.id).state, jobs.job(job.id).done) == (JobState.RUNNING, 0)
        until(lambda: jobs.job(job.id).state.is_final)
        found = jobs.job(job.id)
        assert (found.state, found.done, found.problem) == (JobState.DONE, 2, None)
        assert [failure.reason for failure in found.failures] == [
            "expected an article, got an empty file in a.txt",
            "expected an article, got an empty file in b.txt",
        ]


def test_a_job_that_waits_can_be_stopped_and_the_server_too(store: str) -> None:
    jobs_made = [enqueued(store), enqueued(store, NOON + timedelta(seconds=1))]
    with no_reading(), opened(store) as jobs:
        jobs.start()
        for job in jobs_made:
            until(lambda job=job: jobs.job(job.id).problem == NO_READING.format("1"))
            if job is jobs_made[0]:
                jobs.cancel(job.id)
                until(lambda job=job: jobs.job(job.id).state.is_final)
    assert [(job.state, job.done, job.problem) for job in JobFiles(jobs_folder(store)).load()] == [
        (JobState.CANCELLED, 0, None),
        (JobState.RUNNING, 0, None),
    ]
    with opened(store) as jobs:
        jobs.start()
        until(lambda: jobs.job(jobs_made[1].id).state.is_final)
        assert jobs.job(jobs_made[1].id).done == 2


def test_no_burst_gets_more_jobs_in_than_may_wait(store: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(queue, "WAITING", 3)
    all_there = threading.Barrier(12)
    with opened(store) as jobs, ThreadPoolExecutor(12) as pool:

        def hand_in(data: bytes) -> Job:
            with jobs.spool() as spool:
                spool.write(data)
                all_there.wait()
                return jobs.submit(spool, "ana")

        for _ in range(2):  # those that are refused give their places back
            refused = [each.exception() for each in [pool.submit(hand_in, b"\n") for _ in range(12)]]
            assert {type(error) for error in refused} <= {InputError, BusyError}
        found = [pool.submit(hand_in, b'{"text": " "}\n') for _ in range(12)]
        taken = [each.result() for each in found if each.exception() is None]
        assert len(taken) in (3, 4)  # one of them may have begun
        assert {str(each.exception()) for each in found} - {"None"} == {
            "expected at most 3 jobs to wait, got one more: hand it in again later"
        }
        assert {job.id for job in jobs.jobs()} == {job.id for job in taken}


def test_jobs_wait_in_the_order_in_which_they_came(store: str) -> None:
    made = [enqueued(store, NOON + timedelta(seconds=seconds)) for seconds in (2, 0, 1)]
    with opened(store) as jobs:
        assert [job.id for job in jobs.jobs()] == [made[0].id, made[2].id, made[1].id]
        assert jobs.cancel(made[2].id).state is JobState.CANCELLED
        assert jobs.forget(made[2].id)
        assert not jobs.forget(made[0].id)
    assert [job.id for job in JobFiles(jobs_folder(store)).load()] == [made[1].id, made[0].id]


def test_the_oldest_that_are_over_are_forgotten(store: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(queue, "KEPT", 2)
    files = JobFiles(jobs_folder(store))
    made = [enqueued(store, NOON + timedelta(seconds=seconds)) for seconds in range(4)]
    for job in made[:3]:
        files.save(replace(job, state=JobState.DONE, ended=NOON))
    with opened(store) as jobs:
        jobs.start()
        while not jobs.job(made[3].id).state.is_final:
            time.sleep(0.02)
        jobs.close()
        assert [job.id for job in jobs.jobs()] == [made[3].id, made[2].id]
    assert [job.id for job in files.load()] == [made[2].id, made[3].id]


def test_a_job_whose_files_cannot_be_written_waits_and_loses_nothing(store: str) -> None:
    first, second = enqueued(store), enqueued(store, NOON + timedelta(seconds=1))
    outcomes = jobs_folder(store) / first.id / "outcomes.ndjson"
    with opened(store) as jobs:
        outcomes.mkdir()  # where nothing can be written now
        jobs.start()
        until(lambda: (jobs.job(first.id).problem or "").endswith("; the job waits, and tries again in 1 s"))
        found = jobs.job(first.id)
        outcomes.rmdir()
        until(lambda: jobs.job(second.id).state.is_final)
        whole = jobs.job(first.id)
    assert (found.state, found.problem) == (
        JobState.RUNNING,
        f"expected to write the files of a job to {outcomes}, got: Is a directory; the job waits, and tries again in"
        " 1 s",
    )
    assert (whole.state, whole.done, whole.problem) == (JobState.DONE, 2, None)
    assert (jobs.job(second.id).state, jobs.job(second.id).failed) == (JobState.DONE, 2)

"""Jobs: long work that a server does one after the other, and goes on with after a restart.

What was handed in and acknowledged is not lost by what ails the server: an article is said to have failed only when it
is its own fault. While no process can be had to read in, the job waits.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final, TypeVar

from kg.errors import AccessError, InputError, MissingError, ParleyError
from kg.usecases.job_files import (
    LARGEST_JOB,
    LARGEST_LINE,
    Job,
    JobFiles,
    JobState,
    SizeError,
    Spool,
    advance,
    rewind,
)
from kg.usecases.outcomes import Failure, Outcome
from kg.usecases.receiving import AT_ONCE, Intake, Prepared
from kg.usecases.serving import BusyError
from kg.usecases.submissions import FetchingError, parse_submission

__all__ = ["LARGEST_JOB", "LARGEST_LINE", "Job", "JobState", "Jobs", "SizeError", "Spool", "jobs_folder"]

Result = TypeVar("Result")

WAITING = 20
"""Jobs that may wait for their turn."""
KEPT = 100
"""Jobs that are remembered after their end."""
WRITE_EVERY = 0.5
"""Seconds of reading between two writes: each costs readers a new snapshot."""
FIRST_PAUSE, LONGEST_PAUSE = 1.0, 60.0
"""Seconds until it is tried again to start the process that reads; twice as many after each time that fails."""
_UNFORESEEN: Final = {
    "state": JobState.FAILED,
    "problem": "an error of Parley's own; the server's log has the details",
}


def jobs_folder(store: str | Path) -> Path:
    """Where the jobs of the store at ``store`` lie: beside it."""
    place = Path(store).resolve()
    return place.with_name(f"{place.name}.jobs")


class Jobs:
    """The jobs of one server, their files in ``place``; any thread may ask.

    From ``start`` on one job runs at a time, article after article, each stored as a whole or not at all; first those
    that the server before did not finish. ``clock`` gives the time with its zone. Raises AccessError for files that
    are damaged.
    """

    def __init__(
        self, place: Path, intake: Intake, *, clock: Callable[[], datetime] = lambda: datetime.now(UTC)
    ) -> None:
        self._files = JobFiles(place)
        self._intake = intake
        self._clock = clock
        self._guard = threading.RLock()
        self._told_to_stop = threading.Condition(self._guard)
        self._places_taken = 0
        self._jobs = {job.id: self._recovered(job) for job in self._files.load()}
        self._worker: threading.Thread | None = None
        self._closed = False

    def start(self) -> None:
        """Begin with the first job that waits."""
        self._start_next()

    def spool(self) -> Spool:
        """A place for the lines of a new job; BusyError when too many jobs wait already."""
        with self._guard:
            self._require_room()
        return self._files.spool()

    def submit(self, spool: Spool, by: str) -> Job:
        """Make what was spooled a job of ``by``; it outlives the server.

        Raises InputError when it holds no line, or the first is no article, and BusyError.
        """
        with self._guard:
            self._require_room()
            self._places_taken += 1
        job = None
        try:
            # Takes its time over a large one, and nobody is to wait for that.
            job = self._files.enqueue(spool, by, self._clock())
        finally:
            with self._guard:
                self._places_taken -= 1
                if job is not None:
                    self._jobs[job.id] = job
                    self._start_next()
        return job

    def jobs(self) -> Sequence[Job]:
        """All jobs that are remembered, the newest first."""
        with self._guard:
            return tuple(reversed(self._jobs.values()))

    def job(self, job_id: str) -> Job:
        """The job as it is now; MissingError when there is none with this id."""
        with self._guard:
            if job_id not in self._jobs:
                raise MissingError(f"expected a job of this server, got {job_id!r}; it remembers {KEPT} that are over")
            return self._jobs[job_id]

    def outcomes(self, job_id: str) -> Iterator[Outcome]:
        """What became of the job's articles so far, in the order in which they were handed in."""
        return self._files.outcomes(self.job(job_id).id)

    def cancel(self, job_id: str) -> Job:
        """Stop the job after the article at hand; what is stored stays. A job that is over stays as it is."""
        with self._guard:
            job = self.job(job_id)
            if job.state is JobState.QUEUED:
                return self._change(job_id, state=JobState.CANCELLED, ended=self._clock())
            if job.state is JobState.RUNNING:
                job = self._change(job_id, is_stopping=True)
                self._told_to_stop.notify_all()
            return job

    def forget(self, job_id: str) -> bool:
        """Remove a job that is over, and say so; one that is not is left alone."""
        with self._guard:
            job = self.job(job_id)
            if job.state.is_final:
                self._files.forget(job)
                del self._jobs[job_id]
            return job.state.is_final

    def close(self) -> None:
        """Stop after what was read, and end the intake; the next server goes on from there."""
        with self._guard:
            self._closed = True
            self._told_to_stop.notify_all()
            worker = self._worker
        self._intake.close()
        if worker is not None:
            worker.join()

    def _recovered(self, job: Job) -> Job:
        """The job, to be gone on with if it is not over."""
        if job.state.is_final:
            return job
        self._files.mend(job)
        so_far = replace(advance(rewind(job), self._files.outcomes(job.id)), problem=None)
        if not job.is_stopping:
            return replace(so_far, state=JobState.QUEUED, current=None)
        cancelled = replace(so_far, state=JobState.CANCELLED, current=None, ended=self._clock())
        self._files.save(cancelled)
        return cancelled

    def _require_room(self) -> None:
        if self._closed:
            raise BusyError("expected a server that takes in articles, got one that is about to end")
        waiting = sum(job.state is JobState.QUEUED for job in self._jobs.values())
        if waiting + self._places_taken >= WAITING:
            raise BusyError(f"expected at most {WAITING} jobs to wait, got one more: hand it in again later")

    def _start_next(self) -> None:
        """Give the next job that waits a thread of its own, so that an unforeseen end of one is no end of all."""
        with self._guard:
            job = next((job for job in self._jobs.values() if job.state is JobState.QUEUED), None)
            if job is not None and self._worker is None and not self._closed:
                worker = threading.Thread(target=self._run, args=(job.id,), name=f"job {job.id}")
                worker.start()
                self._worker = worker

    def _run(self, job_id: str) -> None:
        end: Mapping[str, Any] | None = _UNFORESEEN
        try:
            end = self._work(job_id)
        except ParleyError as error:
            end = None if self._closed else {"state": JobState.FAILED, "problem": str(error)}
        finally:
            with self._guard:
                self._worker = None
                try:
                    if end is not None:
                        self._change(job_id, **{"current": None, "problem": None, "ended": self._clock(), **end})
                finally:
                    self._forget_oldest()
                    self._start_next()

    def _work(self, job_id: str) -> Mapping[str, Any] | None:
        """Do the job and say how it ended; None when the server ends first."""
        job = self._change(job_id, state=JobState.RUNNING, started=self.job(job_id).started or self._clock())
        batch: list[Prepared] = []
        written = time.monotonic()
        for number, line in self._files.lines(job, after=job.done):
            prepared = self._prepared(job, line, number)
            if prepared is None:
                break
            batch.append(prepared)
            if sum(len(each.records) for each in batch) >= AT_ONCE or time.monotonic() - written >= WRITE_EVERY:
                self._write(job, batch)
                batch, written = [], time.monotonic()
        self._write(job, batch)
        if self._closed:
            return None
        copies = self._insist(job_id, lambda: self._intake.link_copies(job.by))
        is_whole = self.job(job_id).done == job.total
        state = JobState.DONE if is_whole else JobState.CANCELLED
        return {"state": state, **({} if copies is None else {"copies": len(copies)})}

    def _prepared(self, job: Job, line: bytes, number: int) -> Prepared | None:
        """What the line holds, read; or why it cannot be; None when the job is told to stop first."""
        if self._is_to_stop(job.id):
            return None
        source = where = f"line {number}"

        def prepare() -> Prepared:
            nonlocal source
            try:
                submission = parse_submission(line, where)
                source = submission.source
                self._show(job.id, current=source)
                return self._intake.prepare(submission, job.started or job.created)
            except (InputError, MissingError, FetchingError) as error:
                return Prepared(source=source, records=(), failures=(Failure(source=source, reason=str(error)),))

        return self._insist(job.id, prepare)

    def _write(self, job: Job, batch: Sequence[Prepared]) -> None:
        """Store what was read; when the job is told to stop while that fails, it is as if it had not been read."""

        def write() -> Sequence[Outcome]:
            outcomes = self._intake.write(batch, job.by)  # once more after a failure changes nothing
            self._files.note(job, outcomes)
            return outcomes

        outcomes = self._insist(job.id, write) if batch else None
        if outcomes:
            with self._guard:
                self._jobs[job.id] = advance(self._jobs[job.id], outcomes)

    def _insist(self, job_id: str, do: Callable[[], Result]) -> Result | None:
        """What ``do`` gives; None when the job is told to stop first.

        What ails the server (a full disk, no process to read in) is not the articles' fault: the job waits, says for
        what, and tries again until it is over.
        """
        pause = FIRST_PAUSE
        while True:
            try:
                done = do()
            except AccessError as error:
                self._show(job_id, problem=f"{error}; the job waits, and tries again in {pause:g} s")
                with self._guard:
                    if self._told_to_stop.wait_for(lambda: self._is_to_stop(job_id), timeout=pause):
                        return None
                pause = min(LONGEST_PAUSE, 2 * pause)
            else:
                if self.job(job_id).problem is not None:
                    self._show(job_id, problem=None)
                return done

    def _is_to_stop(self, job_id: str) -> bool:
        return self._closed or self.job(job_id).is_stopping

    def _show(self, job_id: str, **changes: Any) -> None:
        """Let those who look at the job see it so; it is of no use to the next server."""
        with self._guard:
            self._jobs[job_id] = replace(self._jobs[job_id], **changes)

    def _change(self, job_id: str, **changes: Any) -> Job:
        with self._guard:
            self._jobs[job_id] = job = replace(self._jobs[job_id], **changes)
            self._files.save(job)
        return job

    def _forget_oldest(self) -> None:
        over = [job for job in self._jobs.values() if job.state.is_final]
        for job in over[: max(0, len(over) - KEPT)]:
            with suppress(AccessError):  # of its files; it is tried again after the next job
                self.forget(job.id)

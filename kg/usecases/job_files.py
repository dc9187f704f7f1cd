"""The files of jobs: what was handed in, how far each job is, and what became of each article, beside the store.

A job is a folder in ``<store>.jobs``: ``articles.ndjson`` (handed in, one a line; removed when the job is over),
``outcomes.ndjson`` (one line for each of them, written when it is in the store), and ``job.json``, replaced as a whole.
A process that is killed loses at most the last line of ``outcomes.ndjson``, and storing an article twice changes
nothing: so a job goes on where it was.
"""

from __future__ import annotations

import json
import os
import secrets
import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, fields, replace
from datetime import datetime
from enum import StrEnum
from itertools import islice
from pathlib import Path
from typing import Self

from kg.errors import AccessError, InputError
from kg.usecases.outcomes import Failure, Outcome, parse_outcome, write_outcome
from kg.usecases.submissions import parse_submission

LARGEST_LINE = 64 * 1024 * 1024
"""Bytes of one article on its line."""
LARGEST_JOB = 4 * 1024 * 1024 * 1024
FAILURES_SHOWN = 20

_ARTICLES, _OUTCOMES, _STATE = "articles.ndjson", "outcomes.ndjson", "job.json"
_DRAFT = f"{_STATE}.new"
_COPY = 1024 * 1024


class SizeError(InputError):
    """More was handed in than one line, or one job, may have."""


class JobState(StrEnum):
    """How far a job is; the last three are final."""

    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"

    @property
    def is_final(self) -> bool:
        """Whether nothing happens to the job any more."""
        return self in (JobState.DONE, JobState.FAILED, JobState.CANCELLED)


@dataclass(frozen=True, kw_only=True, slots=True)
class Job:
    """A job as it is at one moment.

    ``total`` counts the lines handed in, ``done`` those whose outcome is known, ``current`` names the one at hand.
    ``stored`` articles are new or were read anew, ``known`` were there just so, ``failed`` could not be read;
    ``failures`` are the first of these; ``copies`` counts the near-copies in the whole graph at the job's end.
    ``problem`` says why a job failed, or what one that runs waits for; ``is_stopping`` that somebody cancelled it.
    """

    id: str
    by: str
    created: datetime
    total: int
    state: JobState = JobState.QUEUED
    done: int = 0
    current: str | None = None
    started: datetime | None = None
    ended: datetime | None = None
    stored: int = 0
    known: int = 0
    positions: int = 0
    failed: int = 0
    failures: tuple[Failure, ...] = ()
    copies: int | None = None
    problem: str | None = None
    is_stopping: bool = False


class JobFiles:
    """All jobs of one store, in the folder ``place``, which is made with the first of them."""

    def __init__(self, place: Path) -> None:
        self._place = place

    def spool(self) -> Spool:
        """A place to write to what is handed in."""
        with _told(self._place):
            if not self._place.is_dir():
                self._place.mkdir(parents=True, exist_ok=True)
                _sync(self._place.parent)
            return Spool(self._place / f".{secrets.token_hex(8)}{_UNFINISHED}")

    def enqueue(self, spool: Spool, by: str, at: datetime) -> Job:
        """Make what was spooled a job; once this returns, it outlives the process.

        Raises InputError when nothing was handed in, or the first line is no article.
        """
        total = spool.finish()
        job = Job(id=f"{at:%Y%m%dT%H%M%S}-{secrets.token_hex(4)}", by=by, created=at, total=total)
        self._write(spool.folder, job)
        with _told(self._place):
            os.replace(spool.folder, self._place / job.id)
            _sync(self._place)
        return job

    def load(self) -> list[Job]:
        """All jobs in the order in which they were handed in; only for the one process that owns the store.

        What a process left that was killed at its work is removed: jobs not wholly handed in or not wholly forgotten,
        articles of those that are over, drafts.
        """
        if not self._place.is_dir():
            return []
        for rest in self._place.glob(f".*{_UNFINISHED}"):
            shutil.rmtree(rest, ignore_errors=True)
        found = [self._read(folder) for folder in self._place.iterdir() if (folder / _STATE).is_file()]
        for job in found:
            self._tidy(job)
        return sorted(found, key=lambda job: (job.created, job.id))

    def save(self, job: Job) -> None:
        """Write the job's state; it is on disk when this returns."""
        self._write(self._place / job.id, job)
        self._tidy(job)

    def lines(self, job: Job, after: int) -> Iterator[tuple[int, bytes]]:
        """The articles handed in, but for the first ``after``: the number of the line, and the line."""
        with (self._place / job.id / _ARTICLES).open("rb") as file:
            yield from islice(_filled(file), after, None)

    def note(self, job: Job, outcomes: Iterable[Outcome]) -> None:
        """Add what became of the next articles."""
        path = self._place / job.id / _OUTCOMES
        with _told(path), path.open("ab") as file:
            file.write(b"".join(write_outcome(outcome) for outcome in outcomes))
            file.flush()
            os.fsync(file.fileno())

    def outcomes(self, job_id: str) -> Iterator[Outcome]:
        """What became of the articles so far, in the order in which they were handed in."""
        path = self._place / job_id / _OUTCOMES
        for number, line in enumerate(_whole_lines(path), start=1):
            yield parse_outcome(line, f"line {number} of {path}")

    def mend(self, job: Job) -> None:
        """Cut off a line that a killed process did not finish."""
        path = self._place / job.id / _OUTCOMES
        whole = sum(len(line) for line in _whole_lines(path))
        if path.exists() and path.stat().st_size > whole:
            os.truncate(path, whole)

    def forget(self, job: Job) -> None:
        """Remove the job with all its files: as one that is not there at once, whatever happens to this process."""
        leaving = self._place / f".{job.id}{_UNFINISHED}"
        with _told(self._place), suppress(FileNotFoundError):  # whose folder somebody removed
            os.replace(self._place / job.id, leaving)
            _sync(self._place)
        shutil.rmtree(leaving, ignore_errors=True)

    def _tidy(self, job: Job) -> None:
        """Remove what the job does not need: a draft of its state, and once it is over what was handed in.

        A job that failed keeps it: nobody else may have it any more.
        """
        is_over = job.state.is_final and job.state is not JobState.FAILED
        for name in (_DRAFT, _ARTICLES) if is_over else (_DRAFT,):
            with suppress(OSError):  # a full disk may not even let go; the next server tries again
                (self._place / job.id / name).unlink()

    def _read(self, folder: Path) -> Job:
        path = folder / _STATE
        try:
            row = json.loads(path.read_bytes())
            times = {name: datetime.fromisoformat(row[name]) for name in _TIMES if row[name] is not None}
            known = {field.name: row[field.name] for field in fields(Job)}
            failures = tuple(Failure(source=each["source"], reason=each["reason"]) for each in row["failures"])
            return Job(**{**known, **times, "state": JobState(row["state"]), "failures": failures})
        except (ValueError, KeyError, TypeError) as error:
            raise AccessError(
                f"expected the state of a job in {path}, got something else ({error}); remove the folder {folder}"
            ) from error

    def _write(self, folder: Path, job: Job) -> None:
        row = {name: value.isoformat() if isinstance(value, datetime) else value for name, value in asdict(job).items()}
        draft = folder / _DRAFT
        with _told(folder / _STATE):
            with draft.open("wb") as file:
                file.write(json.dumps(row, indent=1).encode("ascii") + b"\n")
                file.flush()
                os.fsync(file.fileno())
            os.replace(draft, folder / _STATE)
            _sync(folder)


_TIMES = ("created", "started", "ended")
_UNFINISHED = ".part"


class Spool:
    """Lines on their way to becoming a job; written by one thread at a time, in pieces of any size."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir()
        self._file = (folder / _ARTICLES).open("wb")
        self._size = self._line = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        """Remove what did not become a job."""
        self._file.close()
        shutil.rmtree(self.folder, ignore_errors=True)

    def write(self, data: bytes) -> None:
        """Add a piece; SizeError when a line, or the whole, becomes too long, AccessError when the disk is full."""
        self._size += len(data)
        if self._size > LARGEST_JOB:
            raise SizeError(f"expected articles of at most {LARGEST_JOB:,} bytes together, got more")
        first, _, rest = data.partition(b"\n")
        longest = max([self._line + len(first), *(len(line) for line in rest.split(b"\n"))])
        if longest > LARGEST_LINE:
            raise SizeError(f"expected at most {LARGEST_LINE:,} bytes for one article, got more")
        self._line = len(data) - data.rfind(b"\n") - 1 if b"\n" in data else self._line + len(data)
        with _told(self.folder):
            self._file.write(data)

    def finish(self) -> int:
        """How many articles were handed in, once all of it is on disk."""
        with _told(self.folder):
            self._file.flush()
            os.fsync(self._file.fileno())
            self._file.close()
        with (self.folder / _ARTICLES).open("rb") as file:
            lines = _filled(file)
            first = next(lines, None)
            if first is None:
                raise InputError("expected articles, one JSON object a line, got no line")
            number, line = first
            parse_submission(line, f"line {number}")
            return 1 + sum(1 for _ in lines)


def advance(job: Job, outcomes: Iterable[Outcome]) -> Job:
    """The job with these outcomes counted too."""
    for outcome in outcomes:
        new = [each for each in outcome.stored if each.is_new]
        job = replace(
            job,
            done=job.done + 1,
            stored=job.stored + len(new),
            known=job.known + len(outcome.stored) - len(new),
            positions=job.positions + sum(each.positions for each in new),
            failed=job.failed + len(outcome.failures),
            failures=(*job.failures, *outcome.failures)[:FAILURES_SHOWN],
        )
    return job


def rewind(job: Job) -> Job:
    """The job with no outcomes counted."""
    return replace(job, done=0, stored=0, known=0, positions=0, failed=0, failures=())


@contextmanager
def _told(path: Path) -> Iterator[None]:
    """Let a disk that is full or a folder that is gone be said in our words."""
    try:
        yield
    except OSError as error:
        raise AccessError(f"expected to write the files of a job to {path}, got: {error.strerror}") from error


def _filled(file: Iterable[bytes]) -> Iterator[tuple[int, bytes]]:
    """The lines that are not blank, each after its number."""
    return ((number, line) for number, line in enumerate(file, start=1) if not line.isspace())


def _whole_lines(path: Path) -> Iterator[bytes]:
    if path.exists():
        with path.open("rb") as file:
            yield from (line for line in file if line.endswith(b"\n"))


def _sync(folder: Path) -> None:
    """Let the names in the folder outlive a loss of power."""
    if os.name == "posix":
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)

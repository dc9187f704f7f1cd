"""A store to answer many askers from, which follows another one that is written meanwhile."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from kg.errors import AccessError
from kg.store.opening import open_store
from kg.store.snapshots import Snapshot, state_of
from kg.store.store import Store
from kg.store.workers import Limits, Question, Reply, Workers

LOOK_EVERY = 1.0
"""Seconds between two looks at the store that is followed."""


class Replica:
    """Answers from a snapshot of the store at ``location``, and from a newer one soon after the store was written.

    Any thread may ask. Nobody is kept from writing: the store itself is opened only for the moment of a snapshot.
    While a long write goes on, answers come from before it. Raises AccessError when there is no store.
    """

    def __init__(self, location: str | Path, *, limits: Limits | None = None, workers: int = 2) -> None:
        self._location = Path(location)
        self._limits = limits or Limits()
        self._workers = workers
        self._guard = threading.Lock()
        self._looked = time.monotonic()
        self._current = self._new_version()

    @contextmanager
    def reading(self) -> Iterator[Store]:
        """The store as it is now, for one thread at a time, for as long as the block runs."""
        with self._version() as version, version.turn:
            yield version.store

    def ask(self, question: Question) -> Reply:
        """The answer to a query from outside, in a process of its own and within the limits: see ``Workers.ask``."""
        with self._version() as version:
            return version.workers.ask(question)

    def close(self) -> None:
        """End the processes and remove the snapshot, once the last reader is done."""
        with self._guard:
            self._retire(self._current)

    @contextmanager
    def _version(self) -> Iterator[_Version]:
        with self._guard:
            self._follow()
            version = self._current
            version.users += 1
        try:
            yield version
        finally:
            with self._guard:
                version.users -= 1
                if version.is_retired and not version.users:
                    version.close()

    def _follow(self) -> None:
        if self._current.is_retired or time.monotonic() - self._looked < LOOK_EVERY:
            return
        self._looked = time.monotonic()
        try:
            if state_of(self._location) == self._current.state:
                return
            newer = self._new_version()
        except (AccessError, FileNotFoundError):
            return  # somebody is writing, or moved the store away: the next look may find it at rest
        self._retire(self._current)
        self._current = newer

    def _new_version(self) -> _Version:
        return _Version(self._location, self._limits, self._workers)

    def _retire(self, version: _Version) -> None:
        version.is_retired = True
        if not version.users:
            version.close()


class _Version:
    """One snapshot with all that answers from it."""

    def __init__(self, location: Path, limits: Limits, workers: int) -> None:
        # The state comes first: what is written while the snapshot is made counts as newer.
        self.state = state_of(location) if location.is_dir() else ()
        self.snapshot = Snapshot.of(location)
        self.store = open_store(self.snapshot.store, read_only=True)
        self.workers = Workers(self.snapshot.store, count=workers, limits=limits)
        self.turn = threading.Lock()
        self.users = 0
        self.is_retired = False

    def close(self) -> None:
        self.workers.close()
        self.store.close()
        self.snapshot.close()

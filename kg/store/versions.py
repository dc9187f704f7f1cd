"""Finished states of a store that is being written: copies to read from, one for each state that needs one."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from kg.store.embedded import EmbeddedStore
from kg.store.opening import open_store
from kg.store.snapshots import Snapshot
from kg.store.store import Store


class Version:
    """One state of a store, for as long as it has users: a copy of the files, to be read only."""

    def __init__(self, snapshot: Snapshot, generation: int) -> None:
        self.generation = generation
        self.users = 0
        self.is_retired = False
        self._snapshot = snapshot
        self._opening = threading.Lock()
        self._store: Store | None = None

    @property
    def path(self) -> Path:
        """Where the copy lies, for a process that opens it itself."""
        return self._snapshot.store

    def store(self) -> Store:
        """The copy, opened in this process at the first call: that takes longer than to make it."""
        with self._opening:
            if self._store is None:
                self._store = open_store(self.path, read_only=True)
            return self._store

    def close(self) -> None:
        """Remove the copy."""
        if self._store is not None:
            self._store.close()
        self._snapshot.close()


class Versions:
    """The newest finished state of ``store``, which lies at ``location``, and older ones that are still read.

    A copy is made at the first question after a write; and before the first change of a write, if nobody asked: then
    whoever asks while it goes on finds a finished state, and never half of what is being written. So the one who writes
    calls ``keep`` before the first change, and ``turn`` when all is written. Any thread may use it.
    """

    def __init__(self, store: EmbeddedStore, location: Path) -> None:
        self.generation = 0
        self._store = store
        self._location = location
        self._making = threading.Lock()  # held while a copy is made
        self._guard = threading.Lock()  # held for a moment, so that an event loop may wait for it
        self._current: Version | None = None

    @contextmanager
    def newest(self) -> Iterator[Version]:
        """The newest finished state; AccessError when no copy of it can be made."""
        version = self.at_once() or self._made()
        try:
            yield version
        finally:
            self.leave(version)

    def at_once(self) -> Version | None:
        """The same, to be given back with ``leave``; None when a copy has to be made first."""
        with self._guard:
            version = self._current
            if version is None or version.generation != self.generation:
                return None
            version.users += 1
            return version

    def leave(self, version: Version) -> None:
        """Be done with a version that ``at_once`` gave."""
        with self._guard:
            version.users -= 1
            over = version if version.is_retired and not version.users else None
        _close(over)

    def keep(self) -> None:
        """Have a copy of the newest finished state, for whoever asks while the store is changed."""
        with self.newest():
            pass

    def turn(self) -> None:
        """Let the store as it is now be the newest finished state."""
        with self._guard:
            self.generation += 1

    def close(self) -> None:
        """Remove the copies, each as soon as nobody reads it."""
        _close(self._replace(None))

    def _made(self) -> Version:
        with self._making:
            sooner = self.at_once()
            if sooner is not None:
                return sooner
            version = Version(Snapshot.of(self._store, self._location), self.generation)
            version.users = 1
            over = self._replace(version)
        _close(over)
        return version

    def _replace(self, version: Version | None) -> Version | None:
        """Let this be the newest version; the one before is given back if nobody reads it any more."""
        with self._guard:
            old, self._current = self._current, version
            if old is None:
                return None
            old.is_retired = True
            return None if old.users else old


def _close(version: Version | None) -> None:
    if version is not None:
        version.close()

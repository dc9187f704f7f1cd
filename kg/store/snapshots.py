"""A copy of a store as it was at one moment, to answer from while others read and write the store itself."""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from pathlib import Path
from typing import Self

import pyoxigraph

from kg.errors import AccessError
from kg.store.embedded import open_embedded
from kg.store.locking import ReadLock

if sys.platform != "win32":
    import fcntl

_SUFFIX = ".snapshot"
_OWNER = "owner"


class Snapshot:
    """A copy in a hidden folder beside the store; ``store`` is its path, ``close`` removes it.

    The files of a store never change once they are written, so the copy is made of hard links: it takes milliseconds
    and no room. Copies that a killed process left behind are removed when the next one is made.
    """

    def __init__(self, folder: Path) -> None:
        self.store = folder / "store"
        self._folder = folder
        self._owner = os.open(folder / _OWNER, os.O_CREAT | os.O_RDWR)
        _lock(self._owner)

    @classmethod
    def of(cls, location: Path) -> Self:
        """The store at ``location`` as it is now; AccessError when there is none, or a process is writing to it."""
        open_embedded(location, read_only=True).close()  # says in words what is wrong with the place, if anything
        _sweep(location)
        folder = tempfile.mkdtemp(prefix=_prefix(location), suffix=_SUFFIX, dir=location.resolve().parent)
        snapshot = cls(Path(folder))
        lock = ReadLock.of(location)
        try:
            pyoxigraph.Store.read_only(str(location)).backup(str(snapshot.store))
        except OSError as error:
            snapshot.close()
            raise AccessError(f"expected to copy the store at {location}, got: {error}") from error
        finally:
            lock.release()
        return snapshot

    def close(self) -> None:
        """Remove the copy; nothing may answer from it any more."""
        shutil.rmtree(self._folder, ignore_errors=True)
        os.close(self._owner)


def state_of(location: Path) -> tuple[tuple[str, int, int], ...]:
    """Something that changes whenever the store at ``location`` is written: its files' names, sizes and times."""
    with os.scandir(location) as entries:
        found = [(entry.name, entry.stat()) for entry in entries if not entry.name.startswith("LO")]  # LOCK, LOG
    return tuple(sorted((name, status.st_size, status.st_mtime_ns) for name, status in found))


def _prefix(location: Path) -> str:
    return f".{location.resolve().name}-"


def _sweep(location: Path) -> None:
    """Remove the copies whose owner is gone: a process that ends, however it ends, lets go of its locks."""
    for folder in location.resolve().parent.glob(f"{_prefix(location)}*{_SUFFIX}"):
        try:
            owner = os.open(folder / _OWNER, os.O_RDWR)
        except OSError:
            continue
        if _lock(owner):
            shutil.rmtree(folder, ignore_errors=True)
        os.close(owner)


def _lock(descriptor: int) -> bool:
    """Whether the file is this process's alone now; where the platform has no such locks, it never is."""
    if sys.platform == "win32":
        return False
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True

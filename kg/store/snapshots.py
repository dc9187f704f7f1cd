"""A copy of a store as it was at one moment, to answer from while others read and write the store itself."""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import Self

import pyoxigraph

from kg.errors import AccessError, InputError
from kg.store.embedded import EmbeddedStore
from kg.store.locking import ReadLock

if sys.platform != "win32":
    import fcntl

_SUFFIX = ".snapshot"
_OWNER = "owner"


class Snapshot:
    """A copy in a hidden folder beside the store; ``store`` is its path, ``close`` removes it.

    See ``EmbeddedStore.backup``: it takes milliseconds. ``sweep`` removes the copies of processes that were killed.
    """

    def __init__(self, folder: Path) -> None:
        self.name = folder.name
        self.store = folder / "store"
        self._folder = folder
        self._owner: int | None = None
        try:
            self._owner = os.open(folder / _OWNER, os.O_CREAT | os.O_RDWR)
        except OSError:
            self.close()
            raise
        _lock(self._owner)

    @classmethod
    def room(cls, location: Path) -> Self:
        """The folder, still empty, for a copy of the store at ``location``; AccessError when it cannot be made."""
        try:
            return cls(Path(tempfile.mkdtemp(prefix=_prefix(location), suffix=_SUFFIX, dir=location.resolve().parent)))
        except OSError as error:
            raise AccessError(
                f"expected room for a copy beside the store at {location}, got: {error.strerror}"
            ) from error

    @classmethod
    def of(cls, store: EmbeddedStore, location: Path) -> Self:
        """The store open at ``location`` as it is now; AccessError when it cannot be copied."""
        snapshot = cls.room(location)
        try:
            store.backup(snapshot.store)
        except BaseException:
            snapshot.close()
            raise
        return snapshot

    def close(self) -> None:
        """Remove the copy; nothing may answer from it any more. Closing twice is fine."""
        shutil.rmtree(self.store, ignore_errors=True)  # the mark of who it belongs to goes last: see ``sweep``
        shutil.rmtree(self._folder, ignore_errors=True)
        if self._owner is not None:
            os.close(self._owner)
            self._owner = None


def room_called(name: str, location: Path) -> Path:
    """Where a copy goes for which another process made room beside the store at ``location``.

    Raises InputError for a name that is none of such a folder, and one that does not lie there.
    """
    folder = location.resolve().parent / name
    fits = name.startswith(_prefix(location)) and name.endswith(_SUFFIX) and folder.name == name
    if not fits or not (folder / _OWNER).is_file():
        raise InputError(f"expected a folder {_prefix(location)}…{_SUFFIX} beside the store, got {name!r}")
    return folder / "store"


def open_copy(snapshot: Snapshot, *, name: str) -> EmbeddedStore:
    """The copy, to be read under the ``name`` of what it is a copy of; it goes when the store is closed."""
    try:
        engine = pyoxigraph.Store.read_only(str(snapshot.store))
    except OSError as error:
        snapshot.close()
        raise AccessError(f"expected a copy of the store at {name}, got: {error}") from error
    return EmbeddedStore(engine, name=name, read_lock=_Release(snapshot))


class _Release(ReadLock):
    """Removes a copy when nobody reads it any more."""

    def __init__(self, snapshot: Snapshot) -> None:
        super().__init__(None)
        self._snapshot = snapshot

    def release(self) -> None:
        self._snapshot.close()


def state_of(location: Path) -> tuple[tuple[str, int, int], ...]:
    """Something that changes whenever the store at ``location`` is written: its files' names, sizes and times."""
    with os.scandir(location) as entries:
        found = [(entry.name, entry.stat()) for entry in entries if not entry.name.startswith("LO")]  # LOCK, LOG
    return tuple(sorted((name, status.st_size, status.st_mtime_ns) for name, status in found))


def _prefix(location: Path) -> str:
    return f".{location.resolve().name}-"


def sweep(location: Path) -> None:
    """Remove the copies whose owner is gone: a process that ends, however it ends, lets go of its locks."""
    for folder in location.resolve().parent.glob(f"{_prefix(location)}*{_SUFFIX}"):
        try:
            owner = os.open(folder / _OWNER, os.O_RDWR)
        except OSError:
            with suppress(OSError):
                folder.rmdir()  # its owner was killed just before it did so, or else it is not empty
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

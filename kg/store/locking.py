"""Who holds a store's directory: the engine locks its ``LOCK`` file for the one process that writes.

A reader beside a writer is undefined in the engine, so readers take a share of the same lock: any number of readers,
or one writer. Where the platform has no such locks (Windows), readers go unprotected.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Self

from kg.errors import AccessError

if sys.platform != "win32":
    import fcntl

_LOCKS = Path("/proc/locks")


class HeldError(AccessError):
    """A store cannot be opened because another process holds it."""


class ReadLock:
    """A share in the lock of a store's directory, held until it is released."""

    def __init__(self, descriptor: int | None) -> None:
        self._descriptor = descriptor

    @classmethod
    def of(cls, path: Path) -> Self:
        """The share in the lock of the store at ``path``; AccessError while a process has it open for writing."""
        if sys.platform == "win32" or not (path / "LOCK").exists():
            return cls(None)
        if _writer(path) == os.getpid():  # a process that closes any handle of a file loses all its locks on it
            raise locked(path)
        descriptor = os.open(path / "LOCK", os.O_RDONLY)
        try:
            fcntl.lockf(descriptor, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except OSError as error:
            os.close(descriptor)
            raise locked(path) from error
        return cls(descriptor)

    def release(self) -> None:
        """Let go; twice is fine."""
        if self._descriptor is not None:
            os.close(self._descriptor)
            self._descriptor = None


def locked(path: Path) -> HeldError:
    """The refusal that names the process which holds the store at ``path``, where the system tells it."""
    process = _holder(path)
    if process is None:
        who = "another process"
    elif process == os.getpid():
        who = "this process already"
    else:
        who = f"process {process}{_command(process)}"
    return HeldError(
        f"expected to open the store at {path}, but {who} holds it;"
        " end that first, or ask a running server over HTTP (--store http://…)"
    )


def _writer(path: Path) -> int | None:
    return next((process for mode, process in _lockers(path) if mode == "WRITE"), None)


def _holder(path: Path) -> int | None:
    return next((process for _, process in _lockers(path)), None)


def _lockers(path: Path) -> list[tuple[str, int]]:
    """Mode and process of the locks on the store's LOCK file, as Linux lists them.

    The file is known by its inode alone: layered file systems (in containers) list another device than they show.
    """
    try:
        inode, table = (path / "LOCK").stat().st_ino, _LOCKS.read_text("ascii")
    except OSError:
        return []
    fields = [line.split() for line in table.splitlines() if " POSIX " in line and "->" not in line]
    return [(row[3], int(row[4])) for row in fields if row[5].rpartition(":")[2] == str(inode)]


def _command(process: int) -> str:
    """What the process was started as, in brackets."""
    try:
        words = Path(f"/proc/{process}/cmdline").read_bytes().decode("utf-8", "replace").split("\0")
    except OSError:
        return ""
    line = " ".join(word.rsplit("/", 1)[-1] for word in words if word)
    return f" ({line[:60]})" if line else ""

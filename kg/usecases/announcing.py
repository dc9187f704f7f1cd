"""The note by which the commands of the same user find the server that holds a graph.

It lies beside the graph, only its owner can read it, and it goes when the server ends. One that a killed server left
behind names a process that is no more, and is taken for none.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

from kg.errors import AccessError, InputError


@dataclass(frozen=True, kw_only=True, slots=True)
class Announcement:
    """Where a server answers, which process it is, and the key that it takes from the user who started it."""

    address: str
    process: int
    token: str


def announcement_file(store: str) -> Path:
    """Where the server of the graph at ``store`` is announced: ``.peace.db.server.json`` beside ``peace.db``."""
    path = Path(store).absolute()
    return path.with_name(f".{path.name}.server.json")


@contextmanager
def announce(store: str, address: str, token: str) -> Iterator[None]:
    """Announce this process as the server of the graph at ``store`` for as long as the block runs."""
    path = announcement_file(store)
    _write(path, Announcement(address=address, process=os.getpid(), token=token))
    try:
        yield
    finally:
        path.unlink(missing_ok=True)


def running_server(store: str) -> Announcement | None:
    """The server that holds the graph at ``store``; None when there is none.

    Raises AccessError when the announcement cannot be read (another user's), InputError when it is none.
    """
    path = announcement_file(store)
    try:
        content = path.read_bytes()
    except FileNotFoundError:
        return None
    except OSError as error:
        raise AccessError(f"expected to read of a running server in {path}, got: {error.strerror}") from error
    try:
        found = Announcement(**json.loads(content))
    except (TypeError, ValueError) as error:
        raise InputError(f"expected the announcement of a server in {path}, got: {error}; delete it") from error
    return found if _is_alive(found.process) else None


def _write(path: Path, announcement: Announcement) -> None:
    """Whoever holds the graph may write: what lies there is from a server that is gone."""
    new = path.with_name(f"{path.name}.{os.getpid()}")
    try:
        new.unlink(missing_ok=True)
        with os.fdopen(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
            json.dump(asdict(announcement), file)
        os.replace(new, path)
    except OSError as error:
        raise AccessError(f"expected to write {path}, got: {error.strerror}") from error


def _is_alive(process: int) -> bool:
    if sys.platform == "win32":  # asking by signal would end the process there
        return True
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True

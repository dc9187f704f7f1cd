"""Opening a store, wherever it lies."""

from __future__ import annotations

import getpass
import os
from datetime import UTC, datetime
from pathlib import Path

import pyoxigraph

from kg.errors import AccessError
from kg.store.audit import AuditLog
from kg.store.embedded import EmbeddedStore, open_embedded
from kg.store.journal import Journal
from kg.store.remote import open_remote
from kg.store.store import Store


def open_store(
    location: str | Path | None, *, read_only: bool = False, key: str | None = None, author: str | None = None
) -> Store:
    """A store in memory (None), in a directory (a path), or behind a SPARQL 1.1 endpoint (an http or https address).

    A directory that does not exist is made, unless it is for reading only. One process may write to a directory, or
    any number read from it; its audit log names the ``author`` of each change, by default the system's user. ``key`` is
    for a server that asks for one. Raises AccessError when the place cannot be
    opened: the message says who or what is in the way and what to do next.

    >>> with open_store(None) as store:
    ...     store.stats()["articles"]
    0
    """
    if location is None:
        if read_only:
            raise AccessError("expected a place to read from, got a new store in memory, which is empty")
        return EmbeddedStore(pyoxigraph.Store(), name="the store in memory")
    if isinstance(location, str) and location.startswith(("http://", "https://")):
        return open_remote(location, read_only=read_only, key=key)
    path = Path(location)
    if read_only:
        return open_embedded(path, read_only=True)
    return open_embedded(path, read_only=False, journal=audit_log(path), author=author or system_user())


def audit_log(path: Path) -> Journal:
    """The audit log of the store at ``path``, with the time that it is."""
    return AuditLog(path, lambda: datetime.now(UTC))


def system_user() -> str:
    """The name of the user whom this process belongs to, as the system knows it."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):  # a user without a name, as in containers
        return f"user {os.getuid()}" if hasattr(os, "getuid") else "unknown"

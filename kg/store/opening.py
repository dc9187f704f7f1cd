"""Opening a store, wherever it lies."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph

from kg.errors import AccessError
from kg.store.embedded import EmbeddedStore, open_embedded
from kg.store.remote import open_remote
from kg.store.store import Store


def open_store(location: str | Path | None, *, read_only: bool = False) -> Store:
    """A store in memory (None), in a directory (a path), or behind a SPARQL 1.1 endpoint (an http or https address).

    A directory that does not exist is made, unless it is for reading only. One process may write to a directory, or
    any number read from it. Raises AccessError when the place cannot be opened: the message says who or what is in
    the way and what to do next.

    >>> with open_store(None) as store:
    ...     store.stats()["articles"]
    0
    """
    if location is None:
        if read_only:
            raise AccessError("expected a place to read from, got a new store in memory, which is empty")
        return EmbeddedStore(pyoxigraph.Store(), name="the store in memory")
    if isinstance(location, str) and location.startswith(("http://", "https://")):
        return open_remote(location, read_only=read_only)
    return open_embedded(Path(location), read_only=read_only)

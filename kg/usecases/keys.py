"""Keys: who may ask a served graph, and who may change it."""

from __future__ import annotations

import hmac
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from kg.store.keys import RESERVED, Key, Scope, keys_file, prefix_of, read_keys
from kg.store.keys import add_key as _add
from kg.store.keys import remove_key as _remove

__all__ = ["RESERVED", "Holder", "Key", "Keyring", "Scope", "add_key", "list_keys", "remove_key"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Holder:
    """Who asks, known by a key, and whether this one may change the graph."""

    name: str
    may_write: bool


class Keyring:
    """The keys of the store at ``store`` for a running server, which notices at once when they change.

    ``local_token`` is one more key, of the user who started the server.
    """

    def __init__(self, store: str | Path, *, local_token: str | None = None) -> None:
        self._path = keys_file(store)
        self._local_token = local_token
        self._state: tuple[int, ...] | None = None
        self._keys: dict[str, Key] = {}

    def holder(self, token: str, *, today: date) -> Holder | None:
        """Who holds the key ``token``; None for what is no key of this store, or one that is over.

        Raises AccessError or InputError when the keys file was damaged meanwhile: then nobody is let in.
        """
        if self._local_token is not None and hmac.compare_digest(token.encode(), self._local_token.encode()):
            return Holder(name=RESERVED, may_write=True)
        key = self._current().get(prefix_of(token))
        if key is None or not key.fits(token) or key.is_over(today):
            return None
        return Holder(name=key.name, may_write=key.scope is Scope.WRITE)

    def __bool__(self) -> bool:
        """Whether there are any keys in the file."""
        return bool(self._current())

    def _current(self) -> dict[str, Key]:
        state = _state(self._path)
        if state != self._state:
            self._keys = {key.prefix: key for key in read_keys(self._path)}
            self._state = state
        return self._keys


def add_key(
    store: str, name: str, scope: Scope, *, today: date, expires: date | None = None, replacing: bool = False
) -> str:
    """Make a key for ``name`` to the graph at ``store`` and return it: this is the only time that it can be read.

    With ``replacing``, the key that ``name`` had opens nothing any more; without it, having one is an InputError.
    """
    return _add(keys_file(store), name, scope, today=today, expires=expires, replacing=replacing)


def list_keys(store: str) -> Sequence[Key]:
    """The keys to the graph at ``store``, by name."""
    return read_keys(keys_file(store))


def remove_key(store: str, name: str) -> None:
    """Let the key of ``name`` open nothing any more; MissingError when it has none."""
    _remove(keys_file(store), name)


def _state(path: Path) -> tuple[int, ...]:
    """What differs between two states of the file: it is always replaced as a whole."""
    try:
        found = path.stat()
    except FileNotFoundError:
        return ()
    return found.st_ino, found.st_mtime_ns, found.st_size

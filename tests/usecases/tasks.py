"""What tests have processes of their own do: functions that are found there by name."""

from __future__ import annotations

import os
import time

from kg.errors import MissingError
from kg.model.filter import PositionFilter
from kg.store import Store


def nothing() -> None:
    """Prepare nothing."""


def prepare_badly() -> None:
    """End while preparing."""
    os._exit(3)


def count(store: Store) -> bytes:
    """How many positions there are, and the id of the process that counted them."""
    return f"{len(store.positions(PositionFilter()))} {os.getpid()}".encode()


def count_slowly(store: Store, seconds: float) -> bytes:
    """The same after so many seconds."""
    time.sleep(seconds)
    return count(store)


def run_away(_: Store) -> bytes:
    """Compute without end."""
    while True:
        pass


def eat(_: Store) -> bytes:
    """Take more and more memory."""
    eaten = [bytes(2**24)]
    while True:
        eaten.append(bytes(2**24))


def keep(_: Store, size: int) -> bytes:
    """Hold so much memory from now on."""
    _kept.append(b"\1" * size)
    return b""


_kept: list[bytes] = []


def die(_: Store) -> bytes:
    """End as a process that the system ends when it runs out of memory."""
    os.kill(os.getpid(), 9)
    return b""


def blunder(_: Store) -> bytes:
    """Fail as nobody foresaw."""
    return str(1 // 0).encode()


def miss(_: Store, name: str) -> bytes:
    """Look for what is not there."""
    raise MissingError(f"expected a party, got {name!r}")


def fill(_: Store, size: int) -> bytes:
    """An answer of that size."""
    return bytes(size)

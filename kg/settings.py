"""What a user sets once, in the environment, instead of on every command."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass

from kg.errors import InputError

DEFAULT_STORE = "./parley.db"
DEFAULT_QUERY_SECONDS = 10.0


@dataclass(frozen=True, kw_only=True, slots=True)
class Settings:
    """Where the graph lies, and how long a query from outside may run (seconds)."""

    store: str = DEFAULT_STORE
    query_seconds: float = DEFAULT_QUERY_SECONDS


def read_settings(environment: Mapping[str, str] | None = None) -> Settings:
    """The settings of ``environment`` (the process's own by default): PARLEY_STORE and PARLEY_QUERY_SECONDS.

    Raises InputError when the time limit is not a positive number.

    >>> read_settings({"PARLEY_STORE": "peace.db"}).store
    'peace.db'
    """
    found = os.environ if environment is None else environment
    return Settings(
        store=found.get("PARLEY_STORE") or DEFAULT_STORE,
        query_seconds=_seconds(found.get("PARLEY_QUERY_SECONDS") or str(DEFAULT_QUERY_SECONDS)),
    )


def _seconds(words: str) -> float:
    try:
        seconds = float(words)
    except ValueError:
        seconds = 0.0
    if not 0.0 < seconds < float("inf"):
        raise InputError(f"expected a number of seconds above 0 in PARLEY_QUERY_SECONDS, got {words!r}")
    return seconds

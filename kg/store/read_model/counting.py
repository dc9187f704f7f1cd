"""How many rows meet a search: counted once in each state of the read model, for every part of a list tells it."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass, field
from typing import Final

MOST: Final = 4096  # counts that are remembered
Counted = tuple[str, tuple[str | int | float | bytes, ...]]


@dataclass(frozen=True, kw_only=True, slots=True)
class _State:
    """The counts of one state, by the question in SQL and its values."""

    change: int
    counts: dict[Counted, int] = field(default_factory=dict)


class Counts:
    """The counts of the newest state that was asked about; any thread may ask."""

    def __init__(self) -> None:
        self._state = _State(change=-1)

    def of(self, connection: sqlite3.Connection, counted: Counted) -> int:
        """What the question counts in the state that the connection's transaction sees."""
        (change,) = connection.execute("SELECT change FROM state").fetchone()
        state = self._state
        if state.change != change:
            state = self._state = _State(change=change)
        found = state.counts.get(counted)
        if found is None:
            if len(state.counts) >= MOST:
                state.counts.clear()
            found = state.counts[counted] = int(connection.execute(*counted).fetchone()[0])
        return found

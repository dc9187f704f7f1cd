"""A store that remembers the positions it gave: analyses ask for the same ones again and again."""

from __future__ import annotations

from collections import OrderedDict
from pathlib import Path
from typing import Final

import pyoxigraph

from kg.errors import AccessError
from kg.model import Position
from kg.model.filter import PositionFilter
from kg.store.embedded import EmbeddedStore
from kg.store.locking import ReadLock

REMEMBERED: Final = 50_000
"""Positions that are remembered; each takes 5 to 10 kB of memory."""


class RecallingStore(EmbeddedStore):
    """The ``snapshot`` of a store, which nobody writes to, open for reading; AccessError when it cannot be opened.

    Of the sets of positions that were asked for, the last are remembered, and at least the last one.
    """

    def __init__(self, snapshot: Path) -> None:
        try:
            engine = pyoxigraph.Store.read_only(str(snapshot))
        except (OSError, RuntimeError) as error:
            raise AccessError(f"expected a copy of the store at {snapshot}, got: {error}") from error
        super().__init__(engine, name=str(snapshot), read_lock=ReadLock(None))
        self._found: OrderedDict[PositionFilter, list[Position]] = OrderedDict()

    def positions(self, wanted: PositionFilter) -> list[Position]:
        if wanted not in self._found:
            self._found[wanted] = super().positions(wanted)
        self._found.move_to_end(wanted)
        while len(self._found) > 1 and sum(map(len, self._found.values())) > REMEMBERED:
            self._found.popitem(last=False)
        return list(self._found[wanted])

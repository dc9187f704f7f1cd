"""What a change to a store amounts to, told to whoever keeps a record of it before the change is made."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Protocol

from pyoxigraph import NamedNode, Quad


@dataclass(frozen=True, kw_only=True, slots=True)
class GraphChange:
    """All quads of one named graph before and after a change; empty where there is no such graph."""

    before: Collection[Quad]
    after: Collection[Quad]


class Journal(Protocol):
    """Is told of every change before it is committed; an error that it raises stops the change."""

    def __call__(self, author: str, changes: Mapping[NamedNode, GraphChange]) -> None:
        """Take down that ``author`` is about to make these changes, all of them in one transaction."""

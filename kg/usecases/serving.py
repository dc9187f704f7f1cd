"""Serving: questions from outside, answered from a graph that is written meanwhile."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from kg.errors import InputError
from kg.rdf.serialization import Syntax
from kg.store import Store
from kg.store.answer import TableSyntax
from kg.store.guard import refuse_unsafe
from kg.store.replica import Replica
from kg.store.workers import BusyError, FormatError, LateError, Limits, Question, Reply, TooLargeError

__all__ = [
    "BusyError", "FormatError", "LateError", "Question", "Reply", "ServedGraph", "Syntax", "TableSyntax",
    "TooLargeError",
]  # fmt: skip


class ServedGraph:
    """The graph at ``location`` for many askers; a query in SPARQL has ``seconds`` of time.

    Raises AccessError when there is no graph, InputError for a graph that another server holds.
    """

    def __init__(self, location: str, *, seconds: float) -> None:
        if "://" in location:
            raise InputError(f"expected a graph on this machine to serve, got {location}")
        self._replica = Replica(location, limits=Limits(seconds=seconds))

    @contextmanager
    def reading(self) -> Iterator[Store]:
        """The graph as it is now, for as long as the block runs."""
        with self._replica.reading() as store:
            yield store

    def ask(self, question: Question) -> Reply:
        """The answer to a query from outside.

        Raises InputError for what is no query, and for what calls out, reads files or writes; FormatError when the
        answer fits no format that is accepted; LateError, BusyError and TooLargeError when it takes too much.
        """
        refuse_unsafe(question.sparql)
        return self._replica.ask(question)

    def close(self) -> None:
        """Let go of the graph."""
        self._replica.close()

"""A question to a store from outside, its answer, what it may cost, and how it can fail."""

from __future__ import annotations

from dataclasses import dataclass

from kg.confinement import MEBIBYTE
from kg.errors import AccessError, InputError
from kg.rdf.serialization import Syntax
from kg.store.answer import TableSyntax


class LateError(AccessError):
    """A query did not end within its time, and was stopped."""


class BusyError(AccessError):
    """No process was free within a query's time."""


class TooLargeError(AccessError):
    """A query needed more memory, or its answer more room, than it may have."""


class FormatError(InputError):
    """None of the formats that the asker reads fits the kind of answer (rows, or a graph)."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Question:
    """A query with the format wanted for rows and for a graph (None: cannot be read), and the graphs it may look at.

    Without graphs named, it sees all of them, merged by default; with some, these alone (SPARQL 1.1 Protocol, 2.1.4).
    ``base`` is what relative IRIs are relative to.
    """

    sparql: str
    table: TableSyntax | None = TableSyntax.JSON
    graph: Syntax | None = Syntax.TURTLE
    default_graphs: tuple[str, ...] = ()
    named_graphs: tuple[str, ...] = ()
    base: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Reply:
    """What a query found, serialized; ``media_type`` says how, ``is_cut`` that there was more than a query may give."""

    media_type: str
    body: bytes
    is_cut: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Limits:
    """What one query may take: wall-clock seconds, memory and answer size in bytes (memory on Linux only), rows."""

    seconds: float = 10.0
    memory: int = 2048 * MEBIBYTE
    answer: int = 64 * MEBIBYTE
    rows: int = 100_000

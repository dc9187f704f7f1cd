"""The life of a process that answers queries from outside, one at a time, and is killed when one takes too much.

An engine's result must not be touched by a second thread, so each answer is serialized here, where it was computed,
and crosses the pipe as bytes.
"""

from __future__ import annotations

import os
import signal
import sys
from contextlib import suppress
from io import BytesIO
from itertools import islice
from multiprocessing.connection import Connection
from typing import Any

import pyoxigraph

from kg.confinement import MEBIBYTE, ORPHAN_SECONDS, cap_memory, end_after, leave_signals_to_parent
from kg.errors import AccessError, InputError
from kg.rdf.encoding import sorted_quads
from kg.rdf.namespaces import PREFIXES
from kg.rdf.serialization import Syntax, serialize, xml_safe
from kg.store.answer import TABLE_FORMATS, TableSyntax
from kg.store.capping import cap_rows
from kg.store.changes import Delta
from kg.store.complaints import complaint
from kg.store.cutting import cut_rows
from kg.store.guard import refuse_unsafe
from kg.store.operations import Update
from kg.store.questions import FormatError, Limits, Question, Reply, TooLargeError
from kg.store.updating import work_out

ANNOUNCED = "a large answer follows"
"""Sent before an answer that does not cross the pipe in one piece."""
_ONE_PIECE = 8 * 1024

Result = pyoxigraph.QuerySolutions | pyoxigraph.QueryBoolean | pyoxigraph.QueryTriples


def answer_questions(pipe: Connection, limits: Limits, niceness: int) -> None:
    """A question in, an answer or an error out, with the most memory held so far, until the pipe closes."""
    leave_signals_to_parent()
    os.environ["RUST_BACKTRACE"] = "0"  # running out of memory is expected here, and worth no stack trace
    if hasattr(os, "nice"):
        os.nice(niceness)
    cap_memory(limits.memory)
    opened, store = "", pyoxigraph.Store()
    with suppress(EOFError, ConnectionError):  # whoever asked is gone
        pipe.send(None)
        while True:
            snapshot, question, computing = pipe.recv()
            end_after(limits.seconds + ORPHAN_SECONDS)
            try:
                if isinstance(question, Update):
                    pipe.send((_change(snapshot, question), _memory()))
                    continue
                if snapshot != opened:
                    opened, store = snapshot, pyoxigraph.Store.read_only(snapshot)
                _limit_computing(computing)
                reply = _reply(store, question, limits)
                if len(reply.body) > _ONE_PIECE:
                    pipe.send(ANNOUNCED)
                pipe.send((reply, _memory()))
            except (InputError, AccessError) as error:
                pipe.send((error, _memory()))
            finally:
                _limit_computing(0.0)
                end_after(0.0)


def _memory() -> int:
    """The most memory in bytes that this process ever held; 0 where the system does not tell."""
    try:
        import resource
    except ImportError:
        return 0
    unit = 1 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit


def _limit_computing(seconds: float) -> None:
    """Let the system end this process after so many seconds of the processor's time (0: not)."""
    if hasattr(signal, "setitimer"):
        signal.setitimer(signal.ITIMER_PROF, seconds)


def _change(copy: str, update: Update) -> Delta:
    try:
        return work_out(copy, update)
    except MemoryError:
        raise TooLargeError("expected an update that fits in the memory it may have, got one that needs more") from None


def _reply(store: pyoxigraph.Store, question: Question, limits: Limits) -> Reply:
    try:
        # Not in the server: a query of a million characters takes seconds to look through.
        refuse_unsafe(question.sparql)
        found = _start(store, question, limits.rows)
        if isinstance(found, pyoxigraph.QueryTriples):
            return _graph(found, question.graph, limits)
        return _table(found, question.table, limits)
    except MemoryError:
        raise TooLargeError("expected a query that fits in the memory it may have, got one that needs more") from None


def _start(store: pyoxigraph.Store, question: Question, rows: int) -> Result:
    # One row more than an answer may have tells that it was cut.
    sparql = cap_rows(question.sparql, rows + 1)
    try:
        if not question.default_graphs and not question.named_graphs:
            return store.query(
                sparql, base_iri=question.base, prefixes=PREFIXES
            )  # the store's default graph is the merge of all
        return store.query(
            sparql,
            base_iri=question.base,
            prefixes=PREFIXES,
            default_graph=[pyoxigraph.NamedNode(iri) for iri in question.default_graphs],
            named_graphs=[pyoxigraph.NamedNode(iri) for iri in question.named_graphs],
        )
    except SyntaxError as error:
        raise InputError(f"expected a SPARQL 1.1 query, got {complaint(question.sparql, error)}") from None
    except (ValueError, RuntimeError) as error:
        raise InputError(f"expected a SPARQL 1.1 query, got one that cannot be answered: {error}") from None


def _graph(found: pyoxigraph.QueryTriples, syntax: Syntax | None, limits: Limits) -> Reply:
    if syntax is None:
        raise FormatError("expected a format that can hold a graph (Turtle, …), got none among those accepted")
    triples = list(islice(found, limits.rows + 1))
    is_cut = len(triples) > limits.rows
    body = serialize(
        sorted_quads(pyoxigraph.Quad(each.subject, each.predicate, each.object) for each in triples[: limits.rows]),
        syntax,
    )
    if len(body) > limits.answer:
        raise TooLargeError(_too_large(limits.answer))
    return Reply(media_type=syntax.media_type, body=body, is_cut=is_cut)


def _table(
    found: pyoxigraph.QuerySolutions | pyoxigraph.QueryBoolean, syntax: TableSyntax | None, limits: Limits
) -> Reply:
    # Straight from the engine to bytes: rows that became Python objects first would take ten times the memory.
    if syntax is None:
        raise FormatError("expected a format that can hold rows (JSON, XML, CSV, TSV), got none among those accepted")
    output = _Bounded(limits.answer)
    found.serialize(output, format=TABLE_FORMATS[syntax])
    body, is_cut = cut_rows(output.getvalue(), syntax, limits.rows)
    media_type = TABLE_FORMATS[syntax].media_type
    return Reply(media_type=media_type, body=xml_safe(body) if syntax is TableSyntax.XML else body, is_cut=is_cut)


def _too_large(room: int) -> str:
    return f"expected an answer of at most {room / MEBIBYTE:g} MiB, got more: add LIMIT"


class _Bounded(BytesIO):
    """Bytes in memory, up to a limit."""

    def __init__(self, room: int) -> None:
        super().__init__()
        self._room = room

    def write(self, data: Any) -> int:
        if self.tell() + len(data) > self._room:
            raise TooLargeError(_too_large(self._room))
        return super().write(data)

"""Queries from outside, each in a process that is killed when its time is over.

A running query cannot be stopped from within its process: the engine takes no time limit and no signal. So a few
processes wait on a snapshot of the store, one query each at a time. Whichever is late, or eats up its memory, ends as
a process; the next query gets a fresh one. An engine's result must not be touched by a second thread either, so each
answer is serialized where it was computed and crosses the pipe as bytes.
"""

from __future__ import annotations

import multiprocessing
import os
import queue
import signal
import time
from contextlib import suppress
from dataclasses import dataclass
from io import BytesIO
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any

import pyoxigraph

from kg.errors import AccessError, InputError
from kg.rdf.namespaces import PREFIXES
from kg.rdf.serialization import Syntax, xml_safe
from kg.store.answer import TableSyntax, answer_of

TABLE_FORMATS = {
    TableSyntax.JSON: pyoxigraph.QueryResultsFormat.JSON,
    TableSyntax.XML: pyoxigraph.QueryResultsFormat.XML,
    TableSyntax.CSV: pyoxigraph.QueryResultsFormat.CSV,
    TableSyntax.TSV: pyoxigraph.QueryResultsFormat.TSV,
}
MEBIBYTE = 1024 * 1024
ORPHAN_SECONDS = 2.0
"""How long after its time a query may live whose server was killed."""
Result = pyoxigraph.QuerySolutions | pyoxigraph.QueryBoolean | pyoxigraph.QueryTriples


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
    """

    sparql: str
    table: TableSyntax | None = TableSyntax.JSON
    graph: Syntax | None = Syntax.TURTLE
    default_graphs: tuple[str, ...] = ()
    named_graphs: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Reply:
    """What a query found, serialized; ``media_type`` says how."""

    media_type: str
    body: bytes


@dataclass(frozen=True, kw_only=True, slots=True)
class Limits:
    """What one query may take: wall-clock seconds, memory and answer size in bytes (memory on Linux only)."""

    seconds: float = 10.0
    memory: int = 2048 * MEBIBYTE
    answer: int = 64 * MEBIBYTE


class Workers:
    """A handful of processes that answer questions over one snapshot of a store.

    Any thread may ask. ``close`` ends the processes; the snapshot stays and belongs to the caller.
    """

    def __init__(self, snapshot: str | Path, *, count: int = 2, limits: Limits | None = None) -> None:
        self._snapshot = str(snapshot)
        self._limits = limits or Limits()
        self._idle: queue.LifoQueue[_Worker | None] = queue.LifoQueue()
        self._closed = False
        for _ in range(count):
            self._idle.put(None)

    def ask(self, question: Question) -> Reply:
        """The answer to ``question`` within the limits.

        Raises InputError for a query that is no SPARQL, FormatError, LateError, BusyError and TooLargeError.
        """
        deadline = time.monotonic() + self._limits.seconds
        worker = self._take(deadline)
        try:
            worker = worker or _Worker(self._snapshot, self._limits)
            # A fresh process counts its time from when it is ready: its start is no part of the query.
            deadline = max(deadline, worker.wait_until_ready() + self._limits.seconds)
            answer = worker.ask(question, deadline - time.monotonic())
        except BaseException:
            if worker is not None and not worker.is_idle:
                worker.kill()
                worker = None
            raise
        finally:
            self._give_back(worker)
        return answer

    def close(self) -> None:
        """End the processes; questions still running fail as late."""
        self._closed = True
        while True:
            try:
                worker = self._idle.get_nowait()
            except queue.Empty:
                return
            if worker is not None:
                worker.kill()

    def _take(self, deadline: float) -> _Worker | None:
        try:
            return self._idle.get(timeout=max(0.0, deadline - time.monotonic()))
        except queue.Empty:
            raise BusyError(
                f"expected a free query process within {self._limits.seconds:g} seconds, got none: all are at work"
            ) from None

    def _give_back(self, worker: _Worker | None) -> None:
        if self._closed and worker is not None:
            worker.kill()
            worker = None
        self._idle.put(worker)


class _Worker:
    """One process and the pipe to it."""

    def __init__(self, snapshot: str, limits: Limits) -> None:
        # "spawn": a forked child would inherit the threads' locks of a running server.
        context = multiprocessing.get_context("spawn")
        self._pipe, inner = context.Pipe()
        self._process: BaseProcess = context.Process(target=_work, args=(inner, snapshot, limits), daemon=True)
        self._limits = limits
        self._ready = False
        self.is_idle = True
        self._process.start()
        inner.close()

    def wait_until_ready(self) -> float:
        """Now, or for a fresh process the moment from which it takes questions."""
        if not self._ready:
            self._receive()
            self._ready = True
            return time.monotonic()
        return 0.0

    def ask(self, question: Question, seconds: float) -> Reply:
        self.is_idle = False
        try:
            self._pipe.send(question)
            if not self._pipe.poll(max(0.0, seconds)):
                raise LateError(
                    f"expected an answer within {self._limits.seconds:g} seconds, got none: the query was stopped"
                )
        except BrokenPipeError:
            raise TooLargeError(self._death()) from None
        reply = self._receive()
        self.is_idle = True
        if isinstance(reply, Reply):
            return reply
        raise reply

    def kill(self) -> None:
        self._process.kill()
        self._process.join()
        self._pipe.close()

    def _receive(self) -> Any:
        try:
            return self._pipe.recv()
        except (EOFError, ConnectionResetError):
            raise TooLargeError(self._death()) from None

    def _death(self) -> str:
        megabytes = self._limits.memory // MEBIBYTE
        return f"expected a query that needs at most {megabytes} MiB of memory, its process ended before it answered"


def _work(pipe: Connection, snapshot: str, limits: Limits) -> None:
    """The life of one process: a question in, an answer or an error out, until the pipe closes."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    os.environ["RUST_BACKTRACE"] = "0"  # running out of memory is expected here, and worth no stack trace
    _cap_memory(limits.memory)
    store = pyoxigraph.Store.read_only(snapshot)
    with suppress(EOFError, BrokenPipeError):
        pipe.send(None)
        while True:
            question = pipe.recv()
            _set_alarm(limits.seconds + ORPHAN_SECONDS)
            try:
                pipe.send(_reply(store, question, limits.answer))
            except (InputError, AccessError) as error:
                pipe.send(error)
            _set_alarm(0.0)


def _set_alarm(seconds: float) -> None:
    """Let the system end this process after so many seconds (0: not), in case nobody is left to kill it."""
    if hasattr(signal, "setitimer"):
        signal.setitimer(signal.ITIMER_REAL, seconds)


def _cap_memory(size: int) -> None:
    try:
        import resource
    except ImportError:  # only Unix has it; elsewhere time is the only limit
        return
    resource.setrlimit(resource.RLIMIT_DATA, (size, size))


def _reply(store: pyoxigraph.Store, question: Question, room: int) -> Reply:
    try:
        found = _start(store, question)
        if isinstance(found, pyoxigraph.QueryTriples):
            return _graph(found, question.graph, room)
        return _table(found, question.table, room)
    except MemoryError:
        raise TooLargeError("expected a query that fits in the memory it may have, got one that needs more") from None


def _start(store: pyoxigraph.Store, question: Question) -> Result:
    try:
        if not question.default_graphs and not question.named_graphs:
            return store.query(question.sparql, prefixes=PREFIXES)  # the store's default graph is the merge of all
        return store.query(
            question.sparql,
            prefixes=PREFIXES,
            default_graph=[pyoxigraph.NamedNode(iri) for iri in question.default_graphs],
            named_graphs=[pyoxigraph.NamedNode(iri) for iri in question.named_graphs],
        )
    except (SyntaxError, ValueError) as error:
        raise InputError(f"expected a SPARQL 1.1 query, got one that cannot be read: {error}") from None


def _graph(found: pyoxigraph.QueryTriples, syntax: Syntax | None, room: int) -> Reply:
    if syntax is None:
        raise FormatError("expected a format that can hold a graph (Turtle, …), got none among those accepted")
    body = answer_of(found).graph(syntax)
    if len(body) > room:
        raise TooLargeError(_too_large(room))
    return Reply(media_type=syntax.media_type, body=body)


def _table(found: pyoxigraph.QuerySolutions | pyoxigraph.QueryBoolean, syntax: TableSyntax | None, room: int) -> Reply:
    # Straight from the engine to bytes: rows that became Python objects first would take ten times the memory.
    if syntax is None:
        raise FormatError("expected a format that can hold rows (JSON, XML, CSV, TSV), got none among those accepted")
    output = _Bounded(room)
    found.serialize(output, format=TABLE_FORMATS[syntax])
    body = output.getvalue()
    media_type = TABLE_FORMATS[syntax].media_type
    return Reply(media_type=media_type, body=xml_safe(body) if syntax is TableSyntax.XML else body)


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

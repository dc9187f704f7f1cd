"""Queries from outside, each in a process that is killed when its time is over.

A running query cannot be stopped from within its process: the engine takes no time limit and no signal. So a few
processes wait, one query each at a time. Whichever is late, or eats up its memory, ends as a process; the next query
gets a fresh one.
"""

from __future__ import annotations

import multiprocessing
import queue
from multiprocessing.context import BaseContext
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any, overload

from kg.confinement import MEBIBYTE
from kg.store.answering import answer_questions
from kg.store.changes import Delta
from kg.store.operations import Update
from kg.store.questions import BusyError, LateError, Limits, Question, Reply, TooLargeError

# A process forked from the server would inherit the locks of its threads. One that starts from nothing takes a third of
# a second of computing; forked from a helper that has loaded everything and has no threads, it takes some milliseconds.
_context: BaseContext
if "forkserver" in multiprocessing.get_all_start_methods():
    _context = multiprocessing.get_context("forkserver")
    _context.set_forkserver_preload([answer_questions.__module__])
else:
    _context = multiprocessing.get_context("spawn")
BLOATED = 512 * MEBIBYTE
"""A process that held so much memory once is replaced by a fresh one: what it holds is hardly ever given back."""


class Workers:
    """A handful of processes that answer questions, each over the snapshot of a store that comes with it.

    Any thread may ask. The processes start at once, in the background, and with a low priority by ``niceness``;
    ``close`` ends them. ``killed`` counts those that were ended before, because they were late, out of memory, or
    bloated.
    """

    def __init__(self, *, count: int = 2, limits: Limits | None = None, niceness: int = 5) -> None:
        self._limits = limits or Limits()
        self._niceness = niceness
        self._idle: queue.LifoQueue[_Worker] = queue.LifoQueue()
        self._closed = False
        self.count = count
        self.killed = 0
        for _ in range(count):
            self._idle.put(self._fresh())

    @overload
    def ask(
        self, question: Question, snapshot: Path, *, computing: float = 0.0, wait: float | None = None
    ) -> Reply: ...

    @overload
    def ask(self, question: Update, snapshot: Path, *, computing: float = 0.0, wait: float | None = None) -> Delta: ...

    def ask(
        self, question: Question | Update, snapshot: Path, *, computing: float = 0.0, wait: float | None = None
    ) -> Reply | Delta:
        """The answer to ``question`` from the store at ``snapshot``, within the limits.

        For an update it is what it changes; the snapshot is then a copy for it alone, which is of no use afterwards.
        ``computing`` limits the processor's own time in seconds (0: not), where the system can do that. Raises
        InputError for a query that is no SPARQL, FormatError, LateError and TooLargeError; BusyError when no process is
        free within ``wait`` seconds (by default as many as a query may take).
        """
        worker = self._take(self._limits.seconds if wait is None else wait)
        try:
            worker.wait_until_ready()  # its start is no part of the query's time
            answer = worker.ask(question, snapshot, computing)
        finally:
            if not worker.is_fit:
                worker.kill()
                worker = self._fresh()
                self.killed += 1
            self._give_back(worker)
        return answer

    @property
    def busy(self) -> int:
        """How many of the processes have a question at this moment."""
        return max(0, self.count - self._idle.qsize())

    def close(self) -> None:
        """End the processes; questions still running fail as late."""
        self._closed = True
        while True:
            try:
                worker = self._idle.get_nowait()
            except queue.Empty:
                return
            worker.kill()

    def _fresh(self) -> _Worker:
        return _Worker(self._limits, self._niceness)

    def _take(self, seconds: float) -> _Worker:
        try:
            return self._idle.get(timeout=seconds) if seconds else self._idle.get_nowait()
        except queue.Empty:
            raise BusyError(
                f"expected a free query process within {seconds:g} seconds, got none: all are at work"
            ) from None

    def _give_back(self, worker: _Worker) -> None:
        if self._closed:
            worker.kill()
        else:
            self._idle.put(worker)


class _Worker:
    """One process and the pipe to it; ``is_fit`` when it can take a question."""

    def __init__(self, limits: Limits, niceness: int) -> None:
        self._pipe, inner = _context.Pipe()
        self._process: BaseProcess = _context.Process(  # type: ignore[attr-defined]  # every context has it
            target=answer_questions, args=(inner, limits, niceness), daemon=True
        )
        self._limits = limits
        self._ready = False
        self.is_fit = True
        self._process.start()
        inner.close()

    def wait_until_ready(self) -> None:
        """Return when the process takes questions."""
        if not self._ready:
            self.is_fit = False
            self._receive()
            self._ready = self.is_fit = True

    def ask(self, question: Question | Update, snapshot: Path, computing: float) -> Reply | Delta:
        self.is_fit = False
        try:
            self._pipe.send((str(snapshot), question, computing))
            if not self._pipe.poll(self._limits.seconds):
                raise self._late()
        except BrokenPipeError:
            raise self._death(computing) from None
        reply, memory = self._receive(computing)
        self.is_fit = memory < BLOATED
        if isinstance(reply, Reply | Delta):
            return reply
        raise reply

    def kill(self) -> None:
        self._process.kill()
        self._process.join()
        self._pipe.close()

    def _receive(self, computing: float = 0.0) -> Any:
        try:
            return self._pipe.recv()
        except (EOFError, ConnectionResetError):
            raise self._death(computing) from None

    def _death(self, computing: float) -> LateError | TooLargeError:
        """What the end of the process means: with a limit on computing it was not short, whatever else it was.

        Its exit status would not tell for sure: two threads that look at it at once may both take it for another.
        """
        if computing:
            return self._late()
        megabytes = self._limits.memory // MEBIBYTE
        return TooLargeError(
            f"expected a query that needs at most {megabytes} MiB of memory, its process ended before it answered"
        )

    def _late(self) -> LateError:
        return LateError(f"expected an answer within {self._limits.seconds:g} seconds, got none: the query was stopped")

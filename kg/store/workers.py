"""Queries from outside, each in a process that is killed when its time is over.

A running query cannot be stopped from within its process: the engine takes no time limit and no signal. So a few
processes wait, one query each at a time. Whichever is late, or eats up its memory, ends as a process; the next query
gets a fresh one.
"""

from __future__ import annotations

import queue
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import overload

from kg.errors import AccessError
from kg.store.changes import Delta
from kg.store.operations import Update
from kg.store.questions import BusyError, Limits, Question, Reply
from kg.store.worker import GoneError, Worker

LONGEST_NOW = 32 * 1024
"""Characters of a query that certainly fits in a pipe, so that handing it over takes no waiting."""


class Workers:
    """A handful of processes that answer questions, each over the snapshot of a store that comes with it.

    Any thread may ask. The processes start at once, in the background, and with a low priority by ``niceness``;
    ``close`` ends them. ``killed`` counts those that were ended before, because they were late, out of memory, or
    bloated. Raises AccessError when the system lets no process start.
    """

    def __init__(self, *, count: int = 2, limits: Limits | None = None, niceness: int = 5) -> None:
        self._limits = limits or Limits()
        self._niceness = niceness
        # None stands for a process that the system would not let start: the next question tries again.
        self._idle: queue.LifoQueue[Worker | None] = queue.LifoQueue()
        self._replacing = ThreadPoolExecutor(1, thread_name_prefix="replacing")
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
        free within ``wait`` seconds (by default as many as a query may take), AccessError when none can be started.
        """
        patience = self._limits.seconds if wait is None else wait
        try:
            return self._asked(self._take(patience), question, snapshot, computing)
        except GoneError:  # killed while it had nothing to do; the one that took its place has not been idle yet
            return self._asked(self._take(patience), question, snapshot, computing)

    async def ask_now(self, question: Question, snapshot: Path, *, computing: float = 0.0) -> Reply | None:
        """The same for an event loop, without a thread that waits; None when no process is free at this moment.

        A thread would cost a short query as much as the engine does.
        """
        worker = self._take_ready() if len(question.sparql) <= LONGEST_NOW else None
        if worker is None:
            return None
        try:
            return await worker.answer(question, snapshot, computing)
        except GoneError:
            return None
        finally:
            if worker.is_fit:
                self._give_back(worker)
            else:
                self._replace_later(worker)

    @property
    def busy(self) -> int:
        """How many of the processes have a question at this moment."""
        return max(0, self.count - self._idle.qsize())

    def close(self) -> None:
        """End the processes; questions still running fail as late."""
        self._closed = True
        self._replacing.shutdown(wait=True)
        while True:
            try:
                worker = self._idle.get_nowait()
            except queue.Empty:
                return
            if worker is not None:
                worker.kill()

    @overload
    def _asked(self, worker: Worker, question: Question, snapshot: Path, computing: float) -> Reply: ...

    @overload
    def _asked(self, worker: Worker, question: Update, snapshot: Path, computing: float) -> Delta: ...

    def _asked(self, worker: Worker, question: Question | Update, snapshot: Path, computing: float) -> Reply | Delta:
        try:
            worker.wait_until_ready()  # its start is no part of the query's time
            return worker.ask(question, snapshot, computing)
        finally:
            if worker.is_fit:
                self._give_back(worker)
            else:
                self.killed += 1
                self._give_back(self._replacement(worker))

    def _fresh(self) -> Worker:
        try:
            return Worker(self._limits, self._niceness)
        except (OSError, EOFError) as error:
            reason = error.strerror if isinstance(error, OSError) and error.strerror else "it ended at once"
            raise AccessError(
                f"expected the system to start a query process, got: {reason}; ask again in a moment"
            ) from error

    def _replacement(self, worker: Worker) -> Worker | None:
        worker.kill()
        try:
            return None if self._closed else self._fresh()
        except AccessError:  # whoever comes next tries again, and is told if that fails too
            return None

    def _replace_later(self, worker: Worker) -> None:
        self.killed += 1
        try:
            self._replacing.submit(lambda: self._give_back(self._replacement(worker)))
        except RuntimeError:  # closed meanwhile
            worker.kill()

    def _take(self, seconds: float) -> Worker:
        try:
            worker = self._idle.get(timeout=seconds) if seconds else self._idle.get_nowait()
        except queue.Empty:
            raise BusyError(
                f"expected a free query process within {seconds:g} seconds, got none: all are at work"
            ) from None
        if worker is not None:
            return worker
        try:
            return self._fresh()
        except AccessError:
            self._idle.put(None)
            raise

    def _take_ready(self) -> Worker | None:
        try:
            worker = self._idle.get_nowait()
        except queue.Empty:
            return None
        if worker is not None and worker.is_ready():
            return worker
        if worker is None or worker.is_fit:
            self._idle.put(worker)
        else:
            self._replace_later(worker)
        return None

    def _give_back(self, worker: Worker | None) -> None:
        if self._closed and worker is not None:
            worker.kill()
        else:
            self._idle.put(worker)

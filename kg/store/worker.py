"""One process that answers questions, seen from the server: the pipe to it, its time, and its end."""

from __future__ import annotations

import asyncio
import multiprocessing
import os
from contextlib import suppress
from multiprocessing.context import BaseContext
from multiprocessing.process import BaseProcess
from multiprocessing.util import Finalize
from pathlib import Path
from typing import Any, overload

from kg.confinement import MEBIBYTE, START_SECONDS, signals_held
from kg.errors import AccessError
from kg.store.answering import ANNOUNCED, answer_questions
from kg.store.changes import Delta
from kg.store.operations import Update
from kg.store.questions import LateError, Limits, Question, Reply, TooLargeError

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


class GoneError(AccessError):
    """The process had ended before it was asked, which says nothing about the question."""


class Worker:
    """One process and the pipe to it, for one question at a time; ``is_fit`` when it can take the next.

    Raises OSError or EOFError when the system lets no process start.
    """

    def __init__(self, limits: Limits, niceness: int) -> None:
        self._pipe, inner = _context.Pipe()
        self._process: BaseProcess = _context.Process(  # type: ignore[attr-defined]  # every context has it
            target=answer_questions, args=(inner, limits, niceness), daemon=True
        )
        self._limits = limits
        self._ready = False
        self.is_fit = True
        try:
            with signals_held():
                self._process.start()
        except BaseException:
            self._pipe.close()
            raise
        finally:
            inner.close()
        # Before Python, at its own end, asks the process politely to end, and waits for ever.
        Finalize(self, self._process.kill, exitpriority=10)

    def is_ready(self) -> bool:
        """Whether the process takes questions; this does not wait. One that ended instead is not ``is_fit`` either."""
        if not self._ready and self._pipe.poll():
            with suppress(AccessError):
                self.wait_until_ready()
        return self._ready

    def wait_until_ready(self) -> None:
        """Return when the process takes questions; AccessError when it does not begin to."""
        if self._ready:
            return
        self.is_fit = False
        try:
            if not self._pipe.poll(START_SECONDS):
                raise AccessError(f"expected a query process to start within {START_SECONDS:g} seconds, got no sign")
            self._pipe.recv()
        except (EOFError, ConnectionResetError):
            raise AccessError("expected a query process to start, it ended: ask again in a moment") from None
        self._ready = self.is_fit = True

    @overload
    def ask(self, question: Question, snapshot: Path, computing: float) -> Reply: ...

    @overload
    def ask(self, question: Update, snapshot: Path, computing: float) -> Delta: ...

    def ask(self, question: Question | Update, snapshot: Path, computing: float) -> Reply | Delta:
        """The answer, waited for: see ``Workers.ask``."""
        self._send(question, snapshot, computing)
        if not self._pipe.poll(self._limits.seconds):
            raise self._late()
        message = self._receive(computing)
        reply: Reply | Delta = self._result(self._receive(computing) if message == ANNOUNCED else message)
        return reply

    async def answer(self, question: Question, snapshot: Path, computing: float) -> Reply:
        """The answer, awaited: see ``Workers.ask_now``."""
        self._send(question, snapshot, computing)
        if not await self._readable():
            raise self._late()
        message = self._receive(computing)
        if message == ANNOUNCED:  # it comes in many pieces, and the loop has other things to do between them
            message = await asyncio.get_running_loop().run_in_executor(None, self._receive, computing)
        reply: Reply = self._result(message)
        return reply

    def kill(self) -> None:
        """End the process, whatever it is doing."""
        self._process.kill()
        self._process.join()
        self._pipe.close()

    def _send(self, question: Question | Update, snapshot: Path, computing: float) -> None:
        self.is_fit = False
        try:
            self._pipe.send((str(snapshot), question, computing))
        except (BrokenPipeError, ConnectionResetError):
            raise GoneError("expected a query process, got one that had ended: ask again in a moment") from None

    async def _readable(self) -> bool:
        """Whether something came within the time."""
        loop, pipe = asyncio.get_running_loop(), self._pipe.fileno()
        came = loop.create_future()

        def tell() -> None:
            loop.remove_reader(pipe)
            came.set_result(None)

        loop.add_reader(pipe, tell)
        try:
            async with asyncio.timeout(self._limits.seconds):
                await came
        except TimeoutError:
            return False
        finally:
            if not came.done() or came.cancelled():
                loop.remove_reader(pipe)
            os.set_blocking(pipe, True)  # uvloop lets whatever it looks after no longer wait for the rest of a message
        return True

    def _receive(self, computing: float) -> Any:
        try:
            return self._pipe.recv()
        except (EOFError, ConnectionResetError):
            raise self._death(computing) from None

    def _result(self, message: Any) -> Any:
        reply, memory = message
        self.is_fit = memory < BLOATED
        if isinstance(reply, Reply | Delta):
            return reply
        raise reply

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

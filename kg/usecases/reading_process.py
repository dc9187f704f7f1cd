"""The process that reads articles for a server, and is ended when one takes too long.

Reading takes a tenth of a second of full work for an ordinary article, and far longer for an odd one. In the server's
own process it would keep every look-up waiting (Python runs one thread at a time), and nothing could stop it.

That this process ends (killed by somebody, or by a system that is out of memory) is not the article's fault: it is
read once more, in a fresh one. Only an article at which that one ends as well is one that cannot be read.
"""

from __future__ import annotations

import math
import multiprocessing
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from multiprocessing.util import Finalize
from typing import Any, ParamSpec, TypeVar

from kg.confinement import (
    MEBIBYTE,
    ORPHAN_SECONDS,
    cap_memory,
    end_after,
    leave_signals_to_parent,
    signals_held,
)
from kg.errors import AccessError, InputError, ParleyError
from kg.usecases.reading_tasks import describe_reading

Given = ParamSpec("Given")
Result = TypeVar("Result")

START_SECONDS = 60.0
"""How long the process may take until it is ready: it loads the language model."""


@dataclass(frozen=True, kw_only=True, slots=True)
class ReadingLimits:
    """What reading one article may take: wall-clock seconds, and memory in bytes (on Linux only)."""

    seconds: float = 60.0
    memory: int = 3072 * MEBIBYTE


class ReaderError(AccessError):
    """There is no process to read in, which says nothing about the article: it can be read later."""


class ReadingProcess:
    """One process that does one task after another, in the order in which any threads ask for them.

    It is started by the first task, and again by the next one after it was ended.
    """

    def __init__(self, limits: ReadingLimits | None = None) -> None:
        self._limits = limits or ReadingLimits()
        self._turns = ThreadPoolExecutor(1, thread_name_prefix="reading")
        self._child: _Child | None = None
        self._guard = threading.Lock()
        self._closed = False

    def run(self, task: Callable[Given, Result], *given: Given.args, **named: Given.kwargs) -> Result:
        """What ``task``, a function of some module, gives in the process.

        A task at which the process ends is done once more, in another one. Raises what the task raises of Parley's
        errors; InputError when it takes more time or memory than it may, or two processes ended at it; ReaderError
        when no process can be started, and when this was closed.
        """
        try:
            done = self._turns.submit(self._run, task, given, named)
        except RuntimeError as error:  # closed, or the system grants no thread
            raise _closed_error() if self._closed else _start_error(error) from None
        result: Result = done.result()
        return result

    def close(self) -> None:
        """End the process, whatever it is doing; tasks that wait fail."""
        with self._guard:
            self._closed = True
            child = self._child
        if child is not None:
            child.end()
        self._turns.shutdown(wait=True)
        if child is not None:
            child.hang_up()

    def _run(self, task: Callable[..., Any], given: tuple[Any, ...], named: dict[str, Any]) -> Any:
        for _ in range(2):
            child = self._ready_child()
            try:
                result = child.ask((task, given, named), self._limits)
            except ParleyError as error:
                self._let_go(child)
                if not isinstance(error, _EndedError):
                    raise
            else:
                if isinstance(result, ParleyError):
                    raise result
                return result
        raise InputError(
            "expected an article that can be read, got one at which two processes ended one after the other (too little"
            " memory or a fault of ours; the server's log says more)"
        )

    def _ready_child(self) -> _Child:
        with self._guard:
            if self._closed:
                raise _closed_error()
            if self._child is None:
                self._child = _Child(self._limits)
            return self._child

    def _let_go(self, child: _Child) -> None:
        """Let the next task have another process; ReaderError when this was closed, which ended the process."""
        child.end()
        child.hang_up()
        with self._guard:
            self._child = None
            if self._closed:
                raise _closed_error() from None


class _EndedError(ParleyError):
    """The process ended at a task."""


class _Child:
    """The process and the pipe to it."""

    def __init__(self, limits: ReadingLimits) -> None:
        """Start it; ReaderError when the system does not grant it."""
        # "spawn": a forked child would inherit the threads' locks of a running server.
        context = multiprocessing.get_context("spawn")
        try:
            self._pipe, inner = context.Pipe()
            with inner, signals_held():
                self._process: BaseProcess = context.Process(target=_work, args=(inner, limits), daemon=True)
                self._process.start()
        except OSError as error:
            raise _start_error(error) from error
        # Before Python, at its own end, asks the process politely to end, and waits for ever.
        Finalize(self, self._process.kill, exitpriority=10)
        self._ready = False

    def ask(self, task: tuple[Any, ...], limits: ReadingLimits) -> Any:
        """What the task gives or, of Parley's errors, raises; an error is raised here when it gives nothing.

        ReaderError when the process does not come to take tasks, _EndedError when it ends at this one, InputError when
        it is late.
        """
        if not self._ready:
            self._wait_until_ready()
        try:
            self._pipe.send(task)
            if self._speaks_within(limits.seconds):
                return self._pipe.recv()
        except (EOFError, OSError):
            raise _EndedError from None
        raise InputError(
            f"expected an article that can be read within {limits.seconds:g} seconds, got one that takes longer"
        )

    def end(self) -> None:
        """End the process; whoever waits for it is told."""
        self._process.kill()
        self._process.join()

    def hang_up(self) -> None:
        """Let go of the pipe, for which nobody may wait any more."""
        self._pipe.close()

    def _wait_until_ready(self) -> None:
        try:
            is_there = self._speaks_within(START_SECONDS)
            failure = self._pipe.recv() if is_there else None
        except (EOFError, OSError):
            raise _start_error("its end (too little memory or a fault of ours; the server's log says more)") from None
        if not is_there:
            raise _start_error(f"no sign of it within {START_SECONDS:g} seconds")
        if failure is not None:
            raise _start_error(failure)
        self._ready = True

    def _speaks_within(self, seconds: float) -> bool:
        """Whether something comes in so many seconds; if all stands still meanwhile (Ctrl-Z), that is one of them."""
        return any(self._pipe.poll(min(1.0, seconds - passed)) for passed in range(math.ceil(seconds)))


def _start_error(got: Exception | str) -> ReaderError:
    reason = got.strerror if isinstance(got, OSError) and got.strerror else got
    return ReaderError(f"expected the process that reads articles to start, got: {reason}")


def _closed_error() -> ReaderError:
    return ReaderError("expected a process to read in, got one that is closed")


def _work(pipe: Connection, limits: ReadingLimits) -> None:
    """The life of the process: a task in, its result or error out, until the pipe closes."""
    leave_signals_to_parent()
    cap_memory(limits.memory)
    with suppress(EOFError, ConnectionError):  # the server is gone
        pipe.send(_failure_to_load())
        while True:
            task, given, named = pipe.recv()
            end_after(limits.seconds + ORPHAN_SECONDS)
            pipe.send(_done(task, given, named, limits))
            end_after(0.0)


def _failure_to_load() -> ParleyError | None:
    """Load the language model; what keeps it from that, if anything."""
    try:
        describe_reading()
    except ParleyError as error:
        return error
    return None


def _done(task: Callable[..., Any], given: tuple[Any, ...], named: dict[str, Any], limits: ReadingLimits) -> Any:
    """What the task gives or, of Parley's errors, raises."""
    try:
        return task(*given, **named)
    except ParleyError as error:
        return error
    except MemoryError:
        megabytes = limits.memory // MEBIBYTE
        return InputError(f"expected an article that needs at most {megabytes} MiB of memory, got one that needs more")

"""The process that reads articles for a server, and is ended when one takes too long.

Reading takes a tenth of a second of full work for an ordinary article, and far longer for an odd one. In the server's
own process it would keep every look-up waiting (Python runs one thread at a time), and nothing could stop it.
"""

from __future__ import annotations

import multiprocessing
import signal
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from typing import Any, ParamSpec, TypeVar

from kg.confinement import MEBIBYTE, ORPHAN_SECONDS, cap_memory, end_after
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

        Raises what the task raises of Parley's errors; InputError when it takes more time or memory than it may;
        AccessError when the process was closed.
        """
        try:
            done = self._turns.submit(self._run, task, given, named)
        except RuntimeError:
            raise AccessError("expected a process to read in, got one that is closed") from None
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
        child = self._ready_child()
        try:
            result = child.ask((task, given, named), self._limits)
        except ParleyError:
            child.end()
            child.hang_up()
            with self._guard:
                self._child = None
                if self._closed:
                    raise AccessError("expected a process to read in, got one that is closed") from None
            raise
        if isinstance(result, ParleyError):
            raise result
        return result

    def _ready_child(self) -> _Child:
        with self._guard:
            if self._closed:
                raise AccessError("expected a process to read in, got one that is closed")
            if self._child is None:
                self._child = _Child(self._limits)
            return self._child


class _Child:
    """The process and the pipe to it."""

    def __init__(self, limits: ReadingLimits) -> None:
        # "spawn": a forked child would inherit the threads' locks of a running server.
        context = multiprocessing.get_context("spawn")
        self._pipe, inner = context.Pipe()
        self._process: BaseProcess = context.Process(target=_work, args=(inner, limits), daemon=True)
        self._process.start()
        inner.close()
        self._ready = False

    def ask(self, task: tuple[Any, ...], limits: ReadingLimits) -> Any:
        """What the task gives or, of Parley's errors, raises; an error is raised here when it gives nothing."""
        if not self._ready:
            self._receive(START_SECONDS, "expected the language model to load within {} seconds, got no sign of it")
            self._ready = True
        with suppress(BrokenPipeError):  # then the end of the process is seen below
            self._pipe.send(task)
        return self._receive(
            limits.seconds, "expected an article that can be read within {} seconds, got one that takes longer"
        )

    def end(self) -> None:
        """End the process; whoever waits for it is told."""
        self._process.kill()
        self._process.join()

    def hang_up(self) -> None:
        """Let go of the pipe, for which nobody may wait any more."""
        self._pipe.close()

    def _receive(self, seconds: float, late: str) -> Any:
        try:
            if not self._pipe.poll(seconds):
                raise InputError(late.format(f"{seconds:g}"))
            return self._pipe.recv()
        except (EOFError, OSError):
            raise InputError(
                "expected an article that can be read, got one at which the reading process ended (too little memory"
                " or a fault of ours; the server's log says more)"
            ) from None


def _work(pipe: Connection, limits: ReadingLimits) -> None:
    """The life of the process: a task in, its result or error out, until the pipe closes."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    cap_memory(limits.memory)
    with suppress(EOFError, BrokenPipeError):
        describe_reading()  # loads the language model
        pipe.send(None)
        while True:
            task, given, named = pipe.recv()
            end_after(limits.seconds + ORPHAN_SECONDS)
            try:
                result = task(*given, **named)
            except ParleyError as error:
                result = error
            except MemoryError:
                megabytes = limits.memory // MEBIBYTE
                result = InputError(
                    f"expected an article that needs at most {megabytes} MiB of memory, got one that needs more"
                )
            pipe.send(result)
            end_after(0.0)

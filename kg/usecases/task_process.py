"""A process of our own that does one task after another, and can be ended in the middle of one."""

from __future__ import annotations

import math
import multiprocessing
import os
import threading
from collections.abc import Callable
from contextlib import suppress
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from multiprocessing.util import Finalize
from pathlib import Path
from typing import Any, Final

from kg.confinement import ORPHAN_SECONDS, START_SECONDS, cap_memory, end_after, leave_signals_to_parent, signals_held
from kg.errors import AccessError, ParleyError

END_SECONDS: Final = 5.0
"""How long it takes at most until the system tells how a process ended."""


class OverdueError(ParleyError):
    """A task did not end within its time."""


class OutOfMemoryError(ParleyError):
    """A task needed more memory than it may have; the process may have ended of it."""


class EndedError(OutOfMemoryError):
    """The process ended at a task, most likely of that."""


class StartError(AccessError):
    """No process came to take tasks; ``reason`` says why."""

    def __init__(self, reason: str) -> None:
        super().__init__(f"expected a process to start, got: {reason}")
        self.reason = reason


class FaultError(RuntimeError):
    """A task failed in a way that nobody foresaw: a mistake of Parley's own. Its trace is on standard error."""


class TaskProcess:
    """A process for one task at a time: ``seconds`` and ``memory`` (bytes, on Linux only) are what each may take.

    It starts at once, in the background; ``prepare`` is called there before the first task. It leaves SIGINT and
    SIGTERM to its parent and does not outlive it. One thread at a time may ask; any may ``kill``. StartError when the
    system lets no process start.
    """

    def __init__(self, prepare: Callable[[], object], *, seconds: float, memory: int, niceness: int = 0) -> None:
        # "spawn": a forked child would inherit the locks of the threads of a running server.
        context = multiprocessing.get_context("spawn")
        self._seconds = seconds
        self._ready = False
        self.is_fit = True
        try:
            self._pipe, inner = context.Pipe()
            with inner, signals_held():
                self._process: BaseProcess = context.Process(
                    target=_work, args=(inner, prepare, seconds, memory, niceness), daemon=True
                )
                self._process.start()
        except OSError as error:
            raise StartError(error.strerror or str(error)) from error
        # Before Python, at its own end, asks the process politely to end, and waits for ever.
        Finalize(self, self._process.kill, exitpriority=10)

    def do(self, task: Callable[..., Any], *given: Any) -> Any:
        """What ``task``, a function of some module, gives in the process.

        Raises what the task raises of Parley's errors; OverdueError, OutOfMemoryError and FaultError, after which the
        process is no longer fit for another task; StartError when it does not come to take one.
        """
        self.is_fit = False
        self._wait_until_ready()
        try:
            self._pipe.send((task, given))
            if not self._speaks_within(self._seconds):
                raise OverdueError
            result, self.is_fit = self._pipe.recv()
        except (EOFError, OSError):
            raise self._death() from None
        if isinstance(result, ParleyError):
            raise result
        return result

    def is_alive(self) -> bool:
        """Whether the process has not ended."""
        return self._process.is_alive()

    def kill(self) -> None:
        """End the process, whatever it is doing; a thread that waits for it is told."""
        self._process.kill()

    def close(self) -> None:
        """End the process and let go of it; nobody may ask any more."""
        self._process.kill()
        self._process.join()
        self._pipe.close()

    def _wait_until_ready(self) -> None:
        if self._ready:
            return
        try:
            is_there = self._speaks_within(START_SECONDS)
            failure = self._pipe.recv() if is_there else None
        except (EOFError, OSError):
            raise StartError("its end (too little memory or a fault of ours; the server's log says more)") from None
        if not is_there:
            raise StartError(f"no sign of it within {START_SECONDS:g} seconds")
        if failure is not None:
            raise StartError(str(failure))
        self._ready = True

    def _speaks_within(self, seconds: float) -> bool:
        """Whether something comes in so many seconds; if all stands still meanwhile (Ctrl-Z), that is one of them."""
        return any(self._pipe.poll(min(1.0, seconds - passed)) for passed in range(math.ceil(seconds)))

    def _death(self) -> ParleyError | FaultError:
        """What the end of the process means: Python itself gives 1 after a trace, all else is the system's doing."""
        self._process.join(END_SECONDS)
        if self._process.exitcode == 1:
            return FaultError("expected a task without a mistake in it, its trace is on standard error")
        return EndedError()


def _work(pipe: Connection, prepare: Callable[[], object], seconds: float, memory: int, niceness: int) -> None:
    """The life of the process: a task in, its result or error out, until the pipe closes."""
    leave_signals_to_parent()
    threading.Thread(target=_end_with_parent, daemon=True).start()
    cap_memory(memory)
    with suppress(EOFError, ConnectionError):  # whoever asked is gone
        pipe.send(_failure(prepare))
        if hasattr(os, "nice"):  # from now on: somebody waits for the start, and it does not take long
            os.nice(niceness)
        while True:
            task, given = pipe.recv()
            end_after(seconds + ORPHAN_SECONDS)
            _answer(pipe, task, given, memory)
            end_after(0.0)


def _failure(prepare: Callable[[], object]) -> ParleyError | None:
    """Make ready for tasks; what keeps the process from that, if anything."""
    try:
        prepare()
    except ParleyError as error:
        return error
    return None


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        wait([parent.sentinel])
        os._exit(0)


def _answer(pipe: Connection, task: Callable[..., Any], given: tuple[Any, ...], memory: int) -> None:
    """Send what the task gives or, of Parley's errors, raises; and whether there is memory left for another one."""
    try:
        try:
            result = task(*given)
        except ParleyError as error:
            result = error
        pipe.send((result, _memory() < memory // 2))
    except MemoryError:
        pipe.send((OutOfMemoryError(), False))


def _memory() -> int:
    """The bytes of memory that this process holds, on Linux; 0 elsewhere.

    Not the most that it ever held: there the system counts what the process held that this one was started from.
    """
    try:
        pages = Path("/proc/self/statm").read_text("ascii").split()[1]
    except OSError:
        return 0
    return int(pages) * os.sysconf("SC_PAGE_SIZE")

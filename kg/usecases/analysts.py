"""Analyses for a server: each computes in a process of its own, which is ended when it takes too much."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Concatenate, Final, ParamSpec

from kg.confinement import MEBIBYTE
from kg.errors import AccessError, ParleyError
from kg.store import Store
from kg.store.questions import BusyError, LateError, TooLargeError
from kg.usecases.analysing_tasks import analyse, prepare
from kg.usecases.task_process import OutOfMemoryError, OverdueError, TaskProcess

Given = ParamSpec("Given")

PROCESSES: Final = 2
NICENESS: Final = 5
"""Look-ups beside an analysis go first."""
IDLE_SECONDS: Final = 300.0
"""How long a process is kept without work: it holds a few hundred megabytes, and takes a second to start."""
_EVERYBODY: Final = 10_000
"""More than ever wait for a process."""
_MOMENT: Final = 0.05


@dataclass(frozen=True, kw_only=True, slots=True)
class AnalysisLimits:
    """What one analysis may take: wall-clock seconds, and in bytes memory (on Linux only) and room for its answer."""

    seconds: float = 30.0
    memory: int = 2048 * MEBIBYTE
    answer: int = 256 * MEBIBYTE


@dataclass(frozen=True, kw_only=True, slots=True)
class Staff:
    """How many processes there are at the moment, how many of them are at work, and how many were ended so far.

    Those were ended that were late, out of memory or close to it, and those that had died.
    """

    processes: int
    busy: int
    ended: int


class Analysts:
    """A few processes (``count`` at most) that compute analyses, each over the snapshot of a graph that comes with it.

    Any thread may ask. A process starts when it is needed, and stays for further analyses, which then find the
    positions read if they are about the same ones; without work it goes after ``idle`` seconds. ``close`` ends all.
    """

    def __init__(
        self, limits: AnalysisLimits | None = None, *, count: int = PROCESSES, idle: float = IDLE_SECONDS
    ) -> None:
        self._limits = limits or AnalysisLimits()
        self._places = threading.Semaphore(count)
        self._guard = threading.Lock()
        self._idle: dict[TaskProcess, threading.Timer] = {}
        self._idle_seconds = idle
        self._working: set[TaskProcess] = set()
        self._ended = 0
        self._closed = False

    def run(
        self,
        snapshot: Path,
        task: Callable[Concatenate[Store, Given], bytes],
        *given: Given.args,
        **named: Given.kwargs,
    ) -> bytes:
        """What ``task``, a function of some module, gives of the graph at ``snapshot``.

        Raises what the task raises of Parley's errors; LateError and TooLargeError when it takes too much, BusyError
        when no process is free within the time that an analysis may take, and when this was closed; AccessError when
        none can be started. Where a process died while it had nothing to do, another one takes its place. One that
        dies at its work has most likely used up the memory, and so would the next one: it is not tried again.
        """
        process = self._take()
        try:
            body: bytes = process.do(analyse, snapshot, self._limits.answer, task, given, named)
        except (OverdueError, OutOfMemoryError, AccessError) as error:
            raise self._refusal(error) from None
        finally:
            self._give_back(process)
        return body

    def staff(self) -> Staff:
        """How the processes are doing."""
        with self._guard:
            busy = len(self._working)
            return Staff(processes=len(self._idle) + busy, busy=busy, ended=self._ended)

    def close(self, *, patience: float = 0.0) -> None:
        """End the processes: those at work after so many seconds of ``patience``. Closing twice is fine.

        Whoever waits for a process is told at once.
        """
        with self._guard:
            self._closed = True
            for process, timer in self._idle.items():
                timer.cancel()
                process.close()
            self._idle.clear()
        self._places.release(_EVERYBODY)
        until = time.monotonic() + patience
        while self._working and time.monotonic() < until:
            time.sleep(_MOMENT)
        with self._guard:
            for process in self._working:
                process.kill()

    def _take(self) -> TaskProcess:
        seconds = self._limits.seconds
        if not self._places.acquire(timeout=seconds):
            raise BusyError(
                f"expected a free process for an analysis within {seconds:g} seconds, got none: all are at work"
            )
        try:
            with self._guard:
                if self._closed:
                    raise _stopping()
                process = self._one_alive() or TaskProcess(
                    prepare, seconds=seconds, memory=self._limits.memory, niceness=NICENESS
                )
                self._working.add(process)
                return process
        except AccessError:
            self._places.release()
            raise

    def _one_alive(self) -> TaskProcess | None:
        while self._idle:
            process, timer = self._idle.popitem()
            timer.cancel()
            if process.is_alive():
                return process
            self._end(process)
        return None

    def _give_back(self, process: TaskProcess) -> None:
        try:
            with self._guard:
                self._working.discard(process)
                if process.is_fit and not self._closed:
                    self._keep(process)
                else:
                    self._end(process)
        finally:
            self._places.release()

    def _keep(self, process: TaskProcess) -> None:
        self._idle[process] = timer = threading.Timer(self._idle_seconds, self._let_go, (process,))
        timer.daemon = True
        timer.start()

    def _let_go(self, process: TaskProcess) -> None:
        with self._guard:
            if self._idle.pop(process, None) is not None:
                process.close()

    def _end(self, process: TaskProcess) -> None:
        process.close()
        self._ended += 1

    def _refusal(self, error: ParleyError) -> ParleyError:
        """What an error means to whoever asked; when this was closed, the process ended of that."""
        if self._closed:
            return _stopping()
        if isinstance(error, OverdueError):
            return LateError(
                f"expected an analysis that takes at most {self._limits.seconds:g} seconds, got one that takes longer"
                " and was stopped: narrow down what it is about"
            )
        if isinstance(error, OutOfMemoryError):
            return TooLargeError(
                f"expected an analysis that needs at most {self._limits.memory // MEBIBYTE} MiB of memory, got one"
                " that needs more: narrow down what it is about"
            )
        return error


def _stopping() -> BusyError:
    return BusyError("expected a server that goes on, got one that is about to stop")

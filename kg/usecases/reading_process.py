"""The process that reads articles for a server, and is ended when one takes too long.

Reading takes a tenth of a second of full work for an ordinary article, and far longer for an odd one. In the server's
own process it would keep every look-up waiting (Python runs one thread at a time), and nothing could stop it.

That this process ends (killed by somebody, or by a system that is out of memory) is not the article's fault: it is
read once more, in a fresh one. Only an article at which that one ends as well is one that cannot be read.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any, ParamSpec, TypeVar

from kg.confinement import MEBIBYTE
from kg.errors import AccessError, InputError
from kg.usecases.reading_tasks import describe_reading
from kg.usecases.task_process import EndedError, FaultError, OutOfMemoryError, OverdueError, StartError, TaskProcess

Given = ParamSpec("Given")
Result = TypeVar("Result")


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
        self._process: TaskProcess | None = None
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
            raise _closed_error() if self._closed else _start_error(str(error)) from None
        result: Result = done.result()
        return result

    def close(self) -> None:
        """End the process, whatever it is doing; tasks that wait fail."""
        with self._guard:
            self._closed = True
            process = self._process
        if process is not None:
            process.kill()
        self._turns.shutdown(wait=True)
        if process is not None:
            process.close()

    def _run(self, task: Callable[..., Any], given: tuple[Any, ...], named: dict[str, Any]) -> Any:
        for _ in range(2):
            process = self._a_process()
            try:
                return process.do(_call, task, given, named)
            except (EndedError, FaultError):
                continue
            except StartError as error:
                raise _start_error(error.reason) from None
            except (OverdueError, OutOfMemoryError) as error:
                raise self._refusal(error) from None
            finally:
                if not process.is_fit:
                    self._let_go(process)
        raise InputError(
            "expected an article that can be read, got one at which two processes ended one after the other (too little"
            " memory or a fault of ours; the server's log says more)"
        )

    def _a_process(self) -> TaskProcess:
        with self._guard:
            if self._closed:
                raise _closed_error()
            if self._process is None:
                try:
                    self._process = TaskProcess(
                        describe_reading, seconds=self._limits.seconds, memory=self._limits.memory
                    )
                except StartError as error:
                    raise _start_error(error.reason) from error
            return self._process

    def _let_go(self, process: TaskProcess) -> None:
        """Let the next task have another process; ReaderError when this was closed, which ended the process."""
        process.close()
        with self._guard:
            self._process = None
            if self._closed:
                raise _closed_error() from None

    def _refusal(self, error: OverdueError | OutOfMemoryError) -> InputError:
        if isinstance(error, OverdueError):
            seconds = f"{self._limits.seconds:g} seconds"
            return InputError(f"expected an article that can be read within {seconds}, got one that takes longer")
        megabytes = self._limits.memory // MEBIBYTE
        return InputError(f"expected an article that needs at most {megabytes} MiB of memory, got one that needs more")


def _start_error(reason: str) -> ReaderError:
    return ReaderError(f"expected the process that reads articles to start, got: {reason}")


def _closed_error() -> ReaderError:
    return ReaderError("expected a process to read in, got one that is closed")


def _call(task: Callable[..., Any], given: tuple[Any, ...], named: dict[str, Any]) -> Any:
    return task(*given, **named)

"""What a process of our own may take of the machine, said by that process to the system, which then ends it.

Standard library only: a process that reads articles knows nothing of the store, and one that answers queries nothing
of the language model. On systems without these limits they do nothing.
"""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing import resource_tracker
from typing import Final

MEBIBYTE: Final = 1024 * 1024
START_SECONDS: Final = 60.0
"""How long a process may take until it is ready for its work, on a machine that has much else to do."""
ORPHAN_SECONDS: Final = 2.0
"""How long after its time a task may live whose server was killed."""
_OF_THE_PARENT: Final = (signal.SIGINT, signal.SIGTERM)


def leave_signals_to_parent() -> None:
    """Let this process go on at SIGINT and SIGTERM: Ctrl-C and service managers signal a whole group of processes.

    Every child of a server calls it first of all. What such a signal means is for the parent to say; the child ends
    when it is killed, when the pipe to its parent closes, or at its own time (``end_after``).
    """
    for number in _OF_THE_PARENT:
        signal.signal(number, signal.SIG_IGN)


@contextmanager
def signals_held() -> Iterator[None]:
    """Start child processes in the block: SIGINT and SIGTERM cannot end them before ``leave_signals_to_parent`` runs.

    A child inherits what the thread that starts it holds back, from its first moment on; the parent's other threads
    go on taking signals.
    """
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    # The library starts it with the first child, and would then let go of the signals.
    resource_tracker.ensure_running()
    before = signal.pthread_sigmask(signal.SIG_BLOCK, _OF_THE_PARENT)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def end_after(seconds: float) -> None:
    """Let the system end this process after so many seconds (0: not), in case nobody is left to kill it."""
    if hasattr(signal, "setitimer"):
        signal.setitimer(signal.ITIMER_REAL, seconds)


def cap_memory(size: int) -> None:
    """Let this process have so many bytes of data; what needs more gets a MemoryError, or ends the process.

    Where the system grants fewer anyway, it stays at those.
    """
    try:
        import resource
    except ImportError:  # only Unix has it; elsewhere time is the only limit
        return
    hard = resource.getrlimit(resource.RLIMIT_DATA)[1]
    most = size if hard == resource.RLIM_INFINITY else min(size, hard)
    resource.setrlimit(resource.RLIMIT_DATA, (most, most))

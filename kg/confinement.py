"""What a process of our own may take of the machine, said by that process to the system, which then ends it.

Standard library only: a process that reads articles knows nothing of the store, and one that answers queries nothing
of the language model. On systems without these limits they do nothing.
"""

from __future__ import annotations

import signal
from typing import Final

MEBIBYTE: Final = 1024 * 1024
ORPHAN_SECONDS: Final = 2.0
"""How long after its time a task may live whose server was killed."""


def end_after(seconds: float) -> None:
    """Let the system end this process after so many seconds (0: not), in case nobody is left to kill it."""
    if hasattr(signal, "setitimer"):
        signal.setitimer(signal.ITIMER_REAL, seconds)


def cap_memory(size: int) -> None:
    """Let this process have so many bytes of data; what needs more gets a MemoryError, or ends the process."""
    try:
        import resource
    except ImportError:  # only Unix has it; elsewhere time is the only limit
        return
    resource.setrlimit(resource.RLIMIT_DATA, (size, size))

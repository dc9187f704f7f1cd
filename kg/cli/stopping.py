"""How signals end a server: the first in order, one more at once."""

from __future__ import annotations

import asyncio
import multiprocessing
import os
import signal
import socket
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from types import FrameType
from typing import Final, NoReturn

import uvicorn

AT_ONCE: Final = 130
"""The exit status of a program that was interrupted at its work."""
ONE_STOP: Final = 0.5
"""Seconds in which signals are one and the same: `timeout` sends its one to the process, and to the whole group."""


class StoppableServer(uvicorn.Server):
    """A server that a first SIGINT or SIGTERM lets finish what runs, and that a second one ends there and then.

    At the first ``hurry`` is called, in a thread: it ends what could run on for long. The second leaves no children and
    no ``note`` (the file that announces it), and the graph as a killed server does: everything that was acknowledged is
    in it, and the next server goes on with the jobs.
    """

    def __init__(self, config: uvicorn.Config, note: Path, hurry: Callable[[], None]) -> None:
        super().__init__(config)
        self._hurry = hurry
        self._note = note
        self._told = 0.0

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:  # noqa: ARG002  # either means the same
        """Take in a signal."""
        now = time.monotonic()
        if not self.should_exit:
            # Noted here and not by uvicorn, which would raise the signal once more when all is over.
            self.should_exit, self._told = True, now
        elif now - self._told > ONE_STOP:
            self._end_at_once()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Take no more requests, and let those under way finish."""
        hurrying = asyncio.get_running_loop().run_in_executor(None, self._hurry)
        await super().shutdown(sockets)
        await hurrying

    def _end_at_once(self) -> NoReturn:
        with suppress(OSError):
            self._note.unlink(missing_ok=True)
            os.write(sys.__stderr__.fileno() if sys.__stderr__ else 2, b"Stopped at once.\n")
        for child in multiprocessing.active_children():
            child.kill()
        os._exit(AT_ONCE)


@contextmanager
def stopped_by_signals(server: StoppableServer) -> Iterator[None]:
    """Let SIGINT and SIGTERM mean to ``server``, for as long as the block runs, what they mean while it answers.

    After a stop they mean nothing any more: all that is left to do is to leave.
    """
    before = {number: signal.signal(number, server.handle_exit) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, signal.SIG_IGN if server.should_exit else handler)

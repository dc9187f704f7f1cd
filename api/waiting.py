"""Where slow work is waited for: in threads of its own, never in those that answer look-ups."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import BoundedSemaphore
from typing import TypeVar

from kg.usecases.serving import BusyError

Result = TypeVar("Result")


class WaitingRoom:
    """So many seats for those who wait for ``what``; the next one is sent away at once, with the ``advice``."""

    def __init__(self, seats: int, what: str, advice: str = "ask again in a moment") -> None:
        self._refusal = f"expected at most {seats} {what} at once, got one more: {advice}"
        self._threads = ThreadPoolExecutor(seats, thread_name_prefix=what)
        self._seats = BoundedSemaphore(seats)

    async def wait_for(self, work: Callable[[], Result]) -> Result:
        """What ``work`` gives, done in a thread; BusyError when too many wait already."""
        if not self._seats.acquire(blocking=False):
            raise BusyError(self._refusal)
        try:
            return await asyncio.get_running_loop().run_in_executor(self._threads, work)
        finally:
            self._seats.release()

    def close(self) -> None:
        """Return when the work at hand is done; nobody may wait here any more."""
        self._threads.shutdown(wait=True)

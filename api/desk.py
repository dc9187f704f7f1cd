"""Where articles are handed in: the intake and the jobs, for the routes that need them."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import BoundedSemaphore
from typing import Annotated, Final, TypeVar, cast

from fastapi import Depends, FastAPI, Request

from kg.errors import AccessError
from kg.settings import ServerSettings
from kg.usecases.jobs import Jobs, jobs_folder
from kg.usecases.reading_process import ReadingProcess
from kg.usecases.receiving import Intake
from kg.usecases.serving import BusyError, ServedGraph

Result = TypeVar("Result")

SEATS: Final = 8
"""Articles that may wait to be read while their sender waits for the answer."""


class Desk:
    """The intake and the jobs of one server.

    Each sender waits in a thread of the desk's own, never in those that answer look-ups: a queue of articles must not
    keep an ordinary question waiting. When all seats are taken, the next one is sent away at once.
    """

    def __init__(self, graph: ServedGraph, store: str, settings: ServerSettings) -> None:
        self.intake = Intake(graph, ReadingProcess(), allow_fetch=settings.allow_fetch)
        self.jobs = Jobs(jobs_folder(store), self.intake)
        self._room = ThreadPoolExecutor(SEATS, thread_name_prefix="desk")
        self._seats = BoundedSemaphore(SEATS)

    def start(self) -> None:
        """Go on with the jobs that the server before left."""
        self.jobs.start()

    async def wait_for(self, work: Callable[[], Result]) -> Result:
        """What ``work`` gives, done in a thread; BusyError when too many wait already."""
        if not self._seats.acquire(blocking=False):
            raise BusyError(
                f"expected at most {SEATS} articles at once, got one more: send it again in a moment, or many as a job"
            )
        try:
            return await asyncio.get_running_loop().run_in_executor(self._room, work)
        finally:
            self._seats.release()

    def close(self) -> None:
        """Stop after what was read; jobs that are not done go on with the next server."""
        self.jobs.close()
        self._room.shutdown(wait=True)


def open_desk(app: FastAPI, graph: ServedGraph, store: str, settings: ServerSettings) -> Desk:
    """The desk of ``app``, to be started with the server, and closed before the graph is.

    Raises AccessError, and closes the graph, when the files of jobs are damaged.
    """
    try:
        app.state.desk = desk = Desk(graph, store, settings)
    except AccessError:
        graph.close()
        raise
    return desk


def _desk(request: Request) -> Desk:
    return cast(Desk, request.app.state.desk)


OpenDesk = Annotated[Desk, Depends(_desk)]

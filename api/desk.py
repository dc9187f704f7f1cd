"""Where articles are handed in: the intake and the jobs, for the routes that need them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Final, TypeVar, cast

from fastapi import Depends, FastAPI, Request

from api.waiting import WaitingRoom
from kg.errors import AccessError
from kg.settings import ServerSettings
from kg.usecases.jobs import Jobs, jobs_folder
from kg.usecases.reading_process import ReadingProcess
from kg.usecases.receiving import Intake
from kg.usecases.serving import ServedGraph

Result = TypeVar("Result")

SEATS: Final = 8
"""Articles that may wait to be read while their sender waits for the answer."""
SEATS_FOR_CHANGES: Final = 16
"""Reviews and removals that may wait: they read no text, and are soon done."""


class Desk:
    """The intake and the jobs of one server.

    Each sender waits in a room of the desk's own: a queue of articles must not keep an ordinary question waiting, nor
    those who change what is there already.
    """

    def __init__(self, graph: ServedGraph, store: str, settings: ServerSettings) -> None:
        self.intake = Intake(graph, ReadingProcess(), allow_fetch=settings.allow_fetch)
        self.jobs = Jobs(jobs_folder(store), self.intake)
        self._room = WaitingRoom(SEATS, "articles", "send it again in a moment, or many as a job")
        self._changes = WaitingRoom(SEATS_FOR_CHANGES, "reviews and removals", "send it again in a moment")

    def start(self) -> None:
        """Go on with the jobs that the server before left."""
        self.jobs.start()

    async def wait_for(self, work: Callable[[], Result]) -> Result:
        """What ``work``, which reads an article, gives, done in a thread; BusyError when too many wait already."""
        return await self._room.wait_for(work)

    async def wait_to_change(self, work: Callable[[], Result]) -> Result:
        """The same for work that reads no text: a review, or a removal."""
        return await self._changes.wait_for(work)

    def close(self) -> None:
        """Stop after what was read; jobs that are not done go on with the next server."""
        self.jobs.close()
        self._room.close()
        self._changes.close()


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

"""What a list, a network or an analysis leaves out unasked: the positions that people rejected, told in a header."""

from __future__ import annotations

from typing import Final

from starlette.datastructures import MutableHeaders
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from kg.model.filter import PositionFilter
from kg.usecases.browsing import ReadModel
from kg.usecases.reviewing import count_rejected

HEADER: Final = "Parley-Left-Out"
_REJECTED: Final = "parley.rejected"


def note_left_out(request: Request, lists: ReadModel, chosen: PositionFilter) -> None:
    """Have the answer to a request for the chosen positions say how many it leaves out."""
    request.scope[_REJECTED] = count_rejected(lists, chosen)


class LeftOut:
    """Adds ``Parley-Left-Out: rejected=2`` to the answers that leave rejected positions out."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def send_told(message: Message) -> None:
            if message["type"] == "http.response.start" and scope.get(_REJECTED):
                MutableHeaders(scope=message).append(HEADER, f"rejected={scope[_REJECTED]}")
            await send(message)

        await self._app(scope, receive, send_told)

"""What a list, a network or an analysis leaves out unasked: what people rejected, told in a header."""

from __future__ import annotations

from typing import Final

from starlette.datastructures import MutableHeaders
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from kg.usecases.browsing import ConditionSearch, PositionSearch, ReadModel
from kg.usecases.reviewing import count_rejected

HEADER: Final = "Parley-Left-Out"
_REJECTED: Final = "parley.rejected"


def note_left_out(request: Request, lists: ReadModel, search: PositionSearch | ConditionSearch) -> None:
    """Have the answer to a request for what is searched for say how much is left out, unless the lists are behind."""
    request.scope[_REJECTED] = count_rejected(lists, search)


class LeftOut:
    """Adds ``Parley-Left-Out: rejected=2`` to the answers that leave out positions, or conditions of positions."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def send_told(message: Message) -> None:
            if message["type"] == "http.response.start" and scope.get(_REJECTED):
                MutableHeaders(scope=message).append(HEADER, f"rejected={scope[_REJECTED]}")
            await send(message)

        await self._app(scope, receive, send_told)

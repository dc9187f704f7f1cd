"""What makes the JSON of ``/v1`` JSON-LD: each answer names the context that its members have a meaning in."""

from __future__ import annotations

from typing import Final

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from kg.usecases.linked import CONTEXTS

# JSON-LD 1.1, section 6.1: JSON that a Link header of this relation goes with is to be read as JSON-LD.
RELATION: Final = "http://www.w3.org/ns/json-ld#context"
COLLECTIONS: Final = {f"{name}s": name for name in CONTEXTS}


class ContextLinks:
    """Adds the link to its context to every JSON answer about a resource that has one."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        name = _context_of(scope["path"]) if scope["type"] == "http" else None
        if name is None:
            await self._app(scope, receive, send)
            return

        async def send_linked(message: Message) -> None:
            if message["type"] == "http.response.start" and message["status"] == 200:
                headers = MutableHeaders(scope=message)
                if headers.get("content-type", "").partition(";")[0] == "application/json":
                    link = f'</context/{name}.jsonld>; rel="{RELATION}"; type="application/ld+json"'
                    headers.append("Link", link)
            await send(message)

        await self._app(scope, receive, send_linked)


def _context_of(path: str) -> str | None:
    """The name of the context of what lives at a path.

    >>> _context_of("/v1/positions/3f9a12bc5d7e8f90"), _context_of("/v1/stats")
    ('position', None)
    >>> _context_of("/v1/positions/3f9a12bc5d7e8f90/reviews")
    'review'
    """
    steps = path.split("/", 3)
    if len(steps) < 3 or steps[1] != "v1":
        return None
    of_position = steps[2] == "positions" and path.endswith("/reviews")
    return COLLECTIONS.get("reviews" if of_position else steps[2])

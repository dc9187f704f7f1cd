"""Every request as it ended, told to whoever counts or logs: outermost, so that refusals are seen too."""

from __future__ import annotations

import os
import re
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.access import caller

ID_HEADER: Final = b"x-request-id"
METHODS: Final = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
OTHER: Final = "other"
"""Stands for a method that no route has, and for the route of an address where nothing lives: whoever asks chooses
them freely, and there must not be as many counters as askers can think of."""

_GIVEN_ID: Final = re.compile(rb"[A-Za-z0-9._-]{1,64}")


@dataclass(frozen=True, kw_only=True, slots=True)
class Exchange:
    """A request and how it ended. ``path`` is as it was sent, without the part from "?"; ``caller`` names the key.

    ``id`` is what X-Request-ID said, else random; the answer carries it too. ``seconds`` go until the last byte was
    handed over. A request whose asker left before the answer began has status 499, as nginx counts it.
    """

    id: str
    method: str
    path: str
    route: str
    status: int
    seconds: float
    caller: str | None


class Watch:
    """Tells each of ``listeners`` of every request, when it is over."""

    def __init__(self, app: ASGIApp, *, listeners: Sequence[Callable[[Exchange], None]]) -> None:
        self._app = app
        self._listeners = tuple(listeners)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        begun, status = time.perf_counter(), 499
        name = _id(scope)

        async def send_named(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                message["headers"] = [*message.get("headers", ()), (ID_HEADER, name)]
            await send(message)

        try:
            await self._app(scope, receive, send_named)
        except Exception:
            status = 500
            raise
        finally:
            exchange = _exchange(scope, name, status, time.perf_counter() - begun)
            for tell in self._listeners:
                tell(exchange)


def _id(scope: Scope) -> bytes:
    for name, value in scope["headers"]:
        if name == ID_HEADER and _GIVEN_ID.fullmatch(value):
            return bytes(value)
    return os.urandom(8).hex().encode()


def _exchange(scope: Scope, name: bytes, status: int, seconds: float) -> Exchange:
    method = scope["method"]
    return Exchange(
        id=name.decode(),
        method=method if method in METHODS else OTHER,
        path=scope.get("raw_path", b"").partition(b"?")[0].decode("ascii", "backslashreplace"),
        route=getattr(scope.get("route"), "path", OTHER),
        status=status,
        seconds=seconds,
        caller=caller(Request(scope)),
    )

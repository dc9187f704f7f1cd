"""How much a request may be, and how long its sender may take over it.

What comes in is counted whether or not its length was announced. A connection that sends no request at all, or does
not read its answer, is the matter of ``api.connections``.
"""

from __future__ import annotations

import asyncio
import time
from http import HTTPStatus
from typing import Final

from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.problems import problem
from kg.confinement import MEBIBYTE

LONGEST_ADDRESS: Final = 32 * 1024
"""Bytes of path and query: queries in SPARQL come by GET too."""
LARGEST_HEADERS: Final = 32 * 1024
LARGER: Final = {
    "/v1/articles": 64 * MEBIBYTE,
    "/v1/jobs": 4096 * MEBIBYTE,
    "/sparql": 16 * MEBIBYTE,
    "/graphs": 16 * MEBIBYTE,
}
"""Where a body may be larger than elsewhere: articles, jobs of many (which go to disk), updates, people's graphs."""
PATIENCE: Final = 30.0
"""Seconds that a body may keep the server waiting, all pauses together, …"""
SLOWEST: Final = 16 * 1024
"""… and the bytes that buy it one more."""


class RequestLimits:
    """Refuses requests that are too large (413, 414, 431) or come too slowly (408); others pass as they are."""

    def __init__(self, app: ASGIApp, *, largest_body: int, patience: float = PATIENCE) -> None:
        self._app = app
        self._largest_body = largest_body
        self._patience = patience

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            largest = max(self._largest_body, _larger(scope["path"]))
            refusal = _refusal(scope, largest)
            if refusal is not None:
                await refusal(scope, receive, send)
                return
            if _has_body(scope):
                receive = _Counted(receive, largest, self._patience).receive
        await self._app(scope, receive, send)


def _refusal(scope: Scope, largest: int) -> ASGIApp | None:
    address = len(scope.get("raw_path") or scope["path"]) + len(scope["query_string"])
    if address > LONGEST_ADDRESS:
        detail = f"expected an address of at most {LONGEST_ADDRESS:,} bytes, got {address:,}; POST takes longer queries"
        return problem(HTTPStatus.REQUEST_URI_TOO_LONG, detail, instance=scope["path"][:200])
    headers = sum(len(name) + len(value) for name, value in scope["headers"])
    if headers > LARGEST_HEADERS:
        detail = f"expected headers of at most {LARGEST_HEADERS:,} bytes together, got {headers:,}"
        return problem(HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE, detail, instance=scope["path"])
    length = next((int(value) for name, value in scope["headers"] if name == b"content-length"), 0)
    if length > largest:
        return problem(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, _too_large(largest, length), instance=scope["path"])
    return None


def _larger(path: str) -> int:
    """What is said in LARGER of an address or of one above it.

    >>> _larger("/graphs") == _larger("/graphs/notes/1"), _larger("/graphsome")
    (True, 0)
    """
    return next((size for place, size in LARGER.items() if f"{path}/".startswith(f"{place}/")), 0)


def _has_body(scope: Scope) -> bool:
    return any(name in (b"content-length", b"transfer-encoding") for name, _ in scope["headers"])


class _Counted:
    """The body of one request on its way in."""

    def __init__(self, receive: Receive, largest: int, patience: float) -> None:
        self._receive = receive
        self._largest = largest
        self._patience = patience
        self._size = 0
        self._waited = 0.0
        self._is_whole = False

    async def receive(self) -> Message:
        """The next piece; an answer of 413 or 408 when it is one too many, or does not come."""
        if self._is_whole:  # what comes now is that the sender left, however long that takes
            return await self._receive()
        begun = time.monotonic()
        try:
            async with asyncio.timeout(max(0.0, self._patience + self._size / SLOWEST - self._waited)):
                message = await self._receive()
        except TimeoutError:
            raise HTTPException(
                HTTPStatus.REQUEST_TIMEOUT,
                f"expected the rest of the request, got nothing more after {self._size:,} bytes",
                headers={"Connection": "close"},
            ) from None
        self._waited += time.monotonic() - begun
        self._size += len(message.get("body", b""))
        self._is_whole = not message.get("more_body", False)
        if self._size > self._largest:
            raise HTTPException(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, _too_large(self._largest, self._size))
        return message


def _too_large(largest: int, got: int) -> str:
    return f"expected a request of at most {largest:,} bytes, got {got:,} or more"

"""Connections that do not wait for ever, and answer even what is no request with a problem document.

uvicorn closes a connection that is idle between two requests. It would wait without end for a first request, for the
rest of a request's head, and for a client that does not read its answer; and nothing would limit the size of a head.
"""

from __future__ import annotations

import asyncio
import socket
from http import HTTPStatus
from typing import Any, Final

import uvicorn
from starlette.types import ASGIApp
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from api.problems import problem
from api.security import HEADERS

HEAD_SECONDS: Final = 10.0
"""For a request's line and headers, from the connection's begin or from their first byte."""
LARGEST_HEAD: Final = 128 * 1024
STALL_SECONDS: Final = 30.0
"""In which a client must read something of an answer that waits for it."""
KEEP_ALIVE_SECONDS: Final = 5
STOP_SECONDS: Final = 30
"""For requests under way when the server is told to stop."""
MOST_CONNECTIONS: Final = 500
"""Most systems grant a process 1024 open files, and the graph needs some."""


def uvicorn_config(app: ASGIApp, **more: Any) -> uvicorn.Config:
    """How uvicorn runs ``app``: with the limits above, and no word about itself.

    Nobody can speak for another client: X-Forwarded-For is not believed.
    """
    return uvicorn.Config(
        app,
        http=Connection,
        ws="none",
        lifespan="on",
        proxy_headers=False,
        server_header=False,
        access_log=False,
        timeout_keep_alive=KEEP_ALIVE_SECONDS,
        timeout_graceful_shutdown=STOP_SECONDS,
        **more,
    )


class Connection(HttpToolsProtocol):
    """One client's connection, over which requests come one after another."""

    def __init__(self, *arguments: Any, **more: Any) -> None:
        super().__init__(*arguments, **more)
        self._head_size = 0
        self._is_in_request = False
        self._patience: asyncio.TimerHandle | None = None
        self._stall: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # as uvicorn has it
        """Begin to wait for the first request, unless there are too many connections already."""
        super().connection_made(transport)
        found = transport.get_extra_info("socket")
        if found is not None:  # an answer must not wait for the client's word that it has got the headers
            found.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        if len(self.connections) > MOST_CONNECTIONS:
            self._refuse(
                HTTPStatus.SERVICE_UNAVAILABLE, f"expected at most {MOST_CONNECTIONS} connections, got one more"
            )
            return
        self._wait_for_head()

    def data_received(self, data: bytes) -> None:
        """Take in bytes; unless they belong to a request that is under way, there is a limit to their time and number.

        The rest of a body whose request was answered early has the same time: so most clients get to see the answer.
        """
        super().data_received(data)
        if self.cycle is not None and not self.cycle.response_complete:
            return
        self._head_size += 0 if self._is_in_request else len(data)
        if self._head_size > LARGEST_HEAD:
            detail = f"expected a request whose line and headers have at most {LARGEST_HEAD:,} bytes, got more"
            self._refuse(HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE, detail)
        elif self._patience is None and not self.transport.is_closing():
            self._wait_for_head()

    def on_headers_complete(self) -> None:
        """A request is there."""
        self._is_in_request = True
        self._head_size = 0
        self._stop_waiting()
        super().on_headers_complete()

    def on_message_complete(self) -> None:
        """All of the request is there."""
        self._is_in_request = False
        super().on_message_complete()

    def send_400_response(self, _: str) -> None:
        """Say that what came is no HTTP."""
        self._refuse(HTTPStatus.BAD_REQUEST, "expected a request in HTTP/1.1, got something else")

    def pause_writing(self) -> None:
        """The client does not keep up with reading."""
        super().pause_writing()
        self._watch_reading(self.transport.get_write_buffer_size())

    def resume_writing(self) -> None:
        """The client has read."""
        super().resume_writing()
        if self._stall is not None:
            self._stall.cancel()
            self._stall = None

    def connection_lost(self, exc: Exception | None) -> None:
        """Forget the client."""
        self._stop_waiting()
        super().connection_lost(exc)

    def _wait_for_head(self) -> None:
        self._patience = self.loop.call_later(HEAD_SECONDS, self.transport.close)

    def _stop_waiting(self) -> None:
        if self._patience is not None:
            self._patience.cancel()
            self._patience = None

    def _watch_reading(self, unread: int) -> None:
        self._stall = self.loop.call_later(STALL_SECONDS, self._close_when_stalled, unread)

    def _close_when_stalled(self, unread: int) -> None:
        left = self.transport.get_write_buffer_size()
        if left < unread:
            self._watch_reading(left)
        else:
            self.transport.abort()

    def _refuse(self, status: HTTPStatus, detail: str) -> None:
        """Answer without the application, and close."""
        answer = problem(status, detail, instance="", headers=HEADERS | {"Connection": "close"})
        lines = [f"HTTP/1.1 {status} {status.phrase}".encode(), *(b": ".join(header) for header in answer.raw_headers)]
        self.transport.write(b"\r\n".join([*lines, b"", bytes(answer.body)]))
        self.transport.close()

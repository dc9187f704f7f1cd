"""What every answer carries, and which requests are not answered at all.

The server listens on this machine only, but a web page in the user's browser can reach it too. A page from elsewhere
that has its own name resolve to 127.0.0.1 (DNS rebinding) is recognised by its Host header; other pages' scripts
cannot read answers because no cross-origin access is granted.
"""

from __future__ import annotations

from collections.abc import Collection
from http import HTTPStatus

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.problems import problem

LOCAL_HOSTS = frozenset({"127.0.0.1", "localhost", "::1"})

NOTHING_LOADS = "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'"
HEADERS = {
    "Content-Security-Policy": NOTHING_LOADS,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
}


class LocalOnly:
    """Answers requests for this machine's own names only, and adds the security headers to every answer."""

    def __init__(self, app: ASGIApp, hosts: Collection[str] = LOCAL_HOSTS) -> None:
        self._app = app
        self._hosts = frozenset(hosts)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def send_guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers.setdefault(name, value)
            await send(message)

        host = _host(Headers(scope=scope).get("host", ""))
        if host in self._hosts:
            await self._app(scope, receive, send_guarded)
            return
        detail = f"expected a request to {', '.join(sorted(self._hosts))}, got one to {host!r}"
        refusal = problem(HTTPStatus.MISDIRECTED_REQUEST, detail, instance=scope["path"])
        await refusal(scope, receive, send_guarded)


def _host(header: str) -> str:
    """The name or address in a Host header, without its port.

    >>> _host("localhost:8000"), _host("[::1]:8000"), _host("[::1]")
    ('localhost', '::1', '::1')
    """
    if header.startswith("["):
        return header[1:].partition("]")[0]
    return header.partition(":")[0].lower()

"""Which names the server answers to.

A web page can make the user's browser send requests to this machine. One that has its own name resolve to this
machine's address (DNS rebinding) could even read the answers; the Host header gives it away, for there stands the name
that the page came from. An address in that header is no such name, so a server that listens on every address takes
any of them.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Iterable
from http import HTTPStatus
from typing import Final

from starlette.types import ASGIApp, Receive, Scope, Send

from api.problems import problem
from kg.settings import ServerSettings

LOCAL: Final = frozenset({"127.0.0.1", "localhost", "::1"})
EVERY_ADDRESS: Final = frozenset({"0.0.0.0", "::"})


class KnownHosts:
    """Answers requests to the server's own names only: this machine's, where it listens, and what settings allow."""

    def __init__(self, app: ASGIApp, *, settings: ServerSettings) -> None:
        own = (settings.host, *settings.allowed_hosts)
        self._app = app
        self._hosts = LOCAL | {host.lower() for host in own if host not in EVERY_ADDRESS}
        self._takes_addresses = settings.host in EVERY_ADDRESS

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            host = _host(scope["headers"])
            if host not in self._hosts and not (self._takes_addresses and _is_address(host)):
                detail = (
                    f"expected a request to {', '.join(sorted(self._hosts))}, got one to {host!r};"
                    " parley serve --allowed-host adds a name"
                )
                refusal = problem(HTTPStatus.MISDIRECTED_REQUEST, detail, instance=scope["path"])
                await refusal(scope, receive, send)
                return
        await self._app(scope, receive, send)


def _host(headers: Iterable[tuple[bytes, bytes]]) -> str:
    """The name or address in the one Host header, without its port; empty when there is none, or more than one.

    >>> _host([(b"host", b"LocalHost:8000")]), _host([(b"host", b"[::1]:8000")]), _host([(b"host", b"[::1]")])
    ('localhost', '::1', '::1')
    """
    found = [value.decode("latin-1") for name, value in headers if name == b"host"]
    if len(found) != 1:
        return ""
    if found[0].startswith("["):
        return found[0][1:].partition("]")[0].lower()
    return found[0].partition(":")[0].lower()


def _is_address(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True

"""Who asks: the key of a request, what it opens, and how often its holder may ask.

A key travels as ``Authorization: Bearer …`` or as ``X-API-Key: …``, never in an address, which ends up in logs. A key
that is sent must be right, even where none is needed. Reading is open to all on the machine itself unless the server
is private; writing always takes a key that may write. A route that writes says so: ``by: Writer`` is who did it.
"""

from __future__ import annotations

import ipaddress
import math
import time
from collections.abc import Iterable
from datetime import UTC, datetime
from http import HTTPStatus
from typing import Annotated, Any, Final, cast

from fastapi import Depends, FastAPI, HTTPException, Request, Security
from fastapi.security import APIKeyHeader, HTTPBearer
from starlette.types import ASGIApp, Receive, Scope, Send

from api.problems import problem
from api.rates import Rates
from kg.errors import AccessError, ParleyError
from kg.settings import ServerSettings
from kg.usecases.keys import RESERVED, Holder, Keyring

CHALLENGE: Final = 'Bearer realm="parley"'
OPEN: Final = frozenset(
    {
        "/",
        "/healthz",
        "/readyz",
        "/openapi.json",
        "/docs",
        "/docs/start.js",
        "/docs/swagger-ui.js",
        "/docs/swagger-ui.css",
    }
)
"""What is answered without a key everywhere: it tells of Parley, and nothing of the graph."""
MISTAKES_PER_MINUTE: Final = 10
"""Wrong keys from one address that are answered with 401; further ones in that minute are told to wait."""

_HOLDER: Final = "parley.holder"
_BEARER: Final = HTTPBearer(
    scheme_name="Key", description="A key made by `parley keys add NAME --scope read|write`.", auto_error=False
)
_HEADER: Final = APIKeyHeader(
    scheme_name="KeyHeader", name="X-API-Key", description="The same key, in a header of its own.", auto_error=False
)


def caller(request: Request) -> str | None:
    """The name of the key that came with the request; None when there was none."""
    holder = _holder(request.scope)
    return None if holder is None else holder.name


def writer(request: Request) -> str:
    """The name of the key that came with the request, when it may write; else the answer is 401 or 403."""
    holder = _holder(request.scope)
    if holder is None:
        raise HTTPException(
            HTTPStatus.UNAUTHORIZED,
            "expected a key that may write, got none; parley keys add NAME --scope write makes one",
            headers={"WWW-Authenticate": CHALLENGE},
        )
    if not holder.may_write:
        raise HTTPException(
            HTTPStatus.FORBIDDEN,
            f"expected a key that may write, got the key of {holder.name}, which may read",
            headers={"WWW-Authenticate": f'{CHALLENGE}, error="insufficient_scope", scope="write"'},
        )
    return holder.name


async def _caller(request: Request) -> str | None:
    return caller(request)


async def _writer(
    request: Request, _bearer: Annotated[Any, Security(_BEARER)], _header: Annotated[Any, Security(_HEADER)]
) -> str:
    return writer(request)


Caller = Annotated[str | None, Depends(_caller)]
"""For a route: the name of the key that came with the request, or None."""
Writer = Annotated[str, Depends(_writer)]
"""For a route that writes: the name of the key, which is the author of what it does."""


class Access:
    """Lets a request through when its key, or the lack of one, opens what it asks for, and not too often.

    The rate counts for each key, and for each address where no key came (a /64 network in IPv6, which one household
    has to itself). The commands of the user who started the server are never slowed down.
    """

    def __init__(self, app: ASGIApp, *, keyring: Keyring, settings: ServerSettings) -> None:
        self._app = app
        self._keyring = keyring
        self._needs_key = settings.needs_key_to_read
        self._rates = Rates(settings.requests_per_minute) if settings.requests_per_minute else None
        self._mistakes = Rates(MISTAKES_PER_MINUTE)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            refusal = self._refusal(scope)
            if refusal is not None:
                await refusal(scope, receive, send)
                return
        await self._app(scope, receive, send)

    def _refusal(self, scope: Scope) -> ASGIApp | None:
        token = _token(scope["headers"])
        holder = None
        if token is not None:
            try:
                holder = self._keyring.holder(token, today=datetime.now(UTC).date())
            except ParleyError as error:
                return problem(HTTPStatus.SERVICE_UNAVAILABLE, str(error), instance=scope["path"])
            if holder is None:
                return self._mistaken(scope)
        if self._rates is not None and not (holder is not None and holder.name == RESERVED):
            wait = self._rates.wait(f"key {holder.name}" if holder else _address(scope), now=time.monotonic())
            if wait:
                return _too_often(scope, wait, "requests")
        if holder is None and self._needs_key and scope["path"] not in OPEN:
            detail = "expected a key in Authorization: Bearer … or in X-API-Key, got none"
            return _unauthorized(scope, detail, CHALLENGE)
        scope[_HOLDER] = holder
        return None

    def _mistaken(self, scope: Scope) -> ASGIApp:
        wait = self._mistakes.wait(_address(scope), now=time.monotonic())
        if wait:
            return _too_often(scope, wait, "wrong keys")
        detail = "expected a key of this graph, got one that is unknown, removed or over"
        return _unauthorized(scope, detail, f'{CHALLENGE}, error="invalid_token"')


def open_keyring(store: str, settings: ServerSettings) -> Keyring:
    """The keys to the graph at ``store``; AccessError when other machines could connect and there is none."""
    keyring = Keyring(store, local_token=settings.local_token)
    if not settings.is_local and not keyring:
        raise AccessError(
            f"expected a key before other machines can connect to {settings.host}, got none:"
            " make one with parley keys add NAME --scope read"
        )
    return keyring


def describe_access(app: FastAPI) -> None:
    """Say in the OpenAPI document of ``app`` that any request may carry a key; routes that write say they need one."""
    describe = app.openapi

    def openapi() -> dict[str, Any]:
        document = describe()
        schemes = document.setdefault("components", {}).setdefault("securitySchemes", {})
        for scheme in (_BEARER, _HEADER):
            schemes[scheme.scheme_name] = scheme.model.model_dump(mode="json", by_alias=True, exclude_none=True)
        document["security"] = [{}, *({scheme.scheme_name: []} for scheme in (_BEARER, _HEADER))]
        return document

    app.openapi = openapi  # type: ignore[method-assign]  # FastAPI's documented way to extend the document


def _holder(scope: Scope) -> Holder | None:
    return cast("Holder | None", scope.get(_HOLDER))


def _token(headers: Iterable[tuple[bytes, bytes]]) -> str | None:
    """The key in the headers of a request; an Authorization of another kind is a key that fits nothing."""
    token = None
    for name, value in headers:
        if name == b"authorization":
            scheme, _, words = value.decode("latin-1").partition(" ")
            return words.strip() if scheme.lower() == "bearer" else ""
        if name == b"x-api-key":
            token = value.decode("latin-1").strip()
    return token


def _address(scope: Scope) -> str:
    """Where a request comes from: an IPv4 address, or an IPv6 network."""
    host: str = scope["client"][0] if scope.get("client") else ""
    if ":" not in host:
        return host
    address = ipaddress.IPv6Address(host)
    return str(address.ipv4_mapped or ipaddress.ip_network((int(address) >> 64 << 64, 64)))


def _unauthorized(scope: Scope, detail: str, challenge: str) -> ASGIApp:
    return problem(HTTPStatus.UNAUTHORIZED, detail, instance=scope["path"], headers={"WWW-Authenticate": challenge})


def _too_often(scope: Scope, wait: float, what: str) -> ASGIApp:
    seconds = math.ceil(wait)
    return problem(
        HTTPStatus.TOO_MANY_REQUESTS,
        f"expected fewer {what} a minute; the next one is answered in {seconds} s",
        instance=scope["path"],
        headers={"Retry-After": str(seconds)},
    )

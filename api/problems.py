"""Errors as the web knows them: every failure is a problem document (RFC 9457), whoever raised it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect
from starlette.responses import Response
from starlette.routing import Match

from api.faults import fault_of
from kg.errors import AccessError, InputError, MissingError, ParleyError
from kg.usecases.jobs import SizeError
from kg.usecases.receiving import UnreadableError
from kg.usecases.serving import BusyError, FormatError, LateError, ProtectedError, TooLargeError
from kg.usecases.submissions import FetchingError

MEDIA_TYPE = "application/problem+json"

# The first family that fits decides, so the narrower ones come first.
STATUS_OF = (
    (FormatError, HTTPStatus.NOT_ACCEPTABLE),
    (LateError, HTTPStatus.GATEWAY_TIMEOUT),
    (BusyError, HTTPStatus.SERVICE_UNAVAILABLE),
    (TooLargeError, HTTPStatus.INSUFFICIENT_STORAGE),
    (ProtectedError, HTTPStatus.FORBIDDEN),
    (MissingError, HTTPStatus.NOT_FOUND),
    (UnreadableError, HTTPStatus.UNPROCESSABLE_ENTITY),
    (SizeError, HTTPStatus.REQUEST_ENTITY_TOO_LARGE),
    (FetchingError, HTTPStatus.FORBIDDEN),
    (InputError, HTTPStatus.BAD_REQUEST),
    (AccessError, HTTPStatus.SERVICE_UNAVAILABLE),
)
RETRY_SECONDS = "2"


def problem(
    status: int,
    detail: str,
    *,
    instance: str,
    headers: Mapping[str, str] | None = None,
    **more: Any,
) -> Response:
    """A problem document of ``status`` that says in ``detail`` what was wrong with the request for ``instance``."""
    body = {
        "type": "about:blank",
        "title": HTTPStatus(status).phrase,
        "status": int(status),
        "detail": detail,
        "instance": instance,
        **more,
    }
    content = json.dumps(body, ensure_ascii=False).encode("utf-8", "backslashreplace")
    return Response(content, status_code=int(status), media_type=MEDIA_TYPE, headers=dict(headers or {}))


def handle_problems(app: FastAPI, *, headers: Mapping[str, str]) -> None:
    """Make every error of ``app`` a problem document: Parley's own, the framework's, and unforeseen ones.

    ``headers`` go with the unforeseen ones, whose answer passes no middleware any more.
    """

    @app.exception_handler(ParleyError)
    def refused(request: Request, error: ParleyError) -> Response:
        status = next((status for family, status in STATUS_OF if isinstance(error, family)), HTTPStatus.BAD_REQUEST)
        retry = {"Retry-After": RETRY_SECONDS} if status == HTTPStatus.SERVICE_UNAVAILABLE else None
        return problem(status, str(error), instance=request.url.path, headers=retry)

    @app.exception_handler(HTTPException)
    def unrouted(request: Request, error: HTTPException) -> Response:
        detail = _unrouted(error, request)
        headers = dict(error.headers or {})
        if error.status_code == HTTPStatus.METHOD_NOT_ALLOWED:
            headers["Allow"] = ", ".join(_methods(request))
        return problem(error.status_code, detail, instance=request.url.path, headers=headers)

    @app.exception_handler(RequestValidationError)
    def invalid(request: Request, error: RequestValidationError) -> Response:
        faults = [fault_of(each, error.body) for each in error.errors()]
        detail = "; ".join(dict.fromkeys(fault.detail for fault in faults))
        rows = [fault.row() for fault in faults]
        return problem(HTTPStatus.UNPROCESSABLE_ENTITY, detail, instance=request.url.path, errors=rows)

    @app.exception_handler(ClientDisconnect)
    def abandoned(request: Request, _: ClientDisconnect) -> Response:
        # Nobody reads this any more; it stands in the log, in place of a traceback.
        detail = "expected the whole request, got its beginning: the sender hung up"
        return problem(HTTPStatus.BAD_REQUEST, detail, instance=request.url.path)

    @app.exception_handler(Exception)
    def unforeseen(request: Request, _: Exception) -> Response:
        # Starlette sends this answer and raises the exception again, so that the server's log has the traceback.
        detail = "An error of Parley's own; the server's log has the details."
        return problem(HTTPStatus.INTERNAL_SERVER_ERROR, detail, instance=request.url.path, headers=headers)


def _methods(request: Request) -> list[str]:
    """What can be done at an address: the framework names the methods of the first route there only."""
    methods = [
        method
        for method in ("DELETE", "GET", "PATCH", "POST", "PUT")
        if any(route.matches({**request.scope, "method": method})[0] is Match.FULL for route in request.app.routes)
    ]
    return sorted([*methods, *(["HEAD"] if "GET" in methods else [])])


def _unrouted(error: HTTPException, request: Request) -> str:
    if error.status_code == HTTPStatus.NOT_FOUND:
        return f"Nothing lives at {request.url.path}; /docs lists what does."
    if error.status_code == HTTPStatus.METHOD_NOT_ALLOWED:
        return f"{request.method} is not possible here."
    return str(error.detail)

"""Answers that a client need not fetch again: the tag of the content, and 304 for who has it (RFC 9110, section 13)."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any, Final

from starlette.requests import Request
from starlette.responses import Response

JSON: Final = "application/json"
TAGGED: Final[dict[int | str, dict[str, Any]]] = {
    200: {"headers": {"ETag": {"description": "Changes with the content.", "schema": {"type": "string"}}}},
    304: {"description": "If-None-Match names the tag of the content: the client has it"},
}
"""For the documentation of a route that answers so."""

_REVALIDATE: Final = {"Cache-Control": "no-cache"}  # may be kept, but has to be asked about before it is used again


def tagged(
    request: Request, content: bytes, *, media_type: str = JSON, headers: Mapping[str, str] | None = None
) -> Response:
    """The content with its tag, or 304 without it when the request says that the client has just this.

    The tag is strong: equal tags mean equal bytes. ``headers`` go with both answers.
    """
    tag = f'"{hashlib.blake2b(content, digest_size=16).hexdigest()}"'
    told = {"ETag": tag, **_REVALIDATE, **(headers or {})}
    if is_known(request.headers.get("if-none-match"), tag):
        return Response(status_code=HTTPStatus.NOT_MODIFIED, headers=told)
    return Response(content, media_type=media_type, headers=told)


def is_known(if_none_match: str | None, tag: str) -> bool:
    """Whether the header names the tag; weak tags count as strong ones, as the standard has it.

    >>> is_known('W/"a", "b"', '"a"'), is_known("*", '"a"'), is_known('"c"', '"a"'), is_known(None, '"a"')
    (True, True, False, False)
    """
    if if_none_match is None:
        return False
    named = [each.strip().removeprefix("W/") for each in if_none_match.split(",")]
    return tag in named or named == ["*"]

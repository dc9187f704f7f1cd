"""Long lists in parts: how many there are in all, and where the next part begins."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Annotated, Any, Final
from urllib.parse import urlencode

from fastapi import Query
from starlette.requests import Request
from starlette.responses import Response

from api.etags import TAGGED, tagged
from api.fields import Members, pick
from kg.usecases.browsing import Part

MOST: Final = 1000
LONGEST: Final = 20_000  # characters of a cursor, which holds the address of the last article given
LimitParameter = Annotated[int, Query(ge=1, le=MOST, description="At most so many.", examples=[50])]
CursorParameter = Annotated[
    str | None,
    Query(
        description="Where to go on: the `next` of the part before, or follow its Link header.",
        max_length=LONGEST,
        json_schema_extra={"pattern": "^[A-Za-z0-9_-]+$"},
    ),
]
PAGED: Final[dict[int | str, dict[str, Any]]] = {
    **TAGGED,
    200: {
        "headers": {
            **TAGGED[200]["headers"],
            "Link": {
                "description": "The next part, as rel=next, unless this is the last one.",
                "schema": {"type": "string"},
            },
        }
    },
}
"""For the documentation of a route that answers so."""


def page(request: Request, name: str, part: Part, members: Members) -> Response:
    """A part of a list as JSON, its rows under ``name``, with the address of the next part."""
    rows = b",".join(pick(row, members) for row in part.rows) if members else b",".join(part.rows)
    content = b'{"total":%d,"next":%s,"%s":[%s]}' % (part.total, json.dumps(part.next).encode(), name.encode(), rows)
    return tagged(request, content, headers=_next_link(request, part.next))


def _next_link(request: Request, cursor: str | None) -> Mapping[str, str]:
    if cursor is None:
        return {}
    kept = [pair for pair in request.query_params.multi_items() if pair[0] != "cursor"]
    return {"Link": f'<{request.url.path}?{urlencode([*kept, ("cursor", cursor)])}>; rel="next"'}

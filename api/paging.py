"""Long lists in parts: how many there are in all, and where the next part begins."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from enum import StrEnum
from typing import Annotated, Any, Final
from urllib.parse import urlencode

from fastapi import Query
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from api.etags import TAGGED, tagged
from api.fields import Members, pick
from kg.usecases.browsing import ReadModel, Search
from kg.usecases.noticing import Notice, notices_of, unmet_names

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


async def page(
    request: Request, name: str, lists: ReadModel, search: Search, sort: StrEnum, members: Members, *, limit: int,
    cursor: str | None,
) -> Response:  # fmt: skip
    """A part of a list as JSON, its rows under ``name``, with the address of the next part.

    Where nothing is found, ``notices`` tell of names that fit nothing: they are part of the content, and of its tag.
    """
    part = lists.part(search, sort, limit=limit, cursor=cursor)
    rows = b",".join(pick(row, members) for row in part.rows) if members else b",".join(part.rows)
    # A thread would wait for the loop at every step; so it gets only what takes some time anyway.
    unmet = () if part.total else unmet_names(lists, search)
    notices = await run_in_threadpool(notices_of, lists, unmet) if unmet else ()
    content = b'{"total":%d,"next":%s,"%s":[%s],"notices":%s}' % (
        part.total, json.dumps(part.next).encode(), name.encode(), rows, notices_json(notices).encode(),
    )  # fmt: skip
    return tagged(request, content, headers=_next_link(request, part.next))


def notices_json(notices: Sequence[Notice]) -> str:
    """Notices as JSON in ASCII, for a body or a header."""
    return json.dumps([asdict(each) for each in notices], separators=(",", ":"))


def _next_link(request: Request, cursor: str | None) -> Mapping[str, str]:
    if cursor is None:
        return {}
    kept = [pair for pair in request.query_params.multi_items() if pair[0] != "cursor"]
    return {"Link": f'<{request.url.path}?{urlencode([*kept, ("cursor", cursor)])}>; rel="next"'}

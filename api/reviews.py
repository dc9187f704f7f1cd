"""``/v1/reviews``: what people decided about positions, and when."""

from __future__ import annotations

from datetime import UTC, datetime
from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Depends, Path, Query, Request
from starlette.responses import Response

from api.access import Writer
from api.bodies import JSON
from api.days import Day
from api.desk import OpenDesk
from api.etags import TAGGED, tagged
from api.fields import Members, members_of, pick
from api.graph import Graph, Lists
from api.paging import PAGED, CursorParameter, LimitParameter, page
from api.parameters import ONLY_KNOWN
from api.positions import WORDS
from api.review_schemas import NewReview, Review, Reviews
from api.schemas import Problem
from api.writing import REFUSALS
from kg.model import ReviewState
from kg.usecases.browsing import ReviewOrder, ReviewSearch
from kg.usecases.reviewing import Decision, receive_review, review_json

router = APIRouter(prefix="/v1", tags=["Reviews"], dependencies=[ONLY_KNOWN])

PositionId = Annotated[
    str, Path(description="The position's whole id.", pattern="^[0-9a-f]{16}$", examples=["3f9a12bc5d7e8f90"])
]
NEWEST = ReviewOrder.NEWEST


@router.post(
    "/positions/{position_id}/reviews",
    summary="Accept, reject or doubt a position",
    status_code=HTTPStatus.CREATED,
    response_model=Review,
    responses={
        201: {
            "description": "It counts now",
            "headers": {"Location": {"description": "The review.", "schema": {"type": "string"}}},
        },
        404: {"model": Problem, "description": "There is no such position"},
        **{status: REFUSALS[status] for status in (401, 403, 503)},
    },
)
async def review_position(
    graph: Graph, desk: OpenDesk, by: Writer, position_id: PositionId, given: NewReview
) -> Response:
    """Put a decision beside the earlier ones; the last one counts, whoever made it, and none is ever changed.

    It is in the name of the key, unless it names somebody else: then it keeps both names. It stays when the article is
    taken out, and counts again when the article comes back.
    """
    decision, now = Decision(state=given.state, by=given.by, note=given.note), datetime.now(UTC)
    made = await desk.wait_to_change(lambda: receive_review(graph, position_id, decision, by, now))
    headers = {"Location": f"/v1/reviews/{made.id}"}
    return Response(review_json(made), status_code=HTTPStatus.CREATED, media_type=JSON, headers=headers)


@router.get(
    "/positions/{position_id}/reviews",
    summary="List what people decided on one position",
    response_model=Reviews,
    responses={**PAGED, 404: {"model": Problem, "description": "There is no such position, and no review of one"}},
)
async def list_reviews_of_position(
    request: Request,
    lists: Lists,
    position_id: PositionId,
    fields: Annotated[Members, Depends(members_of(Review))],
    sort: Annotated[ReviewOrder, Query(description="By time.")] = NEWEST,
    limit: LimitParameter = 50,
    cursor: CursorParameter = None,
) -> Response:
    """All decisions on the position, those that others followed too."""
    search = ReviewSearch(position=position_id)
    if not lists.part(search, NEWEST, limit=1).total:
        lists.position(position_id)
    return await page(request, "reviews", lists, search, sort, fields, limit=limit, cursor=cursor)


async def _search(
    position: Annotated[str | None, Query(description="Of the position with this id.", pattern=WORDS)] = None,
    state: Annotated[ReviewState | None, Query(description="What was decided.")] = None,
    by: Annotated[
        str | None, Query(description="Part of the reviewer's name.", max_length=200, pattern=WORDS, examples=["ana"])
    ] = None,
    since: Annotated[Day | None, Query(description="Made on this day (UTC) or later.")] = None,
    until: Annotated[Day | None, Query(description="Made on this day (UTC) or earlier.")] = None,
) -> ReviewSearch:
    return ReviewSearch(position=position, state=state, by=by, since=since, until=until)


@router.get("/reviews", summary="List reviews", response_model=Reviews, responses=PAGED)
async def list_reviews(
    request: Request,
    lists: Lists,
    search: Annotated[ReviewSearch, Depends(_search)],
    fields: Annotated[Members, Depends(members_of(Review))],
    sort: Annotated[ReviewOrder, Query(description="By time; what is of one time comes by id.")] = NEWEST,
    limit: LimitParameter = 50,
    cursor: CursorParameter = None,
) -> Response:
    """Decisions about positions that meet all criteria, also about positions whose article was taken out."""
    return await page(request, "reviews", lists, search, sort, fields, limit=limit, cursor=cursor)


@router.get(
    "/reviews/{review_id}",
    summary="Show one review",
    response_model=Review,
    responses={**TAGGED, 404: {"model": Problem, "description": "There is no such review"}},
)
async def show_review(
    request: Request,
    lists: Lists,
    review_id: Annotated[
        str, Path(description="The review's id.", pattern="^[0-9a-f]{16}$", examples=["8d1c0c4b5a6e7f90"])
    ],
    fields: Annotated[Members, Depends(members_of(Review))],
) -> Response:
    """One decision on a position."""
    return tagged(request, pick(lists.review(review_id), fields))

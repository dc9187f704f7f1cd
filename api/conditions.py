"""``/v1/conditions``: what positions hang on."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Path, Query, Request
from starlette.responses import Response

from api.etags import TAGGED, tagged
from api.fields import Members, members_of, pick
from api.graph import Lists
from api.leaving_out import note_left_out
from api.paging import PAGED, CursorParameter, LimitParameter, page
from api.parameters import ONLY_KNOWN
from api.positions import WORDS, ConditionQuery, Criteria, RelationQuery
from api.schemas import Condition, Conditions, Problem
from kg.usecases.browsing import ConditionOrder, ConditionSearch

router = APIRouter(prefix="/v1/conditions", tags=["Conditions"], dependencies=[ONLY_KNOWN])

READING = ConditionOrder.READING


async def _search(
    request: Request,
    lists: Lists,
    chosen: Criteria,
    position: Annotated[str | None, Query(description="Of the position with this id.", pattern=WORDS)] = None,
    relation: RelationQuery = None,
    condition: ConditionQuery = None,
    condition_iri: Annotated[str | None, Query(description="Hanging on exactly this proposal.", pattern=WORDS)] = None,
) -> ConditionSearch:
    search = ConditionSearch(
        filter=chosen, position=position, relation=relation, condition=condition, condition_iri=condition_iri
    )
    note_left_out(request, lists, search)
    return search


@router.get("", summary="List conditions", response_model=Conditions, responses=PAGED)
async def list_conditions(
    request: Request,
    lists: Lists,
    search: Annotated[ConditionSearch, Depends(_search)],
    fields: Annotated[Members, Depends(members_of(Condition))],
    sort: Annotated[ConditionOrder, Query(description="What is equal comes in reading order.")] = READING,
    limit: LimitParameter = 50,
    cursor: CursorParameter = None,
) -> Response:
    """Conditions of the positions that meet all criteria: who makes what depend on what, and how."""
    return await page(request, "conditions", lists, search, sort, fields, limit=limit, cursor=cursor)


@router.get(
    "/{position_id}/{rank}",
    summary="Show one condition",
    response_model=Condition,
    responses={**TAGGED, 404: {"model": Problem, "description": "There is no such condition"}},
)
async def show_condition(
    request: Request,
    lists: Lists,
    position_id: Annotated[str, Path(description="The position's id.", pattern="^[0-9a-f]{16}$")],
    rank: Annotated[int, Path(description="Which of its conditions, from 1 on.", ge=1, le=1000)],
    fields: Annotated[Members, Depends(members_of(Condition))],
) -> Response:
    """One condition of a position, with its own words."""
    return tagged(request, pick(lists.condition(position_id, rank), fields))

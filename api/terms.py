"""``/v1/actors`` and ``/v1/proposals``: who speaks, and what about."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Path, Query, Request
from starlette.responses import Response

from api.etags import TAGGED, tagged
from api.fields import Members, members_of, pick
from api.graph import Lists
from api.paging import PAGED, CursorParameter, LimitParameter, page
from api.parameters import ONLY_KNOWN
from api.paths import ANYTHING
from api.positions import WORDS
from api.schemas import Actor, Actors, Problem, Proposal, Proposals
from kg.model import ActorKind
from kg.usecases.browsing import ActorSearch, ProposalSearch, ThingOrder

router = APIRouter(prefix="/v1", tags=["Actors and proposals"], dependencies=[ONLY_KNOWN])

Name = Annotated[str | None, Query(description="Part of the name or of a wording.", max_length=200, pattern=WORDS)]
Sort = Annotated[ThingOrder, Query(description="The most first, or by name; what is equal comes by name.")]
Minimum = Annotated[int, Query(description="With so many positions or more.", ge=0, le=10**9)]
MOST_FIRST = ThingOrder.POSITIONS


@router.get("/actors", summary="List actors", response_model=Actors, responses=PAGED)
async def list_actors(
    request: Request,
    lists: Lists,
    fields: Annotated[Members, Depends(members_of(Actor))],
    name: Name = None,
    kind: Annotated[ActorKind | None, Query(description="What sort of party.")] = None,
    wikidata: Annotated[
        str | None, Query(description="Its Wikidata item.", max_length=20, pattern=WORDS, examples=["Q159"])
    ] = None,
    min_positions: Minimum = 0,
    sort: Sort = MOST_FIRST,
    limit: LimitParameter = 50,
    cursor: CursorParameter = None,
) -> Response:
    """Holders, sides and speakers."""
    search = ActorSearch(name=name, kind=kind, wikidata=wikidata, min_positions=min_positions)
    return await page(request, "actors", lists, search, sort, fields, limit=limit, cursor=cursor)


@router.get(
    f"/actors/{{kind}}/{{name:{ANYTHING}}}",
    summary="Show one actor",
    response_model=Actor,
    responses={**TAGGED, 404: {"model": Problem, "description": "There is no such actor"}},
)
async def show_actor(
    request: Request,
    lists: Lists,
    kind: Annotated[ActorKind, Path(description="What sort of party it is.", examples=["state"])],
    name: Annotated[str, Path(description="Its canonical name.", min_length=1, examples=["Russia"])],
    fields: Annotated[Members, Depends(members_of(Actor))],
) -> Response:
    """One actor under its canonical name."""
    return tagged(request, pick(lists.actor(kind, name), fields))


@router.get("/proposals", summary="List proposals", response_model=Proposals, responses=PAGED)
async def list_proposals(
    request: Request,
    lists: Lists,
    fields: Annotated[Members, Depends(members_of(Proposal))],
    name: Name = None,
    broader: Annotated[
        str | None,
        Query(description="The label of a wider proposal.", max_length=200, pattern=WORDS, examples=["ceasefire"]),
    ] = None,
    min_positions: Minimum = 0,
    sort: Sort = MOST_FIRST,
    limit: LimitParameter = 50,
    cursor: CursorParameter = None,
) -> Response:
    """Things at issue, those that occur in conditions only too."""
    search = ProposalSearch(name=name, broader=broader, min_positions=min_positions)
    return await page(request, "proposals", lists, search, sort, fields, limit=limit, cursor=cursor)


@router.get(
    f"/proposals/{{label:{ANYTHING}}}",
    summary="Show one proposal",
    response_model=Proposal,
    responses={**TAGGED, 404: {"model": Problem, "description": "There is no such proposal"}},
)
async def show_proposal(
    request: Request,
    lists: Lists,
    label: Annotated[str, Path(description="Its canonical label.", min_length=1, examples=["30-day ceasefire"])],
    fields: Annotated[Members, Depends(members_of(Proposal))],
) -> Response:
    """One proposal under its canonical label."""
    return tagged(request, pick(lists.proposal(label), fields))

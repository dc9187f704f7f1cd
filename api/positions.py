"""``/v1/positions``: who takes which stance on what, with the quotation."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Path, Query, Request
from starlette.responses import Response

from api.days import Day
from api.etags import TAGGED, tagged
from api.fields import Members, members_of, pick
from api.graph import Lists
from api.leaving_out import note_left_out
from api.paging import PAGED, CursorParameter, LimitParameter, page
from api.parameters import ONLY_KNOWN
from api.schemas import Position, PositionInContext, Positions, Problem
from kg.model import Act, ActorKind, Attribution, Modality, Relation, Stance
from kg.model.filter import PositionFilter, ReviewChoice, review_states
from kg.usecases.browsing import PositionOrder, PositionSearch

router = APIRouter(prefix="/v1/positions", tags=["Positions"], dependencies=[ONLY_KNOWN])

WORDS = r"\S"
IRI = "https://w3id.org/parley/id"


async def _criteria(
    actor: Annotated[
        str | None, Query(description="Part of the holder's name.", max_length=200, pattern=WORDS, examples=["macron"])
    ] = None,
    side: Annotated[
        str | None, Query(description="Part of the name of the side spoken for.", max_length=200, pattern=WORDS)
    ] = None,
    proposal: Annotated[
        str | None, Query(description="Part of what it is on.", max_length=200, pattern=WORDS, examples=["ceasefire"])
    ] = None,
    stance: Annotated[Stance | None, Query(description="The stance taken.")] = None,
    since: Annotated[Day | None, Query(description="Published on this day or later.")] = None,
    until: Annotated[Day | None, Query(description="Published on this day or earlier.")] = None,
    text: Annotated[str | None, Query(description="Part of the quotation.", max_length=200, pattern=WORDS)] = None,
    article: Annotated[
        str | None, Query(description="An article's id, or its beginning.", max_length=16, pattern=WORDS)
    ] = None,
    source: Annotated[
        str | None, Query(description="Part of the path or address.", max_length=200, pattern=WORDS)
    ] = None,
    copies: Annotated[bool, Query(description="Count near-copies of an article too.")] = False,
    review: Annotated[
        list[ReviewChoice],
        Query(
            description="Only what people decided so, given once for each; without it, all but what they rejected.",
            examples=[["accepted", "doubtful"]],
        ),
    ] = [],  # noqa: B006  # FastAPI copies it
) -> PositionFilter:
    """The filter that the parameters make; all criteria must be met, and none minds upper and lower case."""
    return PositionFilter(
        actor=actor,
        side=side,
        proposal=proposal,
        stance=stance,
        since=since,
        until=until,
        text=text,
        article=article,
        source=source,
        include_copies=copies,
        reviews=review_states(review),
    )


Criteria = Annotated[PositionFilter, Depends(_criteria)]
"""For lists, which have more criteria and note themselves what they leave out."""


async def _selection(request: Request, lists: Lists, chosen: Criteria) -> PositionFilter:
    note_left_out(request, lists, PositionSearch(filter=chosen))
    return chosen


Selection = Annotated[PositionFilter, Depends(_selection)]
"""For networks and analyses, which are of all positions that the filter lets through."""
RelationQuery = Annotated[Relation | None, Query(description="How it hangs on a condition.")]
ConditionQuery = Annotated[
    str | None,
    Query(description="Part of what it hangs on.", max_length=200, pattern=WORDS, examples=["withdrawal"]),
]


async def position_search(
    request: Request,
    lists: Lists,
    chosen: Criteria,
    holder_iri: Annotated[
        str | None, Query(description="Exactly this holder.", pattern=WORDS, examples=[f"{IRI}/actor/state/Russia"])
    ] = None,
    side_iri: Annotated[str | None, Query(description="Exactly this side.", pattern=WORDS)] = None,
    proposal_iri: Annotated[str | None, Query(description="Exactly this proposal.", pattern=WORDS)] = None,
    holder_kind: Annotated[ActorKind | None, Query(description="What sort of party the holder is.")] = None,
    act: Annotated[Act | None, Query(description="What was done in words.")] = None,
    modality: Annotated[Modality | None, Query(description="How firmly it is held.")] = None,
    attribution: Annotated[Attribution | None, Query(description="In whose words it is given.")] = None,
    rule: Annotated[
        str | None, Query(description="The extraction rule, or its beginning.", pattern=WORDS, examples=["verb:"])
    ] = None,
    min_confidence: Annotated[float | None, Query(description="At least so sure.", ge=0, le=1)] = None,
    relation: RelationQuery = None,
    condition: ConditionQuery = None,
) -> PositionSearch:
    """The search that the parameters make; the answer says how many rejected positions it leaves out."""
    search = PositionSearch(
        filter=chosen,
        holder_iri=holder_iri,
        side_iri=side_iri,
        proposal_iri=proposal_iri,
        holder_kind=holder_kind,
        act=act,
        modality=modality,
        attribution=attribution,
        rule=rule,
        min_confidence=min_confidence,
        relation=relation,
        condition=condition,
    )
    note_left_out(request, lists, search)
    return search


@router.get("", summary="List positions", response_model=Positions, responses=PAGED)
async def list_positions(
    request: Request,
    lists: Lists,
    search: Annotated[PositionSearch, Depends(position_search)],
    fields: Annotated[Members, Depends(members_of(Position))],
    sort: Annotated[PositionOrder, Query(description="What is equal comes in reading order.")] = PositionOrder.READING,
    limit: LimitParameter = 50,
    cursor: CursorParameter = None,
) -> Response:
    """Positions that meet all criteria; in reading order that is by date (none last), source and place."""
    return await page(request, "positions", lists, search, sort, fields, limit=limit, cursor=cursor)


@router.get(
    "/{position_id}",
    summary="Show one position in its paragraph",
    response_model=PositionInContext,
    responses={**TAGGED, 404: {"model": Problem, "description": "There is no such position"}},
)
async def show_position(
    request: Request,
    lists: Lists,
    position_id: Annotated[
        str,
        Path(
            description="A position's id, or its first digits.",
            json_schema_extra={"pattern": "^[0-9A-Fa-f]{1,16}$"},
            examples=["3f9a12bc"],
        ),
    ],
    fields: Annotated[Members, Depends(members_of(PositionInContext))],
) -> Response:
    """The position with the paragraphs its words stand in, and the run that read it."""
    return tagged(request, pick(lists.position(position_id), fields))

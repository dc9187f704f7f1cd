"""``/v1/positions``: who takes which stance on what, with the quotation."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Path, Query

from api.graph import Graph
from api.paging import CursorParameter, LimitParameter, part_of
from api.schemas import PositionInContext, Positions, Problem
from kg.model import Stance
from kg.model.filter import PositionFilter
from kg.usecases.finding import explain
from kg.usecases.rows import describe, explanation_record

router = APIRouter(prefix="/v1/positions", tags=["Positions"])


def selection(
    actor: Annotated[
        str | None, Query(description="Part of the holder's name.", max_length=200, examples=["macron"])
    ] = None,
    side: Annotated[str | None, Query(description="Part of the name of the side spoken for.", max_length=200)] = None,
    proposal: Annotated[
        str | None, Query(description="Part of what it is on.", max_length=200, examples=["ceasefire"])
    ] = None,
    stance: Annotated[Stance | None, Query(description="The stance taken.")] = None,
    since: Annotated[date | None, Query(description="Published on this day or later.")] = None,
    until: Annotated[date | None, Query(description="Published on this day or earlier.")] = None,
    text: Annotated[str | None, Query(description="Part of the quotation.", max_length=200)] = None,
    article: Annotated[str | None, Query(description="An article's id, or its beginning.", max_length=16)] = None,
    source: Annotated[str | None, Query(description="Part of the path or address.", max_length=200)] = None,
    copies: Annotated[bool, Query(description="Count near-copies of an article too.")] = False,
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
    )


Selection = Annotated[PositionFilter, Depends(selection)]


@router.get("", summary="List positions")
def list_positions(
    graph: Graph, chosen: Selection, limit: LimitParameter = 50, cursor: CursorParameter = None
) -> Positions:
    """Positions that meet all criteria, in reading order."""
    with graph.reading() as store:
        found = store.positions(chosen)
        part = part_of(found, [position.id for position in found], limit, cursor)
        rows = describe(part.items, store.articles())
    return Positions.model_validate(
        {
            "total": part.total,
            "next": part.next,
            "positions": [
                _linked(row, position.evidence.article) for row, position in zip(rows, part.items, strict=True)
            ],
        }
    )


@router.get("/{position_id}", summary="Show one position in its paragraph", responses={404: {"model": Problem}})
def show_position(
    graph: Graph,
    position_id: Annotated[str, Path(description="A position's id, or its first digits.", examples=["3f9a12bc"])],
) -> PositionInContext:
    """The position with the paragraphs its words stand in, and the run that read it."""
    with graph.reading() as store:
        found = explain(store, position_id)
    return PositionInContext.model_validate(_linked(explanation_record(found), found.record.article.id))


def _linked(row: dict[str, Any], article_id: str) -> dict[str, Any]:
    links = {"self": f"/v1/positions/{row['id']}", "article": f"/v1/articles/{article_id}"}
    return {**row, "article_id": article_id, "links": links}

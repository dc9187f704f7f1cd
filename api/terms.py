"""``/v1/actors`` and ``/v1/proposals``: who speaks, and what about."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated

from fastapi import APIRouter, Query

from api.graph import Graph
from api.paging import CursorParameter, LimitParameter, part_of
from api.schemas import Actors, Proposals

router = APIRouter(prefix="/v1", tags=["Actors and proposals"])

Name = Annotated[str | None, Query(description="Part of the name or of a wording.", max_length=200)]


@router.get("/actors", summary="List actors")
def list_actors(graph: Graph, name: Name = None, limit: LimitParameter = 50, cursor: CursorParameter = None) -> Actors:
    """Holders, sides and speakers; those with most positions first."""
    with graph.reading() as store:
        found = [actor for actor in store.actors() if _is_called(name, actor.name, *actor.wordings)]
    part = part_of(found, [f"{actor.kind} {actor.name}" for actor in found], limit, cursor)
    return Actors.model_validate(
        {"total": part.total, "next": part.next, "actors": [asdict(each) for each in part.items]}
    )


@router.get("/proposals", summary="List proposals")
def list_proposals(
    graph: Graph, name: Name = None, limit: LimitParameter = 50, cursor: CursorParameter = None
) -> Proposals:
    """Things at issue, those that occur in conditions only too; those with most positions first."""
    with graph.reading() as store:
        found = [each for each in store.proposals() if _is_called(name, each.label, *each.wordings)]
    part = part_of(found, [each.label for each in found], limit, cursor)
    return Proposals.model_validate(
        {"total": part.total, "next": part.next, "proposals": [asdict(each) for each in part.items]}
    )


def _is_called(sought: str | None, *names: str) -> bool:
    return sought is None or any(sought.casefold() in name.casefold() for name in names)

"""Pages to find things by: the home page, and lists of positions, actors, proposals and articles."""

from __future__ import annotations

from dataclasses import dataclass
from importlib.resources import files
from typing import Annotated, Any, Final

from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from api.graph import Graph
from api.pages import STANCES, page
from api.pages.things import MANY, Rows, onward, rows_of
from kg.model import ActorKind, Stance
from kg.model.filter import PositionFilter, ReviewChoice, review_states
from kg.usecases.browsing import (
    ActorSearch,
    ArticleOrder,
    ArticleSearch,
    PositionOrder,
    PositionSearch,
    ProposalSearch,
    ReadModel,
    Search,
    ThingOrder,
)
from kg.usecases.noticing import Notice, unknown_names

router = APIRouter(include_in_schema=False)

A_DAY: Final = {"Cache-Control": "max-age=86400"}
Words = Annotated[str, Query(max_length=200)]
Cursor = Annotated[str | None, Query(max_length=200)]


@dataclass(frozen=True, kw_only=True, slots=True)
class Field:
    """A field of a search form; one without a label is carried along unseen."""

    name: str
    value: str
    label: str = ""
    choices: tuple[tuple[str, str], ...] = ()


@router.get("/style.css")
def style() -> Response:
    """How all pages look."""
    return Response(_file("style.css"), media_type="text/css", headers=A_DAY)


@router.get("/icon.svg")
def icon() -> Response:
    """The sign in the browser's tab."""
    return Response(_file("icon.svg"), media_type="image/svg+xml", headers=A_DAY)


@router.get("/")
def home(graph: Graph) -> Response:
    """What is in this graph."""
    lists = graph.lists
    newest = rows_of(lists.part(PositionSearch(), PositionOrder.NEWEST, limit=5))
    actors = rows_of(lists.part(ActorSearch(), ThingOrder.POSITIONS, limit=8))
    proposals = rows_of(lists.part(ProposalSearch(), ThingOrder.POSITIONS, limit=8))
    articles = lists.part(ArticleSearch(), ArticleOrder.NEWEST, limit=1)
    copies = lists.part(ArticleSearch(copies=True), ArticleOrder.NEWEST, limit=1)
    everywhere = lists.part(PositionSearch(filter=PositionFilter(include_copies=True)), PositionOrder.NEWEST, limit=1)
    return page(
        "home.html",
        totals=[
            ("/positions", "positions", newest.total),
            ("/actors", "actors", actors.total),
            ("/proposals", "proposals", proposals.total),
            ("/articles", "articles", articles.total),
        ],
        copies=copies.total,
        in_copies=everywhere.total - newest.total,
        newest=newest.rows,
        actors=actors.rows,
        proposals=proposals.rows,
    )


@router.get("/positions")
def positions(
    request: Request,
    graph: Graph,
    actor: Words = "",
    proposal: Words = "",
    text: Words = "",
    stance: Words = "",
    review: Words = "",
    proposal_iri: Annotated[str, Query(max_length=2000)] = "",
    cursor: Cursor = None,
) -> Response:
    """Positions, newest first."""
    chosen = PositionFilter(
        actor=_given(actor),
        proposal=_given(proposal),
        text=_given(text),
        stance=Stance(stance) if stance in set(Stance) else None,
        reviews=review_states([ReviewChoice(review)] if review in set(ReviewChoice) else []),
    )
    search = PositionSearch(filter=chosen, proposal_iri=_given(proposal_iri))
    part = rows_of(graph.lists.part(search, PositionOrder.NEWEST, limit=MANY, cursor=cursor or None))
    fields = [
        Field(name="actor", label="Actor", value=actor),
        Field(name="proposal", label="Proposal", value=proposal),
        Field(name="text", label="Words of the quotation", value=text),
        Field(name="stance", label="Stance", value=stance, choices=tuple(STANCES.items())),
        Field(name="review", label="Review", value=review, choices=tuple((each, each) for each in ReviewChoice)),
        *([Field(name="proposal_iri", value=proposal_iri)] if proposal_iri else []),
    ]
    about = {"iri": proposal_iri, "name": part.rows[0]["proposal_label"]} if proposal_iri and part.rows else None
    return _list(request, "Positions", part, fields, _notices(graph.lists, search, part), about)


@router.get("/actors")
def actors(request: Request, graph: Graph, name: Words = "", kind: Words = "", cursor: Cursor = None) -> Response:
    """Actors, those with most positions first."""
    search = ActorSearch(name=_given(name), kind=ActorKind(kind) if kind in set(ActorKind) else None)
    kinds = tuple((str(each), str(each)) for each in ActorKind)
    fields = [Field(name="name", label="Name", value=name), Field(name="kind", label="Kind", value=kind, choices=kinds)]
    part = _things(graph.lists, search, cursor)
    return _list(request, "Actors", part, fields, _notices(graph.lists, search, part))


@router.get("/proposals")
def proposals(request: Request, graph: Graph, name: Words = "", cursor: Cursor = None) -> Response:
    """Proposals, those with most positions first."""
    search = ProposalSearch(name=_given(name))
    part = _things(graph.lists, search, cursor)
    fields = [Field(name="name", label="Words", value=name)]
    return _list(request, "Proposals", part, fields, _notices(graph.lists, search, part))


@router.get("/articles")
def articles(
    request: Request, graph: Graph, title: Words = "", publisher: Words = "", cursor: Cursor = None
) -> Response:
    """Articles, newest first."""
    search = ArticleSearch(title=_given(title), publisher=_given(publisher))
    part = rows_of(graph.lists.part(search, ArticleOrder.NEWEST, limit=MANY, cursor=cursor or None))
    fields = [
        Field(name="title", label="Title", value=title),
        Field(name="publisher", label="Publisher", value=publisher),
    ]
    return _list(request, "Articles", part, fields, _notices(graph.lists, search, part))


def _file(name: str) -> bytes:
    return files("api.pages").joinpath(name).read_bytes()


def _things(lists: ReadModel, search: ActorSearch | ProposalSearch, cursor: str | None) -> Rows:
    return rows_of(lists.part(search, ThingOrder.POSITIONS, limit=MANY, cursor=cursor or None))


def _notices(lists: ReadModel, search: Search, part: Rows) -> tuple[Notice, ...]:
    return () if part.total else unknown_names(lists, search)


def _list(
    request: Request, title: str, part: Rows, fields: list[Field], notices: tuple[Notice, ...], about: Any = None
) -> Response:
    kept = {each.name: each.value for each in fields if each.value}
    return page(
        "list.html",
        here=request.url.path,
        title=title,
        part=part,
        fields=fields,
        notices=notices,
        about=about,
        onward=onward(kept),
    )


def _given(words: str) -> str | None:
    return words if words.strip() else None

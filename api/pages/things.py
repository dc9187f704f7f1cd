"""Pages of single things: positions, articles, words, actors, proposals, and any other thing as a plain table."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final
from urllib.parse import urlencode

from starlette.datastructures import QueryParams
from starlette.responses import Response

from api.pages import page
from kg.errors import MissingError
from kg.model import ActorKind, Block, BlockKind, Span, Stance
from kg.model.filter import ANY_REVIEW, PositionFilter
from kg.usecases.browsing import (
    ConditionOrder,
    ConditionSearch,
    PositionOrder,
    PositionSearch,
    ProposalSearch,
    ReadModel,
    ReviewSearch,
    ThingOrder,
)
from kg.usecases.linked import Place, Sort, state_place
from kg.usecases.marking import Stretch, stretches
from kg.usecases.serving import ServedGraph

Row = dict[str, Any]
MANY: Final = 50
SOME: Final = 20
ROOM: Final = 200  # characters shown around words that stand in no paragraph
MOST_STATEMENTS: Final = 500


@dataclass(frozen=True, kw_only=True, slots=True)
class Rows:
    """Some rows of a list, how many there are in all, and where the next ones begin."""

    rows: tuple[Row, ...]
    total: int
    next: str | None


@dataclass(slots=True)
class _Opened:
    """Which conditions' words have begun on a page: only their first stretch gets an anchor."""

    names: set[str] = field(default_factory=set)

    def add(self, name: str) -> bool:
        self.names.add(name)
        return True


def page_of(graph: ServedGraph, place: Place, query: QueryParams) -> Response:
    """The page of the thing at a place; MissingError when there is none."""
    if place.sort is Sort.POSITION:
        return _position(graph, place)
    if place.sort is Sort.ARTICLE:
        return _article(graph, place)
    if place.sort is Sort.WORDS:
        return _words(graph, place)
    if place.sort is Sort.ACTOR and (row := _found(graph.lists.actor, ActorKind(place.names[1]), place.names[2])):
        return _actor(graph.lists, place, row, query)
    if place.sort is Sort.PROPOSAL and (row := _found(graph.lists.proposal, place.names[1])):
        return _proposal(graph.lists, place, row)
    return _thing(graph, place)


def rows_of(part: Any) -> Rows:
    """A part of a list of the read model, its rows read."""
    return Rows(rows=tuple(json.loads(row) for row in part.rows), total=part.total, next=part.next)


def onward(query: Mapping[str, str]) -> Any:
    """What makes the query of the next part's address from its cursor."""
    return lambda cursor: urlencode({**query, "cursor": cursor})


def _found(look_up: Any, *words: Any) -> Row | None:
    """The row of a thing, or None for one that people's own graphs alone speak of."""
    try:
        row: Row = json.loads(look_up(*words))
    except MissingError:
        return None
    return row


def _position(graph: ServedGraph, place: Place) -> Response:
    lists = graph.lists
    row = json.loads(lists.position(place.names[1]))
    article = json.loads(lists.article(row["article_id"]))
    numbered = [str(number) for number, _ in enumerate(row["conditions"], start=1)]
    words = {
        "words": _span(row["evidence"]),
        **{
            f"condition-{number}": _span(each) for number, each in zip(numbered, row["condition_evidence"], strict=True)
        },
    }
    return page(
        "position.html",
        path=place.path,
        row=row,
        article=article,
        paragraphs=_paragraphs(row["paragraphs"], article["text"], words),
        conditions=[json.loads(lists.condition(row["id"], int(number))) for number in numbered],
        reviews=[json.loads(each) for each in lists.stream(ReviewSearch(position=row["id"]))],
        opened=_Opened(),
    )


def _article(graph: ServedGraph, place: Place) -> Response:
    row = json.loads(graph.lists.article(place.names[1]))
    with graph.reading() as store:
        record = store.article(row["id"])
    chosen = PositionSearch(filter=PositionFilter(article=row["id"], include_copies=True, reviews=ANY_REVIEW))
    positions = [json.loads(each) for each in graph.lists.stream(chosen)]
    words = {str(number): _span(each["evidence"]) for number, each in enumerate(positions, start=1)}
    whole = Block(kind=BlockKind.PARAGRAPH, span=Span(start=0, end=len(record.article.text)))
    blocks = [
        {
            "kind": str(block.kind),
            "stretches": stretches(record.article.words(block.span), block.span.start, words),
        }
        for block in record.article.blocks or (whole,)
    ]
    return page("article.html", path=place.path, row=row, positions=positions, blocks=blocks)


def _words(graph: ServedGraph, place: Place) -> Response:
    article = json.loads(graph.lists.article(place.names[1]))
    start, end = (int(offset) for offset in place.names[3].split("-"))
    chosen = PositionSearch(filter=PositionFilter(article=article["id"], include_copies=True, reviews=ANY_REVIEW))
    shown = [each for each in map(json.loads, graph.lists.stream(chosen)) if place.iri in _words_of(each)]
    if not shown:
        raise MissingError(f"expected words that some position rests on, got {place.iri}")
    paragraphs = json.loads(graph.lists.position(shown[0]["id"]))["paragraphs"]
    around = [each for each in paragraphs if each["start"] < end and each["end"] > start]
    return page(
        "words.html",
        path=place.path,
        article=article,
        start=start,
        end=end,
        paragraphs=_paragraphs(around, article["text"], {"words": Span(start=start, end=end)}),
        positions=shown,
    )


def _actor(lists: ReadModel, place: Place, row: Row, query: QueryParams) -> Response:
    stance = Stance(query["stance"]) if query.get("stance") in set(Stance) else None

    def held(stance: Stance | None, limit: int, cursor: str | None = None) -> Rows:
        search = PositionSearch(holder_iri=place.iri, filter=PositionFilter(stance=stance))
        return rows_of(lists.part(search, PositionOrder.NEWEST, limit=limit, cursor=cursor))

    said = lists.part(PositionSearch(side_iri=place.iri), PositionOrder.NEWEST, limit=MANY)
    others = [each for each in rows_of(said).rows if each["holder_iri"] != place.iri][:SOME]
    return page(
        "actor.html",
        path=place.path,
        row=row,
        stance=stance,
        totals={str(each): held(each, 1).total for each in Stance},
        held=held(stance, MANY, query.get("cursor") or None),
        said_for=Rows(rows=tuple(others), total=said.total, next=None),
        onward=onward({"stance": str(stance)} if stance else {}),
    )


def _proposal(lists: ReadModel, place: Place, row: Row) -> Response:
    def side(stance: Stance) -> Rows:
        search = PositionSearch(proposal_iri=place.iri, filter=PositionFilter(stance=stance))
        return rows_of(lists.part(search, PositionOrder.NEWEST, limit=SOME))

    narrower = rows_of(lists.part(ProposalSearch(broader=row["label"]), ThingOrder.POSITIONS, limit=SOME))
    needed = lists.part(ConditionSearch(condition_iri=place.iri), ConditionOrder.NEWEST, limit=SOME)
    return page(
        "proposal.html",
        path=place.path,
        row=row,
        sides={str(each): side(each) for each in Stance},
        narrower=narrower.rows,
        narrower_total=narrower.total,
        needed=rows_of(needed),
    )


def _thing(graph: ServedGraph, place: Place) -> Response:
    with graph.reading() as store:
        told = state_place(store, place)
    is_article_graph = place.sort is Sort.GRAPH and len(place.names[1]) == 16
    return page(
        "thing.html",
        path=place.path,
        iri=place.iri,
        sort=str(place.sort),
        name=" ".join(place.names[1:]) or place.path,
        article_path=f"article/{place.names[1]}" if is_article_graph else None,
        statements=told[:MOST_STATEMENTS],
        total=len(told),
    )


def _span(evidence: Mapping[str, Any]) -> Span:
    return Span(start=evidence["start"], end=evidence["end"])


def _words_of(row: Row) -> list[str]:
    return [row["evidence"]["iri"], *(each["iri"] for each in row["condition_evidence"])]


def _paragraphs(found: list[Row], text: str, words: Mapping[str, Span]) -> list[tuple[Stretch, ...]]:
    """The paragraphs with the words marked; words that stand in none are shown with what is around them."""
    if found:
        return [stretches(each["text"], each["start"], words) for each in found]
    start = max(0, min(span.start for span in words.values()) - ROOM)
    end = max(span.end for span in words.values()) + ROOM
    return [stretches(text[start:end], start, words)]

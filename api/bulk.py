"""``/v1/positions.ndjson`` and ``/v1/articles.ndjson``: all that meets the criteria, in one stream."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain
from typing import Annotated, Any, Final

from fastapi import APIRouter, Depends
from starlette.responses import StreamingResponse

from api.articles import article_search
from api.bodies import LINES
from api.graph import Lists
from api.paging import notices_json
from api.parameters import ONLY_KNOWN
from api.positions import position_search
from kg.usecases.browsing import ArticleSearch, PositionSearch, ReadModel, Search
from kg.usecases.noticing import unknown_names
from kg.usecases.streaming import stream_articles, stream_positions

router = APIRouter(prefix="/v1", dependencies=[ONLY_KNOWN])


NOTICES: Final = "Parley-Notices"
NOTICED: Final = {
    NOTICES: {
        "description": "Where there is no line: JSON as the `notices` of the list, of names that fit nothing.",
        "schema": {"type": "string"},
    }
}


def _lines(what: str, example: str) -> dict[int | str, dict[str, Any]]:
    content = {LINES[0]: {"schema": {"type": "string"}, "example": example + "\n"}}
    return {200: {"description": f"{what} a line, as a JSON object", "content": content, "headers": NOTICED}}


POSITIONS: Final = _lines("One position", '{"holder":"Russia","stance":"supports","proposal":"30-day ceasefire"}')
ARTICLES: Final = _lines("One article", '{"id":"0011223344556677","source":"talks.txt","text":"Talks resume."}')


@router.get(
    "/positions.ndjson",
    tags=["Positions"],
    summary="Stream all positions",
    response_class=StreamingResponse,
    responses=POSITIONS,
)
def stream_all_positions(
    lists: Lists, search: Annotated[PositionSearch, Depends(position_search)]
) -> StreamingResponse:
    """Every position that meets the criteria, in reading order, each as in the list: JSON lines of any number.

    A position that is written meanwhile may be among them; none comes twice.
    """
    return _streamed(lists, search, stream_positions(lists, search))


@router.get(
    "/articles.ndjson",
    tags=["Articles"],
    summary="Stream all articles",
    response_class=StreamingResponse,
    responses=ARTICLES,
)
def stream_all_articles(lists: Lists, search: Annotated[ArticleSearch, Depends(article_search)]) -> StreamingResponse:
    """Every article that meets the criteria, with its canonical text, by date, source and id."""
    return _streamed(lists, search, stream_articles(lists, search))


def _streamed(lists: ReadModel, search: Search, pieces: Iterator[bytes]) -> StreamingResponse:
    first = next(pieces, None)
    notices = unknown_names(lists, search) if first is None else ()
    headers = {NOTICES: notices_json(notices)} if notices else {}
    given = pieces if first is None else chain([first], pieces)
    return StreamingResponse(given, media_type=LINES[0], headers=headers)

"""``/v1/articles``: what was read."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Path, Query, Request
from starlette.responses import Response

from api.days import Day
from api.etags import TAGGED, tagged
from api.fields import Members, members_of, pick
from api.graph import Lists
from api.paging import PAGED, CursorParameter, LimitParameter, page
from api.parameters import ONLY_KNOWN
from api.positions import WORDS
from api.schemas import Article, Articles, Problem, WholeArticle
from kg.usecases.browsing import ArticleOrder, ArticleSearch

router = APIRouter(prefix="/v1/articles", tags=["Articles"], dependencies=[ONLY_KNOWN])


async def article_search(
    source: Annotated[
        str | None, Query(description="Part of the path or address.", max_length=200, pattern=WORDS)
    ] = None,
    title: Annotated[str | None, Query(description="Part of the title.", max_length=200, pattern=WORDS)] = None,
    publisher: Annotated[
        str | None, Query(description="Part of the publisher's name.", max_length=200, pattern=WORDS)
    ] = None,
    since: Annotated[Day | None, Query(description="Published on this day or later.")] = None,
    until: Annotated[Day | None, Query(description="Published on this day or earlier.")] = None,
    copies: Annotated[bool | None, Query(description="Only near-copies (true), or none of them (false).")] = None,
    copy_of: Annotated[
        str | None, Query(description="Only near-copies of the article with this id.", max_length=16, pattern=WORDS)
    ] = None,
) -> ArticleSearch:
    """The search that the parameters make."""
    return ArticleSearch(
        source=source,
        title=title,
        publisher=publisher,
        since=since,
        until=until,
        copies=copies,
        origin=copy_of,
    )


@router.get("", summary="List articles", response_model=Articles, responses=PAGED)
async def list_articles(
    request: Request,
    lists: Lists,
    search: Annotated[ArticleSearch, Depends(article_search)],
    fields: Annotated[Members, Depends(members_of(Article))],
    sort: Annotated[
        ArticleOrder, Query(description="reading: by date, those without one last, then by source.")
    ] = ArticleOrder.READING,
    limit: LimitParameter = 50,
    cursor: CursorParameter = None,
) -> Response:
    """Articles that meet all criteria, near-copies too."""
    return await page(request, "articles", lists, search, sort, fields, limit=limit, cursor=cursor)


@router.get(
    "/{article_id}",
    summary="Show one article",
    response_model=WholeArticle,
    responses={**TAGGED, 404: {"model": Problem, "description": "There is no such article"}},
)
async def show_article(
    request: Request,
    lists: Lists,
    article_id: Annotated[
        str, Path(description="An article's id, or its first digits.", examples=["0011223344556677"])
    ],
    fields: Annotated[Members, Depends(members_of(WholeArticle))],
) -> Response:
    """The article with its canonical text, to which all offsets refer."""
    return tagged(request, pick(lists.article(article_id), fields))

"""``/v1/articles``: what was read."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Path

from api.graph import Graph
from api.paging import CursorParameter, LimitParameter, part_of
from api.schemas import Articles, Problem, WholeArticle
from kg.usecases.finding import find_article
from kg.usecases.rows import article_row, run_row

router = APIRouter(prefix="/v1/articles", tags=["Articles"])


@router.get("", summary="List articles")
def list_articles(graph: Graph, limit: LimitParameter = 50, cursor: CursorParameter = None) -> Articles:
    """All articles by date, those without one last."""
    with graph.reading() as store:
        found = store.articles()
    part = part_of(found, [header.id for header in found], limit, cursor)
    rows = [_linked(article_row(header)) for header in part.items]
    return Articles.model_validate({"total": part.total, "next": part.next, "articles": rows})


@router.get("/{article_id}", summary="Show one article", responses={404: {"model": Problem}})
def show_article(
    graph: Graph, article_id: Annotated[str, Path(description="An article's id, or its first digits.")]
) -> WholeArticle:
    """The article with its canonical text, to which all offsets refer."""
    with graph.reading() as store:
        header = find_article(store.articles(), article_id)
        record = store.article(header.id)
    article = record.article
    return WholeArticle.model_validate(
        {
            **_linked(article_row(header)),
            "text": article.text,
            "text_digest": article.text_digest,
            "language": article.language,
            "media_type": article.media_type,
            "read_by": run_row(record.extraction),
        }
    )


def _linked(row: dict[str, Any]) -> dict[str, Any]:
    links = {"self": f"/v1/articles/{row['id']}", "positions": f"/v1/positions?article={row['id']}&copies=true"}
    return {**row, "links": links}

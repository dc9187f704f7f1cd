"""Positions as flat rows, the same for the command line, the web and files."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from kg.export.records import to_csv, to_jsonl
from kg.model import Position, Review
from kg.model.review import standing
from kg.model.row import position_record, review_record, run_record
from kg.store.store import ArticleHeader
from kg.usecases.finding import Explanation

__all__ = ["article_row", "describe", "explanation_record", "position_record", "render_rows", "run_record"]


def describe(
    positions: Iterable[Position], articles: Iterable[ArticleHeader], decisions: Mapping[str, Review]
) -> list[dict[str, Any]]:
    """The positions as rows, in the form of the JSON lines, each with the decision that stands on it as ``review``.

    ``articles`` and ``decisions`` (by the position's id) are those of the graph that the positions come from.
    """
    known = {header.id: header for header in articles}
    rows = []
    for position in positions:
        header = known[position.evidence.article]
        row = position_record(position, header.source, header.title)
        rows.append({**row, "review": review_record(decisions.get(row["id"]))})
    return rows


def render_rows(rows: Iterable[dict[str, Any]], form: str) -> str:
    """Rows of positions as ``jsonl`` or ``csv``."""
    return to_csv(rows) if form == "csv" else to_jsonl(rows)


def article_row(header: ArticleHeader) -> dict[str, Any]:
    """An article in a list as a row; ``copy_of`` is the id of its origin if it is a near-copy."""
    return {
        "id": header.id,
        "source": header.source,
        "title": header.title,
        "published": header.published.isoformat() if header.published else None,
        "publisher": header.publisher,
        "positions": header.positions,
        "copy_of": header.origin,
    }


def explanation_record(found: Explanation) -> dict[str, Any]:
    """A position as a row, with the paragraphs its words stand in and the run that read them."""
    article = found.record.article
    return {
        **position_record(found.position, article.source, article.title),
        "article_id": article.id,
        "paragraphs": [
            {"start": block.span.start, "end": block.span.end, "text": article.words(block.span)}
            for block in found.paragraphs
        ],
        "read_by": run_record(found.record.extraction),
        "review": review_record(standing(found.reviews).get(found.position.id)),
    }

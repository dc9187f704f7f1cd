"""All articles of a store at once, out of a few flat tables: what the read model is rebuilt from."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime

from kg.model import Article, Extraction, Position
from kg.model.filter import ANY_REVIEW, PositionFilter
from kg.rdf.assembly import Term, value_of
from kg.rdf.decoding import layout_blocks
from kg.rdf.iris import article_id_of, software_of
from kg.store import reading
from kg.store.lists import Tables, maybe, maybe_day, node
from kg.store.named import named_query
from kg.store.read_model.filling import Page

_EVERYTHING = PositionFilter(include_copies=True, reviews=ANY_REVIEW)


def all_pages(store: Tables) -> Iterator[Page]:
    """Every article of the store with its positions, in no order.

    Raises InputError for a graph that cannot be read, as ``store.positions`` does.
    """
    positions = defaultdict[str, list[Position]](list)
    for position in reading.positions(store, _EVERYTHING):
        positions[position.evidence.article].append(position)
    for row in store.rows(named_query("bodies")):
        article_id, article, extraction = _body(*row)
        yield Page(article_id, article, extraction, tuple(positions[article_id]))


def _body(
    iri: Term | None, source: Term | None, title: Term | None, issued: Term | None, publisher: Term | None,
    text: Term | None, layout: Term | None, language: Term | None, media_type: Term | None, encoding: Term | None,
    digest: Term | None, program: Term | None, model: Term | None, ended: Term | None,
) -> tuple[str, Article, Extraction]:  # fmt: skip
    article = Article(
        text=value_of(text, "the text of an article"),
        source=value_of(source, "a source"),
        blocks=layout_blocks(maybe(layout) or "", node(iri)),
        title=maybe(title),
        published=maybe_day(issued),
        publisher=maybe(publisher),
        language=value_of(language, "a language"),
        media_type=value_of(media_type, "a media type"),
        encoding=value_of(encoding, "a character encoding"),
        file_digest=maybe(digest),
    )
    software, version = software_of(node(program))
    at = None if ended is None else datetime.fromisoformat(value_of(ended, "a time"))
    extraction = Extraction(software=software, version=version, model=value_of(model, "a language model"), at=at)
    return article_id_of(node(iri)), article, extraction

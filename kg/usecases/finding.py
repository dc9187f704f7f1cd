"""Finding: what the graph holds, and the words behind it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from kg.errors import InputError, MissingError
from kg.model import Block, Position
from kg.model.record import ArticleRecord
from kg.store import Store, open_store
from kg.store.store import ArticleHeader


@dataclass(frozen=True, kw_only=True, slots=True)
class Explanation:
    """A position with the article it was read from, and the paragraphs its words stand in."""

    position: Position
    record: ArticleRecord
    paragraphs: tuple[Block, ...]


def open_graph(location: str) -> Store:
    """The graph at ``location``, to be read; close it, or use it in a ``with``.

    Raises MissingError when there is none, AccessError when it cannot be opened.
    """
    if "://" not in location and not Path(location).exists():
        raise MissingError(f"expected a graph at {location}, found nothing there; parley ingest makes one")
    return open_store(location, read_only=True)


def explain(store: Store, id_or_prefix: str) -> Explanation:
    """The words behind the position with this id, or the only one whose id begins so."""
    position = store.position(id_or_prefix)
    record = store.article(position.evidence.article)
    spans = [position.evidence.span, *(condition.evidence.span for condition in position.conditions)]
    whole = tuple(block for block in record.article.blocks if any(block.span.overlaps(span) for span in spans))
    return Explanation(position=position, record=record, paragraphs=whole)


def find_article(known: Sequence[ArticleHeader], words: str) -> ArticleHeader:
    """The article with this id or source, or the only one whose id begins so, or whose source ends so.

    Raises MissingError when there is none, InputError when there are several.
    """
    for fits in (
        [header for header in known if words in (header.id, header.source)],
        [header for header in known if header.id.startswith(words.lower()) or header.source.endswith(f"/{words}")],
    ):
        if len(fits) == 1:
            return fits[0]
        if fits:
            ids = ", ".join(header.id for header in fits)
            raise InputError(f"expected words that fit one article, got {words!r}, which fits {ids}")
    raise MissingError(f"expected an article of this graph, got {words!r}; parley articles lists them")

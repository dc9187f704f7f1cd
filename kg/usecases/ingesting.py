"""Ingesting: articles into the graph, each as a whole or not at all, and out of it again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Protocol

from kg.errors import MissingError, ParleyError
from kg.model import Article, Extraction
from kg.model.record import ArticleRecord
from kg.pipeline import describe_extraction, extract_positions
from kg.store import Store, open_store
from kg.store.store import ArticleHeader
from kg.text import find_origins, fingerprint
from kg.text.dna import is_coding, read_coding
from kg.usecases.finding import find_article
from kg.usecases.reading import Failure, ReadingOptions, load_article


class Watch(Protocol):
    """Is told after each article how many of how many are done, and which was the last."""

    def __call__(self, done: int, total: int, what: str) -> None: ...


@dataclass(frozen=True, kw_only=True, slots=True)
class Stored:
    """An article that is in the graph now; ``is_new`` unless it was there before, read by the same version."""

    article: Article
    positions: int
    is_new: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class Ingested:
    """What became of the sources, in their order; ``copies`` gives the origin of each near-copy in the graph."""

    stored: tuple[Stored, ...]
    failures: tuple[Failure, ...]
    copies: Mapping[str, str]


def ingest_sources(
    location: str, sources: Sequence[str], options: ReadingOptions, *, at: datetime, watch: Watch
) -> Ingested:
    """Read the articles at ``sources`` into the graph at ``location``; what is reported as stored is on disk.

    A ``.dna`` file is what people coded by hand in Discourse Network Analyzer: its documents and their positions are
    stored as they are, and what in it is no position is among the failures.

    ``at`` is the time of the run, with a time zone. An article that is in the graph already is read again only when
    the program, its language model or the article's date changed. At the end near-copies, in the whole graph, are
    linked to the article they come from. Raises AccessError when the store cannot be opened or written.
    """
    run = describe_extraction(at)
    stored, failures = [], []
    with open_store(location) as store:
        for number, source in enumerate(sources, start=1):
            try:
                if is_coding(source):
                    coding = read_coding(source)
                    stored += [_store_record(store, record) for record in coding.records]
                    failures += [Failure(source=source, reason=reason) for reason in coding.left_out]
                else:
                    stored.append(_store(store, load_article(source, options), run))
            except ParleyError as error:
                failures.append(Failure(source=source, reason=str(error)))
            watch(number, len(sources), source)
        copies = find_origins(store.fingerprints())
        store.link_copies(copies)
    return Ingested(stored=tuple(stored), failures=tuple(failures), copies=copies)


def remove_articles(location: str, wanted: Sequence[str]) -> tuple[ArticleHeader, ...]:
    """Take articles out of the graph at ``location``, named by id, the beginning of one, or the source; say which.

    All are looked up before the first is removed. Copies of a removed article are linked anew among those that stay.
    Raises MissingError when one is not there, InputError for a beginning that fits several.
    """
    with open_store(location) as store:
        known = store.articles()
        leaving = dict.fromkeys(find_article(known, words) for words in wanted)
        for header in leaving:
            store.remove(header.id)
        store.link_copies(find_origins(store.fingerprints()))
    return tuple(leaving)


def _store(store: Store, article: Article, run: Extraction) -> Stored:
    known = _known(store, article.id)
    if known and known.article == article and known.extraction == replace(run, at=known.extraction.at):
        return Stored(article=article, positions=len(known.positions), is_new=False)
    positions = extract_positions(article)
    store.add(ArticleRecord(article=article, positions=positions, extraction=run, fingerprint=fingerprint(article)))
    return Stored(article=article, positions=len(positions), is_new=True)


def _store_record(store: Store, record: ArticleRecord) -> Stored:
    return Stored(article=record.article, positions=len(record.positions), is_new=store.add(record))


def _known(store: Store, article_id: str) -> ArticleRecord | None:
    try:
        return store.article(article_id)
    except MissingError:
        return None

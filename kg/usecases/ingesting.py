"""Ingesting: articles into the graph, each as a whole or not at all, and out of it again."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from tempfile import TemporaryFile
from typing import Protocol

from kg.errors import AccessError, MissingError, ParleyError
from kg.model import Article, Extraction
from kg.model.record import ArticleRecord
from kg.pipeline import describe_extraction, extract_positions
from kg.store import Store
from kg.store.store import ArticleHeader
from kg.text import find_origins, fingerprint, read_bytes
from kg.text.dna import read_coding
from kg.usecases.finding import find_article, open_graph, writing_at
from kg.usecases.handing_in import hand_in
from kg.usecases.outcomes import Failure, Outcome, Stored
from kg.usecases.reading import ReadingOptions
from kg.usecases.reading_tasks import read_submission
from kg.usecases.running import RunningServer
from kg.usecases.submissions import Submission, write_submission

LARGEST_CODING = 48_000_000
"""Bytes of a file of people's coding that goes to a server: on a line of a job, in Base64, it is a third longer."""


class Watch(Protocol):
    """Is told after each article how many of how many are done, and which was the last."""

    def __call__(self, done: int, total: int, what: str) -> None: ...


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
    stored as they are, and what in it is no position is among the failures. A ``.ndjson`` or ``.jsonl`` file holds an
    article a line, as ``parse_submission`` reads it.

    ``at`` is the time of the run, with a time zone. An article that is in the graph already is read again only when
    the program, its language model or the article's date changed. At the end near-copies, in the whole graph, are
    linked to the article they come from. Where ``location`` is a server's address, or a server of this user holds the
    graph, the articles are sent there, and the time is the server's. Raises AccessError when the store cannot be
    opened or written.
    """
    with writing_at(location) as place:
        if isinstance(place, RunningServer):
            return _send(place, location, sources, options, watch)
        return _read(place, sources, options, at, watch)


def remove_articles(location: str, wanted: Sequence[str]) -> tuple[ArticleHeader, ...]:
    """Take articles out of the graph at ``location``, named by id, the beginning of one, or the source; say which.

    All are looked up before the first is removed. Copies of a removed article are linked anew among those that stay.
    Raises MissingError when one is not there, InputError for a beginning that fits several.
    """
    with writing_at(location) as place:
        if isinstance(place, RunningServer):
            with open_graph(location) as graph:
                leaving = _named(graph, wanted)
            for header in leaving:
                place.remove(header.id)
            return leaving
        leaving = _named(place, wanted)
        for header in leaving:
            place.remove(header.id)
        place.link_copies(find_origins(place.fingerprints()))
    return leaving


def _named(graph: Store, wanted: Sequence[str]) -> tuple[ArticleHeader, ...]:
    known = graph.articles()
    return tuple(dict.fromkeys(find_article(known, words) for words in wanted))


def _read(store: Store, sources: Sequence[str], options: ReadingOptions, at: datetime, watch: Watch) -> Ingested:
    run = describe_extraction(at)
    stored: list[Stored] = []
    failures: list[Failure] = []
    for number, source in enumerate(sources, start=1):
        for each in _at(source, options):
            outcome = _lost(each) if isinstance(each, Failure) else _keep(store, each, run)
            stored += outcome.stored
            failures += outcome.failures
        watch(number, len(sources), source)
    copies = find_origins(store.fingerprints())
    store.link_copies(copies)
    return Ingested(stored=tuple(stored), failures=tuple(failures), copies=copies)


def _at(source: str, options: ReadingOptions) -> Iterator[Submission | Failure]:
    """What lies at the source, with the date that the user gives."""
    for each in hand_in(source, allow_fetch=options.allow_fetch):
        if isinstance(each, Failure) or each.is_coding:
            yield each
        else:
            yield replace(each, published=options.published or each.published)


def _keep(store: Store, submission: Submission, run: Extraction) -> Outcome:
    source = submission.source
    try:
        if not submission.is_coding:
            return Outcome(source=source, stored=(_store(store, read_submission(submission), run),))
        coding = read_coding(source, submission.data)
        stored = tuple(_store_record(store, record) for record in coding.records)
        failures = tuple(Failure(source=source, reason=reason) for reason in coding.left_out)
        return Outcome(source=source, stored=stored, failures=failures)
    except ParleyError as error:
        return _lost(Failure(source=source, reason=str(error)))


def _lost(failure: Failure) -> Outcome:
    return Outcome(source=failure.source, failures=(failure,))


def _store(store: Store, article: Article, run: Extraction) -> Stored:
    known = _known(store, article.id)
    if known and known.article == article and known.extraction == replace(run, at=known.extraction.at):
        return _stored(known, is_new=False)
    positions = extract_positions(article)
    record = ArticleRecord(article=article, positions=positions, extraction=run, fingerprint=fingerprint(article))
    store.add(record)
    return _stored(record, is_new=True)


def _store_record(store: Store, record: ArticleRecord) -> Stored:
    return _stored(record, is_new=store.add(record))


def _stored(record: ArticleRecord, *, is_new: bool) -> Stored:
    article = record.article
    return Stored(id=article.id, source=article.source, positions=len(record.positions), is_new=is_new)


def _known(store: Store, article_id: str) -> ArticleRecord | None:
    try:
        return store.article(article_id)
    except MissingError:
        return None


def _send(
    server: RunningServer, location: str, sources: Sequence[str], options: ReadingOptions, watch: Watch
) -> Ingested:
    """Have the server read what lies at the sources; files and addresses are opened here, as the user may."""
    told: list[Outcome | None] = []
    # On disk first: a server does not wait for pages that are still to be fetched, and there may be many.
    with TemporaryFile() as lines:
        for source in sources:
            watch(0, len(sources), source)
            for each in map(_with_bytes, _at(source, options)):
                told.append(_lost(each) if isinstance(each, Failure) else None)
                if not isinstance(each, Failure):
                    lines.write(write_submission(each))
        lines.seek(0)
        lost = len(told) - told.count(None)
        found = _wait_for(server, server.submit(lines), lost, watch) if None in told else iter(())
        outcomes = [next(found) if outcome is None else outcome for outcome in told]
    with open_graph(location) as graph:
        copies = {header.id: header.origin for header in graph.articles() if header.origin}
    return Ingested(
        stored=tuple(each for outcome in outcomes for each in outcome.stored),
        failures=tuple(each for outcome in outcomes for each in outcome.failures),
        copies=copies,
    )


def _with_bytes(each: Submission | Failure) -> Submission | Failure:
    if isinstance(each, Failure) or each.data is not None:
        return each
    try:
        return replace(each, data=read_bytes(each.source, largest=LARGEST_CODING))
    except ParleyError as error:
        return Failure(source=each.source, reason=str(error))


def _wait_for(server: RunningServer, job: str, unread: int, watch: Watch) -> Iterator[Outcome]:
    """What became of the job's articles, once it is over; whoever stops waiting stops the job."""
    try:
        for view in server.watch(job):
            watch(unread + view.done, unread + view.total, view.problem or view.current or "")
    except KeyboardInterrupt:
        server.cancel(job)
        raise
    if view.state == "failed":
        raise AccessError(f"expected the server to read the articles, got: {view.problem}")
    if view.state == "cancelled":
        raise AccessError(f"expected job {job} to be done, got it cancelled after {view.done} of {view.total} articles")
    return server.outcomes(job)

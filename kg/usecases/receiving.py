"""Receiving: articles that come in over the network are read beside the server, then written by it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import islice
from typing import Protocol

from kg.errors import InputError, MissingError
from kg.model import Article, Extraction
from kg.model.record import ArticleRecord
from kg.store import Store
from kg.store.lists import origin_of
from kg.text import find_origins
from kg.usecases.outcomes import Failure, Outcome, Stored
from kg.usecases.reading_process import ReadingProcess
from kg.usecases.reading_tasks import describe_reading, read_coded, read_positions, read_submission
from kg.usecases.submissions import Submission, fetch_submission

__all__ = ["AT_ONCE", "Graph", "Intake", "Prepared", "Received", "UnreadableError"]

AT_ONCE = 100
"""Articles that are written in one go."""


class Graph(Protocol):
    """A graph that one process owns: many may read it, one at a time writes."""

    def reading(self) -> AbstractContextManager[Store]:
        """The graph as it is now, for as long as the block runs."""

    def writing(self, by: str) -> AbstractContextManager[Store]:
        """The graph to write to, in the name of ``by``."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Prepared:
    """What was read of a submission and is still to be written; ``known`` are in the graph already, just so."""

    source: str
    records: tuple[ArticleRecord, ...]
    known: tuple[ArticleRecord, ...] = ()
    failures: tuple[Failure, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Received:
    """An article that is in the graph now, a near-copy of that with the id ``origin`` or of none.

    ``was_there`` before, perhaps read otherwise.
    """

    record: ArticleRecord
    origin: str | None
    was_there: bool


class UnreadableError(InputError):
    """What was handed in is well-formed, but no article that can be read; the message says why."""


class Intake:
    """Reads what is handed in, in a process of its own, and writes it to ``graph``; any thread may use it.

    Writers are kept waiting only while something is written, never while an article is read.
    """

    def __init__(self, graph: Graph, reader: ReadingProcess, *, allow_fetch: bool = False) -> None:
        self._graph = graph
        self._reader = reader
        self._allow_fetch = allow_fetch
        self._run: Extraction | None = None

    def receive(self, submission: Submission, by: str, at: datetime) -> Received:
        """Read one article, store it as a whole, and link the near-copies in the graph anew.

        Raises UnreadableError for what cannot be read; then nothing is changed.
        """
        try:
            prepared = self.prepare(submission, at)
            if prepared.known:
                with self._graph.reading() as store:
                    origin = origin_of(store, prepared.known[0].article.id)
                return Received(record=prepared.known[0], origin=origin, was_there=True)
            return self._received(prepared.records[0], by)
        except (InputError, MissingError) as error:
            raise UnreadableError(str(error)) from error

    def prepare(self, submission: Submission, at: datetime) -> Prepared:
        """Read a submission, but not what is in the graph already; nothing is written.

        Raises a ParleyError when it cannot be read.
        """
        whole = fetch_submission(submission, allowed=self._allow_fetch)
        if whole.is_coding:
            coding = self._reader.run(read_coded, whole)
            failures = tuple(Failure(source=whole.source, reason=reason) for reason in coding.left_out)
            return Prepared(source=whole.source, records=coding.records, failures=failures)
        article = self._reader.run(read_submission, whole)
        run = self._extraction(at)
        with self._graph.reading() as store:
            known = known_record(store, article.id)
        if known and is_read(known, article, run):
            return Prepared(source=whole.source, records=(), known=(known,))
        return Prepared(source=whole.source, records=(self._reader.run(read_positions, article, run),))

    def write(self, prepared: Sequence[Prepared], by: str) -> tuple[Outcome, ...]:
        """Store what was read, and say what became of each submission; all of it is on disk in the end.

        After every hundred articles other writers have their turn. An article that RDF cannot hold is a failure.
        """
        stored = [[_stored(record, is_new=False) for record in each.known] for each in prepared]
        failures = [list(each.failures) for each in prepared]
        waiting = ((at, record) for at, each in enumerate(prepared) for record in each.records)
        while some := list(islice(waiting, AT_ONCE)):
            with self._graph.writing(by) as store:
                for at, record in some:
                    try:
                        stored[at].append(_stored(record, is_new=_put(store, record)))
                    except InputError as error:
                        failures[at].append(Failure(source=record.article.source, reason=str(error)))
        return tuple(
            Outcome(source=each.source, stored=tuple(stored[at]), failures=tuple(failures[at]))
            for at, each in enumerate(prepared)
        )

    def link_copies(self, by: str) -> Mapping[str, str]:
        """Link the near-copies in the whole graph to their origins, which are given by copy."""
        with self._graph.writing(by) as store:
            return _link_copies(store)

    def remove(self, article_id: str, by: str) -> None:
        """Take the article out with all that it says, and link its copies anew; MissingError when it is not there."""
        with self._graph.writing(by) as store:
            if not store.remove(article_id):
                raise MissingError(f"expected an article of this graph, got {article_id}")
            _link_copies(store)

    def close(self) -> None:
        """End the process that reads."""
        self._reader.close()

    def _received(self, record: ArticleRecord, by: str) -> Received:
        with self._graph.writing(by) as store:
            known = known_record(store, record.article.id)
            if _put(store, record):
                kept, origin = record, _link_copies(store).get(record.article.id)
            else:
                kept, origin = known or record, origin_of(store, record.article.id)
        return Received(record=kept, origin=origin, was_there=known is not None)

    def _extraction(self, at: datetime) -> Extraction:
        if self._run is None:
            self._run = self._reader.run(describe_reading)
        return replace(self._run, at=at)


def known_record(store: Store, article_id: str) -> ArticleRecord | None:
    """The article with its positions, if it is in the store."""
    try:
        return store.article(article_id)
    except MissingError:
        return None


def is_read(known: ArticleRecord, article: Article, run: Extraction) -> bool:
    """Whether the article is in the graph just so, read by the same program, on whatever day."""
    return known.article == article and known.extraction == replace(run, at=known.extraction.at)


def _put(store: Store, record: ArticleRecord) -> bool:
    """Store the article; False when it is there already, just so, read on whatever day."""
    known = known_record(store, record.article.id)
    if known and replace(record, extraction=replace(record.extraction, at=known.extraction.at)) == known:
        return False
    return store.add(record)


def _link_copies(store: Store) -> Mapping[str, str]:
    origins = find_origins(store.fingerprints())
    store.link_copies(origins)
    return origins


def _stored(record: ArticleRecord, *, is_new: bool) -> Stored:
    article = record.article
    return Stored(id=article.id, source=article.source, positions=len(record.positions), is_new=is_new)

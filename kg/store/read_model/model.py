"""The read model: the graph's positions once more, in tables that answer the web's lists in well under a millisecond.

It is a cache and never a second truth: everything in it comes from the graph, can be thrown away and is made again.
"""

from __future__ import annotations

import logging
import shutil
import sqlite3
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from enum import StrEnum
from itertools import islice
from pathlib import Path
from typing import Final, Self

from kg.errors import AccessError
from kg.model import ActorKind, Position, Review
from kg.model.record import ArticleRecord
from kg.store.lists import Tables, copies, reviews
from kg.store.read_model import lists, single
from kg.store.read_model.clauses import Search
from kg.store.read_model.counting import Counts
from kg.store.read_model.database import PATIENCE, DamagedError, Database, make_indexes, make_tables
from kg.store.read_model.facts import positions_of
from kg.store.read_model.filling import Filling, Page
from kg.store.read_model.lists import Part
from kg.store.read_model.pages import all_pages
from kg.store.read_model.searches import PositionSearch

BATCH: Final = 500  # articles whose rows are in memory at once
STRETCH: Final = 1000  # rows of a list that are
_logger: Final = logging.getLogger("parley.store")


class BehindError(AccessError):
    """The read model lacks what the graph holds, so that it cannot answer; it is caught up by whoever keeps it."""


class ReadModel:
    """Positions, articles, actors, proposals and conditions in SQLite, for any number of threads at once.

    ``open`` one, see whether it ``is_current``, and ``rebuild`` it if not; then keep it in step with ``put``,
    ``remove``, ``set_copies`` and ``set_reviews``, and ``mark`` it with the state of the graph before closing. Answers
    always see one state, from before a change or after it. Every method raises AccessError when the file cannot be
    used.

    A change that the model could not take in leaves it ``behind``: that says why. It answers with BehindError then,
    until it is rebuilt, or ``behind`` is None again because it was given what it lacks. An answer that finds the file
    damaged leaves it behind, too, and calls ``on_damage``.
    """

    def __init__(self, database: Database, folder: str | None = None) -> None:
        self._database = database
        self._folder = folder
        self._counts = Counts()
        self.behind: str | None = None
        self.on_damage: Callable[[], None] = lambda: None

    @classmethod
    def open(cls, path: Path | None) -> Self:
        """The read model in the file ``path``, made anew if there is none, or a damaged or outdated one.

        With None, one in a temporary folder that is gone when the model is closed.
        """
        if path is not None:
            return cls(Database(path))
        folder = tempfile.mkdtemp(prefix="parley-")
        return cls(Database(Path(folder) / "cache.sqlite"), folder)

    def close(self) -> None:
        """Let go of the file; closing twice is fine."""
        self._database.close()
        if self._folder is not None:
            shutil.rmtree(self._folder, ignore_errors=True)

    # In step with the graph

    def is_current(self, token: str) -> bool:
        """Whether the model mirrors the state of the graph that ``token`` stands for, and was not written since."""
        with self._database.reading() as connection:
            ((found,),) = connection.execute("SELECT token FROM state")
        return bool(token) and found == token

    @property
    def is_damaged(self) -> bool:
        """Whether the file turned out to be of no use, so that only ``rebuild`` helps."""
        return self._database.is_damaged

    def check(self) -> None:
        """Raise what keeps the model from answering, if anything: BehindError, or AccessError."""
        with self._asking() as connection:
            connection.execute("SELECT change FROM state").fetchone()

    def rebuild(self, store: Tables, token: str) -> None:
        """Make everything anew from the graph, whose state ``token`` stands for; in a new file if this one is damaged.

        Whoever asks meanwhile gets answers from before, unless the model is behind. Raises InputError for a graph that
        cannot be read.
        """
        if not self.is_damaged:
            try:
                self._refill(store, token)
                return
            except DamagedError as error:
                _logger.warning("the read model is made anew: %s", error)
        self.behind = self.behind or "it is made anew"  # its tables are empty at first
        self._database = self._database.anew()
        self._counts = Counts()
        self._refill(store, token)

    def put(self, records: Iterable[ArticleRecord]) -> None:
        """Put articles in, in the place of those with the same ids."""
        with self._filling() as filling:
            filling.put(Page.of(record) for record in records)

    def remove(self, article_ids: Iterable[str]) -> None:
        """Take articles out; near-copies of them have no origin afterwards, as in the graph."""
        with self._filling() as filling:
            filling.remove(article_ids)

    def set_copies(self, origins: Mapping[str, str]) -> None:
        """Let these, by copy, be the origins of near-copies, and no others."""
        with self._filling() as filling:
            filling.set_copies(origins)

    def set_reviews(self, reviews: Iterable[Review]) -> None:
        """Let there be these reviews, and no others."""
        with self._filling() as filling:
            filling.set_reviews(reviews)

    def follow(
        self,
        present: Iterable[ArticleRecord],
        gone: Iterable[str],
        origins: Mapping[str, str] | None = None,
        reviews: Iterable[Review] | None = None,
    ) -> None:
        """Put articles in, take others out and, unless None, set the near-copies' origins and the reviews.

        All of it happens at once for askers.
        """
        with self._filling() as filling:
            filling.remove(gone)
            filling.put(Page.of(record) for record in present)
            if origins is not None:
                filling.set_copies(origins)
            if reviews is not None:
                filling.set_reviews(reviews)

    def mark(self, token: str) -> None:
        """Note that the model mirrors the state of the graph that ``token`` stands for; it is on disk afterwards.

        A model that could not take in a change mirrors no state, and is rebuilt by whoever opens it next.
        """
        with self._database.changing() as connection:
            connection.execute("UPDATE state SET token = ?", ("" if self.behind else token,))
        self._database.sync()

    # Answers

    def part(self, search: Search, order: StrEnum, *, limit: int, cursor: str | None = None) -> Part:
        """The next ``limit`` rows of the list that the search asks for, after ``cursor``.

        Rows and total are of one state. Whoever goes through all parts while the graph is written gets each thing that
        is there all the time once, unless its place changes: with another number of positions, say, an actor may come
        twice or not at all in the order by that number. Raises InputError for a cursor that is none, or of another
        list or order.
        """
        with self._asking() as connection:
            return lists.part_of(connection, self._counts, search, order, limit, cursor)

    def holds(self, search: Search) -> bool:
        """Whether the list that the search asks for has any row; cheaper than to count them."""
        with self._asking() as connection:
            return bool(lists.stretch_of(connection, search, None, 1))

    def stream(self, search: Search) -> Iterator[bytes]:
        """All rows of the list that the search asks for, in its own order, a thousand in memory at a time.

        Each thousand is of one state; what is written meanwhile may show in those that follow.
        """
        after: bytes | None = None
        while True:
            with self._asking() as connection:
                stretch = lists.stretch_of(connection, search, after, STRETCH)
            yield from (row for _, row in stretch)
            if len(stretch) < STRETCH:
                return
            after = stretch[-1][0]

    def values(self, search: PositionSearch) -> list[Position]:
        """The positions that the search asks for, in reading order: what ``store.positions`` gives, but sooner.

        Raises InputError as ``store.positions`` does.
        """
        with self._asking() as connection:
            rows = lists.facts_of(connection, search)
        return positions_of(rows)

    def position(self, id_or_prefix: str) -> bytes:
        """The JSON of one position in its paragraphs: see ``kg.store.read_model.single``, also for the errors."""
        with self._asking() as connection:
            return single.position(connection, id_or_prefix)

    def condition(self, position_id: str, rank: int) -> bytes:
        """The JSON of one condition of a position."""
        with self._asking() as connection:
            return single.condition(connection, position_id, rank)

    def article(self, words: str) -> bytes:
        """The JSON of the only article with this id or source, or whose id begins or source ends so."""
        with self._asking() as connection:
            return single.article(connection, words)

    def whole_article(self, article_id: str) -> bytes:
        """The JSON of the article with this id and of all its positions, in reading order and of one state."""
        with self._asking() as connection:
            return single.whole_article(connection, article_id)

    def actor(self, kind: ActorKind, name: str) -> bytes:
        """The JSON of one actor."""
        with self._asking() as connection:
            return single.actor(connection, kind, name)

    def proposal(self, label: str) -> bytes:
        """The JSON of one proposal."""
        with self._asking() as connection:
            return single.proposal(connection, label)

    def review(self, review_id: str) -> bytes:
        """The JSON of one review."""
        with self._asking() as connection:
            return single.review(connection, review_id)

    def _refill(self, store: Tables, token: str) -> None:
        pages = all_pages(store)
        with self._database.changing(patience=PATIENCE) as connection:
            (change,) = connection.execute("SELECT change FROM state").fetchone()
            make_tables(connection)
            filling = Filling(connection)
            while batch := list(islice(pages, BATCH)):
                filling.put(batch)
            filling.set_copies(copies(store))
            make_indexes(connection)
            filling.set_reviews(reviews(store))
            filling.settle()
            connection.execute("UPDATE state SET token = ?, change = ?", (token, change + 1))
        self.behind = None

    @contextmanager
    def _filling(self) -> Iterator[Filling]:
        try:
            with self._database.changing() as connection:
                connection.execute("UPDATE state SET token = '', change = change + 1")
                filling = Filling(connection)
                yield filling
                filling.settle()
        except BaseException as error:
            self.behind = reason_of(error)
            raise

    @contextmanager
    def _asking(self) -> Iterator[sqlite3.Connection]:
        self._check_in_step()
        try:
            with self._database.reading() as connection:
                self._check_in_step()  # once more: now the file is not changed for another one
                yield connection
        except DamagedError as error:
            _logger.error("the read model is damaged: %s", error)
            self.behind = reason_of(error)
            self.on_damage()
            raise

    def _check_in_step(self) -> None:
        if self.behind is not None:
            raise BehindError(
                f"expected look-up tables that hold what the graph holds, got some that are behind ({self.behind});"
                " they are being caught up: ask again in a moment"
            )


def reason_of(error: BaseException) -> str:
    """What went wrong, in few words: where an error was told in ours, those that came from below."""
    return str(error.__cause__ or error) or type(error).__name__

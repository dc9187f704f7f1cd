"""Writing into the read model: articles in and out, near-copies, reviews, and what follows for actors and proposals.

All of it happens within a transaction of the caller's.
"""

from __future__ import annotations

import json
import sqlite3
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import UTC, date
from itertools import count
from typing import NamedTuple

from kg.model import Article, Extraction, Position
from kg.model.record import ArticleRecord, actors_of
from kg.model.review import Review, standing
from kg.store.read_model import shapes
from kg.store.read_model.facts import facts_of
from kg.store.read_model.folding import folded, folded_quote
from kg.store.read_model.places import article_place, condition_place, position_place, review_place
from kg.store.read_model.things import Things

Rows = defaultdict[str, list[tuple[object, ...]]]

_DELETIONS = (
    "DELETE FROM standing WHERE position IN (SELECT key FROM position WHERE article = ?)",
    "DELETE FROM quotation WHERE rowid IN (SELECT key FROM position WHERE article = ?)",
    "DELETE FROM condition WHERE position IN (SELECT key FROM position WHERE article = ?)",
    "DELETE FROM position_row WHERE position IN (SELECT key FROM position WHERE article = ?)",
    "DELETE FROM position WHERE article = ?",
    "DELETE FROM article_body WHERE article = ?",
    "DELETE FROM article WHERE key = ?",
)
_STANDING = "INSERT INTO standing SELECT ?, state, row FROM decision WHERE position = ?"  # a position's key and id


class Page(NamedTuple):
    """An article, the run that read it, and its positions."""

    id: str
    article: Article
    extraction: Extraction
    positions: tuple[Position, ...]

    @classmethod
    def of(cls, record: ArticleRecord) -> Page:
        """The same of a record."""
        run = record.extraction
        in_utc = run if run.at is None else replace(run, at=run.at.astimezone(UTC))  # as the graph has it
        return cls(record.article.id, record.article, in_utc, record.positions)


def place_in(page: Page, position: Position) -> bytes:
    """Where a position of the page stands in reading order."""
    return position_place(position.published, page.article.source, page.id, position.evidence.span, position.id)


class Filling:
    """One change to the read model: put in and take out, then ``settle``."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._things = Things(connection)

    def put(self, pages: Iterable[Page]) -> None:
        """Put articles in, in the place of those with the same ids, which stay near-copies if they were."""
        latest = {page.id: page for page in pages}
        rows: Rows = defaultdict(list)
        articles, positions = self._new_keys("article"), self._new_keys("position")
        for article, page in zip(articles, latest.values(), strict=False):
            origin = self._take_out(page.id)
            self._add_article(rows, article, page, origin)
            for position in page.positions:
                self._add_position(rows, next(positions), position, article, page, is_copy=origin is not None)
        for table in sorted(rows):
            values = ", ".join("?" * len(rows[table][0]))
            self._connection.executemany(f"INSERT INTO {table} VALUES ({values})", rows[table])
        self._things.write()
        self._connection.executemany(_STANDING, [(key, id) for key, id, *_ in rows["position"]])

    def remove(self, article_ids: Iterable[str]) -> None:
        """Take articles out; near-copies of them have no origin afterwards."""
        for article_id in article_ids:
            self._take_out(article_id)
            copies = self._connection.execute("SELECT id FROM article WHERE origin = ?", (article_id,)).fetchall()
            for (copy,) in copies:
                self._link(copy, None)

    def set_copies(self, origins: Mapping[str, str]) -> None:
        """Let these, by copy, be the origins of near-copies, and no others."""
        known = dict(self._connection.execute("SELECT id, origin FROM article WHERE origin IS NOT NULL").fetchall())
        for copy in sorted({*known, *origins}):
            if known.get(copy) != origins.get(copy):
                self._link(copy, origins.get(copy))

    def set_reviews(self, reviews: Iterable[Review]) -> None:
        """Let there be these reviews, and no others."""
        given = {review.id: review for review in reviews}
        known = dict(self._connection.execute("SELECT id, position FROM review").fetchall())
        gone, new = known.keys() - given.keys(), [given[each] for each in sorted(given.keys() - known.keys())]
        self._connection.executemany("DELETE FROM review WHERE id = ?", [(each,) for each in gone])
        self._connection.executemany(
            "INSERT INTO review VALUES (NULL, ?, ?, ?, ?, ?, ?, ?)",
            [
                (
                    each.id, review_place(each.at, each.id), each.position, each.state.value, folded(each.by),
                    each.at.isoformat(), shapes.encoded(shapes.review_shape(each)),
                )
                for each in new
            ],
        )  # fmt: skip
        touched = {known[each] for each in gone} | {each.position for each in new}
        self._decide(touched, standing(given.values()))

    def settle(self) -> None:
        """Bring the actors and proposals that the change touched up to date."""
        self._things.settle()

    def _decide(self, positions: Collection[str], decisions: Mapping[str, Review]) -> None:
        """Let these decisions stand on the positions with these ids, and none on those of them that have none."""
        for position in sorted(positions):
            self._connection.execute("DELETE FROM decision WHERE position = ?", (position,))
            if position in decisions:
                review = decisions[position]
                row = shapes.encoded(shapes.decision_shape(review))
                self._connection.execute("INSERT INTO decision VALUES (?, ?, ?)", (position, review.state.value, row))
            there = self._connection.execute("SELECT key, article FROM position WHERE id = ?", (position,)).fetchone()
            if there is not None:
                self._connection.execute("DELETE FROM standing WHERE position = ?", (there[0],))
                self._connection.execute(_STANDING, (there[0], position))
                self._things.touch(there[1])

    def _new_keys(self, table: str) -> Iterator[int]:
        ((last,),) = self._connection.execute(f"SELECT coalesce(max(key), 0) FROM {table}")
        return count(last + 1)

    def _take_out(self, article_id: str) -> str | None:
        """Take an article out, and say of what it was a near-copy."""
        found = self._connection.execute("SELECT key, origin FROM article WHERE id = ?", (article_id,)).fetchone()
        if found is None:
            return None
        key, origin = found
        self._things.forget(key)
        for deletion in _DELETIONS:
            self._connection.execute(deletion, (key,))
        return None if origin is None else str(origin)

    def _link(self, copy: str, origin: str | None) -> None:
        found = self._connection.execute("SELECT key FROM article WHERE id = ?", (copy,)).fetchone()
        if found is not None:
            (key,) = found
            self._things.touch(key)
            self._connection.execute("UPDATE article SET origin = ? WHERE key = ?", (origin, key))
            self._connection.execute("UPDATE position SET copy = ? WHERE article = ?", (origin is not None, key))

    def _add_article(self, rows: Rows, key: int, page: Page, origin: str | None) -> None:
        article, positions = page.article, len(page.positions)
        place = article_place(article.published, article.source, page.id)
        texts = (folded(article.source), folded(article.title or ""), folded(article.publisher or ""))
        published = _day(article.published)
        rows["article"].append((key, page.id, place, article.source, *texts, published, positions, origin))
        head = shapes.encoded(shapes.article_shape(article, page.id, positions))
        body = shapes.encoded(shapes.body_shape(article, page.extraction))
        blocks = json.dumps([(block.span.start, block.span.end) for block in article.blocks])
        rows["article_body"].append((key, head, body, blocks))

    def _add_position(
        self, rows: Rows, key: int, position: Position, article: int, page: Page, *, is_copy: bool
    ) -> None:
        for actor in actors_of(position):
            self._things.name_actor(actor, article)
        self._things.name_proposal(position.proposal, article)
        shape = shapes.position_shape(position, page.article)
        place = place_in(page, position)
        rows["position"].append((
            key, shape["id"], place, article, is_copy,
            self._things.actor(position.holder),
            None if position.side is None else self._things.actor(position.side),
            self._things.proposal(position.proposal.label),
            position.holder.name, position.proposal.label, position.holder.kind.value,
            position.stance.value, position.act.value, position.modality.value, position.attribution.value,
            position.rule, position.confidence, _day(position.published),
        ))  # fmt: skip
        words = [position.evidence.span, *(condition.evidence.span for condition in position.conditions)]
        spans = json.dumps([(span.start, span.end) for span in words])
        rows["position_row"].append((key, shapes.encoded(shape), spans, facts_of(position)))
        rows["quotation (rowid, folded)"].append((key, folded_quote(position.evidence.quote)))
        for rank, condition in enumerate(position.conditions, start=1):
            self._things.name_proposal(condition.proposal, article)
            row = shapes.encoded(shapes.condition_shape(shape, rank, condition))
            rows["condition"].append((
                None, key, rank, condition_place(place, rank),
                self._things.proposal(condition.proposal.label), condition.proposal.label,
                condition.relation.value, _day(position.published), row,
            ))  # fmt: skip


def _day(published: date | None) -> str:
    return published.isoformat() if published else ""

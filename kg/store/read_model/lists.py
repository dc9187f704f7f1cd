"""Lists of the read model: how many rows meet a search, and the next of them."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

from kg.store.read_model.clauses import Search, clauses
from kg.store.read_model.counting import Counted, Counts
from kg.store.read_model.cursors import Place, place_of
from kg.store.read_model.plans import GATHER, WALK, Clause, Narrows, Plan, best_plan, values_of
from kg.store.read_model.searches import (
    ActorSearch,
    ArticleOrder,
    ArticleSearch,
    ConditionOrder,
    ConditionSearch,
    PositionOrder,
    PositionSearch,
    ProposalSearch,
    ReviewOrder,
    ReviewSearch,
    ThingOrder,
)
from kg.store.read_model.shapes import encoded, extended, origin_shape, reviewed


@dataclass(frozen=True, kw_only=True, slots=True)
class Part:
    """The next rows of a list as JSON, how many there are in all, and the cursor of the part after, if there is one."""

    rows: tuple[bytes, ...]
    total: int
    next: str | None


@dataclass(frozen=True, kw_only=True, slots=True)
class _Lead:
    """The column that a list is sorted by before the place, upwards or downwards."""

    column: str
    is_downward: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class _Table:
    """Where the rows of a list come from: the table, what its criteria need beside it, and where the JSON stands.

    ``together`` makes one object of the columns of the JSON.
    """

    name: str
    beside: str = ""
    json: str
    json_from: str
    together: Callable[..., bytes] = lambda row: row
    orders: dict[StrEnum, _Lead | None]


_THING_ORDERS: Final[dict[StrEnum, _Lead | None]] = {
    ThingOrder.POSITIONS: _Lead(column="thing.positions", is_downward=True),
    ThingOrder.ARTICLES: _Lead(column="thing.articles", is_downward=True),
    ThingOrder.NAME: None,
}
_TABLES: Final[dict[type[Search], _Table]] = {
    PositionSearch: _Table(
        name="position",
        json="position_row.row, standing.row",
        json_from="position_row ON position_row.position = found.key"
        " LEFT JOIN standing ON standing.position = found.key",
        together=reviewed,
        orders={
            PositionOrder.READING: None,
            PositionOrder.NEWEST: _Lead(column="position.published", is_downward=True),
            PositionOrder.CONFIDENCE: _Lead(column="position.confidence", is_downward=True),
            PositionOrder.HOLDER: _Lead(column="position.holder_name"),
            PositionOrder.PROPOSAL: _Lead(column="position.proposal_label"),
        },
    ),
    ConditionSearch: _Table(
        name="condition",
        beside="JOIN position ON position.key = condition.position",
        json="row",
        json_from="condition USING (key)",
        orders={
            ConditionOrder.READING: None,
            ConditionOrder.NEWEST: _Lead(column="condition.published", is_downward=True),
            ConditionOrder.PROPOSAL: _Lead(column="condition.proposal_label"),
        },
    ),
    ArticleSearch: _Table(
        name="article",
        json="head, origin",
        json_from="article USING (key) JOIN article_body ON article_body.article = found.key",
        together=lambda head, origin: extended(head, encoded(origin_shape(origin))),
        orders={
            ArticleOrder.READING: None,
            ArticleOrder.NEWEST: _Lead(column="article.published", is_downward=True),
            ArticleOrder.POSITIONS: _Lead(column="article.positions", is_downward=True),
        },
    ),
    ActorSearch: _Table(name="thing", json="row", json_from="thing USING (key)", orders=_THING_ORDERS),
    ProposalSearch: _Table(name="thing", json="row", json_from="thing USING (key)", orders=_THING_ORDERS),
    ReviewSearch: _Table(
        name="review",
        json="row",
        json_from="review USING (key)",
        orders={ReviewOrder.OLDEST: None, ReviewOrder.NEWEST: _Lead(column="review.at", is_downward=True)},
    ),
}


_FACTS: Final = _Table(
    name="position",
    json="facts, article.id",
    json_from="position USING (key) JOIN position_row ON position_row.position = found.key"
    " JOIN article ON article.key = position.article",
    orders={},
)
_ALL: Final = -1  # SQLite's limit that is none


def part_of(
    connection: sqlite3.Connection, counts: Counts, search: Search, order: StrEnum, limit: int, cursor: str | None
) -> Part:
    """The next ``limit`` rows that meet the search, after ``cursor``.

    Raises InputError for a cursor that is none, or of another list or order.
    """
    table = _TABLES[type(search)]
    lead, label = table.orders[order], f"{_LABELS[type(search)]} by {order.value}"
    conditions = clauses(search)
    after = [] if cursor is None else [_after(place_of(cursor, label), lead, table.name)]
    total = counts.of(connection, _counted(table, conditions))
    there = counts.of(connection, _counted(table, []))
    plan = best_plan(conditions, by_place=lead is None, wanted=limit + 1, found=total, there=there)
    rows = _rows(connection, table, [*conditions, *after], lead, limit + 1, plan)
    is_last = len(rows) <= limit
    given = rows[:limit]
    following = None if is_last else Place(order=label, lead=given[-1][0], place=given[-1][1]).cursor()
    return Part(rows=tuple(table.together(*columns) for _, _, *columns in given), total=total, next=following)


def stretch_of(
    connection: sqlite3.Connection, search: Search, after: bytes | None, limit: int
) -> list[tuple[bytes, bytes]]:
    """The next ``limit`` rows in the list's own order, each after its place; nothing is counted."""
    table = _TABLES[type(search)]
    conditions = clauses(search)
    plan = best_plan(conditions, by_place=True, wanted=limit, found=0, there=0)
    if after is not None:
        conditions.append(Clause(f"{{order}}{table.name}.place > ?", (after,)))
    rows = _rows(connection, table, conditions, None, limit, plan)
    return [(place, table.together(*columns)) for _, place, *columns in rows]


def facts_of(connection: sqlite3.Connection, search: PositionSearch) -> list[tuple[str, str]]:
    """The facts of all positions that meet the search, and the ids of their articles, in reading order."""
    conditions = clauses(search)
    plan = best_plan(conditions, by_place=True, wanted=0, found=0, there=0)
    return [(facts, article) for _, _, facts, article in _rows(connection, _FACTS, conditions, None, _ALL, plan)]


_LABELS: Final[dict[type[Search], str]] = {
    PositionSearch: "positions",
    ConditionSearch: "conditions",
    ArticleSearch: "articles",
    ActorSearch: "actors",
    ProposalSearch: "proposals",
    ReviewSearch: "reviews",
}


def _after(place: Place, lead: _Lead | None, table: str) -> Clause:
    if lead is None:
        return Clause(f"{{order}}{table}.place > ?", (place.place,))
    beyond = "<" if lead.is_downward else ">"
    value = "" if place.lead is None else place.lead
    return Clause(
        f"{{order}}{lead.column} {beyond}= ? AND ({lead.column} {beyond} ? OR {table}.place > ?)",
        (value, value, place.place),
    )


def _counted(table: _Table, conditions: list[Clause]) -> Counted:
    plan = GATHER if any(clause.narrows is not Narrows.LITTLE for clause in conditions) else WALK
    return f"SELECT count(*) FROM {table.name} {table.beside} WHERE {plan.where(conditions)}", values_of(conditions)


def _rows(
    connection: sqlite3.Connection, table: _Table, conditions: list[Clause], lead: _Lead | None, limit: int, plan: Plan
) -> list[tuple[Any, ...]]:
    """What the list is sorted by, the place, and the columns of the JSON, which are read for the given rows only."""
    column = "NULL" if lead is None else lead.column
    direction = "DESC" if lead is not None and lead.is_downward else ""
    first = "" if lead is None else f"{plan.order}{column} {direction}, "
    found = (
        f"SELECT {table.name}.key AS key, {column} AS lead, {table.name}.place AS place"
        f" FROM {table.name} {table.beside} WHERE {plan.where(conditions)}"
        f" ORDER BY {first}{plan.order}{table.name}.place LIMIT ?"
    )
    sql = (
        f"SELECT found.lead, found.place, {table.json} FROM ({found}) AS found JOIN {table.json_from}"
        f" ORDER BY found.lead {direction}, found.place"
    )
    return connection.execute(sql, (*values_of(conditions), limit)).fetchall()

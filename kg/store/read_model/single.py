"""Single resources of the read model, by id or name."""

from __future__ import annotations

import json
import re
import sqlite3

from kg.errors import InputError, MissingError
from kg.model import ActorKind
from kg.model.record import ArticleRecord
from kg.rdf.iris import actor_iri, proposal_iri
from kg.store.read_model.filling import Page, place_in
from kg.store.read_model.shapes import (
    article_shape,
    body_shape,
    context_shape,
    encoded,
    extended,
    origin_shape,
    position_shape,
    reviewed,
    whole_shape,
)

_ID = re.compile(r"[0-9a-f]{1,16}")


def position(connection: sqlite3.Connection, id_or_prefix: str) -> bytes:
    """The position with this id, or the only one whose id begins so, with its paragraphs and the run that read it.

    Raises MissingError when there is none, InputError when there are several or it can be no id.
    """
    beginning = id_or_prefix.strip().lower()
    if not _ID.fullmatch(beginning):
        raise InputError(f"expected the id of a position or its first hex digits, got {id_or_prefix!r}")
    found = connection.execute(
        "SELECT position_row.row, spans, body, blocks, standing.row FROM position"
        " JOIN position_row ON position_row.position = position.key"
        " JOIN article_body ON article_body.article = position.article"
        " LEFT JOIN standing ON standing.position = position.key"
        " WHERE id BETWEEN ? AND ? LIMIT 2",
        (beginning, beginning + "g"),
    ).fetchall()
    if not found:
        raise MissingError(f"expected a position of this store, got {id_or_prefix!r}")
    if len(found) > 1:
        raise InputError(f"expected the beginning of one position's id, got {id_or_prefix!r}, which fits several")
    ((row, spans, body, blocks, review),) = found
    article = json.loads(body)
    text, words = article["text"], json.loads(spans)
    paragraphs = [
        (start, end, text[start:end])
        for start, end in json.loads(blocks)
        if any(start < other_end and other_start < end for other_start, other_end in words)
    ]
    return reviewed(extended(row, encoded(context_shape(paragraphs, article["read_by"]))), review)


def review(connection: sqlite3.Connection, review_id: str) -> bytes:
    """The review with this id; MissingError when there is none."""
    found = connection.execute("SELECT row FROM review WHERE id = ?", (_encodable(review_id),)).fetchone()
    if found is None:
        raise MissingError(f"expected a review of this graph, got {review_id!r}")
    return bytes(found[0])


def condition(connection: sqlite3.Connection, position_id: str, rank: int) -> bytes:
    """The condition of this rank of a position; MissingError when there is none."""
    found = connection.execute(
        "SELECT condition.row FROM position JOIN condition ON condition.position = position.key"
        " WHERE id = ? AND rank = ?",
        (_encodable(position_id), rank),
    ).fetchone()
    if found is None:
        raise MissingError(f"expected a condition of a position of this store, got {f'{position_id}/{rank}'!r}")
    return bytes(found[0])


def article(connection: sqlite3.Connection, words: str) -> bytes:
    """The article with this id or source, or the only one whose id begins so, or whose source ends so.

    Raises MissingError when there is none, InputError when there are several.
    """
    sought = _encodable(words)
    for fits, values in (
        ("id = ? OR source = ?", (sought, sought)),
        ("instr(id, ?) = 1 OR substr(source, -length(?)) = ?", (sought.lower(), f"/{sought}", f"/{sought}")),
    ):
        found = connection.execute(
            f"SELECT id, head, origin, body FROM article JOIN article_body ON article = key"
            f" WHERE {fits} ORDER BY place",
            values,
        ).fetchall()
        if len(found) == 1:
            ((_, head, origin, body),) = found
            return extended(extended(head, encoded(origin_shape(origin))), body)
        if found:
            ids = ", ".join(row[0] for row in found)
            raise InputError(f"expected words that fit one article, got {words!r}, which fits {ids}")
    raise MissingError(f"expected an article of this graph, got {words!r}; parley articles lists them")


def whole_article(connection: sqlite3.Connection, article_id: str) -> bytes:
    """The article with this id and all its positions, in reading order; MissingError when it is not there."""
    found = connection.execute(
        "SELECT key, head, origin, body FROM article JOIN article_body ON article = key WHERE id = ?", (article_id,)
    ).fetchone()
    if found is None:
        raise MissingError(f"expected an article of this graph, got {article_id!r}; parley articles lists them")
    key, head, origin, body = found
    rows = connection.execute(
        "SELECT position_row.row, standing.row FROM position"
        " JOIN position_row ON position_row.position = position.key"
        " LEFT JOIN standing ON standing.position = position.key"
        " WHERE position.article = ? ORDER BY place",
        (key,),
    )
    return whole_shape(head, origin, body, [reviewed(*row) for row in rows])


def written_article(record: ArticleRecord, origin: str | None) -> bytes:
    """The same for an article as it is put in, by its record; without decisions of people's on its positions."""
    page = Page.of(record)
    in_order = sorted(page.positions, key=lambda position: place_in(page, position))
    rows = [reviewed(encoded(position_shape(position, page.article)), None) for position in in_order]
    head = encoded(article_shape(page.article, page.id, len(rows)))
    return whole_shape(head, origin, encoded(body_shape(page.article, page.extraction)), rows)


def actor(connection: sqlite3.Connection, kind: ActorKind, name: str) -> bytes:
    """The actor of this kind under its canonical name; MissingError when there is none."""
    row = _thing(connection, actor_iri(kind, _encodable(name)).value)
    if row is None:
        raise MissingError(f"expected an actor of this graph, got {name!r} ({kind})")
    return row


def proposal(connection: sqlite3.Connection, label: str) -> bytes:
    """The proposal with this canonical label; MissingError when there is none."""
    row = _thing(connection, proposal_iri(_encodable(label)).value)
    if row is None:
        raise MissingError(f"expected a proposal of this graph, got {label!r}")
    return row


def _thing(connection: sqlite3.Connection, iri: str) -> bytes | None:
    found = connection.execute("SELECT row FROM thing WHERE iri = ?", (iri,)).fetchone()
    return None if found is None else bytes(found[0])


def _encodable(words: str) -> str:
    """The words, with what no text of the store holds (half a surrogate pair) made a question mark."""
    return words.encode("utf-8", "replace").decode()

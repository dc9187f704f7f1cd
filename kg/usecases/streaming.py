"""Streaming: everything that meets a search as JSON, in memory that does not grow with it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from contextlib import suppress

from kg.errors import MissingError
from kg.store.read_model import BehindError
from kg.store.read_model.single import written_article
from kg.usecases.browsing import ArticleSearch, PositionSearch, ReadModel
from kg.usecases.receiving import Received

PIECE = 64 * 1024
"""Bytes that go out at a time, or a little more."""


def stream_positions(lists: ReadModel, search: PositionSearch) -> Iterator[bytes]:
    """All positions that meet the search as JSON lines in reading order, in pieces of many lines."""
    return _pieces(lists.stream(search))


def stream_articles(lists: ReadModel, search: ArticleSearch) -> Iterator[bytes]:
    """All articles that meet the search, with their texts, as JSON lines by date, source and id, in pieces.

    What is taken out meanwhile is left out.
    """
    return _pieces(_whole(lists, search))


def received_article(lists: ReadModel, received: Received) -> bytes:
    """An article that was received as JSON with all positions in it, in reading order.

    It is as the lists show it. Where they do not, because somebody took it out at once or the lists are behind, it is
    as it was written, without decisions of people's on its positions.
    """
    try:
        return lists.whole_article(received.record.article.id)
    except (MissingError, BehindError):
        return written_article(received.record, received.origin)


def _whole(lists: ReadModel, search: ArticleSearch) -> Iterator[bytes]:
    for row in lists.stream(search):
        with suppress(MissingError):
            yield lists.article(json.loads(row)["id"])


def _pieces(rows: Iterable[bytes]) -> Iterator[bytes]:
    """The rows as lines, put together: each piece goes through the server's threads once."""
    gathered = bytearray()
    for row in rows:
        gathered += row + b"\n"
        if len(gathered) >= PIECE:
            yield bytes(gathered)
            gathered.clear()
    if gathered:
        yield bytes(gathered)

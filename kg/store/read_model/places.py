"""Keys of bytes that sort as lists are read, so that one column orders a list and marks every place in it."""

from __future__ import annotations

from datetime import date, datetime

from kg.model import Span


def text_key(text: str) -> bytes:
    """A text in a longer key: what follows it decides only between equal texts.

    >>> text_key("a") + b"2" < text_key("ab") + b"1"
    True
    >>> text_key("a") + b"2" < text_key("a\\0") + b"1"
    True
    """
    return text.encode().replace(b"\0", b"\0\xff") + b"\0"


def article_place(published: date | None, source: str, article_id: str) -> bytes:
    """An article's place: by day (none last), source and id."""
    return (published or date.max).isoformat().encode() + text_key(source) + article_id.encode()


def position_place(published: date | None, source: str, article_id: str, span: Span, position_id: str) -> bytes:
    """A position's place in reading order: by day (none last), source, article, place in the text and id."""
    return article_place(published, source, article_id) + _span_key(span) + position_id.encode()


def condition_place(position: bytes, rank: int) -> bytes:
    """A condition's place: that of its position, then by rank."""
    return position + rank.to_bytes(4, "big")


def thing_place(name: str, kind: str) -> bytes:
    """An actor's or proposal's place: by name, then kind."""
    return text_key(name) + kind.encode()


def review_place(at: datetime, review_id: str) -> bytes:
    """A review's place: by time (in UTC), then id."""
    return at.isoformat(timespec="microseconds").encode() + review_id.encode()


def _span_key(span: Span) -> bytes:
    return span.start.to_bytes(8, "big") + span.end.to_bytes(8, "big")

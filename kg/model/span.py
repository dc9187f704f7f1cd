"""Where words stand: a half-open range of characters."""

from __future__ import annotations

from dataclasses import dataclass

from kg.errors import InputError


@dataclass(frozen=True, kw_only=True, slots=True, order=True)
class Span:
    """Characters ``start`` to ``end`` (exclusive) of an article's canonical text.

    Raises InputError when ``start`` is negative or not before ``end``.

    >>> Span(start=3, end=5).length
    2
    """

    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start < self.end:
            raise InputError(f"expected a span with 0 <= start < end, got [{self.start}, {self.end})")

    @property
    def length(self) -> int:
        """Number of characters."""
        return self.end - self.start

    def overlaps(self, other: Span) -> bool:
        """Whether the two spans share a character."""
        return self.start < other.end and other.start < self.end

    def covers(self, other: Span) -> bool:
        """Whether every character of ``other`` lies in this span."""
        return self.start <= other.start and other.end <= self.end

    def union(self, other: Span) -> Span:
        """The smallest span that covers both."""
        return Span(start=min(self.start, other.start), end=max(self.end, other.end))

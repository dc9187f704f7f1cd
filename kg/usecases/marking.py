"""Marking: a text cut where words of interest begin and end, for whoever shows it with the words marked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise

from kg.model import Span


@dataclass(frozen=True, kw_only=True, slots=True)
class Stretch:
    """Characters that the same words cover: the names of those, and of the ones that end here."""

    text: str
    within: tuple[str, ...]
    ending: tuple[str, ...]


def stretches(text: str, start: int, words: Mapping[str, Span]) -> tuple[Stretch, ...]:
    """The text, whose first character has the offset ``start``, cut where any of the named words begin or end.

    Words that reach beyond the text are marked as far as it goes; those outside are passed over.

    >>> for each in stretches("a b c", 10, {"1": Span(start=12, end=13)}):
    ...     print(repr(each.text), each.within, each.ending)
    'a ' () ()
    'b' ('1',) ('1',)
    ' c' () ()
    """
    end = start + len(text)
    inside = {name: span for name, span in words.items() if span.start < end and span.end > start}
    cuts = {start, end, *(max(start, span.start) for span in inside.values())}
    edges = sorted(cuts | {min(end, span.end) for span in inside.values()})
    return tuple(
        Stretch(
            text=text[left - start : right - start],
            within=tuple(name for name, span in inside.items() if span.start < right and span.end > left),
            ending=tuple(name for name, span in inside.items() if min(span.end, end) == right),
        )
        for left, right in pairwise(edges)
    )

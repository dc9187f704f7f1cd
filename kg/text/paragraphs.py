"""Where the paragraphs of a text begin and end: lines, with hard-wrapped ones joined."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from kg.model import Span

LINE = re.compile(r"[^\n\r\v\f\x1c-\x1e\x85\u2028\u2029]+")
BREAK = re.compile(r"\r\n|[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]")
# Invisible characters that are not white space to Python: zero-width space and joiners, word joiner, byte order mark.
INVISIBLE = "\u200b\u200c\u200d\u2060\ufeff"
BULLET = re.compile(r"(?:[-*+•‣▪●○–—·]|\(?\d{1,2}[.)]|\(?[a-z][.)])\s")
SENTENCE_END = re.compile(r"[.!?…:;][\"'”’»)\]]*$")
MIN_WRAP, MAX_WRAP = 45, 100
SLACK = 3
"""Columns that a wrapped line may fall short of what greedy filling would give (two spaces after a full stop,
hyphens)."""


def find_paragraphs(text: str) -> tuple[Span, ...]:
    """The paragraphs of a text in order, without the white space around them.

    Each line is a paragraph, as in text scraped from pages, unless lines were wrapped at a fixed column: there a line
    ends where the next one's first word would not have fitted, and most such lines end in the middle of a sentence.
    Wrapped lines become one paragraph, which ends at an empty line, a bullet, or a line that is short and ends a
    sentence. Linear in the length of the text.
    """
    return tuple(
        Span(start=lines[first].start, end=lines[last - 1].end)
        for lines in _stretches(text)
        for first, last in _joined(text, lines)
    )


def _stretches(text: str) -> Iterator[list[Span]]:
    """Runs of lines with no empty line between them."""
    stretch: list[Span] = []
    end_of_last = 0
    for match in LINE.finditer(text):
        span = trimmed(text, match.start(), match.end())
        if span is None:
            continue
        if stretch and len(BREAK.findall(text, end_of_last, match.start())) != 1:
            yield stretch
            stretch = []
        stretch.append(span)
        end_of_last = match.end()
    if stretch:
        yield stretch


def trimmed(text: str, start: int, end: int) -> Span | None:
    """The span without white space and invisible characters at its ends; None when nothing else is there."""
    while start < end and (text[start].isspace() or text[start] in INVISIBLE):
        start += 1
    while end > start and (text[end - 1].isspace() or text[end - 1] in INVISIBLE):
        end -= 1
    return Span(start=start, end=end) if start < end else None


def _joined(text: str, lines: Sequence[Span]) -> Iterator[tuple[int, int]]:
    """Ranges of lines that make up one paragraph each."""
    flows = _flows(text, lines)
    first = 0
    for at in range(1, len(lines) + 1):
        if at == len(lines) or not flows[at - 1]:
            yield first, at
            first = at


def _flows(text: str, lines: Sequence[Span]) -> list[bool]:
    """Whether each line runs on into the next."""
    inner = list(pairwise(lines))
    width = max(line.length for line in lines)
    if not inner or not MIN_WRAP <= width <= MAX_WRAP:
        return [False] * len(inner)
    full = [line.length + 1 + _first_word(text, following) > width - SLACK for line, following in inner]
    ends = [SENTENCE_END.search(text, max(line.start, line.end - 8), line.end) is not None for line, _ in inner]
    starts = [BULLET.match(text, following.start, following.end) is not None for _, following in inner]
    open_lines = [not end for end in ends]
    wrapped = (
        all(is_full or is_end or is_start for is_full, is_end, is_start in zip(full, ends, starts, strict=True))
        and 2 * sum(is_full and is_open for is_full, is_open in zip(full, open_lines, strict=True)) >= len(inner)
        and (len(inner) > 1 or text[lines[1].start].islower())
    )
    return [wrapped and is_full and not is_start for is_full, is_start in zip(full, starts, strict=True)]


def _first_word(text: str, line: Span) -> int:
    end = line.start
    while end < line.end and not text[end].isspace():
        end += 1
    return end - line.start

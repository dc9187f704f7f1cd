"""Lists in running text: where the items of "four demands: (1) …, (2) …" or "…: a ban; a levy; and a cap" begin.

A list stands behind a colon. Its items are told apart by enumerators, or else by semicolons; commas only where the
lead says how many there are ("three things: a, b and c"). Bulleted items are paragraphs of their own and need no rule.
"""

from __future__ import annotations

import re

from kg.model import Span
from kg.text.lexicon import page_words

ORDINALS = r"(?:first|second|third|fourth|fifth|sixth|last|final|one|two|three)(?:ly)?|lastly|finally"
ENUMERATOR = re.compile(
    rf"(?:and\s+)?(?:\(?(?:\d{{1,2}}|[a-h]|[ivx]{{1,4}})\)|\d{{1,2}}\.(?=\s)|(?:{ORDINALS}),)\s+(?=\S)"
)
"""What stands before an item: "(1)", "b)", "3.", "second,", "and thirdly,"."""
INLINE = re.compile(
    rf"(?:(?<=[:;,]\s)|(?<=\w\s(?=and)))(?:and\s+)?(?:\((?:\d|[a-h]|[ivx]{{1,4}})\)|\d\)|(?:{ORDINALS}),)\s"
)
NUMBERS = ("two", "three", "four", "five", "six")
COUNT = re.compile(rf"\b(?P<count>{'|'.join(NUMBERS)})\b[^,;:.]{{0,60}}$", re.IGNORECASE)
COMMA = re.compile(r",\s+and\s+|,\s+|\s+and\s+")
SEMICOLON = re.compile(r";\s+")
COLON = re.compile(r":\s+(?=[^\s\"“„«'‘])")
QUOTES = frozenset('"“”„«»')
LONGEST_ITEM = 40
"""Words; what is longer between two semicolons is a clause of a long sentence and no item."""


def split_list(text: str, sentence: Span) -> tuple[Span, ...]:
    """The lead of a list and its items as spans in order; the sentence alone where there is no list in it.

    >>> words = "They made two demands: first, a truce; second, a vote."
    >>> [words[s.start:s.end] for s in split_list(words, Span(start=0, end=len(words)))]
    ['They made two demands:', 'first, a truce;', 'second, a vote.']
    """
    colon = COLON.search(text, sentence.start, sentence.end)
    if colon is None or QUOTES & set(text[colon.start() : sentence.end]):
        return (sentence,)
    said = text[sentence.start : colon.start()].split()[-1:]
    if said and said[0].lower() in page_words("speech", "verbs"):
        return (sentence,)  # "He said: no deal; no talks" is speech
    starts = [found.start() for found in INLINE.finditer(text, colon.end() - 1, sentence.end)]
    if len(starts) < 2 or starts[0] != colon.end():
        starts = [colon.end(), *(found.end() for found in SEMICOLON.finditer(text, colon.end(), sentence.end))]
    if len(starts) < 2:
        starts = _counted(text, Span(start=sentence.start, end=colon.start()), colon.end(), sentence.end)
    if len(starts) < 2:
        return (sentence,)
    ends = [*starts[1:], sentence.end]
    items = [
        Span(start=start, end=start + len(text[start:end].rstrip())) for start, end in zip(starts, ends, strict=True)
    ]
    if any(len(text[item.start : item.end].split()) > LONGEST_ITEM for item in items):
        return (sentence,)
    return (Span(start=sentence.start, end=colon.start() + 1), *items)


def _counted(text: str, lead: Span, start: int, end: int) -> list[int]:
    """Where the items begin that commas and "and" part, when they are as many as the lead says."""
    said = COUNT.search(text, lead.start, lead.end)
    starts = [start, *(found.end() for found in COMMA.finditer(text, start, end))]
    return starts if said is not None and len(starts) == NUMBERS.index(said["count"].lower()) + 2 else []

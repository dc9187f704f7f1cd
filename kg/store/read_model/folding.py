"""Texts as they are compared when a part of them is looked for."""

from __future__ import annotations

from typing import Final

SHORTEST: Final = 3  # what the trigram index can look up; shorter words are looked for in every text
_NUL, _NEVER_USED = "\0", "\ufdd0"


def folded(text: str) -> str:
    """A name or source, without upper and lower case."""
    return text.casefold().replace(_NUL, _NEVER_USED)


def folded_quote(text: str) -> str:
    """A quotation, without upper and lower case: in the way of SPARQL's LCASE, which keeps ß from being ss.

    A NUL, at which the index would stop reading, counts as U+FDD0, which Unicode keeps out of texts.
    """
    return text.lower().replace(_NUL, _NEVER_USED)


def phrase(words: str) -> str:
    """Folded words as a phrase in the language of SQLite's full-text index.

    >>> print(phrase('say "no" now'))
    "say ""no"" now"
    """
    return '"' + words.replace('"', '""') + '"'

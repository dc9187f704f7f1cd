"""When two wordings name the same holder or the same thing: part of the measure, so not to be tuned.

Things are compared by their content words as sets of stems, by the F1 of what they share; names by containment, so that
"Haas" is "Otto Haas". Only the letters of ASCII and the digits count, after accents are taken off.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import cache

SHARED = 0.5
STEM = 4

DETERMINERS = (
    "a an the this that these those any some such no who which it its he his she her they their we our you your my"
)
PREPOSITIONS = "of to in on at by for from with into over under among between about against there"
CONJUNCTIONS = "and or but as if whether than then so also only not"
AUXILIARIES = """
be been being is are was were do does did has have had can could may might must shall should will would
"""
EMPTY = frozenset(f"{DETERMINERS} {PREPOSITIONS} {CONJUNCTIONS} {AUXILIARIES}".split())
TITLES = frozenset(
    {"a", "an", "the", "of", "mr", "mrs", "ms", "president", "prime", "minister", "foreign", "secretary", "state"}
)
ENDINGS = ("ments", "ment", "ations", "ation", "ings", "ing", "ers", "ies", "ied", "ed", "es", "s", "al", "y", "e")


def same_thing(wording: str, accepted: Iterable[str]) -> bool:
    """Whether the content words of the wording and of an accepted one have an F1 of at least 0.5.

    >>> same_thing("closes the old mill", ["closing of the mill"]), same_thing("the mill", ["a road past the dam"])
    (True, False)
    """
    ours = content_words(wording)
    return any(_overlap(ours, content_words(other)) >= SHARED for other in accepted)


def same_holder(name: str, accepted: Iterable[str]) -> bool:
    """Whether the words of the name and of an accepted one contain one another, titles aside.

    >>> same_holder("President Haas", ["Otto Haas"]), same_holder("Haas", ["Holm"])
    (True, False)
    """
    ours = _name_words(name)
    return any(ours and theirs and (ours <= theirs or theirs <= ours) for theirs in map(_name_words, accepted))


@cache
def content_words(wording: str) -> frozenset[str]:
    """The stems of the words that carry meaning; of all words where none does.

    >>> sorted(content_words("the closing of Gaswork Lane"))
    ['clos', 'gaswork', 'lane']
    """
    words = _words(wording)
    return frozenset(_stem(word) for word in words if word not in EMPTY) or frozenset(map(_stem, words))


def _overlap(ours: frozenset[str], theirs: frozenset[str]) -> float:
    return 2 * len(ours & theirs) / (len(ours) + len(theirs)) if ours & theirs else 0.0


@cache
def _name_words(name: str) -> frozenset[str]:
    words = frozenset(_words(name))
    return words - TITLES or words


def _words(wording: str) -> list[str]:
    letters = unicodedata.normalize("NFKD", wording).encode("ascii", "ignore").decode().lower()
    return re.findall("[a-z0-9]+", re.sub(r"'s\b", "", letters))


def _stem(word: str) -> str:
    fitting = (end for end in ENDINGS if word.endswith(end) and len(word) - len(end) >= STEM)
    return word.removesuffix(next(fitting, ""))

"""When a row that was found is a row that was expected: the measure of the phenomenon suite.

Two rows agree when the stance is the same, one holder's words contain the other's, and the content words of the
proposals overlap with an F1 of at least 0.5; of conditions, the same is asked of what they depend on. Rows are paired
one to one, as many as possible, and required rows before optional ones, which count neither for nor against.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.optimize import linear_sum_assignment

OVERLAP = 0.5

WITHOUT_CONTENT = """
a an the this that these those any some no not nor so such than then too only also just there between among about
against of to in on at by for from with into onto over under up upon within and or but as if whether while
i me my we us our you your he him his she her it its they them their who whom whose which what
am is are was were be been being do does did have has had
will would shall should can could may might must
"""
FUNCTION_WORDS = frozenset(WITHOUT_CONTENT.split())
TITLES = frozenset({
    "the", "a", "an", "of", "mr", "mrs", "ms", "dr", "president", "prime", "minister", "foreign", "secretary", "state",
})  # fmt: skip
ENDINGS = ("ations", "ation", "ments", "ment", "ings", "ing", "ers", "ies", "ied", "ed", "es", "al", "s", "y", "e")
STEM = 4


@dataclass(frozen=True, kw_only=True, slots=True)
class Expected:
    """A row that a careful reader codes; each field lists the wordings that are as good as one another."""

    holder: tuple[str, ...]
    stance: str
    proposal: tuple[str, ...]
    side: str | None = None
    condition: tuple[str, ...] = ()
    relation: str | None = None
    optional: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Found:
    """A row that the extraction gives; a position with several conditions gives several rows."""

    holder: str
    stance: str
    proposal: str
    side: str | None = None
    condition: str | None = None
    relation: str | None = None


def pair(found: Sequence[Found], expected: Sequence[Expected]) -> dict[int, int]:
    """Which found row is which expected row, by their places in the two lists.

    >>> row = Expected(holder=("Malta",), stance="opposes", proposal=("quota on tuna",))
    >>> pair([Found(holder="Malta", stance="opposes", proposal="the tuna quota")], [row])
    {0: 0}
    """
    if not found or not expected:
        return {}
    # A row more always outweighs the preference for required rows.
    preference = 1 / (len(expected) + 1)
    worth = np.array(
        [[agree(row, wanted) * (1.0 if wanted.optional else 1.0 + preference) for wanted in expected] for row in found]
    )
    rows, columns = linear_sum_assignment(worth, maximize=True)
    return {int(i): int(j) for i, j in zip(rows, columns, strict=True) if worth[i, j]}


def agree(found: Found, expected: Expected) -> bool:
    """Whether the two rows say the same; side and relation are reported, but not asked for."""
    return (
        found.stance == expected.stance
        and same_holder(found.holder, expected.holder)
        and same_thing(found.proposal, expected.proposal)
        and (not expected.condition or same_thing(found.condition or "", expected.condition))
    )


def same_holder(name: str, accepted: Sequence[str]) -> bool:
    """Whether the name's words contain those of an accepted name, or are contained in them, titles aside.

    >>> same_holder("Mr Haas", ["Otto Haas"]), same_holder("Haas", ["Holm"])
    (True, False)
    """
    given = _name_words(name)
    return any(given <= other or other <= given for other in map(_name_words, accepted))


def same_thing(phrase: str, accepted: Sequence[str]) -> bool:
    """Whether the content words of the phrase and of an accepted wording have an F1 of at least ``OVERLAP``.

    >>> same_thing("closing the old mill", ["closure of the mill"]), same_thing("the old mill", ["a new mill road"])
    (False, False)
    >>> same_thing("closes the mill", ["closing of the mill"])
    True
    """
    given = content_words(phrase)
    return any(2 * len(given & other) >= OVERLAP * (len(given) + len(other)) for other in map(content_words, accepted))


def content_words(phrase: str) -> frozenset[str]:
    """The stems of the words that carry meaning; all stems where there are only function words.

    >>> sorted(content_words("the closing of Gaswork Lane"))
    ['clos', 'gaswork', 'lane']
    """
    words = _words(phrase)
    return frozenset(map(_stem, (word for word in words if word not in FUNCTION_WORDS))) or frozenset(map(_stem, words))


def _name_words(name: str) -> frozenset[str]:
    words = frozenset(_words(name))
    return words - TITLES or words


def _words(phrase: str) -> list[str]:
    plain = unicodedata.normalize("NFKD", phrase.replace("’", "'")).encode("ascii", "ignore").decode().lower()
    return re.findall(r"[a-z0-9]+", re.sub(r"'s\b", "", plain))


def _stem(word: str) -> str:
    return next((word[: -len(end)] for end in ENDINGS if word.endswith(end) and len(word) - len(end) >= STEM), word)

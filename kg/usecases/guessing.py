"""Guessing: which known word a wrong one may be a slip of the pen for."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from difflib import SequenceMatcher
from typing import Final

NEAREST = 5
LONGEST: Final = 60
"""Characters of words and names that are compared: for longer ones it would take too much time."""
# As far apart as Kiev and Kyiv; trade and truce (0.6) are farther.
ALIKE = 0.75
_BEGUN = 0.9
_SHORTEST_BEGINNING = 3
_PARTS = re.compile(r"[\s/]+")


def nearest(words: str, known: Iterable[str]) -> tuple[str, ...]:
    """The names that ``words`` may be a slip of the pen for, the likest first; none where all are unlike.

    Long words are none, and long names are passed over; of a long path or address the last part is compared.

    >>> nearest("Belmrak", ["Ardania", "Belmark"]), nearest("Kiev", ["Kyiv", "Moscow"]), nearest("truce", ["trade"])
    (('Belmark',), ('Kyiv',), ())
    """
    if len(words) > LONGEST:
        return ()
    likeness = _likeness_to(words.casefold())
    rated = sorted((-likeness(comparable(name).casefold()), name) for name in set(known))
    return tuple(name for rate, name in rated[:NEAREST] if -rate >= ALIKE)


def comparable(name: str) -> str:
    """The name, or of a long path or address the last part.

    >>> comparable("news/talks.txt"), comparable("https://news.example.org/" + "archive/" * 9 + "talks.txt")
    ('news/talks.txt', 'talks.txt')
    """
    return name if len(name) <= LONGEST else name.rstrip("/").rpartition("/")[2]


def named_nearest(near: Sequence[str]) -> str:
    """What ``nearest`` found, in words; empty where it found none.

    >>> named_nearest(["Kyiv"]), named_nearest(["Ardania", "Belmark"]), named_nearest([])
    ('the nearest is Kyiv', 'the nearest are Ardania, Belmark', '')
    """
    return f"the nearest {'is' if len(near) == 1 else 'are'} {', '.join(near)}" if near else ""


def did_you_mean(word: str, known: Iterable[str]) -> str | None:
    """A question after the choice that is most like ``word``, or None where none is.

    >>> did_you_mean("grapml", ["gexf", "graphml"])
    "did you mean 'graphml'?"
    >>> did_you_mean("xyz", ["gexf", "graphml"])
    """
    found = nearest(word, known)
    return f"did you mean {found[0]!r}?" if found else None


def or_else(word: str, known: Iterable[str]) -> str:
    """The same as the end of a sentence: empty where no choice is like ``word``."""
    question = did_you_mean(word, known)
    return f"; {question}" if question else ""


def any_of(choices: Sequence[str]) -> str:
    """Choices in words.

    >>> any_of(["day", "week", "month"]), any_of(["day"])
    ('day, week or month', 'day')
    """
    return " or ".join([", ".join(choices[:-1]), choices[-1]] if len(choices) > 1 else list(choices))


def _likeness_to(words: str) -> Callable[[str], float]:
    """Of whole names, or of the likest word in the name: people look for Macron, and the name is Emmanuel Macron."""
    matcher = SequenceMatcher(None, "", words, autojunk=False)

    def ratio(part: str) -> float:
        matcher.set_seq1(part)
        # An upper bound, and faster.
        if matcher.quick_ratio() < ALIKE:
            return 0.0
        return matcher.ratio()

    def likeness(name: str) -> float:
        if len(name) > LONGEST:
            return 0.0
        begun = _BEGUN if len(words) >= _SHORTEST_BEGINNING and name.startswith(words) else 0.0
        return max(begun, *(ratio(part) for part in {name, *_PARTS.split(name)} if _is_as_long(part, words)), 0.0)

    return likeness


def _is_as_long(part: str, words: str) -> bool:
    """Whether the lengths alone leave it open that the two are alike."""
    return bool(part) and 2.0 * min(len(part), len(words)) >= ALIKE * (len(part) + len(words))

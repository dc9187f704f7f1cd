"""What every rule of repair must know of words, and the shape of a rule."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from kg.syntax.tree import Sentence, Token

FINITE = frozenset({"VBD", "VBZ", "VBP"})
NOMINAL = frozenset({"NOUN", "PROPN"})


@dataclass(frozen=True, kw_only=True, slots=True)
class Lexicon:
    """What the rules must know of words: verbs of saying, verbs that take a side, and nouns of actions.

    ``is_name`` knows the gazetteer's names; ``governs(noun, preposition)`` says that a noun takes that preposition.
    """

    saying: frozenset[str]
    siding: Callable[[str], bool]
    is_action: Callable[[Token], bool]
    is_name: Callable[[str], bool]
    governs: Callable[[str, str], bool]
    is_role: Callable[[str], bool]


Rule = Callable[[Sentence, Lexicon], Iterable[Token]]
"""A rule gives the tokens that it would change, in their new form; none where its mistake does not occur."""

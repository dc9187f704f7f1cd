"""Which body "the council", "the union" or "the company" means, among those that the article names.

A definite description must fit its antecedent as a noun does (the head match and the sortal compatibility of Soon, Ng
and Lim 2001, Vieira and Poesio 2000): "the council" is a council named before, wherever; only a name without such a
noun of its own ("Volkswagen", "UAW") may be meant by any, and then it must be near.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from kg.extraction.antecedents import most_recent
from kg.extraction.lexicon import words
from kg.extraction.names import singular
from kg.extraction.register import Register
from kg.model import ActorKind
from kg.resolution import look_up
from kg.syntax.tree import Sentence, Token

_WIDER = ("bloc", "alliance", "company", "agency")
NEAR, FAR = 4, 60  # sentences to look back for a name that says nothing of its kind, and for one that does


def named_body(register: Register, sentences: Sequence[Sentence], number: int, token: Token) -> tuple[int, ...]:
    """The actor that the noun ``token`` means: one named so near, else one near that may be called so, else one far."""
    noun = token.lower

    def last(fits: Callable[[str, str], bool], near: int) -> tuple[int, ...]:
        return most_recent(
            register,
            sentences,
            number,
            token,
            lambda m: m.kind is ActorKind.ORGANIZATION and fits(m.name, noun),
            many=False,
            near=near,
        )

    return last(is_named, NEAR) or last(_says_so, NEAR) or last(is_such, NEAR) or last(is_named, FAR)


def is_named(name: str, noun: str) -> bool:
    """Whether a name has the noun in it, as the "Northern Farmers' Union" has "union"."""
    entry = look_up(name)
    return noun in _words(name) or (entry is not None and noun in _words(entry.name))


def is_such(name: str, noun: str) -> bool:
    """Whether what bears the name can be called the noun: it says so, or says nothing else and need not say so."""
    if is_named(name, noun) or _says_so(name, noun) or noun in words("bodies", "any"):
        return True
    said = _words(name) & (words("bodies", "nouns") | words("bodies", "legal_forms"))
    if said & words("bodies", "legal_forms"):
        return noun not in words("bodies", "nouns") or noun in words("bodies", "company") | {"company"}
    return not said and noun not in words("bodies", "telling")


def _says_so(name: str, noun: str) -> bool:
    """Whether the name has a noun in it that means something narrower: a union can be a bloc."""
    return noun in _WIDER and bool(_words(name) & words("bodies", noun))


def _words(name: str) -> set[str]:
    return {singular(word.strip("'’.,")) for word in name.lower().replace("-", " ").split()}

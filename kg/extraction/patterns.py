"""Which words attribute something to somebody, and where each has its content (``ontology/lexicon/speech.toml``)."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from kg.extraction.lexicon import base_forms
from kg.syntax.tree import Token


@dataclass(frozen=True, kw_only=True, slots=True)
class Pattern:
    """A group of cues: the places where their content may stand, in order of preference.

    ``parenthetical`` cues stand beside quotations and in the middle of what is said; after a cue with a ``recipient``
    the object is who is told; ``passive`` ones count without a named source too ("is said to"); with ``whole`` ones
    all that follows is content ("called him a liar").
    """

    content: tuple[str, ...]
    parenthetical: bool = False
    recipient: bool = False
    passive: bool = False
    whole: bool = False


@cache
def patterns(kind: str) -> Mapping[str, tuple[Pattern, ...]]:
    """The patterns of "verbs", "nouns" or "adjectives" by base form.

    >>> patterns("verbs")["oppose"][0].content[0]
    'object'
    """
    table: dict[str, list[Pattern]] = {}
    for group in _lexicon()[kind]:
        flags = {name: group.get(name, False) for name in ("parenthetical", "recipient", "passive", "whole")}
        for word in group["words"]:
            table.setdefault(word, []).append(Pattern(content=tuple(group["content"]), **flags))
    return {word: tuple(found) for word, found in table.items()}


def patterns_of(token: Token, kind: str, particle: str = "") -> tuple[Pattern, ...]:
    """The patterns of a word, with its particle where the two are listed ("lash out")."""
    known = patterns(kind)
    for form in base_forms(token.lower, token.lemma):
        found = known.get(f"{form} {particle}") or known.get(form)
        if found:
            return found
    return ()


@cache
def cue_words(name: str) -> frozenset[str]:
    """A closed class: "light" verbs, "documents", "prepositions", "adverbs" or "times"."""
    return frozenset(_lexicon()["classes"][name])


@cache
def _lexicon() -> dict[str, Any]:
    return tomllib.loads(files("ontology").joinpath("lexicon", "speech.toml").read_text(encoding="utf-8"))

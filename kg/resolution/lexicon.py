"""The word lists behind proposals: acts and the verbs that mean them, things, words that carry nothing."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any


@dataclass(frozen=True, kw_only=True, slots=True)
class Lexicon:
    """Look-ups by lower-case words.

    ``acts`` maps a verb to its noun of action, ``heads`` any noun of action to the one that labels use, ``joints`` that
    one to the preposition before the thing acted on, ``things`` nouns to the usual one. ``also`` pairs wordings with
    the label of their concept, ``carried`` names the heads that add nothing around a concept. ``small`` words and
    ``passing`` adjectives ("proposed") are left out of labels. ``listed`` are all nouns known, ``linking`` the words of
    grammar that join others.
    """

    acts: Mapping[str, str]
    verbs: frozenset[str]
    listed: frozenset[str]
    listed_words: frozenset[str]
    linking: frozenset[str]
    heads: Mapping[str, str]
    joints: Mapping[str, str]
    own: frozenset[str]
    things: Mapping[str, str]
    also: tuple[tuple[str, str], ...]
    broader: Mapping[str, str]
    carried: Mapping[str, frozenset[str]]
    light_heads: frozenset[str]
    light_before: frozenset[str]
    light_verbs: frozenset[str]
    small: frozenset[str]
    passing: frozenset[str]
    fixed: frozenset[str]
    mass: frozenset[str]
    irregular: Mapping[str, str]
    prepositions: frozenset[str]
    bare_verbs: frozenset[str]
    modals: frozenset[str]
    be: frozenset[str]
    pronouns: frozenset[str]
    particles: frozenset[str]
    goods: frozenset[str]
    openers: frozenset[str]
    relatives: frozenset[str]
    descriptive: frozenset[str]
    arrangements: frozenset[str]
    comparatives: Mapping[str, str]
    numbers: Mapping[str, int]
    units: frozenset[str]


@cache
def lexicon() -> Lexicon:
    """The lists of ``ontology/lexicon/proposals.toml``, read once."""
    source = files("ontology").joinpath("lexicon", "proposals.toml")
    table: dict[str, Any] = tomllib.loads(source.read_text(encoding="utf-8"))
    heads, light, grammar = table["heads"], table["light"], table["grammar"]
    acts = {verb: noun for noun, act in heads.items() for verb in act.get("verbs", ())}
    nouns = {form: noun for noun, act in heads.items() for form in _with_plurals(noun, *act.get("nouns", ()))}
    things = {form: noun for noun, forms in table["things"].items() for form in (noun, *_with_plurals(*forms))}
    also = tuple(_wordings(table["concepts"]))
    listed = frozenset([*nouns, *things, *(wording for wording, _ in also)])
    return Lexicon(
        acts=acts,
        verbs=frozenset(acts) | frozenset(light["verbs"]),
        listed=listed,
        listed_words=frozenset(word for noun in listed for word in noun.split()),
        linking=frozenset([*grammar["prepositions"], *grammar["relatives"], *grammar["modals"], *grammar["be"]]),
        heads=nouns,
        joints={noun: act.get("joint", "of") for noun, act in heads.items()},
        own=frozenset(noun for noun, act in heads.items() if act.get("own")),
        things=things,
        also=also,
        broader={label: fields["broader"] for label, fields in table["concepts"].items() if "broader" in fields},
        carried={label: frozenset(fields.get("light", ())) for label, fields in table["concepts"].items()},
        light_heads=frozenset(light["heads"]),
        light_before=frozenset(light["before"]),
        light_verbs=frozenset(light["verbs"]),
        small=frozenset([*light["determiners"], *light["adverbs"]]),
        passing=frozenset(light["adjectives"]),
        fixed=frozenset(table["fixed"]),
        mass=frozenset(table["mass"]),
        irregular=table["irregular"],
        prepositions=frozenset(grammar["prepositions"]),
        bare_verbs=frozenset(grammar["verbs"]),
        modals=frozenset(grammar["modals"]),
        be=frozenset(grammar["be"]),
        pronouns=frozenset(grammar["pronouns"]),
        particles=frozenset(grammar["particles"]),
        goods=frozenset(grammar["goods"]),
        openers=frozenset(grammar["openers"]),
        relatives=frozenset(grammar["relatives"]),
        descriptive=frozenset(grammar["descriptive"]),
        arrangements=frozenset(grammar["arrangements"]),
        comparatives=table["comparatives"],
        numbers=table["numbers"],
        units=frozenset(table["units"]["words"]),
    )


def base_form(word: str, particle: str = "") -> str | None:
    """The verb that a word, with its particle, is a form of, when the lists know it, or None.

    >>> base_form("lifted"), base_form("withdrawn"), base_form("phasing", "out"), base_form("table")
    ('lift', 'withdraw', 'phase out', None)
    """
    known = lexicon()
    forms = [f"{form} {particle}".strip() for form in (known.irregular.get(word, word), *_stems(word))]
    return next((form for form in forms if form in known.verbs), None)


def _stems(word: str) -> Iterator[str]:
    for ending in ("ies", "ied"):
        if word.endswith(ending):
            yield word.removesuffix(ending) + "y"
    for ending in ("ing", "ed", "es", "s"):
        if word.endswith(ending):
            stem = word.removesuffix(ending)
            yield from (stem, stem + "e")
            if len(stem) > 2 and stem[-1] == stem[-2]:
                yield stem[:-1]


def _with_plurals(*nouns: str) -> Iterator[str]:
    for noun in nouns:
        yield from (noun, plural(noun))


def plural(noun: str) -> str:
    """The plural of a regular noun; nouns in -s and -ing stay.

    >>> plural("wage"), plural("levy"), plural("sanctions")
    ('wages', 'levies', 'sanctions')
    """
    if noun.endswith(("s", "ing")):
        return noun
    if noun.endswith("y") and noun[-2:-1] not in "aeiou":
        return noun[:-1] + "ies"
    return noun + ("es" if noun.endswith(("ch", "sh", "x", "z")) else "s")


def _wordings(concepts: Mapping[str, Mapping[str, list[str]]]) -> Iterator[tuple[str, str]]:
    for label, fields in concepts.items():
        for wording in (label, *fields.get("also", ())):
            yield wording, label

"""Roles: what a noun such as "foreign minister" or "protesters" says about the actor it describes."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from typing import Any

from kg.model import ActorKind
from kg.resolution.names import words_of

# What follows these words modifies the head noun before them: "president of the bank", "envoy to Sudan".
LINKS = frozenset(
    ["of", "for", "to", "in", "at", "on", "from", "with", "under", "by", "who", "that", "which", "whose", "near"]
)
_LONGEST = 5


@dataclass(frozen=True, kw_only=True, slots=True)
class Role:
    """A role or group noun found in a phrase.

    ``speaks`` says whether the holder speaks for the state or organisation that modifies the noun: a minister and a
    government do, an analyst and protesters do not. ``is_own_party`` marks groups that are a side of their own
    ("rebels"), ``is_of_state`` posts and bodies that only states have. ``start`` and ``end`` count words of the phrase.
    """

    noun: str
    kind: ActorKind
    speaks: bool
    is_own_party: bool = False
    is_of_state: bool = False
    start: int = 0
    end: int = 0


def role(words: str) -> Role | None:
    """The role that heads a phrase, or None: the longest noun that ends last before "of", "for", "who" and the like.

    >>> role("Ukrainian deputy foreign minister").noun, role("spokesperson for the president").noun
    ('deputy foreign minister', 'spokesperson')
    >>> role("US negotiators").kind.value, role("the Alps")
    ('group', None)
    """
    tokens = [word.lower() for word in words_of(words)]
    link = next((i for i, word in enumerate(tokens) if i and word in LINKS), len(tokens))
    found = [
        match
        for start in range(link)
        for end in range(min(start + _LONGEST, len(tokens)), start, -1)
        if (match := _role_at(tokens, start, end)) is not None
    ]
    return max(found, key=lambda match: (min(match.end, link), match.end - match.start), default=None)


def is_group_noun(word: str) -> bool:
    """Whether a noun names a body or several persons: "government", "negotiators", "mayors".

    >>> is_group_noun("parliament"), is_group_noun("ministers"), is_group_noun("minister")
    (True, True, False)
    """
    found = _nouns().get(word.lower()) or _plural(word.lower())
    return found is not None and found.kind is not ActorKind.PERSON


def office_of(noun: str) -> str | None:
    """The actor that an office belongs to even without a modifier ("taoiseach"), or None."""
    return _offices().get(noun)


def severs(word: str) -> bool:
    """Whether a word ends the tie of a role to what modifies it ("former", "exiled", "ex-president")."""
    return word.lower() in _table()["severing"]["words"] or word.lower().startswith("ex-")


def means_the_state(word: str) -> bool:
    """Whether a noun after a demonym means the state itself, as in "the Russian side"."""
    return word.lower() in _table()["sides"]["nouns"]


def means_the_movement(words: str) -> bool:
    """Whether nouns after the name of an organisation mean it, as in "M23 rebels"."""
    return words.lower() in _table()["sides"]["movements"]


def is_of_city(noun: str) -> bool:
    """Whether a post or body is a city's, as "mayor" is."""
    return noun in _table()["cities"]["nouns"]


def is_plural_people(word: str) -> bool:
    """Whether a demonym that does not end in s names a whole people ("the French")."""
    return word in _table()["sides"]["peoples"]


def ends_like_an_organization(word: str) -> bool:
    """Whether a name that ends in this word is an organisation's ("Freedom Party")."""
    return word.lower() in _table()["names"]["organizations"]


def without_quantifier(name: str) -> str:
    """A description without the words before it that only say how many or whose: "some US officials"."""
    for words in _table()["quantifiers"]["words"]:
        if name.lower().startswith(f"{words} "):
            return name[len(words) + 1 :]
    return name


def without_backers(name: str) -> str:
    """A party's name without the compounds before it that only say who stands behind it: "Iran-backed Houthis"."""
    words = name.split()
    endings = tuple(_table()["quantifiers"]["backing"])
    while len(words) > 1 and words[0].lower().endswith(endings):
        words.pop(0)
    return " ".join(words)


def without_titles(name: str) -> str:
    """A person's name without titles; royal and church titles stay before a lone first name.

    >>> without_titles("Mr. Vladimir Petrov"), without_titles("Prime Minister Ann Lee"), without_titles("Queen Maud")
    ('Vladimir Petrov', 'Ann Lee', 'Queen Maud')
    """
    words = name.split()
    kept: list[str] = []
    while len(words) > 1 and _is_title(words[0]):
        title = words.pop(0)
        kept = [title] if is_royal(title) else []
    names = [word for word in words if not _is_regnal(word)]
    return " ".join([*kept, *words] if len(names) == 1 else words)


def is_royal(word: str) -> bool:
    """Whether a word is a title that stays with a lone first name ("King Charles")."""
    return _bare(word) in _table()["titles"]["kept"]


def _role_at(tokens: Sequence[str], start: int, end: int) -> Role | None:
    noun = " ".join(tokens[start:end])
    found = _nouns().get(noun) or _plural(noun)
    return replace(found, start=start, end=end) if found is not None else None


def _plural(noun: str) -> Role | None:
    """The group of several persons of one role: "ministers", "spokesmen", "deputies"."""
    for ending, singular in (("ies", "y"), ("men", "man"), ("women", "woman"), ("ches", "ch"), ("s", "")):
        one = _nouns().get(noun.removesuffix(ending) + singular) if noun.endswith(ending) else None
        if one is not None:
            kind = ActorKind.GROUP if one.kind is ActorKind.PERSON else one.kind
            return Role(noun=noun, kind=kind, speaks=one.speaks, is_of_state=False)
    return None


def _is_title(word: str) -> bool:
    found = _nouns().get(_bare(word))
    titles = _table()["titles"]
    return (found is not None and found.kind is ActorKind.PERSON) or _bare(word) in (
        *titles["dropped"],
        *titles["kept"],
    )


def _is_regnal(word: str) -> bool:
    return bool(word) and not word.strip("IVX")


def _bare(word: str) -> str:
    return word.rstrip(".,").lower()


@cache
def _nouns() -> Mapping[str, Role]:
    """Every listed noun; the first list that has it decides."""
    table, states = _table(), frozenset(_table()["state"]["nouns"])
    crowds = table["crowds"]
    lists = [
        (table["posts"], ActorKind.PERSON, True, False),
        (table["private"], ActorKind.PERSON, False, False),
        (table["bodies"], ActorKind.ORGANIZATION, True, False),
        (crowds["official"], ActorKind.GROUP, True, False),
        (crowds["own"], ActorKind.GROUP, False, True),
        (crowds["private"], ActorKind.GROUP, False, False),
    ]
    nouns: dict[str, Role] = {}
    for words, kind, speaks, is_own in lists:
        for noun in words:
            of_state = noun in states
            found = Role(noun=noun, kind=kind, speaks=speaks, is_own_party=is_own, is_of_state=of_state)
            nouns.setdefault(" ".join(words_of(noun)), found)
    return nouns


@cache
def _offices() -> Mapping[str, str]:
    return {noun: str(owner) for noun, owner in _table()["offices"].items()}


@cache
def _table() -> dict[str, Any]:
    source = files("ontology").joinpath("lexicon", "roles.toml")
    return tomllib.loads(source.read_text(encoding="utf-8"))

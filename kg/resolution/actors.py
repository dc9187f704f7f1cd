"""Actors: from the words that name one to its canonical name and kind."""

from __future__ import annotations

import re

from kg.model import Actor, ActorKind, Mention
from kg.resolution.gazetteer import Entry, demonym, look_up
from kg.resolution.names import plain_name, words_of
from kg.resolution.roles import (
    LINKS,
    ends_like_an_organization,
    is_plural_people,
    is_royal,
    means_the_movement,
    means_the_state,
    role,
    without_backers,
    without_quantifier,
    without_titles,
)

_BRACKETS = re.compile(r"\s*\([^()]*\)")


def resolve_actor(mention: Mention) -> Actor:
    """The actor that a mention names, under its canonical name.

    States, organisations, their capitals and metonyms get the gazetteer's name and Wikidata item; a people with the
    article ("the Russians") and a demonym with "side" stand for the state. A person keeps the full name without
    titles. An unnamed group or body keeps its description ("US negotiators", "Myanmar government").

    A person who is called like a state ("Jordan") stays a person only when a description gives a person's role.
    """
    entry = named_entry(mention)
    if entry is not None:
        return Actor(name=entry.name, kind=entry.kind, wording=mention.wording, wikidata=entry.wikidata)
    kind = kind_of(mention)
    name = _description(mention.name)
    if mention.kind is ActorKind.PERSON or _has_person_role(mention):
        name = without_titles(name)
    return Actor(name=name or mention.wording, kind=kind, wording=mention.wording)


def named_entry(mention: Mention) -> Entry | None:
    """The gazetteer's entry for the whole name of a mention, or None when it names a person or no known actor."""
    if mention.kind is ActorKind.PERSON and " " not in mention.name and _has_person_role(mention):
        return None
    name = without_backers(plain_name(_BRACKETS.sub("", mention.name)))
    return look_up(name) or _people(mention) or _side(name) or _bracketed(mention.name)


def _people(mention: Mention) -> Entry | None:
    """A whole people that acts as one: "the Russians", but not "Americans" or "many Americans"."""
    if not mention.wording.lower().startswith("the ") or " " in plain_name(mention.name):
        return None
    name = plain_name(mention.name)
    found = demonym(name)
    return found if found is not None and (name.endswith("s") or is_plural_people(name)) else None


def _side(name: str) -> Entry | None:
    """The state that its "side" means, and the movement that its "rebels" do: "Russian side", "M23 rebels"."""
    words = words_of(plain_name(name))
    for end in range(len(words) - 1, 0, -1):
        found = demonym(" ".join(words[:end])) or look_up(" ".join(words[:end]))
        noun = " ".join(words[end:])
        if found is not None and means_the_state(noun) and found.kind is ActorKind.STATE:
            return found
        if found is not None and means_the_movement(noun) and found.kind is ActorKind.ORGANIZATION:
            return found
    return None


def _bracketed(name: str) -> Entry | None:
    found = re.search(r"\(([^()]+)\)\s*$", name)
    return look_up(found.group(1)) if found else None


def _has_person_role(mention: Mention) -> bool:
    found = [role(words) for words in mention.descriptions]
    return any(one is not None and one.kind is ActorKind.PERSON for one in found)


def kind_of(mention: Mention) -> ActorKind:
    """The kind that grammar gave, else that of the head noun, else what the form of the name suggests."""
    if mention.kind is not None:
        return mention.kind
    words = words_of(plain_name(mention.name))
    if demonym(mention.name) is not None:
        return ActorKind.GROUP
    found = role(mention.name)
    is_head = found is not None and (found.end == len(words) or words[found.end].lower() in LINKS)
    if is_proper(mention.name) and not (is_head and found is not None and found.kind is not ActorKind.GROUP):
        return _kind_of_name(mention, words)
    if found is not None and (is_head or found.kind is not ActorKind.PERSON):
        return found.kind
    return ActorKind.PERSON if _has_person_role(mention) else ActorKind.GROUP


def is_proper(name: str) -> bool:
    """Whether a name is written as a proper one throughout, small words apart: "Union of Dock Workers".

    A lone role noun is not, since it may just begin a sentence ("Officials").
    """
    words = [word for word in words_of(plain_name(name)) if word.lower() not in LINKS and word not in ("and", "the")]
    if len(words) == 1 and role(name) is not None:
        return False
    return bool(words) and all(not word[0].islower() for word in words)


def _kind_of_name(mention: Mention, words: list[str]) -> ActorKind:
    if any(ends_like_an_organization(word) for word in words) or role(mention.name) is not None:
        return ActorKind.ORGANIZATION
    is_person = _has_person_role(mention) or _is_full_name(words) or is_royal(words[0])
    return ActorKind.PERSON if is_person else ActorKind.ORGANIZATION


def _is_full_name(words: list[str]) -> bool:
    return len(words) in (2, 3) and all(word[:1].isupper() and not word.isupper() for word in words)


def _description(name: str) -> str:
    """The name without brackets, articles and words that only say how many or whose."""
    return without_quantifier(plain_name(_BRACKETS.sub("", name)))

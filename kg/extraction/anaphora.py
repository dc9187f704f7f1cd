"""Pronouns, roles and groups: whom "he", "the minister" or "both sides" means.

Agreement in number and kind is required; the search for what agrees is that of ``kg.extraction.antecedents``.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from kg.extraction.antecedents import most_recent
from kg.extraction.bodies import is_named, is_such, named_body
from kg.extraction.mentions import GENERIC, Noun, read_noun
from kg.extraction.names import singular
from kg.extraction.register import Register, enter
from kg.model import Actor, ActorKind, Mention, Span
from kg.resolution import is_group_noun, resolve_side, role
from kg.syntax.tree import Sentence, Token

STATE_NOUNS = frozenset({"country", "nation", "state", "kingdom", "republic", "government"})
BODY_NOUNS = (
    GENERIC
    - STATE_NOUNS
    - {"side", "signatory", "neighbour", "neighbor", "leader", "counterpart", "delegation", "state"}
)
PAIR_NOUNS = frozenset(
    {"side", "party", "country", "nation", "state", "signatory", "government", "neighbour", "neighbor"}
)
LEADER_NOUNS = frozenset({"leader", "president", "minister", "head", "premier", "counterpart", "statesman"})


def resolve_anaphor(register: Register, sentences: Sequence[Sentence], number: int, token: Token) -> tuple[int, ...]:
    sentence = sentences[number]
    named = register.places.get((number, token.index))
    if named is not None:
        return named
    if token.relation == "nmod:desc":
        return ()
    if token.relation == "appos" and (number, token.head) in register.places:
        return register.places[number, token.head]
    if token.pos == "PRON" or (token.pos == "DET" and token.lower == "both"):
        return _pronoun(register, sentences, number, token)
    if token.base in ("flat", "compound", "amod", "det", "goeswith", "fixed"):
        return ()
    noun = read_noun(sentence, token)
    if noun is None or noun.name is not None:
        return ()
    return _described(register, sentences, number, token, noun)


def _pronoun(register: Register, sentences: Sequence[Sentence], number: int, token: Token) -> tuple[int, ...]:
    word = token.lower
    if word in ("he", "she", "him", "her", "his", "hers"):
        return most_recent(register, sentences, number, token, lambda m: _is_person(m), many=False)
    if word in ("it", "its"):
        return most_recent(
            register, sentences, number, token, lambda m: not _is_person(m) and _is_actor(m), many=False, near=3
        )
    if word in ("they", "them", "their", "both"):
        return most_recent(register, sentences, number, token, _is_actor, many=True, near=3) or most_recent(
            register,
            sentences,
            number,
            token,
            lambda m: m.kind is ActorKind.GROUP or not _is_person(m),
            many=False,
            near=2,
        )
    return ()


def _described(
    register: Register, sentences: Sequence[Sentence], number: int, token: Token, noun: Noun
) -> tuple[int, ...]:
    lemma = singular(token.lower)
    if noun.plural and (noun.definite or _has(noun, "two") or _has(noun, "both")):
        if lemma in PAIR_NOUNS:
            found = most_recent(register, sentences, number, token, _is_known_party, many=True, near=40)
            found = found or most_recent(register, sentences, number, token, _is_party, many=True, near=40)
            if not found:
                found = _sides_of(
                    register, most_recent(register, sentences, number, token, _is_person, many=True, near=40), noun
                )
            if found or lemma in ("side", "party") or _has(noun, "two") or _has(noun, "both"):
                return found
        if lemma in LEADER_NOUNS:
            found = most_recent(register, sentences, number, token, lambda m: _is_called(m, lemma), many=True, near=40)
            found = found or most_recent(register, sentences, number, token, _is_person, many=True, near=40)
            if found:
                return found
    if not noun.plural and noun.definite:
        found = _definite(register, sentences, number, token, noun)
        if found:
            return found
    if not noun.plural and noun.kind is ActorKind.PERSON:
        found = _role_holder(register, noun)
        if found:
            return found
    return (enter(register, noun.words, noun.kind, noun),)


def _has(noun: Noun, word: str) -> bool:
    return word in noun.words.lower().split()


def _definite(
    register: Register, sentences: Sequence[Sentence], number: int, token: Token, noun: Noun
) -> tuple[int, ...]:
    bare = noun.words.lower() == token.lower
    if token.lower in STATE_NOUNS and bare:
        found = most_recent(register, sentences, number, token, lambda m: m.kind is ActorKind.STATE, many=False, near=2)
        people = _possessor(register, sentences, number, token) or most_recent(
            register, sentences, number, token, _is_person, many=False, near=1
        )
        return _sides_of(register, people, noun) or found
    if token.lower in BODY_NOUNS and " of " not in noun.words:
        return _body(register, sentences, number, token, noun)
    if role(token.lower) is not None and not is_group_noun(token.lower):
        return _role_holder(register, noun) or (
            most_recent(register, sentences, number, token, _is_person, many=False, near=2) if bare else ()
        )
    return ()


def _body(register: Register, sentences: Sequence[Sentence], number: int, token: Token, noun: Noun) -> tuple[int, ...]:
    """ "The council" is the council named before, "his party" the party that he speaks for, or "Smith's party"."""
    owners = _possessor(register, sentences, number, token)
    for index in owners:
        side = resolve_side(register.actors[index], register.actors)
        if side is not None and side.kind is not ActorKind.STATE and is_such(side.name, token.lower):
            return (enter(register, side.name, side.kind, replace(noun, descriptions=(), words=side.name)),)
    if not owners:
        return named_body(register, sentences, number, token)
    if not any(register.actors[index].descriptions for index in owners):
        only = {
            s.actors for s in register.seen if len(s.actors) == 1 and _is_named_so(register, s.actors[0], token.lower)
        }
        if len(only) == 1:
            return only.pop()
    words = f"{register.actors[owners[0]].name}'s {noun.words}"
    return (enter(register, words, noun.kind, replace(noun, words=words)),)


def _is_named_so(register: Register, index: int, noun: str) -> bool:
    actor = register.actors[index]
    return actor.kind is ActorKind.ORGANIZATION and is_named(actor.name, noun)


def _possessor(register: Register, sentences: Sequence[Sentence], number: int, token: Token) -> tuple[int, ...]:
    """Whose country or government it is: "her country", "his government"."""
    for owner in sentences[number].children(token, "nmod:poss"):
        if owner.pos == "PRON":
            return _pronoun(register, sentences, number, owner)
    return ()


def _role_holder(register: Register, noun: Noun) -> tuple[int, ...]:
    """The person whom the article gives this role: "the Russian President" is Putin, "the British leader" Blair."""
    wanted = Mention(
        name=noun.words,
        wording=noun.words,
        span=Span(start=noun.first.start, end=noun.last.end),
        descriptions=(noun.words,),
    )
    side = resolve_side(wanted)
    head = noun.head.lower
    best: tuple[int, ...] = ()
    for index, actor in enumerate(register.actors):
        if (
            actor.kind is not ActorKind.PERSON
            or actor.name == noun.words
            or (" " not in actor.name and not actor.descriptions)
        ):
            continue
        described = " ".join(actor.descriptions).lower()
        sure = head in described.split() or (side is not None and head in ("leader", "head"))
        likely = side is not None and head in ("president", "chancellor", "premier") and not described
        if not (sure or (likely and not best)) or (side is not None and not _is_of(register, actor, side)):
            continue
        if sure:
            return (index,)
        best = (index,)
    return best


def _is_of(register: Register, person: Mention, side: Actor) -> bool:
    own = resolve_side(person, register.actors)
    return own is not None and own.name == side.name


def _sides_of(register: Register, people: tuple[int, ...], noun: Noun) -> tuple[int, ...]:
    found: list[int] = []
    for index in people:
        side = resolve_side(register.actors[index], register.actors)
        if side is not None:
            found.append(enter(register, side.name, side.kind, replace(noun, descriptions=(), words=side.name)))
    return tuple(dict.fromkeys(found))


def _is_person(mention: Mention) -> bool:
    return mention.kind is ActorKind.PERSON


def _is_called(mention: Mention, noun: str) -> bool:
    """Whether a person holds the office named, or any office of a head when only "leaders" are named."""
    offices = (
        {noun}
        if noun not in ("leader", "head")
        else {"president", "leader", "minister", "chancellor", "king", "premier"}
    )
    described = {word for d in mention.descriptions for word in d.lower().split()}
    return _is_person(mention) and bool(described & offices)


def _is_party(mention: Mention) -> bool:
    return mention.kind not in (None, ActorKind.PERSON)


def _is_known_party(mention: Mention) -> bool:
    return mention.kind in (ActorKind.STATE, ActorKind.ORGANIZATION)


def _is_actor(mention: Mention) -> bool:
    return mention.kind is not None or mention.name[:1].isupper()

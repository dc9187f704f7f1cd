"""Pronouns, roles and groups: whom "he", "the minister" or "both sides" means.

Heuristics after Lappin and Leass (1994): nearer sentences first, subjects before other arguments; agreement in number
and kind is required.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from kg.extraction.mentions import GENERIC, Noun, read_noun
from kg.extraction.names import singular
from kg.extraction.register import Register, Seen, enter
from kg.model import Actor, ActorKind, Mention, Span
from kg.resolution import is_group_noun, resolve_side, role
from kg.syntax.tree import Sentence, Token

WINDOW = 6  # sentences to look back
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
        return _last(register, sentences, number, token, lambda m: _is_person(m), many=False)
    if word in ("it", "its"):
        return _last(
            register, sentences, number, token, lambda m: not _is_person(m) and _is_actor(m), many=False, near=3
        )
    if word in ("they", "them", "their", "both"):
        return _last(register, sentences, number, token, _is_actor, many=True, near=3) or _last(
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
            found = _last(register, sentences, number, token, _is_known_party, many=True, near=40)
            found = found or _last(register, sentences, number, token, _is_party, many=True, near=40)
            if not found:
                found = _sides_of(
                    register, _last(register, sentences, number, token, _is_person, many=True, near=40), noun
                )
            if found or lemma in ("side", "party") or _has(noun, "two") or _has(noun, "both"):
                return found
        if lemma in LEADER_NOUNS:
            found = _last(register, sentences, number, token, lambda m: _is_called(m, lemma), many=True, near=40)
            found = found or _last(register, sentences, number, token, _is_person, many=True, near=40)
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
        found = _last(register, sentences, number, token, lambda m: m.kind is ActorKind.STATE, many=False, near=2)
        people = _possessor(register, sentences, number, token) or _last(
            register, sentences, number, token, _is_person, many=False, near=1
        )
        return _sides_of(register, people, noun) or found
    if token.lower in BODY_NOUNS:
        return _last(register, sentences, number, token, lambda m: m.kind is ActorKind.ORGANIZATION, many=False, near=4)
    if role(token.lower) is not None and not is_group_noun(token.lower):
        return _role_holder(register, noun) or (
            _last(register, sentences, number, token, _is_person, many=False, near=2) if bare else ()
        )
    return ()


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


def _last(
    register: Register,
    sentences: Sequence[Sentence],
    number: int,
    token: Token,
    fits: Callable[[Mention], bool],
    *,
    many: bool,
    near: int = WINDOW,
) -> tuple[int, ...]:
    """The most recent actors that fit: within the sentence from the governor outwards, then sentence by sentence."""
    here = sentences[number]
    inner = [s for s in register.seen if s.sentence == number and s.token < token.index]
    inner = [s for s in inner if not _same_clause(here.tokens[s.token], token)]
    for candidates in (inner, *_earlier(register, number, near)):
        ordered = [s for s in candidates if s.is_subject] + [s for s in reversed(candidates) if not s.is_subject]
        if many:
            joined = _joined(register, sentences, ordered, fits, near_any=near > WINDOW)
            if joined:
                return joined
            continue
        for place in ordered:
            fitting = tuple(a for a in place.actors if fits(register.actors[a]))
            if len(fitting) == 1 and len(place.actors) == 1:
                return fitting
    return ()


def _earlier(register: Register, number: int, near: int) -> list[list[Seen]]:
    rows: dict[int, list[Seen]] = {}
    for place in reversed(register.seen):
        if place.sentence < number - near:
            break
        if place.sentence < number:
            rows.setdefault(place.sentence, []).insert(0, place)
    return [rows[n] for n in sorted(rows, reverse=True)]


def _joined(
    register: Register,
    sentences: Sequence[Sentence],
    places: list[Seen],
    fits: Callable[[Mention], bool],
    *,
    near_any: bool,
) -> tuple[int, ...]:
    """Two or more actors that stand together: coordinated, meant by a plural, or subject and "with" phrase."""
    for place in places:
        if len(place.actors) > 1 and all(fits(register.actors[a]) for a in place.actors):
            return place.actors
    by_head: dict[tuple[int, int], list[int]] = {}
    for place in sorted(places, key=lambda p: p.token):
        sentence = sentences[place.sentence]
        token = sentence.tokens[place.token]
        top = token
        while top.base == "conj":
            top = sentence.tokens[top.head]
        if all(fits(register.actors[a]) for a in place.actors):
            by_head.setdefault((place.sentence, top.index), []).extend(place.actors)
    leading = {(p.sentence, p.token) for p in places if p.is_subject}
    for place_of_head in sorted(by_head, key=lambda at: at not in leading):
        if len(set(by_head[place_of_head])) > 1 and (place_of_head in leading or near_any):
            return tuple(dict.fromkeys(by_head[place_of_head]))
    subjects = [p for p in places if p.is_subject and all(fits(register.actors[a]) for a in p.actors)]
    others = [p for p in places if not p.is_subject and all(fits(register.actors[a]) for a in p.actors)]
    if subjects and others and near_any:
        pair = dict.fromkeys((*subjects[0].actors, *others[-1].actors))
        if len(pair) > 1:
            return tuple(pair)
    return ()


def _same_clause(candidate: Token, pronoun: Token) -> bool:
    """Whether both are arguments of one verb, where a plain pronoun cannot mean the other (Chomsky's principle B)."""
    return (
        candidate.head == pronoun.head
        and candidate.base in ("nsubj", "obj", "obl", "iobj")
        and pronoun.relation != "nmod:poss"
    )


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

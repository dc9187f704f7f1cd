"""Who is meant: names of one actor joined, pronouns and roles resolved within the article.

Heuristics after Lappin and Leass (1994): nearer sentences first, subjects before other arguments; agreement in number
and kind is required.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from kg.extraction.mentions import GENERIC, Noun, read_noun, singular
from kg.model import ActorKind, Mention, Span
from kg.resolution import is_group_noun, look_up, resolve_side, role
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


@dataclass(frozen=True, kw_only=True, slots=True)
class Seen:
    """One place where an actor stands: sentence and token, whether as a subject, and which actors."""

    sentence: int
    token: int
    is_subject: bool
    actors: tuple[int, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Discourse:
    """All actors of an article and where they stand; ``who`` answers for any noun or pronoun."""

    actors: tuple[Mention, ...]
    places: Mapping[tuple[int, int], tuple[int, ...]]
    seen: tuple[Seen, ...]

    def who(self, sentence: int, token: Token) -> tuple[Mention, ...]:
        """The actors that the phrase under ``token`` stands for; empty when it is no actor."""
        return tuple(self.actors[n] for n in self.places.get((sentence, token.index), ()))


@dataclass(slots=True)
class _Reader:
    """The article read so far (local to one call; the result is frozen)."""

    actors: list[Mention] = field(default_factory=list)
    places: dict[tuple[int, int], tuple[int, ...]] = field(default_factory=dict)
    seen: list[Seen] = field(default_factory=list)


def read_discourse(sentences: Sequence[Sentence]) -> Discourse:
    """Read the sentences in order and settle who is meant by each noun phrase."""
    reader = _Reader()
    _collect_names(reader, sentences)
    for number, sentence in enumerate(sentences):
        for token in _by_depth(sentence):
            actors = _resolve(reader, sentences, number, token)
            if not actors:
                continue
            reader.places[number, token.index] = actors
            reader.seen.append(
                Seen(sentence=number, token=token.index, is_subject=_is_subject(sentence, token), actors=actors)
            )
    return Discourse(actors=tuple(reader.actors), places=dict(reader.places), seen=tuple(reader.seen))


def _by_depth(sentence: Sentence) -> list[Token]:
    return [t for t in sentence.tokens if t.pos in ("NOUN", "PROPN", "PRON", "ADJ", "NUM", "DET", "X")]


def _is_subject(sentence: Sentence, token: Token) -> bool:
    while token.base == "conj":
        token = sentence.tokens[token.head]
    return token.base in ("nsubj",) or token.relation == "obl:agent" or token.relation == "root"


# --- names ---------------------------------------------------------------------------------------------------------


def _collect_names(reader: _Reader, sentences: Sequence[Sentence]) -> None:
    """Every name of the article, short forms joined to the fullest form, descriptions gathered."""
    nouns: list[tuple[int, Noun]] = []
    for number, sentence in enumerate(sentences):
        for token in sentence.tokens:
            if (
                token.relation == "nmod:desc"
                or token.base in ("flat", "punct", "fixed", "goeswith")
                or token.pos not in ("PROPN", "NOUN", "ADJ", "X")
            ):
                continue
            if token.relation in ("compound", "amod", "nmod:desc") and _inside_name(sentence, token):
                continue
            noun = read_noun(sentence, token)
            if noun is not None and noun.name is not None:
                nouns.append((number, noun))
    acronyms = _acronyms(sentences)
    people = _people(nouns)
    for number, noun in nouns:
        name = acronyms.get(noun.name or "", noun.name or "")
        kind = noun.kind
        if kind in (None, ActorKind.PERSON) or (kind is ActorKind.ORGANIZATION and look_up(name) is None):
            full = people.get(name.split()[-1]) if " " not in name or name.split()[0] in people else None
            full = full or people.get(name)
            if full is not None:
                name, kind = full, ActorKind.PERSON
        index = _entity(reader, name, kind, noun)
        for token in (noun.head.index, *range(noun.first.index, noun.last.index + 1)):
            reader.places.setdefault((number, token), (index,))


def _inside_name(sentence: Sentence, token: Token) -> bool:
    """Whether a modifier is part of a longer name, or no name itself."""
    governor = sentence.head(token)
    return token.pos != "PROPN" or (governor is not None and governor.pos == "PROPN")


def _people(nouns: Sequence[tuple[int, Noun]]) -> dict[str, str]:
    """Surname (and full name) to fullest name, for surnames that belong to one person only."""
    full: dict[str, set[str]] = {}
    for _, noun in nouns:
        if noun.kind is ActorKind.PERSON and noun.name and " " in noun.name:
            parts = noun.name.split()
            full.setdefault(parts[-1], set()).add(noun.name)
            if len(parts) > 2:
                full.setdefault(" ".join(parts[1:]), set()).add(noun.name)
    table = {surname: _longest(names) for surname, names in full.items() if _one_person(names)}
    for surname, names in full.items():
        table.update({n: table.get(surname, n) for n in names})
    return table


def _one_person(names: set[str]) -> bool:
    """Whether the names can be of one person: each is contained in the longest, or shares its first word."""
    longest = _longest(names)
    return all(set(n.split()) <= set(longest.split()) or n.split()[0] == longest.split()[0] for n in names)


def _longest(names: set[str]) -> str:
    return max(sorted(names), key=len)


def _acronyms(sentences: Sequence[Sentence]) -> dict[str, str]:
    """Short forms that the article itself introduces: "United Auto Workers (UAW)"."""
    found: dict[str, str] = {}
    for sentence in sentences:
        tokens = sentence.tokens
        for n in range(1, len(tokens) - 1):
            short = tokens[n]
            if tokens[n - 1].text != "(" or tokens[n + 1].text != ")" or not short.text[:1].isupper():
                continue
            letters = [c for c in short.text if c.isupper()]
            at = n - 2
            while at >= 0 and (
                tokens[at].text[:1].isupper() or tokens[at].lower in ("of", "and", "the", "for", "on", "'s")
            ):
                at -= 1
            words = [t for t in tokens[at + 1 : n - 1]]
            while words and not words[0].text[:1].isupper():
                words.pop(0)
            initials = [t.text[0] for t in words if t.text[:1].isupper()]
            while len(initials) > len(letters) and words and initials[0] != letters[0]:
                words.pop(0)
                initials = [t.text[0] for t in words if t.text[:1].isupper()]
            if words and letters and initials[:1] == letters[:1] and len(letters) <= len(initials) + 1:
                text = " ".join(t.text for t in words).replace(" 's", "'s").replace(" ’s", "’s").replace(" - ", "-")
                found[short.text] = text
    return found


def _entity(reader: _Reader, name: str, kind: ActorKind | None, noun: Noun) -> int:
    for index, actor in enumerate(reader.actors):
        if _same(actor, name, kind):
            descriptions = tuple(dict.fromkeys((*actor.descriptions, *noun.descriptions)))
            reader.actors[index] = replace(actor, descriptions=descriptions, kind=actor.kind or kind)
            return index
    reader.actors.append(
        Mention(
            name=name,
            wording=noun.words,
            span=Span(start=noun.first.start, end=noun.last.end),
            kind=kind,
            descriptions=noun.descriptions,
        )
    )
    return len(reader.actors) - 1


def _same(actor: Mention, name: str, kind: ActorKind | None) -> bool:
    if actor.name == name:
        return True
    known, other = look_up(actor.name), look_up(name)
    return known is not None and other is not None and known.name == other.name and kind is not ActorKind.PERSON


# --- pronouns, roles and groups ------------------------------------------------------------------------------------


def _resolve(reader: _Reader, sentences: Sequence[Sentence], number: int, token: Token) -> tuple[int, ...]:
    sentence = sentences[number]
    named = reader.places.get((number, token.index))
    if named is not None:
        return named
    if token.relation == "nmod:desc":
        return ()
    if token.pos == "PRON" or (token.pos == "DET" and token.lower == "both"):
        return _pronoun(reader, sentences, number, token)
    if token.base in ("flat", "compound", "amod", "nmod:desc", "det", "goeswith", "fixed"):
        return ()
    noun = read_noun(sentence, token)
    if noun is None or noun.name is not None:
        return ()
    return _described(reader, sentences, number, token, noun)


def _pronoun(reader: _Reader, sentences: Sequence[Sentence], number: int, token: Token) -> tuple[int, ...]:
    word = token.lower
    if word in ("he", "she", "him", "her", "his", "hers"):
        return _last(reader, sentences, number, token, lambda m: _is_person(m), many=False)
    if word in ("it", "its"):
        return _last(reader, sentences, number, token, lambda m: not _is_person(m) and _is_actor(m), many=False, near=3)
    if word in ("they", "them", "their", "both"):
        return _last(reader, sentences, number, token, _is_actor, many=True, near=3) or _last(
            reader,
            sentences,
            number,
            token,
            lambda m: m.kind is ActorKind.GROUP or not _is_person(m),
            many=False,
            near=2,
        )
    return ()


def _described(
    reader: _Reader, sentences: Sequence[Sentence], number: int, token: Token, noun: Noun
) -> tuple[int, ...]:
    lemma = singular(token.lower)
    if noun.plural and (noun.definite or _has(noun, "two") or _has(noun, "both")):
        if lemma in PAIR_NOUNS:
            found = _last(reader, sentences, number, token, _is_known_party, many=True, near=40)
            found = found or _last(reader, sentences, number, token, _is_party, many=True, near=40)
            if not found:
                found = _sides_of(reader, _last(reader, sentences, number, token, _is_person, many=True, near=40), noun)
            if found or lemma in ("side", "party") or _has(noun, "two") or _has(noun, "both"):
                return found
        if lemma in LEADER_NOUNS:
            found = _last(reader, sentences, number, token, lambda m: _is_called(m, lemma), many=True, near=40)
            found = found or _last(reader, sentences, number, token, _is_person, many=True, near=40)
            if found:
                return found
    if not noun.plural and noun.definite:
        found = _definite(reader, sentences, number, token, noun)
        if found:
            return found
    if not noun.plural and noun.kind is ActorKind.PERSON:
        found = _role_holder(reader, number, noun)
        if found:
            return found
    return (_entity(reader, noun.words, noun.kind, noun),)


def _has(noun: Noun, word: str) -> bool:
    return word in noun.words.lower().split()


def _definite(reader: _Reader, sentences: Sequence[Sentence], number: int, token: Token, noun: Noun) -> tuple[int, ...]:
    bare = noun.words.lower() == token.lower
    if token.lower in STATE_NOUNS and bare:
        found = _last(reader, sentences, number, token, lambda m: m.kind is ActorKind.STATE, many=False, near=2)
        side = _sides_of(reader, _last(reader, sentences, number, token, _is_person, many=False, near=1), noun)
        return side or found
    if token.lower in BODY_NOUNS:
        return _last(reader, sentences, number, token, lambda m: m.kind is ActorKind.ORGANIZATION, many=False, near=4)
    if role(token.lower) is not None and not is_group_noun(token.lower):
        return _role_holder(reader, number, noun) or (
            _last(reader, sentences, number, token, _is_person, many=False, near=2) if bare else ()
        )
    return ()


def _role_holder(reader: _Reader, number: int, noun: Noun) -> tuple[int, ...]:
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
    for index, actor in enumerate(reader.actors):
        if (
            actor.kind is not ActorKind.PERSON
            or actor.name == noun.words
            or (" " not in actor.name and not actor.descriptions)
        ):
            continue
        described = " ".join(actor.descriptions).lower()
        own = resolve_side(actor)
        if side is not None and (own is None or own.name != side.name):
            continue
        if head in described.split() or (side is not None and head in ("leader", "head")):
            return (index,)
        if side is not None and head in ("president", "chancellor", "premier") and not described:
            best = best or (index,)
    return best


def _sides_of(reader: _Reader, people: tuple[int, ...], noun: Noun) -> tuple[int, ...]:
    found: list[int] = []
    for index in people:
        side = resolve_side(reader.actors[index])
        if side is not None:
            found.append(_entity(reader, side.name, side.kind, replace(noun, descriptions=(), words=side.name)))
    return tuple(dict.fromkeys(found))


def _last(
    reader: _Reader,
    sentences: Sequence[Sentence],
    number: int,
    token: Token,
    fits: Callable[[Mention], bool],
    *,
    many: bool,
    near: int = WINDOW,
) -> tuple[int, ...]:
    """The most recent actors that fit: within the sentence from the clause's governor outwards, then sentence by sentence."""
    here = sentences[number]
    inner = [s for s in reader.seen if s.sentence == number and s.token < token.index]
    inner = [s for s in inner if not _same_clause(here, here.tokens[s.token], token)]
    for candidates in (inner, *_earlier(reader, number, near)):
        ordered = [s for s in candidates if s.is_subject] + [s for s in reversed(candidates) if not s.is_subject]
        if many:
            joined = _joined(reader, sentences, ordered, fits, near_any=near > WINDOW)
            if joined:
                return joined
            continue
        for place in ordered:
            fitting = tuple(a for a in place.actors if fits(reader.actors[a]))
            if len(fitting) == 1 and len(place.actors) == 1:
                return fitting
    return ()


def _earlier(reader: _Reader, number: int, near: int) -> list[list[Seen]]:
    rows: dict[int, list[Seen]] = {}
    for place in reversed(reader.seen):
        if place.sentence < number - near:
            break
        if place.sentence < number:
            rows.setdefault(place.sentence, []).insert(0, place)
    return [rows[n] for n in sorted(rows, reverse=True)]


def _joined(
    reader: _Reader,
    sentences: Sequence[Sentence],
    places: list[Seen],
    fits: Callable[[Mention], bool],
    *,
    near_any: bool,
) -> tuple[int, ...]:
    """Two or more actors that stand together: coordinated, or already meant by a plural, or subject and "with" phrase."""
    for place in places:
        if len(place.actors) > 1 and all(fits(reader.actors[a]) for a in place.actors):
            return place.actors
    by_head: dict[tuple[int, int], list[int]] = {}
    for place in sorted(places, key=lambda p: p.token):
        sentence = sentences[place.sentence]
        token = sentence.tokens[place.token]
        top = token
        while top.base == "conj":
            top = sentence.tokens[top.head]
        if all(fits(reader.actors[a]) for a in place.actors):
            by_head.setdefault((place.sentence, top.index), []).extend(place.actors)
    leading = {(p.sentence, p.token) for p in places if p.is_subject}
    for top in sorted(by_head, key=lambda t: t not in leading):
        if len(set(by_head[top])) > 1 and (top in leading or near_any):
            return tuple(dict.fromkeys(by_head[top]))
    subjects = [p for p in places if p.is_subject and all(fits(reader.actors[a]) for a in p.actors)]
    others = [p for p in places if not p.is_subject and all(fits(reader.actors[a]) for a in p.actors)]
    if subjects and others and near_any:
        pair = dict.fromkeys((*subjects[0].actors, *others[-1].actors))
        if len(pair) > 1:
            return tuple(pair)
    return ()


def _same_clause(sentence: Sentence, candidate: Token, pronoun: Token) -> bool:
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

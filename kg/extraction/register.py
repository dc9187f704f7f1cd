"""The register of an article's actors: every name once, short forms joined to the fullest form."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from kg.extraction.mentions import Noun, read_noun
from kg.model import ActorKind, Mention, Span
from kg.resolution import is_group_noun, look_up
from kg.syntax.clauses import preposition
from kg.syntax.tree import Sentence, Token


@dataclass(frozen=True, kw_only=True, slots=True)
class Seen:
    """One place where an actor stands: sentence and token, whether as a subject, and which actors."""

    sentence: int
    token: int
    is_subject: bool
    actors: tuple[int, ...]


@dataclass(slots=True)
class Register:
    """The article read so far (local to one call; the result is frozen)."""

    actors: list[Mention] = field(default_factory=list)
    places: dict[tuple[int, int], tuple[int, ...]] = field(default_factory=dict)
    seen: list[Seen] = field(default_factory=list)


def collect_names(register: Register, sentences: Sequence[Sentence]) -> None:
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
            if token.relation == "nmod:poss" and _names_a_body(sentence, token):
                continue
            if _is_portfolio(sentence, token):
                continue
            noun = read_noun(sentence, token)
            if noun is not None and noun.name is not None:
                nouns.append((number, noun))
    nouns = _without_parts(nouns)
    acronyms = _acronyms(sentences)
    words = {t.text for sentence in sentences for t in sentence.tokens}
    kinds = _kinds(nouns) | _territories(nouns, words, _entered(sentences)) | _governed(nouns, sentences)
    nouns = [(number, replace(noun, kind=kinds.get(noun.name or "", noun.kind))) for number, noun in nouns]
    people = _people(nouns)
    for number, noun in nouns:
        name = acronyms.get(noun.name or "", noun.name or "")
        kind = noun.kind
        if kind in (None, ActorKind.PERSON) or (kind is ActorKind.ORGANIZATION and look_up(name) is None):
            full = people.get(name.split()[-1]) if " " not in name or name.split()[0] in people else None
            full = full or people.get(name)
            if full is not None:
                name, kind = full, ActorKind.PERSON
        index = enter(register, name, kind, noun)
        for token in (noun.head.index, *range(noun.first.index, noun.last.index + 1)):
            register.places.setdefault((number, token), (index,))


def _without_parts(nouns: list[tuple[int, Noun]]) -> list[tuple[int, Noun]]:
    """Without the names that are only what another is named after: no "Transport" in the "Ministry of Transport"."""
    whole = {
        (number, index): noun
        for number, noun in nouns
        if noun.name is not None and " of " in noun.name
        for index in range(noun.first.index, noun.last.index + 1)
    }

    def is_part(number: int, noun: Noun) -> bool:
        around = whole.get((number, noun.first.index))
        return around is not None and around is not noun and look_up(noun.name or "") is None

    return [(number, noun) for number, noun in nouns if not is_part(number, noun)]


def _kinds(nouns: Sequence[tuple[int, Noun]]) -> dict[str, ActorKind]:
    """One kind for each name of the article: a title makes a person, else most of its mentions decide."""
    votes: dict[str, Counter[ActorKind]] = {}
    for _, noun in nouns:
        if noun.name and noun.kind is not None:
            weight = 3 if noun.kind is ActorKind.PERSON and noun.descriptions else 1
            votes.setdefault(noun.name, Counter())[noun.kind] += weight
    return {name: max(sorted(found), key=lambda kind: found[kind]) for name, found in votes.items()}


def _entered(sentences: Sequence[Sentence]) -> set[str]:
    """The names that one can be in or go into: "in Karsovia", "across the Tarn"."""
    return {
        token.text
        for sentence in sentences
        for token in sentence.tokens
        if token.pos == "PROPN" and preposition(sentence, token) in ("in", "into", "across", "inside", "throughout")
    }


def _territories(nouns: Sequence[tuple[int, Noun]], words: set[str], entered: set[str]) -> dict[str, ActorKind]:
    """Unknown single names that the article also uses as an adjective or as a place ("Karsovian", "in Karsovia")."""
    found: dict[str, ActorKind] = {}
    for _, noun in nouns:
        name = noun.name or ""
        if " " in name or len(name) < 5 or look_up(name) is not None:
            continue
        derived = {f"{name}n", f"{name}an", f"{name}ian", f"{name[:-1]}an", f"{name[:-1]}ian", f"{name}ese"} - {name}
        if derived & words or (name in entered and not noun.descriptions):
            found[name] = ActorKind.ORGANIZATION
    return found


def _governed(nouns: Sequence[tuple[int, Noun]], sentences: Sequence[Sentence]) -> dict[str, ActorKind]:
    """Unknown single names that have ministers or a parliament, or that the text calls "it": states or bodies."""
    people = [noun.name or "" for _, noun in nouns if noun.kind is ActorKind.PERSON]
    surnames = {name.split()[-1] for name in people if " " in name}
    names = {noun.name for _, noun in nouns if noun.name and " " not in noun.name and not noun.descriptions}
    return {
        token.text: ActorKind.ORGANIZATION
        for sentence in sentences
        for token in sentence.tokens
        if token.pos == "PROPN"
        and token.text in names
        and token.text not in surnames
        and (_has_post(sentence, token) or _is_it(sentence, token))
        and look_up(token.text) is None
    }


def _has_post(sentence: Sentence, name: Token) -> bool:
    """ "Belmark Foreign Minister Oda Lund", "the prime minister of Nordavia", "Ms. Alvara (Ostria)"."""
    if 0 < name.index < len(sentence.tokens) - 1 and sentence.tokens[name.index - 1].text == "(":
        owner = sentence.head(name)
        titled = owner is not None and sentence.child(owner, "nmod:desc") is not None
        return titled and sentence.tokens[name.index + 1].text.startswith(")")
    after = [t.lower for t in sentence.tokens[name.index + 1 : name.index + 3]]
    if "minister" in after[1:] and after[0] not in (",", "'s", "and"):
        return True
    owned = sentence.head(name)
    if owned is None:
        return False
    if name.base == "nmod" and preposition(sentence, name) == "of":
        return owned.lemma == "minister" and sentence.child(owned, "amod", "compound") is not None
    return name.relation == "nmod:poss" and owned.lemma in ("parliament", "senate", "army", "navy", "ambassador")


def _is_it(sentence: Sentence, name: Token) -> bool:
    """ "Norland said it had …": no person is called "it"."""
    verb = sentence.head(name)
    clause = sentence.child(verb, "ccomp") if name.relation == "nsubj" and verb is not None else None
    if clause is None or clause.index < name.index:
        return False
    subject = sentence.child(clause, "nsubj", "nsubj:pass")
    told = verb is not None and sentence.child(verb, "obj", "iobj") is not None
    return subject is not None and subject.lower == "it" and sentence.child(clause, "cop", "expl") is None and not told


def _inside_name(sentence: Sentence, token: Token) -> bool:
    """Whether a modifier is part of a longer name, or no name itself."""
    governor = sentence.head(token)
    return token.pos != "PROPN" or (governor is not None and governor.pos == "PROPN")


def _names_a_body(sentence: Sentence, owner: Token) -> bool:
    """Whether a possessor is the first part of a body's own name: "Dockers' Union", "Women's Institute"."""
    body = sentence.head(owner)
    if body is None or not body.text[:1].isupper() or not is_group_noun(body.lower):
        return False
    return owner.text.endswith("s") and owner.text[:1].isupper() and sentence.tokens[owner.index + 1].text in "'’"


def _is_portfolio(sentence: Sentence, name: Token) -> bool:
    """Whether a minister is charged with what is named: "Minister for Transport", "Secretary of State for Health"."""
    post = sentence.head(name)
    if name.base != "nmod" or post is None or look_up(name.text) is not None:
        return False
    bare = not sentence.children(post, "amod", "compound", "nmod:desc")
    if preposition(sentence, name) == "for":
        return post.lemma in ("minister", "secretary", "state", "commissioner")
    return preposition(sentence, name) == "of" and post.lemma == "minister" and bare


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
            words = list(tokens[at + 1 : n - 1])
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


def enter(register: Register, name: str, kind: ActorKind | None, noun: Noun) -> int:
    for index, actor in enumerate(register.actors):
        if _same(actor, name, kind):
            descriptions = tuple(dict.fromkeys((*actor.descriptions, *noun.descriptions)))
            register.actors[index] = replace(actor, descriptions=descriptions, kind=actor.kind or kind)
            return index
    register.actors.append(
        Mention(
            name=name,
            wording=noun.words,
            span=Span(start=noun.first.start, end=noun.last.end),
            kind=kind,
            descriptions=noun.descriptions,
        )
    )
    return len(register.actors) - 1


def _same(actor: Mention, name: str, kind: ActorKind | None) -> bool:
    if actor.name == name:
        return True
    known, other = look_up(actor.name), look_up(name)
    return known is not None and other is not None and known.name == other.name and kind is not ActorKind.PERSON

"""Whose stance it is: the holder of a frame's verb or noun."""

from __future__ import annotations

from kg.extraction.lexicon import words
from kg.extraction.reading import Reading
from kg.model import ActorKind, Mention
from kg.resolution import resolve_side
from kg.syntax.clauses import agents, is_passive, own_subject, preposition, subjects
from kg.syntax.tree import Sentence, Token

BODIES = ("in", "at")  # "was rejected in the Senate"


def holders_of_verb(reading: Reading, number: int, verb: Token, *, of_adjective: bool = False) -> tuple[Mention, ...]:
    """The actors behind a verb or predicate adjective; a document's stance is its owner's.

    ``of_adjective`` reads a participle as an adjective ("is prepared to"), whose subject is no patient.
    """
    sentence = reading.sentences[number]
    found: list[Mention] = []
    patient = own_subject(sentence, verb)
    actors = sentence.conjuncts(patient) if of_adjective and patient is not None else subjects(sentence, verb)
    for subject in actors:
        found.extend(reading.who(number, subject) or _owner(reading, number, subject))
    if not found and is_passive(sentence, verb):
        found.extend(_body(reading, number, verb))
    return _distinct(found)


def holders_of_noun(reading: Reading, number: int, noun: Token, content: tuple[Token, ...] = ()) -> tuple[Mention, ...]:
    """The actors behind a noun: possessor, demonym, "by" or "of" phrase, or the subject of the verb that carries it."""
    sentence = reading.sentences[number]
    own = _possessors(reading, number, noun) or _sources(reading, number, noun, content)
    if own:
        return _distinct([*own, *_advocates(reading, number, noun, own)])
    return _carrier(reading, number, noun) or _makers(reading, number, noun) or _lender(sentence, reading, number, noun)


def owners_of_noun(reading: Reading, number: int, noun: Token) -> tuple[Mention, ...]:
    """Whose the thing is, by its own words only: "Trump's proposed acquisition", "the law proposed by the mayor"."""
    return _possessors(reading, number, noun) or _sources(reading, number, noun, ()) or _makers(reading, number, noun)


def _advocates(reading: Reading, number: int, noun: Token, own: tuple[Mention, ...]) -> tuple[Mention, ...]:
    """Who restates the position of the party that he speaks for: "Grushko reiterated Russia's opposition"."""
    governor = reading.sentences[number].head(noun)
    if noun.base != "obj" or governor is None or governor.lemma not in words("light", "restating"):
        return ()
    sides = {m.name for m in own} | {a.name for m in own if (a := resolve_side(m)) is not None}
    speakers = holders_of_verb(reading, number, governor)
    return tuple(m for m in speakers if (side := resolve_side(m)) is not None and side.name in sides)


def _possessors(reading: Reading, number: int, noun: Token) -> tuple[Mention, ...]:
    """ "Russia's opposition", "their support", "the U.S. proposal", "Russian calls"."""
    sentence = reading.sentences[number]
    found: list[Mention] = []
    for child in sentence.children(noun, "nmod:poss"):
        for owner in sentence.conjuncts(child):
            found.extend(reading.who(number, owner))
    if not found:
        for child in sentence.children(noun, "amod", "compound", "nmod:desc", "nmod"):
            if child.index < noun.index and not preposition(sentence, child):
                for owner in sentence.conjuncts(child):
                    found.extend(reading.people(owner))
    return _distinct(found)


def _sources(reading: Reading, number: int, noun: Token, content: tuple[Token, ...]) -> tuple[Mention, ...]:
    """ "opposition by the unions", "calls from Berlin", "the refusal of NATO countries to …"."""
    sentence = reading.sentences[number]
    found: list[Mention] = []
    taken = {t.index for t in content}
    for child in sentence.children(noun, "nmod"):
        if child.index in taken or preposition(sentence, child) not in ("by", "from", "of", "among"):
            continue
        for owner in sentence.conjuncts(child):
            by = preposition(sentence, child) == "by"
            found.extend(reading.who(number, owner) or (reading.described(number, owner) if by else ()))
    return _distinct(found)


def _makers(reading: Reading, number: int, noun: Token) -> tuple[Mention, ...]:
    """ "a proposal made by France"; "the plan Washington put forward"."""
    sentence = reading.sentences[number]
    found: list[Mention] = []
    for clause in sentence.children(noun, "acl", "acl:relcl"):
        by = agents(sentence, clause) if is_passive(sentence, clause) else ()
        for owner in by:
            found.extend(reading.who(number, owner))
    return _distinct(found)


def _carrier(reading: Reading, number: int, noun: Token) -> tuple[Mention, ...]:
    """The subject of a light verb: "expressed support for", "has plans to", "in a statement calling for"."""
    sentence = reading.sentences[number]
    node = noun
    while node.base == "conj":
        node = sentence.tokens[node.head]
    governor = sentence.head(node)
    if governor is None:
        return ()
    light = governor.lemma in words("light", "verbs")
    spoken = light or governor.lemma in words("speech", "verbs")
    if (node.base in ("obj", "xcomp", "ccomp") and spoken) or (node.base == "obl" and light):
        return holders_of_verb(reading, number, governor)
    if sentence.child(noun, "cop") is not None:
        return holders_of_verb(reading, number, noun)
    return ()


def _lender(sentence: Sentence, reading: Reading, number: int, noun: Token) -> tuple[Mention, ...]:
    """The subject of the nearest verb of which the noun is an argument with a preposition: "came out in support of"."""
    if noun.base == "obl" and preposition(sentence, noun) in ("in", "with", "amid"):
        governor = sentence.head(noun)
        if governor is not None and preposition(sentence, noun) == "in":
            return holders_of_verb(reading, number, governor)
    return ()


def _owner(reading: Reading, number: int, subject: Token) -> tuple[Mention, ...]:
    """Whose document or plan it is: "the U.S. proposal does not allow …", "the ministry's statement rejects …"."""
    if subject.lemma in words("deals", "nouns") or subject.lemma in words("deals", "documents"):
        return (
            _possessors(reading, number, subject)
            or _sources(reading, number, subject, ())
            or _carrier(reading, number, subject)
            or (_issuers(reading, number, subject) if subject.lemma in words("deals", "documents") else ())
        )
    return ()


def _issuers(reading: Reading, number: int, document: Token) -> tuple[Mention, ...]:
    """ "The statement supported …": those who were last said to have issued it, up to three sentences before."""
    for at in range(number - 1, max(-1, number - 4), -1):
        for token in reading.sentences[at].tokens:
            if token.lemma == document.lemma and token.base in ("obj", "obl"):
                found = _carrier(reading, at, token) or _subject_above(reading, at, token)
                if found:
                    return found
    return ()


def _subject_above(reading: Reading, number: int, token: Token) -> tuple[Mention, ...]:
    governor = reading.sentences[number].head(token)
    return holders_of_verb(reading, number, governor) if governor is not None and governor.pos == "VERB" else ()


def _body(reading: Reading, number: int, verb: Token) -> tuple[Mention, ...]:
    """The body in which something was passed or rejected, when no agent is named."""
    sentence = reading.sentences[number]
    for child in sentence.children(verb, "obl"):
        if preposition(sentence, child) in BODIES:
            who = reading.who(number, child)
            if who and all(m.kind is ActorKind.ORGANIZATION for m in who):
                return who
    return ()


def _distinct(found: list[Mention]) -> tuple[Mention, ...]:
    return tuple({m.name: m for m in found}.values())

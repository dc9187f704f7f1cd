"""Agreements that must bring something, and proposals that are said to depend on something."""

from __future__ import annotations

from collections.abc import Iterator

from kg.extraction.claims import Claim
from kg.extraction.dependencies import dependency_claims, hanging
from kg.extraction.lexicon import frames, words
from kg.extraction.proposals import Phrase, phrases
from kg.extraction.reading import Reading
from kg.model import Act, Mention, Relation
from kg.syntax.clauses import auxiliaries, is_negated, own_subject, preposition, subjects
from kg.syntax.tree import Sentence, Token


def requirement_claims(reading: Reading, number: int) -> Iterator[Claim]:
    """What agreements must bring, and what proposals are said to depend on, in text order."""
    yield from _requirements(reading, number)
    yield from dependency_claims(reading, number)


def required(sentence: Sentence, verb: Token) -> tuple[Token, tuple[Phrase, ...]] | None:
    """The agreement and what it must include, when ``verb`` says so: "any truce must lead to …"."""
    head = verb
    if not set(auxiliaries(sentence, verb)) & words("modals", "must"):
        inner = sentence.child(verb, "xcomp") if verb.lemma in words("modals", "must_verbs") else None
        if inner is None and not _is_demanded(sentence, verb):
            return None
        head = inner or verb
    subject = own_subject(sentence, verb)
    if subject is None or not _is_agreement(sentence, subject) or is_negated(sentence, verb):
        return None
    wanted = tuple(p for v in sentence.conjuncts(head) for p in _contents(sentence, v))
    return (subject, wanted) if wanted else None


def _is_demanded(sentence: Sentence, clause: Token) -> bool:
    """ "Wants any accord to be based on …": the complement of a demand is what must be."""
    governor = sentence.head(clause)
    return (
        clause.base in ("xcomp", "ccomp")
        and governor is not None
        and any(f.act is Act.DEMANDS and f.kind == "verb" for f in frames().get(governor.lemma, ()))
    )


def _requirements(reading: Reading, number: int) -> Iterator[Claim]:
    sentence = reading.sentences[number]
    for verb in sentence.tokens:
        found = required(sentence, verb)
        speaker = (reading.speaker(number, verb) or _demander(reading, number, verb)) if found else ()
        if found and speaker:
            agreement, wanted = found
            proposals = phrases(sentence, agreement)[:1]
            yield hanging(number, verb, speaker, proposals, Relation.MUST_INCLUDE, wanted, "must-include")


def _demander(reading: Reading, number: int, clause: Token) -> tuple[Mention, ...]:
    governor = reading.sentences[number].head(clause)
    if governor is None or not _is_demanded(reading.sentences[number], clause):
        return ()
    return tuple(m for s in subjects(reading.sentences[number], governor) for m in reading.who(number, s))


def _is_agreement(sentence: Sentence, noun: Token) -> bool:
    any_of = any(d.lower in ("any", "every") for d in sentence.children(noun, "det"))
    return noun.pos in ("NOUN", "PROPN") and (any_of or bool({noun.lemma, noun.lower} & words("deals", "nouns")))


def _contents(sentence: Sentence, verb: Token) -> tuple[Phrase, ...]:
    if verb.lemma not in words("conditions.contents", "verbs"):
        return ()
    topics = [t for t in sentence.children(verb, "obj", "obl", "nmod") if t.index > verb.index]
    listed = [i for t in topics for i in sentence.children(t, "nmod") if preposition(sentence, i) == "including"]
    return tuple(p for t in (*topics, *listed) for p in phrases(sentence, t))

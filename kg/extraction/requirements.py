"""Agreements that must bring something, and proposals that are said to depend on something."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kg.extraction.claims import Claim
from kg.extraction.lexicon import words
from kg.extraction.proposals import Phrase, phrases
from kg.extraction.reading import Reading
from kg.model import Act, Mention, Relation, Stance
from kg.syntax.clauses import auxiliaries, is_negated, own_subject, preposition
from kg.syntax.tree import Sentence, Token


def requirement_claims(reading: Reading, number: int) -> Iterator[Claim]:
    """What agreements must bring, and what proposals are said to depend on, in text order."""
    yield from _requirements(reading, number)
    yield from _dependencies(reading, number)


def required(sentence: Sentence, verb: Token) -> tuple[Token, tuple[Phrase, ...]] | None:
    """The agreement and what it must include, when ``verb`` says so: "any truce must lead to …"."""
    head = verb
    if not set(auxiliaries(sentence, verb)) & words("modals", "must"):
        inner = sentence.child(verb, "xcomp") if verb.lemma in words("modals", "must_verbs") else None
        if inner is None:
            return None
        head = inner
    subject = own_subject(sentence, verb)
    if subject is None or not _is_agreement(sentence, subject) or is_negated(sentence, verb):
        return None
    wanted = tuple(p for v in sentence.conjuncts(head) for p in _contents(sentence, v))
    return (subject, wanted) if wanted else None


def _requirements(reading: Reading, number: int) -> Iterator[Claim]:
    sentence = reading.sentences[number]
    for verb in sentence.tokens:
        found = required(sentence, verb)
        speaker = reading.speaker(number, verb) if found else ()
        if found and speaker:
            agreement, wanted = found
            proposals = phrases(sentence, agreement)[:1]
            yield _claim(number, verb, speaker, proposals, Relation.MUST_INCLUDE, wanted, "must-include")


def _is_agreement(sentence: Sentence, noun: Token) -> bool:
    any_of = any(d.lower in ("any", "every") for d in sentence.children(noun, "det"))
    return noun.pos in ("NOUN", "PROPN") and (any_of or noun.lemma in words("deals", "nouns"))


def _contents(sentence: Sentence, verb: Token) -> tuple[Phrase, ...]:
    if verb.lemma not in words("conditions.contents", "verbs"):
        return ()
    topics = [t for t in sentence.children(verb, "obj", "obl", "nmod") if t.index > verb.index]
    listed = [i for t in topics for i in sentence.children(t, "nmod") if preposition(sentence, i) == "including"]
    return tuple(p for t in (*topics, *listed) for p in phrases(sentence, t))


def _dependencies(reading: Reading, number: int) -> Iterator[Claim]:
    """ "P depends on Q", "Q is a condition for P"."""
    sentence = reading.sentences[number]
    for token in sentence.tokens:
        if token.lemma in words("conditions.words", "verbs") and token.pos == "VERB":
            subject = own_subject(sentence, token)
            on = [
                t
                for t in sentence.children(token, "obl", "advcl", "xcomp")
                if preposition(sentence, t) in ("on", "upon")
            ]
            speaker = reading.speaker(number, token)
            if subject is not None and on and speaker:
                wanted = [p for t in on for p in phrases(sentence, t)]
                yield _claim(number, token, speaker, phrases(sentence, subject), Relation.ONLY_IF, wanted, "depends-on")
        elif token.lemma in words("conditions.words", "nouns") and sentence.child(token, "cop") is not None:
            subject = own_subject(sentence, token)
            of = [t for t in sentence.children(token, "nmod") if preposition(sentence, t) in ("of", "for", "to")]
            speaker = reading.speaker(number, token)
            if subject is not None and of and speaker:
                wanted = list(phrases(sentence, subject))
                yield _claim(number, token, speaker, phrases(sentence, of[0]), Relation.ONLY_IF, wanted, "condition-of")


def _claim(
    number: int,
    predicate: Token,
    holders: tuple[Mention, ...],
    proposals: tuple[Phrase, ...],
    relation: Relation,
    wanted: Sequence[Phrase],
    rule: str,
) -> Claim:
    return Claim(
        sentence=number,
        predicate=predicate,
        holders=holders,
        stance=Stance.CONDITIONS_ON,
        act=Act.CONDITIONS,
        phrases=proposals,
        rule=rule,
        confidence=0.7,
        conditions=tuple((relation, p) for p in wanted),
    )

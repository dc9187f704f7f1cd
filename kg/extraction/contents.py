"""What an agreement says: its own clauses become proposals of those who agree to it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from kg.extraction.claims import Claim
from kg.extraction.lexicon import base_forms, words
from kg.extraction.proposals import Phrase, phrases
from kg.extraction.reading import Reading
from kg.model import Act, Stance
from kg.syntax.clauses import auxiliaries, is_infinitive, own_subject, preposition
from kg.syntax.tree import Sentence, Token

BINDING = frozenset(
    {Act.SIGNS, Act.AGREES, Act.ACCEPTS, Act.PLANS, Act.PROPOSES, Act.DEMANDS, Act.OFFERS, Act.SUPPORTS}
)
INSTEAD = frozenset({"instead of", "rather than"})
CALLING = frozenset(
    {
        "include",
        "require",
        "stipulate",
        "contain",
        "cover",
        "entail",
        "involve",
        "provide",
        "call",
        "envisage",
        "foresee",
        "demand",
    }
)


def content_claims(reading: Reading, claim: Claim) -> Iterator[Claim]:
    """The claims that follow from a deal's text: "an agreement removing the cap", "a plan which includes elections"."""
    if claim.stance is not Stance.SUPPORTS or claim.act not in BINDING:
        return
    sentence = reading.sentences[claim.sentence]
    for phrase in claim.phrases:
        for noun in _deals(sentence, phrase.head):
            found = tuple(p for clause in _clauses(sentence, noun) for p in _proposals(sentence, clause))
            found = tuple(p for p in found if not p.negated and p.head.index != phrase.head.index)
            if found:
                yield replace(claim, phrases=found, rule=f"content:{noun.lemma}", confidence=claim.confidence * 0.8)


def _deals(sentence: Sentence, head: Token) -> Iterator[Token]:
    """The head when it is an agreement, or one in the verb phrase ("proceed with phase two, which includes …")."""
    for token in (head, *sentence.children(head, "obj", "obl", "nmod")):
        if token.pos in ("NOUN", "PROPN", "NUM") and (token.lemma in words("deals", "nouns") or token is not head):
            yield token


def _clauses(sentence: Sentence, noun: Token) -> Iterator[Token]:
    for clause in sentence.children(noun, "acl", "acl:relcl"):
        if clause.relation == "acl:relcl":
            subject = own_subject(sentence, clause)
            relative = subject is not None and subject.lower in ("which", "that")
            future = bool(set(auxiliaries(sentence, clause)) & (words("modals", "will") | words("modals", "may")))
            calling = bool(set(base_forms(clause.lower, clause.lemma)) & CALLING)
            acts = clause.tag == "VBZ" and clause.lemma not in words("plans", "no_plan")
            if relative and (future or calling or acts):
                yield clause
        elif noun.lemma in words("deals", "nouns"):
            gerund = clause.tag == "VBG" and not preposition(sentence, clause)
            if gerund or is_infinitive(sentence, clause):
                yield clause


def _proposals(sentence: Sentence, clause: Token) -> tuple[Phrase, ...]:
    """The clause's verb phrase, or what it calls for."""
    if set(base_forms(clause.lower, clause.lemma)) & CALLING:
        topics = [t for t in sentence.children(clause, "obj", "obl", "ccomp", "xcomp") if t.index > clause.index]
        return tuple(p for t in topics for p in phrases(sentence, t))
    return phrases(sentence, clause, with_subject=False)


def alternative_claims(reading: Reading, claim: Claim) -> Iterator[Claim]:
    """ "Instead of banning exports, we must …": who wants the one is against the other."""
    sentence = reading.sentences[claim.sentence]
    heads = {claim.predicate.index: claim.predicate} | {p.head.index: p.head for p in claim.phrases}
    for head in heads.values():
        for token in sentence.children(head, "advcl", "obl"):
            if claim.stance is Stance.SUPPORTS and preposition(sentence, token) in INSTEAD:
                found = phrases(sentence, token, with_subject=False)
                yield replace(
                    claim, stance=Stance.OPPOSES, act=Act.OPPOSES, phrases=found, rule="instead-of", confidence=0.6
                )


def partner_claims(reading: Reading, claim: Claim) -> Iterator[Claim]:
    """Who signs or reaches a deal *with* somebody has it signed by both: "an accord with the French government"."""
    joint = claim.act in (Act.SIGNS, Act.AGREES) or claim.predicate.lemma in ("announce", "confirm")
    if claim.stance is not Stance.SUPPORTS or not joint:
        return
    sentence = reading.sentences[claim.sentence]
    deals = [p for p in claim.phrases if p.head.lemma in words("deals", "agreements")]
    places = [t for p in deals for t in sentence.children(p.head, "nmod")] + list(
        sentence.children(claim.predicate, "obl")
    )
    partners = [
        mention
        for place in places
        if deals and preposition(sentence, place) in ("with", "between")
        for token in sentence.conjuncts(place)
        for mention in reading.who(claim.sentence, token)
    ]
    known = {m.name for m in claim.holders}
    found = tuple({m.name: m for m in partners if m.name not in known}.values())
    if found:
        yield replace(claim, holders=found, phrases=tuple(deals), rule="partner", confidence=claim.confidence * 0.8)

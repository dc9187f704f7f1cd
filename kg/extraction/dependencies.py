"""Dependencies stated outright: "P depends on Q", "P is conditional on Q", "Q is a condition for P", "ties P to Q"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kg.extraction.claims import Claim
from kg.extraction.holders import holders_of_noun, holders_of_verb
from kg.extraction.lexicon import base_forms, words
from kg.extraction.proposals import Phrase, phrases
from kg.extraction.reading import Reading
from kg.model import Act, Mention, Relation, Stance
from kg.syntax.clauses import is_passive, own_subject, preposition, subjects
from kg.syntax.tree import Sentence, Token


def dependency_claims(reading: Reading, number: int) -> Iterator[Claim]:
    """What proposals are said to depend on, in text order; the holder is who says so, or whose the proposal is."""
    for token in reading.sentences[number].tokens:
        yield from _depends(reading, number, token)
        yield from _is_conditional(reading, number, token)
        yield from _is_condition(reading, number, token)
        yield from _ties(reading, number, token)
        yield from _trades(reading, number, token)


def hanging(
    number: int,
    predicate: Token,
    holders: tuple[Mention, ...],
    proposals: tuple[Phrase, ...],
    relation: Relation,
    wanted: Sequence[Phrase],
    rule: str,
) -> Claim:
    """A claim that ``proposals`` hang on each of ``wanted``."""
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


def _depends(reading: Reading, number: int, token: Token) -> Iterator[Claim]:
    """ "The deal depends on a vote"; "the audit must come before the payment"."""
    sentence = reading.sentences[number]
    subject = own_subject(sentence, token)
    if subject is None or token.pos != "VERB":
        return
    if token.lemma in words("conditions.words", "verbs"):
        on = _with(sentence, token, "on", "upon")
        yield from _stated(reading, number, token, phrases(sentence, subject), _all(sentence, on), "depends-on")
    elif token.lemma in ("come", "precede", "happen"):
        later = _with(sentence, token, "before") or (
            sentence.children(token, "obj") if token.lemma == "precede" else ()
        )
        first = phrases(sentence, subject)
        yield from _stated(reading, number, token, _all(sentence, later), first, "comes-before", Relation.BEFORE)


def _is_conditional(reading: Reading, number: int, token: Token) -> Iterator[Claim]:
    """ "Approval is conditional on a study"; "made the loan dependent on cuts"; "the loan was made dependent on"."""
    sentence = reading.sentences[number]
    if token.lemma not in words("conditions.words", "adjectives") or token.pos not in ("ADJ", "NOUN"):
        return
    verb = sentence.head(token)
    beside = _with(sentence, verb, "on", "upon", "to") if token.base == "xcomp" and verb is not None else ()
    wanted = _all(sentence, _with(sentence, token, "on", "upon", "to") or beside)
    if token.base in ("xcomp", "amod", "acl") and verb is not None:
        verb = verb if verb.pos == "VERB" else sentence.head(verb)
        passive = verb is not None and is_passive(sentence, verb)
        topic = None if verb is None else own_subject(sentence, verb) if passive else sentence.child(verb, "obj")
        if verb is not None and topic is not None and verb.lemma in ("make", "keep", "leave", "render"):
            proposal = tuple(_until(p, token) for p in phrases(sentence, topic))
            holders = _doers(reading, number, verb)
            if passive:
                holders = holders or holders_of_noun(reading, number, topic) or reading.utterer(number, verb)
            if holders and wanted:
                yield hanging(number, token, holders, proposal, Relation.ONLY_IF, wanted, "made-conditional")
        return
    subject = own_subject(sentence, token)
    if subject is not None:
        yield from _stated(reading, number, token, phrases(sentence, subject), wanted, "is-conditional")


def _is_condition(reading: Reading, number: int, token: Token) -> Iterator[Claim]:
    """ "A ban is a condition for talks"; "a precondition for talks is that …"; "set a ban as a condition for talks"."""
    sentence = reading.sentences[number]
    if token.lemma not in words("conditions.words", "nouns") or token.pos != "NOUN":
        return
    proposal = _all(sentence, _with(sentence, token, "of", "for", "to")[:1])
    governor = sentence.head(token)
    subject = own_subject(sentence, token)
    if sentence.child(token, "cop") is not None and subject is not None:
        yield from _stated(reading, number, token, proposal, phrases(sentence, subject), "condition-of")
    elif token.base == "nsubj" and governor is not None:
        clause = sentence.child(governor, "ccomp") or governor
        yield from _stated(reading, number, token, proposal, phrases(sentence, clause), "condition-of")
    elif governor is not None and governor.pos == "VERB" and preposition(sentence, token) == "as":
        topic = sentence.child(governor, "obj")
        holders = _doers(reading, number, governor)
        if topic is not None and holders and proposal:
            yield hanging(
                number, token, holders, proposal, Relation.ONLY_IF, phrases(sentence, topic), "set-as-condition"
            )


def _ties(reading: Reading, number: int, token: Token) -> Iterator[Claim]:
    """ "Tied its gift to the return of the name", "linked the vote to reforms"."""
    sentence = reading.sentences[number]
    topic = sentence.child(token, "obj")
    if not set(base_forms(token.lower, token.lemma)) & words("conditions.words", "tying") or topic is None:
        return
    wanted = _all(sentence, _with(sentence, token, "to")) or _all(sentence, _with(sentence, topic, "to"))
    holders = _doers(reading, number, token)
    if holders and wanted and token.pos == "VERB":
        own = tuple(_until(p, wanted[0].head) for p in phrases(sentence, topic))
        yield hanging(number, token, holders, own, Relation.ONLY_IF, wanted, "ties")


def _trades(reading: Reading, number: int, token: Token) -> Iterator[Claim]:
    """ "Will trade the pasture for a share of the water"."""
    sentence = reading.sentences[number]
    topic = sentence.child(token, "obj")
    if token.lemma not in words("conditions.words", "trading") or token.pos != "VERB" or topic is None:
        return
    wanted = _all(sentence, _with(sentence, token, "for"))
    holders = _doers(reading, number, token)
    if holders and wanted:
        yield hanging(number, token, holders, phrases(sentence, topic), Relation.IN_EXCHANGE_FOR, wanted, "trades")


def _stated(
    reading: Reading,
    number: int,
    token: Token,
    proposals: tuple[Phrase, ...],
    wanted: tuple[Phrase, ...],
    rule: str,
    relation: Relation = Relation.ONLY_IF,
) -> Iterator[Claim]:
    """The claim of whoever says so, or of whose the proposal is ("Egypt's approval")."""
    holders = reading.utterer(number, token)
    if not holders and proposals:
        holders = holders_of_noun(reading, number, proposals[0].head)
    if holders and proposals and wanted:
        yield hanging(number, token, holders, proposals, relation, wanted, rule)


def _doers(reading: Reading, number: int, verb: Token) -> tuple[Mention, ...]:
    """The actors behind the verb, unnamed bodies included ("the foundation tied …")."""
    found = holders_of_verb(reading, number, verb)
    named = subjects(reading.sentences[number], verb)
    return found or tuple(m for s in named for m in reading.described(number, s))


def _with(sentence: Sentence, token: Token, *prepositions: str) -> tuple[Token, ...]:
    found = sentence.children(token, "obl", "nmod", "advcl", "xcomp", "acl")
    kept = tuple(t for t in found if _introduced_by(sentence, t) in prepositions)
    if "to" in prepositions:
        kept += tuple(t for t in found if t not in kept and any(c.lower == "to" for c in sentence.children(t, "case")))
    return kept


def _introduced_by(sentence: Sentence, token: Token) -> str:
    """The preposition before a phrase, or before a gerund's subject ("on the factory staying open")."""
    subject = own_subject(sentence, token) if token.tag == "VBG" else None
    return preposition(sentence, token) or (preposition(sentence, subject) if subject is not None else "")


def _all(sentence: Sentence, tokens: Sequence[Token]) -> tuple[Phrase, ...]:
    return tuple(p for t in tokens for p in phrases(sentence, t))


def _until(phrase: Phrase, stop: Token) -> Phrase:
    """The phrase without what begins at ``stop``."""
    tokens = tuple(t for t in phrase.tokens if t.index < stop.index)
    return Phrase(head=phrase.head, tokens=tokens or phrase.tokens, negated=phrase.negated)

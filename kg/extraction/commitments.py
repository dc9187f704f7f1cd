"""Positions by a modal: what a speaker says must be done, and what an actor will do."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from kg.extraction.claims import Claim, both_ways
from kg.extraction.lexicon import is_action, words
from kg.extraction.proposals import Phrase, phrases
from kg.extraction.reading import Reading
from kg.extraction.requirements import required
from kg.extraction.stance import frames_of, is_unreal
from kg.model import Act, Mention, Modality, Stance
from kg.syntax.clauses import auxiliaries, is_negated, is_passive, own_subject, preposition, subjects
from kg.syntax.tree import Sentence, Token


def commitment_claims(reading: Reading, number: int) -> Iterator[Claim]:
    """Every claim that a clause makes by its modal, in text order."""
    sentence = reading.sentences[number]
    for token in sentence.tokens:
        found = [*_obligation(reading, number, token), *_plan(reading, number, token)]
        if found and not is_unreal(sentence, token):
            yield from found


# --- must ----------------------------------------------------------------------------------------------------------


def _obligation(reading: Reading, number: int, token: Token) -> Iterator[Claim]:
    """ "All communities must cooperate": whoever says so wants it; "must not" is against it."""
    sentence = reading.sentences[number]
    modals = set(auxiliaries(sentence, token))
    verb = token
    if not modals & words("modals", "must"):
        if token.lemma not in words("modals", "must_verbs") or token.pos not in ("VERB", "AUX"):
            return
        inner = sentence.child(token, "xcomp")
        if inner is None or preposition(sentence, inner) or is_negated(sentence, token):
            return
        verb = inner
    if required(sentence, token) or (token.base == "conj" and required(sentence, sentence.tokens[token.head])):
        return  # told as a condition
    speaker = reading.utterer(number, token) or reading.continued_speaker(number)
    if not speaker:
        return
    found = _own(verb, phrases(sentence, verb, with_subject=True))
    if sentence.child(verb, "cop") is not None and verb.pos in ("NOUN", "PROPN"):
        found = phrases(sentence, verb) if _is_part(sentence, verb) else found
    if verb is not token:
        found = tuple(_with_subject(sentence, token, p) for p in found)
    yield from both_ways(number, token, speaker, Stance.SUPPORTS, Act.DEMANDS, found, "must")


def _is_part(sentence: Sentence, noun: Token) -> bool:
    """ "Part of these guarantees should be neutrality": what should be there is the predicate noun."""
    subject = own_subject(sentence, noun)
    return subject is not None and subject.lemma in words("conditions.words", "parts")


def _with_subject(sentence: Sentence, verb: Token, phrase: Phrase) -> Phrase:
    subject = own_subject(sentence, verb)
    if subject is None or subject.pos == "PRON":
        return phrase
    extra = phrases(sentence, subject)[:1]
    tokens = {t.index: t for p in extra for t in p.tokens} | {t.index: t for t in phrase.tokens}
    return Phrase(head=phrase.head, tokens=tuple(tokens[i] for i in sorted(tokens)), negated=phrase.negated)


# --- will ----------------------------------------------------------------------------------------------------------


def _plan(reading: Reading, number: int, token: Token) -> Iterator[Claim]:
    """ "X announced that it will lift sanctions": the subject's plan; "200 troops will be sent": the speaker's."""
    sentence = reading.sentences[number]
    going = _is_going_to(sentence, token) or _is_headline_future(sentence, token)
    if not going and (
        not set(auxiliaries(sentence, token)) & words("modals", "will") or token.pos not in ("VERB", "AUX")
    ):
        return
    if (
        frames_of(sentence, token)
        and not frames_of(sentence, token)[0].deed
        and sentence.child(token, "obj", "xcomp", "ccomp") is None
    ):
        return
    if not _commits(reading, number, token) or sentence.child(token, "expl") is not None:
        return
    owners = _planners(reading, number, token)
    if not owners:
        return
    holders, with_subject = owners
    yield from both_ways(
        number, token, holders, Stance.SUPPORTS, Act.PLANS,
        _turned(sentence, token, _own(token, phrases(sentence, token, with_subject=with_subject))), "will",
        Modality.INTENDED,
    )  # fmt: skip


def _is_headline_future(sentence: Sentence, token: Token) -> bool:
    """ "Spain to ban plastic cutlery"."""
    return token.relation == "root" and any(c.lower == "to" and c.relation == "aux" for c in sentence.children(token))


def _is_going_to(sentence: Sentence, token: Token) -> bool:
    """ "Is going to move its headquarters"."""
    going = sentence.head(token)
    return (
        token.base == "xcomp"
        and token.tag == "VB"
        and going is not None
        and going.lower == "going"
        and sentence.child(going, "aux") is not None
    )


def _commits(reading: Reading, number: int, token: Token) -> bool:
    """Whether the clause is said by somebody in a way that commits: "announced that", not "predicted that"."""
    sentence = reading.sentences[number]
    top = token
    while top.base == "conj" and own_subject(sentence, top) is None:
        top = sentence.tokens[top.head]
    governor = sentence.head(top)
    if governor is not None and governor.lemma in words("speech", "verbs") and top.base in ("ccomp", "parataxis"):
        return governor.lemma in words("speech", "committing")
    if any(m.lower == "that" for m in sentence.children(top, "mark")):
        return False
    return top.base not in ("advcl", "acl", "acl:relcl")


def _planners(reading: Reading, number: int, token: Token) -> tuple[tuple[Mention, ...], bool] | None:
    sentence = reading.sentences[number]
    speaker = reading.utterer(number, token)
    if _is_effect(reading, number, token):
        return None
    if is_passive(sentence, token):
        return (speaker, True) if speaker and not _of_state(sentence, token) else None
    subject = subjects(sentence, token)
    actors = tuple(m for s in subject for m in reading.who(number, s))
    if not actors and speaker and sentence.child(token, "obj") is not None:
        actors = tuple(m for s in subject for m in reading.described(number, s))
    if speaker and token.lemma in words("plans", "receiving"):
        return speaker, True
    if actors and (token.pos == "VERB" and not _of_state(sentence, token)):
        return actors, False
    if (
        speaker
        and not actors
        and subject
        and all(is_action(s) or s.pos == "NOUN" for s in subject)
        and not _of_state(sentence, token)
    ):
        return speaker, True
    return None


def _is_effect(reading: Reading, number: int, token: Token) -> bool:
    """Whether a plan's effects are foretold: "the merger would save millions", "…, saying it would create jobs"."""
    sentence = reading.sentences[number]
    subject = own_subject(sentence, token)
    if subject is None or token.lemma not in words("plans", "effects") or is_passive(sentence, token):
        return False
    saying = sentence.head(token)
    aside = token.base == "ccomp" and saying is not None and saying.tag == "VBG" and saying.base == "advcl"
    if subject.lower in ("it", "they", "this", "that", "which"):
        return aside or subject.lower not in ("it", "they")
    return subject.pos == "NOUN" and not reading.who(number, subject)


def _of_state(sentence: Sentence, token: Token) -> bool:
    """Verbs of being, knowing and happening, which nobody can plan; "have talks" and "take steps" are acts."""
    topic = sentence.child(token, "obj")
    if topic is not None and token.lemma in words("plans", "carrying") and is_action(topic):
        return False
    return token.lemma in words("plans", "no_plan") | (words("nothing", "idle") - {"open", "close"})


def _turned(sentence: Sentence, token: Token, found: tuple[Phrase, ...]) -> tuple[Phrase, ...]:
    """With the negation of "is not going to" taken along."""
    going = sentence.head(token)
    if not _is_going_to(sentence, token) or going is None or not is_negated(sentence, going):
        return found
    return tuple(replace(p, negated=not p.negated) for p in found)


def _own(verb: Token, found: tuple[Phrase, ...]) -> tuple[Phrase, ...]:
    """Only this verb's proposals: a coordinated verb has its own modal and its own turn."""
    return tuple(p for p in found if p.head.index == verb.index)

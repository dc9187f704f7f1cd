"""Positions without a stance word: what a speaker says must, will or need be, and what a speaker calls it."""

from __future__ import annotations

from collections.abc import Iterator

from kg.extraction.claims import Claim, opposite
from kg.extraction.complements import is_actor
from kg.extraction.lexicon import base_forms, is_action, words
from kg.extraction.proposals import Phrase, phrases
from kg.extraction.reading import Reading
from kg.extraction.requirements import required
from kg.extraction.stance import frames_of, is_unreal
from kg.model import Act, Mention, Modality, Stance
from kg.syntax.clauses import auxiliaries, is_negated, is_passive, own_subject, preposition, subjects
from kg.syntax.tree import Sentence, Token

RAISING = frozenset({"think", "believe", "consider", "feel", "see", "expect", "suppose"})


def commitment_claims(reading: Reading, number: int) -> Iterator[Claim]:
    """Every claim that a clause makes by its modal or by an evaluation, in text order."""
    sentence = reading.sentences[number]
    for token in sentence.tokens:
        if is_unreal(sentence, token):
            continue
        yield from _obligation(reading, number, token)
        yield from _plan(reading, number, token)
        yield from _evaluation(reading, number, token)
        yield from _harm(reading, number, token)
        yield from _named(reading, number, token)
        yield from _need(reading, number, token)


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
    speaker = _speaker(reading, number, token) or reading.continued_speaker(number)
    if not speaker:
        return
    found = _own(verb, phrases(sentence, verb, with_subject=True))
    if sentence.child(verb, "cop") is not None and verb.pos in ("NOUN", "PROPN"):
        found = phrases(sentence, verb) if _is_part(sentence, verb) else found
    if verb is not token:
        found = tuple(_with_subject(sentence, token, p) for p in found)
    yield from _claims(reading, number, token, speaker, Stance.SUPPORTS, Act.DEMANDS, found, "must")


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
    if not set(auxiliaries(sentence, token)) & words("modals", "will") or token.pos not in ("VERB", "AUX"):
        return
    if (
        frames_of(sentence, token)
        and not frames_of(sentence, token)[0].deed
        and sentence.child(token, "obj", "xcomp", "ccomp") is None
    ):
        return
    if not _commits(reading, number, token):
        return
    owners = _planners(reading, number, token)
    if not owners:
        return
    holders, with_subject = owners
    yield from _claims(
        reading, number, token, holders, Stance.SUPPORTS, Act.PLANS,
        _own(token, phrases(sentence, token, with_subject=with_subject)), "will", Modality.INTENDED,
    )  # fmt: skip


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
    speaker = _speaker(reading, number, token)
    if is_passive(sentence, token):
        return (speaker, True) if speaker and not _of_state(sentence, token) else None
    subject = subjects(sentence, token)
    actors = tuple(m for s in subject for m in reading.who(number, s))
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


def _of_state(sentence: Sentence, token: Token) -> bool:
    """Verbs of being, knowing and happening, which nobody can plan; "have talks" and "take steps" are acts."""
    topic = sentence.child(token, "obj")
    if topic is not None and token.lemma in words("plans", "carrying") and is_action(topic):
        return False
    return token.lemma in words("plans", "no_plan")


# --- unacceptable, necessary, the need for -------------------------------------------------------------------------


def _evaluation(reading: Reading, number: int, token: Token) -> Iterator[Claim]:
    """ "The plan is unacceptable", "it is vital to …", said by somebody."""
    sentence = reading.sentences[number]
    if sentence.child(token, "cop") is None and not (
        is_passive(sentence, token) and token.lemma in ("need", "require")
    ):
        return
    stance = _side_of(token)
    if stance is None:
        return
    speaker = _speaker(reading, number, token)
    topic = _topic(reading, number, token)
    if not speaker or topic is None:
        return
    if is_negated(sentence, token) != _is_doubted(sentence, token):
        stance = opposite(stance)
    act = Act.CRITICIZES if stance is Stance.OPPOSES else Act.SUPPORTS
    yield from _claims(
        reading, number, token, speaker, stance, act, phrases(sentence, topic), "evaluation", confidence=0.65
    )


def _is_doubted(sentence: Sentence, token: Token) -> bool:
    """Negation raised to a verb of thinking: "did not think that P was necessary" (Horn 1978)."""
    governor = sentence.head(token)
    return (
        token.base == "ccomp" and governor is not None and governor.lemma in RAISING and is_negated(sentence, governor)
    )


def _harm(reading: Reading, number: int, token: Token) -> Iterator[Claim]:
    """ "P could lead to an escalation", said by somebody: against P."""
    sentence = reading.sentences[number]
    forms = set(base_forms(token.lower, token.lemma))
    topic = own_subject(sentence, token)
    if (
        token.pos != "VERB"
        or topic is None
        or topic.pos == "PRON"
        or is_actor(reading, number, topic)
        or is_negated(sentence, token)
    ):
        return
    results = [t.lemma for t in sentence.children(token, "obj", "obl")]
    leads = forms & words("evaluation", "causing") and any(r in words("evaluation", "harms") for r in results)
    if leads or (forms & words("evaluation", "harming") and results):
        speaker = _speaker(reading, number, token)
        yield from _claims(
            reading,
            number,
            token,
            speaker,
            Stance.OPPOSES,
            Act.CRITICIZES,
            phrases(sentence, topic),
            "harm",
            confidence=0.55,
        )


def _named(reading: Reading, number: int, token: Token) -> Iterator[Claim]:
    """ "Peskov called the plan unacceptable", "described the deal as historic"."""
    sentence = reading.sentences[number]
    if token.lemma not in words("evaluation", "verbs") or token.pos != "VERB":
        return
    topic = sentence.child(token, "obj")
    if topic is None or is_actor(reading, number, topic) or topic.pos == "PRON":
        return
    verdict = [t for t in sentence.children(token, "xcomp", "obl", "advcl", "ccomp", "obj") if t is not topic]
    verdict += list(sentence.children(topic, "appos", "acl", "amod", "xcomp"))
    for judgement in verdict:
        for word in sentence.subtree(judgement):
            stance = _side_of(word)
            if stance is not None:
                holders = tuple(m for s in subjects(sentence, token) for m in reading.who(number, s))
                if holders:
                    act = Act.CRITICIZES if stance is Stance.OPPOSES else Act.SUPPORTS
                    yield from _claims(
                        reading,
                        number,
                        token,
                        holders,
                        stance,
                        act,
                        phrases(sentence, topic),
                        "evaluation",
                        confidence=0.65,
                    )
                return


def _need(reading: Reading, number: int, token: Token) -> Iterator[Claim]:
    """ "Stressed the importance of P", "pointed to the need to P": the speaker wants P."""
    sentence = reading.sentences[number]
    good, bad = token.lemma in words("evaluation", "need"), token.lemma in words("evaluation", "inadmissible")
    if not (good or bad) or token.pos != "NOUN":
        return
    content = [
        t for t in sentence.children(token, "nmod", "acl") if preposition(sentence, t) in ("of", "for", "to", "")
    ]
    content = [t for t in content if t.index > token.index]
    if not content:
        return
    governor = sentence.head(token)
    while governor is not None and governor.pos not in ("VERB",):
        governor = sentence.head(governor)
    if governor is None or governor.lemma not in words("speech", "verbs") | words("light", "verbs"):
        return
    holders = tuple(m for s in subjects(sentence, governor) for m in reading.who(number, s))
    found = tuple(p for c in content for p in phrases(sentence, c))
    stance = Stance.SUPPORTS if good else Stance.OPPOSES
    yield from _claims(reading, number, token, holders, stance, Act.DEMANDS, found, f"need:{token.lemma}")


def _side_of(token: Token) -> Stance | None:
    if token.lower in words("evaluation", "against") or token.lemma in words("evaluation", "against"):
        return Stance.OPPOSES
    if token.lower in words("evaluation", "for") or token.lemma in words("evaluation", "for"):
        return Stance.SUPPORTS
    return None


def _topic(reading: Reading, number: int, token: Token) -> Token | None:
    """What is evaluated: the clause of "it is vital that …", else a subject that can be agreed or refused."""
    sentence = reading.sentences[number]
    clause = sentence.child(token, "csubj") or next(
        (
            t
            for t in sentence.children(token, "xcomp", "ccomp", "advcl")
            if t.index > token.index and preposition(sentence, t) in ("", "that")
        ),
        None,
    )
    subject = own_subject(sentence, token) or sentence.child(token, "expl")
    if clause is not None and (subject is None or subject.lower == "it"):
        return clause
    if subject is None or subject.pos == "PRON" or is_actor(reading, number, subject):
        return None
    return subject


def _own(verb: Token, found: tuple[Phrase, ...]) -> tuple[Phrase, ...]:
    """Only this verb's proposals: a coordinated verb has its own modal and its own turn."""
    return tuple(p for p in found if p.head.index == verb.index)


# --- shared --------------------------------------------------------------------------------------------------------


def _speaker(reading: Reading, number: int, token: Token) -> tuple[Mention, ...]:
    """Who says the clause; a first-person statement's author where nobody is cited."""
    found = reading.speaker(number, token)
    if found:
        return found
    if reading.is_statement and reading.voice(number, token).speech is None:
        return reading.author(number, token)
    return ()


def _claims(
    reading: Reading,
    number: int,
    token: Token,
    holders: tuple[Mention, ...],
    stance: Stance,
    act: Act,
    found: tuple[Phrase, ...],
    rule: str,
    modality: Modality = Modality.ASSERTED,
    confidence: float = 0.7,
) -> Iterator[Claim]:
    """One claim for the proposals as they stand and one, turned round, for those that are negated."""
    if not holders:
        return
    for negated in (False, True):
        part = tuple(p for p in found if p.negated is negated and not _is_empty(p))
        if part:
            yield Claim(
                sentence=number,
                predicate=token,
                holders=holders,
                stance=opposite(stance) if negated else stance,
                act=act
                if not negated
                else (Act.REFUSES if act is Act.PLANS else Act.OPPOSES if act is Act.DEMANDS else act),
                phrases=part,
                rule=rule,
                modality=modality,
                confidence=confidence,
            )


def _is_empty(phrase: Phrase) -> bool:
    """A verb of being or having without anything else: "because it has to be"."""
    return all(t.pos == "AUX" or t.lemma in words("plans", "no_plan") for t in phrase.tokens)

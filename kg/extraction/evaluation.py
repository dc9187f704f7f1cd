"""Positions by a verdict: what a speaker calls unacceptable, necessary or harmful, and what he sees a need for."""

from __future__ import annotations

from collections.abc import Iterator

from kg.extraction.claims import Claim, both_ways, opposite
from kg.extraction.complements import is_actor
from kg.extraction.lexicon import base_forms, words
from kg.extraction.proposals import phrases
from kg.extraction.reading import Reading
from kg.extraction.stance import is_unreal
from kg.model import Act, Stance
from kg.syntax.clauses import is_negated, is_passive, own_subject, preposition, subjects
from kg.syntax.tree import Sentence, Token

BACKWARDS = frozenset({"back", "backward", "backwards"})
RAISING = frozenset({"think", "believe", "consider", "feel", "see", "expect", "suppose"})


def evaluation_claims(reading: Reading, number: int) -> Iterator[Claim]:
    """Every claim that a verdict in the sentence makes, in text order."""
    sentence = reading.sentences[number]
    for token in sentence.tokens:
        found = [
            *_evaluation(reading, number, token),
            *_harm(reading, number, token),
            *_named(reading, number, token),
            *_need(reading, number, token),
            *_without_objection(reading, number, token),
        ]
        if found and not is_unreal(sentence, token):
            yield from found


def _evaluation(reading: Reading, number: int, token: Token) -> Iterator[Claim]:
    """ "The plan is unacceptable", "it is vital to …", said by somebody."""
    sentence = reading.sentences[number]
    if sentence.child(token, "cop") is None and not (
        is_passive(sentence, token) and token.lemma in ("need", "require")
    ):
        return
    stance = _side_of(sentence, token)
    if stance is None:
        return
    speaker = reading.utterer(number, token)
    topic = _topic(reading, number, token)
    if not speaker or topic is None:
        return
    if is_negated(sentence, token) != _is_doubted(sentence, token):
        stance = opposite(stance)
    act = Act.CRITICIZES if stance is Stance.OPPOSES else Act.SUPPORTS
    yield from both_ways(number, token, speaker, stance, act, phrases(sentence, topic), "evaluation", confidence=0.65)


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
        speaker = reading.utterer(number, token)
        yield from both_ways(
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
    places = ("xcomp", "obl", "advcl", "ccomp", "obj", "advmod")
    verdict = [t for t in sentence.children(token, *places) if t is not topic and t.index > topic.index]
    verdict += list(sentence.children(topic, "appos", "acl", "amod", "xcomp"))
    for judgement in verdict:
        for word in sentence.subtree(judgement):
            stance = _side_of(sentence, word)
            if stance is not None:
                holders = tuple(m for s in subjects(sentence, token) for m in reading.who(number, s))
                if holders:
                    act = Act.CRITICIZES if stance is Stance.OPPOSES else Act.SUPPORTS
                    yield from both_ways(
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
    denied = any(d.lower == "no" for d in sentence.children(token, "det")) or is_negated(sentence, governor)
    stance = Stance.SUPPORTS if good != denied else Stance.OPPOSES
    yield from both_ways(number, token, holders, stance, Act.DEMANDS, found, f"need:{token.lemma}")


def _without_objection(reading: Reading, number: int, token: Token) -> Iterator[Claim]:
    """ "Has no objection to P", "has nothing against P" accept it; "sees no reason to P" refuses."""
    sentence = reading.sentences[number]
    verb = sentence.head(token)
    if token.base != "obj" or verb is None or verb.lemma not in ("have", "see", "find", "raise", "express", "voice"):
        return
    denied = token.lower == "nothing" or any(d.lower == "no" for d in sentence.children(token, "det"))
    if not denied and not is_negated(sentence, verb):
        return
    accepts = token.lower == "nothing" or token.lemma in words("evaluation", "objections")
    if not accepts and token.lemma not in words("evaluation", "motives"):
        return
    wanted = {"to", "with", "against", "about"} if accepts else {"to", "of", "for", "in", ""}
    if token.lower == "nothing":
        wanted = {"against"}
    content = [
        t
        for t in (*sentence.children(token, "nmod", "acl"), *sentence.children(verb, "obl", "advcl", "xcomp"))
        if t.index > token.index
        and preposition(sentence, t) in wanted
        and not is_actor(reading, number, t)
        and t.lemma not in words("plans", "no_plan") | words("conditions.words", "thinking") | {"assume", "doubt"}
    ]
    holders = tuple(m for s in subjects(sentence, verb) for m in reading.who(number, s) or reading.described(number, s))
    found = tuple(p for c in content[:1] for p in phrases(sentence, c, with_subject=False))
    stance, act = (Stance.SUPPORTS, Act.ACCEPTS) if accepts else (Stance.OPPOSES, Act.REFUSES)
    yield from both_ways(number, token, holders, stance, act, found, f"no:{token.lemma}", confidence=0.65)


def _side_of(sentence: Sentence, token: Token) -> Stance | None:
    if token.lemma in ("step", "move"):
        after = [t.lower for t in sentence.tokens[token.index + 1 : token.index + 6]]
        if "wrong" in after or (after and after[0] in BACKWARDS):
            return Stance.OPPOSES
        if sentence.tokens[max(0, token.index - 1)].lower in ("backward", "retrograde", "regressive"):
            return Stance.OPPOSES
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

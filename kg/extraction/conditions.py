"""Conditions joined to claims: which proposal hangs on which condition, and what a threat says about it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from kg.extraction.claims import Claim, opposite
from kg.extraction.hypotheses import Hypothesis, find_hypotheses
from kg.extraction.lexicon import words
from kg.extraction.proposals import Phrase, phrases
from kg.extraction.reading import Reading
from kg.extraction.requirements import requirement_claims
from kg.extraction.stance import frames_of
from kg.model import Act, Modality, Relation, Stance
from kg.syntax.clauses import auxiliaries, is_clause, own_subject, subjects
from kg.syntax.tree import Sentence, Token

SIDED = frozenset({Relation.UNLESS, Relation.UNTIL})  # "not P unless Q": the holder wants Q
INWARD = frozenset(
    {"xcomp", "ccomp", "conj", "obj", "nmod", "obl", "acl", "appos", "nsubj", "csubj", "fixed", "compound"}
)


def with_conditions(reading: Reading, number: int, claims: Sequence[Claim]) -> Iterator[Claim]:
    """The claims with their conditional ones beside them, and what a threat or "unless" says about its condition."""
    sentence = reading.sentences[number]
    hypotheses = find_hypotheses(sentence)
    claims = [_as_threat(c) if hypotheses else c for c in claims]
    yield from (c for c in claims if c.act is not Act.THREATENS)
    for hypothesis in hypotheses:
        owners = _owners(sentence, hypothesis, claims)
        if not owners:
            owners = list(_bare(reading, number, hypothesis))
        for claim in owners:
            yield from _conditional(reading, number, claim, hypothesis)
    yield from requirement_claims(reading, number)


def _as_threat(claim: Claim) -> Claim:
    """ "Warned of sanctions if …": with a condition the warning is a threat, the sanctions are the speaker's."""
    if claim.act is Act.WARNS and claim.stance is Stance.OPPOSES:
        return replace(claim, stance=Stance.SUPPORTS, act=Act.THREATENS, modality=Modality.TENTATIVE)
    return claim


def _owners(sentence: Sentence, hypothesis: Hypothesis, claims: Sequence[Claim]) -> list[Claim]:
    """The claims whose proposal (or else whose predicate) is the nearest governor of the condition."""
    for node in _scope(sentence, hypothesis.governor):
        for claim_part in (_proposal_at, _predicate_at):
            found = [c for c in claims if claim_part(c, node) and not _inside(sentence, c, hypothesis)]
            if found:
                return [_narrowed(c, node) for c in found]
    low = [c for c in claims if any(hypothesis.governor.index in {t.index for t in p.tokens} for p in c.phrases)]
    if low:
        return low[:1]
    under = {t.index for t in sentence.subtree(hypothesis.governor)}
    return [c for c in claims if c.predicate.index in under and not _inside(sentence, c, hypothesis)][:1]


def _scope(sentence: Sentence, governor: Token) -> Iterator[Token]:
    """The governor of a condition and the words above it that it can still belong to: not beyond its own clause."""
    node = governor
    yield node
    while node.base in INWARD and (above := sentence.head(node)) is not None:
        if node.base == "nmod" and node is governor:
            return
        node = above
        yield node


def _proposal_at(claim: Claim, node: Token) -> bool:
    return any(p.head.index == node.index for p in claim.phrases)


def _predicate_at(claim: Claim, node: Token) -> bool:
    return claim.predicate.index == node.index


def _inside(sentence: Sentence, claim: Claim, hypothesis: Hypothesis) -> bool:
    """Whether the claim is made within the condition itself."""
    return (
        claim.predicate.index in {t.index for t in sentence.subtree(hypothesis.head)}
        and claim.predicate.index != hypothesis.governor.index
    )


def _narrowed(claim: Claim, node: Token) -> Claim:
    """Of several coordinated proposals the one that the condition hangs on; all of them when that is the first."""
    at = [p for p in claim.phrases if p.head.index == node.index]
    return replace(claim, phrases=tuple(at)) if at and claim.phrases[0].head.index != node.index else claim


def _bare(reading: Reading, number: int, hypothesis: Hypothesis) -> Iterator[Claim]:
    """A conditional statement without any stance word: "the ceasefire will end if …", said by somebody."""
    sentence = reading.sentences[number]
    verb = hypothesis.governor
    while verb.base == "xcomp" and not auxiliaries(sentence, verb):
        verb = sentence.tokens[verb.head]
    if verb.pos == "NOUN" and verb.base == "nsubj":
        verb = sentence.tokens[verb.head]  # "there can be no vote until …"
    modals = set(auxiliaries(sentence, verb))
    ruled_out = _denied_subject(sentence, verb) is not None
    threatened = ruled_out or any(a.lemma in words("threat", "verbs") for a in sentence.ancestors(verb))
    if not threatened and not modals & (words("modals", "will") | words("modals", "may") | words("modals", "must")):
        return
    if not ruled_out and not is_clause(sentence, verb):
        return
    said = reading.speaker(number, verb)
    own = [m for s in subjects(sentence, verb) for m in reading.who(number, s) or reading.described(number, s)]
    if said and modals & words("modals", "may"):
        own = []  # "X said Y may resume P if …": whether it may is the speaker's to say
    if not said and verb.lemma in words("plans", "no_plan") - {"return", "join"}:
        return
    speaker = tuple(own) or said
    if not speaker:
        return
    denied = _denied_subject(sentence, verb)
    if denied is not None:
        speaker = reading.speaker(number, verb) or speaker
    yield Claim(
        sentence=number,
        predicate=verb,
        holders=speaker,
        stance=Stance.SUPPORTS,
        act=Act.STATES,
        phrases=phrases(sentence, denied) if denied is not None else phrases(sentence, verb, with_subject=not own),
        rule="conditional-statement",
        modality=Modality.TENTATIVE,
        confidence=0.6,
    )


def _denied_subject(sentence: Sentence, verb: Token) -> Token | None:
    """ "There can be no merger without …", "no deal is possible without …", "No deal without …": what is ruled out."""
    bare = verb.pos == "NOUN" and verb.base in ("root", "ccomp", "parataxis") and not is_clause(sentence, verb)
    subject = verb if bare else own_subject(sentence, verb)
    if subject is None or not any(d.lower == "no" for d in sentence.children(subject, "det")):
        return None
    idle = verb.lemma in ("be", "possible", "conceivable", "acceptable") or sentence.child(verb, "expl") is not None
    return subject if idle or bare else None


def _conditional(reading: Reading, number: int, claim: Claim, hypothesis: Hypothesis) -> Iterator[Claim]:
    sentence = reading.sentences[number]
    if hypothesis.relation is Relation.BEFORE:
        yield from _precondition(sentence, claim, hypothesis)
        return
    if hypothesis.relation is Relation.IN_EXCHANGE_FOR and claim.predicate.lemma in words(
        "conditions.words", "getting"
    ):
        yield replace(
            claim,
            stance=Stance.CONDITIONS_ON,
            act=Act.CONDITIONS,
            phrases=hypothesis.phrases,
            conditions=tuple((Relation.IN_EXCHANGE_FOR, p) for p in claim.phrases),
            rule="condition:in-exchange-for",
        )
        return
    threat = _is_threat(sentence, claim)
    relation = Relation.IF_THREAT if threat and hypothesis.relation is Relation.IF else hypothesis.relation
    kept = tuple(p for p in claim.phrases if p.head.index != hypothesis.head.index)
    if kept and hypothesis.phrases:
        yield replace(
            claim,
            stance=Stance.CONDITIONS_ON,
            act=Act.THREATENS if threat else Act.CONDITIONS,
            phrases=kept,
            conditions=tuple((relation, p) for p in hypothesis.phrases),
            rule=f"condition:{hypothesis.relation}",
            confidence=claim.confidence * 0.9,
        )
    wanted = _wanted(reading, number, claim, hypothesis, threat=threat)
    if wanted is not None and hypothesis.phrases:
        turned = _refused_object(sentence, hypothesis.head)
        if turned:
            wanted = opposite(wanted)
        yield replace(
            claim,
            stance=wanted,
            act=Act.DEMANDS if wanted is Stance.SUPPORTS else Act.WARNS,
            phrases=turned or tuple(_affirmed(sentence, p) for p in hypothesis.phrases),
            rule=f"wanted:{hypothesis.relation}",
            modality=Modality.ASSERTED,
            confidence=claim.confidence * 0.85,
        )


def _precondition(sentence: Sentence, claim: Claim, hypothesis: Hypothesis) -> Iterator[Claim]:
    """ "Q before any P": P hangs on Q; "not P before Q" is read like "not P until Q"."""
    if claim.stance is Stance.OPPOSES or (claim.act is Act.STATES and all(p.negated for p in claim.phrases)):
        yield replace(
            claim, stance=Stance.CONDITIONS_ON, act=Act.CONDITIONS, rule="condition:before",
            conditions=tuple((Relation.BEFORE, p) for p in hypothesis.phrases),
        )  # fmt: skip
        return
    if claim.act not in (Act.DEMANDS, Act.URGES, Act.PROPOSES):
        return
    if claim.act is Act.URGES and is_clause(sentence, hypothesis.head):
        return  # "urged them to vote before the law takes effect": a date
    yield replace(
        claim,
        stance=Stance.CONDITIONS_ON,
        act=Act.CONDITIONS,
        phrases=hypothesis.phrases,
        conditions=tuple((Relation.BEFORE, p) for p in claim.phrases),
        rule="condition:before",
    )


def _is_threat(sentence: Sentence, claim: Claim) -> bool:
    if claim.act in (Act.THREATENS, Act.WARNS):
        return True
    above = (claim.predicate, *sentence.ancestors(claim.predicate))
    beside = (c for t in above for c in sentence.children(t, "parataxis"))
    if any(t.lemma in words("threat", "verbs") for t in (*above, *beside)):
        return True
    return any(_harms(sentence, p.head) for p in claim.phrases)


def _harms(sentence: Sentence, head: Token) -> bool:
    """Whether what is announced hurts somebody: "impose sanctions" does, "the lifting of sanctions" does not."""
    harm = words("threat", "harm")
    if head.lemma in words("threat", "undoing"):
        return False
    results = (head, *sentence.children(head, "obj", "nsubj", "nmod"))
    return any(t.lemma in harm for t in results)


def _wanted(reading: Reading, number: int, claim: Claim, hypothesis: Hypothesis, *, threat: bool) -> Stance | None:
    """Whether the holder wants the condition to come true: by unless and until, by a threat, by a refusal feared."""
    sentence = reading.sentences[number]
    if not is_clause(sentence, hypothesis.head):
        return None
    subject = [m.name for s in subjects(sentence, hypothesis.head) for m in reading.who(number, s)]
    pronoun = any(s.pos == "PRON" for s in subjects(sentence, hypothesis.head))
    own = bool(subject) and set(subject) <= {m.name for m in claim.holders} and not (threat and pronoun)
    if own and hypothesis.relation is not Relation.UNLESS:
        return None
    if hypothesis.relation in SIDED:
        return Stance.OPPOSES if hypothesis.negated else Stance.SUPPORTS
    if hypothesis.relation is Relation.IF and hypothesis.negated:
        return Stance.SUPPORTS
    if hypothesis.relation is Relation.IF and threat and claim.stance is Stance.SUPPORTS:
        return Stance.OPPOSES
    return None


def _refused_object(sentence: Sentence, verb: Token) -> tuple[Phrase, ...]:
    """ "If it rejects the deal": the deal, to which the condition is a no."""
    frame = next((f for f in frames_of(sentence, verb) if f.kind == "verb"), None)
    topic = sentence.child(verb, "obj")
    if frame is None or frame.stance is not Stance.OPPOSES or frame.deed or topic is None or topic.pos == "PRON":
        return ()
    return phrases(sentence, topic)


def _affirmed(sentence: Sentence, phrase: Phrase) -> Phrase:
    """The condition without its "not", "fail to" or "refuse to"."""
    inner = sentence.child(phrase.head, "xcomp") if phrase.head.lemma in words("negation", "verbs") else None
    if inner is not None:
        return replace(phrases(sentence, inner, with_subject=False)[0], negated=False)
    return replace(phrase, negated=False)

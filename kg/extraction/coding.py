"""From claims to coded rows: one holder, one stance, one proposal, with the words that show it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from kg.extraction.claims import Claim
from kg.extraction.commitments import commitment_claims
from kg.extraction.conditions import with_conditions
from kg.extraction.contents import alternative_claims, content_claims, partner_claims
from kg.extraction.ellipsis import elliptic_claims
from kg.extraction.evaluation import evaluation_claims
from kg.extraction.lists import announces, find_lists, list_claims
from kg.extraction.meant import meant
from kg.extraction.proposals import Phrase
from kg.extraction.reading import Reading
from kg.extraction.stance import OUTRIGHT, UNREALISED, frame_claims, prepositional_claims
from kg.model import Act, Attribution, Mention, Relation, Span, Stance
from kg.syntax.tree import Token


@dataclass(frozen=True, kw_only=True, slots=True)
class Coded:
    """One position in surface words; ``speakers`` are the sources from the outermost inwards, without the holder.

    ``meant`` is the fuller phrase before that a bare ``phrase`` ("the plan") takes up.
    """

    claim: Claim
    holder: Mention
    phrase: Phrase
    conditions: tuple[tuple[Relation, Phrase], ...]
    evidence: Span
    attribution: Attribution
    speakers: tuple[Mention, ...]
    meant: Phrase | None = None


PRONOUNS = frozenset({"it", "this", "that", "them", "these", "so"})
REACH = 2  # sentences back in which a pronoun's proposal is looked for


def code(reading: Reading) -> Iterator[Coded]:
    """Every position of the article in reading order, each claim once."""
    recent: list[tuple[int, Phrase]] = []
    named: list[tuple[int, Phrase]] = []
    lists = find_lists(reading.article, reading.sentences)
    told: set[int] = set()
    for number in range(len(reading.sentences)):
        known: set[tuple[object, ...]] = set()
        if number in told:
            continue
        claims = list(with_conditions(reading, number, _claims(reading, number)))
        if number in lists:
            listed = list_claims(reading, number, claims, lists[number])
            told |= {claim.sentence for claim in listed}
            claims = [*_without_announcements(reading, number, claims), *listed] if listed else claims
        named += [(number, p) for claim in claims for p in claim.phrases]
        for claim in (c for c in claims if not _is_condition(c, claims)):
            resolved = _with_antecedents(claim, [p for n, p in recent if number - n <= REACH])
            for row in _rows(reading, resolved):
                key = _key(row)
                if key not in known:
                    known.add(key)
                    yield replace(row, meant=meant(reading, row.claim.sentence, row.phrase, named))
            recent += [(number, p) for p in resolved.phrases if p.head.pos in ("NOUN", "PROPN")]


def _without_announcements(reading: Reading, number: int, claims: list[Claim]) -> list[Claim]:
    """Without the claims that only announce the list: "called for the following measures"."""
    sentence = reading.sentences[number]
    return [claim for claim in claims if not any(announces(sentence, p) for p in claim.phrases)]


def _is_condition(claim: Claim, claims: list[Claim]) -> bool:
    """Whether the claim is only what somebody makes a condition: "until parliament adopts it", "NATO's refusal to …".

    What is given in exchange has been agreed, and stays a position of whoever gives it.
    """
    if not claim.rule.startswith("frame:"):
        return False
    is_noun = claim.rule.startswith("frame:noun")
    return any(
        t.index == claim.predicate.index
        for other in claims
        for relation, p in other.conditions
        if is_noun or (relation is not Relation.IN_EXCHANGE_FOR and other.act is Act.CONDITIONS)
        for t in p.tokens
    )


def _with_antecedents(claim: Claim, recent: list[Phrase]) -> Claim:
    """ "Hungary rejected it": a pronoun gives way to the last proposal before it; without one the claim is dropped."""
    kept = [p for p in claim.phrases if not _is_pronoun(p)]
    if len(kept) < len(claim.phrases) and recent:
        kept.append(recent[-1])
    conditions = tuple(c for c in claim.conditions if not _is_pronoun(c[1]))
    if claim.conditions and not conditions:
        kept = []
    return replace(claim, phrases=tuple(kept), conditions=conditions)


def _is_pronoun(phrase: Phrase) -> bool:
    return len(phrase.tokens) == 1 and phrase.head.lower in PRONOUNS


def _claims(reading: Reading, number: int) -> list[Claim]:
    """The sentence's claims: found by frames, modals and verdicts, told once, then what follows from them."""
    found = [
        *frame_claims(reading, number),
        *prepositional_claims(reading, number),
        *commitment_claims(reading, number),
        *evaluation_claims(reading, number),
    ]
    claims = _without_doubles(_without_shadows(found))
    claims += elliptic_claims(reading, number, claims)
    return _without_doubles([*claims, *(c for claim in claims for c in _following(reading, claim))])


def _without_shadows(claims: list[Claim]) -> list[Claim]:
    """Without claims that another one tells better.

    A plan that is only part of what somebody else wants ("the cabinet should abandon the plan to …") is nobody's
    position here; and "vowed to vote against P" is told by "against P".
    """
    kept: list[Claim] = []
    for claim in claims:
        others = [c for c in claims if c is not claim]
        if claim.rule.startswith("frame:noun") and any(_covers(o, claim) for o in others):
            continue
        phrases = tuple(p for p in claim.phrases if not any(_says_no_within(o, claim, p) for o in others))
        if phrases:
            kept.append(replace(claim, phrases=phrases))
    return kept


def _covers(outer: Claim, inner: Claim) -> bool:
    """Whether the inner noun stands in what the outer claim wants done (not in what it merely judges)."""
    inside = any(t.index == inner.predicate.index for p in outer.phrases for t in p.tokens)
    wanted = outer.act in UNREALISED and outer.stance is Stance.SUPPORTS
    return inside and wanted and all(p.head.index != inner.predicate.index for p in outer.phrases)


def _says_no_within(inner: Claim, outer: Claim, phrase: Phrase) -> bool:
    at_head = inner.predicate.index == phrase.head.index and inner.predicate.index != outer.predicate.index
    shared = {m.name for m in inner.holders} & {m.name for m in outer.holders}
    told = inner.act in OUTRIGHT or inner.rule.startswith("no:")  # "raised no objection to P"
    return bool(at_head and shared) and told and outer.stance is Stance.SUPPORTS


def _following(reading: Reading, claim: Claim) -> tuple[Claim, ...]:
    return (
        *content_claims(reading, claim),
        *alternative_claims(reading, claim),
        *partner_claims(reading, claim),
    )


def _without_doubles(claims: list[Claim]) -> list[Claim]:
    """Of two claims with one stance of one holder on the same words, the one found first (frames before modals)."""
    kept: list[Claim] = []
    for claim in claims:
        heads = {p.head.index for p in claim.phrases}
        names = {m.name for m in claim.holders}
        double = any(
            claim.stance is k.stance
            and names <= {m.name for m in k.holders}
            and heads <= {p.head.index for p in k.phrases}
            for k in kept
        )
        inside = any(
            names & {m.name for m in k.holders}
            and claim.predicate.index != k.predicate.index
            and heads <= {k.predicate.index}
            for k in kept
        )
        again = any(claim.predicate.index == k.predicate.index and names & {m.name for m in k.holders} for k in kept)
        if not double and not inside and not (again and claim.rule in ("will", "must")):
            kept.append(claim)
    return kept


def _rows(reading: Reading, claim: Claim) -> Iterator[Coded]:
    at, predicate = claim.lead or (claim.sentence, claim.predicate)
    voice = reading.voice(at, predicate)
    evidence = _evidence(reading, at, predicate)
    if claim.lead is not None:
        evidence = evidence.union(reading.sentences[claim.sentence].span)
    for holder in claim.holders:
        chain = _chain(reading, voice.sources, holder)
        for phrase in claim.phrases:
            conditions = claim.conditions if claim.stance is Stance.CONDITIONS_ON else ()
            single: list[tuple[tuple[Relation, Phrase], ...]] = [(c,) for c in conditions] or [()]
            for condition in single:
                yield Coded(
                    claim=claim,
                    holder=holder,
                    phrase=phrase,
                    conditions=condition,
                    evidence=evidence,
                    attribution=voice.attribution,
                    speakers=chain,
                )


def _evidence(reading: Reading, number: int, predicate: Token) -> Span:
    """The sentence; inside a longer quotation also the sentences up to the one with "said X"."""
    sentence = reading.sentences[number]
    speech = reading.voice(number, predicate).speech
    if speech is None or speech.cue_sentence is None:
        return sentence.span
    cue = reading.sentences[speech.cue_sentence]
    return sentence.span.union(cue.span)


def _chain(reading: Reading, sources: tuple[tuple[int, Token], ...], holder: Mention) -> tuple[Mention, ...]:
    found = [m for number, token in reversed(sources) for m in reading.discourse.who(number, token)]
    return tuple({m.name: m for m in found if m.name != holder.name}.values())


def _key(row: Coded) -> tuple[object, ...]:
    return (
        row.claim.sentence,
        row.holder.name,
        row.claim.stance,
        tuple(t.index for t in row.phrase.tokens),
        tuple((r, tuple(t.index for t in p.tokens)) for r, p in row.conditions),
    )

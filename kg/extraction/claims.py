"""A claim: holders, stance and proposals as found in one sentence, still in the article's words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from kg.extraction.lexicon import words
from kg.extraction.proposals import Phrase
from kg.model import Act, Mention, Modality, Relation, Stance
from kg.syntax.tree import Token


@dataclass(frozen=True, kw_only=True, slots=True)
class Claim:
    """What one predicate says: ``holders`` take ``stance`` on each of ``phrases``.

    ``conditions`` hold for every phrase; ``rule`` names the frame or pattern that fired. ``lead`` is the word, with the
    number of its sentence, that takes the stance where ``sentence`` is only an item of its list.
    """

    sentence: int
    predicate: Token
    holders: tuple[Mention, ...]
    stance: Stance
    act: Act
    phrases: tuple[Phrase, ...]
    rule: str
    modality: Modality = Modality.ASSERTED
    confidence: float = 0.8
    conditions: tuple[tuple[Relation, Phrase], ...] = ()
    lead: tuple[int, Token] | None = None


def opposite(stance: Stance) -> Stance:
    """For becomes against, and against for; a condition stays a condition."""
    return {Stance.SUPPORTS: Stance.OPPOSES, Stance.OPPOSES: Stance.SUPPORTS}.get(stance, stance)


def both_ways(
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

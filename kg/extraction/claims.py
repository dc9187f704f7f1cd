"""A claim: holders, stance and proposals as found in one sentence, still in the article's words."""

from __future__ import annotations

from dataclasses import dataclass

from kg.extraction.proposals import Phrase
from kg.model import Act, Mention, Modality, Relation, Stance
from kg.syntax.tree import Token


@dataclass(frozen=True, kw_only=True, slots=True)
class Claim:
    """What one predicate says: ``holders`` take ``stance`` on each of ``phrases``.

    ``conditions`` hold for every phrase; ``rule`` names the frame or pattern that fired.
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


def opposite(stance: Stance) -> Stance:
    """For becomes against, and against for; a condition stays a condition."""
    return {Stance.SUPPORTS: Stance.OPPOSES, Stance.OPPOSES: Stance.SUPPORTS}.get(stance, stance)

"""A negotiation position: who supports, opposes or conditions which proposal, in which words."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from kg.errors import InputError
from kg.model.actor import Actor
from kg.model.evidence import Evidence
from kg.model.proposal import Proposal


class Stance(StrEnum):
    """For, against, or only under a condition (DNA's *qualifier*)."""

    SUPPORTS = "supports"
    OPPOSES = "opposes"
    CONDITIONS_ON = "conditions-on"


class Act(StrEnum):
    """What was done in words (aligned with PLOVER event types in the ontology)."""

    PROPOSES = "proposes"
    DEMANDS = "demands"
    URGES = "urges"
    SUPPORTS = "supports"
    ACCEPTS = "accepts"
    AGREES = "agrees"
    PLEDGES = "pledges"
    OFFERS = "offers"
    WELCOMES = "welcomes"
    PLANS = "plans"
    IS_READY = "is-ready"
    VOTES_FOR = "votes-for"
    SIGNS = "signs"
    REJECTS = "rejects"
    REFUSES = "refuses"
    OPPOSES = "opposes"
    CRITICIZES = "criticizes"
    CONDEMNS = "condemns"
    WARNS = "warns"
    THREATENS = "threatens"
    DENIES = "denies"
    VETOES = "vetoes"
    VOTES_AGAINST = "votes-against"
    SUSPENDS = "suspends"
    WITHDRAWS = "withdraws"
    STATES = "states"
    CONDITIONS = "conditions"


class Modality(StrEnum):
    """How firmly the position is held."""

    ASSERTED = "asserted"
    TENTATIVE = "tentative"
    INTENDED = "intended"
    DENIED = "denied"
    REPORTED = "reported"


class Attribution(StrEnum):
    """How the article gives the position: in the holder's words, in reported speech, or as narrated."""

    DIRECT = "direct"
    INDIRECT = "indirect"
    NARRATED = "narrated"


class Relation(StrEnum):
    """How a proposal hangs on its condition."""

    ONLY_IF = "only-if"
    IF = "if"
    UNLESS = "unless"
    UNTIL = "until"
    BEFORE = "before"
    IN_EXCHANGE_FOR = "in-exchange-for"
    MUST_INCLUDE = "must-include"
    IF_THREAT = "if-threat"


@dataclass(frozen=True, kw_only=True, slots=True)
class Condition:
    """What a proposal is made to depend on, and how; ``evidence`` is the condition's own words."""

    proposal: Proposal
    relation: Relation
    evidence: Evidence


@dataclass(frozen=True, kw_only=True, slots=True)
class Position:
    """One coded statement: ``holder`` takes ``stance`` on ``proposal``, shown by ``evidence``.

    ``side`` is the party spoken for, ``speakers`` the chain of speech from the outermost inwards (without the
    holder), ``rule`` the name of the extraction rule that fired, ``confidence`` a number in (0, 1].
    Conditions are there exactly when the stance is conditions-on. Raises InputError otherwise.
    """

    holder: Actor
    stance: Stance
    proposal: Proposal
    evidence: Evidence
    act: Act
    side: Actor | None = None
    conditions: tuple[Condition, ...] = ()
    modality: Modality = Modality.ASSERTED
    attribution: Attribution = Attribution.NARRATED
    speakers: tuple[Actor, ...] = ()
    published: date | None = None
    confidence: float = 1.0
    rule: str = "coded-by-hand"

    def __post_init__(self) -> None:
        if bool(self.conditions) != (self.stance is Stance.CONDITIONS_ON):
            raise InputError(
                f"expected conditions exactly with conditions-on, got {len(self.conditions)} with {self.stance}"
                f" for {self.holder.name} on {self.proposal.wording!r}"
            )
        if not 0.0 < self.confidence <= 1.0:
            raise InputError(f"expected a confidence in (0, 1], got {self.confidence} for {self.holder.name}")

    @property
    def id(self) -> str:
        """Sixteen hex digits from the article, the place and what is claimed: the same claim, the same id."""
        parts = [
            self.evidence.article,
            f"{self.evidence.span.start}-{self.evidence.span.end}",
            f"{self.holder.kind}:{self.holder.name}",
            self.stance,
            self.proposal.wording,
            *(
                f"{c.relation}:{c.evidence.span.start}-{c.evidence.span.end}:{c.proposal.wording}"
                for c in self.conditions
            ),
        ]
        return hashlib.sha256("\0".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:16]

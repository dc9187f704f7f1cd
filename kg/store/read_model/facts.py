"""Positions as the read model keeps them to make values of again: all that a Position says, in one line of JSON."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date
from functools import lru_cache
from typing import Any

from kg.model import (
    Act,
    Actor,
    ActorKind,
    Attribution,
    Condition,
    Evidence,
    Modality,
    Position,
    Proposal,
    Relation,
    Span,
    Stance,
)

_REMEMBERED = 10_000  # few actors and proposals stand in many positions


def facts_of(position: Position) -> str:
    """All that the position says; ``positions_of`` is the inverse."""
    facts = [
        _actor_facts(position.holder),
        position.side and _actor_facts(position.side),
        [_actor_facts(speaker) for speaker in position.speakers],
        position.stance,
        position.act,
        position.modality,
        position.attribution,
        position.published and position.published.isoformat(),
        position.confidence,
        position.rule,
        _proposal_facts(position.proposal),
        _evidence_facts(position.evidence),
        [
            [_proposal_facts(condition.proposal), condition.relation, _evidence_facts(condition.evidence)]
            for condition in position.conditions
        ],
    ]
    return json.dumps(facts, ensure_ascii=False, separators=(",", ":"))


def positions_of(rows: Sequence[tuple[str, str]]) -> list[Position]:
    """The positions behind rows of facts with the ids of their articles."""
    everything = json.loads(f"[{','.join(facts for facts, _ in rows)}]")
    return [_position(article, *facts) for (_, article), facts in zip(rows, everything, strict=True)]


def _actor_facts(actor: Actor) -> list[str | None]:
    return [actor.kind, actor.name, actor.wording, actor.wikidata]


def _proposal_facts(proposal: Proposal) -> list[Any]:
    return [proposal.label, proposal.wording, *proposal.broader]


def _evidence_facts(evidence: Evidence) -> list[Any]:
    return [evidence.span.start, evidence.span.end, evidence.quote, evidence.prefix, evidence.suffix]


def _position(
    article: str, holder: list[Any], side: list[Any] | None, speakers: list[list[Any]],
    stance: str, act: str, modality: str, attribution: str, published: str | None, confidence: float, rule: str,
    proposal: list[str], evidence: list[Any], conditions: list[list[Any]],
) -> Position:  # fmt: skip
    return Position(
        holder=_actor(*holder),
        side=None if side is None else _actor(*side),
        speakers=tuple(_actor(*speaker) for speaker in speakers),
        stance=Stance(stance),
        act=Act(act),
        modality=Modality(modality),
        attribution=Attribution(attribution),
        published=None if published is None else date.fromisoformat(published),
        confidence=confidence,
        rule=rule,
        proposal=_proposal(*proposal),
        evidence=_evidence(article, *evidence),
        conditions=tuple(
            Condition(proposal=_proposal(*of), relation=Relation(relation), evidence=_evidence(article, *words))
            for of, relation, words in conditions
        ),
    )


@lru_cache(maxsize=_REMEMBERED)
def _actor(kind: str, name: str, wording: str | None, wikidata: str | None) -> Actor:
    return Actor(name=name, kind=ActorKind(kind), wording=wording, wikidata=wikidata)


@lru_cache(maxsize=_REMEMBERED)
def _proposal(label: str, wording: str, *broader: str) -> Proposal:
    return Proposal(label=label, wording=wording, broader=broader)


def _evidence(article: str, start: int, end: int, quote: str, prefix: str, suffix: str) -> Evidence:
    return Evidence(article=article, span=Span(start=start, end=end), quote=quote, prefix=prefix, suffix=suffix)

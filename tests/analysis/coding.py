"""Positions coded by hand for the tests: who, stance, proposal, conditions, day."""

from __future__ import annotations

import hashlib
from datetime import date

from kg.model import (
    Act,
    Actor,
    ActorKind,
    Condition,
    Evidence,
    Modality,
    Position,
    Proposal,
    Relation,
    Span,
    Stance,
)

_STANCES = {"+": Stance.SUPPORTS, "-": Stance.OPPOSES, "?": Stance.CONDITIONS_ON}
_WORDS = {"+": "backs", "-": "rejects", "?": "links"}


def coded(
    holder: str,
    sign: str,
    proposal: str,
    *conditions: str,
    side: str | None = None,
    day: str | None = None,
    article: str = "a",
    start: int = 0,
    relation: Relation = Relation.ONLY_IF,
    modality: Modality = Modality.ASSERTED,
    kind: ActorKind = ActorKind.STATE,
) -> Position:
    """A position as a coder would enter it; ``sign`` is + for support, - for opposition, ? for conditions."""
    quote = f"{holder} {_WORDS[sign]} {proposal}" + "".join(f" to {condition}" for condition in conditions)
    evidence = Evidence(
        article=hashlib.sha256(article.encode()).hexdigest()[:16],
        span=Span(start=start, end=start + len(quote)),
        quote=quote,
    )
    return Position(
        holder=Actor(name=holder, kind=kind),
        side=Actor(name=side, kind=ActorKind.STATE) if side else None,
        stance=_STANCES[sign],
        proposal=Proposal(label=proposal, wording=proposal),
        evidence=evidence,
        act=Act.STATES,
        conditions=tuple(
            Condition(proposal=Proposal(label=words, wording=words), relation=relation, evidence=evidence)
            for words in conditions
        ),
        modality=modality,
        published=date.fromisoformat(day) if day else None,
    )

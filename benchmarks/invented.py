"""Positions by the thousand, the same for the same seed: who says what on what is drawn at random."""

from __future__ import annotations

import random
from datetime import date, timedelta

from kg.model import Act, Actor, ActorKind, Evidence, Position, Proposal, Span, Stance

FIRST_DAY = date(2025, 1, 1)


def invented_positions(actors: int, proposals: int, positions: int, *, seed: int = 1) -> list[Position]:
    """So many yes and no positions over so many actors and proposals, every object made anew as when read from disk."""
    dice = random.Random(seed)
    return [_position(dice, number, actors, proposals) for number in range(positions)]


def _position(dice: random.Random, number: int, actors: int, proposals: int) -> Position:
    label = f"proposal {dice.randrange(proposals)}"
    return Position(
        holder=Actor(name=f"actor {dice.randrange(actors)}", kind=ActorKind.ORGANIZATION),
        stance=dice.choice((Stance.SUPPORTS, Stance.OPPOSES)),
        proposal=Proposal(label=label, wording=label),
        evidence=Evidence(article=f"{number // 10:016x}", span=Span(start=number, end=number + 5), quote="words"),
        act=Act.STATES,
        published=FIRST_DAY + timedelta(days=dice.randrange(365)),
    )

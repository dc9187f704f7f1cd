"""Zones of agreement of 30 parties over 20 proposals: all largest coalitions and all smallest blocking sets."""

from __future__ import annotations

import random
from typing import NamedTuple

from benchmarks.timing import median_seconds
from kg.analysis.agreement import zone_of_agreement
from kg.model import Act, Actor, ActorKind, Condition, Evidence, Position, Proposal, Relation, Span, Stance

PARTIES, PROPOSALS = 30, 20


class Zone(NamedTuple):
    """How much was said and found, and the median seconds it took; ``complete`` when that is all there is."""

    spoken: float
    positions: int
    coalitions: int
    blocking: int
    complete: bool
    seconds: float


def find_zones(*, times: int = 3) -> list[Zone]:
    """Zones for parties that speak on a tenth, a quarter, half and all of the proposals."""
    return [_find(share, times) for share in (0.1, 0.25, 0.5, 1.0)]


def _find(share: float, times: int) -> Zone:
    positions = _debate(share, random.Random(1))
    zone = zone_of_agreement(positions, seconds=60)
    seconds = median_seconds(lambda: zone_of_agreement(positions, seconds=60), times=times)
    return Zone(share, len(positions), len(zone.coalitions), len(zone.blocking), zone.complete, seconds)


def _debate(share: float, dice: random.Random) -> list[Position]:
    """Two parties in three lean to one side, which they support and oppose by; a third of positions is conditional."""
    return [
        _position(dice, party, proposal)
        for party in range(PARTIES)
        for proposal in range(PROPOSALS)
        if dice.random() < share
    ]


def _position(dice: random.Random, party: int, proposal: int) -> Position:
    conditional = dice.random() < 1 / 3
    agrees = dice.random() < (0.9 if (party + proposal) % 3 else 0.1)
    start = 100 * party + proposal
    evidence = Evidence(article="0" * 16, span=Span(start=start, end=start + 5), quote="words")
    return Position(
        holder=Actor(name=f"party {party:02d}", kind=ActorKind.STATE),
        stance=Stance.CONDITIONS_ON if conditional else Stance.SUPPORTS if agrees else Stance.OPPOSES,
        proposal=_proposal(proposal),
        evidence=evidence,
        act=Act.STATES,
        conditions=(
            Condition(
                proposal=_proposal((proposal + dice.randrange(1, PROPOSALS)) % PROPOSALS),
                relation=Relation.ONLY_IF,
                evidence=evidence,
            ),
        )
        if conditional
        else (),
    )


def _proposal(number: int) -> Proposal:
    return Proposal(label=f"proposal {number:02d}", wording=f"proposal {number:02d}")

"""Which positions a network is made of: leaving out parties and proposals by name, and those that hardly occur."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence

import networkx as nx

from kg.analysis.options import Level
from kg.analysis.statements import number_parties, speakers
from kg.errors import InputError, MissingError
from kg.model import ActorKind, Position


def select(
    positions: Sequence[Position],
    *,
    without_parties: Collection[str] = (),
    without_proposals: Collection[str] = (),
    only_parties: Collection[str] = (),
    only_proposals: Collection[str] = (),
    minimum: int = 1,
    level: str = Level.ACTOR,
) -> tuple[Position, ...]:
    """The positions without those of some parties or on some proposals, or none but those of some (rDNA's lists).

    Of what is left, parties with fewer than ``minimum`` statements are left out, and at the level of persons whoever
    is none. Names are those of the networks at the same level. Raises MissingError for a name that does not occur,
    InputError for a minimum below 1, and when nothing is left.
    """
    if minimum < 1:
        raise InputError(f"expected a minimum of at least 1 statement, got {minimum}")
    if Level(level) is Level.PERSON:
        positions = _of_persons(positions)
    known, number = number_parties(speakers(positions, level))
    names = [known[index] for index in number]
    labels = [position.proposal.label for position in positions]
    _need({*without_parties, *only_parties}, names, "parties")
    _need({*without_proposals, *only_proposals}, labels, "proposals")
    left = [
        (name, position)
        for name, label, position in zip(names, labels, positions, strict=True)
        if _listed(name, only_parties, without_parties) and _listed(label, only_proposals, without_proposals)
    ]
    count = Counter(name for name, _ in left)
    kept = tuple(position for name, position in left if count[name] >= minimum)
    if not kept:
        raise InputError(f"expected positions to be left, got none of {len(positions)}")
    return kept


def without_isolates(network: nx.Graph[str]) -> nx.Graph[str]:
    """A copy of the network without the nodes that no tie reaches."""
    return network.subgraph([node for node in network if network.degree(node)]).copy()


def _of_persons(positions: Sequence[Position]) -> list[Position]:
    persons = [position for position in positions if position.holder.kind is ActorKind.PERSON]
    if positions and not persons:
        raise InputError(f"expected positions of persons, got none among {len(positions)}: only bodies speak there")
    return persons


def _listed(name: str, only: Collection[str], without: Collection[str]) -> bool:
    return (not only or name in only) and name not in without


def _need(wanted: Collection[str], found: Sequence[str], what: str) -> None:
    missing = sorted(set(wanted) - set(found))
    if missing:
        some = ", ".join(name for name, _ in sorted(Counter(found).items(), key=lambda item: (-item[1], item[0]))[:8])
        raise MissingError(f"expected {what} that occur (such as {some}), got {', '.join(missing)}")

"""Who makes what depend on what: the precondition graph, its deadlocks, and what several parties ask for."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import networkx as nx

from kg.analysis.options import Level
from kg.analysis.statements import days_of, in_reading_order, number_parties, speakers
from kg.model import Position, Relation, Stance

NEEDS = frozenset(
    {
        Relation.ONLY_IF,
        Relation.IF,
        Relation.UNTIL,
        Relation.BEFORE,
        Relation.IN_EXCHANGE_FOR,
        Relation.MUST_INCLUDE,
    }
)
"""The relations in which the condition must come true; ``unless`` and ``if-threat`` say what follows if it does not."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Precondition:
    """One party's claim that ``proposal`` hangs on ``condition``, with the position and the words that say so."""

    holder: str
    proposal: str
    condition: str
    relation: Relation
    position: str
    quote: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Deadlock:
    """A circle of preconditions that no single party made: each waits for another.

    ``proposals[i]`` hangs on ``proposals[i + 1]`` (the last on the first), as ``links[i]`` say.
    """

    proposals: tuple[str, ...]
    parties: tuple[str, ...]
    links: tuple[tuple[Precondition, ...], ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class SharedAsk:
    """Something that two or more parties make their proposals depend on."""

    ask: str
    parties: tuple[str, ...]
    claims: tuple[Precondition, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class ContestedCondition:
    """Something that some parties insist on and others reject outright."""

    condition: str
    asked_by: tuple[str, ...]
    rejected_by: tuple[str, ...]
    claims: tuple[Precondition, ...]
    rejections: tuple[str, ...]


def preconditions(positions: Sequence[Position], *, level: str = Level.ACTOR) -> tuple[Precondition, ...]:
    """Every condition that a party states, in reading order."""
    ordered = in_reading_order(positions)
    name_of = _names(ordered, level)
    return tuple(
        Precondition(
            holder=name_of[position.id],
            proposal=position.proposal.label,
            condition=condition.proposal.label,
            relation=condition.relation,
            position=position.id,
            quote=position.evidence.quote,
        )
        for position in ordered
        for condition in position.conditions
    )


def precondition_graph(positions: Sequence[Position], *, level: str = Level.ACTOR) -> nx.DiGraph[str]:
    """The directed graph of proposals: from each to what it hangs on.

    Nodes are proposal labels with ``name`` and ``asked_by`` (how many parties make something depend on it). A tie has
    three tuples side by side, one entry a claim in reading order: ``holders``, ``relations`` and ``positions`` (ids);
    ``weight`` is the number of claims, ``days`` are those of their publication, ``quote`` is the first one's words,
    ``needed`` whether any claim needs the condition to come true (``NEEDS``), and ``circle`` whether such ties of two
    or more parties lead back to its start.
    Empty when no position has a condition. Raises InputError for an unknown level.
    """
    graph: nx.DiGraph[str] = nx.DiGraph(kind="preconditions", level=str(Level(level)))
    position_of = {position.id: position for position in positions}
    claims_on: dict[tuple[str, str], list[Precondition]] = defaultdict(list)
    for claim in preconditions(positions, level=level):
        claims_on[claim.proposal, claim.condition].append(claim)
    for label in sorted({label for pair in claims_on for label in pair}):
        asking = {
            claim.holder for (_, condition), claims in claims_on.items() if condition == label for claim in claims
        }
        graph.add_node(label, name=label, asked_by=len(asking))
    for (proposal, condition), claims in sorted(claims_on.items()):
        graph.add_edge(
            proposal,
            condition,
            weight=len(claims),
            holders=tuple(claim.holder for claim in claims),
            relations=tuple(str(claim.relation) for claim in claims),
            positions=tuple(claim.position for claim in claims),
            days=days_of(position_of[claim.position] for claim in claims),
            quote=claims[0].quote,
            needed=any(claim.relation in NEEDS for claim in claims),
            circle=False,
        )
    _mark_circles(graph)
    return graph


def deadlocks(
    positions: Sequence[Position], *, level: str = Level.SIDE, longest: int = 5, most: int = 100
) -> tuple[Deadlock, ...]:
    """Circles of preconditions between parties, the shortest first: A waits for what B gives only after A has given.

    Only relations that need the condition to come true count (``NEEDS``). A circle that one party closes by itself is
    no deadlock between parties. Circles have at most ``longest`` proposals, for their number grows without bound; at
    most ``most`` are returned.
    """
    claims_on: dict[tuple[str, str], list[Precondition]] = defaultdict(list)
    for claim in preconditions(positions, level=level):
        if claim.relation in NEEDS and claim.proposal != claim.condition:
            claims_on[claim.proposal, claim.condition].append(claim)
    graph: nx.DiGraph[str] = nx.DiGraph(sorted(claims_on))
    found: list[Deadlock] = []
    for length in range(2, longest + 1):
        circles = sorted(circle for circle in _circles(graph, length))
        found.extend(deadlock for circle in circles if (deadlock := _deadlock(circle, claims_on)))
        if len(found) >= most:
            break
    return tuple(found[:most])


def shared_asks(positions: Sequence[Position], *, level: str = Level.SIDE) -> tuple[SharedAsk, ...]:
    """What two or more parties make their proposals depend on, the most widely shared first."""
    claims_for: dict[str, list[Precondition]] = defaultdict(list)
    for claim in preconditions(positions, level=level):
        if claim.relation in NEEDS:
            claims_for[claim.condition].append(claim)
    asks = [
        SharedAsk(ask=ask, parties=_parties(claims), claims=tuple(claims))
        for ask, claims in claims_for.items()
        if len(_parties(claims)) > 1
    ]
    return tuple(sorted(asks, key=lambda ask: (-len(ask.parties), -len(ask.claims), ask.ask)))


def contested_conditions(positions: Sequence[Position], *, level: str = Level.SIDE) -> tuple[ContestedCondition, ...]:
    """Conditions that one party insists on and another party opposes, the most contested first."""
    ordered = in_reading_order(positions)
    name_of = _names(ordered, level)
    claims_for: dict[str, list[Precondition]] = defaultdict(list)
    for claim in preconditions(ordered, level=level):
        if claim.relation in NEEDS:
            claims_for[claim.condition].append(claim)
    contested = []
    for condition, claims in claims_for.items():
        askers = _parties(claims)
        rejections = [
            position
            for position in ordered
            if position.stance is Stance.OPPOSES
            and position.proposal.label == condition
            and set(askers) - {name_of[position.id]}
        ]
        if rejections:
            contested.append(
                ContestedCondition(
                    condition=condition,
                    asked_by=askers,
                    rejected_by=tuple(sorted({name_of[position.id] for position in rejections})),
                    claims=tuple(claims),
                    rejections=tuple(position.id for position in rejections),
                )
            )
    return tuple(sorted(contested, key=lambda c: (-len(c.asked_by) - len(c.rejected_by), c.condition)))


def _names(positions: Sequence[Position], level: str) -> dict[str, str]:
    parties, number = number_parties(speakers(positions, level))
    return {position.id: parties[index] for position, index in zip(positions, number, strict=True)}


def _parties(claims: Sequence[Precondition]) -> tuple[str, ...]:
    return tuple(sorted({claim.holder for claim in claims}))


def _mark_circles(graph: nx.DiGraph[str]) -> None:
    needed = nx.DiGraph([(a, b) for a, b, tie in graph.edges(data=True) if tie["needed"] and a != b])
    for together in nx.strongly_connected_components(needed):
        ties = [needed_tie for needed_tie in needed.edges(together) if needed_tie[1] in together]
        if len({holder for tie in ties for holder in graph.edges[tie]["holders"]}) > 1:
            for tie in ties:
                graph.edges[tie]["circle"] = True


def _circles(graph: nx.DiGraph[str], length: int) -> Iterator[tuple[str, ...]]:
    for circle in nx.simple_cycles(graph, length_bound=length):
        if len(circle) == length:
            start = circle.index(min(circle))
            yield tuple(circle[start:] + circle[:start])


def _deadlock(circle: tuple[str, ...], claims_on: dict[tuple[str, str], list[Precondition]]) -> Deadlock | None:
    links = [tuple(claims_on[pair]) for pair in zip(circle, (*circle[1:], circle[0]), strict=True)]
    holders = [set(_parties(link)) for link in links]
    if len(set.union(*holders)) < 2:
        return None
    return Deadlock(proposals=circle, parties=tuple(sorted(set.union(*holders))), links=tuple(links))

"""Who has said what about which proposal: the two-mode network, and the same as a matrix to read."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType

import networkx as nx

from kg.analysis.options import Compatible, Conditional, Duplicates, Level
from kg.analysis.statements import NO, QUALIFIED, YES, count_statements, days_of, describe_party, in_reading_order
from kg.errors import InputError, MissingError
from kg.model import Position, Stance


class Verdict(StrEnum):
    """What a party's statements on one proposal come to."""

    SUPPORTS = "supports"
    OPPOSES = "opposes"
    CONDITIONAL = "conditional"
    MIXED = "mixed"
    SILENT = "no statement"


@dataclass(frozen=True, kw_only=True, slots=True)
class StanceCell:
    """One party on one proposal: how many statements of each stance, on which conditions, in which positions."""

    support: int = 0
    oppose: int = 0
    conditional: int = 0
    conditions: tuple[str, ...] = ()
    positions: tuple[str, ...] = ()

    @property
    def statements(self) -> int:
        """How many statements there are; 0 says that none was found."""
        return self.support + self.oppose + self.conditional

    @property
    def verdict(self) -> Verdict:
        """Support, opposition, only conditional statements, both yes and no, or no statement found.

        >>> StanceCell(support=2, conditional=1).verdict.value, StanceCell().verdict.value
        ('supports', 'no statement')
        """
        if self.support and self.oppose:
            return Verdict.MIXED
        if self.support or self.oppose:
            return Verdict.SUPPORTS if self.support else Verdict.OPPOSES
        return Verdict.CONDITIONAL if self.conditional else Verdict.SILENT


@dataclass(frozen=True, kw_only=True, slots=True)
class StanceMatrix:
    """Parties by proposals. ``cells`` has only the pairs with statements; ``cell`` answers for every pair.

    Parties and proposals are sorted by how many statements they have, most first, then by name.
    """

    actors: tuple[str, ...]
    proposals: tuple[str, ...]
    cells: Mapping[tuple[str, str], StanceCell] = field(hash=False)

    def cell(self, actor: str, proposal: str) -> StanceCell:
        """What ``actor`` said on ``proposal``: a silent cell when nothing; MissingError for unknown names."""
        if actor not in self.actors:
            raise MissingError(f"expected an actor of this matrix, got {actor!r}; it has {_some(self.actors)}")
        if proposal not in self.proposals:
            raise MissingError(f"expected a proposal of this matrix, got {proposal!r}; it has {_some(self.proposals)}")
        return self.cells.get((actor, proposal), StanceCell())


def stance_matrix(positions: Sequence[Position], *, level: str = Level.ACTOR) -> StanceMatrix:
    """Every party's statements on every proposal, counted by stance; a pair without statements says so.

    Raises InputError when there are no positions, or for an unknown level.
    """
    _need_positions(positions, "a matrix of stances")
    counted = count_statements(in_reading_order(positions), level=level)
    found: dict[tuple[str, str], list[Position]] = defaultdict(list)
    for row, column, position in zip(counted.party.tolist(), counted.proposal.tolist(), counted.positions, strict=True):
        found[counted.parties[row], counted.proposals[column]].append(position)
    said_by: dict[str, int] = defaultdict(int)
    said_on: dict[str, int] = defaultdict(int)
    for (actor, proposal), statements in found.items():
        said_by[actor] += len(statements)
        said_on[proposal] += len(statements)
    actors = tuple(sorted(said_by, key=lambda name: (-said_by[name], name)))
    proposals = tuple(sorted(said_on, key=lambda label: (-said_on[label], label)))
    cells = {
        (actor, proposal): _cell(found[actor, proposal])
        for actor in actors
        for proposal in proposals
        if (actor, proposal) in found
    }
    return StanceMatrix(actors=actors, proposals=proposals, cells=MappingProxyType(cells))


def affiliation_network(
    positions: Sequence[Position],
    *,
    level: str = Level.ACTOR,
    duplicates: str = Duplicates.INCLUDE,
    compatible: str = Compatible.NOTHING,
) -> nx.Graph[str]:
    """The two-mode network of parties and proposals: a tie for every pair with statements.

    Nodes are ``actor:NAME`` and ``proposal:LABEL`` (a name may be both), with ``name``, ``mode``, ``bipartite`` (0 for
    parties, 1 for proposals), ``statements``, and ``kind`` for parties. A tie has ``support``, ``oppose`` and
    ``conditional`` counts, ``weight`` (all statements: rDNA's *ignore*), ``balance`` (support − oppose: rDNA's
    *subtract*), ``stance`` (which stances occur: rDNA's *combine*), ``activity`` and ``prominence`` (the balance
    divided by all statements of the party, or on the proposal), ``positions`` (ids), ``days`` (on
    which those were published) and ``quote`` (the first one's).

    Raises InputError when there are no positions, or for an unknown choice.
    """
    _need_positions(positions, "a two-mode network")
    counted = count_statements(
        in_reading_order(positions),
        level=level,
        duplicates=duplicates,
        conditional=Conditional.NEITHER,
        compatible=compatible,
    )
    said: dict[tuple[int, int], list[int]] = defaultdict(list)
    for index, pair in enumerate(zip(counted.party.tolist(), counted.proposal.tolist(), strict=True)):
        said[pair].append(index)
    graph: nx.Graph[str] = nx.Graph(
        kind="affiliation", level=str(level), duplicates=str(duplicates), statements=len(counted.positions)
    )
    for index, party in enumerate(counted.parties):
        graph.add_node(f"actor:{party}", mode="actor", bipartite=0, **describe_party(counted, index))
    for label in counted.proposals:
        graph.add_node(f"proposal:{label}", name=label, mode="proposal", bipartite=1)
    for (row, column), indices in sorted(said.items()):
        answers = counted.answer[indices].tolist()
        graph.add_edge(
            f"actor:{counted.parties[row]}",
            f"proposal:{counted.proposals[column]}",
            weight=len(indices),
            support=answers.count(YES),
            oppose=answers.count(NO),
            conditional=answers.count(QUALIFIED),
            balance=answers.count(YES) - answers.count(NO),
            stance=" and ".join(
                stance
                for stance, answer in (("support", YES), ("oppose", NO), ("conditional", QUALIFIED))
                if answer in answers
            ),
            positions=tuple(counted.positions[index].id for index in indices),
            days=days_of(counted.positions[index] for index in indices),
            quote=counted.positions[indices[0]].evidence.quote,
        )
    _share_out(graph)
    return graph


def _need_positions(positions: Sequence[Position], result: str) -> None:
    if not positions:
        raise InputError(f"expected positions for {result}, got none: the selection is empty")


def _cell(statements: Sequence[Position]) -> StanceCell:
    stances = [position.stance for position in statements]
    wordings = [condition.proposal.label for position in statements for condition in position.conditions]
    return StanceCell(
        support=stances.count(Stance.SUPPORTS),
        oppose=stances.count(Stance.OPPOSES),
        conditional=stances.count(Stance.CONDITIONS_ON),
        conditions=tuple(dict.fromkeys(wordings)),
        positions=tuple(position.id for position in statements),
    )


def _share_out(graph: nx.Graph[str]) -> None:
    for node in graph:
        graph.nodes[node]["statements"] = sum(tie["weight"] for _, _, tie in graph.edges(node, data=True))
    for first, second, tie in graph.edges(data=True):
        actor, proposal = (first, second) if graph.nodes[first]["bipartite"] == 0 else (second, first)
        tie["activity"] = tie["balance"] / graph.nodes[actor]["statements"]
        tie["prominence"] = tie["balance"] / graph.nodes[proposal]["statements"]


def _some(names: Sequence[str]) -> str:
    return ", ".join(names[:8]) + (f" and {len(names) - 8} more" if len(names) > 8 else "")

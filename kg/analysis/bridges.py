"""Who and what stands between the camps: brokers, dividing and bridging proposals, shared agendas."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

import networkx as nx

from kg.analysis.affiliation import StanceMatrix, Verdict, stance_matrix
from kg.analysis.coalitions import Coalitions
from kg.analysis.congruence import congruence_network
from kg.analysis.options import Level
from kg.errors import InputError
from kg.model import Position

MOST_STEPS = 3_000_000


@dataclass(frozen=True, kw_only=True, slots=True)
class Broker:
    """A party with allies in two or more camps.

    ``betweenness`` is its share of the shortest ways between other parties through congruence (Freeman 1977), where
    the stronger tie is the shorter one; ``allies`` are those that it agrees with, by the number of their camp, and
    ``positions`` the ids of the statements in which they agree.
    """

    party: str
    camp: int | None
    betweenness: float
    allies: Mapping[int, tuple[str, ...]]
    positions: tuple[str, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Issue:
    """How the parties stand on one proposal.

    ``division`` is 1 when as many support as oppose it and 0 when all agree (4 s o / (s + o)² for s supporters and o
    opponents), None when nobody plainly supports or opposes it. ``bridged`` are the camps that have both said yes, or
    both no: two or more of them make the proposal a bridge. ``mixed`` said both yes and no. ``positions`` are the ids
    of all statements on it.
    """

    proposal: str
    supporters: tuple[str, ...]
    opponents: tuple[str, ...]
    conditional: tuple[str, ...]
    mixed: tuple[str, ...]
    division: float | None
    bridged: tuple[int, ...]
    positions: tuple[str, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Overlap:
    """How much two parties speak on the same proposals: shared ones among all of either (Jaccard 1901).

    ``positions`` are the ids of what both said on the shared ones.
    """

    first: str
    second: str
    shared: tuple[str, ...]
    either: int
    positions: tuple[str, ...]

    @property
    def share(self) -> float:
        """Between 0 and 1."""
        return len(self.shared) / self.either


def brokers(positions: Sequence[Position], camps: Coalitions, *, level: str = Level.ACTOR) -> tuple[Broker, ...]:
    """Parties that agree with members of at least two camps, by betweenness, greatest first.

    ``camps`` are the coalitions of the subtract network at the same level. In a large network (parties × ties above
    ``MOST_STEPS``) betweenness is estimated from the ways that start at some parties (Brandes and Pich 2007), always
    the same ones. Raises InputError when there are no positions.
    """
    network = congruence_network(positions, level=level)
    camp_of = camps.camp_of()
    ways: nx.Graph[str] = nx.Graph()
    ways.add_nodes_from(sorted(network))
    ways.add_weighted_edges_from((a, b, 1.0 / tie["weight"]) for a, b, tie in network.edges(data=True))
    betweenness = nx.betweenness_centrality(ways, k=_pivots(ways), weight="weight", seed=0)
    found = []
    for party in sorted(network):
        allies: dict[int, list[str]] = defaultdict(list)
        for ally in sorted(network[party]):
            if ally in camp_of:
                allies[camp_of[ally]].append(ally)
        if len(allies) > 1:
            found.append(
                Broker(
                    party=party,
                    camp=camp_of.get(party),
                    betweenness=betweenness[party],
                    allies={camp: tuple(names) for camp, names in sorted(allies.items())},
                    positions=_shared_words(network, party, [name for names in allies.values() for name in names]),
                )
            )
    return tuple(sorted(found, key=lambda broker: (-broker.betweenness, broker.party)))


def issues(positions: Sequence[Position], camps: Coalitions, *, level: str = Level.ACTOR) -> tuple[Issue, ...]:
    """How the parties stand on every proposal, the most divisive first, then those with most parties.

    Raises InputError when there are no positions.
    """
    matrix = stance_matrix(positions, level=level)
    camp_of = camps.camp_of()
    found = [_issue(matrix, proposal, camp_of) for proposal in matrix.proposals]
    return tuple(
        sorted(
            found,
            key=lambda issue: (
                -(issue.division if issue.division is not None else -1.0),
                -len(issue.supporters) - len(issue.opponents),
                issue.proposal,
            ),
        )
    )


def agenda_overlap(positions: Sequence[Position], *, level: str = Level.SIDE) -> tuple[Overlap, ...]:
    """How far each two parties speak on the same proposals, whatever they say, the greatest overlap first.

    Raises InputError when there are no positions, or only those of one party.
    """
    matrix = stance_matrix(positions, level=level)
    if len(matrix.actors) < 2:
        raise InputError(f"expected positions of two parties or more, got only those of {matrix.actors[0]}")
    agenda: dict[str, set[str]] = defaultdict(set)
    for actor, proposal in matrix.cells:
        agenda[actor].add(proposal)
    overlaps = [_overlap(matrix, agenda, first, second) for first, second in combinations(sorted(agenda), 2)]
    return tuple(sorted(overlaps, key=lambda overlap: (-overlap.share, overlap.first, overlap.second)))


def _overlap(matrix: StanceMatrix, agenda: Mapping[str, set[str]], first: str, second: str) -> Overlap:
    shared = sorted(agenda[first] & agenda[second])
    said = (matrix.cells[party, proposal].positions for proposal in shared for party in (first, second))
    return Overlap(
        first=first,
        second=second,
        shared=tuple(shared),
        either=len(agenda[first] | agenda[second]),
        positions=tuple(position for positions in said for position in positions),
    )


def _shared_words(network: nx.Graph[str], party: str, allies: Sequence[str]) -> tuple[str, ...]:
    ids = (position for ally in allies for position in network.edges[party, ally]["positions"])
    return tuple(dict.fromkeys(ids))


def _pivots(ways: nx.Graph[str]) -> int | None:
    """From how many parties to look for ways: all (None), or as many as the steps suffice for."""
    ties = ways.number_of_edges()
    return None if len(ways) * ties <= MOST_STEPS else max(20, MOST_STEPS // ties)


def _issue(matrix: StanceMatrix, proposal: str, camp_of: Mapping[str, int]) -> Issue:
    by_verdict: dict[Verdict, list[str]] = defaultdict(list)
    for actor in sorted(matrix.actors):
        by_verdict[matrix.cell(actor, proposal).verdict].append(actor)
    yes, no = by_verdict[Verdict.SUPPORTS], by_verdict[Verdict.OPPOSES]
    bridged = [camps for camps in (_camps(yes, camp_of), _camps(no, camp_of)) if len(camps) > 1]
    return Issue(
        proposal=proposal,
        supporters=tuple(yes),
        opponents=tuple(no),
        conditional=tuple(by_verdict[Verdict.CONDITIONAL]),
        mixed=tuple(by_verdict[Verdict.MIXED]),
        division=4 * len(yes) * len(no) / (len(yes) + len(no)) ** 2 if yes or no else None,
        bridged=tuple(sorted(set().union(*bridged))),
        positions=tuple(
            position
            for actor in matrix.actors
            if (cell := matrix.cells.get((actor, proposal)))
            for position in cell.positions
        ),
    )


def _camps(parties: Sequence[str], camp_of: Mapping[str, int]) -> set[int]:
    return {camp_of[party] for party in parties if party in camp_of}

"""The network of 1,000 actors: ours, two dictionary loops, networkx's projection, igraph's."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from itertools import combinations

import networkx as nx

from benchmarks.invented import invented_positions
from benchmarks.timing import side_by_side
from kg.analysis.congruence import subtract_network
from kg.analysis.onemode import one_mode
from kg.model import Position, Stance

ACTORS, PROPOSALS, POSITIONS = 1_000, 300, 10_000
ROUNDS = 5


def compare_networks() -> dict[str, float]:
    """Median seconds of each way to the one-mode network, ours first.

    Every way starts from the same positions; the projections of networkx and igraph know no signs. All ways with signs
    give the same weights, or an AssertionError.
    """
    positions = invented_positions(ACTORS, PROPOSALS, POSITIONS)
    _check_equal(positions)
    ways: dict[str, Callable[[], object]] = {
        "Parley: one_mode, a sparse matrix": lambda: one_mode(positions, "subtract"),
        "Parley: subtract_network, each tie with its quotes": lambda: subtract_network(positions),
        "dictionary loop, statement by statement": lambda: loop_over_statements(positions),
        "dictionary loop, tuned: sums first, as our formula": lambda: loop_over_sums(positions),
        "networkx weighted projection": lambda: _networkx(positions),
    }
    return side_by_side(ways | _igraph(positions), rounds=ROUNDS)


def loop_over_statements(positions: Sequence[Position]) -> dict[tuple[str, str], int]:
    """The weights as one writes them down: every two statements on a proposal, with equal or different answers."""
    said = defaultdict(list)
    for position in positions:
        said[position.proposal.label].append(position)
    weights: dict[tuple[str, str], int] = defaultdict(int)
    for statements in said.values():
        for one, other in combinations(statements, 2):
            if one.holder.name != other.holder.name:
                pair = min(one.holder.name, other.holder.name), max(one.holder.name, other.holder.name)
                weights[pair] += 1 if one.stance is other.stance else -1
    return weights


def loop_over_sums(positions: Sequence[Position]) -> dict[tuple[str, str], int]:
    """The same, tuned: each party's yes minus no on a proposal is summed beforehand, as our formula does it."""
    leaning: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for position in positions:
        leaning[position.proposal.label][position.holder.name] += 1 if position.stance is Stance.SUPPORTS else -1
    weights: dict[tuple[str, str], int] = defaultdict(int)
    for sums in leaning.values():
        ordered = sorted(sums.items())
        for at, (one, mine) in enumerate(ordered):
            for other, theirs in ordered[at + 1 :]:
                weights[one, other] += mine * theirs
    return weights


def _check_equal(positions: Sequence[Position]) -> None:
    found = one_mode(positions, "subtract")
    first, second = found.weights.nonzero()
    ours = {
        (found.parties[row], found.parties[column]): weight
        for row, column, weight in zip(first.tolist(), second.tolist(), found.weights.data.tolist(), strict=True)
        if row < column
    }
    graph = {(min(a, b), max(a, b)): tie["weight"] for a, b, tie in subtract_network(positions).edges(data=True)}
    assert ours == graph
    for loop in (loop_over_statements, loop_over_sums):
        assert ours == {pair: weight for pair, weight in loop(positions).items() if weight}


def _networkx(positions: Sequence[Position]) -> nx.Graph[str]:
    # Sorted, for the order of a set changes with every process, and so does the time.
    pairs = sorted({(position.holder.name, position.proposal.label) for position in positions})
    return nx.bipartite.weighted_projected_graph(nx.Graph(pairs), sorted({actor for actor, _ in pairs}))


def _igraph(positions: Sequence[Position]) -> dict[str, Callable[[], object]]:
    """igraph's projection, where igraph is installed."""
    try:
        import igraph  # type: ignore[import-untyped]
    except ImportError:
        return {}

    def project() -> object:
        pairs = {(position.holder.name, position.proposal.label) for position in positions}
        number = {name: index for index, name in enumerate(dict.fromkeys(name for pair in pairs for name in pair))}
        actors = {actor for actor, _ in pairs}
        graph = igraph.Graph([(number[actor], number[label]) for actor, label in pairs])
        return graph.bipartite_projection(types=[name not in actors for name in number], which=0)

    return {"igraph bipartite projection": project}

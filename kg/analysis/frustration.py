"""The best split of a signed network into two camps, found by local search and proved by an integer programme.

The frustration index L is the least weight of ties that must go (or change sign) before the network is balanced
(Harary 1959): positive ties within two camps, negative ties between them. A set of ties does it exactly when it meets
every cycle with an odd number of negative ties. So L is a covering problem: an integer programme over the ties, given
the unbalanced triangles first and then the cycles that its solution misses (triangles as in Aref, Mason and Wilson
2020; the missed cycles are shortest paths in the doubled network, as in Barahona and Mahjoub 1986).
"""

from __future__ import annotations

import itertools
import math
import time
from collections.abc import Iterator
from dataclasses import dataclass

import networkx as nx
import numpy as np
from numpy.typing import NDArray
from scipy import optimize, sparse
from scipy.sparse import csgraph

Integers = NDArray[np.int64]
Numbers = NDArray[np.float64]
Cycle = tuple[int, ...]

TOLERANCE = 1e-6
_STARTS = 20
_EXCHANGES = 4000
_CYCLES_A_ROUND = 400
_TRIANGLES = 20_000
_SOURCES_AT_ONCE = 256
_SHARE_OF_PROOF = 0.75


@dataclass(frozen=True, kw_only=True, slots=True)
class SignedTies:
    """A signed network in numbers: tie i joins ``first[i]`` and ``second[i]`` with ``sign[i]`` at ``cost[i]`` > 0."""

    size: int
    first: Integers
    second: Integers
    sign: Integers
    cost: Numbers

    def at(self, chosen: Integers) -> SignedTies:
        """The chosen ties alone, with their nodes renumbered from 0 in the same order."""
        nodes, ends = np.unique(np.concatenate([self.first[chosen], self.second[chosen]]), return_inverse=True)
        return SignedTies(
            size=len(nodes),
            first=ends[: len(chosen)],
            second=ends[len(chosen) :],
            sign=self.sign[chosen],
            cost=self.cost[chosen],
        )

    def frustrated(self, camp: Integers) -> NDArray[np.bool_]:
        """Which ties a split (1 or -1 for each node) leaves frustrated."""
        return camp[self.first] * camp[self.second] * self.sign < 0

    def frustration(self, camp: Integers) -> float:
        """The cost of the ties that a split leaves frustrated."""
        return float(self.cost[self.frustrated(camp)].sum())


@dataclass(frozen=True, kw_only=True, slots=True)
class Split:
    """A split into camps 1 and -1, its ``frustration``, and a ``bound`` below which no split can come."""

    camp: Integers
    frustration: float
    bound: float

    @property
    def proven(self) -> bool:
        """Whether no split can do better."""
        return self.frustration - self.bound <= TOLERANCE * max(1.0, self.frustration)


def best_split(ties: SignedTies, *, seconds: float) -> Split:
    """The split with the least frustration, or the best found in ``seconds``, always with its bound.

    Each block (maximal part without a cut node) is solved on its own, for no cycle leaves its block. Two components
    have no say on each other: each starts with camp 1 at its first node. The same split every time, unless the clock
    cuts the search short.
    """
    deadline = time.monotonic() + seconds
    together = np.ones(len(ties.sign), dtype=np.int64)
    bound = 0.0
    for block in _blocks(ties):
        part = ties.at(block)
        split = _split_block(part, deadline)
        together[block] = split.camp[part.first] * split.camp[part.second]
        bound += split.bound
    camp = _spread(ties, together)
    return Split(camp=camp, frustration=ties.frustration(camp), bound=bound)


def _blocks(ties: SignedTies) -> list[Integers]:
    graph: nx.Graph[int] = nx.Graph()
    for index, (a, b) in enumerate(zip(ties.first.tolist(), ties.second.tolist(), strict=True)):
        graph.add_edge(a, b, tie=index)
    blocks = [sorted(graph.edges[a, b]["tie"] for a, b in edges) for edges in nx.biconnected_component_edges(graph)]
    return [np.asarray(block, dtype=np.int64) for block in sorted(blocks)]


def _spread(ties: SignedTies, relation: Integers) -> Integers:
    """Camps such that every tie of a spanning forest joins one camp (relation 1) or two (relation -1)."""
    neighbours: list[list[tuple[int, int]]] = [[] for _ in range(ties.size)]
    for a, b, same in zip(ties.first.tolist(), ties.second.tolist(), relation.tolist(), strict=True):
        neighbours[a].append((b, same))
        neighbours[b].append((a, same))
    camp = [0] * ties.size
    for root in range(ties.size):
        if camp[root]:
            continue
        camp[root] = 1
        waiting = [root]
        while waiting:
            node = waiting.pop()
            for other, same in neighbours[node]:
                if not camp[other]:
                    camp[other] = camp[node] * same
                    waiting.append(other)
    return np.asarray(camp, dtype=np.int64)


def _split_block(ties: SignedTies, deadline: float) -> Split:
    if len(ties.sign) < ties.size:
        return Split(camp=_spread(ties, ties.sign), frustration=0.0, bound=0.0)
    best = _search(ties, deadline)
    if ties.frustration(best) == 0.0:
        return Split(camp=best, frustration=0.0, bound=0.0)
    cycles = list(itertools.islice(_unbalanced_triangles(ties, deadline), _TRIANGLES))
    bound = 0.0
    for exact in (False, True):
        while True:
            left = deadline - time.monotonic()
            if ties.frustration(best) - bound <= TOLERANCE or left <= 0:
                return Split(camp=best, frustration=ties.frustration(best), bound=bound)
            weight, reached, finished = cover(ties, cycles, exact=exact, seconds=left)
            bound = max(bound, rounded_up(ties, reached))
            if weight is None:
                return Split(camp=best, frustration=ties.frustration(best), bound=bound)
            best = _better(ties, best, _descend(ties, _spread_light(ties, weight)))
            missed = set(_missed_cycles(ties, weight, deadline)).difference(cycles)
            if not missed or not finished:
                break
            cycles += sorted(missed)
    return Split(camp=best, frustration=ties.frustration(best), bound=bound)


def _search(ties: SignedTies, deadline: float) -> Integers:
    """The best of several random spanning trees' splits, each improved by exchanges (seeded: the same every time)."""
    started = time.monotonic()
    dice = np.random.default_rng(0)
    best = _descend(ties, _spread_light(ties, np.zeros(len(ties.sign))))
    for _ in range(_STARTS):
        if time.monotonic() > deadline - _SHARE_OF_PROOF * (deadline - started):
            break
        best = _better(ties, best, _descend(ties, _spread_light(ties, dice.random(len(ties.sign)))))
    return best


def _better(ties: SignedTies, one: Integers, other: Integers) -> Integers:
    return other if ties.frustration(other) < ties.frustration(one) - TOLERANCE else one


def _spread_light(ties: SignedTies, weight: Numbers) -> Integers:
    """The split that satisfies every tie of the spanning tree of least weight."""
    # csgraph takes a zero for no tie, hence the lift.
    lifted = sparse.csr_array((weight + 1.0, (ties.first, ties.second)), shape=(ties.size, ties.size))
    tree = csgraph.minimum_spanning_tree(lifted).tocoo()
    signs = sparse.csr_array((ties.sign, (ties.first, ties.second)), shape=(ties.size, ties.size))
    first, second = (ends.astype(np.int64) for ends in tree.coords)
    sign = np.asarray(signs[first, second]).ravel()
    return _spread(SignedTies(size=ties.size, first=first, second=second, sign=sign, cost=np.ones(len(sign))), sign)


def _descend(ties: SignedTies, camp: Integers) -> Integers:
    """Passes of exchanges (Kernighan and Lin 1970): move each node once, the best first, and keep the best moment."""
    signed = ties.sign * ties.cost
    pull = sparse.csr_array(
        (np.tile(signed, 2), (np.concatenate([ties.first, ties.second]), np.concatenate([ties.second, ties.first]))),
        shape=(ties.size, ties.size),
    )
    camp = camp.copy()
    while True:
        trial, gains, moved = camp.copy(), [], []
        price = trial * (pull @ trial)
        free = np.ones(ties.size, dtype=bool)
        for _ in range(min(ties.size, _EXCHANGES)):
            node = int(np.argmin(np.where(free, price, np.inf)))
            gains.append(-price[node])
            moved.append(node)
            free[node] = False
            trial[node] = -trial[node]
            price[node] = -price[node]
            near = slice(pull.indptr[node], pull.indptr[node + 1])
            others = pull.indices[near]
            price[others] += 2 * trial[node] * pull.data[near] * trial[others]
        total = np.cumsum(gains)
        until = int(np.argmax(total))
        if total[until] <= TOLERANCE:
            return camp
        camp[moved[: until + 1]] *= -1


def _unbalanced_triangles(ties: SignedTies, deadline: float) -> Iterator[Cycle]:
    tie_of: list[dict[int, int]] = [{} for _ in range(ties.size)]
    for index, (a, b) in enumerate(zip(ties.first.tolist(), ties.second.tolist(), strict=True)):
        tie_of[min(a, b)][max(a, b)] = index
    sign = ties.sign.tolist()
    for later in tie_of:
        if time.monotonic() > deadline:
            return
        for (b, ab), (c, ac) in itertools.combinations(sorted(later.items()), 2):
            bc = tie_of[b].get(c)
            if bc is not None and sign[ab] * sign[ac] * sign[bc] < 0:
                yield ab, ac, bc


def cover(ties: SignedTies, cycles: list[Cycle], *, exact: bool, seconds: float) -> tuple[Numbers | None, float, bool]:
    """The cheapest ties that meet all ``cycles``: how much of each, what it costs at least, and whether it finished."""
    if not cycles:
        return np.zeros(len(ties.sign)), 0.0, True
    rows = np.repeat(np.arange(len(cycles)), [len(cycle) for cycle in cycles])
    columns = np.concatenate([np.asarray(cycle) for cycle in cycles])
    meets = sparse.csr_array((np.ones(len(rows)), (rows, columns)), shape=(len(cycles), len(ties.sign)))
    result = optimize.milp(
        ties.cost,
        integrality=np.full(len(ties.sign), int(exact)),
        bounds=optimize.Bounds(0, 1),
        constraints=optimize.LinearConstraint(meets, lb=1.0),
        options={"time_limit": max(seconds, 0.01), "mip_rel_gap": 0.0},
    )
    finished = result.status == 0
    reached = result.mip_dual_bound if exact else result.fun if finished else None
    return result.x, float(reached or 0.0), finished


def rounded_up(ties: SignedTies, bound: float) -> float:
    """The bound on the cost, raised to the next whole number when all costs are whole."""
    whole = bool(np.all(ties.cost == np.round(ties.cost)))
    return float(math.ceil(bound - TOLERANCE)) if whole else bound


def _missed_cycles(ties: SignedTies, weight: Numbers, deadline: float) -> list[Cycle]:
    """Unbalanced cycles that ``weight`` meets by less than one, the lightest through each node; enough for one round.

    Node i of the doubled network stands for i in camp 1, node size + i for i in camp -1; a tie joins equal camps when
    it is positive and unequal ones when negative, so that a walk from i to its double is an unbalanced closed walk.
    """
    n = ties.size
    a, b = ties.first, ties.second
    crossing = np.where(ties.sign > 0, 0, n)
    ends = (np.concatenate([a, a + n]), np.concatenate([b + crossing, b + n - crossing]))
    # csgraph takes a zero for no tie; a ties' share of a millionth of the tolerance cannot hide a violation.
    length = np.tile(np.maximum(weight, 0.0) + TOLERANCE / (4 * n), 2)
    doubled = sparse.csr_array((length, ends), shape=(2 * n, 2 * n))
    tie_of = {}
    for index, (one, other) in enumerate(zip(a.tolist(), b.tolist(), strict=True)):
        tie_of[one, other] = tie_of[other, one] = index
    found: dict[Cycle, float] = {}
    for start in range(0, n, _SOURCES_AT_ONCE):
        if len(found) >= _CYCLES_A_ROUND or time.monotonic() > deadline:
            break
        sources = np.arange(start, min(start + _SOURCES_AT_ONCE, n))
        distance, before = csgraph.dijkstra(doubled, directed=False, indices=sources, return_predecessors=True)
        for row, node in enumerate(sources.tolist()):
            if distance[row, node + n] < 1.0 - 1e-4:
                cycle = _simple(_walk(before[row], node, n), tie_of, ties.sign)
                found.setdefault(cycle, float(weight[list(cycle)].sum()))
    return sorted(found, key=lambda cycle: (found[cycle], cycle))[:_CYCLES_A_ROUND]


def _walk(before: Integers, node: int, n: int) -> list[int]:
    step, walk = node + n, []
    while step != node:
        walk.append(step % n)
        step = int(before[step])
    walk.append(node)
    return walk


def _simple(walk: list[int], tie_of: dict[tuple[int, int], int], sign: Integers) -> Cycle:
    """The unbalanced cycle within an unbalanced closed walk: balanced loops on the way are cut out."""
    path: list[int] = [walk[0]]
    for node in walk[1:]:
        if node in path:
            start = path.index(node)
            loop = [*path[start:], node]
            taken = [tie_of[one, other] for one, other in itertools.pairwise(loop)]
            if int(np.prod(sign[taken])) < 0:
                return tuple(sorted(taken))
            del path[start + 1 :]
        else:
            path.append(node)
    raise AssertionError("a closed walk with an odd number of negative ties has an unbalanced cycle")

"""The best partition of a signed network into at most k camps: generalised balance (Davis 1967).

With more than two camps, enemies of one's enemy need not be friends: only a cycle with exactly one negative tie is
unbalanced. Local search (Doreian and Mrvar 1996) gives a partition; the cycles give a bound as a covering problem;
where the two do not meet, an integer programme that places every node in a camp settles it, or runs out of time and
leaves its bound.
"""

from __future__ import annotations

import time
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import optimize, sparse
from scipy.sparse import csgraph

from kg.analysis.frustration import TOLERANCE, Cycle, Integers, Numbers, SignedTies, cover, rounded_up

_STARTS = 200


@dataclass(frozen=True, kw_only=True, slots=True)
class Partition:
    """A camp from 0 for each node, the cost of the ties against it, and what no partition can go below."""

    camp: Integers
    frustration: float
    bound: float


def best_partition(ties: SignedTies, *, camps: int, seconds: float) -> Partition:
    """The partition into at most ``camps`` camps with the least cost of positive ties between and negative ties within.

    Always with its bound; deterministic where it is proved in time.
    """
    deadline = time.monotonic() + seconds
    camp = _search(ties, camps, deadline)
    cost, bound = _cost(ties, camp), 0.0
    cycles: list[Cycle] = []
    while cost - bound > TOLERANCE and (left := deadline - time.monotonic()) > 0:
        weight, reached, finished = cover(ties, cycles, exact=False, seconds=left)
        bound = max(bound, rounded_up(ties, reached))
        missed = _missed_cycles(ties, weight) if weight is not None else []
        cycles += missed
        if not missed or not finished:
            break
    if cost - bound > TOLERANCE and (left := deadline - time.monotonic()) > 0:
        placed, reached = _place(ties, camps, cycles, left)
        bound = max(bound, rounded_up(ties, reached))
        if placed is not None and _cost(ties, placed) < cost - TOLERANCE:
            camp, cost = placed, _cost(ties, placed)
    return Partition(camp=camp, frustration=cost, bound=min(bound, cost))


def against(ties: SignedTies, camp: Integers) -> NDArray[np.bool_]:
    """Which ties speak against a partition: positive ones between camps, negative ones within."""
    together: NDArray[np.bool_] = camp[ties.first] == camp[ties.second]
    return together ^ (ties.sign > 0)


def _cost(ties: SignedTies, camp: Integers) -> float:
    return float(ties.cost[against(ties, camp)].sum())


def _search(ties: SignedTies, camps: int, deadline: float) -> Integers:
    """The best of many seeded starts, each node moved to its best camp until none gains."""
    signed = np.tile(ties.sign * ties.cost, 2)
    ends = (np.concatenate([ties.first, ties.second]), np.concatenate([ties.second, ties.first]))
    pull = sparse.csr_array((signed, ends), shape=(ties.size, ties.size))
    dice = np.random.default_rng(0)
    best = np.zeros(ties.size, dtype=np.int64)
    for _ in range(_STARTS):
        camp = dice.integers(camps, size=ties.size)
        _settle(pull, camp, camps)
        if _cost(ties, camp) < _cost(ties, best) - TOLERANCE:
            best = camp
        if time.monotonic() > deadline:
            break
    return best


def _settle(pull: sparse.csr_array[np.float64], camp: Integers, camps: int) -> None:
    moved = True
    while moved:
        moved = False
        for node in range(len(camp)):
            near = slice(pull.indptr[node], pull.indptr[node + 1])
            to = np.bincount(camp[pull.indices[near]], weights=pull.data[near], minlength=camps)
            better = int(np.argmax(to))
            if to[better] > to[camp[node]] + TOLERANCE:
                camp[node] = better
                moved = True


def _missed_cycles(ties: SignedTies, weight: Numbers) -> list[Cycle]:
    """Cycles of one negative tie and a positive way around that ``weight`` meets by less than one."""
    friendly = np.flatnonzero(ties.sign > 0)
    a, b = ties.first[friendly], ties.second[friendly]
    # csgraph takes a zero for no tie.
    length = np.maximum(weight[friendly], 0.0) + TOLERANCE / (4 * ties.size)
    ways = sparse.csr_array((length, (a, b)), shape=(ties.size, ties.size))
    distance, before = csgraph.dijkstra(ways, directed=False, return_predecessors=True)
    tie_of = {}
    for tie, one, other in zip(friendly.tolist(), a.tolist(), b.tolist(), strict=True):
        tie_of[one, other] = tie_of[other, one] = tie
    missed = []
    for tie in np.flatnonzero(ties.sign < 0).tolist():
        start, end = int(ties.first[tie]), int(ties.second[tie])
        if weight[tie] + distance[start, end] < 1.0 - 1e-4:
            way, at = [tie], end
            while at != start:
                previous = int(before[start, at])
                way.append(tie_of[previous, at])
                at = previous
            missed.append(tuple(sorted(way)))
    return missed


def _place(ties: SignedTies, camps: int, cycles: list[Cycle], seconds: float) -> tuple[Integers | None, float]:
    """An integer programme: node i is in camp c or not, tie e is against the partition or not."""
    nodes, m = ties.size * camps, len(ties.sign)
    rows: list[tuple[list[int], list[float], float]] = []
    for tie, (a, b, sign) in enumerate(zip(ties.first.tolist(), ties.second.tolist(), ties.sign.tolist(), strict=True)):
        for c in range(camps):
            here, there = a * camps + c, b * camps + c
            if sign > 0:
                rows.append(([nodes + tie, here, there], [1.0, -1.0, 1.0], 0.0))
                rows.append(([nodes + tie, here, there], [1.0, 1.0, -1.0], 0.0))
            else:
                rows.append(([nodes + tie, here, there], [1.0, -1.0, -1.0], -1.0))
    rows += [([nodes + tie for tie in cycle], [1.0] * len(cycle), 1.0) for cycle in cycles]
    columns = np.concatenate([np.asarray(row[0]) for row in rows])
    values = np.concatenate([np.asarray(row[1]) for row in rows])
    lines = np.repeat(np.arange(len(rows)), [len(row[0]) for row in rows])
    at_least = sparse.csr_array((values, (lines, columns)), shape=(len(rows), nodes + m))
    once = sparse.csr_array(
        (np.ones(nodes), (np.repeat(np.arange(ties.size), camps), np.arange(nodes))), shape=(ties.size, nodes + m)
    )
    upper = np.ones(nodes + m)
    for node in range(min(ties.size, camps)):
        # Camps have no names: node i is in one of the first i + 1.
        upper[node * camps + node + 1 : (node + 1) * camps] = 0.0
    result = optimize.milp(
        np.concatenate([np.zeros(nodes), ties.cost]),
        integrality=np.concatenate([np.ones(nodes, dtype=np.int64), np.zeros(m, dtype=np.int64)]),
        bounds=optimize.Bounds(0, upper),
        constraints=[
            optimize.LinearConstraint(at_least, lb=np.array([row[2] for row in rows])),
            optimize.LinearConstraint(once, lb=1.0, ub=1.0),
        ],
        options={"time_limit": max(seconds, 0.01), "mip_rel_gap": 0.0},
    )
    placed = None if result.x is None else np.argmax(result.x[:nodes].reshape(ties.size, camps), axis=1)
    return placed, float(result.mip_dual_bound or 0.0)

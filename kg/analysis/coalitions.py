"""Camps in a signed network of parties, and its strongest alliances and conflicts.

Only signed methods are used: methods for unsigned networks (Louvain, greedy modularity) put enemies in one group.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import Any, Literal

import networkx as nx
import numpy as np
from scipy import sparse
from scipy.sparse import csgraph

from kg.analysis.clusterability import against, best_partition
from kg.analysis.frustration import Integers, SignedTies, best_split
from kg.errors import InputError


@dataclass(frozen=True, kw_only=True, slots=True)
class Coalitions:
    """The camps of each component, with what speaks against them.

    ``camps`` are the groups of names, the largest first; parties of different components are in different camps, for
    nothing says whether they are friends. ``unplaced`` have no tie at all. ``frustration`` is the weight of the
    ``frustrated`` ties (alliances across camps, conflicts within), ``bound`` the least that any partition can have,
    and ``total`` the weight of all ties.
    """

    camps: tuple[tuple[str, ...], ...]
    unplaced: tuple[str, ...]
    frustrated: tuple[tuple[str, str], ...]
    frustration: float
    bound: float
    total: float

    @property
    def proven(self) -> bool:
        """Whether no other partition has less frustration."""
        return self.frustration - self.bound <= 1e-6 * max(1.0, self.frustration)

    @property
    def balance(self) -> float:
        """1 − 2 L/m for frustration L and total weight m: 1 when the camps explain every tie (and without ties)."""
        return 1.0 - 2.0 * self.frustration / self.total if self.total else 1.0

    def camp_of(self) -> dict[str, int]:
        """The number of each placed party's camp, from 0."""
        return {name: number for number, camp in enumerate(self.camps) for name in camp}


@dataclass(frozen=True, kw_only=True, slots=True)
class RankedTie:
    """An alliance or a conflict between two parties, with the positions behind it."""

    relation: Literal["allies", "rivals"]
    first: str
    second: str
    weight: float
    agreements: float
    disagreements: float
    proposals: tuple[str, ...]
    positions: tuple[str, ...]


def coalitions(network: nx.Graph[str], *, camps: int = 2, weighted: bool = True, seconds: float = 30.0) -> Coalitions:
    """The camps that leave the least weight of ties frustrated: positive ties within camps, negative ones between.

    ``network`` is signed (``subtract_network``, or any graph whose ties have a ``sign`` or a signed ``weight``). A
    component has at most ``camps`` camps. With ``weighted=False`` every tie counts 1: for two camps that is the
    frustration index of the literature. The result is proved optimal where that is possible within ``seconds``;
    otherwise it is the best one found, with the bound that was reached.
    Raises InputError for a network without parties, for a tie without sign, and for fewer than two camps.
    """
    if not len(network):
        raise InputError("expected a network with parties, got an empty one")
    if camps < 2:
        raise InputError(f"expected at least 2 camps, got {camps}")
    names = sorted(network)
    ties = signed_ties(network, names, weighted=weighted)
    camp, bound = _partition(ties, camps, seconds)
    frustrated = against(ties, camp)
    pairs = zip(ties.first[frustrated].tolist(), ties.second[frustrated].tolist(), strict=True)
    return Coalitions(
        camps=_camps(ties, names, camp),
        unplaced=tuple(sorted(set(names) - {names[end] for end in (*ties.first.tolist(), *ties.second.tolist())})),
        frustrated=tuple((names[a], names[b]) for a, b in pairs),
        frustration=float(ties.cost[frustrated].sum()),
        bound=bound,
        total=float(ties.cost.sum()),
    )


def allies_and_rivals(network: nx.Graph[str]) -> tuple[RankedTie, ...]:
    """All ties of a signed network, the heaviest first (alliances before conflicts of equal weight, then by name)."""
    ranked = [_ranked(min(first, second), max(first, second), tie) for first, second, tie in network.edges(data=True)]
    return tuple(sorted(ranked, key=lambda tie: (-abs(tie.weight), tie.relation, tie.first, tie.second)))


def signed_ties(network: nx.Graph[str], names: list[str], *, weighted: bool) -> SignedTies:
    """The ties of ``network`` in numbers, sorted, with nodes numbered as in ``names``; ties of weight 0 are none.

    Raises InputError for a tie of a party with itself, and for one without sign or weight.
    """
    place = {name: index for index, name in enumerate(names)}
    rows = []
    for first, second, tie in network.edges(data=True):
        if first == second:
            raise InputError(f"expected ties between two parties, got one of {first} with itself")
        weight = _signed_weight(first, second, tie)
        if weight:
            low, high = sorted((place[first], place[second]))
            rows.append((low, high, 1 if weight > 0 else -1, abs(weight) if weighted else 1.0))
    rows.sort()
    return SignedTies(
        size=len(names),
        first=np.array([row[0] for row in rows], dtype=np.int64),
        second=np.array([row[1] for row in rows], dtype=np.int64),
        sign=np.array([row[2] for row in rows], dtype=np.int64),
        cost=np.array([row[3] for row in rows], dtype=np.float64),
    )


def _signed_weight(first: str, second: str, tie: dict[str, Any]) -> float:
    weight = tie.get("weight", tie.get("sign"))
    if weight is None:
        raise InputError(f"expected a sign or a signed weight on every tie, got none between {first} and {second}")
    sign = tie.get("sign", weight)
    return abs(float(weight)) if sign > 0 else -abs(float(weight))


def _partition(ties: SignedTies, camps: int, seconds: float) -> tuple[Integers, float]:
    if camps == 2:
        split = best_split(ties, seconds=seconds)
        return split.camp, split.bound
    partition = best_partition(ties, camps=camps, seconds=seconds)
    return partition.camp, partition.bound


def _camps(ties: SignedTies, names: list[str], camp: Integers) -> tuple[tuple[str, ...], ...]:
    linked = sparse.csr_array((ties.cost, (ties.first, ties.second)), shape=(len(names), len(names)))
    _, component = csgraph.connected_components(linked, directed=False)
    placed = np.zeros(len(names), dtype=bool)
    placed[ties.first] = placed[ties.second] = True
    groups = defaultdict(list)
    for name, here, number, own in zip(names, component.tolist(), camp.tolist(), placed.tolist(), strict=True):
        if own:
            groups[here, number].append(name)
    return tuple(sorted((tuple(group) for group in groups.values()), key=lambda group: (-len(group), group)))


def _ranked(first: str, second: str, tie: dict[str, Any]) -> RankedTie:
    weight = _signed_weight(first, second, tie)
    return RankedTie(
        relation="allies" if weight > 0 else "rivals",
        first=first,
        second=second,
        weight=weight,
        agreements=tie.get("agreements", 0),
        disagreements=tie.get("disagreements", 0),
        proposals=tuple(tie.get("proposals", ())),
        positions=tuple(tie.get("positions", ())),
    )

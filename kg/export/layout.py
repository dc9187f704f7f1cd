"""Where the parties of a signed network stand in a picture: allies near each other, rivals far, no label on another."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import networkx as nx
import numpy as np
from numpy.typing import NDArray

Points = NDArray[np.float64]

_ALLIES, _SAME_CAMP, _STRANGERS, _RIVALS = 1.0, 1.7, 2.4, 3.0


def signed_layout(graph: nx.Graph[str], order: Sequence[str], camp: Mapping[str, int]) -> Points:
    """A place for each party, by stress majorization (Gansner, Koren and North 2004); the same every time.

    The wanted distances are short between allies, longer between rivals, and in between for parties without a tie,
    where those of one camp come nearer than others.
    """
    wanted = _wanted_distances(graph, order, camp)
    places = _classical_scaling(wanted)
    weight = 1.0 / np.maximum(wanted, 1e-9) ** 2
    np.fill_diagonal(weight, 0.0)
    laplacian = np.diag(weight.sum(axis=1)) - weight
    inverse = np.linalg.pinv(laplacian)
    for _ in range(200 if len(order) <= 300 else 40):
        places = inverse @ (_pull(wanted, weight, places) @ places)
    return places


def spread_out(places: Points, boxes: Points, *, rounds: int = 2000) -> Points:
    """The places moved as little as needed, so that no two boxes (width, height; centred on them) overlap.

    Pairs that overlap are pushed apart by half of what is missing each, along the direction where less is missing.
    """
    places = places.copy()
    needed = (boxes[:, None, :] + boxes[None, :, :]) / 2
    upper = np.triu(np.ones((len(places), len(places)), dtype=bool), k=1)
    for _ in range(rounds):
        apart = places[:, None, :] - places[None, :, :]
        missing = needed - np.abs(apart)
        overlapping = upper & (missing[:, :, 0] > 1e-6) & (missing[:, :, 1] > 1e-6)
        if not overlapping.any():
            break
        for i, j in zip(*(ends.tolist() for ends in np.nonzero(overlapping)), strict=True):
            gap = places[i] - places[j]
            lacking = needed[i, j] - np.abs(gap)
            if lacking.min() > 0:
                axis = int(np.argmin(lacking))
                direction = 1.0 if gap[axis] >= 0 else -1.0
                push = direction * (lacking[axis] / 2 + 0.01)
                places[i, axis] += push
                places[j, axis] -= push
    return places


def _wanted_distances(graph: nx.Graph[str], order: Sequence[str], camp: Mapping[str, int]) -> Points:
    heaviest = max((abs(tie.get("weight", 1.0)) for _, _, tie in graph.edges(data=True)), default=1.0) or 1.0
    number = {name: index for index, name in enumerate(order)}
    wanted = np.full((len(order), len(order)), _STRANGERS)
    groups = np.array([camp.get(name, -1 - index) for index, name in enumerate(order)])
    wanted[groups[:, None] == groups[None, :]] = _SAME_CAMP
    for first, second, tie in graph.edges(data=True):
        strength = abs(tie.get("weight", 1.0)) / heaviest
        friendly = tie.get("sign", tie.get("weight", 1.0)) > 0
        distance = _ALLIES + 0.5 * (1 - strength) if friendly else _RIVALS + 0.6 * strength
        i, j = number[first], number[second]
        wanted[i, j] = wanted[j, i] = distance
    np.fill_diagonal(wanted, 0.0)
    return wanted


def _classical_scaling(wanted: Points) -> Points:
    """Torgerson's scaling as a start; a fixed small jitter parts parties whose distances are all alike."""
    n = len(wanted)
    centred = np.eye(n) - 1.0 / n
    values, vectors = np.linalg.eigh(-0.5 * centred @ wanted**2 @ centred)
    vectors = vectors * np.where(vectors[np.abs(vectors).argmax(axis=0), np.arange(n)] < 0, -1.0, 1.0)
    places = np.zeros((n, 2))
    for axis in range(min(2, n)):
        places[:, axis] = vectors[:, -1 - axis] * np.sqrt(max(values[-1 - axis], 0.0))
    angle = 2.4 * np.arange(n)
    jitter: Points = 0.05 * np.column_stack([np.cos(angle), np.sin(angle)])
    return places + jitter


def _pull(wanted: Points, weight: Points, places: Points) -> Points:
    apart = np.linalg.norm(places[:, None, :] - places[None, :, :], axis=2)
    pull: Points = -weight * wanted / np.maximum(apart, 1e-9)
    np.fill_diagonal(pull, 0.0)
    np.fill_diagonal(pull, -pull.sum(axis=1))
    return pull

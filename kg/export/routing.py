"""Ways for the ties of a drawn network that lead around the parties they have nothing to do with."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from kg.export.layout import Points

# How far a tie may bow, as a share of its length: the least bow wins among those that meet as little.
_BOWS = np.array([0.0, *(side * bow / 100 for bow in range(1, 21) for side in (1, -1))])
_STEPS = 40
_PADDING = 3.0
_BEHIND_A_LABEL, _BOWED, _OUTSIDE = 0.3, 1.5, 4.0


@dataclass(frozen=True, kw_only=True, slots=True)
class Obstacles:
    """Parties on a sheet: the middles and radii of their circles, and below or above each its label.

    ``labels`` are (width, height), ``sides`` −1 for those below and 1 for those above.
    """

    circles: Points
    radii: Points
    labels: Points
    sides: Points
    sheet: tuple[float, float]

    @property
    def words(self) -> Points:
        """The middles of the labels."""
        away = self.sides * (self.radii + self.labels[:, 1] / 2)
        return self.circles + np.column_stack([np.zeros(len(away)), away])


def bowed_ways(ends: Sequence[tuple[int, int]], obstacles: Obstacles) -> list[Points]:
    """For each tie between two parties, by number, the points of a curve that meets as few others as possible.

    A tie that meets a circle looks as if it ended there; one that meets a label passes behind it, which is better
    avoided too.
    """
    return [_way(first, second, obstacles) for first, second in ends]


def _way(first: int, second: int, obstacles: Obstacles) -> Points:
    start, end = obstacles.circles[first], obstacles.circles[second]
    length = float(np.linalg.norm(end - start))
    if length == 0.0:
        return np.array([start, end])
    bow = float(_BOWS[int(np.argmin(_costs(first, second, obstacles)))])
    share = np.linspace(0.0, 1.0, _STEPS if bow else 2)[:, None]
    way: Points = start + share * (end - start) + 4.0 * bow * share * (1 - share) * _aside(end - start)
    return way


def _costs(first: int, second: int, obstacles: Obstacles) -> Points:
    """What each bow meets. Beside the straight line lies the curve at 4 bow s (1 − s), for the share s of the way."""
    start, end = obstacles.circles[first], obstacles.circles[second]
    length = float(np.linalg.norm(end - start))
    along, aside = (end - start) / length, _aside(end - start) / length
    others = np.ones(len(obstacles.circles), dtype=bool)
    others[[first, second]] = False
    reach = (np.abs(aside) * obstacles.labels).sum(axis=1) / 2
    costs = _BOWED * np.abs(_BOWS)
    for middles, room, cost in (
        (obstacles.circles, obstacles.radii + _PADDING, 1.0),
        (obstacles.words, reach, _BEHIND_A_LABEL),
    ):
        share = (middles[others] - start) @ along / length
        beside = (middles[others] - start) @ aside / length
        slope = 4.0 * _BOWS[:, None] * (1.0 - 2.0 * share)
        apart = np.abs(beside - 4.0 * _BOWS[:, None] * share * (1.0 - share)) * length / np.sqrt(1.0 + slope**2)
        costs = costs + cost * ((apart < room[others]) & (share > 0.0) & (share < 1.0)).sum(axis=1)
    tops = (start + end) / 2 + _BOWS[:, None] * _aside(end - start)
    outside = (tops < 0.0).any(axis=1) | (tops > np.array(obstacles.sheet)).any(axis=1)
    return np.asarray(costs + _OUTSIDE * outside)


def _aside(along: Points) -> Points:
    return np.array([-along[1], along[0]])

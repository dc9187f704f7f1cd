"""A directed graph from left to right in columns, with ways for its arrows that go around the boxes.

The steps are Sugiyama's (Sugiyama, Tagawa and Toda 1981): break circles by turning few arrows (Eades, Lin and Smyth
1993), put nodes in columns, order the columns so that few arrows cross, then give every node its height.
"""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import networkx as nx

Size = tuple[float, float]
Point = tuple[float, float]
Place = str | tuple[str, str, int]

_BETWEEN_ARROWS = 0.35


@dataclass(frozen=True, kw_only=True, slots=True)
class Layered:
    """Where things stand, in points from the lower left corner of the whole drawing.

    ``centres`` are the middles of the boxes, ``ways`` the points that each arrow passes, its box sides first and last,
    ``words`` the middles of what is written on the arrows; ``width`` and ``height`` are those of the whole.
    """

    centres: dict[str, Point]
    ways: dict[tuple[str, str], tuple[Point, ...]]
    words: dict[tuple[str, str], Point]
    width: float
    height: float


def layered(
    graph: nx.DiGraph[str],
    sizes: Mapping[str, Size],
    words: Mapping[tuple[str, str], Size],
    *,
    column_gap: float,
    row_gap: float,
) -> Layered:
    """Places for boxes of the given sizes and for the words on arrows; the same every time.

    Words stand in columns of their own between those of the boxes, so that nothing is written on another. Arrows from
    a node to itself get no way.
    """
    forward = _without_circles(graph)
    columns, chains = _columns(graph, forward)
    _uncross(columns, chains)
    stops = {_middle(chain): words[pair] for pair, chain in chains.items() if pair in words}
    room = {place: _room(place, sizes, stops) for column in columns for place in column}
    heights = {place: size[1] for place, size in room.items()}
    y = _settle_heights(columns, chains, heights, row_gap)
    x, edges_of_column = _settle_columns(columns, room, column_gap)
    lowest = min(y[place] - heights[place] / 2 for place in y)
    highest = max(y[place] + heights[place] / 2 for place in y)
    middles = {place: (x[place], y[place] - lowest) for place in y}
    ways = {}
    for (source, target), chain in chains.items():
        way = _way(chain, middles, sizes, edges_of_column)
        ways[source, target] = way if chain[0] == source else way[::-1]
    return Layered(
        centres={node: middles[node] for node in sorted(graph)},
        ways=_spread_ends(ways, middles, sizes),
        words={pair: middles[_middle(chain)] for pair, chain in chains.items()},
        width=max(right for _, right in edges_of_column),
        height=highest - lowest,
    )


def _without_circles(graph: nx.DiGraph[str]) -> nx.DiGraph[str]:
    """The graph with the arrows turned that run against an order with few such arrows."""
    rest: nx.DiGraph[str] = nx.DiGraph(graph.edges)
    rest.remove_edges_from(list(nx.selfloop_edges(rest)))
    first: list[str] = []
    last: list[str] = []
    while len(rest):
        sinks = sorted(node for node in rest if not rest.out_degree(node))
        sources = sorted(node for node in rest if not rest.in_degree(node))
        if sinks:
            last.append(sinks[0])
        elif sources:
            first.append(sources[0])
        else:
            first.append(min(rest, key=lambda node: (rest.in_degree(node) - rest.out_degree(node), node)))
        rest.remove_node((last if sinks else first)[-1])
    rank = {node: index for index, node in enumerate([*first, *reversed(last)])}
    turned: nx.DiGraph[str] = nx.DiGraph()
    turned.add_nodes_from(sorted(graph))
    turned.add_edges_from(sorted((a, b) if rank[a] < rank[b] else (b, a) for a, b in graph.edges if a != b))
    return turned


def _columns(
    graph: nx.DiGraph[str], forward: nx.DiGraph[str]
) -> tuple[list[list[Place]], dict[tuple[str, str], list[Place]]]:
    """Nodes by their longest way from a start, drawn right as far as their arrows allow; arrows get stops between.

    Every second column is for stops alone. Each arrow has a chain of its own, from left to right.
    """
    column: dict[str, int] = {}
    for node in nx.lexicographical_topological_sort(forward):
        column[node] = max((column[before] + 2 for before in forward.pred[node]), default=0)
    for node in reversed(list(nx.lexicographical_topological_sort(forward))):
        if not forward.pred[node] and forward.succ[node]:
            column[node] = min(column[after] for after in forward.succ[node]) - 2
    columns: list[list[Place]] = [[] for _ in range(max(column.values()) + 1)]
    for node in sorted(forward):
        columns[column[node]].append(node)
    chains: dict[tuple[str, str], list[Place]] = {}
    for source, target in sorted((a, b) for a, b in graph.edges if a != b):
        left, right = (source, target) if forward.has_edge(source, target) else (target, source)
        between = range(column[left] + 1, column[right])
        stops: list[Place] = [(source, target, at) for at in between]
        chains[source, target] = [left, *stops, right]
        for stop, at in zip(stops, between, strict=True):
            columns[at].append(stop)
    return columns, chains


def _middle(chain: Sequence[Place]) -> Place:
    """The stop where an arrow's words stand: in a column of stops, as near to the middle of its way as can be."""
    half = len(chain) // 2
    return chain[half if half % 2 else half - 1]


def _room(place: Place, sizes: Mapping[str, Size], stops: Mapping[Place, Size]) -> Size:
    return sizes[place] if isinstance(place, str) else stops.get(place, (0.0, 6.0))


def _uncross(columns: list[list[Place]], chains: Mapping[tuple[str, str], Sequence[Place]]) -> None:
    """Order each column by the mean place of its neighbours, back and forth, and keep the order that crosses least."""
    left, right = _neighbours(chains)
    best, least = [list(column) for column in columns], _crossings(columns, right)
    for _ in range(12):
        for at in range(1, len(columns)):
            _order(columns[at], columns[at - 1], left)
        for at in range(len(columns) - 2, -1, -1):
            _order(columns[at], columns[at + 1], right)
        crossings = _crossings(columns, right)
        if crossings < least:
            best, least = [list(column) for column in columns], crossings
    for column, ordered in zip(columns, best, strict=True):
        column[:] = ordered


def _neighbours(
    chains: Mapping[tuple[str, str], Sequence[Place]],
) -> tuple[dict[Place, list[Place]], dict[Place, list[Place]]]:
    left: dict[Place, list[Place]] = {}
    right: dict[Place, list[Place]] = {}
    for chain in chains.values():
        for one, other in itertools.pairwise(chain):
            right.setdefault(one, []).append(other)
            left.setdefault(other, []).append(one)
    return left, right


def _order(column: list[Place], beside: Sequence[Place], near: Mapping[Place, Sequence[Place]]) -> None:
    place = {one: index for index, one in enumerate(beside)}
    centre = {}
    for index, one in enumerate(column):
        found = [place[other] for other in near.get(one, ())]
        centre[one] = sum(found) / len(found) if found else index * len(beside) / max(len(column), 1)
    column.sort(key=lambda one: centre[one])


def _crossings(columns: Sequence[Sequence[Place]], right: Mapping[Place, Sequence[Place]]) -> int:
    crossings = 0
    for column, following in itertools.pairwise(columns):
        place = {one: index for index, one in enumerate(following)}
        lines = [(index, place[other]) for index, one in enumerate(column) for other in right.get(one, ())]
        crossings += sum((a - c) * (b - d) < 0 for (a, b), (c, d) in itertools.combinations(lines, 2))
    return crossings


def _settle_heights(
    columns: Sequence[Sequence[Place]],
    chains: Mapping[tuple[str, str], Sequence[Place]],
    heights: Mapping[Place, float],
    gap: float,
) -> dict[Place, float]:
    """Each place near the middle of its neighbours, in the order of its column and without overlap."""
    left, right = _neighbours(chains)
    y: dict[Place, float] = {}
    for column in columns:
        y.update(_stacked(column, [0.0] * len(column), heights, gap))
    for sweep in range(24):
        for column in columns if sweep % 2 else reversed(columns):
            wanted = []
            for place in column:
                near = [y[other] for other in (*left.get(place, ()), *right.get(place, ()))]
                wanted.append(sum(near) / len(near) if near else y[place])
            y.update(_stacked(column, wanted, heights, gap))
    return y


def _stacked(
    column: Sequence[Place], wanted: Sequence[float], heights: Mapping[Place, float], gap: float
) -> dict[Place, float]:
    """Heights in order from the top, as near to what is wanted as the gaps allow (pool adjacent violators)."""
    offsets, at = [], 0.0
    for index, place in enumerate(column):
        if index:
            # Arrows side by side need less room than boxes do.
            beside = column[index - 1]
            least = gap if isinstance(place, str) or isinstance(beside, str) else gap * _BETWEEN_ARROWS
            at += (heights[beside] + heights[place]) / 2 + least
        offsets.append(at)
    pools: list[tuple[float, int]] = []
    for value, offset in zip(wanted, offsets, strict=True):
        mean, count = value + offset, 1
        while pools and pools[-1][0] < mean:
            before, many = pools.pop()
            mean, count = (mean * count + before * many) / (count + many), count + many
        pools.append((mean, count))
    levels = [mean for mean, count in pools for _ in range(count)]
    return {place: level - offset for place, level, offset in zip(column, levels, offsets, strict=True)}


def _settle_columns(
    columns: Sequence[Sequence[Place]], room: Mapping[Place, Size], gap: float
) -> tuple[dict[Place, float], list[tuple[float, float]]]:
    x: dict[Place, float] = {}
    edges, at = [], 0.0
    for column in columns:
        wide = max((room[place][0] for place in column), default=0.0)
        edges.append((at, at + wide))
        x.update(dict.fromkeys(column, at + wide / 2))
        at += wide + gap
    return x, edges


def _way(
    chain: Sequence[Place],
    middles: Mapping[Place, Point],
    sizes: Mapping[str, Size],
    edges: Sequence[tuple[float, float]],
) -> tuple[Point, ...]:
    """From the right side of the first box to the left side of the last, level through every column between."""
    points = []
    for place in chain:
        x, y = middles[place]
        if isinstance(place, str):
            half = sizes[place][0] / 2
            points.append((x + half if place == chain[0] else x - half, y))
        else:
            start, end = next(edge for edge in edges if edge[0] <= x <= edge[1])
            points += [(start, y), (end, y)]
    return tuple(points)


def _spread_ends(
    ways: Mapping[tuple[str, str], tuple[Point, ...]], middles: Mapping[Place, Point], sizes: Mapping[str, Size]
) -> dict[tuple[str, str], tuple[Point, ...]]:
    """The ways with their ends side by side along each box, in the order of where they come from."""
    spread = {pair: list(way) for pair, way in ways.items()}
    ends: dict[tuple[str, float], list[tuple[float, tuple[str, str], int]]] = {}
    for pair, way in ways.items():
        for node, end, beside in ((pair[0], 0, 1), (pair[1], -1, -2)):
            ends.setdefault((node, way[end][0]), []).append((way[beside][1], pair, end))
    for (node, x), arrows in ends.items():
        step = min(9.0, (sizes[node][1] - 10.0) / max(len(arrows) - 1, 1))
        lowest = middles[node][1] - step * (len(arrows) - 1) / 2
        # Two arrows between the same boxes lie in one order at both ends, so that they do not cross.
        for index, (_, pair, end) in enumerate(sorted(arrows)):
            spread[pair][end] = (x, lowest + step * index)
    return {pair: tuple(way) for pair, way in spread.items()}

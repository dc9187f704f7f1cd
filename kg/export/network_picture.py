"""The picture of a network of parties: alliances and conflicts, camps, and who speaks most."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

import networkx as nx
import numpy as np
from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from matplotlib.patheffects import withStroke

from kg.errors import InputError
from kg.export.canvas import Target, check_target, save, several, sheet, style, text_size, wrapped
from kg.export.layout import Points, signed_layout, spread_out
from kg.export.palette import ALLIANCE, CAMPS, CONFLICT, INK, NEUTRAL, NO_CAMP, camp_colour, tie_colour
from kg.export.routing import Obstacles, bowed_ways

_MARGIN, _HEAD, _FOOT = 28.0, 58.0, 46.0
_FEWEST_TIES, _MOST_TIES = 60, 320


def draw_network(
    graph: nx.Graph[str],
    path: Target,
    *,
    camps: Mapping[str, int] | None = None,
    title: str = "Who stands with whom",
    note: str = "",
) -> None:
    """Draw a network of parties into an SVG, PNG or PDF file (or an open one, as SVG).

    Alliances are solid blue lines and conflicts dashed vermilion ones, the wider the heavier. Parties are filled by
    camp (``camps``, numbered from 0, or the nodes' ``camp``) and sized by their statements; where there are camps of
    several, a party that is a camp for itself is grey. Ties bow around parties that they have nothing to do with. Of a
    dense network each party's heaviest ties are drawn and then the heaviest of all, and the picture says so. ``note``
    goes below.

    Raises InputError for a network without parties or another file ending, AccessError when it cannot be written.
    """
    check_target(path)
    if not len(graph):
        raise InputError("expected a network with parties to draw, got an empty one")
    order = sorted(graph)
    camp = _shared_camps(
        camps if camps is not None else {n: graph.nodes[n]["camp"] for n in order if "camp" in graph.nodes[n]}, order
    )
    with style():
        size = 9.0 if len(order) <= 30 else 7.5
        labels = [wrapped(str(graph.nodes[name].get("name", name)), width=18, lines=3) for name in order]
        radii = _radii(graph, order, size)
        boxes = np.array([_box(label, radius, size) for label, radius in zip(labels, radii, strict=True)])
        places = _placed(graph, order, camp, boxes)
        low, high = (places - boxes / 2).min(axis=0), (places + boxes / 2).max(axis=0)
        width = max(float(high[0] - low[0]) + 2 * _MARGIN, 460.0)
        legend = _legend(graph, camp)
        columns = max(1, min(len(legend), int(width // 170)))
        foot = _FOOT + 12.0 * math.ceil(len(legend) / columns)
        height = max(float(high[1] - low[1]), 150.0) + _HEAD + foot + _MARGIN
        figure, axes = sheet(width, height)
        centre = np.array([width / 2, foot + (height - _HEAD - foot) / 2])
        middles = places - (low + high) / 2 + centre
        sizes = np.array([text_size(label, size) for label in labels])
        sides = _sides(_telling_ties(graph), order, middles, boxes)
        circles = middles - np.column_stack([np.zeros(len(order)), sides * sizes[:, 1] / 2])
        obstacles = Obstacles(
            circles=circles, radii=np.array(radii), labels=sizes, sides=sides, sheet=(width, height - _HEAD)
        )
        drawn = _draw_ties(axes, graph, order, obstacles)
        _draw_parties(axes, [camp_colour(camp.get(name)) for name in order], labels, obstacles, size)
        _draw_words(axes, graph, height, title, note, drawn)
        _draw_legend(axes, legend, columns)
        save(figure, path)


def _shared_camps(camp: Mapping[str, int], order: list[str]) -> Mapping[str, int]:
    """The camps of several parties, numbered anew; all camps where every party is one for itself."""
    size = Counter(camp[name] for name in order if name in camp)
    if not size or max(size.values()) == 1:
        return camp
    number = {one: index for index, one in enumerate(sorted(one for one, members in size.items() if members > 1))}
    return {name: number[one] for name, one in camp.items() if one in number}


def _radii(graph: nx.Graph[str], order: list[str], size: float) -> list[float]:
    statements = [float(graph.nodes[name].get("statements", 1)) for name in order]
    most = max(statements) or 1.0
    return [size * (0.45 + 0.85 * math.sqrt(count / most)) for count in statements]


def _box(label: str, radius: float, size: float) -> tuple[float, float]:
    wide, high = text_size(label, size)
    return max(wide, 2 * radius) + 10.0, 2 * radius + high + 10.0


def _placed(graph: nx.Graph[str], order: list[str], camp: Mapping[str, int], boxes: Points) -> Points:
    """The layout in points, large enough for its labels; parties without a tie stand in rows below."""
    tied = [number for number, name in enumerate(order) if graph.degree(name)]
    idle = [number for number, name in enumerate(order) if not graph.degree(name)]
    places = np.zeros((len(order), 2))
    if tied:
        names = [order[number] for number in tied]
        places[tied] = _spread(signed_layout(graph.subgraph(names), names, camp), boxes[tied])
    if idle:
        places[idle] = _rows(boxes[idle], *_extent(places[tied], boxes[tied]))
    return places


def _sides(
    ties: Sequence[tuple[str, str, Mapping[str, Any]]], order: list[str], middles: Points, boxes: Points
) -> Points:
    """Whether each label stands below its circle (−1) or above (1): where the lighter ties lead, or else below.

    Only ties that are steep enough to cross the label count.
    """
    number = {name: index for index, name in enumerate(order)}
    load = np.zeros((len(order), 2))
    for first, second, tie in ties:
        for here, there in ((number[first], number[second]), (number[second], number[first])):
            across, up = middles[there] - middles[here]
            wide, high = boxes[here]
            if abs(up) * wide > abs(across) * high * 0.5:
                load[here, int(up > 0)] += _strength(tie)
    return np.where(load[:, 1] < load[:, 0], 1.0, -1.0)


def _spread(places: Points, boxes: Points) -> Points:
    """The layout stretched until the labels fit: wide sheets read better than tall ones."""
    places = places - places.mean(axis=0)
    reach = np.maximum(np.abs(places).max(axis=0), 1e-6)
    half = math.sqrt(float(boxes.prod(axis=1).sum()) * 5.0) / 2
    stretch = np.array([max(half * 1.25, 150.0), max(half * 0.8, 80.0)])
    return spread_out(places / reach * stretch, boxes)


def _extent(places: Points, boxes: Points) -> tuple[float, float, float]:
    """Left, right and bottom of what stands there; a line to begin at where nothing does."""
    if not len(places):
        return -200.0, 200.0, 0.0
    low, high = (places - boxes / 2).min(axis=0), (places + boxes / 2).max(axis=0)
    return float(low[0]), float(high[0]), float(low[1])


def _rows(boxes: Points, left: float, right: float, top: float) -> Points:
    """Places side by side from left to right, in as many rows below ``top`` as are needed."""
    places, x, tallest = np.zeros_like(boxes), left, 0.0
    for number, (wide, high) in enumerate(boxes.tolist()):
        if x > left and x + wide > right:
            x, top, tallest = left, top - tallest, 0.0
        places[number] = x + wide / 2, top - high / 2 - 6.0
        x, tallest = x + wide, max(tallest, high + 6.0)
    return places


def _draw_ties(axes: Axes, graph: nx.Graph[str], order: list[str], obstacles: Obstacles) -> int:
    number = {name: index for index, name in enumerate(order)}
    drawn = _telling_ties(graph)
    heaviest = max((_strength(tie) for _, _, tie in drawn), default=1.0) or 1.0
    ends = [(number[first], number[second]) for first, second, _ in drawn]
    ways = bowed_ways(ends, obstacles)
    for (_, _, tie), way in zip(reversed(drawn), reversed(ways), strict=True):
        share = _strength(tie) / heaviest
        sign = tie.get("sign")
        axes.plot(
            way[:, 0],
            way[:, 1],
            color=tie_colour(sign),
            linewidth=0.7 + 4.3 * share,
            linestyle=(0, (3.0, 1.6)) if sign is not None and sign < 0 else "solid",
            alpha=0.35 + 0.5 * share,
            solid_capstyle="round",
            zorder=1 + share,
        )
    return len(drawn)


def _telling_ties(graph: nx.Graph[str]) -> list[tuple[str, str, dict[str, Any]]]:
    """The ties to draw, the heaviest first: all of a sparse network, so many of a dense one as can be told apart.

    Every party's heaviest alliance and heaviest conflict come before others, so that nobody looks alone who is not.
    """
    ties = sorted(graph.edges(data=True), key=lambda tie: (-_strength(tie[2]), *sorted(tie[:2])))
    most = min(max(4 * len(graph), _FEWEST_TIES), _MOST_TIES)
    if len(ties) <= most:
        return ties
    met: set[tuple[str, bool]] = set()
    own = []
    for place, (first, second, tie) in enumerate(ties):
        new = {(end, tie.get("sign", 1) > 0) for end in (first, second)} - met
        if new:
            met |= new
            own.append(place)
    kept = {*own, *[place for place in range(len(ties)) if place not in set(own)][: max(most - len(own), 0)]}
    return [tie for place, tie in enumerate(ties) if place in kept]


def _strength(tie: Mapping[str, Any]) -> float:
    return abs(float(tie.get("weight", 1.0)))


def _draw_parties(axes: Axes, colours: list[str], labels: list[str], parties: Obstacles, size: float) -> None:
    """Circles with their labels; a white rim around the letters keeps them legible, and hides no tie behind them."""
    rim = [withStroke(linewidth=2.4, foreground="white", alpha=0.9)]
    rows = zip(colours, labels, parties.radii, parties.circles, parties.sides, strict=True)
    for colour, label, radius, (x, y), side in rows:
        axes.plot([x], [y], "o", markersize=2 * radius, color=colour, mec=INK, mew=0.8, zorder=5)
        place = y + side * (radius + 2.0)
        edge = "bottom" if side > 0 else "top"
        axes.text(x, place, label, fontsize=size, ha="center", va=edge, linespacing=1.1, zorder=6, path_effects=rim)


def _draw_words(axes: Axes, graph: nx.Graph[str], height: float, title: str, note: str, drawn: int) -> None:
    axes.text(_MARGIN, height - 18, title, fontsize=14, fontweight="bold", va="top")
    parts = [several(len(graph), "party", "parties"), several(graph.number_of_edges(), "tie")]
    if drawn < graph.number_of_edges():
        parts.append(f"{drawn} of the heaviest drawn")
    if "statements" in graph.graph:
        parts.append(f"from {several(graph.graph['statements'], 'statement')}")
    axes.text(_MARGIN, height - 38, ", ".join(parts), fontsize=9, color="#555555", va="top")
    if note:
        axes.text(_MARGIN, 12, note, fontsize=7.5, color="#555555", va="bottom")


def _legend(graph: nx.Graph[str], camp: Mapping[str, int]) -> list[Line2D]:
    signs = {tie.get("sign") for _, _, tie in graph.edges(data=True)}
    handles: list[Line2D] = []
    if 1 in signs:
        handles.append(Line2D([], [], color=ALLIANCE, linewidth=3, label="agree more than they clash"))
    if -1 in signs:
        dashes = (0, (3.0, 1.6))
        handles.append(
            Line2D([], [], color=CONFLICT, linewidth=3, linestyle=dashes, label="clash more than they agree")
        )
    if None in signs:
        handles.append(Line2D([], [], color=NEUTRAL, linewidth=3, label="tie"))
    members = sorted({camp[name] for name in graph if name in camp})
    handles += [_dot(camp_colour(number), f"camp {number + 1}") for number in members[: len(CAMPS)]]
    if members and any(name not in camp or camp[name] >= len(CAMPS) for name in graph):
        handles.append(_dot(NO_CAMP, "no camp, or alone in it" if len(members) <= len(CAMPS) else "other"))
    return handles


def _draw_legend(axes: Axes, handles: list[Line2D], columns: int) -> None:
    if handles:
        axes.legend(
            handles=handles,
            loc="lower left",
            bbox_to_anchor=(_MARGIN, 26.0),
            bbox_transform=axes.transData,
            ncols=columns,
            fontsize=8,
            frameon=False,
            handlelength=3.2,
            borderaxespad=0.0,
        )


def _dot(colour: str, label: str) -> Line2D:
    return Line2D([], [], marker="o", linestyle="none", markersize=9, color=colour, mec=INK, mew=0.8, label=label)

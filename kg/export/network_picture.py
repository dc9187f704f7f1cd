"""The picture of a network of parties: alliances and conflicts, camps, and who speaks most."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

import networkx as nx
import numpy as np
from matplotlib.axes import Axes
from matplotlib.lines import Line2D

from kg.errors import InputError
from kg.export.canvas import Target, check_target, save, several, sheet, style, text_size, wrapped
from kg.export.layout import Points, signed_layout, spread_out
from kg.export.palette import ALLIANCE, CAMPS, CONFLICT, INK, NEUTRAL, NO_CAMP, camp_colour, tie_colour

_MARGIN, _HEAD, _FOOT = 28.0, 58.0, 74.0
_TIES_PER_PARTY = 4


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
    camp (``camps``, numbered from 0, or the nodes' ``camp``) and sized by their statements. Of a dense network only
    the heaviest ties are drawn, four for each party, and the picture says so. ``note`` goes below.

    Raises InputError for a network without parties or another file ending, AccessError when it cannot be written.
    """
    check_target(path)
    if not len(graph):
        raise InputError("expected a network with parties to draw, got an empty one")
    order = sorted(graph)
    camp = camps if camps is not None else {n: graph.nodes[n]["camp"] for n in order if "camp" in graph.nodes[n]}
    with style():
        size = 9.0 if len(order) <= 30 else 7.5
        labels = [wrapped(str(graph.nodes[name].get("name", name)), width=18, lines=3) for name in order]
        radii = _radii(graph, order, size)
        boxes = np.array([_box(label, radius, size) for label, radius in zip(labels, radii, strict=True)])
        places = _placed(graph, order, camp, boxes)
        low, high = (places - boxes / 2).min(axis=0), (places + boxes / 2).max(axis=0)
        width = max(float(high[0] - low[0]) + 2 * _MARGIN, 460.0)
        height = max(float(high[1] - low[1]), 150.0) + _HEAD + _FOOT + _MARGIN
        figure, axes = sheet(width, height)
        centre = np.array([width / 2, _FOOT + (height - _HEAD - _FOOT) / 2])
        circles = places - (low + high) / 2 + centre
        circles[:, 1] += [text_size(label, size)[1] / 2 for label in labels]
        drawn = _draw_ties(axes, graph, order, circles)
        _draw_parties(axes, [camp_colour(camp.get(name)) for name in order], labels, radii, circles, size)
        _draw_words(axes, graph, height, title, note, drawn)
        _draw_legend(axes, graph, camp, width)
        save(figure, path)


def _radii(graph: nx.Graph[str], order: list[str], size: float) -> list[float]:
    statements = [float(graph.nodes[name].get("statements", 1)) for name in order]
    most = max(statements) or 1.0
    return [size * (0.45 + 0.85 * math.sqrt(count / most)) for count in statements]


def _box(label: str, radius: float, size: float) -> tuple[float, float]:
    wide, high = text_size(label, size)
    return max(wide, 2 * radius) + 10.0, 2 * radius + high + 10.0


def _placed(graph: nx.Graph[str], order: list[str], camp: Mapping[str, int], boxes: Points) -> Points:
    """The layout in points, large enough for its labels: wide sheets read better than tall ones."""
    places = signed_layout(graph, order, camp)
    places = places - places.mean(axis=0)
    reach = np.maximum(np.abs(places).max(axis=0), 1e-6)
    area = float(boxes.prod(axis=1).sum()) * 5.0
    half = math.sqrt(area) / 2
    stretch = np.array([max(half * 1.25, 150.0), max(half * 0.8, 80.0)])
    return spread_out(places / reach * stretch, boxes)


def _draw_ties(axes: Axes, graph: nx.Graph[str], order: list[str], places: Points) -> int:
    number = {name: index for index, name in enumerate(order)}
    ties = sorted(graph.edges(data=True), key=lambda tie: (-_strength(tie[2]), *sorted(tie[:2])))
    drawn = ties[: max(_TIES_PER_PARTY * len(order), 60)]
    heaviest = _strength(drawn[0][2]) if drawn else 1.0
    for first, second, tie in reversed(drawn):
        share = _strength(tie) / heaviest if heaviest else 1.0
        ends = places[[number[first], number[second]]]
        sign = tie.get("sign")
        axes.plot(
            ends[:, 0],
            ends[:, 1],
            color=tie_colour(sign),
            linewidth=0.7 + 4.3 * share,
            linestyle=(0, (3.0, 1.6)) if sign is not None and sign < 0 else "solid",
            alpha=0.35 + 0.5 * share,
            solid_capstyle="round",
            zorder=1 + share,
        )
    return len(drawn)


def _strength(tie: Mapping[str, Any]) -> float:
    return abs(float(tie.get("weight", 1.0)))


def _draw_parties(
    axes: Axes, colours: list[str], labels: list[str], radii: list[float], circles: Points, size: float
) -> None:
    for colour, label, radius, (x, y) in zip(colours, labels, radii, circles.tolist(), strict=True):
        axes.plot([x], [y], "o", markersize=2 * radius, color=colour, mec=INK, mew=0.8, zorder=5)
        axes.text(
            x,
            y - radius - 2.0,
            label,
            fontsize=size,
            ha="center",
            va="top",
            linespacing=1.1,
            zorder=6,
            bbox={"boxstyle": "round,pad=0.15", "facecolor": "white", "edgecolor": "none", "alpha": 0.82},
        )


def _draw_words(axes: Axes, graph: nx.Graph[str], height: float, title: str, note: str, drawn: int) -> None:
    axes.text(_MARGIN, height - 18, title, fontsize=14, fontweight="bold", va="top")
    parts = [several(len(graph), "party", "parties"), several(graph.number_of_edges(), "tie")]
    if drawn < graph.number_of_edges():
        parts.append(f"the {drawn} heaviest drawn")
    if "statements" in graph.graph:
        parts.append(f"from {several(graph.graph['statements'], 'statement')}")
    axes.text(_MARGIN, height - 38, ", ".join(parts), fontsize=9, color="#555555", va="top")
    if note:
        axes.text(_MARGIN, 12, note, fontsize=7.5, color="#555555", va="bottom")


def _draw_legend(axes: Axes, graph: nx.Graph[str], camp: Mapping[str, int], width: float) -> None:
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
        handles.append(_dot(NO_CAMP, "no camp" if len(members) <= len(CAMPS) else "other"))
    if handles:
        axes.legend(
            handles=handles,
            loc="lower left",
            bbox_to_anchor=(_MARGIN, 26.0),
            bbox_transform=axes.transData,
            ncols=max(1, min(len(handles), int(width // 170))),
            fontsize=8,
            frameon=False,
            handlelength=3.2,
            borderaxespad=0.0,
        )


def _dot(colour: str, label: str) -> Line2D:
    return Line2D([], [], marker="o", linestyle="none", markersize=9, color=colour, mec=INK, mew=0.8, label=label)

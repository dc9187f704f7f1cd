"""The picture of what hangs on what: proposals as boxes, an arrow from each to its condition."""

from __future__ import annotations

import itertools
import math
from collections.abc import Mapping, Sequence
from typing import Any

import networkx as nx
from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from matplotlib.patches import FancyArrowPatch, FancyBboxPatch
from matplotlib.path import Path as MplPath

from kg.errors import InputError
from kg.export.canvas import Target, check_target, save, several, sheet, style, text_size, wrapped
from kg.export.layered import Point, layered
from kg.export.packing import packed
from kg.export.palette import CONFLICT, INK

_MARGIN, _HEAD, _FOOT = 28.0, 62.0, 40.0
_SIZE, _SMALL = 8.5, 7.5
_HOLDERS = ("#0072B2", "#009E73", "#CC79A7", "#B8860B", "#56B4E9", "#7F7F7F")

_Box = tuple[float, float, float, float]
Ways = Mapping[tuple[str, str], Sequence[Point]]


def draw_preconditions(
    graph: nx.DiGraph[str], path: Target, *, title: str = "What hangs on what", note: str = "", most: int = 40
) -> None:
    """Draw a precondition graph into an SVG, PNG or PDF file (or an open one, as SVG), read from left to right.

    An arrow runs from a proposal to what must come first, in its holders' colour, and says who makes it hang on that,
    and how. Arrows that close a circle, where each waits for the other, are vermilion and thick; those that only say
    what happens otherwise (unless, as a threat) are dashed. Of more than ``most`` arrows those of circles come first,
    then those of most claims to what most parties ask for, and the picture says so.

    Raises InputError for a graph without conditions or another file ending, AccessError when it cannot be written.
    """
    check_target(path)
    if not graph.number_of_edges():
        raise InputError("expected a graph with conditions to draw, got none: no proposal hangs on another")
    whole, graph = graph, _telling(graph, most)
    with style():
        labels = {node: wrapped(str(graph.nodes[node].get("name", node)), width=26, lines=4) for node in sorted(graph)}
        claims = {(a, b): _claims(tie["holders"], tie["relations"]) for a, b, tie in sorted(graph.edges(data=True))}
        sizes = {
            node: (text_size(label, _SIZE)[0] + 20, text_size(label, _SIZE)[1] + 14) for node, label in labels.items()
        }
        words = {
            pair: (text_size(claim, _SMALL)[0] + 8, text_size(claim, _SMALL)[1] + 4) for pair, claim in claims.items()
        }
        plan = packed(
            [
                layered(nx.DiGraph(graph.subgraph(part)), sizes, words, column_gap=22.0, row_gap=20.0)
                for part in nx.weakly_connected_components(graph)
            ],
            gap=36.0,
        )
        colours = _colours(graph)
        arrows = {pair: _arrow_colour(graph.edges[pair], colours) for pair in plan.ways}
        negated = {(a, b) for a, b, tie in graph.edges(data=True) if not tie.get("needed", True)}
        legend = _legend(colours, arrows, bool(negated))
        width = max(plan.width + 2 * _MARGIN, 480.0)
        columns = max(1, int(width // 150))
        foot = _FOOT + 12.0 * math.ceil(len(legend) / columns)
        height = max(plan.height, 60.0) + _HEAD + foot
        shift = ((width - plan.width) / 2, foot + (height - _HEAD - foot - plan.height) / 2)
        boxes = {node: _box(centre, sizes[node], shift) for node, centre in plan.centres.items()}
        ways = {pair: [(x + shift[0], y + shift[1]) for x, y in way] for pair, way in plan.ways.items()}
        places = {pair: (x + shift[0], y + shift[1]) for pair, (x, y) in plan.words.items()}
        figure, axes = sheet(width, height)
        circles = {(a, b) for a, b, tie in graph.edges(data=True) if tie.get("circle")}
        _draw_boxes(axes, boxes, labels)
        _draw_arrows(axes, ways, arrows, circles, negated)
        _draw_claims(axes, places, arrows, claims)
        _draw_words(axes, whole, graph, height, title, note)
        _draw_legend(axes, legend, columns)
        save(figure, path)


def _arrow_colour(tie: Mapping[str, Any], colours: Mapping[str, str]) -> str:
    if tie.get("circle"):
        return CONFLICT
    return colours[tie["holders"][0]] if len(set(tie["holders"])) == 1 else INK


def _telling(graph: nx.DiGraph[str], most: int) -> nx.DiGraph[str]:
    """The graph, or of a large one the part with the arrows that say most."""

    def rank(arrow: tuple[str, str, dict[str, Any]]) -> tuple[bool, int, int, str, str]:
        source, target, tie = arrow
        asked = int(graph.nodes[target].get("asked_by", 0))
        return not tie.get("circle", False), -int(tie.get("weight", 1)), -asked, source, target

    arrows = sorted(graph.edges(data=True), key=rank)[:most]
    return nx.DiGraph(graph.edge_subgraph([(source, target) for source, target, _ in arrows]))


def _claims(holders: Sequence[str], relations: Sequence[str]) -> str:
    """Who says so, by relation: names are cut where they are long, the relation never is."""
    by_relation: dict[str, list[str]] = {}
    for holder, relation in zip(holders, relations, strict=True):
        by_relation.setdefault(relation.replace("-", " "), []).append(holder)
    lines = []
    for relation, said in by_relation.items():
        names = list(dict.fromkeys(said))
        shown = [wrapped(name, width=24, lines=1) for name in names[:2]]
        shown += [f"{len(names) - 2} more"] if len(names) > 2 else []
        lines += [f"{name}," for name in shown[:-1]] + shown[-1:]
        together = f"{lines[-1]}: {relation}"
        lines[-1:] = [together] if len(together) <= 26 else [f"{lines[-1]}:", relation]
    return "\n".join(lines)


def _box(centre: Point, size: Point, shift: Point) -> _Box:
    return centre[0] - size[0] / 2 + shift[0], centre[1] - size[1] / 2 + shift[1], *size


def _colours(graph: nx.DiGraph[str]) -> dict[str, str]:
    holders = [holder for _, _, tie in graph.edges(data=True) for holder in tie["holders"]]
    most = sorted(set(holders), key=lambda holder: (-holders.count(holder), holder))
    return {holder: _HOLDERS[min(index, len(_HOLDERS) - 1)] for index, holder in enumerate(most)}


def _draw_boxes(axes: Axes, boxes: dict[str, _Box], labels: dict[str, str]) -> None:
    for node, (x, y, wide, high) in boxes.items():
        axes.add_patch(
            FancyBboxPatch(
                (x + 3, y + 3),
                wide - 6,
                high - 6,
                boxstyle="round,pad=3",
                facecolor="#F4F6F8",
                edgecolor=INK,
                linewidth=0.8,
            )
        )
        axes.text(x + wide / 2, y + high / 2, labels[node], fontsize=_SIZE, ha="center", va="center", zorder=5)


def _draw_arrows(
    axes: Axes,
    ways: Ways,
    arrows: Mapping[tuple[str, str], str],
    circles: set[tuple[str, str]],
    negated: set[tuple[str, str]],
) -> None:
    for pair, way in ways.items():
        corners, codes = [way[0]], [MplPath.MOVETO]
        for (ax, ay), (bx, by) in itertools.pairwise(way):
            middle = (ax + bx) / 2
            corners += [(middle, ay), (middle, by), (bx, by)]
            codes += [MplPath.CURVE4] * 3
        axes.add_patch(
            FancyArrowPatch(
                path=MplPath(corners, codes),
                arrowstyle="-|>,head_length=6,head_width=3",
                color=arrows[pair],
                linewidth=2.2 if pair in circles else 1.3,
                linestyle=(0, (4.0, 2.0)) if pair in negated else "solid",
                zorder=2,
            )
        )


def _draw_claims(
    axes: Axes,
    places: Mapping[tuple[str, str], Point],
    arrows: Mapping[tuple[str, str], str],
    claims: Mapping[tuple[str, str], str],
) -> None:
    for pair, (x, y) in places.items():
        axes.text(
            x,
            y,
            claims[pair],
            fontsize=_SMALL,
            color=arrows[pair],
            ha="center",
            va="center",
            linespacing=1.1,
            zorder=4,
            bbox={"boxstyle": "round,pad=0.12", "facecolor": "white", "edgecolor": "none", "alpha": 0.92},
        )


def _draw_words(
    axes: Axes, whole: nx.DiGraph[str], graph: nx.DiGraph[str], height: float, title: str, note: str
) -> None:
    axes.text(_MARGIN, height - 18, title, fontsize=14, fontweight="bold", va="top")
    claims, drawn = (sum(tie.get("weight", 1) for *_, tie in each.edges(data=True)) for each in (whole, graph))
    stated = several(claims, "stated condition") + (f" ({drawn} drawn)" if drawn < claims else "")
    proposals = several(len(whole), "proposal") + (f" ({len(graph)} drawn)" if len(graph) < len(whole) else "")
    counted = f"{proposals}, {stated}; arrows point to the condition"
    axes.text(_MARGIN, height - 38, counted, fontsize=9, color="#555555", va="top")
    if note:
        axes.text(_MARGIN, 10, note, fontsize=7.5, color="#555555", va="bottom")


def _legend(colours: Mapping[str, str], arrows: Mapping[tuple[str, str], str], negated: bool) -> list[Line2D]:
    used = set(arrows.values())
    names = {colour: wrapped(holder, width=24, lines=1) for holder, colour in colours.items() if colour in used}
    if list(colours.values()).count(_HOLDERS[-1]) > 1 and _HOLDERS[-1] in names:
        names[_HOLDERS[-1]] = "others"
    handles = [Line2D([], [], color=colour, linewidth=2, label=name) for colour, name in names.items()]
    if INK in used:
        handles.append(Line2D([], [], color=INK, linewidth=2, label="several parties"))
    if CONFLICT in used:
        handles.append(Line2D([], [], color=CONFLICT, linewidth=2.5, label="circle: each waits for the other"))
    if negated:
        handles.append(
            Line2D([], [], color=INK, linewidth=1.3, linestyle=(0, (4.0, 2.0)), label="unless, or as a threat")
        )
    return handles


def _draw_legend(axes: Axes, handles: list[Line2D], columns: int) -> None:
    axes.legend(
        handles=handles,
        loc="lower left",
        bbox_to_anchor=(_MARGIN, 22.0),
        bbox_transform=axes.transData,
        ncols=columns,
        fontsize=8,
        frameon=False,
        borderaxespad=0.0,
    )

"""Pictures: the same bytes every time, everything named, nothing on top of another, nothing drawn of nothing."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree
from numpy.typing import NDArray

from kg.errors import AccessError, InputError
from kg.export.layered import layered
from kg.export.layout import signed_layout, spread_out
from kg.export.network_picture import _sides
from kg.export.packing import packed
from kg.export.pictures import draw_matrix, draw_network, draw_polarisation, draw_preconditions, draw_timeline
from kg.export.routing import Obstacles, bowed_ways
from kg.model import Position
from tests.export.samples import awkward_digraph, awkward_network, conditional, opposing


@dataclass(frozen=True)
class Cell:
    support: int = 0
    oppose: int = 0
    conditional: int = 0


@dataclass(frozen=True)
class Matrix:
    actors: tuple[str, ...] = ("Northern Fishing Association", "Harbour Union")
    proposals: tuple[str, ...] = ("a $5bn fund and $2bn of loans", "quota")
    cells: dict[tuple[str, str], Cell] = field(
        default_factory=lambda: {
            ("Harbour Union", "quota"): Cell(support=2, oppose=1),
            ("Northern Fishing Association", "quota"): Cell(conditional=1),
            ("Harbour Union", "a $5bn fund and $2bn of loans"): Cell(oppose=3, conditional=1),
        }
    )


def drawn(path: Path) -> list[str]:
    """The words of an SVG: matplotlib leaves each as a comment beside its outline."""
    root = etree.fromstring(path.read_bytes())
    return [comment.text.strip() for comment in root.iter(etree.Comment)]


PICTURES: dict[str, Callable[[Path], None]] = {
    "network": lambda path: draw_network(awkward_network(), path),
    "matrix": lambda path: draw_matrix(Matrix(), path),
    "preconditions": lambda path: draw_preconditions(awkward_digraph(), path),
}


@pytest.mark.parametrize("name", PICTURES)
@pytest.mark.parametrize("form", ["svg", "png", "pdf"])
def test_the_same_picture_is_the_same_file(tmp_path: Path, name: str, form: str) -> None:
    for number in ("1", "2"):
        PICTURES[name](tmp_path / f"{number}.{form}")
    content = (tmp_path / f"1.{form}").read_bytes()
    assert content == (tmp_path / f"2.{form}").read_bytes()
    assert content.startswith({"svg": b"<?xml", "png": b"\x89PNG", "pdf": b"%PDF"}[form])
    assert b"matplotlib.org" not in content if form == "png" else b"CreationDate" not in content


@pytest.mark.parametrize("name", PICTURES)
def test_other_files_are_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(InputError) as raised:
        PICTURES[name](tmp_path / "x.gif")
    assert str(raised.value) == f"expected a picture file ending in svg, png, pdf, got {str(tmp_path / 'x.gif')!r}"
    with pytest.raises(AccessError) as failed:
        PICTURES[name](tmp_path / "no" / "x.svg")
    missing = tmp_path / "no" / "x.svg"
    assert str(failed.value) == f"expected to write the picture to {missing}, got: No such file or directory"


@pytest.mark.parametrize(
    ("draw", "nothing", "sentence"),
    [
        (draw_network, nx.Graph(), "expected a network with parties to draw, got an empty one"),
        (draw_matrix, Matrix(cells={}), "expected a matrix with statements to draw, got an empty one"),
        (
            draw_preconditions,
            nx.DiGraph(),
            "expected a graph with conditions to draw, got none: no proposal hangs on another",
        ),
    ],
)
def test_nothing_is_not_drawn(tmp_path: Path, draw: Any, nothing: Any, sentence: str) -> None:
    with pytest.raises(InputError) as raised:
        draw(nothing, tmp_path / "x.svg")
    assert str(raised.value) == sentence
    assert not (tmp_path / "x.svg").exists()


def test_a_network_names_parties_camps_and_signs(tmp_path: Path) -> None:
    draw_network(awkward_network(), tmp_path / "x.svg", note="Port talks, 2024")
    words = drawn(tmp_path / "x.svg")
    for expected in (
        "Who stands with whom",
        "3 parties, 2 ties, from 9 statements",
        "agree more than they clash",
        "clash more than they agree",
        "camp 1",
        "camp 2",
        "Port talks, 2024",
    ):
        assert expected in words


def test_a_party_alone_in_its_camp_has_no_colour_where_others_share_one(tmp_path: Path) -> None:
    graph: nx.Graph[str] = nx.Graph()
    graph.add_edge("A", "B", weight=1.0, sign=1)
    graph.add_edge("C", "D", weight=-1.0, sign=-1)
    draw_network(graph, tmp_path / "x.svg", camps={"A": 2, "B": 2, "C": 0, "D": 1})
    words = drawn(tmp_path / "x.svg")
    assert "camp 1" in words
    assert "no camp, or alone in it" in words
    assert "camp 2" not in words
    draw_network(nx.Graph(graph.subgraph("CD")), tmp_path / "y.svg", camps={"C": 0, "D": 1})
    assert {"camp 1", "camp 2"} <= set(drawn(tmp_path / "y.svg"))


def parties_met(way: NDArray[np.float64], obstacles: Obstacles, ends: tuple[int, int]) -> list[int]:
    """Whose circles the way touches, but for those at its ends."""
    steps = np.concatenate([np.linspace(a, b, 64) for a, b in itertools.pairwise(way)])
    apart = np.linalg.norm(steps[:, None, :] - obstacles.circles[None, :, :], axis=2).min(axis=0)
    return [int(party) for party in np.flatnonzero(apart < obstacles.radii) if party not in ends]


def test_ties_bow_around_parties_that_they_do_not_tie() -> None:
    dice = np.random.default_rng(3)
    grid = np.array([[x, y] for x in range(12) for y in range(8)], dtype=np.float64)
    circles = 60.0 * grid + dice.uniform(-8, 8, size=grid.shape)
    parties = Obstacles(
        circles=circles,
        radii=np.full(96, 6.0),
        labels=np.tile([30.0, 10.0], (96, 1)),
        sides=np.full(96, -1.0),
        sheet=(720.0, 480.0),
    )
    ends = [(int(a), int(b)) for a, b in dice.integers(0, 96, size=(150, 2)) if a != b]
    straight = sum(bool(parties_met(circles[[a, b]], parties, (a, b))) for a, b in ends)
    ways = bowed_ways(ends, parties)
    bowed = sum(bool(parties_met(way, parties, pair)) for way, pair in zip(ways, ends, strict=True))
    assert straight > 60
    assert bowed <= straight / 10
    for way, (a, b) in zip(ways, ends, strict=True):
        assert np.allclose(way[[0, -1]], circles[[a, b]])


def test_a_dense_network_says_how_much_of_it_is_drawn(tmp_path: Path) -> None:
    graph: nx.Graph[str] = nx.Graph()
    names = [f"Party {index:02d}" for index in range(40)]
    graph.add_edges_from(
        (a, b, {"weight": float(1 + (3 * i) % 7), "sign": 1})
        for i, (a, b) in enumerate(itertools.combinations(names, 2))
    )
    draw_network(graph, tmp_path / "x.svg")
    assert "40 parties, 780 ties, 160 of the heaviest drawn" in drawn(tmp_path / "x.svg")


def test_a_matrix_says_its_counts_and_keeps_long_names(tmp_path: Path) -> None:
    long = "a binding agreement on the seasonal closure of all spawning grounds north of the sound"
    matrix = Matrix(
        actors=Matrix().actors[::-1],
        proposals=(*Matrix().proposals, long),
        cells={**Matrix().cells, ("Harbour Union", long): Cell(support=1)},
    )
    draw_matrix(matrix, tmp_path / "x.svg", most_actors=1)
    words = drawn(tmp_path / "x.svg")
    assert "2 actors (1 drawn), 3 proposals, 9 statements" in words
    assert f"1  {long}" in words
    assert "no statement found" in words
    # Money is no mathematics: two dollar signs do not swallow what stands between them.
    assert any("$5bn fund" in word for word in words)


def test_nobody_is_drawn_as_silent_for_what_was_left_out(tmp_path: Path) -> None:
    matrix = Matrix(
        actors=("A", "B", "C"),
        proposals=("x", "y", "z"),
        cells={("A", "x"): Cell(support=3), ("B", "y"): Cell(oppose=1), ("C", "z"): Cell(support=1)},
    )
    draw_matrix(matrix, tmp_path / "x.svg", most_proposals=1)
    words = drawn(tmp_path / "x.svg")
    assert "3 actors (1 drawn), 3 proposals (1 drawn), 5 statements" in words
    assert not {"B", "C", "y", "z"} & set(words)


def test_a_precondition_picture_says_who_and_how(tmp_path: Path) -> None:
    draw_preconditions(awkward_digraph(), tmp_path / "x.svg")
    words = drawn(tmp_path / "x.svg")
    assert "3 proposals, 3 stated conditions; arrows point to the condition" in words
    assert words.count("North: only if") == 3
    assert "circle: each waits for the other" in words


@settings(deadline=None, max_examples=40)
@given(
    st.lists(
        st.tuples(st.floats(-200, 200), st.floats(-200, 200), st.floats(5, 90), st.floats(5, 30)),
        min_size=1,
        max_size=25,
    )
)
def test_no_label_covers_another(spots: list[tuple[float, float, float, float]]) -> None:
    places, boxes = np.array([spot[:2] for spot in spots]), np.array([spot[2:] for spot in spots])
    moved = spread_out(places, boxes)
    for i, j in itertools.combinations(range(len(spots)), 2):
        apart = np.abs(moved[i] - moved[j])
        assert (apart >= (boxes[i] + boxes[j]) / 2 - 1e-3).any()


def test_allies_stand_nearer_than_rivals() -> None:
    graph: nx.Graph[str] = nx.Graph()
    graph.add_edge("a", "b", weight=2.0, sign=1)
    graph.add_edge("c", "d", weight=2.0, sign=1)
    graph.add_edge("a", "c", weight=-2.0, sign=-1)
    places = signed_layout(graph, ["a", "b", "c", "d"], {"a": 0, "b": 0, "c": 1, "d": 1})
    apart = np.linalg.norm(places[:, None] - places[None, :], axis=2)
    assert max(apart[0, 1], apart[2, 3]) < min(apart[0, 2], apart[0, 3], apart[1, 2], apart[1, 3])


DIGRAPHS = st.lists(st.tuples(st.sampled_from("abcdefgh"), st.sampled_from("abcdefgh")), min_size=1, max_size=20)


@settings(deadline=None, max_examples=60)
@given(DIGRAPHS)
def test_boxes_of_a_layered_graph_do_not_overlap_and_every_arrow_has_a_way(pairs: list[tuple[str, str]]) -> None:
    graph: nx.DiGraph[str] = nx.DiGraph(pairs)
    sizes = {node: (40.0 + 10 * (ord(node) % 3), 20.0) for node in graph}
    words = {pair: (50.0, 12.0 * (1 + ord(pair[0]) % 3)) for pair in graph.edges}
    plan = layered(graph, sizes, words, column_gap=20, row_gap=15)
    assert set(plan.centres) == set(graph)
    assert set(plan.ways) == {(a, b) for a, b in graph.edges if a != b}
    for a, b in itertools.combinations(graph, 2):
        (ax, ay), (bx, by) = plan.centres[a], plan.centres[b]
        assert abs(ax - bx) >= (sizes[a][0] + sizes[b][0]) / 2 or abs(ay - by) >= 20 + 14.9
    written = [(*plan.words[pair], *words[pair]) for pair in plan.ways]
    standing = [(*plan.centres[node], *sizes[node]) for node in graph]
    for (ax, ay, aw, ah), (bx, by, bw, bh) in itertools.combinations(written + standing, 2):
        assert abs(ax - bx) >= (aw + bw) / 2 - 1e-6 or abs(ay - by) >= (ah + bh) / 2 - 1e-6
    for (a, b), way in plan.ways.items():
        for node, (x, y) in ((a, way[0]), (b, way[-1])):
            assert abs(abs(x - plan.centres[node][0]) - sizes[node][0] / 2) < 1e-6
            assert abs(y - plan.centres[node][1]) <= sizes[node][1] / 2
    for x, y in plan.centres.values():
        assert 0 <= x <= plan.width
        assert 0 <= y <= plan.height


@dataclass(frozen=True)
class Line:
    actor: str
    proposal: str
    positions: tuple[Position, ...]


@dataclass(frozen=True)
class Share:
    value: float | None
    low: float | None
    high: float | None
    statements: int


@dataclass(frozen=True)
class Month:
    first: date
    polarisation: Share


def test_a_timeline_draws_what_has_a_date(tmp_path: Path) -> None:
    said = [replace(conditional(), published=date(2024, 1, day)) for day in (3, 9)]
    turned = replace(opposing(), published=date(2024, 1, 20))
    lines = [
        Line("Ana Ruiz", "port agreement", tuple(said)),
        Line("Unions", "port agreement", (said[0], turned)),
        Line("Unions", "tariff cut", (opposing(),)),
    ]
    draw_timeline(lines, tmp_path / "x.svg", most=1)
    words = drawn(tmp_path / "x.svg")
    assert "Unions: port agreement" in words
    assert "2 pairs of party and proposal with dated positions, the 1 with most changes drawn" in words
    assert {"2024-01-03", "2024-01-20", "supports", "opposes", "on conditions", "changed in between"} <= set(words)
    with pytest.raises(InputError) as raised:
        draw_timeline(lines[2:], tmp_path / "y.svg")
    assert str(raised.value) == "expected positions with a date to draw, got none"


def test_polarisation_over_time_says_n_and_where_there_is_nothing(tmp_path: Path) -> None:
    months = [
        Month(date(2024, 1, 1), Share(0.4, 0.2, 0.6, 31)),
        Month(date(2024, 2, 1), Share(None, None, None, 2)),
        Month(date(2024, 3, 1), Share(0.9, None, None, 12)),
    ]
    draw_polarisation(months, tmp_path / "x.svg")
    words = drawn(tmp_path / "x.svg")
    assert {"n=31", "n=2", "no ties", "n=12", "2024-01-01", "2024-03-01"} <= set(words)
    with pytest.raises(InputError) as raised:
        draw_polarisation([], tmp_path / "y.svg")
    assert str(raised.value) == "expected periods to draw, got none"


@pytest.mark.parametrize(
    ("share", "counted", "told"),
    [
        (
            Share(0.75, 0.6, 0.9, 31),
            "n = 31 statements",
            "0.75 = 1 − 2 L/m; the bar: 95 % of resampled statements give 0.60 to 0.90",
        ),
        (Share(0.8, None, None, 1), "n = 1 statement", "0.80 = 1 − 2 L/m"),
        (Share(None, None, None, 2), "n = 2 statements", "No two parties agree or clash: there is nothing to explain"),
    ],
)
def test_a_single_window_is_told_in_words_and_drawn_on_a_scale(
    share: Share, counted: str, told: str, tmp_path: Path
) -> None:
    draw_polarisation([Month(date(2024, 1, 1), share)], tmp_path / "x.svg")
    words = set(drawn(tmp_path / "x.svg"))
    assert {f"One window, from 2024-01-01, {counted}", told, "two camps explain every tie", "0", "1"} <= words
    assert ("0.80" in words) == (share.value == 0.8)


def test_a_label_stands_where_the_lighter_ties_lead_and_hides_none(tmp_path: Path) -> None:
    graph: nx.Graph[str] = nx.Graph()
    graph.add_edge("North", "South", weight=3.0, sign=1)
    places = np.array([[50.0, 90.0], [50.0, 10.0]])
    sides = _sides([("North", "South", {"weight": 3.0})], ["North", "South"], places, np.full((2, 2), 20.0))
    assert sides.tolist() == [1.0, -1.0]
    draw_network(graph, tmp_path / "x.svg")
    assert "fill: #ffffff; opacity: 0.82" not in (tmp_path / "x.svg").read_text("utf-8")


def test_parts_that_nothing_ties_stand_apart_on_a_page() -> None:
    graph: nx.DiGraph[str] = nx.DiGraph([(f"a{number}", f"b{number}") for number in range(12)])
    sizes = dict.fromkeys(graph, (60.0, 20.0))
    parts = [
        layered(nx.DiGraph(graph.subgraph(part)), sizes, {}, column_gap=20, row_gap=15)
        for part in nx.weakly_connected_components(graph)
    ]
    plan = packed(parts, gap=30)
    assert set(plan.centres) == set(graph)
    assert set(plan.ways) == set(graph.edges)
    assert 0.7 < plan.width / plan.height < 3
    for (ax, ay), (bx, by) in itertools.combinations(plan.centres.values(), 2):
        assert abs(ax - bx) >= 60 or abs(ay - by) >= 20
    for x, y in plan.centres.values():
        assert 30 <= x <= plan.width - 30
        assert 10 <= y <= plan.height - 10

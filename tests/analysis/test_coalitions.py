"""Camps by the exact frustration index."""

from __future__ import annotations

import csv
import itertools
from pathlib import Path

import networkx as nx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.analysis.coalitions import allies_and_rivals, coalitions
from kg.analysis.congruence import subtract_network
from kg.errors import InputError
from tests.analysis.coding import coded

SIGNED = Path(__file__).parents[2] / ".." / "shared" / "data" / "signed"


@pytest.mark.skipif(not SIGNED.is_dir(), reason="the reference networks are not here")
@pytest.mark.parametrize(("name", "index"), [("tribes", 7), ("cow_46-49", 17), ("cow_61-64", 37), ("cow_96-99", 45)])
def test_equals_the_published_frustration_index(name: str, index: int) -> None:
    graph = reference(name)
    found = coalitions(graph, seconds=30)
    assert (found.frustration, found.bound, found.proven) == (index, index, True)
    assert frustration(graph, found.camp_of()) == index
    assert len(found.frustrated) == index


@pytest.mark.skipif(not SIGNED.is_dir(), reason="the reference networks are not here")
def test_three_camps_of_the_highland_tribes() -> None:
    found = coalitions(reference("tribes"), camps=3)
    assert (found.frustration, found.bound, len(found.camps)) == (2, 2, 3)


def reference(name: str) -> nx.Graph[str]:
    with (SIGNED / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    graph: nx.Graph[str] = nx.Graph()
    graph.add_edges_from((row["source"], row["target"], {"sign": int(row["sign"])}) for row in rows)
    return graph


def frustration(graph: nx.Graph[str], camp: dict[str, int]) -> float:
    return sum(
        abs(tie.get("weight", 1))
        for a, b, tie in graph.edges(data=True)
        if (camp[a] == camp[b]) != (tie.get("weight", tie.get("sign")) > 0)
    )


TIES = st.dictionaries(
    st.tuples(st.integers(0, 7), st.integers(0, 7)).filter(lambda pair: pair[0] < pair[1]),
    st.integers(-3, 3).filter(bool),
    min_size=1,
)


@settings(deadline=None, max_examples=150)
@given(TIES, st.booleans())
def test_no_split_is_better(ties: dict[tuple[int, int], int], weighted: bool) -> None:
    graph: nx.Graph[str] = nx.Graph()
    for (a, b), weight in ties.items():
        graph.add_edge(str(a), str(b), weight=weight if weighted else (weight > 0) - (weight < 0))
    found = coalitions(graph, weighted=weighted)
    nodes = sorted(graph)
    least = min(
        frustration(graph, dict(zip(nodes, split, strict=True)))
        for split in itertools.product((0, 1), repeat=len(nodes))
    )
    assert found.proven
    assert found.frustration == found.bound == least
    assert frustration(graph, found.camp_of()) == least
    assert sum(abs(graph.edges[tie]["weight"]) for tie in found.frustrated) == least
    assert found == coalitions(graph, weighted=weighted)


@settings(deadline=None, max_examples=60)
@given(TIES, st.integers(3, 4))
def test_no_partition_into_more_camps_is_better(ties: dict[tuple[int, int], int], camps: int) -> None:
    graph: nx.Graph[str] = nx.Graph()
    for (a, b), weight in ties.items():
        if max(a, b) < 6:
            graph.add_edge(str(a), str(b), weight=weight)
    graph.add_node("0")
    found = coalitions(graph, camps=camps)
    nodes = sorted(graph)
    least = min(
        frustration(graph, dict(zip(nodes, split, strict=True)))
        for split in itertools.product(range(camps), repeat=len(nodes))
    )
    assert (found.frustration, found.bound) == (least, least)
    assert frustration(graph, found.camp_of()) == least


def test_more_camps_where_cycles_prove_nothing() -> None:
    """Seven that are all enemies, in three camps: 3 + 2 + 2 leaves 3 + 1 + 1 conflicts within."""
    graph: nx.Graph[str] = nx.Graph()
    graph.add_edges_from((str(a), str(b), {"sign": -1}) for a, b in itertools.combinations(range(7), 2))
    found = coalitions(graph, camps=3)
    assert (found.frustration, found.bound) == (5, 5)
    with pytest.raises(InputError) as raised:
        coalitions(graph, camps=1)
    assert str(raised.value) == "expected at least 2 camps, got 1"


def test_a_dense_network_needs_the_integer_programme() -> None:
    """All ties negative among eleven: the best split is 5 to 6, and 10 + 15 conflicts stay within."""
    graph: nx.Graph[str] = nx.Graph()
    graph.add_edges_from((a, b, {"sign": -1}) for a, b in itertools.combinations([f"n{i:02d}" for i in range(11)], 2))
    found = coalitions(graph)
    assert (found.frustration, found.bound, found.proven) == (25, 25, True)
    assert sorted(len(camp) for camp in found.camps) == [5, 6]


def test_without_time_there_is_still_a_split_and_a_bound() -> None:
    graph: nx.Graph[str] = nx.Graph()
    graph.add_edges_from((str(a), str(b), {"sign": -1}) for a, b in itertools.combinations(range(11), 2))
    found = coalitions(graph, seconds=0)
    assert (found.frustration, found.bound, found.proven) == (25, 0, False)
    assert found.balance == pytest.approx(1 - 2 * 25 / 55)


def test_camps_of_a_negotiation() -> None:
    positions = [
        coded("Norway", "+", "ceasefire"),
        coded("Estonia", "+", "ceasefire", start=40),
        coded("Ruritania", "-", "ceasefire", start=80),
        coded("Graustark", "-", "ceasefire", start=120),
        coded("Observer", "+", "observers", start=160),
    ]
    found = coalitions(subtract_network(positions))
    assert found.camps == (("Estonia", "Norway"), ("Graustark", "Ruritania"))
    assert found.unplaced == ("Observer",)
    assert (found.frustration, found.total, found.balance) == (0, 6, 1)
    assert found.camp_of() == {"Estonia": 0, "Norway": 0, "Graustark": 1, "Ruritania": 1}


def test_what_is_not_connected_is_not_allied() -> None:
    graph: nx.Graph[str] = nx.Graph()
    graph.add_edge("A", "B", weight=2.0)
    graph.add_edge("C", "D", weight=-1.0)
    assert coalitions(graph).camps == (("A", "B"), ("C",), ("D",))


def test_allies_and_rivals_are_ranked_by_weight() -> None:
    positions = [
        *(coded("A", "+", issue, start=40 * n) for n, issue in enumerate("xyz")),
        *(coded("B", "+", issue, start=200 + 40 * n) for n, issue in enumerate("xyz")),
        *(coded("C", "-", issue, start=400 + 40 * n) for n, issue in enumerate("yz")),
    ]
    table = allies_and_rivals(subtract_network(positions))
    assert [(tie.relation, tie.first, tie.second, tie.weight) for tie in table] == [
        ("allies", "A", "B", 3),
        ("rivals", "A", "C", -2),
        ("rivals", "B", "C", -2),
    ]
    assert table[1].proposals == ("y", "z")
    assert len(table[1].positions) == 4


def test_what_cannot_be_split_is_refused() -> None:
    with pytest.raises(InputError) as raised:
        coalitions(nx.Graph())
    assert str(raised.value) == "expected a network with parties, got an empty one"
    graph: nx.Graph[str] = nx.Graph()
    graph.add_edge("A", "B")
    with pytest.raises(InputError) as raised:
        coalitions(graph)
    assert str(raised.value) == "expected a sign or a signed weight on every tie, got none between A and B"
    loop: nx.Graph[str] = nx.Graph()
    loop.add_edge("A", "A", weight=1)
    with pytest.raises(InputError) as raised:
        coalitions(loop)
    assert str(raised.value) == "expected ties between two parties, got one of A with itself"

"""Balance indices and polarisation."""

from __future__ import annotations

import itertools
import random
from datetime import date

import networkx as nx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.analysis.balance import polarisation, polarisation_over_time, triangle_index, walk_balance
from kg.errors import InputError
from kg.model import Position
from tests.analysis.coding import coded
from tests.analysis.test_coalitions import SIGNED, reference


@pytest.mark.skipif(not SIGNED.is_dir(), reason="the reference networks are not here")
def test_equals_the_published_indices_of_the_highland_tribes() -> None:
    tribes = reference("tribes")
    assert triangle_index(tribes) == pytest.approx(0.8676471, abs=5e-8)
    assert walk_balance(tribes) == pytest.approx(0.3575761, abs=5e-8)


def signed(*ties: tuple[str, str, int]) -> nx.Graph[str]:
    graph: nx.Graph[str] = nx.Graph()
    graph.add_edges_from((a, b, {"sign": sign}) for a, b, sign in ties)
    return graph


def test_a_friend_of_a_friend() -> None:
    assert triangle_index(signed(("a", "b", 1), ("b", "c", 1), ("a", "c", 1))) == 1.0
    assert triangle_index(signed(("a", "b", 1), ("b", "c", 1), ("a", "c", -1))) == 0.0
    assert triangle_index(signed(("a", "b", 1), ("b", "c", 1))) is None
    assert walk_balance(signed(("a", "b", 1), ("b", "c", -1))) == pytest.approx(1.0)
    with pytest.raises(InputError) as raised:
        walk_balance(nx.Graph())
    assert str(raised.value) == "expected a network with parties, got an empty one"


@settings(deadline=None, max_examples=60)
@given(
    st.dictionaries(
        st.tuples(*[st.sampled_from("abcdefg")] * 2).filter(lambda t: t[0] < t[1]), st.sampled_from([1, -1])
    )
)
def test_the_triangle_index_counts_triangles(ties: dict[tuple[str, str], int]) -> None:
    products = [
        ties[a, b] * ties[b, c] * ties[a, c]
        for a, b, c in itertools.combinations("abcdefg", 3)
        if {(a, b), (b, c), (a, c)} <= set(ties)
    ]
    graph = signed(*((a, b, sign) for (a, b), sign in ties.items()))
    expected = products.count(1) / len(products) if products else None
    assert triangle_index(graph) == (None if expected is None else pytest.approx(expected))


def debate(*answers: tuple[str, str, str], day: str = "2024-05-06") -> list[Position]:
    return [
        coded(holder, sign, issue, start=50 * n, day=day, article=day)
        for n, (holder, sign, issue) in enumerate(answers)
    ]


TWO_BLOCS = debate(*((holder, sign, issue) for issue in "xyz" for holder, sign in zip("ABCD", "++--", strict=True)))


def triangle(day: str) -> list[Position]:
    pairs = ("A", "+", "x"), ("B", "+", "x"), ("B", "+", "y"), ("C", "+", "y"), ("A", "+", "z"), ("C", "-", "z")
    return debate(*pairs, day=day)


TRIANGLE = triangle("2024-05-06")


def test_two_blocs_are_fully_polarised() -> None:
    found = polarisation(TWO_BLOCS, samples=50)
    assert (found.value, found.low, found.high, found.proven) == (1.0, 1.0, 1.0, True)
    assert (found.statements, found.parties, found.ties, found.samples) == (12, 4, 6, 50)


def test_a_triangle_that_no_two_camps_explain() -> None:
    often = [position for month in range(1, 10) for position in triangle(f"2024-{month:02d}-01")]
    found = polarisation(often, samples=40, seed=5)
    assert found.value == pytest.approx(1 - 2 * 1 / 3)
    assert found.low is not None
    assert found.high is not None
    # Whatever makes the three ties uneven makes the triangle less unbalanced: here every draw lies above the value.
    assert found.value < found.low < found.high < 0.9
    assert found == polarisation(often[::-1], samples=40, seed=5)
    assert found != polarisation(often, samples=40, seed=6)


def test_the_interval_of_a_broad_debate_covers_its_value() -> None:
    dice = random.Random(1)
    answers = [
        (party, "+" if (party in "ABC") ^ (dice.random() < 0.3) else "-", f"issue {n % 12}")
        for n in range(48)
        for party in "ABCDEF"
        if dice.random() < 0.4
    ]
    found = polarisation(debate(*answers), samples=100)
    assert found.value is not None
    assert found.low is not None
    assert found.high is not None
    assert 0 < found.low < found.value < found.high < 1


def test_without_ties_there_is_no_number() -> None:
    found = polarisation([coded("A", "+", "x"), coded("B", "?", "x", "y", start=30)], samples=5)
    assert (found.value, found.low, found.high, found.ties, found.statements) == (None, None, None, 0, 2)


def test_duplicates_are_left_out_before_statements_are_drawn() -> None:
    assert polarisation(TRIANGLE + debate(("A", "+", "x")), duplicates="acrossrange", samples=0).statements == 6


def test_periods() -> None:
    positions = [
        *TWO_BLOCS,
        *debate(("A", "+", "x"), ("B", "-", "x"), day="2024-06-30"),
        *debate(("A", "+", "x"), ("B", "+", "x"), day="2025-06-02"),
        coded("A", "-", "x"),
    ]
    months = polarisation_over_time(positions, samples=0)
    assert [(period.first, period.polarisation.statements) for period in months] == [
        (date(2024, 5, 1), 12),
        (date(2024, 6, 1), 2),
        (date(2025, 6, 1), 2),
    ]
    assert [period.first for period in polarisation_over_time(positions, window="week", samples=0)] == [
        date(2024, 5, 6),
        date(2024, 6, 24),
        date(2025, 6, 2),
    ]
    years = polarisation_over_time(positions, window="year", samples=0)
    assert [period.polarisation.statements for period in years] == [14, 2]


def test_what_cannot_be_measured_is_refused() -> None:
    for call, sentence in (
        (lambda: polarisation([]), "expected positions for polarisation, got none: the selection is empty"),
        (lambda: polarisation(TRIANGLE, samples=-1), "expected a number of samples from 0, got -1"),
        (
            lambda: polarisation_over_time(TRIANGLE, window="day"),
            "expected a window among week, month, year, got 'day'",
        ),
        (
            lambda: polarisation_over_time([coded("A", "+", "x")]),
            "expected positions with a date for polarisation over time, got none",
        ),
    ):
        with pytest.raises(InputError) as raised:
            call()
        assert str(raised.value) == sentence

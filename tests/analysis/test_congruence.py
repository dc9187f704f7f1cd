"""Congruence, conflict and subtract networks, counted by hand."""

from __future__ import annotations

import math
from collections import Counter
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.analysis.congruence import (
    conflict_network,
    congruence_network,
    cooccurrence_network,
    subtract_network,
)
from kg.analysis.onemode import one_mode
from kg.errors import InputError
from kg.model import ActorKind, Position
from tests.analysis.coding import coded

TALKS = [
    coded("A", "+", "x", start=0),
    coded("A", "+", "x", start=50),
    coded("A", "-", "y", start=100),
    coded("B", "+", "x", start=150),
    coded("B", "+", "y", start=200),
    coded("C", "?", "x", "y", start=250),
]


def test_a_tie_says_what_it_rests_on() -> None:
    graph = subtract_network(TALKS)
    assert graph.edges["A", "B"] == {
        "weight": 1.0,
        "sign": 1,
        "agreements": 2,
        "disagreements": 1,
        "proposals": ("x", "y"),
        "positions": tuple(position.id for position in TALKS[:5]),
        "days": (),
        "quote": "A backs x",
    }
    assert congruence_network(TALKS).edges["A", "B"]["positions"] == tuple(TALKS[i].id for i in (0, 1, 3))
    conflict = conflict_network(TALKS).edges["A", "B"]
    assert (conflict["weight"], conflict["sign"], conflict["proposals"]) == (1.0, -1, ("y",))


def test_parties_without_ties_stay_and_say_how_much_they_said() -> None:
    graph = subtract_network(TALKS)
    assert graph.degree("C") == 0
    assert graph.nodes["C"] == {
        "name": "C",
        "kind": "state",
        "statements": 1,
        "support": 0,
        "oppose": 0,
        "conditional": 1,
        "days": (),
    }
    assert graph.graph["statements"] == 6


def test_parties_and_ties_say_on_which_days_something_was_said() -> None:
    said = [
        coded("A", "+", "x", day="2025-03-02"),
        coded("A", "+", "y", start=50),
        coded("B", "+", "x", day="2025-03-01", start=100),
        coded("B", "-", "z", day="2025-05-01", start=150),
    ]
    graph = subtract_network(said)
    assert graph.nodes["B"]["days"] == ("2025-03-01", "2025-05-01")
    assert graph.edges["A", "B"]["days"] == ("2025-03-01", "2025-03-02")


def test_one_name_of_two_kinds_is_two_parties_with_one_canonical_name() -> None:
    said = [coded("Georgia", "+", "x"), coded("Georgia", "-", "x", start=50, kind=ActorKind.PERSON)]
    graph = subtract_network(said)
    assert graph.edges["Georgia (person)", "Georgia (state)"]["weight"] == -1.0
    assert graph.nodes["Georgia (person)"]["actor"] == "Georgia"
    assert (graph.nodes["Georgia (person)"]["kind"], graph.nodes["Georgia (state)"]["kind"]) == ("person", "state")


def test_a_conditional_position_is_neither_yes_nor_no_unless_asked() -> None:
    assert not congruence_network(TALKS).has_edge("B", "C")
    assert congruence_network(TALKS, conditional="support").edges["B", "C"]["weight"] == 1.0


def test_normalizations() -> None:
    # A says yes twice to x and no once to y; B yes once to x and once to y.
    weights = {
        name: congruence_network(TALKS, normalization=name).edges["A", "B"]["weight"]
        for name in ("no", "average", "jaccard", "cosine")
    }
    assert weights == {
        "no": 2.0,
        "average": pytest.approx(2 / 2.5),
        "jaccard": pytest.approx(2 / (1 + 1 + 2)),
        "cosine": pytest.approx(2 / math.sqrt(5 * 2)),
    }
    dna = congruence_network(TALKS, normalization="cosine", compatible="dna").edges["A", "B"]["weight"]
    assert dna == pytest.approx(2 / (3 * 2))


DATED = [
    coded("A", "+", "x", article="one", day="2024-03-04"),
    coded("A", "+", "x", article="one", day="2024-03-04", start=60),
    coded("A", "+", "x", article="two", day="2024-03-06"),
    coded("A", "+", "x", article="three", day="2024-03-28"),
    coded("A", "+", "x", article="four", day="2024-08-01"),
    coded("A", "+", "x", article="five", day="2025-03-04"),
    coded("A", "+", "x", article="six"),
    coded("B", "+", "x", article="seven", day="2024-03-04"),
]


@pytest.mark.parametrize(
    ("duplicates", "expected", "as_dna"),
    [
        ("include", 7, 7),
        ("document", 6, 6),
        # 2024-03-04 is in week 10 of 2024 and 2025-03-04 in week 10 of 2025.
        ("week", 5, 4),
        ("month", 4, 3),
        ("year", 3, 3),
        ("acrossrange", 1, 1),
    ],
)
def test_duplicates_count_once_in_their_period(duplicates: str, expected: int, as_dna: int) -> None:
    assert congruence_network(DATED, duplicates=duplicates).edges["A", "B"]["weight"] == expected
    compatible = congruence_network(DATED, duplicates=duplicates, compatible="dna")
    assert compatible.edges["A", "B"]["weight"] == as_dna


def test_of_duplicates_the_first_in_time_is_the_evidence() -> None:
    tie = congruence_network(DATED[::-1], duplicates="acrossrange").edges["A", "B"]
    assert set(tie["positions"]) == {DATED[0].id, DATED[7].id}


@pytest.mark.parametrize(
    ("choice", "message"),
    [
        ({"normalization": "mean"}, "expected normalization to be one of no, average, jaccard, cosine, got 'mean'"),
        (
            {"duplicates": "day"},
            "expected duplicates to be one of include, document, week, month, year, acrossrange, got 'day'",
        ),
        ({"level": "party"}, "expected level to be one of actor, person, organisation, side, got 'party'"),
        ({"conditional": "no"}, "expected conditional to be one of neither, support, got 'no'"),
        ({"compatible": "rdna"}, "expected compatible to be one of nothing, dna, got 'rdna'"),
    ],
)
def test_unknown_choices_are_answered_with_the_known_ones(choice: dict[str, str], message: str) -> None:
    with pytest.raises(InputError) as raised:
        subtract_network(TALKS, **choice)
    assert str(raised.value) == message


def test_no_positions_are_refused() -> None:
    with pytest.raises(InputError) as raised:
        conflict_network([])
    assert str(raised.value) == "expected positions for a conflict network, got none: the selection is empty"


STATEMENTS = st.lists(st.tuples(st.sampled_from("ABCDE"), st.sampled_from("+-?"), st.sampled_from("xyz")), min_size=1)


def positions_of(statements: list[tuple[str, str, str]]) -> list[Position]:
    return [
        coded(holder, sign, proposal, *(["w"] if sign == "?" else []), start=50 * index)
        for index, (holder, sign, proposal) in enumerate(statements)
    ]


@given(STATEMENTS)
def test_equals_a_count_by_pairs_of_statements(statements: list[tuple[str, str, str]]) -> None:
    positions = positions_of(statements)
    same: Counter[tuple[str, str]] = Counter()
    opposite: Counter[tuple[str, str]] = Counter()
    together: Counter[tuple[str, str]] = Counter()
    for (a, sign, x), (b, other, y) in combinations(statements, 2):
        if a != b and x == y:
            pair = (min(a, b), max(a, b))
            together[pair] += 1
            if "?" not in (sign, other):
                (same if sign == other else opposite)[pair] += 1
    subtract = {pair: same[pair] - opposite[pair] for pair in same | opposite if same[pair] != opposite[pair]}
    for network, expected in (
        (congruence_network, dict(same)),
        (conflict_network, dict(opposite)),
        (subtract_network, subtract),
        (cooccurrence_network, dict(together)),
    ):
        graph = network(positions)
        assert {(min(a, b), max(a, b)): w for a, b, w in graph.edges(data="weight")} == expected
        by_id = {position.id: position for position in positions}
        for a, b, tie in graph.edges(data=True):
            assert {by_id[identity].holder.name for identity in tie["positions"]} == {a, b}
            assert {by_id[identity].proposal.label for identity in tie["positions"]} == set(tie["proposals"])
    assert subtract_network(positions).edges == subtract_network(positions[::-1]).edges


@given(STATEMENTS, st.sampled_from(["average", "jaccard", "cosine"]))
def test_the_sparse_matrix_is_the_network(statements: list[tuple[str, str, str]], normalization: str) -> None:
    positions = positions_of(statements)
    graph = subtract_network(positions, normalization=normalization)
    matrix = one_mode(positions, "subtract", normalization=normalization)
    table = matrix.weights.toarray()
    assert (table == table.T).all()
    found = {(a, b): table[i, j] for (i, a), (j, b) in combinations(enumerate(matrix.parties), 2) if table[i, j]}
    assert found == pytest.approx({(min(a, b), max(a, b)): w for a, b, w in graph.edges(data="weight")})


@given(STATEMENTS)
def test_cosine_of_the_congruence_lies_between_0_and_1(statements: list[tuple[str, str, str]]) -> None:
    graph = congruence_network(positions_of(statements), normalization="cosine")
    assert all(0 < weight <= 1 + 1e-12 for _, _, weight in graph.edges(data="weight"))

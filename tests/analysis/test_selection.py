"""Leaving out by name and by number."""

from __future__ import annotations

import pytest

from kg.analysis.selection import select
from kg.errors import InputError, MissingError
from tests.analysis.coding import coded

A1, A2, B1, C1 = TALKS = [
    coded("A", "+", "x", start=0, side="North"),
    coded("A", "-", "y", start=50, side="North"),
    coded("B", "+", "x", start=100),
    coded("C", "+", "z", start=150, side="North"),
]


def test_lists_leave_out_or_keep() -> None:
    assert select(TALKS) == (A1, A2, B1, C1)
    assert select(TALKS, without_parties=["A"], without_proposals=["z"]) == (B1,)
    assert select(TALKS, only_parties=["A", "B"], only_proposals=["x"]) == (A1, B1)
    assert select(TALKS, only_proposals=["x"]) == (A1, B1)
    assert select(TALKS, only_proposals=["x"], without_parties=["A"]) == (B1,)
    assert select(TALKS, without_parties=["North"], level="side") == (B1,)


def test_a_minimum_counts_what_is_left() -> None:
    assert select(TALKS, minimum=2) == (A1, A2)
    assert select(TALKS, minimum=3, level="side") == (A1, A2, C1)
    with pytest.raises(InputError) as raised:
        select(TALKS, without_proposals=["y"], minimum=2)
    assert str(raised.value) == "expected positions to be left, got none of 4"
    with pytest.raises(InputError) as raised:
        select(TALKS, minimum=0)
    assert str(raised.value) == "expected a minimum of at least 1 statement, got 0"


def test_unknown_names_are_answered_with_known_ones() -> None:
    with pytest.raises(MissingError) as raised:
        select(TALKS, without_parties=["D"])
    assert str(raised.value) == "expected parties that occur (such as A, B, C), got D"
    with pytest.raises(MissingError) as raised:
        select(TALKS, only_proposals=["w"])
    assert str(raised.value) == "expected proposals that occur (such as x, y, z), got w"

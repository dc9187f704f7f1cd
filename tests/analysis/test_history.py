"""Histories, shifts and contradictions."""

from __future__ import annotations

import pytest

from kg.analysis.history import contradictions, position_history, shifts
from kg.errors import InputError
from tests.analysis.coding import coded

FIRST = coded("North", "-", "truce", day="2024-01-05", article="a")
AGAIN = coded("North", "-", "truce", day="2024-02-01", article="b")
TURNED = coded("North", "+", "truce", day="2024-02-09", article="c")
UNDATED = coded("North", "-", "truce", article="d")
OTHER = coded("South", "+", "truce", day="2024-01-01", article="e")
ALL = [UNDATED, TURNED, OTHER, AGAIN, FIRST]


def test_history_is_in_order_of_time_with_undated_positions_last() -> None:
    north, south = position_history(ALL)
    assert (north.actor, north.proposal, north.positions) == ("North", "truce", (FIRST, AGAIN, TURNED, UNDATED))
    assert south.positions == (OTHER,)


def test_a_shift_gives_both_positions() -> None:
    (shift,) = shifts(ALL)
    assert (shift.actor, shift.proposal, shift.before, shift.after) == ("North", "truce", AGAIN, TURNED)


def test_saying_the_same_once_more_is_no_shift() -> None:
    both = [AGAIN, TURNED, coded("North", "-", "truce", day="2024-02-09", article="f")]
    assert shifts(both) == ()


def test_a_side_shifts_as_a_whole() -> None:
    spoken = [
        coded("Minister", "-", "truce", side="North", day="2024-01-01"),
        coded("General", "+", "truce", side="North", day="2024-01-02", article="g"),
    ]
    assert shifts(spoken) == ()
    assert [shift.actor for shift in shifts(spoken, level="side")] == ["North"]


def test_contradictions_within_days() -> None:
    (found,) = contradictions(ALL, days=8)
    assert (found.support, found.opposition, found.days) == (TURNED, AGAIN, 8)
    assert contradictions(ALL) == ()
    with pytest.raises(InputError) as raised:
        contradictions(ALL, days=-1)
    assert str(raised.value) == "expected a number of days from 0, got -1"

"""Conflicts that somebody wrote: what none can be is refused, however it came."""

from __future__ import annotations

import pytest

from kg.errors import InputError
from kg.usecases.settling import read_conflict


def test_a_wish_that_is_nested_too_deep_to_be_shown_is_refused_with_its_place() -> None:
    deep: list[object] = []
    for _ in range(100_000):
        deep = [deep]
    with pytest.raises(InputError) as caught:
        read_conflict({"options": {"A": ["x"]}, "preferences": {"A": [{"any_of": [[deep]]}]}}, "the request")
    assert str(caught.value) == (
        "expected preferences.A[0].any_of[0] in the request to hold an option's name with true or false, got a list"
        " nested too deep"
    )


def test_a_name_that_a_file_cannot_hold_is_refused_with_its_place() -> None:
    with pytest.raises(InputError) as caught:
        read_conflict(rb'{"options": {"A": ["\ud800"]}, "preferences": {}}', "conflict.json")
    assert str(caught.value) == (
        "expected text that UTF-8 can encode as options.A in conflict.json, got a lone surrogate U+D800"
    )

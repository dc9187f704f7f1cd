"""Filters refuse what cannot be meant."""

from __future__ import annotations

from datetime import date

import pytest

from kg.errors import InputError
from kg.model.filter import PositionFilter


def test_a_range_does_not_end_before_it_begins() -> None:
    PositionFilter(since=date(2025, 3, 1), until=date(2025, 3, 1))
    with pytest.raises(InputError) as caught:
        PositionFilter(since=date(2025, 3, 2), until=date(2025, 3, 1))
    assert str(caught.value) == "expected since to be no later than until, got 2025-03-02 and 2025-03-01"


@pytest.mark.parametrize("name", ["actor", "side", "proposal", "text", "article", "source"])
def test_words_to_look_for_are_not_empty(name: str) -> None:
    with pytest.raises(InputError) as caught:
        PositionFilter(**{name: " "})
    assert str(caught.value) == f"expected words to look for in the {name}, got ' '"

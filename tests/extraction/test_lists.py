"""Demands in lists: their evidence, and leads that take no stance."""

from __future__ import annotations

from kg.model import Position
from kg.pipeline import extract_positions
from kg.text import read_article


def positions(text: str) -> tuple[Position, ...]:
    return extract_positions(read_article("a.txt", text.encode()))


def test_each_item_is_quoted_with_its_lead() -> None:
    text = (
        "Talks broke down on Monday.\n\nThe union demands:\n\n- a longer lunch\n- an end to split shifts\n\nIt rained."
    )
    found = positions(text)
    assert [(p.holder.name, p.proposal.wording) for p in found] == [
        ("union", "longer lunch"),
        ("union", "end to split shifts"),
    ]
    assert [p.evidence.quote.startswith("The union demands:") for p in found] == [True, True]
    assert [p.evidence.quote.endswith(p.proposal.wording) for p in found] == [True, True]


def test_items_of_equal_shape_are_all_kept() -> None:
    text = "The clubs rejected the following: a wage cap; a squad limit; and a video ban."
    assert [p.proposal.wording for p in positions(text)] == ["wage cap", "squad limit", "video ban"]


def test_a_list_of_things_that_nobody_wants_gives_nothing() -> None:
    assert (
        positions("The museum's rooms are:\n\n- a hall of maps\n- a hall of clocks\n\nTickets cost five euros.") == ()
    )

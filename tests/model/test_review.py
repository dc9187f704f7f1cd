"""A review says what, whose and when, and the last one counts."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

import pytest

from kg.errors import InputError
from kg.model import Review, ReviewState
from kg.model.filter import ANY_REVIEW, NOT_REJECTED, PositionFilter, ReviewChoice, review_states
from kg.model.review import in_order, standing
from tests.rdf.reviews import AGAINST, AT, CONDITIONAL, FOR, review, some_reviews


def test_the_last_decision_stands_until_it_is_taken_back() -> None:
    reviews = some_reviews()
    for order in (reviews, reviews[::-1]):
        assert standing(order) == {AGAINST: reviews[0], CONDITIONAL: reviews[3]}
    assert standing([]) == {}


def test_at_one_time_the_id_decides() -> None:
    one, other = review(FOR, "accepted"), review(FOR, "rejected")
    last = max(one, other, key=lambda each: each.id)
    assert in_order([one, other])[-1] == last
    assert standing([one, other]) == standing([other, one]) == {FOR: last}


def test_a_time_is_the_same_in_every_zone() -> None:
    here = review(FOR, "accepted")
    there = replace(here, at=AT.astimezone(timezone(timedelta(hours=5, minutes=30))))
    assert (there, there.id, there.at.tzinfo) == (here, here.id, UTC)


def test_all_that_a_review_says_makes_its_id() -> None:
    first = review(FOR, "accepted", note="clear")
    others = [
        review(AGAINST, "accepted", note="clear"),
        review(FOR, "doubtful", note="clear"),
        review(FOR, "accepted", note="clear", minutes=1),
        review(FOR, "accepted", note="clear", by="Ben"),
        review(FOR, "accepted"),
        review(FOR, "accepted", note="clear", recorded_by="desk"),
    ]
    assert len({each.id for each in (first, *others)}) == 7


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"position": "3f9a"}, "expected the id of a position (16 hex digits), got '3f9a'"),
        ({"by": " "}, "expected the name of a reviewer, got ' '"),
        ({"note": ""}, "expected a note, got ''"),
        ({"recorded_by": "Ana"}, "expected recorded_by to be somebody else than the reviewer, got 'Ana' twice"),
        ({"at": datetime(2025, 3, 21, 9)}, "expected a time with a time zone, got 2025-03-21T09:00:00"),
    ],
)
def test_what_is_no_review_is_refused(change: dict[str, object], told: str) -> None:
    given: dict[str, object] = {"position": FOR, "state": ReviewState.ACCEPTED, "by": "Ana", "at": AT, **change}
    with pytest.raises(InputError) as caught:
        Review(**given)  # type: ignore[arg-type]
    assert str(caught.value) == told


def test_a_filter_leaves_out_what_was_rejected_unless_it_is_told_otherwise() -> None:
    assert PositionFilter().reviews == NOT_REJECTED == review_states([])
    assert review_states([ReviewChoice.REJECTED, ReviewChoice.DOUBTFUL]) == {
        ReviewState.REJECTED,
        ReviewState.DOUBTFUL,
    }
    assert review_states([ReviewChoice.ACCEPTED, ReviewChoice.ANY]) == ANY_REVIEW
    assert [*ReviewChoice] == [*ReviewState, "any"]
    with pytest.raises(InputError) as caught:
        PositionFilter(reviews=frozenset())
    assert str(caught.value) == "expected review states among accepted, rejected, doubtful, unreviewed, got none"

"""The decision made last is the one that stands, whatever a clock said before."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from kg.errors import InputError, MissingError
from kg.model import ReviewState
from kg.model.review import standing
from kg.store import open_store
from kg.store.owner import Owner
from kg.usecases.reviewing import Decision, receive_review, review_positions
from tests.rdf.reviews import AGAINST, FOR, review
from tests.rdf.samples import harbour_record

NOW = datetime(2025, 3, 20, 12, 0, tzinfo=UTC)
AHEAD = review(AGAINST, "rejected")
"""Made by a machine whose clock was a day ahead."""
JUST_AFTER = AHEAD.at + timedelta(microseconds=1)


@pytest.fixture
def place(tmp_path: Path) -> Path:
    place = tmp_path / "parley.db"
    with open_store(place) as store:
        store.add(harbour_record())
        store.add_reviews([AHEAD])
    return place


def test_a_decision_from_the_network_stands_though_a_clock_was_ahead(place: Path) -> None:
    owner = Owner(place, workers=1)
    accepted = receive_review(owner, AGAINST, Decision(state=ReviewState.ACCEPTED, by="Ana"), "desk", NOW)
    assert (accepted.at, accepted.by, accepted.recorded_by) == (JUST_AFTER, "Ana", "desk")
    doubtful = receive_review(owner, AGAINST, Decision(state=ReviewState.DOUBTFUL), "desk", NOW)
    assert doubtful.at == JUST_AFTER + timedelta(microseconds=1)
    other = receive_review(owner, FOR, Decision(state=ReviewState.ACCEPTED), "desk", NOW)
    assert other.at == NOW
    late = receive_review(owner, AGAINST, Decision(state=ReviewState.ACCEPTED), "desk", NOW + timedelta(days=2))
    assert late.at == NOW + timedelta(days=2)
    with owner.reading() as store:
        assert store.reviews() == [other, AHEAD, accepted, doubtful, late]
        assert standing(store.reviews()) == {AGAINST: late, FOR: other}
    owner.close()


def test_a_decision_of_a_command_stands_too(place: Path) -> None:
    decision = Decision(state=ReviewState.ACCEPTED, by="Ben")
    against, other = review_positions(str(place), [AGAINST, FOR], decision, at=NOW)
    assert (against.review.at, against.before) == (JUST_AFTER, AHEAD)
    assert (other.review.at, other.before) == (NOW, None)
    with open_store(place) as store:
        assert standing(store.reviews()) == {AGAINST: against.review, FOR: other.review}


def test_what_is_no_decision_is_refused_as_before(place: Path) -> None:
    with pytest.raises(InputError, match=r"^expected a time with a time zone, got 2025-03-20T12:00:00$"):
        review_positions(
            str(place), [AGAINST], Decision(state=ReviewState.ACCEPTED, by="Ben"), at=NOW.replace(tzinfo=None)
        )
    owner = Owner(place, workers=1)
    with pytest.raises(MissingError) as refused:
        receive_review(owner, "0" * 16, Decision(state=ReviewState.ACCEPTED), "desk", NOW)
    assert str(refused.value) == (
        "expected positions of this graph to review, got 0000000000000000; parley positions lists those it has"
    )
    owner.close()

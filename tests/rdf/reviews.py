"""Reviews of the harbour article's positions, for the tests of the graph wing."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from kg.model import Review, ReviewState
from tests.rdf.samples import harbour_record

AT = datetime(2025, 3, 21, 9, 0, tzinfo=UTC)
CONDITIONAL, AGAINST, FOR = (position.id for position in harbour_record().positions)


def review(
    position: str,
    state: str,
    minutes: int = 0,
    by: str = "Ana",
    note: str | None = None,
    recorded_by: str | None = None,
) -> Review:
    """A decision made so many minutes after nine."""
    at = AT + timedelta(minutes=minutes)
    return Review(position=position, state=ReviewState(state), by=by, at=at, note=note, recorded_by=recorded_by)


def some_reviews() -> list[Review]:
    """One rejected with a note, one accepted and doubted later, one rejected and taken back, by three people."""
    return [
        review(AGAINST, "rejected", 0, note="The coastguard is no party."),
        review(CONDITIONAL, "accepted", 1),
        review(FOR, "rejected", 2, by="José <b>"),
        review(CONDITIONAL, "doubtful", 3, by="José <b>", recorded_by="coding desk"),
        review(FOR, "unreviewed", 4),
    ]

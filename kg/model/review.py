"""People's decisions about positions: who accepted, rejected or doubted which one, and when."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum

from kg.errors import InputError

_ID = re.compile(r"[0-9a-f]{16}")


class ReviewState(StrEnum):
    """What was decided on a position; ``unreviewed`` is nothing, or in a review that the one before is taken back."""

    ACCEPTED = "accepted"
    REJECTED = "rejected"
    DOUBTFUL = "doubtful"
    UNREVIEWED = "unreviewed"


@dataclass(frozen=True, kw_only=True, slots=True)
class Review:
    """One person's decision on one position at one time; it is never changed, a later one goes before it.

    ``position`` is the position's id, ``by`` the person's name, ``at`` the time with its zone (kept in UTC).
    ``recorded_by`` is who brought it into the graph, where that is somebody else. Raises InputError for an id that is
    none, an empty name or note, and a time without a zone.

    >>> Review(position="0" * 16, state=ReviewState.ACCEPTED, by="Ana", at=datetime(2025, 3, 20, tzinfo=UTC)).id
    'aa1207e4f0cf51ef'
    """

    position: str
    state: ReviewState
    by: str
    at: datetime
    note: str | None = None
    recorded_by: str | None = None

    def __post_init__(self) -> None:
        if not _ID.fullmatch(self.position):
            raise InputError(f"expected the id of a position (16 hex digits), got {self.position!r}")
        for what, words in (("the name of a reviewer", self.by), ("a note", self.note), ("a name", self.recorded_by)):
            if words is not None and not words.strip():
                raise InputError(f"expected {what}, got {words!r}")
        if self.at.tzinfo is None:
            raise InputError(f"expected a time with a time zone, got {self.at.isoformat()}")
        if self.recorded_by == self.by:
            raise InputError(f"expected recorded_by to be somebody else than the reviewer, got {self.by!r} twice")
        object.__setattr__(self, "at", self.at.astimezone(UTC))

    @property
    def id(self) -> str:
        """Sixteen hex digits from all that the review says: the same decision, the same id."""
        said = (self.position, self.state, self.by, self.at.isoformat(), self.note or "", self.recorded_by or "")
        return hashlib.sha256("\0".join(said).encode("utf-8", "surrogatepass")).hexdigest()[:16]


def in_order(reviews: Iterable[Review]) -> list[Review]:
    """The reviews by time, those of one time by id."""
    return sorted(reviews, key=lambda review: (review.at, review.id))


def standing(reviews: Iterable[Review]) -> dict[str, Review]:
    """The decisions that stand, by the id of the position: the last on each, unless it took the one before back."""
    last = {review.position: review for review in in_order(reviews)}
    return {position: review for position, review in last.items() if review.state is not ReviewState.UNREVIEWED}

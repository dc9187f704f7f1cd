"""Which positions are wanted."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, fields
from datetime import date
from enum import StrEnum

from kg.errors import InputError
from kg.model.position import Stance
from kg.model.review import ReviewState

ANY_REVIEW = frozenset(ReviewState)
NOT_REJECTED = ANY_REVIEW - {ReviewState.REJECTED}
"""What counts unless something else is asked for: people took the others out."""


class ReviewChoice(StrEnum):
    """How people ask for review states: each by its name, or all of them."""

    ACCEPTED = "accepted"
    REJECTED = "rejected"
    DOUBTFUL = "doubtful"
    UNREVIEWED = "unreviewed"
    ANY = "any"


def review_states(choices: Collection[ReviewChoice]) -> frozenset[ReviewState]:
    """The review states that are asked for; without a choice, all but the rejected.

    >>> sorted(review_states([ReviewChoice.ACCEPTED])), review_states([ReviewChoice.ANY]) == ANY_REVIEW
    ([<ReviewState.ACCEPTED: 'accepted'>], True)
    """
    if not choices:
        return NOT_REJECTED
    return ANY_REVIEW if ReviewChoice.ANY in choices else frozenset(ReviewState(choice) for choice in choices)


@dataclass(frozen=True, kw_only=True, slots=True)
class PositionFilter:
    """The positions that meet every criterion given; without criteria, all of them.

    ``actor`` (the holder) and ``side`` match part of a canonical name or of any wording that an article uses for it;
    ``proposal`` matches part of a label or wording; ``text`` part of the quotation; ``source`` part of the path or
    address; none of them minds upper and lower case. ``article`` is an article's id or the beginning of one.
    ``since`` and ``until`` are days, both included, and leave out positions without a date. Positions of near-copies
    of another article in the store count only with ``include_copies``. ``reviews`` are what people may have decided on
    a position: rejected ones count only when they are asked for.

    Raises InputError for an empty criterion, or a range that ends before it begins.

    >>> PositionFilter(actor="macron", stance=Stance.SUPPORTS).actor
    'macron'
    """

    actor: str | None = None
    side: str | None = None
    proposal: str | None = None
    stance: Stance | None = None
    since: date | None = None
    until: date | None = None
    text: str | None = None
    article: str | None = None
    source: str | None = None
    include_copies: bool = False
    reviews: frozenset[ReviewState] = NOT_REJECTED

    def __post_init__(self) -> None:
        for field in fields(self):
            value = getattr(self, field.name)
            if isinstance(value, str) and not value.strip():
                raise InputError(f"expected words to look for in the {field.name}, got {value!r}")
        if not self.reviews:
            raise InputError(f"expected review states among {', '.join(ReviewState)}, got none")
        check_days(self.since, self.until)


def check_days(since: date | None, until: date | None) -> None:
    """Raise InputError for a range of days that ends before it begins."""
    if since is not None and until is not None and until < since:
        raise InputError(f"expected since to be no later than until, got {since} and {until}")

"""Which positions are wanted."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import date

from kg.errors import InputError
from kg.model.position import Stance


@dataclass(frozen=True, kw_only=True, slots=True)
class PositionFilter:
    """The positions that meet every criterion given; without criteria, all of them.

    ``actor`` (the holder) and ``side`` match part of a canonical name or of any wording that an article uses for it;
    ``proposal`` matches part of a label or wording; ``text`` part of the quotation; ``source`` part of the path or
    address; none of them minds upper and lower case. ``article`` is an article's id or the beginning of one.
    ``since`` and ``until`` are days, both included, and leave out positions without a date. Positions of near-copies
    of another article in the store count only with ``include_copies``.

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

    def __post_init__(self) -> None:
        for field in fields(self):
            value = getattr(self, field.name)
            if isinstance(value, str) and not value.strip():
                raise InputError(f"expected words to look for in the {field.name}, got {value!r}")
        if self.since is not None and self.until is not None and self.until < self.since:
            raise InputError(f"expected since to be no later than until, got {self.since} and {self.until}")

"""Cursors: where a list goes on, written so that it holds whatever comes into the list or leaves it."""

from __future__ import annotations

import binascii
import json
import math
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass
from typing import Final

from kg.errors import InputError

Lead = str | int | float

_MOST: Final = 2**63
"""SQLite's whole numbers are below this."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Place:
    """The last row given: what the list is sorted by, its value there if that is not the place, and the place."""

    order: str
    lead: Lead | None
    place: bytes

    def cursor(self) -> str:
        """The place as letters, digits, - and _."""
        written = self.order.encode() + b"\0" + json.dumps(self.lead).encode() + b"\0" + self.place
        return urlsafe_b64encode(written).rstrip(b"=").decode("ascii")


def place_of(cursor: str, order: str) -> Place:
    """The place that a cursor of a list in this order names.

    Raises InputError for a cursor that is none, or of a list in another order.

    >>> place_of(Place(order="actor by name", lead=None, place=b"x").cursor(), "actor by name").place
    b'x'
    """
    try:
        written = urlsafe_b64decode(cursor.encode("ascii") + b"=" * (-len(cursor) % 4))
        found, lead, place = written.split(b"\0", 2)
        value = json.loads(lead)
        _check(value)
    except (ValueError, binascii.Error, RecursionError) as error:
        raise InputError(f"expected a cursor from the next member of an answer, got {cursor!r}") from error
    if found.decode("ascii", "replace") != order or isinstance(value, (bool, list, dict)):
        raise InputError(f"expected a cursor of a list of {order}, got {cursor!r}, which is of another list or order")
    return Place(order=order, lead=value, place=place)


def _check(lead: object) -> None:
    """Raise ValueError for what JSON can write, and no column of a list can hold."""
    if isinstance(lead, str):
        lead.encode("utf-8")  # JSON writes surrogates too
    elif isinstance(lead, int) and not -_MOST <= lead < _MOST:
        raise ValueError("expected a whole number of 64 bits")
    elif isinstance(lead, float) and not math.isfinite(lead):
        raise ValueError("expected a number that is finite")

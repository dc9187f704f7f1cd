"""Long lists in parts: how many, and where the next part begins."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, Generic, TypeVar

from fastapi import Query

from kg.errors import InputError

Item = TypeVar("Item")

MOST = 1000
LimitParameter = Annotated[int, Query(ge=1, le=MOST, description="At most so many.", examples=[50])]
CursorParameter = Annotated[
    str | None, Query(description="Where to go on: the `next` of the part before.", max_length=40)
]


@dataclass(frozen=True, kw_only=True, slots=True)
class Part(Generic[Item]):
    """Some items of a list, how many there are in all, and the cursor of the next part."""

    items: Sequence[Item]
    total: int
    next: str | None


def part_of(items: Sequence[Item], ids: Sequence[str], limit: int, cursor: str | None) -> Part[Item]:
    """The next ``limit`` items after ``cursor``; ``ids`` name them.

    A cursor holds the place and the name of the last item given. When the list grew or shrank before that place, the
    item is looked for by its name, so that nothing is given twice or left out. Raises InputError for a cursor that
    is none, or whose item is gone.
    """
    start = _after(cursor, ids) if cursor else 0
    end = min(start + limit, len(items))
    following = f"{end}.{_mark(ids[end - 1])}" if end < len(items) else None
    return Part(items=items[start:end], total=len(items), next=following)


def _after(cursor: str, ids: Sequence[str]) -> int:
    place, _, mark = cursor.partition(".")
    if not (place.isascii() and place.isdigit() and mark):
        raise InputError(f"expected a cursor from the next member of an answer, got {cursor!r}")
    here = int(place)
    if 0 < here <= len(ids) and _mark(ids[here - 1]) == mark:
        return here
    for number, each in enumerate(ids, start=1):
        if _mark(each) == mark:
            return number
    raise InputError(f"expected a cursor into this list, got {cursor!r}: its item is gone; begin again without one")


def _mark(name: str) -> str:
    return hashlib.sha256(name.encode("utf-8", "surrogatepass")).hexdigest()[:12]

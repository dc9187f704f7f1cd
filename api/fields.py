"""``fields``: which members of a resource's JSON are wanted."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable, Sequence
from typing import Final

from fastapi import Query
from pydantic import BaseModel

from api.parameters import invalid_parameter

Members = Sequence[str]
"""The names of the wanted members; none are all."""

LONGEST: Final = 1000


def members_of(shape: type[BaseModel]) -> Callable[..., Awaitable[Members]]:
    """A dependency that reads ``fields`` for resources of this shape, and refuses names that they do not have."""
    known = tuple(shape.model_fields)
    pattern = f"^({'|'.join(known)})(,({'|'.join(known)}))*$"

    async def members(
        fields: str | None = Query(
            None,
            description="Only these members, separated by commas.",
            max_length=LONGEST,
            examples=[",".join(known[:3])],
            json_schema_extra={"pattern": pattern},
        ),
    ) -> Members:
        if fields is None:
            return ()
        names = [name.strip() for name in fields.split(",")]
        for name in names:
            if name not in known:
                raise invalid_parameter("fields", "members of the answer", name, known)
        return names

    return members


def pick(row: bytes, members: Members) -> bytes:
    """The object with the wanted members only, in their usual order.

    >>> pick(b'{"a":1,"b":2}', ["b"])
    b'{"b":2}'
    """
    if not members:
        return row
    chosen = {name: value for name, value in json.loads(row).items() if name in members}
    return json.dumps(chosen, ensure_ascii=False, separators=(",", ":")).encode()

"""Outcomes: what became of each article that was handed in, as a value and as a line of JSON."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from typing import Any

from kg.errors import InputError


@dataclass(frozen=True, kw_only=True, slots=True)
class Failure:
    """An article that could not be read, and the reason in words."""

    source: str
    reason: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Stored:
    """An article that is in the graph now; ``is_new`` unless it was there before, read by the same version."""

    id: str
    source: str
    positions: int
    is_new: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class Outcome:
    """What became of one source: one article of it stored, or many (people's coding), or none, and why."""

    source: str
    stored: tuple[Stored, ...] = ()
    failures: tuple[Failure, ...] = ()


def stored_row(stored: Stored) -> dict[str, Any]:
    """A stored article as a row."""
    return {"id": stored.id, "source": stored.source, "positions": stored.positions, "new": stored.is_new}


def failure_row(failure: Failure) -> dict[str, Any]:
    """An article that could not be read, as a row."""
    return asdict(failure)


def write_outcome(outcome: Outcome) -> bytes:
    """The outcome as a line of JSON, from which ``parse_outcome`` makes it again."""
    row = {
        "source": outcome.source,
        "stored": [stored_row(each) for each in outcome.stored],
        "failed": [failure_row(each) for each in outcome.failures],
    }
    return json.dumps(row).encode("ascii") + b"\n"


def parse_outcome(line: bytes | str, where: str) -> Outcome:
    """The outcome in a line of JSON; InputError for what is none.

    >>> lost = Outcome(source="a.txt", failures=(Failure(source="a.txt", reason="expected an article"),))
    >>> parse_outcome(write_outcome(lost), "line 1") == lost
    True
    """
    try:
        row = json.loads(line)
        return Outcome(
            source=row["source"],
            stored=tuple(
                Stored(id=each["id"], source=each["source"], positions=each["positions"], is_new=each["new"])
                for each in row["stored"]
            ),
            failures=tuple(Failure(source=each["source"], reason=each["reason"]) for each in row["failed"]),
        )
    except (ValueError, KeyError, TypeError) as error:
        raise InputError(f"expected what became of an article in {where}, got {line[:80]!r} ({error})") from error

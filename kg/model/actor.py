"""Who can hold a position."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from kg.errors import InputError


class ActorKind(StrEnum):
    """What sort of party an actor is."""

    PERSON = "person"
    STATE = "state"
    ORGANIZATION = "organization"
    GROUP = "group"


@dataclass(frozen=True, kw_only=True, slots=True)
class Actor:
    """A person, state, organisation or group under its canonical name.

    ``wording`` is how the article names it there; ``wikidata`` is an item id such as ``Q159`` when the
    gazetteer knows it. Two actors are the same when kind and name are. Raises InputError for an empty name.
    """

    name: str
    kind: ActorKind
    wording: str | None = None
    wikidata: str | None = None

    def __post_init__(self) -> None:
        if not self.name.strip():
            raise InputError(f"expected an actor with a name, got {self.name!r} ({self.kind})")

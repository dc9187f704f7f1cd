"""Mentions for the tests of this folder."""

from __future__ import annotations

from kg.model import ActorKind, Mention, Span


def mention(name: str, *descriptions: str, kind: ActorKind | None = None, wording: str | None = None) -> Mention:
    """A mention as the extraction makes it; the place does not matter here."""
    return Mention(name=name, wording=wording or name, span=Span(start=0, end=1), kind=kind, descriptions=descriptions)


def person(name: str, *descriptions: str, wording: str | None = None) -> Mention:
    """A mention that grammar knows for a person."""
    return mention(name, *descriptions, kind=ActorKind.PERSON, wording=wording)

"""Statements in words: what a graph says of a thing, as people can read it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from pyoxigraph import Literal, NamedNode, Quad

from kg.rdf.namespaces import ID_BASE, PREFIXES
from kg.rdf.paths import place_of
from kg.rdf.vocabulary import PREF_LABEL, TITLE


@dataclass(frozen=True, kw_only=True, slots=True)
class Named:
    """A thing or a value as it is shown: in words, and its IRI if it is a thing."""

    text: str
    iri: str | None


@dataclass(frozen=True, kw_only=True, slots=True)
class Statement:
    """One thing that the graph says: a thing, the role in which it is spoken of, and the value."""

    thing: Named
    role: str
    role_iri: str
    value: Named


NAMES: Final = (PREF_LABEL, TITLE)


def statements(quads: Sequence[Quad], of: NamedNode) -> tuple[Statement, ...]:
    """What the quads say, of the thing itself first, with names for IRIs where they give any.

    The names of other things are used and left out.
    """
    names = _names(quads)
    listed = (quad for quad in quads if quad.predicate not in NAMES or quad.subject == of)
    told = sorted(listed, key=lambda quad: quad.subject != of)
    return tuple(
        Statement(
            thing=_named(quad.subject, names),
            role=_short(quad.predicate.value),
            role_iri=quad.predicate.value,
            value=_named(quad.object, names),
        )
        for quad in told
    )


def _names(quads: Iterable[Quad]) -> dict[object, str]:
    return {
        quad.subject: quad.object.value
        for quad in quads
        if quad.predicate in NAMES and isinstance(quad.object, Literal)
    }


def _named(term: object, names: dict[object, str]) -> Named:
    if isinstance(term, Literal):
        return Named(text=term.value, iri=None)
    if isinstance(term, NamedNode):
        return Named(text=names.get(term) or _short(term.value), iri=term.value)
    return Named(text=str(term), iri=None)


def _short(iri: str) -> str:
    """The IRI as a person would write it: with a prefix, or the last steps of its path."""
    if iri.startswith(ID_BASE):
        return " ".join(place_of(iri.removeprefix(ID_BASE)).names)
    for prefix, namespace in PREFIXES.items():
        if iri.startswith(namespace):
            return f"{prefix}:{iri.removeprefix(namespace)}"
    return iri

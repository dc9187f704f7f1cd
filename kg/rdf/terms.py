"""Parley's values as RDF terms, in the one lexical form that a store gives back.

A store that keeps numbers and times as values writes ``1.0`` as ``1`` and ``.100Z`` as ``.1Z``. Terms are made in that
form from the start, so that the graph that comes back is the graph that went in, quad for quad.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import TypeVar

from pyoxigraph import Literal, NamedNode

from kg.errors import InputError
from kg.model import Act, ActorKind, Attribution, Modality, Relation, ReviewState, Stance
from kg.rdf.namespaces import NEG, WIKIDATA, XSD

Choice = TypeVar("Choice", bound=StrEnum)

SCHEMES: dict[type[StrEnum], str] = {
    Act: "act",
    ActorKind: "kind",
    Attribution: "attribution",
    Modality: "modality",
    Relation: "relation",
    ReviewState: "review",
    Stance: "stance",
}

_STRING, _INTEGER, _DOUBLE = XSD.term("string"), XSD.term("integer"), XSD.term("double")
_DATE, _DATETIME, _HEX = XSD.term("date"), XSD.term("dateTime"), XSD.term("hexBinary")
_ITEM = re.compile(r"Q[1-9][0-9]*")


def text(value: str, where: str) -> Literal:
    """A string; InputError for a lone surrogate, which no RDF syntax can hold.

    ``where`` says in the message what the string was to be.
    """
    try:
        return Literal(value)
    except (UnicodeEncodeError, ValueError) as error:
        at = next((i for i, character in enumerate(value) if "\ud800" <= character <= "\udfff"), None)
        if at is None:
            raise
        raise InputError(
            f"expected text that Unicode can encode as {where}, got a lone surrogate U+{ord(value[at]):04X}"
            f" at character {at}"
        ) from error


def integer(value: int) -> Literal:
    """A whole number."""
    return Literal(str(value), datatype=_INTEGER)


def double(value: float) -> Literal:
    """A finite number, in plain digits.

    >>> double(1e-07).value, double(1.0).value
    ('0.0000001', '1')
    """
    digits = format(Decimal(repr(value)), "f")
    return Literal(digits.rstrip("0").rstrip(".") if "." in digits else digits, datatype=_DOUBLE)


def day(value: date) -> Literal:
    """A calendar day."""
    return Literal(value.isoformat(), datatype=_DATE)


def moment(value: datetime) -> Literal:
    """A point in time, in UTC; InputError outside the years 1 to 9999."""
    try:
        stamp = value.astimezone(UTC).replace(tzinfo=None).isoformat()
    except OverflowError as error:
        raise InputError(f"expected a time within the years 1 to 9999 of UTC, got {value.isoformat()}") from error
    return Literal((stamp.rstrip("0") if "." in stamp else stamp) + "Z", datatype=_DATETIME)


def hexadecimal(digits: str) -> Literal:
    """Bytes, as lower-case hex digits."""
    return Literal(digits, datatype=_HEX)


def concept(choice: StrEnum) -> NamedNode:
    """The concept that stands for a member of one of the closed vocabularies.

    >>> concept(Stance.CONDITIONS_ON).value
    'https://w3id.org/parley/ontology#stance-conditions-on'
    """
    return _CONCEPTS[choice.__class__, choice.value]


def member(vocabulary: type[Choice], term: object) -> Choice:
    """The member of a closed vocabulary that a concept stands for; InputError for any other term."""
    found = _MEMBERS.get(term)
    if not isinstance(found, vocabulary):
        raise InputError(f"expected a concept of the scheme of {SCHEMES[vocabulary]}s, got {term}")
    return found


def wikidata_iri(item: str) -> NamedNode:
    """The Wikidata entity with this item id; InputError for anything but ``Q`` and a number."""
    if not _ITEM.fullmatch(item):
        raise InputError(f"expected a Wikidata item such as Q159, got {item!r}")
    return WIKIDATA.term(item)


def wikidata_item(iri: NamedNode) -> str:
    """The item id of a Wikidata entity."""
    item = iri.value.removeprefix(WIKIDATA)
    if not _ITEM.fullmatch(item):
        raise InputError(f"expected a Wikidata entity, got {iri.value}")
    return item


_CONCEPTS = {
    (vocabulary, choice.value): NEG.term(f"{name}-{choice.value}")
    for vocabulary, name in SCHEMES.items()
    for choice in vocabulary
}
_MEMBERS: dict[object, StrEnum] = {iri: vocabulary(value) for (vocabulary, value), iri in _CONCEPTS.items()}

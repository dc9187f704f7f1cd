"""The gazetteer: states, regions and organisations under every name that news gives them."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from kg.errors import InputError
from kg.model import ActorKind
from kg.resolution.names import plain_name

_TABLES = {
    "states.toml": ActorKind.STATE,
    "organizations.toml": ActorKind.ORGANIZATION,
    "regions.toml": ActorKind.ORGANIZATION,
}


@dataclass(frozen=True, kw_only=True, slots=True)
class Entry:
    """A known actor as one of its names refers to it.

    ``side`` is the canonical name of the state or organisation that it speaks for, itself in most cases.
    ``is_capital`` says that the name is a city, which stands for the actor only where it acts ("Moscow rejects"),
    and is a place elsewhere ("in Moscow").
    """

    name: str
    kind: ActorKind
    side: str
    wikidata: str | None = None
    is_capital: bool = False


def look_up(name: str) -> Entry | None:
    """The actor that a name, alias, capital or metonym stands for, or None.

    A leading article, a possessive and the dots of abbreviations do not count; case does, so that the pronoun "us"
    is not a state. Words in capitals throughout, as headlines have them, are also found when longer than three letters.

    >>> look_up("the Kremlin").name, look_up("U.S.").name, look_up("us")
    ('Russia', 'United States', None)
    """
    plain = plain_name(name)
    found = _names().get(plain)
    if found is None and _case_is_free(plain):
        found = _folded().get(plain.casefold())
    return found


def demonym(word: str) -> Entry | None:
    """The actor that an adjective or a people's name belongs to ("Russian", "Poles", "Republican"), or None.

    The short names that stand before nouns unchanged ("US", "UK", "EU", "UN", "NATO") count too.
    "European", "Arab", "Korean" and "Kurdish" belong to no one actor.

    >>> demonym("Dutch").name, demonym("European"), demonym("polish")
    ('Netherlands', None, None)
    """
    plain = plain_name(word)
    found = _demonyms().get(plain)
    if found is None and plain.isupper():
        found = _names().get(plain)
    return found


def _case_is_free(plain: str) -> bool:
    return (plain.isupper() and len(plain) > 3) or (" " in plain and plain != plain.lower())


@cache
def _names() -> Mapping[str, Entry]:
    """Every name with its entry; the first table wins, and in it the first line."""
    names: dict[str, Entry] = {}
    for entry, fields in _entries():
        capitals = {plain_name(city) for city in fields.get("capitals", ())}
        for name in (entry.name, *fields.get("aliases", ()), *fields.get("metonyms", ())):
            names.setdefault(plain_name(name), entry)
        for city in sorted(capitals):
            names.setdefault(city, _as_capital(entry))
    return names


@cache
def _folded() -> Mapping[str, Entry]:
    """Names by their case-folded form, without the short abbreviations that are also words."""
    folded: dict[str, Entry] = {}
    for name, entry in _names().items():
        if len(name) > 3:
            folded.setdefault(name.casefold(), entry)
    return folded


@cache
def _demonyms() -> Mapping[str, Entry]:
    found: dict[str, Entry] = {}
    for entry, fields in _entries():
        for word in fields.get("demonyms", ()):
            found.setdefault(plain_name(word), entry)
    return found


@cache
def _entries() -> tuple[tuple[Entry, Mapping[str, tuple[str, ...]]], ...]:
    return tuple(_read())


def _read() -> Iterator[tuple[Entry, Mapping[str, tuple[str, ...]]]]:
    for table, kind in _TABLES.items():
        source = files("ontology").joinpath("gazetteer", table)
        for name, fields in tomllib.loads(source.read_text(encoding="utf-8")).items():
            unknown = sorted(
                set(fields) - {"aliases", "demonyms", "capitals", "metonyms", "side", "part", "before", "wikidata"}
            )
            if unknown:
                raise InputError(f"expected known fields for {name!r} in {table}, got {', '.join(unknown)}")
            yield (
                Entry(name=name, kind=kind, side=fields.get("side", name), wikidata=fields.get("wikidata")),
                {key: tuple(value) if isinstance(value, list) else (value,) for key, value in fields.items()},
            )


def _as_capital(entry: Entry) -> Entry:
    return Entry(name=entry.name, kind=entry.kind, side=entry.side, wikidata=entry.wikidata, is_capital=True)


def named(name: str) -> Entry | None:
    """The actor that a proper name or alias belongs to, without the capitals and palaces that are also places."""
    return _aliases().get(plain_name(name))


def adjective(entry: Entry) -> str:
    """The word that puts an actor before a noun: "US", "Russian", "New Zealand"."""
    return _adjectives().get(entry.name, entry.name)


@cache
def _aliases() -> Mapping[str, Entry]:
    aliases: dict[str, Entry] = {}
    for entry, fields in _entries():
        for name in (entry.name, *fields.get("aliases", ())):
            aliases.setdefault(plain_name(name), entry)
    return aliases


@cache
def _adjectives() -> Mapping[str, str]:
    adjectives: dict[str, str] = {}
    for entry, fields in _entries():
        adjectives.setdefault(entry.name, (*fields.get("before", ()), *fields.get("demonyms", ()), entry.name)[0])
    return adjectives

"""Coding done by hand in Discourse Network Analyzer 3 (Leifeld), read from its ``.dna`` file, a SQLite database."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from kg.errors import AccessError, InputError, MissingError
from kg.model import (
    Act,
    Actor,
    ActorKind,
    Article,
    Block,
    BlockKind,
    Evidence,
    Extraction,
    Position,
    Proposal,
    Span,
    Stance,
)
from kg.model.record import ArticleRecord
from kg.text.paragraphs import find_paragraphs

SUFFIX = ".dna"
PROGRAM, CODED = "Discourse Network Analyzer", "coded by hand"
PERSON, ORGANIZATION, CONCEPT, AGREEMENT = "person", "organization", "concept", "agreement"

_MAGIC = b"SQLite format 3\0"
_TABLES = {
    "DOCUMENTS": {"ID", "Title", "Text", "Source", "Date"},
    "STATEMENTS": {"ID", "StatementTypeId", "DocumentId", "Start", "Stop"},
    "VARIABLES": {"ID", "Variable", "DataType", "StatementTypeId"},
    "ENTITIES": {"ID", "Value"},
    "DATASHORTTEXT": {"StatementId", "VariableId", "Entity"},
    "DATABOOLEAN": {"StatementId", "VariableId", "Value"},
    "SETTINGS": {"Property", "Value"},
}
_FOREMOST = 0xFFFF
"""The last character that Java counts as one; those beyond it (emoji, rare scripts) count as two."""

_Columns = Mapping[str, Any]
Offsets = Callable[[int], int]


@dataclass(frozen=True, kw_only=True, slots=True)
class Coding:
    """A coded corpus: a record for each document, and in words what of the file is no position, and why."""

    records: tuple[ArticleRecord, ...]
    left_out: tuple[str, ...]


def is_coding(source: str) -> bool:
    """Whether ``source`` names a file of Discourse Network Analyzer.

    >>> is_coding("debate.DNA"), is_coding("debate.txt")
    (True, False)
    """
    return source.lower().endswith(SUFFIX)


def read_coding(source: str, data: bytes | None = None) -> Coding:
    """The documents of the ``.dna`` file at ``source``, each with its coded statements as positions.

    Statement types with *concept* (short text), *agreement* (boolean) and *person* or *organization* (short text) are
    read. The person is the holder and the organization the side spoken for; where no person was coded, the organization
    holds the position itself. The concept is the proposal, agreement is support and its absence opposition. The quote
    is the statement's own characters; DNA counts them as Java does, a character beyond U+FFFF as two.

    An article's source is the file's name with the document's number (``debate.dna#7``), so that it has the same id
    wherever the file lies; its date is the document's in UTC, as in DNA. It has no fingerprint, and is never anyone's
    near-copy: which documents count was the coder's decision. A statement without actor, concept or agreement, outside
    its document, or saying what another one says in the same words, is left out and named.

    The file is opened to be read only; with ``data``, its bytes, nothing is opened. Raises MissingError when it is not
    there, AccessError when it cannot be opened, InputError when it is no such database, or a damaged one.
    """
    _check_opening(_opening(source) if data is None else data[: len(_MAGIC)], source)
    try:
        with closing(_database(source, data)) as database:
            database.row_factory = sqlite3.Row
            database.execute("PRAGMA trusted_schema = OFF")
            _check_tables(database, source)
            return _read(database, source)
    except sqlite3.Error as error:
        # DatabaseError is a damaged page or text that is no UTF-8; what follows says which.
        raise InputError(f"expected an undamaged {PROGRAM} file, got {source}: {error}") from error


def _opening(source: str) -> bytes:
    try:
        with Path(source).open("rb") as file:
            return file.read(len(_MAGIC))
    except FileNotFoundError:
        raise MissingError(f"expected a file, but there is no {source}") from None
    except OSError as error:
        raise AccessError(f"expected a readable file, got {source}: {error.strerror or error}") from error


def _check_opening(opening: bytes, source: str) -> None:
    if opening != _MAGIC:
        raise InputError(
            f"expected a {PROGRAM} file (a SQLite database that begins with {_MAGIC[:15].decode()!r}),"
            f" got {opening[:15]!r} at the beginning of {source}"
        )


def _database(source: str, data: bytes | None) -> sqlite3.Connection:
    if data is None:
        return sqlite3.connect(f"{Path(source).resolve().as_uri()}?mode=ro", uri=True)
    database = sqlite3.connect(":memory:")
    # A database in memory has no write-ahead log; bytes 18 and 19 say whether the file had (SQLite's file format).
    database.deserialize(data[:18] + b"\1\1" + data[20:])
    return database


def _check_tables(database: sqlite3.Connection, source: str) -> None:
    for table, columns in _TABLES.items():
        found = {row["name"] for row in database.execute("SELECT name FROM pragma_table_info(?)", (table,))}
        if not columns <= found:
            what = f"without {', '.join(sorted(columns - found))} in it" if found else "without it"
            raise InputError(f"expected a {PROGRAM} 3 file with the table {table}, got one {what}: {source}")
    damage = [row[0] for row in database.execute("PRAGMA quick_check(1)")]
    if damage != ["ok"]:
        raise InputError(f"expected an undamaged {PROGRAM} file, got {source}: {damage[0]}")


def _read(database: sqlite3.Connection, source: str) -> Coding:
    run = Extraction(software=PROGRAM, version=_version(database), model=CODED)
    left_out: list[str] = []
    statements = _statements(database, source)
    records = []
    for row in database.execute("SELECT ID, Title, Text, Source, Date FROM DOCUMENTS ORDER BY ID"):
        coded = statements.pop(row["ID"], [])
        if not isinstance(row["Text"], str) or not row["Text"].strip():
            left_out.append(f"document {row['ID']} ({row['Title']}) has no text, and {_counted(len(coded))}")
            continue
        article = _article(row, f"{_file_name(source)}#{row['ID']}")
        positions = tuple(_positions(article, coded, left_out))
        records.append(ArticleRecord(article=article, positions=positions, extraction=run))
    for document, orphans in sorted(statements.items(), key=lambda item: str(item[0])):
        left_out.append(f"document {document} is missing, and has {_counted(len(orphans))}")
    if not records:
        raise InputError(f"expected a {PROGRAM} file with documents, got one without any: {source}")
    return Coding(records=tuple(records), left_out=tuple(left_out))


def _counted(statements: int) -> str:
    return f"{statements} statement{'' if statements == 1 else 's'}"


def _file_name(source: str) -> str:
    """Its own name, which an article is known by wherever the file lies."""
    return source.replace("\\", "/").rsplit("/", 1)[-1]


def _version(database: sqlite3.Connection) -> str:
    row = database.execute("SELECT Value FROM SETTINGS WHERE lower(Property) = 'version'").fetchone()
    return str(row["Value"]).strip() or "3" if row else "3"


def _statements(database: sqlite3.Connection, source: str) -> dict[int, list[_Columns]]:
    """The statements of each document, in the order of their text, with the values of the four variables."""
    values: dict[int, dict[str, Any]] = {}
    for statement_type, variables in _variables(database, source).items():
        rows = database.execute(
            "SELECT ID, DocumentId, CAST(Start AS INTEGER) AS Start, CAST(Stop AS INTEGER) AS Stop FROM STATEMENTS"
            " WHERE StatementTypeId = ?",
            (statement_type,),
        )
        values |= {row["ID"]: dict(row) for row in rows}
        for name, variable in variables.items():
            for statement, value in database.execute(_VALUES[name], (variable,)):
                if statement in values:
                    values[statement][name] = value
    found: dict[int, list[_Columns]] = {}
    for statement in sorted(values.values(), key=lambda each: (each["Start"], each["Stop"], each["ID"])):
        found.setdefault(statement["DocumentId"], []).append(statement)
    return found


_NAMES = (
    "SELECT d.StatementId, e.Value FROM DATASHORTTEXT d JOIN ENTITIES e ON e.ID = d.Entity"
    " WHERE d.VariableId = ? ORDER BY d.StatementId"
)
_VALUES = {
    PERSON: _NAMES,
    ORGANIZATION: _NAMES,
    CONCEPT: _NAMES,
    AGREEMENT: "SELECT StatementId, Value FROM DATABOOLEAN WHERE VariableId = ? ORDER BY StatementId",
}
_TYPES = {PERSON: "short text", ORGANIZATION: "short text", CONCEPT: "short text", AGREEMENT: "boolean"}


def _variables(database: sqlite3.Connection, source: str) -> dict[int, dict[str, int]]:
    """The numbers of the four variables in each statement type that has enough of them."""
    known: dict[int, dict[str, int]] = {}
    others = []
    for row in database.execute("SELECT ID, Variable, DataType, StatementTypeId FROM VARIABLES ORDER BY ID"):
        if _TYPES.get(row["Variable"]) == row["DataType"]:
            known.setdefault(row["StatementTypeId"], {})[row["Variable"]] = row["ID"]
        others.append(f"{row['Variable']} ({row['DataType']})")
    fitting = {
        number: names
        for number, names in known.items()
        if {CONCEPT, AGREEMENT} <= names.keys() and {PERSON, ORGANIZATION} & names.keys()
    }
    if not fitting:
        raise InputError(
            f"expected a statement type with {CONCEPT} (short text), {AGREEMENT} (boolean) and {PERSON} or"
            f" {ORGANIZATION} (short text), got {', '.join(others) or 'no variables'} in {source}"
        )
    return fitting


def _article(row: _Columns, source: str) -> Article:
    text = row["Text"]
    return Article(
        text=text,
        source=source,
        blocks=tuple(Block(kind=BlockKind.PARAGRAPH, span=span) for span in find_paragraphs(text)),
        title=str(row["Title"]).strip() or None,
        published=_day(row["Date"], source),
        publisher=str(row["Source"]).strip() or None,
        language="und",  # the file does not say
    )


def _day(seconds: object, source: str) -> date:
    try:
        return datetime.fromtimestamp(seconds, UTC).date()  # type: ignore[arg-type]  # checked by trying
    except (TypeError, ValueError, OverflowError, OSError):
        raise InputError(f"expected a date in seconds since 1970, got {seconds!r} in {source}") from None


def _positions(article: Article, coded: list[_Columns], left_out: list[str]) -> Iterator[Position]:
    place = _offsets(article.text)
    said: dict[str, int] = {}
    for statement in coded:
        found = _position(article, statement, place(statement["Start"]), place(statement["Stop"]))
        if isinstance(found, Position):
            first = said.setdefault(found.id, statement["ID"])
            if first == statement["ID"]:
                yield found
                continue
            found = f"says the same in the same words as statement {first}"
        left_out.append(f"statement {statement['ID']} {found} ({article.source})")


def _position(article: Article, statement: _Columns, start: int, stop: int) -> Position | str:
    """The position that a statement is, or in words why it is none."""
    person, organization, concept = (_text(statement, name) for name in (PERSON, ORGANIZATION, CONCEPT))
    side = Actor(name=organization, kind=ActorKind.ORGANIZATION) if organization else None
    holder = Actor(name=person, kind=ActorKind.PERSON) if person else side
    if holder is None:
        return "has no person and no organization"
    if concept is None:
        return "has no concept"
    if statement.get(AGREEMENT) not in (0, 1):
        return f"has no agreement of 0 or 1, but {statement.get(AGREEMENT)!r}"
    if not 0 <= start < stop <= len(article.text):
        return f"stands at {start}–{stop} of {len(article.text)} characters"
    return Position(
        holder=holder,
        side=side,
        stance=Stance.SUPPORTS if statement[AGREEMENT] else Stance.OPPOSES,
        proposal=Proposal(label=concept, wording=concept),
        evidence=Evidence.of(article, Span(start=start, end=stop)),
        act=Act.STATES,
        published=article.published,
    )


def _text(statement: _Columns, name: str) -> str | None:
    """A coded name as it stands; one that is empty was not coded."""
    value = statement.get(name)
    return value if isinstance(value, str) and value.strip() else None


def _offsets(text: str) -> Offsets:
    """From places as Java counts them to places in ``text``."""
    beyond = [at for at, character in enumerate(text) if ord(character) > _FOREMOST] if not text.isascii() else []
    if not beyond:
        return lambda place: place
    places = [at for at, character in enumerate(text) for _ in range(2 if ord(character) > _FOREMOST else 1)]
    return lambda place: places[place] if place < len(places) else len(text) + place - len(places)

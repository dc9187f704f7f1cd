"""Coding done by hand in Discourse Network Analyzer: what becomes of it, and of files that are something else."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Sequence
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest

from kg.errors import AccessError, InputError, MissingError
from kg.model import Actor, ActorKind, Stance
from kg.text.dna import read_coding

# The tables of the program's own files, as far as a reader can tell them apart.
SCHEMA = """
CREATE TABLE SETTINGS(Property TEXT PRIMARY KEY, Value TEXT NOT NULL);
CREATE TABLE DOCUMENTS(ID INTEGER PRIMARY KEY, Title TEXT, Text TEXT, Coder INTEGER, Source TEXT, Date INTEGER);
CREATE TABLE STATEMENTS(ID INTEGER PRIMARY KEY, StatementTypeId INTEGER, DocumentId INTEGER, Start INTEGER,
                        Stop INTEGER, Coder INTEGER);
CREATE TABLE VARIABLES(ID INTEGER PRIMARY KEY, Variable TEXT, DataType TEXT, StatementTypeId INTEGER);
CREATE TABLE ENTITIES(ID INTEGER PRIMARY KEY, VariableId INTEGER, Value TEXT);
CREATE TABLE DATASHORTTEXT(ID INTEGER PRIMARY KEY, StatementId INTEGER, VariableId INTEGER, Entity INTEGER);
CREATE TABLE DATABOOLEAN(ID INTEGER PRIMARY KEY, StatementId INTEGER, VariableId INTEGER, Value INTEGER);
INSERT INTO SETTINGS VALUES ('version', '3.0.11');
INSERT INTO VARIABLES VALUES (1, 'person', 'short text', 1), (2, 'organization', 'short text', 1),
                             (3, 'concept', 'short text', 1), (4, 'agreement', 'boolean', 1),
                             (5, 'note', 'long text', 2);
"""
TEXT = "Ana Reyes backs the harbour truce. Belmark's envoy rejects the ferry toll."
FIRST_OF_MAY = 1_746_057_600
STATEMENTS = ((0, 34, "Ana Reyes", "Dockers' union", "harbour truce", 1), (35, 74, "", "Belmark", "ferry toll", 0))
Statement = tuple[int, int, str, str, str, int]
MakeFile = Callable[..., str]


@pytest.fixture(name="coded")
def _coded(tmp_path: Path) -> MakeFile:
    def make(statements: Sequence[Statement] = STATEMENTS, text: str | bytes = TEXT, then: str = "") -> str:
        path = tmp_path / "harbour talks #1.dna"
        with closing(sqlite3.connect(path)) as database, database:
            database.executescript(SCHEMA)
            database.execute("INSERT INTO DOCUMENTS VALUES (7, 'Talks', ?, 1, 'The Gull', ?)", (text, FIRST_OF_MAY))
            for number, (start, stop, *names, agreement) in enumerate(statements, start=1):
                database.execute("INSERT INTO STATEMENTS VALUES (?, 1, 7, ?, ?, 1)", (number, start, stop))
                database.execute("INSERT INTO DATABOOLEAN VALUES (NULL, ?, 4, ?)", (number, agreement))
                for variable, name in enumerate(names, start=1):
                    entity = database.execute("INSERT INTO ENTITIES VALUES (NULL, ?, ?)", (variable, name)).lastrowid
                    database.execute("INSERT INTO DATASHORTTEXT VALUES (NULL, ?, ?, ?)", (number, variable, entity))
            database.executescript(then)
        return str(path)

    return make


def test_statements_become_positions_with_their_words(coded: MakeFile) -> None:
    found = read_coding(coded())
    (record,) = found.records
    assert found.left_out == ()
    assert (record.article.source, record.article.title) == ("harbour talks #1.dna#7", "Talks")
    assert (record.article.publisher, record.article.published) == ("The Gull", date(2025, 5, 1))
    assert (record.extraction.software, record.extraction.version) == ("Discourse Network Analyzer", "3.0.11")
    assert record.extraction.model == "coded by hand"
    first, second = record.positions
    assert first.holder == Actor(name="Ana Reyes", kind=ActorKind.PERSON)
    assert first.side == Actor(name="Dockers' union", kind=ActorKind.ORGANIZATION)
    assert (first.stance, first.proposal.label) == (Stance.SUPPORTS, "harbour truce")
    assert first.evidence.verify(record.article).quote == "Ana Reyes backs the harbour truce."
    assert first.published == date(2025, 5, 1)
    assert second.holder == second.side == Actor(name="Belmark", kind=ActorKind.ORGANIZATION)
    assert (second.stance, second.evidence.quote) == (Stance.OPPOSES, "Belmark's envoy rejects the ferry toll.")


def test_the_same_file_gives_the_same_records_wherever_it_lies(coded: MakeFile, tmp_path: Path) -> None:
    path = Path(coded())
    before = path.read_bytes()
    elsewhere = tmp_path / "moved"
    elsewhere.mkdir()
    copy = elsewhere / path.name
    copy.write_bytes(before)
    assert read_coding(str(path)) == read_coding(str(copy))
    assert path.read_bytes() == before


def test_places_are_counted_as_java_counts_them(coded: MakeFile) -> None:
    text = "🕊 at last: " + TEXT
    (record,) = read_coding(coded([(12, 46, "Ana Reyes", "", "harbour truce", 1)], text)).records
    assert record.positions[0].evidence.quote == "Ana Reyes backs the harbour truce."


def test_what_is_no_position_is_named(coded: MakeFile) -> None:
    broken = [
        (0, 34, "Ana Reyes", "Dockers' union", "harbour truce", 1),
        (0, 34, "Ana Reyes", "Dockers' union", "harbour truce", 1),
        (1, 34, "", " ", "harbour truce", 1),
        (2, 34, "Ana Reyes", "", "", 1),
        (3, 34, "Ana Reyes", "", "harbour truce", 5),
        (4, 900, "Ana Reyes", "", "harbour truce", 1),
    ]
    more = (
        "INSERT INTO DOCUMENTS VALUES (8, 'Empty', ' ', 1, '', 0); INSERT INTO STATEMENTS VALUES (99, 1, 9, 0, 5, 1);"
    )
    found = read_coding(coded(broken, then=more))
    assert len(found.records[0].positions) == 1
    assert found.left_out == (
        "statement 2 says the same in the same words as statement 1 (harbour talks #1.dna#7)",
        "statement 3 has no person and no organization (harbour talks #1.dna#7)",
        "statement 4 has no concept (harbour talks #1.dna#7)",
        "statement 5 has no agreement of 0 or 1, but 5 (harbour talks #1.dna#7)",
        "statement 6 stands at 4–900 of 74 characters (harbour talks #1.dna#7)",
        "document 8 (Empty) has no text, and 0 statements",
        "document 9 is missing, and has 1 statement",
    )


@pytest.mark.parametrize(
    ("then", "told"),
    [
        (
            "DROP TABLE ENTITIES",
            "expected a Discourse Network Analyzer 3 file with the table ENTITIES, got one without it: {path}",
        ),
        (
            "ALTER TABLE STATEMENTS RENAME COLUMN Stop TO Finish",
            "expected a Discourse Network Analyzer 3 file with the table STATEMENTS, got one without Stop in it:"
            " {path}",
        ),
        (
            "DELETE FROM VARIABLES WHERE ID = 4",
            "expected a statement type with concept (short text), agreement (boolean) and person or organization"
            " (short text), got person (short text), organization (short text), concept (short text),"
            " note (long text) in {path}",
        ),
        (
            "DELETE FROM DOCUMENTS; DELETE FROM STATEMENTS",
            "expected a Discourse Network Analyzer file with documents, got one without any: {path}",
        ),
        (
            "UPDATE DOCUMENTS SET Date = 'May'",
            "expected a date in seconds since 1970, got 'May' in harbour talks #1.dna#7",
        ),
        (
            "UPDATE DOCUMENTS SET Date = 9999999999999999",
            "expected a date in seconds since 1970, got 9999999999999999 in harbour talks #1.dna#7",
        ),
    ],
)
def test_a_file_of_another_kind_is_refused_with_what_it_lacks(coded: MakeFile, then: str, told: str) -> None:
    path = coded(then=then)
    with pytest.raises(InputError) as error:
        read_coding(path)
    assert str(error.value) == told.format(path=path)


def test_a_damaged_file_is_refused(coded: MakeFile, tmp_path: Path) -> None:
    whole = Path(coded(text=TEXT + " Nothing more was said." * 2000)).read_bytes()
    cut = tmp_path / "cut.dna"
    cut.write_bytes(whole[: len(whole) // 2])
    scrambled = tmp_path / "scrambled.dna"
    scrambled.write_bytes(whole[:4096] + bytes(reversed(whole[4096:])))
    for path in (cut, scrambled):
        with pytest.raises(InputError) as error:
            read_coding(str(path))
        assert str(error.value).startswith(f"expected an undamaged Discourse Network Analyzer file, got {path}: ")


def test_text_that_is_no_unicode_is_refused(coded: MakeFile) -> None:
    path = coded(then="UPDATE DOCUMENTS SET Text = CAST(X'41FF42' AS TEXT)")
    with pytest.raises(InputError) as error:
        read_coding(path)
    assert str(error.value).startswith(f"expected an undamaged Discourse Network Analyzer file, got {path}: Could not")


def test_what_is_no_database_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "sequence.dna"
    path.write_bytes(b">gene\nACGT\n")
    with pytest.raises(InputError) as error:
        read_coding(str(path))
    assert str(error.value) == (
        "expected a Discourse Network Analyzer file (a SQLite database that begins with 'SQLite format 3'),"
        f" got b'>gene\\nACGT\\n' at the beginning of {path}"
    )
    with pytest.raises(MissingError, match="expected a file, but there is no"):
        read_coding(str(tmp_path / "gone.dna"))
    with pytest.raises(AccessError, match="Is a directory"):
        read_coding(str(tmp_path))

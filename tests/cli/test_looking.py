"""``positions``, ``why``, ``articles``, ``stats``: what is found, and the words behind it."""

from __future__ import annotations

import csv
import io
import json

import pytest

from tests.cli.conftest import Parley
from tests.rdf.samples import TEXT, harbour_record

CONDITIONAL = harbour_record().positions[0]


def test_positions_are_shown_with_stance_condition_and_quotation(graph: str, parley: Parley) -> None:
    found = parley("positions", "--store", graph, "--actor", "ardania")
    assert found.status == 0
    assert found.err == ""
    assert " ".join(found.out.split()).endswith(
        f"{CONDITIONAL.id[:8]} Ardania conditions-on open the harbour"
        " 2025-03-17 only if Belmark withdraws its ships"
        " “Ardania will open the harbour only if Belmark withdraws its ships,"
        " Foreign Minister Lena Orlo said on Monday.”"
    )


@pytest.mark.parametrize(
    ("criteria", "holders"),
    [
        (["--side", "BELMARK"], ["coastguard of Belmark"]),
        (["--proposal", "truce"], ["Fishers' League"]),
        (["--text", "rejected a withdrawal"], ["coastguard of Belmark"]),
        (["--source", "harbour", "--stance", "supports"], ["Fishers' League"]),
        (["--article", harbour_record().article.id[:6]], ["Ardania", "coastguard of Belmark", "Fishers' League"]),
        (["--since", "2025-01-01"], ["Ardania", "coastguard of Belmark", "Fishers' League"]),
    ],
)
def test_criteria_narrow_the_list(criteria: list[str], holders: list[str], graph: str, parley: Parley) -> None:
    found = json.loads(parley("positions", "--store", graph, "--json", *criteria).out)
    assert [row["holder"] for row in found["positions"]] == holders
    assert found["total"] == len(holders)


def test_the_limit_is_said_and_can_be_lifted(graph: str, parley: Parley) -> None:
    found = parley("positions", "--store", graph, "--limit", "2")
    assert found.err == "2 of 23 positions; --limit 0 shows all.\n"
    assert len(json.loads(parley("positions", "--store", graph, "--limit", "0", "--json").out)["positions"]) == 23


@pytest.mark.parametrize(
    ("criteria", "told"),
    [
        (
            ["--actor", "ardanja"],
            "expected actor to be part of a name in this graph, got 'ardanja'; the nearest is Ardania",
        ),
        (
            ["--proposal", "truce", "--stance", "opposes"],
            "expected positions that meet all criteria together, got none: leave one out to see which one is too nar",
        ),
        (["--until", "2023-12-31"], "expected positions from … to 2023-12-31, got none; the articles are from 2024"),
    ],
)
def test_nothing_found_is_said_with_what_there_is(criteria: list[str], told: str, graph: str, parley: Parley) -> None:
    found = parley("positions", "--store", graph, *criteria)
    assert (found.status, found.out) == (1, "")
    assert found.err.startswith(f"parley: {told}")


def test_an_impossible_range_is_refused(graph: str, parley: Parley) -> None:
    found = parley("positions", "--store", graph, "--since", "2025-02-01", "--until", "2025-01-01")
    assert found.status == 1
    assert found.err == "parley: expected since to be no later than until, got 2025-02-01 and 2025-01-01\n"


def test_csv_opens_in_a_spreadsheet(graph: str, parley: Parley) -> None:
    found = parley("positions", "--store", graph, "--csv", "--actor", "ardania")
    (row,) = csv.DictReader(io.StringIO(found.out))
    assert (row["holder"], row["stance"], row["conditions"]) == (
        "Ardania",
        "conditions-on",
        "Belmark withdraws its ships",
    )


def test_why_shows_the_quotation_in_its_paragraph(graph: str, parley: Parley) -> None:
    found = parley("why", CONDITIONAL.id[:8], "--store", graph)
    assert found.status == 0
    shown = " ".join(found.out.split())
    assert shown.startswith("Ardania conditions-on open the harbour »Ardania will open the harbour only if Belmark")
    assert "said on Monday.« id" in shown
    for fact in (
        f"id {CONDITIONAL.id}",
        "spoken Lena Orlo → Ardania, in reported speech",
        "act conditions (asserted)",
        "condition only if Belmark withdraws its ships “only if Belmark withdraws its ships”",
        "proposal harbour opening",
        "source wire/harbour.txt, characters 38–147",
        "published 2025-03-17",
        "rule condition:only-if (confidence 0.85)",
        "read by parley 0.1.0 with parley-english 1.0",
    ):
        assert fact in shown


def test_why_in_json_gives_the_paragraph_and_the_run(graph: str, parley: Parley) -> None:
    found = json.loads(parley("why", CONDITIONAL.id, "--store", graph, "--json").out)
    (paragraph,) = found["paragraphs"]
    assert TEXT[paragraph["start"] : paragraph["end"]] == paragraph["text"]
    assert found["evidence"]["quote"] in paragraph["text"]
    assert found["read_by"] == {
        "software": "parley",
        "version": "0.1.0",
        "model": "parley-english 1.0",
        "at": "2025-03-20T08:30:00+00:00",
    }


@pytest.mark.parametrize(
    ("words", "complaint"),
    [
        ("zz", "expected the id of a position or its first hex digits, got 'zz'"),
        ("0123456789abcdef", "expected a position of this store, got '0123456789abcdef'"),
    ],
)
def test_why_for_what_is_no_position_says_so(words: str, complaint: str, graph: str, parley: Parley) -> None:
    found = parley("why", words, "--store", graph)
    assert (found.status, found.out, found.err) == (1, "", f"parley: {complaint}\n")


def test_articles_are_listed_by_date(graph: str, parley: Parley) -> None:
    rows = json.loads(parley("articles", "--store", graph, "--json").out)
    assert [row["published"] for row in rows] == sorted(row["published"] for row in rows)
    assert rows[-1] == {
        "id": harbour_record().article.id,
        "source": "wire/harbour.txt",
        "title": "Ardania sets terms for harbour truce",
        "published": "2025-03-17",
        "publisher": "Coast Wire",
        "positions": 3,
        "copy_of": None,
    }
    assert "Ardania sets terms for harbour truce" in parley("articles", "--store", graph).out


def test_stats_count_what_is_there(graph: str, parley: Parley) -> None:
    counts = json.loads(parley("stats", "--store", graph, "--json").out)
    assert (counts["articles"], counts["positions"], counts["copies"]) == (5, 23, 0)
    lines = [line.split() for line in parley("stats", "--store", graph).out.splitlines()]
    assert ["positions", "23"] in lines

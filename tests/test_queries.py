"""The ten example questions give the right answers on the store that the demo fills."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from pathlib import Path

import pytest

from kg.cli import main

CHECKOUT = Path(__file__).parents[1]
QUERIES = sorted((CHECKOUT / "examples" / "queries").glob("*.rq"))

Row = dict[str, str]
Ask = Callable[[str], list[Row]]


@pytest.fixture
def ask(demo: Path, capsys: pytest.CaptureFixture[str]) -> Ask:
    """Runs the question whose file name begins so, and gives its rows."""

    def run(number: str) -> list[Row]:
        (query,) = (path for path in QUERIES if path.name.startswith(number))
        capsys.readouterr()
        assert main(["query", str(query), "--store", str(demo / "parley.db"), "--format", "csv"]) == 0
        return list(csv.DictReader(io.StringIO(capsys.readouterr().out)))

    return run


def test_there_are_ten_and_each_says_its_question() -> None:
    assert len(QUERIES) == 10
    for query in QUERIES:
        first = query.read_text("utf-8").splitlines()[0]
        assert first.startswith("# "), query
        assert "?" in first, query


@pytest.mark.parametrize("number", [query.name[:2] for query in QUERIES])
def test_rows_are_there_and_none_is_there_twice(ask: Ask, number: str) -> None:
    rows = [tuple(row.items()) for row in ask(number)]
    assert rows
    assert len(rows) == len(set(rows))


def test_who_supports_what_shows_a_refusal_that_became_a_yes(ask: Ask) -> None:
    rows = ask("01")
    assert all("ceasefire" in row["proposal"].lower() for row in rows)
    stances = [(row["date"], row["stance"]) for row in rows if row["who"] == "Karsovia"]
    assert ("2026-02-03", "opposes") in stances
    assert ("2026-03-12", "supports") in stances
    assert [row["date"] for row in rows] == sorted(row["date"] for row in rows)


def test_who_supports_what_leaves_out_the_copy_on_another_site(ask: Ask) -> None:
    quotes = [row["quote"] for row in ask("01") if row["date"] == "2026-03-20" and row["who"] == "Veldania"]
    assert len(quotes) == len(set(quotes))


def test_pairs_that_agree_finds_those_who_want_port_inspections(ask: Ask) -> None:
    pairs = {(row["one"], row["other"]): row for row in ask("02")}
    assert int(pairs["European Union", "Norway"]["agreements"]) >= 3
    assert all(int(row["agreements"]) == len(row["on"].split("; ")) >= 2 for row in pairs.values())


def test_condition_chains_go_from_the_ceasefire_to_the_guns(ask: Ask) -> None:
    assert any("ceasefire" in row["proposal"] and "heavy weapons" in row["dependsOn"] for row in ask("03"))


def test_changes_of_mind_names_the_days(ask: Ask) -> None:
    changes = {(row["who"], row["then"], row["now"]) for row in ask("04")}
    assert ("Iceland", "opposes", "supports") in changes
    assert ("Karsovia", "opposes", "supports") in changes
    assert all(row["until"] < row["since"] for row in ask("04"))


def test_positions_per_party_add_up(ask: Ask) -> None:
    rows = ask("05")
    for row in rows:
        parts = (row["supports"], row["opposes"], row["conditions"])
        assert sum(map(int, parts)) == int(row["positions"]) > 0, row
    assert {"European Union", "Karsovia", "Japan"} <= {row["party"] for row in rows[:10]}


def test_words_in_quotations_finds_them_all_in_the_holders_own_words(ask: Ask) -> None:
    rows = ask("06")
    assert all("observers" in row["quote"].lower() for row in rows)
    assert ("2026-02-03", "Nadia Voss") in {(row["date"], row["who"]) for row in rows}


def test_one_article_is_told_in_reading_order(ask: Ask) -> None:
    rows = ask("07")
    starts = [int(row["start"]) for row in rows]
    assert starts == sorted(starts)
    assert any(
        row["who"] == "Karsovia" and "ceasefire" in row["proposal"] and "heavy weapons" in row["condition"]
        for row in rows
    )


def test_deal_breakers_finds_the_sanctions(ask: Ask) -> None:
    assert any(
        row["who"] == "Karsovia" and "sanctions" in row["condition"] and row["opponent"] != "Karsovia"
        for row in ask("08")
    )


def test_provenance_leads_to_the_very_characters(ask: Ask) -> None:
    rows = ask("09")
    for row in rows:
        text = Path(row["file"]).read_text("utf-8")
        assert text[int(row["start"]) : int(row["end"])] == row["quote"]
        assert row["program"] == "parley"
    assert len({row["file"] for row in rows}) >= 3


def test_most_opposed_knows_who_rejects_port_inspections(ask: Ask) -> None:
    (row,) = (row for row in ask("10") if row["proposal"] == "inspection of ports")
    assert {"Canada", "Iceland"} <= set(row["opponents"].split("; "))
    assert int(row["against"]) == len(row["opponents"].split("; "))

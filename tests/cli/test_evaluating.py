"""``evaluate``: scores in tables for people and JSON for machines, and gold that cannot be used."""

from __future__ import annotations

import json
from itertools import pairwise
from pathlib import Path

import pytest

from tests.cli.conftest import HARBOUR, Parley

REJECTED = "The government of Ardania rejected a public port."


@pytest.fixture
def coded(tmp_path: Path) -> str:
    folder = tmp_path / "coded"
    folder.mkdir()
    (folder / "harbour.txt").write_text(HARBOUR, "utf-8")
    start = HARBOUR.index(REJECTED)
    evidence = [start, start + len(REJECTED)]
    rows = [
        {"holder": ["Ardania"], "stance": "opposes", "proposal": ["public port"], "evidence": evidence},
        {"holder": ["Ana Reyes"], "stance": "opposes", "proposal": ["sale of the cranes"], "evidence": [0, 20]},
    ]
    (folder / "harbour.gold.json").write_text(json.dumps({"article": "harbour.txt", "positions": rows}), "utf-8")
    return "coded"


def test_tables_give_scores_fields_rules_and_errors_within_eighty_columns(
    coded: str, parley: Parley, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    found = parley("evaluate", coded)
    lines = found.out.splitlines()
    assert (found.status, found.err) == (0, "")
    assert lines[0].startswith("articles: 1, quotations exact in ")
    heads = [line.split()[0] for line, after in pairwise(lines) if after.startswith("──")]
    assert heads == ["rows", "stance", "source", "field,", "rule", "error"]
    assert "missed, no row at all on that sentence       1      0" in lines
    assert "wrong, nothing is coded there                0      2" in lines
    assert "missed Ana Reyes opposes sale of the cranes" in [line.rstrip() for line in lines]
    assert max(map(len, lines)) <= 80


def test_json_has_the_same_figures(coded: str, parley: Parley) -> None:
    record = json.loads(parley("evaluate", coded, "--json").out)
    assert record["stances"]["opposes"]["right"] == 1
    assert record["errors"] == [
        {"why": "wrong, nothing is coded there", "missed": 0, "wrong": 2},
        {"why": "missed, no row at all on that sentence", "missed": 1, "wrong": 0},
    ]
    assert record["faults"][0] == {
        "article": "coded/harbour.txt",
        "why": "missed, no row at all on that sentence",
        "gold": "Ana Reyes opposes sale of the cranes",
        "found": None,
        "missed": True,
        "quote": HARBOUR[:20],
    }


def test_show_lists_every_fault_under_its_article(coded: str, parley: Parley) -> None:
    brief, full = parley("evaluate", coded).out, parley("evaluate", coded, "--show").out
    assert full.startswith(brief)
    assert full[len(brief) :].split("\n")[1] == "coded/harbour.txt"


def test_gold_that_cannot_be_used_is_one_line_and_status_1(coded: str, parley: Parley, tmp_path: Path) -> None:
    found = parley("evaluate", "nowhere")
    assert (found.status, found.out) == (1, "")
    assert found.err == "parley: expected a folder with gold, but there is no folder nowhere\n"
    (tmp_path / coded / "harbour.txt").unlink()
    found = parley("evaluate", coded)
    assert (found.status, found.err) == (
        1,
        "parley: expected the article harbour.txt beside its gold, but there is no coded/harbour.txt\n",
    )
    assert parley("evaluate").status == 2

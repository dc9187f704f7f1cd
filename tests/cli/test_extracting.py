"""``extract``: the JSON lines that programs rely on, tables for people, and nothing stored."""

from __future__ import annotations

import csv
import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.conftest import CHECKOUT, HARBOUR, Parley, parley_process

SEED = Path(__file__).parents[2] / ".." / "shared" / "bench" / "seed" / "article.txt"


@pytest.fixture
def harbour(tmp_path: Path) -> str:
    (tmp_path / "harbour.txt").write_text(HARBOUR, "utf-8")
    return "harbour.txt"


def test_a_line_holds_the_position_with_its_exact_quotation(harbour: str, parley: Parley) -> None:
    found = parley("extract", harbour)
    rows = [json.loads(line) for line in found.out.splitlines()]
    assert (found.status, found.err) == (0, "")
    assert list(rows[0])[:7] == ["article", "holder", "side", "stance", "proposal", "conditions", "evidence"]
    for row in rows:
        quote = row["evidence"]
        assert HARBOUR[quote["start"] : quote["end"]] == quote["quote"]
    (conditional,) = [row for row in rows if row["stance"] == "conditions-on"]
    assert conditional["conditions"] == ["the port stays public"]
    assert conditional["published"] == "2025-03-03"
    assert [row["evidence"]["start"] for row in rows] == sorted(row["evidence"]["start"] for row in rows)
    assert not Path("parley.db").exists()


def test_json_is_the_json_lines_and_a_given_date_wins(harbour: str, parley: Parley) -> None:
    assert parley("extract", harbour, "--json").out == parley("extract", harbour).out
    rows = parley("extract", harbour, "--date", "2025-04-01").out.splitlines()
    assert {json.loads(row)["published"] for row in rows} == {"2025-04-01"}


def test_csv_of_several_articles_has_one_header(harbour: str, parley: Parley, tmp_path: Path) -> None:
    (tmp_path / "second.txt").write_text(HARBOUR, "utf-8")
    found = parley("extract", harbour, "second.txt", "--format", "csv")
    rows = list(csv.DictReader(io.StringIO(found.out)))
    assert {row["article"] for row in rows} == {"harbour.txt", "second.txt"}
    assert found.out.count("evidence_quote") == 1


def test_a_table_is_for_people(harbour: str, parley: Parley) -> None:
    found = parley("extract", harbour, "--format", "table")
    assert found.out.splitlines()[0].split() == ["id", "who", "stance", "on", "what,", "in", "which", "words"]
    assert "only if the port stays public" in found.out


def test_positions_of_readable_articles_come_although_others_fail(harbour: str, parley: Parley, tmp_path: Path) -> None:
    (tmp_path / "empty.txt").touch()
    alone = parley("extract", harbour)
    found = parley("extract", "empty.txt", harbour)
    assert found.status == 1
    assert found.out == alone.out
    assert found.err == "parley: expected an article, got an empty file in empty.txt\n"


def test_standard_input_is_an_article_too(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "kg", "extract", "-"],
        input=HARBOUR.encode(),
        cwd=tmp_path,
        env={"PYTHONPATH": str(CHECKOUT)},
        capture_output=True,
        check=True,
    )
    assert {json.loads(line)["article"] for line in done.stdout.splitlines()} == {"-"}


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        (["harbour.txt", "--format", "xml"], "expected jsonl, table or csv, got 'xml'"),
        (["harbour.txt", "--date", "Monday"], "expected a date such as 2025-03-17, got 'Monday'"),
        ([], "Missing argument 'SOURCES'"),
    ],
)
def test_a_mistake_in_the_command_line_has_status_2(arguments: list[str], complaint: str, parley: Parley) -> None:
    found = parley("extract", *arguments)
    assert (found.status, found.out) == (2, "")
    assert complaint in " ".join(found.err.replace("│", " ").split())


@pytest.mark.skipif(not SEED.exists(), reason="the seed article is not part of the repository")
def test_one_page_takes_at_most_five_seconds_of_work_with_the_start(tmp_path: Path) -> None:
    before = _children()
    done = parley_process("extract", SEED, cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert _children() - before <= 5.0
    text = SEED.read_text("utf-8")
    rows = [json.loads(line) for line in done.stdout.splitlines()]
    assert len(rows) > 5
    assert all(text[r["evidence"]["start"] : r["evidence"]["end"]] == r["evidence"]["quote"] for r in rows)


def _children() -> float:
    """Seconds of processor time that processes which ended have used: a busy machine does not count against us."""
    times = os.times()
    return times.children_user + times.children_system

"""Evaluating as a use case: gold beside articles, kinds of sources, and the figures of the benchmark's own scorer."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from kg.analysis.evaluation.gold import parse_gold
from kg.analysis.evaluation.scores import Judged, evaluate
from kg.errors import InputError, MissingError, ParleyError
from kg.pipeline import extract_positions
from kg.text import read_article
from kg.usecases.evaluating import evaluate_folder, evaluation_record
from kg.usecases.rows import position_record, render_rows

BENCH = Path(__file__).parents[1] / ".." / "shared" / "bench"
TEXT = "Ilyas Grove, the mayor of Tarbeck, rejected the bypass.\n"
ROW = {"holder": ["Ilyas Grove", "Grove"], "stance": "opposes", "proposal": ["bypass"], "evidence": [0, 55]}


def unwatched(done: int, total: int, what: str) -> None:
    """Look away."""


@pytest.fixture
def coded(tmp_path: Path) -> Path:
    for name in ("daily_bypass", "weekly_bypass"):
        (tmp_path / f"{name}.txt").write_text(TEXT, "utf-8")
        gold = {"article": f"{name}.txt", "positions": [ROW]}
        (tmp_path / f"{name}.gold.json").write_text(json.dumps(gold), "utf-8")
    return tmp_path


def test_articles_are_read_and_scored_and_the_watch_is_told(coded: Path) -> None:
    steps: list[tuple[int, int, str]] = []
    found = evaluate_folder(str(coded), lambda *step: steps.append(step))
    assert (found.articles, found.readings["position"].right, found.readings["position"].f1) == (2, 2, 1.0)
    assert [(done, total, Path(what).name) for done, total, what in steps] == [
        (1, 2, "daily_bypass.txt"),
        (2, 2, "weekly_bypass.txt"),
    ]
    assert found.faults == ()


def test_the_kind_of_source_is_the_beginning_of_the_name_or_stands_in_a_table(coded: Path) -> None:
    assert list(evaluate_folder(str(coded), unwatched).kinds) == ["daily", "weekly"]
    (coded / "SOURCES.tsv").write_text("id\ttitle\tsource\ndaily_bypass\tBypass\tpress agency\n", "utf-8")
    assert list(evaluate_folder(str(coded), unwatched).kinds) == ["press agency", "weekly"]


def test_the_record_is_plain_json(coded: Path) -> None:
    record = json.loads(json.dumps(evaluation_record(evaluate_folder(str(coded), unwatched))))
    assert record["readings"]["position"] == {
        "precision": 1.0,
        "recall": 1.0,
        "f1": 1.0,
        "right": 2,
        "found": 2,
        "gold": 2,
    }
    assert record["fields"]["holder"] == {"right": 2, "of": 2}


def complaint(folder: Path) -> str:
    with pytest.raises(ParleyError) as caught:
        evaluate_folder(str(folder), unwatched)
    return str(caught.value)


def test_what_is_missing_or_malformed_is_said_before_anything_is_read(coded: Path, tmp_path: Path) -> None:
    nowhere, empty = tmp_path / "nowhere", tmp_path / "empty"
    empty.mkdir()
    assert complaint(nowhere) == f"expected a folder with gold, but there is no folder {nowhere}"
    assert complaint(empty) == f"expected files NAME.gold.json beside their articles, got none in {empty}"

    gold = coded / "weekly_bypass.gold.json"
    gold.write_text(json.dumps({"article": "weekly_bypass.txt", "positions": [ROW | {"evidence": [0, 99]}]}), "utf-8")
    assert complaint(coded) == (
        f"expected evidence within the 56 characters of weekly_bypass.txt, got [0, 99] in position 1 of {gold}"
    )
    gold.write_bytes(b'{"article": "caf\xe9.txt"}')
    assert complaint(coded) == f"expected UTF-8, got byte 0xe9 at 16 in {gold}"
    gold.write_text(json.dumps({"article": "gone.txt", "positions": []}), "utf-8")
    assert complaint(coded) == (f"expected the article gone.txt beside its gold, but there is no {coded / 'gone.txt'}")
    gold.unlink()
    (coded / "SOURCES.tsv").write_text("id\ttitle\n", "utf-8")
    assert complaint(coded) == f"expected a column source, got id, title in {coded / 'SOURCES.tsv'}"


def test_faults_are_told_by_kind() -> None:
    with pytest.raises(MissingError):
        evaluate_folder("no such folder", unwatched)
    with pytest.raises(InputError):
        evaluate_folder(str(Path(__file__).parent / "model"), unwatched)


def test_the_example_of_the_documentation_is_scored(tmp_path: Path) -> None:
    page = (Path(__file__).parents[1] / "docs" / "evaluation.md").read_text("utf-8")
    gold, text = (re.search(f"```{kind}\n(.*?)```", page, re.S) for kind in ("json", "text"))
    assert gold is not None
    assert text is not None
    (tmp_path / "valley.gold.json").write_text(gold[1], "utf-8")
    (tmp_path / "valley.txt").write_text(text[1], "utf-8")
    found = evaluate_folder(str(tmp_path), unwatched)
    assert (found.readings["position"].gold, found.readings["conditions"].right) == (2, 1)
    words = {text[1][slice(*row["evidence"])] for row in json.loads(gold[1])["positions"]}
    assert words == {
        "The town council voted against the bypass again.",
        "Ada Quill, who leads the millers, will back the new weir only if the toll is dropped.",
    }


@pytest.mark.skipif(not BENCH.exists(), reason="the benchmark's articles and scorer are not part of the repository")
def test_the_figures_are_those_of_the_benchmark_s_own_scorer_to_the_last_digit(tmp_path: Path) -> None:
    folder = BENCH / "dev"
    lines, judged = [], []
    for file in sorted(folder.glob("*.gold.json")):
        gold = parse_gold(file.read_text("utf-8"), str(file))
        article = read_article(gold.article, (folder / gold.article).read_bytes())
        positions = extract_positions(article)
        lines += [position_record(position, article.source) for position in positions]
        judged.append(Judged(gold=gold, article=article, positions=positions, kind="any"))
    (tmp_path / "found.jsonl").write_text(render_rows(lines, "jsonl"), "utf-8")
    command = [sys.executable, str(BENCH / "score.py"), str(folder), str(tmp_path / "found.jsonl")]
    theirs = subprocess.run(command, capture_output=True, check=True, text=True).stdout.splitlines()

    ours = evaluate(judged)
    assert theirs == [
        *(
            f"{name:12} P {score.precision:.3f}  R {score.recall:.3f}  F1 {score.f1:.3f}"
            f"   ({score.right} right of {score.found} predicted, {score.gold} gold)"
            for name, score in ours.readings.items()
        ),
        f"quotes       {ours.quotes.right} of {ours.quotes.of} exact",
    ]

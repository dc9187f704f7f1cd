"""``ingest`` and ``remove``: what is reported as stored is there, once, and what is removed is gone."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from kg.store import open_store
from tests.cli.conftest import CHECKOUT, HARBOUR, Parley, parley_process

SECOND = "Ferry strike looms\n\nMarch 5, 2025\n\n" + (
    "Ferry workers rejected the pay offer on Tuesday. The company supports a six percent rise, its director Olav Moe"
    " said, and the workers demanded ten percent.\n"
)


@pytest.fixture
def news(tmp_path: Path) -> Path:
    folder = tmp_path / "news"
    folder.mkdir()
    (folder / "harbour.txt").write_text(HARBOUR, "utf-8")
    (folder / "ferry.txt").write_text(SECOND, "utf-8")
    return folder


@pytest.mark.usefixtures("news")
def test_articles_are_stored_once_and_the_summary_says_what_next(parley: Parley) -> None:
    found = parley("ingest", "news")
    count = json.loads(parley("stats", "--json").out)
    assert found.status == 0, found.err
    assert found.out == (
        f"Stored 2 articles with {count['positions']} positions in ./parley.db.\n"
        "Next: parley positions, parley matrix, parley network subtract.\n"
    )
    dump = parley("export", "nquads").out
    again = parley("ingest", "news")
    assert again.out.splitlines()[:2] == [
        "Stored 0 articles with 0 positions in ./parley.db.",
        "2 articles were there already.",
    ]
    assert parley("export", "nquads").out == dump


def test_near_copies_are_linked_and_count_once(news: Path, parley: Parley) -> None:
    (news / "copy.txt").write_text("HARBOUR: talks on again\n\nMarch 4, 2025\n\n" + HARBOUR.split("\n\n")[2], "utf-8")
    found = parley("ingest", "news")
    assert "1 near-copy linked: its positions count once.\n" in found.out
    headers = {row["source"]: row for row in json.loads(parley("articles", "--json").out)}
    assert headers["news/copy.txt"]["copy_of"] == headers["news/harbour.txt"]["id"]
    once = json.loads(parley("positions", "--json").out)["total"]
    assert json.loads(parley("positions", "--json", "--copies").out)["total"] > once


def test_json_tells_all_that_happened(news: Path, parley: Parley) -> None:
    (news / "empty.txt").touch()
    found = parley("ingest", "news", "--json", "--store", "peace.db")
    told = json.loads(found.out)
    assert found.status == 1
    assert [(row["source"], row["new"]) for row in told["stored"]] == [
        ("news/ferry.txt", True),
        ("news/harbour.txt", True),
    ]
    assert told["failed"] == [
        {"source": "news/empty.txt", "reason": "expected an article, got an empty file in news/empty.txt"}
    ]


@pytest.mark.usefixtures("news")
def test_the_store_of_the_environment_is_used(parley: Parley, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PARLEY_STORE", "elsewhere.db")
    assert parley("ingest", "news/ferry.txt").status == 0
    assert Path("elsewhere.db").is_dir()
    assert json.loads(parley("stats", "--json").out)["articles"] == 1


@pytest.mark.usefixtures("news")
def test_a_removed_article_leaves_no_trace(parley: Parley) -> None:
    parley("ingest", "news/ferry.txt")
    alone = parley("export", "nquads").out
    parley("ingest", "news/harbour.txt")
    found = parley("remove", "harbour.txt")
    assert found.status == 0
    assert found.out.startswith("Removed ")
    assert "(news/harbour.txt) with " in found.out
    assert parley("export", "nquads").out == alone


@pytest.mark.usefixtures("news")
def test_nothing_is_removed_when_one_name_is_unknown(parley: Parley) -> None:
    parley("ingest", "news")
    found = parley("remove", "ferry.txt", "train.txt")
    assert found.status == 1
    assert found.err == "parley: expected an article of this graph, got 'train.txt'; parley articles lists them\n"
    assert json.loads(parley("stats", "--json").out)["articles"] == 2


@pytest.mark.usefixtures("news")
def test_two_writers_do_not_meet(tmp_path: Path) -> None:
    with open_store(tmp_path / "parley.db"):
        done = parley_process("ingest", "news", cwd=tmp_path)
    assert done.returncode == 1
    assert done.stderr.startswith("parley: expected to open the store at parley.db, but process ")
    assert done.stderr.count("\n") == 1


def test_ctrl_c_in_the_middle_keeps_what_was_stored(news: Path, tmp_path: Path) -> None:
    for number in range(40):
        (news / f"ferry-{number:02}.txt").write_text(
            SECOND.replace("Olav", f"Olav{'abcdefghij'[number % 10]}"), "utf-8"
        )
    process = subprocess.Popen(
        [sys.executable, "-m", "kg", "ingest", "news"],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(CHECKOUT)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    deadline = time.monotonic() + 60
    while not (tmp_path / "parley.db" / "CURRENT").exists() and time.monotonic() < deadline:
        time.sleep(0.02)
    time.sleep(0.3)
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=60)
    assert (process.returncode, out, err) == (130, "", "parley: interrupted\n")
    assert parley_process("stats", cwd=tmp_path).returncode == 0

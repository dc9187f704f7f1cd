"""``parley ingest`` and ``parley extract`` of what people coded by hand in Discourse Network Analyzer."""

from __future__ import annotations

import json
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from tests.cli.conftest import Parley

SAMPLE = Path(__file__).parents[2] / ".." / "shared" / "data" / "dna" / "sample.dna"

needs_sample = pytest.mark.skipif(not SAMPLE.is_file(), reason="DNA's sample database is not here")


@needs_sample
def test_a_coding_becomes_a_graph_and_stays_the_same(parley: Parley) -> None:
    shutil.copy(SAMPLE, "sample.dna")
    first = parley("ingest", "sample.dna", "--json")
    assert first.status == 0
    stored = json.loads(first.out)["stored"]
    assert (len(stored), sum(each["positions"] for each in stored)) == (7, 40)
    assert [each["source"] for each in stored] == [f"sample.dna#{number}" for number in range(1, 8)]
    again = json.loads(parley("ingest", "sample.dna", "--json").out)
    assert not any(each["new"] for each in again["stored"])
    network = json.loads(parley("network", "subtract", "--level", "side", "--json").out)
    assert network["graph"]["statements"] == 40
    assert len(network["nodes"]) == 7
    why = parley("why", json.loads(parley("network", "--json").out)["edges"][0]["positions"][0])
    assert why.status == 0
    assert "Discourse Network Analyzer 3.0.7" in why.out


@needs_sample
def test_extract_prints_the_coded_positions(parley: Parley) -> None:
    shutil.copy(SAMPLE, "sample.dna")
    rows = [json.loads(line) for line in parley("extract", "sample.dna", "--format", "jsonl").out.splitlines()]
    assert len(rows) == 40
    assert {row["rule"] for row in rows} == {"coded-by-hand"}


def test_a_damaged_file_is_named_and_the_rest_is_stored(parley: Parley) -> None:
    Path("talks.txt").write_text(
        "Harbour talks resume\n\nArdania rejected the ferry toll on Monday.\n", encoding="utf-8"
    )
    with closing(sqlite3.connect("broken.dna")) as database, database:
        database.execute("CREATE TABLE DOCUMENTS(ID, Title, Text, Source, Date)")
    found = parley("ingest", "broken.dna", "talks.txt")
    assert found.status == 1
    assert found.err == (
        "parley: expected a Discourse Network Analyzer 3 file with the table STATEMENTS, got one without it:"
        " broken.dna\n"
    )
    assert "Stored 1 article" in found.out

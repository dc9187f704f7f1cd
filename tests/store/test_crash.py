"""A process that is killed while it writes loses nothing that it reported and leaves nothing half-written.

PARLEY_KILLS sets how often each kind of process is killed (10 and 3 by default, at places drawn by a fixed seed).
"""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pyoxigraph
import pytest
from pyoxigraph import DefaultGraph, NamedNode

from kg.rdf import article_quads
from kg.rdf.shapes import check
from kg.store import open_store
from kg.store.audit import state_of_graph
from kg.store.trail import audit, read_trail
from tests.store.ingest import ARTICLES, edition
from tests.store.served import NOTES

INGESTS = int(os.environ.get("PARLEY_KILLS", "10"))
OWNERS = int(os.environ.get("PARLEY_KILLS", "3"))
REPORTS = 25
"""What an owner reports in one run, about: it is killed before that."""

pytestmark = pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="this system cannot kill without warning")


def test_every_reported_article_is_whole_after_a_kill(tmp_path: Path) -> None:
    place, chance = tmp_path / "parley.db", random.Random(7)
    reported: dict[str, int] = {}
    for run in range(INGESTS):
        done = killed("tests.store.ingest", place, run, after=chance.randrange(ARTICLES), wait=chance.random() * 0.02)
        reported.update(dict.fromkeys(done, run))
        check_store(place, reported, run)
    assert len(reported) > ARTICLES / 2


def test_an_owner_killed_under_writers_and_readers_keeps_what_it_reported(tmp_path: Path) -> None:
    place, chance = tmp_path / "parley.db", random.Random(11)
    reported: dict[str, int] = {}
    noted = -1
    for run in range(OWNERS):
        done = killed("tests.store.served", place, run, after=chance.randrange(REPORTS), wait=chance.random() * 0.2)
        assert [line for line in done if line.startswith("broken")] == []
        for line in done:
            what, state = line.split()
            if what == "notes":
                noted = int(state)
            elif state == "gone":
                reported.pop(what, None)
            else:
                reported[what] = run
        # An article may have been taken out that was not reported so: the kill came in between.
        gone = taken_out(run) - {line.split()[0] for line in done if line.endswith(f" {run}")}
        check_store(place, reported, run, gone=gone)
        check_notes(place, noted)
        check_audit(place)
    assert len(reported) > ARTICLES / 2
    assert noted > 0


def killed(module: str, place: Path, run: int, *, after: int, wait: float) -> list[str]:
    """The lines that a process reported before it was killed, soon after its ``after``-th report."""
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    arguments = [sys.executable, "-m", module, str(place), str(run)]
    with subprocess.Popen(arguments, stdout=subprocess.PIPE, text=True, env=environment) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "open\n"
        done = [process.stdout.readline().strip() for _ in range(after)]
        time.sleep(wait)
        process.send_signal(signal.SIGKILL)
        done += [line.strip() for line in process.stdout if line.endswith("\n")]
    return [line for line in done if line]


def taken_out(run: int) -> set[str]:
    """The articles that an owner takes out in a run, before it puts them in again."""
    records = edition(run)
    return {record.article.id for number in range(3) for record in records[number::3][1::2]}


def check_store(
    place: Path, reported: dict[str, int], run: int, *, gone: set[str] | frozenset[str] = frozenset()
) -> None:
    """Every article is exactly one of its editions: at least the one that was reported, at most the one in progress.

    Those in ``gone`` may be missing.
    """
    editions = [{record.article.id: record for record in edition(number)} for number in range(run + 1)]
    with open_store(place) as store:
        stored = {header.id: store.article(header.id) for header in store.articles()}
    assert reported.keys() - gone <= stored.keys()
    for key, record in stored.items():
        (number,) = record.fingerprint
        assert number >= reported.get(key, 0)
        assert record == editions[number][key]
    if stored:
        last = max(stored.values(), key=lambda record: record.fingerprint)
        assert check(article_quads(last)) == ()
    engine = pyoxigraph.Store.read_only(str(place))
    default = {quad.triple for quad in engine.quads_for_pattern(None, None, None, DefaultGraph())}
    assert default == {quad.triple for quad in engine if quad.graph_name != DefaultGraph()}


def check_notes(place: Path, noted: int) -> None:
    """An update is made as a whole, and the last one that was reported, or a later one, is there."""
    with open_store(place) as store:
        numbers = [int(quad.object.value) for quad in store.graph(NamedNode(NOTES))]
    assert len(numbers) in (0, 2)
    assert len(set(numbers)) <= 1
    assert max(numbers, default=-1) >= noted


def check_audit(place: Path) -> None:
    """The audit log is whole and says what the graphs hold; an entry may be there whose write was never made."""
    with open_store(place) as store:
        found = audit(read_trail(place), {graph: state_of_graph(store.graph(graph)) for graph in store.graphs()})
    assert found.faults == ()
    assert found.older == 0

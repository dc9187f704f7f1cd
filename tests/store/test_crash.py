"""A process that is killed while it ingests loses nothing that it reported and leaves nothing half-written."""

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
from pyoxigraph import DefaultGraph

from kg.rdf import article_quads
from kg.rdf.shapes import check
from kg.store import open_store
from tests.store.ingest import ARTICLES, edition

KILLS = 12


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="this system cannot kill without warning")
def test_every_reported_article_is_whole_after_a_kill(tmp_path: Path) -> None:
    place, chance = tmp_path / "parley.db", random.Random(7)
    reported: dict[str, int] = {}
    for run in range(KILLS):
        done = killed_ingest(place, run, after=chance.randrange(ARTICLES), wait=chance.random() * 0.02)
        reported.update(dict.fromkeys(done, run))
        check_store(place, reported, run)
    assert len(reported) > ARTICLES / 2


def killed_ingest(place: Path, run: int, *, after: int, wait: float) -> list[str]:
    """The ids that an ingest reported before it was killed, soon after its ``after``-th report."""
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    arguments = [sys.executable, "-m", "tests.store.ingest", str(place), str(run)]
    with subprocess.Popen(arguments, stdout=subprocess.PIPE, text=True, env=environment) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "open\n"
        done = [process.stdout.readline().strip() for _ in range(after)]
        time.sleep(wait)
        process.send_signal(signal.SIGKILL)
        done += [line.strip() for line in process.stdout if line.endswith("\n")]
    return done


def check_store(place: Path, reported: dict[str, int], run: int) -> None:
    """Every article is exactly one of its editions: at least the one that was reported, at most the one in progress."""
    editions = [{record.article.id: record for record in edition(number)} for number in range(run + 1)]
    with open_store(place) as store:
        stored = {header.id: store.article(header.id) for header in store.articles()}
    assert reported.keys() <= stored.keys()
    for key, record in stored.items():
        (number,) = record.fingerprint
        assert number >= reported.get(key, 0)
        assert record == editions[number][key]
    last = max(stored.values(), key=lambda record: record.fingerprint)
    assert check(article_quads(last)) == ()
    engine = pyoxigraph.Store.read_only(str(place))
    default = {quad.triple for quad in engine.quads_for_pattern(None, None, None, DefaultGraph())}
    assert default == {quad.triple for quad in engine if quad.graph_name != DefaultGraph()}

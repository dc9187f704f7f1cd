"""Queries in processes of their own: the answer, and an end to those that take too much."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pyoxigraph
import pytest

from kg.confinement import MEBIBYTE
from kg.errors import InputError
from kg.rdf.serialization import Syntax
from kg.store.answer import TableSyntax
from kg.store.questions import BusyError, FormatError, LateError, Limits, Question, TooLargeError
from kg.store.workers import Workers
from tests.processes import runs

ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"


@pytest.fixture(name="place", scope="module")
def _place(crowded: Path) -> Path:
    return crowded


@pytest.fixture
def workers() -> Iterator[Workers]:
    found = Workers(count=1, limits=Limits(seconds=1.0, memory=512 * MEBIBYTE, answer=MEBIBYTE))
    yield found
    found.close()


@pytest.mark.parametrize(
    ("question", "media_type", "body"),
    [
        (
            Question(sparql="SELECT ?o { <urn:7> ?p ?o }", table=TableSyntax.CSV),
            "text/csv; charset=utf-8",
            b"o\r\nnumber 7\r\n",
        ),
        (Question(sparql="ASK { <urn:7> ?p ?o }"), "application/sparql-results+json", b'{"head":{},"boolean":true}'),
        (
            Question(sparql="CONSTRUCT WHERE { <urn:7> ?p ?o }", graph=Syntax.N_TRIPLES),
            "application/n-triples",
            b'<urn:7> <urn:p> "number 7" .\n',
        ),
    ],
)
def test_an_answer_comes_serialized(
    question: Question, media_type: str, body: bytes, workers: Workers, place: Path
) -> None:
    reply = workers.ask(question, place)
    assert (reply.media_type, reply.body) == (media_type, body)


def test_a_query_that_takes_too_long_is_stopped_and_the_next_is_answered(workers: Workers, place: Path) -> None:
    workers.ask(Question(sparql="ASK {}"), place)
    before = time.monotonic()
    with pytest.raises(LateError, match=r"^expected an answer within 1 seconds, got none: the query was stopped$"):
        workers.ask(Question(sparql=ENDLESS), place)
    assert 1.0 <= time.monotonic() - before < 3.0
    assert b"true" in workers.ask(Question(sparql="ASK {}"), place).body


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="looks for processes where Linux lists them")
def test_a_query_does_not_outlive_a_server_that_was_killed(place: Path) -> None:
    script = f"""
import os, sys, threading, time
from pathlib import Path
from kg.store.questions import Limits, Question
from kg.store.workers import Workers
if __name__ == "__main__":
    place, workers = Path(sys.argv[1]), Workers(count=1, limits=Limits(seconds=1.0))
    workers.ask(Question(sparql="ASK {{}}"), place)
    threading.Thread(target=workers.ask, args=(Question(sparql={ENDLESS!r}), place), daemon=True).start()
    time.sleep(0.2)
    print(workers._idle.qsize(), open("/proc/self/task/%d/children" % os.getpid()).read(), flush=True)
    os.kill(os.getpid(), 9)
"""
    runner = place.parent / "server.py"
    runner.write_text(script, "utf-8")
    done = subprocess.run(
        [sys.executable, str(runner), str(place)],
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])},
        stdout=subprocess.PIPE,
        text=True,
        check=False,
    )
    idle, *children = map(int, done.stdout.split())
    assert (done.returncode, idle) == (-9, 0)
    assert children
    deadline = time.monotonic() + 10.0
    while any(runs(child) for child in children) and time.monotonic() < deadline:
        time.sleep(0.1)
    assert not any(runs(child) for child in children)


def test_a_query_that_takes_too_much_memory_ends_alone(place: Path) -> None:
    workers = Workers(count=1, limits=Limits(seconds=60.0, memory=256 * MEBIBYTE))
    with pytest.raises(
        TooLargeError, match=r"^expected a query that needs at most 256 MiB of memory, its process ended"
    ):
        workers.ask(Question(sparql="SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } ORDER BY ?c"), place)
    assert b"true" in workers.ask(Question(sparql="ASK {}"), place).body
    workers.close()


@pytest.mark.parametrize("sparql", ["SELECT * { ?s ?p ?o }", "CONSTRUCT WHERE { ?s ?p ?o }"])
def test_an_answer_that_is_too_long_is_refused(sparql: str, place: Path) -> None:
    workers = Workers(count=1, limits=Limits(answer=MEBIBYTE // 2))
    with pytest.raises(TooLargeError, match=r"^expected an answer of at most 0.5 MiB, got more: add LIMIT$"):
        workers.ask(Question(sparql=sparql), place)
    workers.close()


@pytest.mark.parametrize("syntax", list(TableSyntax))
def test_a_table_with_more_rows_than_allowed_is_cut_and_says_so(syntax: TableSyntax, place: Path) -> None:
    workers = Workers(count=1, limits=Limits(rows=50))
    whole, cut = (
        workers.ask(Question(sparql=f"SELECT ?s ?o {{ ?s ?p ?o }} ORDER BY ?o LIMIT {n}", table=syntax), place)
        for n in (50, 51)
    )
    assert (whole.is_cut, cut.is_cut) == (False, True)
    format = pyoxigraph.QueryResultsFormat.from_media_type(cut.media_type.partition(";")[0])
    if syntax is TableSyntax.CSV:
        assert cut.body == whole.body
    else:
        first, second = (pyoxigraph.parse_query_results(each.body, format=format) for each in (whole, cut))
        assert [tuple(row) for row in first] == [tuple(row) for row in second]  # type: ignore[union-attr]
    workers.close()


def test_a_graph_with_more_triples_than_allowed_is_cut_and_says_so(place: Path) -> None:
    workers = Workers(count=1, limits=Limits(rows=50))
    reply = workers.ask(Question(sparql="CONSTRUCT WHERE { ?s ?p ?o }", graph=Syntax.N_TRIPLES), place)
    assert (reply.body.count(b"\n"), reply.is_cut) == (50, True)
    workers.close()


def test_one_process_answers_from_one_snapshot_after_another(place: Path, tmp_path: Path) -> None:
    other = pyoxigraph.Store(str(tmp_path / "store"))
    other.update('INSERT DATA { <urn:other> <urn:p> "only here" }')
    other.flush()
    del other
    workers = Workers(count=1)
    question = Question(sparql="ASK { <urn:other> ?p ?o }", table=TableSyntax.JSON)
    answers = [b"true" in workers.ask(question, each).body for each in (place, tmp_path / "store", place)]
    assert answers == [False, True, False]
    workers.close()


def test_a_query_waits_for_a_free_process_no_longer_than_it_may_run() -> None:
    none = Workers(count=0, limits=Limits(seconds=0.2))
    with pytest.raises(
        BusyError, match=r"^expected a free query process within 0.2 seconds, got none: all are at work$"
    ):
        none.ask(Question(sparql="ASK {}"), Path("unused"))


@pytest.mark.parametrize(
    ("question", "kind", "message"),
    [
        (
            Question(sparql="SELEC"),
            InputError,
            r"^expected a SPARQL 1.1 query, got a mistake in what begins with SELEC",
        ),
        (Question(sparql="ASK {}", default_graphs=("no iri",)), InputError, r"^expected a SPARQL 1.1 query, got "),
        (Question(sparql="ASK {}", table=None), FormatError, r"^expected a format that can hold rows "),
        (Question(sparql="CONSTRUCT WHERE { }", graph=None), FormatError, r"^expected a format that can hold a graph "),
    ],
)
def test_what_cannot_be_answered_is_said(
    question: Question, kind: type[Exception], message: str, workers: Workers, place: Path
) -> None:
    with pytest.raises(kind, match=message):
        workers.ask(question, place)


def test_many_threads_may_ask(place: Path) -> None:
    workers = Workers(count=2)
    found: list[bytes] = []
    askers = [
        threading.Thread(
            target=lambda number=number: found.append(
                workers.ask(Question(sparql=f"SELECT ?o {{ <urn:{number}> ?p ?o }}", table=TableSyntax.CSV), place).body
            )
        )
        for number in range(20)
    ]
    for asker in askers:
        asker.start()
    for asker in askers:
        asker.join()
    workers.close()
    assert sorted(found) == sorted(f"o\r\nnumber {number}\r\n".encode() for number in range(20))


def test_control_characters_do_not_break_xml(tmp_path: Path) -> None:
    store = pyoxigraph.Store(str(tmp_path / "store"))
    store.update('INSERT DATA { <urn:a> <urn:p> "bell \\u0007 here" }')
    store.flush()
    del store
    workers = Workers(count=1)
    reply = workers.ask(Question(sparql="SELECT ?o { ?s ?p ?o }", table=TableSyntax.XML), tmp_path / "store")
    workers.close()
    assert "bell � here" in reply.body.decode()

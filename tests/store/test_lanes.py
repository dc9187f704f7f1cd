"""Short queries beside long ones: they go past, and only they."""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from kg.store.lanes import EXPRESS, Lanes
from kg.store.questions import BusyError, LateError, Limits, Question

SHORT = Question(sparql="ASK { <urn:7> ?p ?o }")
pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows does not limit a process's computing time")


def endless(number: int) -> Question:
    return Question(sparql=f"SELECT (COUNT(*) AS ?n) {{ ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }} # {number}")


@pytest.fixture(name="place", scope="module")
def _place(crowded: Path) -> Path:
    return crowded


@pytest.fixture(name="lanes")
def _lanes() -> Iterator[Lanes]:
    found = Lanes(count=1, limits=Limits(seconds=3.0))
    yield found
    found.close()


def test_short_queries_are_answered_while_long_ones_compute_and_wait(lanes: Lanes, place: Path) -> None:
    failures: list[str] = []

    def ask_endless(number: int) -> None:
        try:
            lanes.ask(endless(number), place)
        except (LateError, BusyError) as error:
            failures.append(type(error).__name__)

    threads = [threading.Thread(target=ask_endless, args=(number,)) for number in range(6)]
    for thread in threads:
        thread.start()
    time.sleep(1.0)  # by now one computes, and the others wait
    started = time.monotonic()
    with ThreadPoolExecutor(4) as pool:
        replies = list(pool.map(lambda _: lanes.ask(SHORT, place), range(40)))
    assert time.monotonic() - started < 2.5
    assert all(b"true" in reply.body for reply in replies)
    assert lanes.busy >= 1
    for thread in threads:
        thread.join()
    assert set(failures) <= {"LateError", "BusyError"}
    assert len(failures) == 6
    assert lanes.killed >= 6, "five were found to be long, and one was late"
    assert lanes.count == 1 + EXPRESS


def test_a_query_that_was_long_once_is_not_tried_again(lanes: Lanes, place: Path) -> None:
    with ThreadPoolExecutor(2) as pool:
        holding = pool.submit(_late, lanes, endless(0), place)
        time.sleep(0.5)
        again = pool.submit(_late, lanes, endless(1), place)
        time.sleep(1.0)
        killed = lanes.killed
        _late(lanes, endless(1), place)
        assert (holding.result(), again.result()) == (True, True)
    assert killed == 1
    assert lanes.killed <= killed + 3, "one is late in its turn, the others never got one"


def test_a_query_of_any_length_has_all_its_time_when_nobody_else_asks(place: Path) -> None:
    lanes = Lanes(count=1, limits=Limits(seconds=20.0))
    reply = lanes.ask(Question(sparql="SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?b ?c }"), place)
    assert b"20000" in reply.body
    assert lanes.killed == 0
    lanes.close()


def _late(lanes: Lanes, question: Question, place: Path) -> bool:
    try:
        lanes.ask(question, place)
    except (LateError, BusyError):
        return True
    return False

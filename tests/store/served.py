"""An owner of a store to be killed: ``python -m tests.store.served STORE RUN`` reports every write that is done.

Three threads put the run's edition of the articles in, take some out and put them back, one changes a graph of
somebody's own by SPARQL Update, two read without pause and one asks in SPARQL. A line is "ARTICLE RUN" or "ARTICLE
gone" or "notes NUMBER", printed after the write is done; "broken …" is what a reader must never see.
"""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable, Sequence
from itertools import count
from pathlib import Path

from kg.errors import ParleyError
from kg.model.filter import PositionFilter
from kg.model.record import ArticleRecord
from kg.store.operations import Update
from kg.store.owner import Owner
from kg.store.questions import Question
from kg.store.read_model.mirror import cache_file, mirrors
from tests.store.ingest import edition

NOTES = "https://example.org/notes"
WRITERS = 3


def main(place: Path, run: int) -> None:
    """Serve, read and write until the end of the edition, or of the process."""
    owner = Owner(place, create=True, workers=1)
    with owner.reading() as store:
        in_step = mirrors(cache_file(place), store)  # type: ignore[arg-type]  # a store on disk has tables too
    say("open" if in_step else "broken: the read model is not what the graph holds")
    over = threading.Event()
    records = edition(run)
    writers = [
        threading.Thread(target=write, args=(owner, records[number::WRITERS], run, f"writer {number}"))
        for number in range(WRITERS)
    ]
    others = [
        threading.Thread(target=repeat, args=(work, over))
        for work in (lambda: read(owner), lambda: read(owner), lambda: ask(owner), noting(owner, run))
    ]
    for thread in (*writers, *others):
        thread.start()
    for thread in writers:
        thread.join()
    over.set()
    for thread in others:
        thread.join()
    owner.close()


def write(owner: Owner, records: Sequence[ArticleRecord], run: int, by: str) -> None:
    """Put the records in, each in a write of its own; every second one is taken out again first."""
    for number, record in enumerate(records):
        key = record.article.id
        if number % 2:
            with owner.writing(by) as store:
                store.remove(key)
            say(f"{key} gone")
        with owner.writing(by) as store:
            store.add(record)
        say(f"{key} {run}")


def noting(owner: Owner, run: int) -> Callable[[], None]:
    """Two statements with one number, put in the place of the two before, in one update."""
    numbers = count(1000 * run)

    def note() -> None:
        number = next(numbers)
        sparql = (
            f"DELETE WHERE {{ GRAPH <{NOTES}> {{ ?s ?p ?o }} }} ;\n"
            f"INSERT DATA {{ GRAPH <{NOTES}> {{ <{NOTES}/one> <{NOTES}/says> {number} ."
            f" <{NOTES}/two> <{NOTES}/says> {number} }} }}"
        )
        owner.update(Update(sparql=sparql), by="notary")
        say(f"notes {number}")

    return note


def read(owner: Owner) -> None:
    """Read all positions back: each is whole or the store says what is wrong."""
    with owner.reading() as store:
        shown = len(store.positions(PositionFilter(include_copies=True)))
        counted = store.stats()["positions"]
    if shown != counted:
        say(f"broken: {shown} positions read, {counted} counted")


def ask(owner: Owner) -> None:
    """The two notes always say the same."""
    differing = f"ASK {{ <{NOTES}/one> <{NOTES}/says> ?one . <{NOTES}/two> <{NOTES}/says> ?two FILTER(?one != ?two) }}"
    if b"true" in owner.ask(Question(sparql=differing)).body:
        say("broken: half an update was seen")


def repeat(work: Callable[[], None], over: threading.Event) -> None:
    """Do it again and again; what goes wrong is said."""
    while not over.is_set():
        try:
            work()
        except ParleyError as error:
            say(f"broken: {error}")


_turn = threading.Lock()


def say(line: str) -> None:
    """Report, one thread at a time."""
    with _turn:
        print(line, flush=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))

"""How fast a store is: ``python -m tests.store.measure [ARTICLES]`` prints wall and processor seconds per question."""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Callable, Sized
from datetime import date
from pathlib import Path

from kg.model import Stance
from kg.model.filter import PositionFilter
from kg.store import Store, open_store
from tests.rdf.samples import many_records


def main(articles: int) -> None:
    """Measure a store in memory and one on disk, with ten positions an article."""
    records = list(many_records(articles))
    with tempfile.TemporaryDirectory() as folder:
        for name, place in (("memory", None), ("disk", Path(folder) / "parley.db")):
            with open_store(place) as store:
                print(f"{name}: {articles} articles, {articles * 10} positions")
                report("add_many", lambda store=store: range(store.add_many(records)))
                for question, ask in questions(store).items():
                    report(question, ask)


def questions(store: Store) -> dict[str, Callable[[], Sized]]:
    """What users ask most, by name."""
    key, article = store.positions(PositionFilter(actor="state 31"))[0].id, store.articles()[3].id
    filters = {
        "all positions": PositionFilter(),
        "actor (one)": PositionFilter(actor="state 31"),
        "actor (eleven)": PositionFilter(actor="state 3"),
        "proposal": PositionFilter(proposal="plan 7"),
        "stance": PositionFilter(stance=Stance.CONDITIONS_ON),
        "since": PositionFilter(since=date(2025, 5, 1)),
        "text": PositionFilter(text="plan 13 if"),
        "source": PositionFilter(source="0099"),
        "article": PositionFilter(article=article),
        "actor, text, since": PositionFilter(actor="state 3", text="plan 13", since=date(2025, 1, 1)),
    }
    asked: dict[str, Callable[[], Sized]] = {
        name: (lambda wanted=wanted: store.positions(wanted)) for name, wanted in filters.items()
    }
    return asked | {
        "position by prefix": lambda: [store.position(key[:8])],
        "articles": store.articles,
        "actors": store.actors,
        "proposals": store.proposals,
        "fingerprints": store.fingerprints,
        "stats": store.stats,
        "supporters": lambda: (
            store.query(
                "PREFIX neg: <https://w3id.org/parley/ontology#> PREFIX skos: <http://www.w3.org/2004/02/skos/core#>"
                "SELECT ?who ?what { ?a neg:supports ?p ; skos:prefLabel ?who . ?p skos:prefLabel ?what }"
            ).rows
        ),
    }


def report(name: str, ask: Callable[[], Sized]) -> None:
    """Print how many answers a question has and how long it takes."""
    wall, processor = time.perf_counter(), time.process_time()
    found = len(ask())
    wall, processor = time.perf_counter() - wall, time.process_time() - processor
    print(f"  {name:20} {found:6} {wall:8.3f} s wall {processor:8.3f} s processor")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1000)

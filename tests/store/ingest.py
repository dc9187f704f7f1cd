"""An ingest to be killed: ``python -m tests.store.ingest STORE EDITION`` reports every article that is in."""

from __future__ import annotations

import sys
from dataclasses import replace

from kg.model.record import ArticleRecord
from kg.store import open_store
from tests.rdf.samples import many_records

ARTICLES, POSITIONS = 10, 3


def edition(number: int) -> list[ArticleRecord]:
    """The articles as the ``number``-th run reads them: the same articles, with other contents in every run."""
    return [
        replace(record, positions=record.positions[number % 2 :], fingerprint=(number,))
        for record in many_records(ARTICLES, POSITIONS)
    ]


def main(place: str, number: int) -> None:
    """Put the edition in, one article after another."""
    with open_store(place) as store:
        print("open", flush=True)
        for record in edition(number):
            store.add(record)
            print(record.article.id, flush=True)


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))

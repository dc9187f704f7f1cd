"""Names that fit nothing: what is looked for, and that looking takes little of the server's time."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from kg.store import open_store
from kg.store.owner import Owner
from kg.usecases.browsing import ActorSearch, ArticleSearch, ReadModel
from kg.usecases.guessing import LONGEST, nearest
from kg.usecases.noticing import LOOK_UPS, unknown_names
from tests.rdf.samples import harbour_record, many_records

FAR = "https://news.example.org/" + "archive/" * 9 + "negotiations.html"


@pytest.fixture
def lists(tmp_path: Path) -> Iterator[ReadModel]:
    (other,) = many_records(1)
    far = replace(other, article=replace(other.article, source=FAR), positions=())
    with open_store(tmp_path / "parley.db") as store:
        store.add_many([harbour_record(), far])
    owner = Owner(tmp_path / "parley.db", workers=1)
    yield owner.read_model
    owner.close()


def test_while_two_look_for_the_nearest_names_a_third_does_without(lists: ReadModel) -> None:
    search = ActorSearch(name="Ardnia")
    with LOOK_UPS, LOOK_UPS:
        (notice,) = unknown_names(lists, search)
        assert (notice.nearest, notice.detail) == (
            (), "expected an actor with 'Ardnia' in the name or a wording, got none",
        )  # fmt: skip
    for _ in range(3):  # whoever has looked makes room for the next
        (notice,) = unknown_names(lists, search)
        assert notice.nearest == ("Ardania",)


def test_of_a_long_address_the_last_part_is_compared(lists: ReadModel) -> None:
    (notice,) = unknown_names(lists, ArticleSearch(source="negotiatons.html"))
    assert notice.detail == (
        "expected an article whose path or address has 'negotiatons.html' in it, got none;"
        " the nearest is negotiations.html"
    )
    (notice,) = unknown_names(lists, ArticleSearch(source=FAR.replace("negotiations", "negotiatons")))
    assert (notice.got, notice.nearest) == (FAR[:80] + "…", ())


def test_long_words_and_long_names_are_not_compared() -> None:
    assert nearest("x" * LONGEST, ["x" * LONGEST]) == ("x" * LONGEST,)
    assert nearest("x" * (LONGEST + 1), ["x" * (LONGEST + 1)]) == ()
    assert nearest("x" * LONGEST, ["x" * (LONGEST + 1)]) == ()
    assert nearest("talk.txt", [FAR, FAR.replace("negotiations.html", "talks.txt")]) == (
        FAR.replace("negotiations.html", "talks.txt"),
    )


def test_a_long_slip_among_many_long_names_takes_no_time() -> None:
    names = [f"the deployment of a multinational force in the northern area {number} " * 3 for number in range(740)]
    begun = time.process_time()
    assert nearest(names[0][:-1] + "!", names) == ()
    assert nearest(names[0][:LONGEST], names) == ()
    assert time.process_time() - begun < 0.1

"""How statements are counted at the door: for whom, what is left out, whose figures, who stands without a tie."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date

import pytest

from kg.model import Actor, ActorKind
from kg.model.record import ArticleRecord
from kg.store import open_store
from tests.cli.conftest import Parley
from tests.cli.talks import record, talks_records


@pytest.fixture(scope="module")
def talks(tmp_path_factory: pytest.TempPathFactory) -> str:
    place = tmp_path_factory.mktemp("talks") / "parley.db"
    with open_store(place) as store:
        store.add_many(talks_records())
    return str(place)


@pytest.fixture(scope="module")
def years(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Ardania says the same in March of two years, Belmark once; a minister speaks for Ardania."""
    place = tmp_path_factory.mktemp("years") / "parley.db"
    toll = ("+", "ferry toll", "", "A toll it is.")
    with open_store(place) as store:
        store.add_many(
            [
                record(date(2024, 3, 1), (("Ardania", *toll), ("Belmark", *toll[:3], "Toll yes."))),
                record(date(2025, 3, 1), (("Ardania", *toll),)),
                _spoken_by("Lena Orlo", record(date(2025, 5, 1), (("Ardania", *toll[:3], "I want a toll."),))),
            ]
        )
    return str(place)


def _spoken_by(person: str, said: ArticleRecord) -> ArticleRecord:
    (position,) = said.positions
    return replace(said, positions=(replace(position, holder=Actor(name=person, kind=ActorKind.PERSON)),))


def test_the_month_of_another_year_is_another_month_unless_dna_is_followed(years: str, parley: Parley) -> None:
    options = ("network", "congruence", "--store", years, "--duplicates", "month", "--json", "--until", "2025-04-01")
    (ours,) = json.loads(parley(*options).out)["edges"]
    (theirs,) = json.loads(parley(*options, "--compatible", "dna").out)["edges"]
    assert (ours["weight"], theirs["weight"]) == (2, 1)


@pytest.mark.parametrize(
    ("level", "weights"),
    [
        ("actor", {"Ardania": 2, "Belmark": 1, "Lena Orlo": 1}),
        ("person", {"Lena Orlo": 1}),
        ("organisation", {"Ardania": 3, "Belmark": 1}),
        ("side", {"Ardania": 3, "Belmark": 1}),
    ],
)
def test_levels(level: str, weights: dict[str, int], years: str, parley: Parley) -> None:
    nodes = json.loads(parley("network", "--store", years, "--level", level, "--json").out)["nodes"]
    assert {node["id"]: node["statements"] for node in nodes} == weights


def test_persons_alone_where_none_speaks(talks: str, parley: Parley) -> None:
    assert parley("network", "--store", talks, "--level", "person").err == (
        "parley: expected positions of persons, got none among 8: only bodies speak there\n"
    )


def test_isolates(talks: str, parley: Parley) -> None:
    options = ("network", "--store", talks, "--json", "--proposal", "toll", "--only-party", "Cadmia")

    def nodes(*more: str) -> list[str]:
        return [node["id"] for node in json.loads(parley(*options, *more).out)["nodes"]]

    assert nodes() == ["Cadmia"]
    assert nodes("--isolates", "all") == ["Cadmia"]  # the others speak on it too, and are left out by name
    assert nodes("--isolates", "all", "--proposal", "patrols") == ["Ardania", "Cadmia"]
    assert (
        parley(*options, "--isolates", "drop").err
        == "parley: expected a network with nodes to export, got an empty one\n"
    )


def test_none_but_some_proposals(talks: str, parley: Parley) -> None:
    record = json.loads(parley("network", "--store", talks, "--only-proposal", "patrols", "--json").out)
    assert [(tie["source"], tie["target"], tie["proposals"]) for tie in record["edges"]] == [
        ("Belmark", "Cadmia", ["joint patrols"])
    ]
    assert parley("matrix", "--store", talks, "--only-proposal", "petrols").err == (
        "parley: expected a proposal, got 'petrols'; the nearest is joint patrols\n"
    )


def test_the_two_mode_network_is_told_pair_by_pair(talks: str, parley: Parley) -> None:
    lines = parley("network", "affiliation", "--store", talks).out.splitlines()
    assert lines[0] == "n = 8 statements."
    assert lines[3].split() == ["2", "Ardania", "ferry", "toll", "support", "and", "oppose", "+0.00", "+0.00"]
    assert len(lines) == 10


def test_statements_fade_with_a_kernel(talks: str, parley: Parley) -> None:
    plain = json.loads(parley("windows", "--store", talks, "--unit", "years", "--json").out)
    faded = json.loads(parley("windows", "--store", talks, "--unit", "years", "--kernel", "triangular", "--json").out)
    assert [window["statements"] for window in faded] == [window["statements"] for window in plain] == [8]
    weight = {(tie["first"], tie["second"]): tie["weight"] for tie in faded[0]["ties"]}
    # From the middle day, 2 July, it is 91 days back to 2 April, of the window's 365.
    assert weight["Belmark", "Cadmia"] == pytest.approx((1 - 2 * 91 / 365) - (1 - 2 * 123 / 365))

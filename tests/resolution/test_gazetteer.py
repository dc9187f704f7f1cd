"""The gazetteer: every name leads to its actor, collisions are decided once, the tables are sound."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from importlib.resources import files
from time import perf_counter
from typing import Any

import pytest

from kg.model import ActorKind
from kg.resolution import demonym, look_up
from kg.resolution.names import plain_name

TABLES = ("states.toml", "organizations.toml", "regions.toml")
UNITED_NATIONS = 193 + 2


def entries() -> Iterator[tuple[str, str, dict[str, Any]]]:
    for table in TABLES:
        text = files("ontology").joinpath("gazetteer", table).read_text(encoding="utf-8")
        for name, fields in tomllib.loads(text).items():
            yield table, name, fields


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("US", "United States"),
        ("U.S.", "United States"),
        ("the United States’", "United States"),
        ("America", "United States"),
        ("the White House", "United States"),
        ("White house", "United States"),
        ("the Kremlin", "Russia"),
        ("Kremlin's", "Russia"),
        ("Russian Federation", "Russia"),
        ("Downing Street", "United Kingdom"),
        ("Whitehall", "United Kingdom"),
        ("the Élysée", "France"),
        ("Zhongnanhai", "China"),
        ("Kiev", "Ukraine"),
        ("Kyiv", "Ukraine"),
        ("Czechia", "Czech Republic"),
        ("DR Congo", "Democratic Republic of the Congo"),
        ("DRC", "Democratic Republic of the Congo"),
        ("Brussels", "European Union"),
        ("IMF", "International Monetary Fund"),
        ("NATO", "NATO"),
        ("Nato", "NATO"),
        ("Daesh", "Islamic State"),
        ("GOP", "Republican Party"),
        ("Tories", "Conservative Party"),
        ("IRAN", "Iran"),
        ("UNITED NATIONS", "United Nations"),
        ("The Hague", "Netherlands"),
        ("Holyrood", "Scotland"),
    ],
)
def test_names_aliases_capitals_and_metonyms_lead_to_their_actor(name: str, expected: str) -> None:
    found = look_up(name)
    assert found is not None
    assert found.name == expected


@pytest.mark.parametrize(
    "name", ["us", "Us", "who", "is", "it", "turkey", "chad", "europe", "Europe", "", "Amsterdam court"]
)
def test_words_that_only_look_like_names_lead_nowhere(name: str) -> None:
    assert look_up(name) is None


def test_collisions_are_decided_as_the_tables_say() -> None:
    decided = ["Georgia", "Washington", "Congo", "Jordan", "Turkey", "Chad", "Republicans", "RSF", "Guinea", "Congress"]
    assert {name: entry.name for name in decided if (entry := look_up(name))} == {
        "Georgia": "Georgia",
        "Washington": "United States",
        "Congo": "Democratic Republic of the Congo",
        "Jordan": "Jordan",
        "Turkey": "Turkey",
        "Chad": "Chad",
        "Republicans": "Republican Party",
        "RSF": "Rapid Support Forces",
        "Guinea": "Guinea",
        "Congress": "United States Congress",
    }


def test_cities_are_marked_since_they_are_places_where_they_do_not_act() -> None:
    assert [look_up(name).is_capital for name in ("Moscow", "Washington", "Kremlin", "Russia")] == [
        True,
        True,
        False,
        False,
    ]  # type: ignore[union-attr]


def test_an_entry_tells_kind_side_and_wikidata_item() -> None:
    pentagon, quebec, france = look_up("Pentagon"), look_up("Quebec"), look_up("France")
    assert pentagon is not None
    assert quebec is not None
    assert france is not None
    assert (pentagon.kind, pentagon.side, pentagon.wikidata) == (ActorKind.ORGANIZATION, "United States", "Q11209")
    assert (quebec.kind, quebec.side) == (ActorKind.ORGANIZATION, "Quebec")
    assert (france.kind, france.side, france.wikidata) == (ActorKind.STATE, "France", "Q142")


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("Russian", "Russia"),
        ("Russians", "Russia"),
        ("French", "France"),
        ("US", "United States"),
        ("U.S.", "United States"),
        ("American", "United States"),
        ("EU", "European Union"),
        ("Emirati", "United Arab Emirates"),
        ("Nigerien", "Niger"),
        ("Nigerian", "Nigeria"),
        ("Dominican", "Dominican Republic"),
        ("Soviet", "Soviet Union"),
        ("Houthi", "Houthis"),
        ("Republican", "Republican Party"),
        ("Welsh", "Wales"),
    ],
)
def test_demonyms_lead_to_their_actor(word: str, expected: str) -> None:
    found = demonym(word)
    assert found is not None
    assert found.name == expected


@pytest.mark.parametrize("word", ["European", "Arab", "Korean", "Kurdish", "polish", "russian", "us"])
def test_adjectives_of_no_one_actor_lead_nowhere(word: str) -> None:
    assert demonym(word) is None


def test_all_members_and_observers_of_the_united_nations_are_there() -> None:
    text = files("ontology").joinpath("gazetteer", "states.toml").read_text(encoding="utf-8")
    recognised = text.split("# Territories and entities")[0]
    outside = {"Kosovo", "Somaliland", "Taiwan", "Western Sahara"}
    assert len(set(tomllib.loads(recognised)) - outside) == UNITED_NATIONS


def test_wikidata_items_are_well_formed_and_belong_to_one_entry() -> None:
    items = [fields["wikidata"] for _, _, fields in entries() if "wikidata" in fields]
    assert [item for item in items if not re.fullmatch(r"Q[1-9]\d*", item)] == []
    assert sorted(item for item in set(items) if items.count(item) > 1) == []


def test_every_side_and_state_of_a_region_is_an_entry() -> None:
    names = {name for _, name, _ in entries()}
    owners = {fields.get(key) for _, _, fields in entries() for key in ("side", "part")} - {None}
    assert sorted(owner for owner in owners if owner not in names) == []


def test_no_name_leads_to_two_entries() -> None:
    owners: dict[str, set[str]] = {}
    for _, name, fields in entries():
        for alias in (name, *fields.get("aliases", ()), *fields.get("capitals", ()), *fields.get("metonyms", ())):
            owners.setdefault(plain_name(alias), set()).add(name)
    assert {alias: sorted(names) for alias, names in owners.items() if len(names) > 1} == {}


def test_the_tables_load_quickly() -> None:
    look_up.__globals__["_names"].cache_clear()
    look_up.__globals__["_entries"].cache_clear()
    start = perf_counter()
    look_up("Kremlin")
    assert perf_counter() - start < 0.5

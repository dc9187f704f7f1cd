"""Canonical names and kinds of actors."""

from __future__ import annotations

import pytest

from kg.model import Actor, ActorKind
from kg.resolution import resolve_actor
from tests.resolution.mentions import mention, person

STATE, ORGANIZATION, GROUP, PERSON = ActorKind.STATE, ActorKind.ORGANIZATION, ActorKind.GROUP, ActorKind.PERSON


@pytest.mark.parametrize(
    ("name", "wording", "expected", "kind"),
    [
        ("Kremlin", "the Kremlin", "Russia", STATE),
        ("Moscow", "Moscow", "Russia", STATE),
        ("United States", "the United States", "United States", STATE),
        ("Russians", "the Russians", "Russia", STATE),
        ("French", "the French", "France", STATE),
        ("Russian side", "the Russian side", "Russia", STATE),
        ("Americans", "Americans", "Americans", GROUP),
        (
            "International Monetary Fund (IMF)",
            "the International Monetary Fund (IMF)",
            "International Monetary Fund",
            ORGANIZATION,
        ),
        ("M23 rebels", "the M23 rebels", "M23", ORGANIZATION),
        ("Iran-backed Houthis", "the Iran-backed Houthis", "Houthis", ORGANIZATION),
        ("Rwanda-backed M23 rebels", "Rwanda-backed M23 rebels", "M23", ORGANIZATION),
        ("US-led coalition", "the US-led coalition", "US-led coalition", GROUP),
        ("Houthi movement", "the Houthi movement", "Houthis", ORGANIZATION),
        ("Democrats", "Democrats", "Democratic Party", ORGANIZATION),
        ("US negotiators", "US negotiators", "US negotiators", GROUP),
        ("U.S. negotiators", "U.S. negotiators", "US negotiators", GROUP),
        ("some US officials", "some US officials", "US officials", GROUP),
        ("Myanmar government", "the Myanmar government", "Myanmar government", ORGANIZATION),
        ("Trump administration", "the Trump administration", "Trump administration", ORGANIZATION),
        ("protesters", "the protesters", "protesters", GROUP),
        ("Harbour Pilots Union", "the Harbour Pilots Union", "Harbour Pilots Union", ORGANIZATION),
        ("Union of Dock Workers", "the Union of Dock Workers", "Union of Dock Workers", ORGANIZATION),
        ("General Motors", "General Motors", "General Motors", ORGANIZATION),
        ("Officials", "Officials", "Officials", GROUP),
        ("Ada Obi", "Ada Obi", "Ada Obi", PERSON),
    ],
)
def test_a_mention_becomes_its_actor(name: str, wording: str, expected: str, kind: ActorKind) -> None:
    actor = resolve_actor(mention(name, wording=wording))
    assert (actor.name, actor.kind, actor.wording) == (expected, kind, wording)


def test_a_known_actor_has_its_wikidata_item() -> None:
    assert resolve_actor(mention("Nato")) == Actor(name="NATO", kind=ORGANIZATION, wording="Nato", wikidata="Q7184")


@pytest.mark.parametrize(
    ("name", "expected"),
    [("Mr Obi", "Obi"), ("Ada Obi", "Ada Obi"), ("President Ada Obi", "Ada Obi"), ("King Olav V", "King Olav V")],
)
def test_a_person_keeps_the_full_name_without_titles(name: str, expected: str) -> None:
    actor = resolve_actor(person(name))
    assert (actor.name, actor.kind) == (expected, PERSON)


def test_a_person_called_like_a_state_stays_a_person_where_a_description_says_so() -> None:
    assert resolve_actor(person("Jordan", "union leader")).kind is PERSON
    assert resolve_actor(person("Jordan")).kind is STATE
    assert resolve_actor(person("Chad Israel", "union leader")).name == "Chad Israel"

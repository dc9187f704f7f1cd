"""Whom a holder speaks for, as far as the words tell."""

from __future__ import annotations

import pytest

from kg.model import Actor, ActorKind, Mention
from kg.resolution import resolve_side
from tests.resolution.mentions import mention, person


def side_of(one: Mention, *context: Mention) -> str | None:
    side = resolve_side(one, context)
    return side.name if side is not None else None


@pytest.mark.parametrize(
    ("description", "expected"),
    [
        ("French President", "France"),
        ("Ukrainian foreign minister", "Ukraine"),
        ("president of France", "France"),
        ("Germany's chancellor", "Germany"),
        ("UN envoy", "United Nations"),
        ("UN special envoy for Syria", "United Nations"),
        ("US ambassador to the United Nations", "United States"),
        ("EU foreign policy chief", "European Union"),
        ("European Commission president", "European Union"),
        ("NATO Secretary General", "NATO"),
        ("Portuguese secretary-general of the United Nations", "United Nations"),
        ("Kremlin spokesman", "Russia"),
        ("State Department spokesperson", "United States"),
        ("spokeswoman for the German foreign ministry", "Germany"),
        ("Hamas official", "Hamas"),
        ("Palestinian leader of Hamas", "Hamas"),
        ("Republican senator", "Republican Party"),
        ("Texas governor", "Texas"),
        ("mayor of London", "London"),
        ("chief of the Ugandan military", "Uganda"),
        ("lead negotiator for the EU's trade team", "European Union"),
        ("Georgian opposition leader", "Georgian opposition"),
        ("leader of Syria's opposition", "Syrian opposition"),
        ("spiritual leader of the Alawite community", "Alawite community"),
        ("Home Secretary", "United Kingdom"),
        ("Secretary of State", "United States"),
        ("secretary general of the CGT", "CGT"),
        ("president of the Dock Workers Union", "Dock Workers Union"),
    ],
)
def test_a_description_tells_the_side(description: str, expected: str) -> None:
    assert side_of(person("Ada Obi", description)) == expected


@pytest.mark.parametrize(
    "description",
    [
        "former US president",
        "ex-president of France",
        "Russian analyst",
        "Kremlin critic",
        "Israeli protester",
        "analyst at the International Crisis Group",
        "minister",
        "a tall man",
    ],
)
def test_some_descriptions_tell_of_no_side(description: str) -> None:
    assert side_of(person("Ada Obi", description)) is None


def test_a_person_without_a_hint_has_no_side() -> None:
    assert side_of(person("Ada Obi")) is None
    assert side_of(person("Ada Obi"), mention("France")) is None


def test_the_first_description_that_tells_decides() -> None:
    assert (
        side_of(person("Ada Obi", "former Irish president", "economist", "UN envoy", "French minister"))
        == "United Nations"
    )


def test_the_words_on_the_spot_tell_where_no_description_does() -> None:
    assert side_of(person("Ada Obi", wording="Kenyan President Ada Obi")) == "Kenya"


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Russia", "Russia"),
        ("the Kremlin", "Russia"),
        ("Pentagon", "United States"),
        ("European Commission", "European Union"),
        ("UNICEF", "United Nations"),
        ("UN Security Council", "UN Security Council"),
        ("Hamas", "Hamas"),
        ("Qassam Brigades", "Hamas"),
        ("M23 rebels", "M23"),
        ("US negotiators", "United States"),
        ("Myanmar government", "Myanmar"),
        ("Poland's government", "Poland"),
        ("government of Iraq", "Iraq"),
        ("EU ambassadors", "European Union"),
        ("three Democrats", "Democratic Party"),
        ("Senate Republicans", "Republican Party"),
        ("Republican leaders", "Republican Party"),
        ("Syrian opposition", "Syrian opposition"),
        ("Dock Workers Union", "Dock Workers Union"),
        ("protesters", None),
        ("Palestinian families", None),
        ("French unions", None),
        ("officials", None),
        ("Constitutional Court", None),
    ],
)
def test_states_bodies_and_groups_have_the_side_that_their_name_tells(name: str, expected: str | None) -> None:
    assert side_of(mention(name)) == expected


def test_a_modifier_may_be_an_organization_or_a_person_of_the_article() -> None:
    company = mention("General Motors", wording="GM", kind=ActorKind.ORGANIZATION)
    boss = person("Ada Obi", "GM's chief executive")
    assert side_of(boss, company) == "General Motors"
    president = person("Uma Lind", "Norwegian president")
    assert side_of(mention("Lind administration"), president) == "Norway"
    assert side_of(mention("Lind administration")) is None


def test_an_office_of_states_belongs_to_the_one_state_of_the_article() -> None:
    minister = person("Ada Obi", "Prime Minister")
    assert side_of(minister, mention("Kenya"), mention("Nairobi")) == "Kenya"
    assert side_of(minister, mention("Kenya"), mention("Uganda")) is None
    assert side_of(minister, mention("Kenya"), person("Uma Lind", "Norwegian envoy")) is None
    assert side_of(person("Ada Obi", "chief executive"), mention("Kenya")) is None
    assert side_of(mention("parliament"), mention("Kenya")) == "Kenya"


def test_a_side_comes_with_kind_and_wikidata_item() -> None:
    assert resolve_side(person("Ada Obi", "Kenyan president")) == Actor(
        name="Kenya", kind=ActorKind.STATE, wikidata="Q114"
    )


def test_a_delegate_speaks_for_the_state_in_brackets_behind_the_name() -> None:
    known = person("Alvara", "Ms.", "France")
    unlisted = person("Dovan", "Mr.", "Pelagia")
    assert side_of(known) == "France"
    assert side_of(unlisted, mention("Pelagia", ActorKind.ORGANIZATION)) == "Pelagia"
    assert side_of(unlisted) is None

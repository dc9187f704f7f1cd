"""Role and group nouns in phrases."""

from __future__ import annotations

import tomllib
from importlib.resources import files

import pytest

from kg.model import ActorKind
from kg.resolution import is_group_noun, role
from kg.resolution.roles import without_quantifier, without_titles


@pytest.mark.parametrize(
    ("phrase", "noun"),
    [
        ("French President", "president"),
        ("Russian deputy foreign minister", "deputy foreign minister"),
        ("US Secretary of State", "secretary of state"),
        ("spokesperson for the foreign ministry", "spokesperson"),
        ("foreign ministry spokeswoman", "spokeswoman"),
        ("chief of the Ugandan military", "chief"),
        ("United Nations special envoy for Syria", "special envoy"),
        ("leader of the opposition", "leader"),
        ("Germany's chancellor", "chancellor"),
        ("Prosecutor-General’s Office", "prosecutor-general's office"),
        ("US negotiators", "negotiators"),
    ],
)
def test_the_role_is_the_head_of_the_phrase(phrase: str, noun: str) -> None:
    found = role(phrase)
    assert found is not None
    assert found.noun == noun


@pytest.mark.parametrize("phrase", ["the Alps", "ceasefire", "", "of", "Emmanuel Macron"])
def test_phrases_without_a_role_have_none(phrase: str) -> None:
    assert role(phrase) is None


@pytest.mark.parametrize(
    ("noun", "kind", "speaks"),
    [
        ("minister", ActorKind.PERSON, True),
        ("analyst", ActorKind.PERSON, False),
        ("critic", ActorKind.PERSON, False),
        ("government", ActorKind.ORGANIZATION, True),
        ("officials", ActorKind.GROUP, True),
        ("spokesmen", ActorKind.GROUP, True),
        ("envoys", ActorKind.GROUP, True),
        ("protesters", ActorKind.GROUP, False),
        ("unions", ActorKind.GROUP, False),
    ],
)
def test_a_role_says_what_sort_of_actor_it_is_and_whether_it_speaks_for_its_modifier(
    noun: str, kind: ActorKind, speaks: bool
) -> None:
    found = role(noun)
    assert found is not None
    assert (found.kind, found.speaks) == (kind, speaks)


def test_rebels_are_a_party_of_their_own_and_ministers_belong_to_states() -> None:
    rebels, minister, chief = role("rebels"), role("foreign minister"), role("chief executive")
    assert rebels is not None
    assert minister is not None
    assert chief is not None
    assert (rebels.is_own_party, minister.is_of_state, chief.is_of_state) == (True, True, False)


@pytest.mark.parametrize("word", ["government", "negotiators", "mayors", "Lawmakers", "families", "deputies"])
def test_group_nouns_name_bodies_or_several_persons(word: str) -> None:
    assert is_group_noun(word)


@pytest.mark.parametrize("word", ["minister", "ceasefire", "Paris", ""])
def test_other_nouns_are_no_group_nouns(word: str) -> None:
    assert not is_group_noun(word)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Mr. Ivan Petrov", "Ivan Petrov"),
        ("Prime Minister Ann Lee", "Ann Lee"),
        ("Gen. Omar Said", "Omar Said"),
        ("Queen Maud", "Queen Maud"),
        ("King Olav V", "King Olav V"),
        ("Pope John XXIII", "Pope John XXIII"),
        ("Prince Turki Said", "Turki Said"),
        ("President", "President"),
        ("Ann Lee", "Ann Lee"),
    ],
)
def test_titles_are_no_part_of_a_name_except_before_a_lone_first_name(name: str, expected: str) -> None:
    assert without_titles(name) == expected


def test_words_that_only_count_are_no_part_of_a_description() -> None:
    assert without_quantifier("some US officials") == "US officials"
    assert without_quantifier("somebody") == "somebody"


def test_every_noun_stands_in_one_list_only() -> None:
    table = tomllib.loads(files("ontology").joinpath("lexicon", "roles.toml").read_text(encoding="utf-8"))
    lists = [table["posts"], table["private"], table["bodies"], *table["crowds"].values()]
    nouns = [noun for words in lists for noun in words]
    assert sorted({noun for noun in nouns if nouns.count(noun) > 1}) == []
    assert sorted(noun for noun in table["state"]["nouns"] if noun not in nouns) == []

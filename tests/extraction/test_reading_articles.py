"""Whole articles of our own: who is meant, whose words, which conditions; and the same bytes whatever the order."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from kg.export.records import position_record
from kg.model import ActorKind, Attribution, Position, Relation, Stance
from kg.pipeline import describe_extraction, extract_positions
from kg.text import read_article

EXAMPLES = Path(__file__).parents[2] / "examples" / "articles"


def read(text: str) -> tuple[Position, ...]:
    return extract_positions(read_article("article.txt", text.encode()))


def claims(text: str) -> set[tuple[str, str, str]]:
    return {(p.holder.name, p.stance.value, p.proposal.wording) for p in read(text)}


def test_two_people_of_one_surname_stay_apart() -> None:
    text = (
        "Senator Alice Moreno rejected the pipeline on Monday. Governor Pedro Moreno supports the pipeline. "
        "Alice Moreno called for a referendum."
    )
    found = {(p.holder.name, p.stance) for p in read(text)}
    assert ("Alice Moreno", Stance.OPPOSES) in found
    assert ("Pedro Moreno", Stance.SUPPORTS) in found
    assert all(name in ("Alice Moreno", "Pedro Moreno") for name, _ in found)


def test_a_capital_acts_for_its_state_and_is_a_place_elsewhere() -> None:
    found = read("Moscow rejected the ceasefire. Envoys met in Moscow on Friday and welcomed nothing.")
    assert [(p.holder.name, p.holder.kind) for p in found] == [("Russia", ActorKind.STATE)]


def test_the_title_gives_the_side() -> None:
    (position,) = read("French President Jeanne Colbert proposed a truce in the valley.")
    assert position.holder.name == "Jeanne Colbert"
    assert position.side is not None
    assert position.side.name == "France"


def test_reported_clauses_belong_to_their_own_subject() -> None:
    assert ("Norway", "opposes", "quota") in claims("Minister Kari Lund said Norway rejects the quota.")


def test_a_quotation_is_the_speakers_own() -> None:
    (position,) = read('"We reject the new toll," said Tomas Brandt, the mayor of Selm.')
    assert (position.holder.name, position.stance) == ("Tomas Brandt", Stance.OPPOSES)
    assert position.attribution is Attribution.DIRECT


def test_a_condition_has_its_relation_and_its_own_words() -> None:
    found = [
        p
        for p in read("Norway will not lift the ban unless Iceland accepts inspections.")
        if p.stance is Stance.CONDITIONS_ON
    ]
    (position,) = found
    (condition,) = position.conditions
    assert position.proposal.wording == "lift the ban"
    assert condition.relation is Relation.UNLESS
    assert condition.evidence.quote == "Iceland accepts inspections"


def test_the_order_of_a_condition_is_never_reversed() -> None:
    for text in (
        "If Iceland accepts inspections, Norway will lift the ban.",
        "Norway will lift the ban if Iceland accepts inspections.",
    ):
        (position,) = (p for p in read(text) if p.stance is Stance.CONDITIONS_ON)
        assert position.proposal.wording == "lift the ban"
        assert position.conditions[0].proposal.wording == "Iceland accepts inspections"


@pytest.mark.parametrize(
    "text",
    [
        "The army shelled the town at dawn and killed four people.",
        "The two ministers met in Geneva and shook hands.",
        "Will the council close the school?",
        "Analysts expect the government to reject the offer.",
    ],
)
def test_deeds_meetings_questions_and_guesses_yield_nothing(text: str) -> None:
    assert read(text) == ()


def test_every_quote_stands_in_the_article_at_its_place() -> None:
    for path in sorted(EXAMPLES.glob("*.txt")):
        if path.name.startswith("broken"):
            continue
        article = read_article(str(path), path.read_bytes())
        for position in extract_positions(article):
            position.evidence.verify(article)
            for condition in position.conditions:
                condition.evidence.verify(article)


def test_the_same_articles_give_the_same_bytes_in_either_order() -> None:
    paths = sorted(EXAMPLES.glob("*mackerel*.txt"))[:3]
    forth, back = _bytes(paths), _bytes(list(reversed(paths)))
    assert forth == back
    assert forth == _bytes(paths)


def test_the_run_names_program_and_model() -> None:
    run = describe_extraction()
    assert (run.software, run.at) == ("parley", None)
    assert run.model.startswith("en_parley ")


def _bytes(paths: list[Path]) -> dict[str, str]:
    found: dict[str, str] = {}
    for path in paths:
        article = read_article(str(path), path.read_bytes())
        records = [position_record(p, article.source, article.title) for p in extract_positions(article)]
        found[path.name] = json.dumps(records)
    return found


def test_a_body_is_the_one_that_is_called_so_and_not_the_last_one_named() -> None:
    found = claims(
        "Millbrook City Council will vote on a bridge across the harbour.\n\n"
        "The Dockers' Union opposes the bridge. Harbour Freight Ltd backs the bridge. The company demanded a toll.\n\n"
        "The Labour Party has called for a referendum. The council supports a tunnel. The union rejected the tunnel."
    )
    assert found >= {
        ("Dockers' Union", "opposes", "bridge"),
        ("Harbour Freight Ltd", "supports", "toll"),
        ("Millbrook City Council", "supports", "tunnel"),
        ("Dockers' Union", "opposes", "tunnel"),
    }


def test_somebodys_party_is_not_the_party_that_was_named_last() -> None:
    found = claims(
        "The Green Party backs the bridge. Conservative councillor Mark Doyle said his party opposed a referendum."
    )
    assert ("Mark Doyle's party", "opposes", "referendum") in found
    assert ("Green Party", "opposes", "referendum") not in found


@pytest.mark.parametrize(
    "sentence",
    [
        "It is not true that Norway opposes the ceasefire.",
        "It is false that Norway supports the quota.",
        "Norway is far from supporting the plan.",
        "Norway backed down from its demand for a toll.",
        "Norway would have supported the truce if Sweden had withdrawn.",
        "The minister does not say that Norway opposes the treaty.",
        "Norway neither supported nor opposed the ceasefire.",
    ],
)
def test_what_is_taken_back_is_nobodys_position(sentence: str) -> None:
    assert claims(sentence) == set()


def test_the_count_of_votes_is_no_proposal() -> None:
    assert claims("The council voted 9-6 to delay the bridge.") == {("council", "supports", "delay the bridge")}


def test_not_against_is_read_without_its_negation() -> None:
    assert claims("Portugal is not against the ban.") == {("Portugal", "supports", "ban")}

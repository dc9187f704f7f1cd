"""The scores of a coded article, counted by hand."""

from __future__ import annotations

import pytest

from kg.analysis.evaluation.gold import GoldDocument
from kg.analysis.evaluation.scores import Evaluation, Judged, Score, Share, evaluate
from kg.model import Act, Actor, ActorKind, Condition, Evidence, Position, Proposal, Relation, Stance
from tests.analysis.evaluation.samples import ARTICLE, FIRST, GOLD, PLACES, SECOND, THIRD


def position(sentence: str, holder: str, stance: Stance, proposal: str, *conditions: str, rule: str) -> Position:
    evidence = Evidence.of(ARTICLE, PLACES[sentence])
    return Position(
        holder=Actor(name=holder, kind=ActorKind.GROUP, wording=holder),
        side=Actor(name="millers", kind=ActorKind.GROUP, wording="millers") if holder == "Quill" else None,
        stance=stance,
        proposal=Proposal(label=proposal, wording=proposal),
        conditions=tuple(
            Condition(proposal=Proposal(label=words, wording=words), relation=Relation.IF, evidence=evidence)
            for words in conditions
        ),
        evidence=evidence,
        act=Act.STATES,
        rule=rule,
    )


@pytest.fixture(scope="module")
def found() -> Evaluation:
    positions = (
        position(FIRST, "bishop", Stance.OPPOSES, "bypass", rule="verb"),
        position(SECOND, "Quill", Stance.CONDITIONS_ON, "weir", "toll is dropped", "rain falls", rule="if"),
        position(SECOND, "Quill", Stance.SUPPORTS, "weir", rule="verb"),
        position(THIRD, "council", Stance.SUPPORTS, "meeting", rule="noun"),
    )
    gold = GoldDocument(article="weir.txt", positions=GOLD)
    return evaluate([Judged(gold=gold, article=ARTICLE, positions=positions, kind="village")])


def test_each_condition_is_a_row_and_optional_rows_do_not_count(found: Evaluation) -> None:
    assert found.articles == 1
    assert dict(found.readings) == {
        "position": Score(right=1, found=4, gold=2),
        "no-holder": Score(right=2, found=4, gold=2),
        "no-proposal": Score(right=1, found=4, gold=2),
        "no-stance": Score(right=1, found=4, gold=2),
        "conditions": Score(right=1, found=2, gold=1),
    }
    assert found.quotes == Share(right=5, of=5)


def test_fields_are_counted_in_rows_that_are_right_otherwise(found: Evaluation) -> None:
    assert dict(found.fields) == {
        "holder": Share(right=1, of=2),
        "stance": Share(right=1, of=1),
        "proposal": Share(right=1, of=1),
        "condition": Share(right=1, of=1),
        "side": Share(right=1, of=1),
    }


def test_scores_by_stance_kind_of_source_and_rule(found: Evaluation) -> None:
    assert dict(found.stances) == {
        "supports": Score(right=0, found=1, gold=0),
        "opposes": Score(right=0, found=1, gold=1),
        "conditions-on": Score(right=1, found=2, gold=1),
    }
    assert dict(found.kinds) == {"village": Score(right=1, found=4, gold=2)}
    assert list(found.rules.items()) == [
        ("if", Share(right=1, of=2)),
        ("noun", Share(right=0, of=1)),
        ("verb", Share(right=0, of=1)),
    ]


def test_errors_are_explained(found: Evaluation) -> None:
    assert [(str(kind.why), kind.missed, kind.wrong) for kind in found.errors] == [
        ("holder differs", 1, 1),
        ("wrong, nothing is coded there", 0, 1),
        ("wrong, something else is coded there", 0, 1),
    ]


def test_nothing_found_and_nothing_coded_is_no_division_by_zero() -> None:
    empty = evaluate([])
    assert (empty.readings["position"].f1, empty.articles, empty.errors) == (0.0, 0, ())

"""The two-mode network and the matrix to read."""

from __future__ import annotations

import pytest

from kg.analysis.affiliation import StanceCell, Verdict, affiliation_network, stance_matrix
from kg.errors import InputError, MissingError
from kg.model import ActorKind
from tests.analysis.coding import coded

TALKS = [
    coded("Estonia", "+", "ceasefire", start=0),
    coded("Estonia", "+", "ceasefire", start=100),
    coded("Estonia", "-", "ceasefire", start=200),
    coded("Norway", "?", "ceasefire", "inspections", start=300),
    coded("Norway", "-", "sanctions", start=400),
]


def test_every_pair_has_a_verdict_and_silence_is_one() -> None:
    matrix = stance_matrix(TALKS)
    assert matrix.actors == ("Estonia", "Norway")
    assert matrix.proposals == ("ceasefire", "sanctions")
    assert {(a, p): matrix.cell(a, p).verdict for a in matrix.actors for p in matrix.proposals} == {
        ("Estonia", "ceasefire"): Verdict.MIXED,
        ("Estonia", "sanctions"): Verdict.SILENT,
        ("Norway", "ceasefire"): Verdict.CONDITIONAL,
        ("Norway", "sanctions"): Verdict.OPPOSES,
    }
    assert matrix.cell("Estonia", "ceasefire") == StanceCell(
        support=2, oppose=1, positions=tuple(position.id for position in TALKS[:3])
    )
    assert matrix.cell("Norway", "ceasefire").conditions == ("inspections",)
    assert matrix.cell("Estonia", "sanctions").statements == 0


def test_unknown_names_are_answered_with_the_known_ones() -> None:
    matrix = stance_matrix(TALKS)
    with pytest.raises(MissingError, match="expected an actor of this matrix, got 'Sweden'; it has Estonia, Norway"):
        matrix.cell("Sweden", "ceasefire")
    with pytest.raises(
        MissingError, match="expected a proposal of this matrix, got 'talks'; it has ceasefire, sanctions"
    ):
        matrix.cell("Norway", "talks")


def test_no_positions_are_refused() -> None:
    with pytest.raises(InputError) as raised:
        stance_matrix([])
    assert str(raised.value) == "expected positions for a matrix of stances, got none: the selection is empty"
    with pytest.raises(InputError) as raised:
        affiliation_network([])
    assert str(raised.value) == "expected positions for a two-mode network, got none: the selection is empty"


def test_ties_count_stances() -> None:
    graph = affiliation_network(TALKS)
    assert graph.edges["actor:Estonia", "proposal:ceasefire"] == {
        "weight": 3,
        "support": 2,
        "oppose": 1,
        "conditional": 0,
        "balance": 1,
        "stance": "support and oppose",
        "activity": pytest.approx(1 / 3),
        "prominence": pytest.approx(1 / 4),
        "positions": tuple(position.id for position in TALKS[:3]),
        "days": (),
        "quote": "Estonia backs ceasefire",
    }
    assert graph.nodes["proposal:ceasefire"] == {
        "name": "ceasefire",
        "mode": "proposal",
        "bipartite": 1,
        "statements": 4,
    }
    assert graph.nodes["actor:Norway"]["kind"] == "state"


def test_an_actor_and_a_proposal_of_one_name_are_two_nodes() -> None:
    graph = affiliation_network([coded("Customs Union", "+", "Customs Union")])
    assert sorted(graph) == ["actor:Customs Union", "proposal:Customs Union"]


def test_a_side_speaks_for_its_actors_and_a_holder_without_one_for_itself() -> None:
    spoken = [
        coded("Lavrov", "+", "talks", side="Russia", kind=ActorKind.PERSON),
        coded("Russia", "-", "talks", start=50),
        coded("Observer", "-", "talks", start=90, kind=ActorKind.PERSON),
    ]
    matrix = stance_matrix(spoken, level="side")
    assert matrix.actors == ("Russia", "Observer")
    assert matrix.cell("Russia", "talks").verdict is Verdict.MIXED


def test_one_name_of_two_kinds_is_two_parties() -> None:
    named = [
        coded("Georgia", "+", "talks"),
        coded("Georgia", "-", "talks", kind=ActorKind.PERSON, start=40),
    ]
    assert stance_matrix(named).actors == ("Georgia (person)", "Georgia (state)")


def test_the_order_of_positions_changes_nothing() -> None:
    forward, backward = affiliation_network(TALKS), affiliation_network(TALKS[::-1])
    assert list(forward.nodes(data=True)) == list(backward.nodes(data=True))
    assert list(forward.edges(data=True)) == list(backward.edges(data=True))
    assert stance_matrix(TALKS) == stance_matrix(TALKS[::-1])

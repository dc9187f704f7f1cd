"""Preconditions, deadlocks and asks."""

from __future__ import annotations

from kg.analysis.conditions import contested_conditions, deadlocks, precondition_graph, preconditions, shared_asks
from kg.model import Relation
from tests.analysis.coding import coded

WITHDRAWAL = coded("North", "?", "withdrawal", "ceasefire", start=0)
CEASEFIRE = coded("South", "?", "ceasefire", "withdrawal", start=100, relation=Relation.BEFORE)
INSPECTIONS = coded("South", "?", "prisoner exchange", "inspections", start=200)
GUARD = coded("Mediator", "?", "aid", "inspections", start=300, relation=Relation.IN_EXCHANGE_FOR)
THREAT = coded("North", "?", "shelling", "inspections", start=400, relation=Relation.UNLESS)
REFUSAL = coded("North", "-", "inspections", start=500)
TALKS = [WITHDRAWAL, CEASEFIRE, INSPECTIONS, GUARD, THREAT, REFUSAL]


def test_a_tie_says_who_makes_it_and_how() -> None:
    graph = precondition_graph([*TALKS, coded("West", "?", "withdrawal", "ceasefire", start=600, relation=Relation.IF)])
    assert graph.edges["withdrawal", "ceasefire"] == {
        "weight": 2,
        "holders": ("North", "West"),
        "relations": ("only-if", "if"),
        "positions": (WITHDRAWAL.id, graph.edges["withdrawal", "ceasefire"]["positions"][1]),
        "days": (),
        "quote": "North links withdrawal to ceasefire",
        "needed": True,
        "circle": True,
    }
    assert graph.nodes["inspections"] == {"name": "inspections", "asked_by": 3}
    assert not graph.edges["shelling", "inspections"]["needed"]
    assert not graph.edges["aid", "inspections"]["circle"]


def test_without_conditions_the_graph_is_empty() -> None:
    assert not len(precondition_graph([REFUSAL]))
    assert preconditions([REFUSAL]) == deadlocks([REFUSAL]) == shared_asks([REFUSAL]) == ()


def test_a_deadlock_is_a_circle_between_parties() -> None:
    (deadlock,) = deadlocks(TALKS)
    assert deadlock.proposals == ("ceasefire", "withdrawal")
    assert deadlock.parties == ("North", "South")
    assert [[claim.quote for claim in link] for link in deadlock.links] == [
        ["South links ceasefire to withdrawal"],
        ["North links withdrawal to ceasefire"],
    ]


def test_a_circle_of_one_party_is_no_deadlock() -> None:
    alone = [WITHDRAWAL, coded("North", "?", "ceasefire", "withdrawal", start=100)]
    assert deadlocks(alone) == ()
    assert not precondition_graph(alone).edges["withdrawal", "ceasefire"]["circle"]


def test_unless_closes_no_circle() -> None:
    assert (
        deadlocks([WITHDRAWAL, coded("South", "?", "ceasefire", "withdrawal", start=9, relation=Relation.UNLESS)]) == ()
    )


def test_a_side_does_not_block_itself() -> None:
    by_side = [
        coded("Minister", "?", "withdrawal", "ceasefire", side="North"),
        coded("General", "?", "ceasefire", "withdrawal", side="North", start=100),
    ]
    assert deadlocks(by_side) == ()
    assert len(deadlocks(by_side, level="actor")) == 1


def test_longer_circles_come_after_shorter_ones() -> None:
    ring = [
        coded("North", "?", "a", "b", start=0),
        coded("South", "?", "b", "c", start=50),
        coded("West", "?", "c", "a", start=100),
        coded("South", "?", "b", "a", start=150),
    ]
    assert [deadlock.proposals for deadlock in deadlocks(ring)] == [("a", "b"), ("a", "b", "c")]
    assert [deadlock.proposals for deadlock in deadlocks(ring, longest=2)] == [("a", "b")]
    assert len(deadlocks(ring, most=1)) == 1


def test_shared_asks() -> None:
    (ask,) = shared_asks(TALKS)
    assert (ask.ask, ask.parties) == ("inspections", ("Mediator", "South"))
    assert [claim.position for claim in ask.claims] == [INSPECTIONS.id, GUARD.id]


def test_a_condition_that_another_party_rejects() -> None:
    (contested,) = contested_conditions(TALKS)
    assert contested.condition == "inspections"
    assert contested.asked_by == ("Mediator", "South")
    assert contested.rejected_by == ("North",)
    assert contested.rejections == (REFUSAL.id,)

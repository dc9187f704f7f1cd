"""Conflicts drafted from positions: whose option is what, what each would rather see, and what follows."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kg.analysis.conflict import Conflict, Preference, draft_conflict
from kg.analysis.stability import Concept, coalition_moves, stability
from kg.errors import InputError, MissingError
from kg.model import Act, Modality, Relation
from tests.analysis.coding import coded

DEADLOCK = [
    coded("Ardania", "?", "harbour opening", "withdrawal of ships"),
    coded("Belmark", "?", "withdrawal of ships", "harbour opening", start=100),
]


def test_a_deadlock_holds_until_both_move_together() -> None:
    """Each gives only for what the other gives: nobody moves alone, and both gain by moving together."""
    conflict = draft_conflict(DEADLOCK)
    assert conflict.options == {"Ardania": ("harbour opening",), "Belmark": ("withdrawal of ships",)}
    assert [wish.says for wish in conflict.preferences["Ardania"]] == [
        "Ardania: harbour opening only if withdrawal of ships",
        "asks for withdrawal of ships",
    ]
    assert conflict.preferences["Ardania"][0].quote == "Ardania links harbour opening to withdrawal of ships"
    assert conflict.reasons["harbour opening"] == "Ardania makes it depend on something"
    model = conflict.model()
    assert model.states == ("NN", "YN", "NY", "YY")
    assert model.payoffs == {"Ardania": (2.0, 1.0, 3.0, 3.0), "Belmark": (2.0, 3.0, 1.0, 3.0)}
    assert stability(model).equilibria[Concept.NASH] == {0, 3}
    assert coalition_moves(model, 0) == ((("Ardania", "Belmark"), 3),)


def test_an_option_is_whose_acts_say_so() -> None:
    conflict = draft_conflict(
        [
            replace(coded("Ardania", "+", "ferry toll"), act=Act.DEMANDS),
            replace(coded("Belmark", "-", "ferry toll", start=50), act=Act.REFUSES),
            coded("Ardania", "+", "harbour truce", start=100),
            replace(coded("Belmark", "+", "harbour truce", start=150), act=Act.PLEDGES),
            replace(coded("Ardania", "+", "amnesty", start=200), act=Act.URGES),
            coded("Belmark", "-", "harbour tax", start=250),
        ]
    )
    assert conflict.reasons == {
        "amnesty": "Ardania asks for it",
        "ferry toll": "Belmark refuses it",
        "harbour tax": "Belmark opposes it",
        "harbour truce": "Belmark commits itself to it",
    }
    assert conflict.options == {"Ardania": (), "Belmark": ("amnesty", "ferry toll", "harbour tax", "harbour truce")}
    assert (conflict.unowned, conflict.left_out) == ((), ())


def test_what_is_asked_of_nobody_in_particular_is_nobodys_unless_the_analyst_says_so() -> None:
    positions = [*DEADLOCK, coded("Cadmia", "?", "loan", "audit", start=200)]
    assert draft_conflict(positions).unowned == ("audit",)
    given = draft_conflict(positions, owners={"audit": "Belmark"})
    assert given.options["Belmark"] == ("audit", "withdrawal of ships")
    assert given.reasons["audit"] == "Belmark was given it by the analyst"
    assert [wish.says for wish in given.preferences["Cadmia"]] == ["Cadmia: loan only if audit", "asks for audit"]


def test_demands_come_before_wishes_and_what_is_said_often_before_what_is_said_once() -> None:
    conflict = draft_conflict(
        [
            coded("Ardania", "+", "aid", day="2025-03-01"),
            coded("Ardania", "-", "toll", day="2025-03-01", start=50),
            coded("Ardania", "-", "toll", day="2025-03-02", start=50, article="b"),
            coded("Ardania", "+", "bridge", modality=Modality.TENTATIVE, start=100),
            coded("Belmark", "+", "toll", start=150),
            coded("Belmark", "?", "bridge", "aid", start=200, relation=Relation.IF),
            coded("Belmark", "?", "aid", "toll", start=250, relation=Relation.UNLESS),
        ]
    )
    assert [wish.says for wish in conflict.preferences["Ardania"]] == [
        "Ardania opposes toll",
        "Ardania supports aid",
        "Ardania supports bridge",
    ]
    assert [wish.says for wish in conflict.preferences["Belmark"]] == [
        "Belmark supports toll",
        "Belmark: aid unless toll",
        "Belmark: bridge if aid",
    ]


def test_a_draft_can_be_edited() -> None:
    conflict = draft_conflict(DEADLOCK)
    wish = Preference(any_of=((("harbour opening", False),),), says="Ardania would rather keep it shut")
    stubborn = replace(conflict, preferences={**conflict.preferences, "Ardania": (wish,)})
    assert stability(stubborn.model()).equilibria[Concept.NASH] == {0}


def test_only_the_proposals_most_spoken_of_become_options() -> None:
    conflict = draft_conflict([*DEADLOCK, coded("Ardania", "+", "amnesty", start=300)], most=2)
    assert conflict.names == ("harbour opening", "withdrawal of ships")
    assert conflict.left_out == ("amnesty",)


def test_what_makes_no_conflict_is_refused() -> None:
    with pytest.raises(InputError) as error:
        draft_conflict([])
    assert str(error.value) == "expected positions for a conflict, got none: the selection is empty"
    with pytest.raises(InputError) as error:
        draft_conflict(DEADLOCK, parties=["Ardania"])
    assert str(error.value) == "expected two parties or more for a conflict, got Ardania"
    with pytest.raises(InputError) as error:
        draft_conflict(DEADLOCK, most=9)
    assert str(error.value) == "expected at most 1 to 8 options, got 9"
    with pytest.raises(MissingError) as missing:
        draft_conflict(DEADLOCK, parties=["Ardania", "Cadmia"])
    assert str(missing.value) == "expected parties among Ardania, Belmark, got Cadmia"
    with pytest.raises(MissingError) as missing:
        draft_conflict(DEADLOCK, owners={"harbour opening": "Cadmia"})
    assert str(missing.value) == "expected an owner of harbour opening among Ardania, Belmark, got 'Cadmia'"
    with pytest.raises(MissingError) as missing:
        draft_conflict(DEADLOCK, owners={"loan": "Belmark"})
    assert str(missing.value) == "expected a proposal among harbour opening, withdrawal of ships, got 'loan'"
    both = [coded(name, "?", "loan", "audit", start=at) for name, at in (("A", 0), ("B", 50))]
    asks = [replace(coded(name, "+", "audit", start=at), act=Act.DEMANDS) for name, at in (("A", 0), ("B", 50))]
    assert draft_conflict(both).unowned == ("audit",)
    with pytest.raises(InputError) as error:
        draft_conflict(asks)
    assert str(error.value) == "expected a proposal that is somebody's to do, got none of audit"
    with pytest.raises(InputError) as error:
        Conflict(options={"A": ()}, preferences={}).model()
    assert str(error.value) == "expected 1 to 8 options in a conflict, got 0"
    with pytest.raises(MissingError) as missing:
        Conflict(options={"A": ("x",)}, preferences={"B": ()}).model()
    assert str(missing.value) == "expected players among A, got B"

"""Stability in the graph model, equal to published analyses."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import pytest

from kg.analysis.stability import Concept, ConflictModel, coalition_moves, options_model, stability
from kg.errors import InputError, MissingError

GMCR = Path(__file__).parents[2] / ".." / "shared" / "data" / "gmcr"

needs_data = pytest.mark.skipif(not GMCR.is_dir(), reason="the reference conflicts are not here")


@pytest.fixture(name="elmira")
def _elmira() -> tuple[ConflictModel, dict[str, Any]]:
    content = json.loads((GMCR / "elmira_9state.json").read_text(encoding="utf-8"))
    model = ConflictModel(
        states=tuple(content["states"]),
        moves={
            player: frozenset((source - 1, target - 1) for source, target in moves)
            for player, moves in zip(content["dms"], content["moves"], strict=True)
        },
        payoffs={player: tuple(payoffs) for player, payoffs in zip(content["dms"], content["payoff"], strict=True)},
    )
    return model, content


def numbered(states: frozenset[int]) -> list[int]:
    return sorted(state + 1 for state in states)


@needs_data
def test_elmira(elmira: tuple[ConflictModel, dict[str, Any]]) -> None:
    model, content = elmira
    found = stability(model).equilibria
    assert {str(concept): numbered(states) for concept, states in found.items()} == content["equilibria"]


@needs_data
def test_elmira_with_the_coalition_of_ministry_and_uniroyal(elmira: tuple[ConflictModel, dict[str, Any]]) -> None:
    model, content = elmira
    assert (("MoE", "UR"), 7) in coalition_moves(model, 4)
    found = stability(model, [["UR", "MoE"]]).equilibria
    expected = content["equilibria_coalition_MoE_UR"]
    assert {str(concept): numbered(states) for concept, states in found.items()} == expected


def read_gmcr(path: Path) -> ConflictModel:
    content = json.loads(path.read_text(encoding="utf-8"))
    names = [option["name"] for option in content["options"]]

    def pattern(conditions: list[list[Any]]) -> list[tuple[str, bool]]:
        return [(names[option], taken == "Y") for option, taken in conditions]

    return options_model(
        {player["name"]: [names[option] for option in player["options"]] for player in content["decisionMakers"]},
        {
            player["name"]: [
                [pattern(member) for member in said["members"]] if isinstance(said, dict) else [pattern(said)]
                for said in player["preferences"]
            ]
            for player in content["decisionMakers"]
        },
        infeasible=[pattern(conditions) for conditions in content["infeasibles"]],
        irreversible=[option["name"] for option in content["options"] if option["permittedDirection"] == "fwd"],
    )


@needs_data
@pytest.mark.parametrize("name", ["Cuban", "Prisoners"])
def test_equals_gmcr_plus(name: str) -> None:
    model = read_gmcr(GMCR / f"{name}.gmcr")
    with (GMCR / f"{name}_gmcrplus.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert list(model.states) == [row["options_YN"] for row in rows]
    for player, payoffs in model.payoffs.items():
        assert list(payoffs) == [float(row[f"payoff_{player}"]) for row in rows]
    found = stability(model).equilibria
    for concept in Concept:
        assert numbered(found[concept]) == [int(row["state"]) for row in rows if row[str(concept)] == "1"]


def test_two_who_would_rather_cooperate() -> None:
    """The prisoner's dilemma: silence together holds only when each fears the other's answer."""
    model = options_model(
        {"A": ["A talks"], "B": ["B talks"]},
        {
            "A": [[[("B talks", False)]], [[("A talks", True)]]],
            "B": [[[("A talks", False)]], [[("B talks", True)]]],
        },
    )
    assert model.states == ("NN", "YN", "NY", "YY")
    assert model.payoffs == {"A": (3.0, 4.0, 1.0, 2.0), "B": (3.0, 1.0, 4.0, 2.0)}
    found = stability(model)
    assert found.equilibria[Concept.NASH] == {3}
    assert found.equilibria[Concept.GMR] == {0, 3}
    assert found.stable[Concept.NASH]["A",] == {1, 3}
    assert coalition_moves(model, 3) == ((("A", "B"), 0),)
    assert stability(model, [["A", "B"]]).equilibria[Concept.NASH] == {0, 1, 2}


def test_irreversible_options_are_not_given_up() -> None:
    model = options_model({"A": ["x"]}, {"A": [[[("x", False)]]]}, irreversible=["x"])
    assert model.moves == {"A": frozenset({(0, 1)})}


def test_what_does_not_fit_is_refused() -> None:
    model = options_model({"A": ["x"], "B": ["y"]}, {"A": [], "B": []})
    with pytest.raises(MissingError) as missing:
        stability(model, [["A", "C"]])
    assert str(missing.value) == "expected players among A, B, got 'C'"
    with pytest.raises(InputError) as raised:
        stability(model, [["A", "B"], ["A"]])
    assert str(raised.value) == "expected each player in one coalition, got 'A' twice"
    with pytest.raises(MissingError) as missing:
        options_model({"A": ["x"]}, {"A": [[[("z", True)]]]})
    assert str(missing.value) == "expected an option among x, got 'z'"
    with pytest.raises(InputError) as raised:
        options_model({"A": ["x"], "B": ["x"]}, {"A": [], "B": []})
    assert str(raised.value) == "expected every option to belong to one player, got one that belongs to several"
    with pytest.raises(InputError) as raised:
        ConflictModel(states=("s",), moves={"A": frozenset()}, payoffs={"A": (1.0, 2.0)})
    assert str(raised.value) == "expected 1 payoffs for A, got 2"
    with pytest.raises(InputError) as raised:
        ConflictModel(states=("s",), moves={"A": frozenset()}, payoffs={"B": (1.0,)})
    assert str(raised.value) == "expected moves and payoffs for the same players, got A and B"
    with pytest.raises(InputError) as raised:
        ConflictModel(states=("s",), moves={"A": frozenset({(0, 1)})}, payoffs={"A": (1.0,)})
    assert str(raised.value) == "expected moves between states 0 to 0, got others for A"

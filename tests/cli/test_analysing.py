"""``network``, ``matrix``, ``conditions``: the numbers, the marks, and what to do when there is nothing."""

from __future__ import annotations

import json

import networkx as nx
import pytest

from kg.store import open_store
from tests.cli.conftest import Parley
from tests.rdf.samples import harbour_record


def test_the_network_in_json_is_one_that_networkx_reads(graph: str, parley: Parley) -> None:
    found = nx.node_link_graph(json.loads(parley("network", "subtract", "--store", graph, "--json").out), edges="edges")
    assert found.graph["kind"] == "subtract"
    assert found.graph["statements"] == 23
    assert all(tie["positions"] and tie["quote"] for _, _, tie in found.edges(data=True))


def test_alliances_and_conflicts_are_ranked(graph: str, parley: Parley) -> None:
    network = json.loads(parley("network", "subtract", "--store", graph, "--json").out)
    weights = [tie["weight"] for tie in network["edges"]]
    shown = parley("network", "--store", graph, "--limit", "0").out
    assert ("Strongest alliances" in shown, "Sharpest conflicts" in shown) == (max(weights) > 0, min(weights) < 0)
    lines = [line.split()[0] for line in shown.splitlines() if line.lstrip()[:1] in "+-" and line.strip()]
    assert sorted(map(float, lines)) == sorted(weights)
    assert "% of the weight of all ties." in shown


def test_congruence_has_no_rivals_and_conflict_no_allies(graph: str, parley: Parley) -> None:
    assert "Sharpest conflicts" not in parley("network", "congruence", "--store", graph).out
    assert "Strongest alliances" not in parley("network", "conflict", "--store", graph).out


def test_parties_that_share_no_proposal_have_no_tie(parley: Parley) -> None:
    with open_store("harbour.db") as store:
        store.add(harbour_record())
    found = parley("network", "--store", "harbour.db")
    assert found.status == 0
    assert "No two of them speak on the same proposal: there is no tie.\n" in found.out


def test_the_matrix_marks_stances_and_names_proposals_below(parley: Parley) -> None:
    with open_store("harbour.db") as store:
        store.add(harbour_record())
    found = parley("matrix", "--store", "harbour.db")
    rows = [line.split("  ") for line in found.out.splitlines() if line]
    marks = {row[0].strip(): [cell.strip() for cell in row[1:] if cell.strip()] for row in rows[3:6]}
    legend = [line.split(maxsplit=1) for line in map(str.strip, found.out.splitlines()) if line[:1].isdigit()]
    numbered = {words: int(number) for number, words in legend}
    assert marks["Ardania"][numbered["harbour opening"] - 1] == "?"
    assert marks["Fishers' League"][numbered["harbour truce"] - 1] == "+"
    assert marks["coastguard of Belmark"][numbered["withdrawal of ships"] - 1] == "−"
    assert "+ supports  − opposes  ? on conditions  ± both  · no statement found" in found.out


def test_the_matrix_says_what_it_leaves_out(graph: str, parley: Parley) -> None:
    assert "Shown: 2 of " in parley("matrix", "--store", graph, "--limit", "2").out


def test_the_matrix_in_json_has_verdicts_and_positions(graph: str, parley: Parley) -> None:
    found = json.loads(parley("matrix", "--store", graph, "--json", "--actor", "ardania").out)
    assert found["actors"] == ["Ardania"]
    assert found["cells"] == [
        {
            "actor": "Ardania",
            "proposal": "harbour opening",
            "verdict": "conditional",
            "support": 0,
            "oppose": 0,
            "conditional": 1,
            "conditions": ["withdrawal of ships"],
            "positions": [harbour_record().positions[0].id],
        }
    ]


def test_conditions_say_who_makes_what_depend_on_what(parley: Parley) -> None:
    with open_store("harbour.db") as store:
        store.add(harbour_record())
    found = parley("conditions", "--store", "harbour.db")
    words = " ".join(found.out.split())
    assert "Ardania harbour opening only if withdrawal of ships" in words
    assert "Asked and rejected: withdrawal of ships asked by Ardania; rejected by coastguard of Belmark" in words


def test_conditions_in_json(graph: str, parley: Parley) -> None:
    found = json.loads(parley("conditions", "--store", graph, "--json", "--actor", "ardania").out)
    assert [(row["holder"], row["relation"], row["condition"]) for row in found["stated"]] == [
        ("Ardania", "only-if", "withdrawal of ships")
    ]


@pytest.mark.parametrize("command", ["network", "matrix", "conditions", "positions", "export jsonl", "export gexf"])
def test_a_slip_of_the_pen_is_answered_with_the_nearest_name(command: str, graph: str, parley: Parley) -> None:
    found = parley(*command.split(), "--store", graph, "--actor", "Ardanja")
    assert (found.status, found.out) == (1, "")
    assert found.err == (
        "parley: expected actor to be part of a name in this graph, got 'Ardanja'; the nearest is Ardania\n"
    )


def test_a_name_like_none_is_answered_with_some_that_there_are(graph: str, parley: Parley) -> None:
    assert parley("matrix", "--store", graph, "--proposal", "zebra").err.startswith(
        "parley: expected proposal to be part of a name in this graph, got 'zebra'; there are "
    )
    assert parley("matrix", "--store", graph, "--source", "nowhere").err.startswith(
        "parley: expected source to be part of a path or address in this graph, got 'nowhere'; there are "
    )


def test_an_unknown_way_of_counting_is_a_mistake_in_the_command_line(graph: str, parley: Parley) -> None:
    found = parley("network", "--store", graph, "--duplicates", "decade")
    assert found.status == 2
    assert "expected include, " in " ".join(found.err.replace("│", " ").split())

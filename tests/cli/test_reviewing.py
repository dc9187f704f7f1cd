"""``review`` and ``reviews``, what the other commands make of them, and the same on a graph that a server holds."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from kg.store import open_store
from kg.usecases.keys import Scope, add_key
from tests.cli.conftest import Parley
from tests.cli.served import served
from tests.rdf.reviews import AGAINST, CONDITIONAL, FOR
from tests.rdf.samples import harbour_record, many_records

LEFT_OUT = "1 rejected position is left out; --review any counts them too.\n"
NOT_THERE = "expected a position of this store, got 'ffffffff'; parley positions lists those it has"
ANALYSES = (
    ("positions",),
    ("network", "congruence"),
    ("network", "affiliation"),
    ("matrix",),
    ("conditions",),
    ("camps",),
    ("polarisation", "--samples", "2"),
    ("brokers",),
    ("backbone",),
    ("agreement",),
    ("stability", "--level", "actor"),
    ("history",),
    ("shifts",),
    ("windows",),
    ("picture", "matrix", "-o", "m.svg"),
    ("export", "jsonl", "-o", "p.jsonl"),
    ("export", "csv", "--of", "matrix", "-o", "m.csv"),
    ("export", "graphml", "-o", "n.graphml"),
)


@pytest.fixture
def graph(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """A graph of one's own to decide about."""
    monkeypatch.delenv("PARLEY_REVIEWER", raising=False)
    place = tmp_path / "mine.db"
    with open_store(place) as store:
        store.add_many([harbour_record(), *many_records(4, 5)])
    return str(place)


def test_decisions_are_made_listed_and_taken_back(graph: str, parley: Parley) -> None:
    made = parley("review", AGAINST[:6], FOR, "rejected", "--by", "Ana", "--note", "no party", "--store", graph)
    assert (made.status, made.err) == (0, "")
    assert made.out == (
        f"{AGAINST[:8]} rejected by Ana: coastguard of Belmark (for Belmark) opposes a withdrawal\n"
        f"{FOR[:8]} rejected by Ana: Fishers' League supports the truce\n"
    )
    back = parley("review", FOR, "unreviewed", "--by", "Ben", "--store", graph)
    assert back.out.startswith(f"{FOR[:8]} taken back by Ben: Fishers' League supports the truce (was rejected, by Ana")
    listed = json.loads(parley("reviews", "--json", "--store", graph).out)
    assert listed["total"] == 3
    told = {(row["position"], row["state"], row["by"], row["note"], row["recorded_by"]) for row in listed["reviews"]}
    assert told == {
        (AGAINST, "rejected", "Ana", "no party", None),
        (FOR, "rejected", "Ana", "no party", None),
        (FOR, "unreviewed", "Ben", None, None),
    }
    table = parley("reviews", "--store", graph, "--limit", "2").out
    assert "taken back  Ben" in table
    assert "2 of 3; --limit 0 shows all" in table
    for criteria, number in (
        (["--by", "ANA"], 2),
        (["--state", "unreviewed"], 1),
        (["--position", FOR[:5]], 2),
        (["--until", "2025-01-01"], 0),
    ):
        assert json.loads(parley("reviews", "--json", "--store", graph, *criteria).out)["total"] == number
    assert parley("reviews", "--store", graph, "--by", "nobody").out == "No review found.\n"


def test_whose_decision_it_is_comes_from_the_option_the_environment_or_the_system(
    graph: str, parley: Parley, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("getpass.getuser", lambda: "whoever")
    for name in ("Eve", None):
        if name:
            monkeypatch.setenv("PARLEY_REVIEWER", name)
        else:
            monkeypatch.delenv("PARLEY_REVIEWER")
        made = json.loads(parley("review", FOR, "doubtful", "--json", "--store", graph).out)
        assert made["reviews"][0]["by"] == (name or "whoever")
    made = json.loads(parley("review", FOR, "doubtful", "--by", " Ana \n Reyes", "--json", "--store", graph).out)
    assert made["reviews"][0]["by"] == "Ana Reyes"


def test_what_is_not_there_is_said_and_nothing_is_decided(graph: str, parley: Parley) -> None:
    for words, told in (
        (
            ["ffffffff", "accepted"],
            NOT_THERE,
        ),
        (["harbour", "accepted"], "expected the id of a position or its first hex digits, got 'harbour'"),
    ):
        refused = parley("review", FOR, *words, "--store", graph)
        assert (refused.status, refused.err) == (1, f"parley: {told}\n")
    usage = parley("review", FOR, "maybe", "--store", graph)
    assert usage.status == 2
    assert "'maybe'" in usage.err
    assert json.loads(parley("reviews", "--json", "--store", graph).out) == {"total": 0, "reviews": []}


@pytest.mark.parametrize("command", ANALYSES, ids=" ".join)
def test_every_analysis_leaves_out_what_was_rejected_and_says_so(
    command: tuple[str, ...], graph: str, parley: Parley
) -> None:
    parley("review", AGAINST, "rejected", "--store", graph)
    default, everything = (parley(*command, *more, "--store", graph) for more in ((), ("--review", "any")))
    assert default.status == everything.status == 0
    assert LEFT_OUT in default.err
    assert LEFT_OUT not in everything.err
    if command[0] not in ("picture", "export"):
        narrow = parley(*command, "--review", "accepted", "--store", graph)
        assert narrow.status == 1
        assert narrow.err == (
            "parley: expected positions that are accepted, got none;"
            " by all other criteria there are 1 rejected, 22 unreviewed\n"
        )


def test_analyses_are_those_of_the_other_positions(graph: str, parley: Parley, tmp_path: Path) -> None:
    alone = str(tmp_path / "alone.db")
    record = harbour_record()
    with open_store(alone) as store:
        store.add_many([replace(record, positions=(record.positions[0], record.positions[2])), *many_records(4, 5)])
    parley("review", AGAINST, "rejected", "--store", graph)
    for command in (("network", "congruence"), ("matrix",), ("camps",), ("history",), ("agreement",)):
        assert parley(*command, "--json", "--store", graph).out == parley(*command, "--json", "--store", alone).out


def test_positions_show_what_was_decided(graph: str, parley: Parley) -> None:
    parley("review", CONDITIONAL, "accepted", "--by", "Ana", "--note", "=clear", "--store", graph)
    shown = parley("positions", "--actor", "ardania", "--store", graph)
    assert "accepted by Ana: =clear" in " ".join(shown.out.split())
    (row,) = json.loads(parley("positions", "--json", "--review", "accepted", "--store", graph).out)["positions"]
    assert (row["id"], row["review"]["state"], row["review"]["by"]) == (CONDITIONAL, "accepted", "Ana")
    table = csv.DictReader(io.StringIO(parley("positions", "--csv", "--limit", "0", "--store", graph).out))
    decided = [(line["id"], line["review"], line["review_by"], line["review_note"]) for line in table if line["review"]]
    assert decided == [(CONDITIONAL, "accepted", "Ana", "'=clear")]
    why = parley("why", CONDITIONAL, "--store", graph)
    assert "review accepted by Ana on " in " ".join(why.out.split())
    assert json.loads(parley("why", CONDITIONAL, "--json", "--store", graph).out)["review"]["by"] == "Ana"
    lines = [json.loads(line) for line in parley("export", "jsonl", "--store", graph).out.splitlines()]
    assert [line["id"] for line in lines if line["review"]] == [CONDITIONAL]


def test_the_whole_graph_is_exported_whole(graph: str, parley: Parley) -> None:
    parley("review", AGAINST, "rejected", "--store", graph)
    whole = parley("export", "nquads", "--store", graph)
    assert whole.err == ""
    assert f"<https://w3id.org/parley/id/position/{AGAINST}>" in whole.out
    assert "ontology#review-rejected" in whole.out
    part = parley("export", "nquads", "--side", "belmark", "--store", graph)
    assert (part.status, part.out) == (1, "")
    assert "1 rejected" in part.err


def test_a_removed_article_comes_back_with_its_reviews(graph: str, parley: Parley) -> None:
    parley("review", AGAINST, "rejected", "--store", graph)
    parley("remove", harbour_record().article.id, "--store", graph)
    with open_store(graph) as store:
        store.add(harbour_record())
    assert LEFT_OUT in parley("positions", "--store", graph).err


def test_a_running_server_writes_decisions_down(graph: str, parley: Parley, monkeypatch: pytest.MonkeyPatch) -> None:
    place = Path(graph)
    with served(place) as (_, client):
        made = parley("review", AGAINST[:6], "rejected", "--by", "Ana", "--note", "no party", "--store", graph)
        assert (made.status, made.err) == (0, "")
        assert made.out.startswith(f"{AGAINST[:8]} rejected by Ana: coastguard of Belmark")
        assert LEFT_OUT in parley("positions", "--store", graph).err
        missing = parley("review", "ffffffff", "accepted", "--store", graph)
        assert (missing.status, missing.err.count("parley positions lists")) == (1, 1)
        key = add_key(graph, "desk", Scope.WRITE, today=date(2025, 3, 3))
        monkeypatch.setenv("PARLEY_KEY", key)
        address = str(client.base_url)
        parley("review", FOR, "accepted", "--store", address)
        parley("review", CONDITIONAL, "doubtful", "--by", "Ben", "--store", address)
        rows = json.loads(parley("reviews", "--json", "--store", address).out)["reviews"]
    assert [(row["position"], row["by"], row["recorded_by"]) for row in rows] == [
        (AGAINST, "Ana", None),
        (FOR, "desk", None),
        (CONDITIONAL, "Ben", "desk"),
    ]

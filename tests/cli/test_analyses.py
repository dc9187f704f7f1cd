"""Camps, polarisation, brokers, agreement, stability, history, shifts: the numbers, with n, and what is not there."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from kg.store import open_store
from tests.cli.conftest import Parley
from tests.cli.talks import talks_records


@pytest.fixture(scope="module")
def talks(tmp_path_factory: pytest.TempPathFactory) -> str:
    place = tmp_path_factory.mktemp("talks") / "parley.db"
    with open_store(place) as store:
        store.add_many(talks_records())
    return str(place)


def test_camps_come_with_proof_and_n(talks: str, parley: Parley) -> None:
    found = parley("camps", "--store", talks, "--until", "2025-03-31")
    assert (found.status, found.err) == (0, "")
    assert found.out == (
        "n = 5 statements, 3 ties.\n"
        "Camp 1  Ardania, Cadmia\n"
        "Camp 2  Belmark\n"
        "Against these camps speak ties of weight 0 of 3 (proved: no other camps do better).\n"
        "Balance: 1.000 (1 − 2 L/m); 100% of triangles balanced; closed walks 1.000.\n"
    )
    record = json.loads(parley("camps", "--store", talks, "--json", "--until", "2025-03-31").out)
    assert record["statements"] == 5
    assert sorted(map(sorted, record["camps"]["camps"])) == [["Ardania", "Cadmia"], ["Belmark"]]
    assert (record["proven"], record["balance"], record["triangles"]) == (True, 1.0, 1.0)


def test_parties_and_proposals_can_be_left_out(talks: str, parley: Parley) -> None:
    chosen = ("camps", "--store", talks, "--until", "2025-03-31", "--json")
    record = json.loads(parley(*chosen, "--without-party", "ardania").out)
    assert (record["statements"], record["camps"]["camps"]) == (3, [["Belmark"], ["Cadmia"]])
    assert json.loads(parley(*chosen, "--without-proposal", "toll").out)["ties"] == 0
    assert json.loads(parley(*chosen, "--minimum", "2").out)["statements"] == 4
    assert parley(*chosen, "--minimum", "9").err == "parley: expected positions to be left, got none of 5\n"
    assert parley(*chosen, "--without-party", "Kadmia").err == (
        "parley: expected a party with positions, got 'Kadmia'; the nearest is Cadmia\n"
    )


def test_camps_without_ties_say_so(talks: str, parley: Parley) -> None:
    assert parley("camps", "--store", talks, "--actor", "cadmia").out == (
        "n = 2 statements, 0 ties.\nNo statement found on which two of them agree or clash: there are no camps.\n"
    )


def test_polarisation_by_month(talks: str, parley: Parley) -> None:
    found = parley("polarisation", "--store", talks, "--window", "month", "--samples", "20")
    rows = [line.split() for line in found.out.splitlines() if line[:1] in "a2"]
    assert [row[0] for row in rows] == ["all", "2025-03-01", "2025-04-01"]
    assert rows[1][1] == "1.000"
    record = json.loads(parley("polarisation", "--store", talks, "--window", "month", "--samples", "20", "--json").out)
    assert [period["first"] for period in record["periods"]] == ["2025-03-01", "2025-04-01"]
    assert record["whole"]["statements"] == 8
    again = parley("polarisation", "--store", talks, "--window", "month", "--samples", "20", "--json").out
    assert json.loads(again) == record


def test_windows_show_silence_too(talks: str, parley: Parley) -> None:
    shown = parley("windows", "--store", talks, "--unit", "weeks", "--size", "2").out
    assert shown.count("no statement found") == 1
    assert "Ardania – Cadmia" in shown
    record = json.loads(parley("windows", "--store", talks, "--json").out)
    assert [(window["first"], window["last"], window["statements"]) for window in record] == [
        ("2025-03-01", "2025-03-31", 5),
        ("2025-04-01", "2025-04-30", 3),
    ]
    assert parley("windows", "--store", talks, "--size", "0").status == 2


def test_brokers_and_what_divides(talks: str, parley: Parley) -> None:
    shown = parley("brokers", "--store", talks).out
    assert "n = 8 statements" in shown
    assert "ferry toll" in shown.split("Most divisive proposals")[1]
    record = json.loads(parley("brokers", "--store", talks, "--json").out)
    toll = next(issue for issue in record["issues"] if issue["proposal"] == "ferry toll")
    assert (toll["supporters"], toll["opponents"], toll["mixed"]) == (["Cadmia"], ["Belmark"], ["Ardania"])
    assert {"first": "Belmark", "second": "Cadmia"}.items() <= record["overlaps"][0].items()


def test_agreement_names_blocking_parties_with_their_words(talks: str, parley: Parley) -> None:
    shown = " ".join(parley("agreement", "--store", talks).out.split())
    assert "n = 8 statements of 3 parties. They cannot all agree; at most 2 of 3 were found to." in shown
    assert "Block one another: Belmark, Cadmia over ferry toll" in shown
    assert "“Cadmia wants a ferry toll.”" in shown
    assert "Without one of these, the rest can agree: Cadmia" in shown
    record = json.loads(parley("agreement", "--store", talks, "--json", "--party", "ardania", "--party", "belm").out)
    assert (record["possible"], record["zone"]["parties"]) == (True, ["Ardania", "Belmark"])


def test_a_deadlock_holds_until_both_move(talks: str, parley: Parley) -> None:
    chosen = ("--store", talks, "--party", "Ardania", "--party", "Belmark", "--text", "harbour")
    lines = [" ".join(line.split()) for line in parley("stability", *chosen).out.splitlines()]
    assert lines[:9] == [
        "n = 2 statements.",
        "Ardania could:",
        "1 harbour opening (Ardania makes it depend on something)",
        "would rather see: Ardania: harbour opening only if withdrawal of ships",
        "would rather see: asks for withdrawal of ships",
        "Belmark could:",
        "2 withdrawal of ships (Belmark makes it depend on something)",
        "would rather see: Belmark: withdrawal of ships only if harbour opening",
        "would rather see: asks for harbour opening",
    ]
    assert lines[-1] == "Together Ardania, Belmark would move from NN to YY: all of them gain."
    found = json.loads(parley("stability", *chosen, "--json").out)
    held = {outcome["letters"]: outcome["stable"] for outcome in found["outcomes"] if outcome["stable"]}
    assert held == {"NN": ["nash", "gmr", "smr", "seq"], "YY": ["nash", "gmr", "smr", "seq"]}
    assert found["conflict"]["preferences"]["Ardania"][0]["quote"] == "Ardania opens the harbour if the ships withdraw."


def test_a_conflict_can_be_written_changed_and_read_again(talks: str, parley: Parley) -> None:
    options = ("--party", "Ardania", "--party", "Belmark")
    drafted = json.loads(parley("stability", "--store", talks, *options, "--json").out)
    Path("conflict.json").write_text(json.dumps(drafted), encoding="utf-8")
    assert (
        json.loads(parley("stability", "--conflict", "conflict.json", "--json").out)["outcomes"]
        == (drafted["outcomes"])
    )
    edited = {
        "options": {"Ardania": ["harbour opening"], "Belmark": ["withdrawal of ships"]},
        "preferences": {
            "Ardania": [{"any_of": [[["withdrawal of ships", True]]]}, {"any_of": [[["harbour opening", False]]]}],
            "Belmark": [{"any_of": [[["harbour opening", True]]]}, {"any_of": [[["withdrawal of ships", False]]]}],
        },
    }
    Path("conflict.json").write_text(json.dumps(edited), encoding="utf-8")
    found = json.loads(parley("stability", "--conflict", "conflict.json", "--json").out)
    held = {outcome["letters"]: outcome["stable"] for outcome in found["outcomes"] if outcome["stable"]}
    assert held == {"NN": ["nash", "gmr", "smr", "seq"], "YY": ["gmr", "smr", "seq"]}
    shown = " ".join(parley("stability", "--conflict", "conflict.json").out.split())
    assert "Together Ardania, Belmark would move from NN to YY: all of them gain." in shown


WANTED = "to have options and preferences by player, as parley stability --json writes it"


@pytest.mark.parametrize(
    ("content", "complaint"),
    [
        ("[]", f"expected a conflict in conflict.json {WANTED}, got a list"),
        ("{}", f"expected a conflict in conflict.json {WANTED}, got no options"),
        ('{"options": {}}', f"expected a conflict in conflict.json {WANTED}, got no preferences"),
        (
            '{"options": 3, "preferences": {}}',
            "expected options in conflict.json to be an object with players as names, got a number",
        ),
        (
            '{"options": {"A": "x"}, "preferences": {}}',
            "expected options.A in conflict.json to be a list, got text",
        ),
        (
            '{"options": {"A": [1]}, "preferences": {}}',
            "expected options.A in conflict.json to be a list of text, got a number in it",
        ),
        (
            '{"options": {"A": ["x"]}, "preferences": {"A": [{}]}}',
            "expected preferences.A[0] in conflict.json to be an object with any_of, got none",
        ),
        (
            '{"options": {"A": ["x"]}, "preferences": {"A": [{"any_of": [[["x", 1]]]}]}}',
            "expected preferences.A[0].any_of[0] in conflict.json to hold an option's name with true or false, got"
            ' ["x", 1]',
        ),
        (
            '{"options": {},}',
            "expected a conflict in JSON in conflict.json, got a mistake at character 16: expected a name in double"
            " quotes, got '}'",
        ),
    ],
)
def test_what_is_no_conflict_is_refused_with_the_place(content: str, complaint: str, parley: Parley) -> None:
    Path("conflict.json").write_text(content, encoding="utf-8")
    found = parley("stability", "--conflict", "conflict.json")
    assert (found.status, found.out, found.err) == (1, "", f"parley: {complaint}\n")


def test_a_conflict_that_is_not_there_is_named(parley: Parley) -> None:
    assert parley("stability", "--conflict", "gone.json").err == (
        "parley: expected a readable file, got gone.json: No such file or directory\n"
    )
    assert parley("stability", "--owner", "toll").status == 2


def test_shifts_show_both_quotes(talks: str, parley: Parley) -> None:
    shown = parley("shifts", "--store", talks, "--days", "31").out
    first, second = shown.index("“Ardania can live with a ferry toll.”"), shown.index("“Ardania no longer wants")
    assert shown.startswith("n = 8 statements.\n")
    assert "Shifts (1)" in shown
    assert first < second
    assert "No statement found that contradicts another one of those days." in shown
    assert "Contradictions (1)" in parley("shifts", "--store", talks, "--days", "32").out
    record = json.loads(parley("shifts", "--store", talks, "--json").out)
    assert [(row["actor"], row["before"]["stance"], row["after"]["stance"]) for row in record["shifts"]] == [
        ("Ardania", "supports", "opposes")
    ]


def test_history_is_told_day_by_day(talks: str, parley: Parley) -> None:
    shown = parley("history", "--store", talks, "--limit", "1").out
    assert "Ardania on ferry toll (n = 2 statements)" in shown
    assert shown.index("2025-03-01") < shown.index("2025-04-02")
    assert "1 of 7; --limit 0 shows all" in shown


@pytest.mark.parametrize("command", ["camps", "polarisation", "brokers", "agreement", "stability", "history", "shifts"])
def test_nothing_found_names_what_there_is(command: str, talks: str, parley: Parley) -> None:
    found = parley(command, "--store", talks, "--actor", "ardanya")
    assert (found.status, found.out) == (1, "")
    assert found.err == (
        "parley: expected actor to be part of a name in this graph, got 'ardanya'; the nearest is Ardania\n"
    )
    assert parley(command, "--store", talks, "--since", "2031-01-01").err == (
        "parley: expected positions from 2031-01-01 to …, got none; the articles are from 2025-03-01 to 2025-04-02\n"
    )


def test_an_unknown_party_or_proposal_is_named_with_the_nearest(talks: str, parley: Parley) -> None:
    assert parley("agreement", "--store", talks, "--party", "Belmrak").err == (
        "parley: expected a party with positions, got 'Belmrak'; the nearest is Belmark\n"
    )
    assert parley("stability", "--store", talks, "--owner", "fery toll=Cadmia").err == (
        "parley: expected a proposal, got 'fery toll'; the nearest is ferry toll\n"
    )
    assert parley("camps", "--store", talks, "--stance", "supports", "--proposal", "harbour").err == (
        "parley: expected positions that meet all criteria together, got none: leave one out to see which one is too"
        " narrow\n"
    )


@pytest.mark.parametrize("what", ["network", "matrix", "conditions", "timeline", "polarisation"])
def test_every_analysis_has_its_picture(what: str, talks: str, parley: Parley) -> None:
    found = parley("picture", what, "--store", talks, "-o", f"{what}.svg")
    assert (found.status, found.out) == (0, "")
    assert found.err.startswith(f"Wrote {what}.svg (")
    assert Path(f"{what}.svg").read_text(encoding="utf-8").startswith("<?xml")


def test_a_picture_that_cannot_be_drawn_is_refused(talks: str, parley: Parley) -> None:
    assert parley("picture", "matrix", "--store", talks, "-o", "matrix.gif").status == 1
    assert not Path("matrix.gif").exists()
    assert parley("picture", "portrait", "--store", talks, "-o", "x.svg").status == 2
    nothing = parley("picture", "conditions", "--store", talks, "-o", "x.svg", "--stance", "supports")
    assert nothing.err == ("parley: expected a graph with conditions to draw, got none: no proposal hangs on another\n")

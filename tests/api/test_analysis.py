"""``/v1/analysis``: every analysis answers, leads back to positions, and names what exists when nothing fits."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from api.analysis_schemas import Network
from kg.store import open_store
from tests.api.conftest import serving
from tests.cli.talks import talks_records


@pytest.fixture(scope="module", name="talks")
def _talks(tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    place: Path = tmp_path_factory.mktemp("talks") / "parley.db"
    with open_store(place) as store:
        store.add_many(talks_records())
    with serving(place) as client:
        yield client


def test_camps_have_proof_and_n(talks: httpx.Client) -> None:
    found = talks.get("/v1/analysis/camps", params={"until": "2025-03-31"}).json()
    assert (found["statements"], found["ties"], found["proven"], found["balance"]) == (5, 3, True, 1.0)
    assert found["camps"]["camps"] == [["Ardania", "Cadmia"], ["Belmark"]]


def test_parties_and_proposals_can_be_left_out(talks: httpx.Client) -> None:
    chosen = {"until": "2025-03-31", "without_party": "ardania"}
    assert talks.get("/v1/analysis/camps", params=chosen).json()["statements"] == 3
    assert talks.get("/v1/analysis/bridges", params=chosen | {"without_proposal": "toll"}).json()["statements"] == 1
    assert talks.get("/v1/analysis/polarisation", params=chosen | {"minimum": 9}).status_code == 400


def test_polarisation_over_time(talks: httpx.Client) -> None:
    found = talks.get("/v1/analysis/polarisation", params={"window": "month", "samples": 10}).json()
    assert [period["first"] for period in found["periods"]] == ["2025-03-01", "2025-04-01"]
    assert found["whole"]["statements"] == 8


def test_every_window_has_its_network(talks: httpx.Client) -> None:
    found = talks.get("/v1/analysis/windows", params={"unit": "weeks"}).json()
    assert [window["statements"] for window in found["windows"]] == [5, 0, 0, 0, 0, 3]
    last = found["windows"][-1]["ties"]
    assert [(tie["first"], tie["second"], tie["relation"]) for tie in last] == [("Belmark", "Cadmia", "allies")]


def test_a_kernel_fades_what_is_far_from_the_middle(talks: httpx.Client) -> None:
    chosen = {"unit": "years", "kernel": "triangular"}
    (window,) = talks.get("/v1/analysis/windows", params=chosen).json()["windows"]
    assert window["statements"] == 8
    assert all(0 < abs(tie["weight"]) < 2 for tie in window["ties"])
    (ages,) = talks.get("/v1/analysis/windows", params={"unit": "years", "size": 10_000}).json()["windows"]
    assert (ages["first"], ages["last"], ages["statements"]) == ("2025-01-01", "9999-12-31", 8)


def test_the_backbone_comes_last(talks: httpx.Client) -> None:
    found = talks.get("/v1/analysis/backbone", params={"kind": "subtract"}).json()
    assert (found["statements"], found["kind"]) == (8, "subtract")
    assert found["proposals"][-1]["proposal"] == "ferry toll"
    assert len(found["proposals"][-1]["positions"]) == found["proposals"][-1]["statements"] == 4


def test_networks_leave_out_and_say_what_exists(talks: httpx.Client) -> None:
    found = talks.get("/v1/networks/affiliation", params={"only_party": "cadmia", "isolates": "drop"}).json()
    assert {node["name"] for node in found["nodes"]} == {"Cadmia", "ferry toll", "joint patrols"}
    whole = talks.get("/v1/networks/subtract", params={"actor": "cadmia", "isolates": "all"}).json()
    assert [node["name"] for node in whole["nodes"]] == ["Ardania", "Belmark", "Cadmia"]
    unknown = talks.get("/v1/networks/subtract", params={"actor": "Kadmia"})
    assert (unknown.status_code, unknown.json()["detail"]) == (
        404,
        "expected actor to be part of a name in this graph, got 'Kadmia'; the nearest is Cadmia",
    )


def test_every_number_leads_back_to_positions(talks: httpx.Client) -> None:
    camps = talks.get("/v1/analysis/camps").json()
    bridges = talks.get("/v1/analysis/bridges").json()
    polarisation = talks.get("/v1/analysis/polarisation", params={"samples": 0}).json()["whole"]
    assert len(polarisation["positions"]) == polarisation["statements"] == 8
    assert len(camps["against"]) == len(camps["camps"]["frustrated"])
    found = [*polarisation["positions"]]
    for row in (*camps["against"], *bridges["brokers"], *bridges["issues"], *bridges["overlaps"]):
        found += row["positions"]
    assert {talks.get(f"/v1/positions/{position}").status_code for position in set(found)} == {200}


@pytest.mark.parametrize("kind", ["congruence", "conflict", "subtract", "cooccurrence", "affiliation", "conditions"])
def test_networks_have_the_shape_that_is_documented(talks: httpx.Client, kind: str) -> None:
    answer = talks.get(f"/v1/networks/{kind}").json()
    assert Network.model_validate(answer).model_dump(mode="json", exclude_none=True).keys() == answer.keys()


def test_every_analysis_has_its_shape_in_the_document(talks: httpx.Client) -> None:
    document = talks.get("/openapi.json").json()
    shapes = document["components"]["schemas"]
    analyses = {path: routes for path, routes in document["paths"].items() if path.startswith("/v1/analysis/")}
    assert len(analyses) == 10
    for routes in analyses.values():
        for route in routes.values():
            name = route["responses"]["200"]["content"]["application/json"]["schema"]["$ref"].rsplit("/", 1)[1]
            assert shapes[name]["additionalProperties"] is False
            assert shapes[name]["description"]
            assert route["responses"]["404"]["content"].keys() == {"application/problem+json"}


def test_bridges_matrix_and_conditions(talks: httpx.Client) -> None:
    bridges = talks.get("/v1/analysis/bridges").json()
    assert (bridges["statements"], bridges["issues"][0]["proposal"]) == (8, "ferry toll")
    matrix = talks.get("/v1/analysis/matrix").json()
    verdicts = {(cell["actor"], cell["proposal"]): cell["verdict"] for cell in matrix["cells"]}
    assert verdicts["Ardania", "ferry toll"] == "mixed"
    assert ("Cadmia", "harbour opening") not in verdicts
    conditions = talks.get("/v1/analysis/conditions").json()
    (deadlock,) = conditions["deadlocks"]
    assert deadlock["parties"] == ["Ardania", "Belmark"]
    assert [links[0]["quote"] for links in deadlock["links"]] == [
        "Ardania opens the harbour if the ships withdraw.",
        "Belmark withdraws once the harbour is open.",
    ]


def test_moves_show_both_positions_and_these_can_be_looked_up(talks: httpx.Client) -> None:
    (shift,) = talks.get("/v1/analysis/moves").json()["shifts"]
    assert (shift["actor"], shift["proposal"]) == ("Ardania", "ferry toll")
    for position in (shift["before"], shift["after"]):
        shown = talks.get(f"/v1/positions/{position['id']}").json()
        assert shown["evidence"]["quote"] == position["quote"]


def test_agreement_between_some_parties(talks: httpx.Client) -> None:
    everyone = talks.get("/v1/analysis/agreement").json()
    assert everyone["possible"] is False
    assert ["Belmark", "Cadmia"] in [block["parties"] for block in everyone["zone"]["blocking"]]
    two = talks.get("/v1/analysis/agreement", params={"party": ["Ardania", "Belmark"]}).json()
    assert (two["possible"], two["zone"]["parties"]) == (True, ["Ardania", "Belmark"])


def test_a_conflict_can_be_fetched_changed_and_posted(talks: httpx.Client) -> None:
    chosen = {"party": ["Ardania", "Belmark"], "text": "harbour"}
    drafted = talks.get("/v1/analysis/stability", params=chosen).json()
    held = {outcome["letters"] for outcome in drafted["outcomes"] if "nash" in outcome["stable"]}
    assert held == {"NN", "YY"}
    assert talks.post("/v1/analysis/stability", json=drafted).json()["outcomes"] == drafted["outcomes"]
    drafted["conflict"]["preferences"]["Ardania"] = [{"any_of": [[["harbour opening", False]]], "says": "never"}]
    changed = talks.post("/v1/analysis/stability", json=drafted).json()
    assert {outcome["letters"] for outcome in changed["outcomes"] if "nash" in outcome["stable"]} == {"NN"}


@pytest.mark.parametrize(
    ("query", "status", "detail"),
    [
        (
            "camps?actor=ardanya",
            404,
            "expected actor to be part of a name in this graph, got 'ardanya'; the nearest is Ardania",
        ),
        (
            "moves?since=2031-01-01",
            404,
            "expected positions from 2031-01-01 to …, got none; the articles are from 2025-03-01 to 2025-04-02",
        ),
        ("camps?since=2025-02-01&until=2025-01-01", 400, None),
        (
            "agreement?party=Belmrak",
            404,
            "expected a party with positions, got 'Belmrak'; the nearest is Belmark",
        ),
        ("stability?party=Ardania", 400, "expected two parties or more for a conflict, got Ardania"),
        ("polarisation?window=decade", 422, None),
        ("camps?seconds=600", 422, None),
    ],
)
def test_what_does_not_fit_is_a_problem_that_names_what_exists(
    talks: httpx.Client, query: str, status: int, detail: str | None
) -> None:
    found = talks.get(f"/v1/analysis/{query}")
    assert (found.status_code, found.headers["content-type"]) == (status, "application/problem+json")
    assert detail in (None, found.json()["detail"])


def test_a_posted_conflict_that_makes_no_sense_is_refused(talks: httpx.Client) -> None:
    odd = talks.post(
        "/v1/analysis/stability",
        json={"options": {"A": ["x"]}, "preferences": {"A": [{"any_of": [[["y", True]]]}]}},
    )
    assert (odd.status_code, odd.json()["detail"]) == (404, "expected an option among x, got 'y'")
    formless = talks.post("/v1/analysis/stability", json={"options": 3})
    assert formless.status_code == 400
    assert formless.json()["detail"] == (
        "expected options in the request to be an object with players as names, got a number"
    )


@pytest.mark.parametrize(
    ("body", "detail"),
    [
        (
            r'{"options": {"A": ["\ud800"]}, "preferences": {}}',
            "expected text that UTF-8 can encode as options.A in the request, got a lone surrogate U+D800",
        ),
        (
            r'{"options": {"\udfff": ["x"]}, "preferences": {}}',
            "expected text that UTF-8 can encode as a player's name in options in the request, got a lone surrogate"
            " U+DFFF",
        ),
        (
            r'{"options": {"A": ["x"]}, "preferences": {"A\ud800": []}}',
            "expected text that UTF-8 can encode as a player's name in preferences in the request, got a lone surrogate"
            " U+D800",
        ),
        (
            r'{"options": {"A": ["x"]}, "preferences": {"A": [{"any_of": [[["\ud800", true]]]}]}}',
            "expected text that UTF-8 can encode as preferences.A[0].any_of[0] in the request, got a lone surrogate"
            " U+D800",
        ),
        (
            r'{"options": {"A": ["x"]}, "preferences": {"A": [{"any_of": [], "says": "no \ud800"}]}}',
            "expected text that UTF-8 can encode as preferences.A[0].says in the request, got a lone surrogate U+D800",
        ),
        (
            '{"options": {"A": ' + "[" * 900 + "]" * 900 + '}, "preferences": {}}',
            "expected options.A in the request to be a list of text, got a list in it",
        ),
        (
            '{"options": {"A": ["x"]}, "preferences": {"A": [{"any_of": ' + "[" * 900 + "]" * 900 + "}]}}",
            None,
        ),
    ],
    ids=["option", "player", "stranger", "wish", "says", "deep option", "deep wish"],
)
def test_a_posted_conflict_that_no_text_can_hold_is_refused(body: str, detail: str | None, talks: httpx.Client) -> None:
    found = talks.post("/v1/analysis/stability", content=body, headers={"Content-Type": "application/json"})
    assert found.status_code == 400
    assert detail in (None, found.json()["detail"])


def test_what_else_is_posted_with_a_conflict_is_not_looked_at_however_deep(talks: httpx.Client) -> None:
    conflict = '{"options": {"A": ["x"]}, "preferences": {}, "note": ' + "[" * 900 + "]" * 900 + "}"
    found = talks.post("/v1/analysis/stability", content=conflict, headers={"Content-Type": "application/json"})
    assert (found.status_code, found.json()["conflict"]["options"]) == (200, {"A": ["x"]})

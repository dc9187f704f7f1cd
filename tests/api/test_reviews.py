"""``/v1/reviews``: decisions come in with a key, count at once, and narrow every list, network and analysis."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import httpx
import pytest
from pyoxigraph import RdfFormat, parse

from kg.settings import ServerSettings
from kg.store import open_store
from kg.usecases.keys import Scope, add_key
from tests.api.conftest import SETTINGS, serving
from tests.api.test_jsonld import CONTEXT, triples
from tests.rdf.reviews import AGAINST, CONDITIONAL, FOR, review, some_reviews
from tests.rdf.samples import harbour_record, many_records

LOCAL = "of the user who started it"
HERE = {"Authorization": f"Bearer {LOCAL}"}
ROUTES = (
    "/v1/positions",
    "/v1/positions.ndjson",
    "/v1/conditions",
    "/v1/networks/congruence",
    "/v1/networks/affiliation?format=csv",
    "/v1/analysis/matrix",
    "/v1/analysis/camps",
    "/v1/analysis/polarisation?samples=2",
    "/v1/analysis/windows",
    "/v1/analysis/bridges",
    "/v1/analysis/backbone",
    "/v1/analysis/moves",
    "/v1/analysis/conditions",
    "/v1/analysis/agreement",
    "/v1/analysis/stability?level=actor",
)


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("reviewed") / "parley.db"
    with open_store(place) as store:
        store.add_many([harbour_record(), *many_records(4, 5)])
    return place


@pytest.fixture(scope="module")
def desk(place: Path) -> dict[str, str]:
    """The header of a key called "coding-desk" that may write."""
    return {"Authorization": f"Bearer {add_key(str(place), 'coding-desk', Scope.WRITE, today=date(2025, 3, 3))}"}


@pytest.fixture(scope="module")
def client(place: Path, desk: dict[str, str]) -> Iterator[httpx.Client]:
    assert desk
    with serving(place, replace(SETTINGS, local_token=LOCAL)) as found:
        yield found


def decide(client: httpx.Client, position: str, headers: dict[str, str] = HERE, **given: object) -> httpx.Response:
    return client.post(f"/v1/positions/{position}/reviews", json=given, headers=headers)


def test_a_decision_counts_at_once_and_can_be_looked_up(client: httpx.Client) -> None:
    before = datetime.now(UTC)
    made = decide(client, CONDITIONAL, state="accepted", by="Ana", note="The words are clear.")
    assert made.status_code == 201, made.text
    row = made.json()
    assert made.headers["location"] == f"/v1/reviews/{row['id']}"
    assert client.get(made.headers["location"]).json() == row
    assert (row["position"], row["state"], row["by"], row["recorded_by"]) == (CONDITIONAL, "accepted", "Ana", None)
    assert before <= datetime.fromisoformat(row["at"]) <= datetime.now(UTC)
    shown = client.get(f"/v1/positions/{CONDITIONAL}?fields=review").json()
    assert shown == {"review": {key: row[key] for key in ("state", "by", "at", "note", "iri")}}
    (listed,) = client.get("/v1/positions?review=accepted").json()["positions"]
    assert (listed["id"], listed["review"]["by"]) == (CONDITIONAL, "Ana")
    found = client.get(f"/v1/positions/{CONDITIONAL}/reviews").json()
    assert found == {"total": 1, "next": None, "reviews": [row], "notices": []}


def test_who_decides_is_the_key_or_both_are_told(client: httpx.Client, desk: dict[str, str]) -> None:
    own = decide(client, FOR, desk, state="doubtful").json()
    other = decide(client, FOR, desk, state="accepted", by="Ben").json()
    same = decide(client, FOR, desk, state="doubtful", by="coding-desk").json()
    assert [(row["by"], row["recorded_by"]) for row in (own, other, same)] == [
        ("coding-desk", None),
        ("Ben", "coding-desk"),
        ("coding-desk", None),
    ]
    listed = client.get(f"/v1/positions/{FOR}/reviews?sort=oldest&fields=by,recorded_by").json()
    assert listed["reviews"] == [{"by": row["by"], "recorded_by": row["recorded_by"]} for row in (own, other, same)]
    assert decide(client, FOR, state="unreviewed").json()["by"] == "local"
    assert client.get(f"/v1/positions/{FOR}").json()["review"] is None


def test_the_list_of_reviews_goes_part_by_part(client: httpx.Client) -> None:
    whole = client.get("/v1/reviews?limit=100").json()["reviews"]
    assert [row["at"] for row in whole] == sorted((row["at"] for row in whole), reverse=True)
    found, address = [], "/v1/reviews?limit=2"
    while address:
        answer = client.get(address)
        found += answer.json()["reviews"]
        address = answer.links["next"]["url"] if "next" in answer.links else ""
    assert found == whole
    assert {row["by"] for row in client.get("/v1/reviews?by=ben").json()["reviews"]} == {"Ben"}
    assert client.get("/v1/reviews?until=2025-01-01").json()["total"] == 0


@pytest.mark.parametrize("address", ROUTES)
def test_every_route_leaves_out_what_was_rejected_and_says_so(address: str, client: httpx.Client) -> None:
    assert decide(client, AGAINST, state="rejected", by="Ana").status_code == 201
    more = "&" if "?" in address else "?"
    default = client.get(address)
    everything = client.get(f"{address}{more}review=any")
    narrow = client.get(f"{address}{more}review=rejected&review=doubtful&actor=coastguard")
    assert default.status_code == everything.status_code == 200, default.text
    left_out = None if address == "/v1/conditions" else "rejected=1"  # it hangs on nothing
    assert default.headers.get("parley-left-out") == left_out
    assert "parley-left-out" not in everything.headers
    assert "parley-left-out" not in narrow.headers
    assert AGAINST not in default.text
    if "conditions" not in address and "agreement" not in address and "bridges" not in address:
        assert default.content != everything.content


def test_a_list_counts_what_it_leaves_out_by_all_its_criteria(tmp_path: Path) -> None:
    place = tmp_path / "parley.db"
    with open_store(place) as store:
        store.add_many([harbour_record(), *many_records(4, 5)])
        store.add_reviews([review(AGAINST, "rejected"), review(CONDITIONAL, "rejected")])
    with serving(place) as client:
        shown = client.get(f"/v1/positions/{CONDITIONAL}").json()
        for query, told in (
            ("positions", "rejected=2"),
            ("positions.ndjson", "rejected=2"),
            (f"positions?holder_iri={shown['holder_iri']}", "rejected=1"),
            (f"positions?side_iri={shown['side_iri']}", "rejected=1"),
            ("positions?holder_iri=urn:x", None),
            (f"positions?act={shown['act']}&modality={shown['modality']}", "rejected=1"),
            ("positions?rule=xyzzy", None),
            ("positions.ndjson?rule=xyzzy", None),
            ("positions?min_confidence=1", "rejected=1"),
            ("positions?condition=ships", "rejected=1"),
            ("positions?condition=xyzzy", None),
            ("conditions", "rejected=1"),
            (f"conditions?position={CONDITIONAL}", "rejected=1"),
            (f"conditions?position={AGAINST}", None),
            ("conditions?condition=xyzzy", None),
            ("networks/affiliation", "rejected=2"),
        ):
            answer = client.get(f"/v1/{query}")
            assert answer.status_code == 200, answer.text
            assert answer.headers.get("parley-left-out") == told, query
            if query.startswith(("positions?", "conditions")):
                everything = client.get(f"/v1/{query}{'&' if '?' in query else '?'}review=any").json()
                number = everything["total"] - answer.json()["total"]
                assert told == (f"rejected={number}" if number else None), query


def test_what_is_no_review_is_refused(client: httpx.Client, place: Path) -> None:
    reader = {"Authorization": f"Bearer {add_key(str(place), 'reader', Scope.READ, today=date(2025, 3, 3))}"}
    for refused, status, told in (
        (decide(client, FOR, {}, state="accepted"), 401, "expected a key that may write"),
        (decide(client, FOR, reader, state="accepted"), 403, "expected a key that may write, got the key of reader"),
        (decide(client, "0" * 16, state="accepted"), 404, "parley positions lists those it has"),
        (decide(client, FOR, state="maybe"), 422, "'maybe'"),
        (decide(client, FOR, by="Ana"), 422, "state"),
        (decide(client, FOR, state="accepted", by=" "), 422, "by"),
        (decide(client, FOR, state="accepted", at="2020-01-01T00:00:00Z"), 422, "at"),
        (client.get("/v1/positions/0000000000000000/reviews"), 404, "expected a position of this store"),
        (client.get("/v1/reviews/0000000000000000"), 404, "expected a review of this graph, got '0000000000000000'"),
        (client.get("/v1/positions?review=maybe"), 422, "maybe"),
    ):
        assert refused.status_code == status, refused.text
        assert refused.headers["content-type"] == "application/problem+json"
        assert told in refused.text


def test_the_json_of_reviews_is_json_ld_of_the_graph(client: httpx.Client) -> None:
    decide(client, AGAINST, state="rejected", by="José <b>", note="x")
    dumped = client.get("/graphs", params={"graph": "https://w3id.org/parley/id/graph/curation"},
                        headers={"Accept": "application/n-triples"})  # fmt: skip
    graph = {quad.triple for quad in parse(dumped.content, format=RdfFormat.N_TRIPLES)}
    for address in ("/v1/reviews?limit=100", f"/v1/positions/{AGAINST}/reviews"):
        answer = client.get(address)
        (link,) = CONTEXT.findall(answer.headers["link"])
        assert link == "/context/review.jsonld"
        found = triples(answer.json(), client.get(link).json())
        assert found
        assert found <= graph
    position = client.get(f"/v1/positions/{AGAINST}")
    found = triples(position.json(), client.get("/context/position.jsonld").json())
    said = {each for each in found if "/review/" in str(each.subject)}
    assert len(said) == 3
    assert said <= graph


def test_the_page_of_a_position_tells_its_reviews(client: httpx.Client) -> None:
    decide(client, AGAINST, state="accepted", by="Ana")
    decide(client, AGAINST, state="rejected", by="<script>alert(1)</script>", note="“<b>no</b>”")
    shown = client.get(f"/id/position/{AGAINST}.html").text
    assert ">rejected</a> by &lt;script&gt;alert(1)&lt;/script&gt;: left out of lists and analyses" in _plain(shown)
    assert "(this one counts)" in shown
    assert "<script>alert" not in shown
    assert "<b>no</b>" not in shown
    article = client.get(f"/id/article/{harbour_record().article.id}.html").text
    assert ">rejected</a>" in article
    assert AGAINST not in client.get("/positions").text
    assert AGAINST in client.get("/positions?review=rejected").text
    turtle = client.get(f"/id/position/{AGAINST}.ttl").text
    assert "neg:review-rejected" in turtle
    (review_id, *_) = (row["id"] for row in client.get(f"/v1/positions/{AGAINST}/reviews").json()["reviews"])
    assert client.get(f"/id/review/{review_id}.ttl").status_code == 200
    assert "Ana" in client.get("/id/reviewer/Ana.html").text


def test_a_reviewer_named_as_a_form_is_looked_up_by_name(client: httpx.Client) -> None:
    decide(client, AGAINST, state="rejected", by="a.html")
    seen = client.get("/id/reviewer/a.html", headers={"Accept": "text/turtle"})
    assert (seen.status_code, seen.headers["location"]) == (303, "/id/reviewer/a.html.ttl")
    assert "<https://w3id.org/parley/id/reviewer/a.html>" in client.get("/id/reviewer/a.html.ttl").text
    assert "a.html" in client.get("/id/reviewer/a.html.html").text


def _plain(html: str) -> str:
    return html.replace("<bdi>", "").replace("</bdi>", "")


def test_reviews_of_an_article_that_is_gone_are_still_told(tmp_path: Path) -> None:
    place = tmp_path / "parley.db"
    with open_store(place) as store:
        store.add(harbour_record())
        store.add_reviews(some_reviews())
    with serving(place, ServerSettings(local_token=LOCAL)) as client:
        assert client.get("/v1/actors/group/coastguard%20of%20Belmark").json()["positions"] == 0
        client.delete(f"/v1/articles/{harbour_record().article.id}", headers=HERE)
        assert client.get("/v1/positions?review=any").json()["total"] == 0
        assert client.get("/v1/reviews").json()["total"] == 5
        (row,) = client.get(f"/v1/positions/{AGAINST}/reviews").json()["reviews"]
        assert row["note"] == "The coastguard is no party."
        assert json.loads(client.get(f"/v1/reviews/{row['id']}").content) == row

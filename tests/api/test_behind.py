"""Lists are in step with the graph or refused, and who hands in an article is told what was written, whatever else."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from kg.settings import ServerSettings
from kg.store import open_store
from kg.store.owner import Owner
from kg.usecases.receiving import Received
from kg.usecases.streaming import received_article
from tests.api.conftest import serving
from tests.rdf.reviews import AGAINST
from tests.rdf.samples import harbour_record, many_records
from tests.store.test_following import locked

KEY = "a key for tests"
HARBOUR = harbour_record().article.id
BEHIND = (
    "expected look-up tables that hold what the graph holds, got some that are behind (database is locked);"
    " they are being caught up: ask again in a moment"
)
ASK = f"ASK {{ <https://w3id.org/parley/id/article/{HARBOUR}> a schema:NewsArticle }}"


@pytest.fixture
def place(tmp_path: Path) -> Path:
    place = tmp_path / "parley.db"
    with open_store(place) as store:
        store.add_many([harbour_record(), *many_records(2, 3)])
    return place


@pytest.fixture
def client(place: Path) -> Iterator[httpx.Client]:
    with serving(place, ServerSettings(local_token=KEY)) as found:
        found.headers["Authorization"] = f"Bearer {KEY}"
        yield found


def test_lists_that_are_behind_are_refused_until_they_have_caught_up(client: httpx.Client, place: Path) -> None:
    assert client.get("/v1/articles").json()["total"] == 3
    with locked(place):
        assert client.delete(f"/v1/articles/{HARBOUR}").status_code == 204
        assert client.get("/sparql", params={"query": ASK}).json()["boolean"] is False
        for address in ("/v1/articles", f"/v1/articles/{HARBOUR}", "/v1/actors", "/v1/positions.ndjson", "/readyz"):
            refused = client.get(address)
            assert (refused.status_code, refused.headers["retry-after"]) == (503, "2"), address
            assert (refused.json()["detail"], refused.json()["instance"]) == (BEHIND, address)
        assert client.get("/healthz").status_code == 200
        assert client.get("/v1/stats").json()["articles"] == 2
    deadline = time.monotonic() + 20
    while client.get("/readyz").status_code != 200:
        assert time.monotonic() < deadline
        time.sleep(0.1)
    assert client.get("/v1/articles").json()["total"] == 2
    assert client.get(f"/v1/articles/{HARBOUR}").status_code == 404


def test_an_article_that_was_written_is_answered_though_lists_are_behind(client: httpx.Client, place: Path) -> None:
    sent = {
        "text": "Talks go on\n\nThe government of Ardania rejected a public port on Monday.\n",
        "source": "talks.txt",
    }
    with locked(place):
        made = client.post("/v1/articles", json=sent)
        assert made.status_code == 201, made.text
        assert client.get(made.headers["location"]).status_code == 503
        same = client.post("/v1/articles", json=sent)
        assert (same.status_code, same.content) == (200, made.content)
    deadline = time.monotonic() + 20
    while client.get("/readyz").status_code != 200:
        assert time.monotonic() < deadline
        time.sleep(0.1)
    assert client.post("/v1/articles", json=sent).content == made.content
    assert client.get(made.headers["location"]).json() == json.loads(made.content)["article"]


def test_a_review_that_was_written_is_answered_though_lists_are_behind(client: httpx.Client, place: Path) -> None:
    with locked(place):
        made = client.post(f"/v1/positions/{AGAINST}/reviews", json={"state": "rejected", "by": "Ana", "note": "“né”"})
        assert made.status_code == 201, made.text
        assert (made.json()["position"], made.json()["state"], made.json()["by"]) == (AGAINST, "rejected", "Ana")
        refused = client.get(made.headers["location"])
        assert (refused.status_code, refused.json()["detail"]) == (503, BEHIND)
    deadline = time.monotonic() + 20
    while client.get("/readyz").status_code != 200:
        assert time.monotonic() < deadline
        time.sleep(0.1)
    assert client.get(made.headers["location"]).content == made.content
    assert client.get("/v1/reviews").json()["reviews"] == [made.json()]


@pytest.mark.parametrize("address", ["/v1/networks/congruence", "/v1/analysis/matrix"])
def test_what_is_computed_needs_no_lists_and_does_without_their_count(
    address: str, client: httpx.Client, place: Path
) -> None:
    client.post(f"/v1/positions/{AGAINST}/reviews", json={"state": "rejected"})
    told = client.get(address)
    assert (told.status_code, told.headers["parley-left-out"]) == (200, "rejected=1")
    with locked(place):
        assert client.post(f"/v1/positions/{AGAINST}/reviews", json={"state": "rejected"}).status_code == 201
        for refused in (client.get("/v1/positions"), client.get("/v1/conditions"), client.get("/v1/positions.ndjson")):
            assert (refused.status_code, refused.json()["detail"]) == (503, BEHIND)
        silent = client.get(address)
    assert (silent.status_code, silent.content) == (200, told.content)
    assert "parley-left-out" not in silent.headers


def test_an_article_that_somebody_takes_out_at_once_is_answered_as_it_was_written(place: Path) -> None:
    owner = Owner(place, workers=1)
    copy, origin = list(many_records(2, 3))
    with owner.writing("ada") as store:
        store.link_copies({copy.article.id: origin.article.id})
    received = Received(record=copy, origin=origin.article.id, was_there=False)
    shown = received_article(owner.read_model, received)
    assert json.loads(shown)["article"]["copy_of"] == origin.article.id
    assert len(json.loads(shown)["positions"]) == 3
    with owner.writing("bob") as store:
        store.remove(copy.article.id)
    assert received_article(owner.read_model, received) == shown
    owner.close()

"""``/v1/positions.ndjson`` and ``/v1/articles.ndjson``: everything in one stream, which can be handed in again."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import httpx
import pytest

from kg.settings import ServerSettings
from kg.store import open_store
from tests.api.conftest import serving, until_over

KEY = "a key for tests"


@pytest.mark.parametrize(
    "criteria",
    [{}, {"copies": "true"}, {"stance": "opposes"}, {"actor": "ardania"}, {"text": "plan 7"}, {"actor": "nobody"}],
)
def test_all_positions_come_as_they_stand_in_the_list(criteria: dict[str, str], client: httpx.Client) -> None:
    found = client.get("/v1/positions.ndjson", params=criteria)
    assert found.headers["content-type"] == "application/x-ndjson"
    listed = client.get("/v1/positions", params={**criteria, "limit": "1000"}).json()
    assert rows(found) == listed["positions"]
    assert len(rows(found)) == listed["total"]


def test_all_articles_come_with_their_texts(client: httpx.Client) -> None:
    found = rows(client.get("/v1/articles.ndjson"))
    assert [row["id"] for row in found] == [row["id"] for row in client.get("/v1/articles").json()["articles"]]
    assert found[-1] == client.get(f"/v1/articles/{found[-1]['id']}").json()
    assert [row["source"] for row in rows(client.get("/v1/articles.ndjson", params={"source": "harbour"}))] == [
        "wire/harbour.txt"
    ]


def test_a_criterion_that_does_not_exist_is_refused_before_anything_is_sent(client: httpx.Client) -> None:
    found = client.get("/v1/positions.ndjson", params={"speaker": "x"})
    assert (found.status_code, found.headers["content-type"]) == (422, "application/problem+json")


def test_what_streams_out_can_be_streamed_in(client: httpx.Client, tmp_path: Path) -> None:
    sent = [
        {name: row[name] for name in ("text", "source", "published", "title", "publisher") if row[name]}
        for row in rows(client.get("/v1/articles.ndjson"))
    ]
    open_store(tmp_path / "parley.db").close()
    with serving(tmp_path / "parley.db", ServerSettings(local_token=KEY)) as other:
        other.headers["Authorization"] = f"Bearer {KEY}"
        body = "".join(json.dumps(each) + "\n" for each in sent)
        started = other.post("/v1/articles", content=body, headers={"Content-Type": "application/x-ndjson"})
        assert until_over(other, started.headers["location"])["result"]["failed"] == 0
        again = rows(other.get("/v1/articles.ndjson"))
    first = rows(client.get("/v1/articles.ndjson"))
    told = ("id", "text_digest", "published", "title", "publisher")
    assert [[row[name] for name in told] for row in again] == [[row[name] for name in told] for row in first]


@pytest.mark.parametrize("stretch", [1, 7, 23, 24])
def test_many_stretches_come_whole_and_in_order(
    stretch: int, client: httpx.Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kg.store.read_model.model.STRETCH", stretch)  # the server runs in this process
    assert rows(client.get("/v1/positions.ndjson")) == client.get("/v1/positions").json()["positions"]


def rows(answer: httpx.Response) -> list[dict[str, Any]]:
    assert answer.status_code == 200, answer.text
    return [json.loads(line) for line in answer.text.splitlines()]

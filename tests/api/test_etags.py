"""Answers that the client has already are not sent again."""

from __future__ import annotations

from pathlib import Path

import httpx
import pytest

from kg.store import open_store
from tests.api.conftest import serving
from tests.rdf.samples import harbour_record, many_records

RECORD = harbour_record()


@pytest.mark.parametrize(
    "address",
    [
        "/v1/positions?actor=state",
        f"/v1/positions/{RECORD.positions[0].id}",
        f"/v1/articles/{RECORD.article.id}",
        "/v1/actors?limit=3",
        "/v1/proposals/harbour%20opening",
        "/v1/conditions?fields=id",
    ],
)
def test_a_known_answer_is_not_sent_again(address: str, client: httpx.Client) -> None:
    first = client.get(address)
    tag = first.headers["etag"]
    assert tag.startswith('"')
    for header in (tag, f"W/{tag}", f'"other", {tag}', "*"):
        again = client.get(address, headers={"If-None-Match": header})
        assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", tag)
        assert again.links.get("next") == first.links.get("next")
    other = client.get(address, headers={"If-None-Match": '"other"'})
    assert (other.status_code, other.content) == (200, first.content)
    head = client.head(address)
    assert (head.status_code, head.headers["etag"], head.content) == (200, tag, b"")


def test_the_tag_changes_with_the_content_and_only_then(tmp_path: Path) -> None:
    tags = []
    for articles in (2, 2, 3):
        place = tmp_path / f"parley{len(tags)}.db"
        with open_store(place) as store:
            store.add_many(many_records(articles, 2))
        with serving(place) as client:
            tags.append(client.get("/v1/positions?limit=2").headers["etag"])
    assert tags[0] == tags[1] != tags[2]

"""Lists in ``/v1``: criteria, order, parts, chosen members, and what is refused."""

from __future__ import annotations

from base64 import urlsafe_b64encode
from itertools import pairwise
from typing import Any

import httpx
import pytest

from tests.rdf.samples import harbour_record

RECORD = harbour_record()
CONDITIONAL = RECORD.positions[0]
ID = "https://w3id.org/parley/id"


@pytest.mark.parametrize(
    ("criteria", "total"),
    [
        ({}, 23),
        ({"side": "belmark"}, 1),
        ({"stance": "conditions-on"}, 5),
        ({"proposal": "truce", "stance": "supports"}, 1),
        ({"since": "2025-01-01"}, 3),
        ({"until": "2024-12-31"}, 20),
        ({"text": "REJECTED"}, 1),
        ({"article": RECORD.article.id[:5]}, 3),
        ({"source": "harbour"}, 3),
        ({"actor": "nobody", "copies": "true"}, 0),
        ({"holder_kind": "group"}, 1),
        ({"holder_iri": f"{ID}/actor/state/Ardania"}, 1),
        ({"side_iri": f"{ID}/actor/state/Belmark"}, 1),
        ({"proposal_iri": f"{ID}/proposal/harbour%20truce"}, 1),
        ({"act": "rejects"}, 1),
        ({"modality": "reported"}, 1),
        ({"attribution": "indirect"}, 2),
        ({"rule": "condition:"}, 1),
        ({"min_confidence": "0.95"}, 2),
        ({"relation": "only-if"}, 1),
        ({"condition": "withdraw"}, 1),
    ],
)
def test_criteria_narrow_the_list(criteria: dict[str, str], total: int, client: httpx.Client) -> None:
    assert client.get("/v1/positions", params=criteria).json()["total"] == total


@pytest.mark.parametrize(
    ("path", "criteria", "total"),
    [
        ("conditions", {"position": CONDITIONAL.id}, 1),
        ("conditions", {"condition": "PLAN"}, 4),
        ("articles", {"publisher": "inland"}, 2),
        ("articles", {"title": "day 1", "since": "2024-01-02", "until": "2024-01-02"}, 1),
        ("articles", {"copies": "true"}, 0),
        ("articles", {"copies": "false"}, 5),
        ("articles", {"copy_of": RECORD.article.id}, 0),
        ("actors", {"kind": "person"}, 1),
        ("actors", {"wikidata": "Q100"}, 1),
        ("actors", {"name": "COASTGUARD", "min_positions": "1"}, 1),
        ("proposals", {"broader": "harbour truce"}, 1),
        ("proposals", {"name": "programme", "min_positions": "1"}, 0),
    ],
)
def test_every_list_has_criteria(path: str, criteria: dict[str, str], total: int, client: httpx.Client) -> None:
    found = client.get(f"/v1/{path}", params=criteria).json()
    assert (found["total"], len(found[path])) == (total, total)


@pytest.mark.parametrize(
    ("path", "sort", "member", "upwards"),
    [
        ("positions", "newest", "published", False),
        ("positions", "confidence", "confidence", False),
        ("positions", "holder", "holder", True),
        ("positions", "proposal", "proposal_label", True),
        ("conditions", "proposal", "proposal_label", True),
        ("articles", "newest", "published", False),
        ("articles", "positions", "positions", False),
        ("actors", "positions", "positions", False),
        ("actors", "articles", "articles", False),
        ("actors", "name", "name", True),
        ("proposals", "name", "label", True),
    ],
)
def test_lists_come_sorted_and_parts_put_together_are_the_whole(
    path: str, sort: str, member: str, upwards: bool, client: httpx.Client
) -> None:
    whole = client.get(f"/v1/{path}", params={"limit": 1000, "sort": sort}).json()
    values = [row[member] for row in whole[path]]
    assert all(one <= other if upwards else one >= other for one, other in pairwise(values))
    found: list[dict[str, Any]] = []
    answer = client.get(f"/v1/{path}", params={"limit": 2, "sort": sort})
    while True:
        found += answer.json()[path]
        assert answer.json()["total"] == whole["total"] == len(whole[path])
        if "next" not in answer.links:
            break
        assert answer.json()["next"] in answer.links["next"]["url"]
        answer = client.get(answer.links["next"]["url"])
    assert answer.json()["next"] is None
    assert found == whole[path]


def test_the_link_to_the_next_part_keeps_what_was_asked(client: httpx.Client) -> None:
    asked = {"proposal": "the plan", "text": "item 1. & b%", "limit": "1", "fields": "id,holder"}
    assert "next" not in client.get("/v1/positions", params=asked).links
    asked["text"] = "item 1."
    following = httpx.URL(client.get("/v1/positions", params=asked).links["next"]["url"])
    assert {name: value for name, value in following.params.items() if name != "cursor"} == asked


def test_only_the_members_that_are_wanted_come(client: httpx.Client) -> None:
    (row,) = client.get("/v1/positions", params={"actor": "ardania", "fields": "stance, holder"}).json()["positions"]
    assert row == {"holder": "Ardania", "stance": "conditions-on"}
    single = client.get(f"/v1/positions/{CONDITIONAL.id}", params={"fields": "paragraphs"}).json()
    assert list(single) == ["paragraphs"]
    assert client.get(f"/v1/articles/{RECORD.article.id}", params={"fields": "text_digest"}).json() == {
        "text_digest": RECORD.article.text_digest
    }


@pytest.mark.parametrize(
    ("address", "detail"),
    [
        (
            "/v1/positions?actr=x",
            "expected a parameter that this address has, got 'actr'; did you mean 'actor'?",
        ),
        (
            "/v1/proposals/x?q=1",
            "expected a parameter that this address has, got 'q'; there are fields",
        ),
        (
            "/v1/networks/subtract?levl=side",
            "expected a parameter that this address has, got 'levl'; did you mean 'level'?",
        ),
        ("/v1/positions?actor=a&actor=b", "expected actor in the query once, got it several times"),
        (
            "/v1/actors?fields=name,postions",
            "expected fields in the query to be members of the answer, got 'postions'; did you mean 'positions'?",
        ),
        (
            "/v1/actors?fields=zzz",
            "expected fields in the query to be members of the answer, got 'zzz';"
            " there are articles, iri, kind, links, name, positions, wikidata, wordings",
        ),
        ("/v1/actors?sort=age", "expected sort in the query to be positions, articles or name, got 'age'"),
        ("/v1/positions?limit=1001", "expected limit in the query to be a number of at most 1000, got '1001'"),
    ],
)
def test_a_parameter_that_is_none_is_refused_with_what_there_is(
    address: str, detail: str, client: httpx.Client
) -> None:
    answer = client.get(address)
    assert (answer.status_code, answer.json()["detail"]) == (422, detail)
    assert answer.headers["content-type"] == "application/problem+json"


def test_a_cursor_of_somewhere_else_is_refused(client: httpx.Client) -> None:
    cursor = client.get("/v1/actors", params={"limit": 1}).json()["next"]
    for asked, detail in (
        ("x", "expected a cursor from the next member of an answer, got 'x'"),
        (
            cursor,
            f"expected a cursor of a list of positions by reading, got {cursor!r}, which is of another list or order",
        ),
    ):
        found = client.get("/v1/positions", params={"cursor": asked})
        assert (found.status_code, found.json()["detail"]) == (400, detail)


@pytest.mark.parametrize(
    "lead",
    [
        "9" * 30, str(2**63), str(-(2**63) - 1), '"\\ud800"', "[" * 7000, "NaN", "-Infinity", "1e999",
    ],
    ids=lambda lead: lead[:20],
)  # fmt: skip
def test_a_cursor_with_what_no_list_is_sorted_by_is_refused(lead: str, client: httpx.Client) -> None:
    cursor = urlsafe_b64encode(f"positions by newest\0{lead}\0x".encode()).rstrip(b"=").decode()
    found = client.get("/v1/positions", params={"sort": "newest", "cursor": cursor})
    assert (found.status_code, found.json()["detail"]) == (
        400,
        f"expected a cursor from the next member of an answer, got {cursor!r}",
    )


@pytest.mark.parametrize(
    ("address", "detail"),
    [
        ("positions/ffff", "expected a position of this store, got 'ffff'"),
        ("conditions/ffffffffffffffff/1", "expected a condition of a position of this store, got 'ffffffffffffffff/1'"),
        ("articles/nothing", "expected an article of this graph, got 'nothing'; parley articles lists them"),
        ("actors/state/A%2FB%20%3Cb%3E", "expected an actor of this graph, got 'A/B <b>' (state)"),
        ("proposals/%ED%A0%80", "expected a proposal of this graph, got '���'"),
    ],
)
def test_what_is_not_there_is_a_problem_with_its_name(address: str, detail: str, client: httpx.Client) -> None:
    answer = client.get(f"/v1/{address}")
    assert (answer.status_code, answer.json()["detail"]) == (404, detail)

"""Every failure is a problem document (RFC 9457) that says what was expected."""

from __future__ import annotations

import httpx
import pytest


@pytest.mark.parametrize(
    ("method", "path", "status", "title", "detail"),
    [
        ("GET", "/nowhere", 404, "Not Found", "Nothing lives at /nowhere; /docs lists what does."),
        ("DELETE", "/v1/positions", 405, "Method Not Allowed", "DELETE is not possible here."),
        ("GET", "/v1/positions/ffff", 404, "Not Found", "expected a position of this store, got 'ffff'"),
        (
            "GET",
            "/v1/positions/nonsense",
            400,
            "Bad Request",
            "expected the id of a position or its first hex digits, got 'nonsense'",
        ),
        (
            "GET",
            "/v1/articles/nonsense",
            404,
            "Not Found",
            "expected an article of this graph, got 'nonsense'; parley articles lists them",
        ),
        (
            "GET",
            "/v1/positions?since=2025-02-01&until=2025-01-01",
            400,
            "Bad Request",
            "expected since to be no later than until, got 2025-02-01 and 2025-01-01",
        ),
        (
            "GET",
            "/v1/positions?limit=0",
            422,
            "Unprocessable Entity",
            "expected limit in the query to be a number of at least 1, got '0'",
        ),
        (
            "GET",
            "/v1/networks/subtract?actor=nobody",
            404,
            "Not Found",
            "expected actor to be part of a name in this graph, got 'nobody'; there are Ardania, Fishers' League,"
            " State 0, State 10, State 12 and 18 more",
        ),
    ],
)  # fmt: skip
def test_a_failure_says_what_was_expected(
    method: str, path: str, status: int, title: str, detail: str, client: httpx.Client
) -> None:
    found = client.request(method, path)
    assert found.status_code == status
    assert found.headers["content-type"] == "application/problem+json"
    problem = found.json()
    assert {key: problem[key] for key in ("type", "title", "status", "detail", "instance")} == {
        "type": "about:blank",
        "title": title,
        "status": status,
        "detail": detail,
        "instance": path.partition("?")[0],
    }


def test_a_method_that_is_not_possible_comes_with_those_that_are(client: httpx.Client) -> None:
    assert client.post("/v1/stats").headers["allow"] == "GET, HEAD"


def test_each_wrong_parameter_is_named(client: httpx.Client) -> None:
    found = client.get("/v1/positions", params={"stance": "likes", "since": "soon"}).json()
    assert [fault["where"] for fault in found["errors"]] == ["query.stance", "query.since"]

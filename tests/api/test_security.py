"""What every answer carries, and who gets none."""

from __future__ import annotations

import re

import httpx
import pytest


@pytest.mark.parametrize("path", ["/v1/stats", "/nowhere", "/docs", "/sparql?query=ASK%7B%7D", "/v1/positions?limit=x"])
def test_every_answer_carries_the_security_headers(path: str, client: httpx.Client) -> None:
    headers = client.get(path).headers
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["x-frame-options"] == "DENY"
    assert headers["referrer-policy"] == "no-referrer"
    assert "default-src 'none'" in headers["content-security-policy"]
    assert "'unsafe-inline'" not in re.sub(r"style-src[^;]*", "", headers["content-security-policy"])
    assert not [name for name in headers if name.startswith("access-control-")]


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example", "localhost.", "", "[::2]:80"])
def test_a_request_to_another_name_is_not_answered(host: str, client: httpx.Client) -> None:
    found = client.get("/v1/stats", headers={"host": host})
    assert found.status_code == 421
    assert found.headers["content-type"] == "application/problem+json"
    assert "articles" not in found.json()


@pytest.mark.parametrize("host", ["localhost", "LOCALHOST:80", "127.0.0.1:9", "[::1]:80"])
def test_this_machine_has_several_names(host: str, client: httpx.Client) -> None:
    assert client.get("/v1/stats", headers={"host": host}).status_code == 200


def test_another_origin_gets_no_leave_to_read(client: httpx.Client) -> None:
    found = client.options(
        "/sparql", headers={"origin": "https://evil.example", "access-control-request-method": "POST"}
    )
    assert found.status_code == 405
    assert "access-control-allow-origin" not in found.headers


def test_head_is_get_without_the_body(client: httpx.Client) -> None:
    for path in ("/v1/stats", "/nowhere", "/sparql?query=ASK%7B%7D"):
        head, whole = client.head(path), client.get(path)
        assert (head.status_code, head.content) == (whole.status_code, b"")
        assert head.headers["content-length"] == whole.headers["content-length"]

"""What every answer carries, which names are answered to, and which pages may ask."""

from __future__ import annotations

import re
import socket
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import httpx
import pytest

from kg.settings import ServerSettings
from kg.store import open_store
from kg.usecases.keys import Scope, add_key
from tests.api.conftest import SETTINGS, serving

ORIGIN, OTHER = "https://newsroom.example", "https://evil.example"
PREFLIGHT = {"access-control-request-method": "POST", "access-control-request-headers": "x-api-key, content-type"}


@pytest.fixture
def place(tmp_path: Path) -> Path:
    open_store(tmp_path / "parley.db").close()
    return tmp_path / "parley.db"


@pytest.fixture(scope="module")
def open_to_pages(tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    """A client of a private server that pages of one other site may use."""
    place = tmp_path_factory.mktemp("cors") / "parley.db"
    open_store(place).close()
    with serving(place, replace(SETTINGS, cors_origins=(ORIGIN,), private=True)) as client:
        yield client


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/v1/stats"), ("GET", "/nowhere"), ("GET", "/docs"), ("GET", "/sparql?query=ASK%7B%7D"),
        ("GET", "/v1/positions?limit=x"), ("GET", "/"), ("HEAD", "/v1/stats"), ("HEAD", "/nowhere"),
        ("DELETE", "/v1/stats"), ("DELETE", "/v1/articles/0123456789abcdef"), ("OPTIONS", "/sparql"),
        ("GET", "/healthz?" + "x" * 40_000), ("PUT", "/v1/jobs"), ("TRACE", "/v1/stats"),
    ],
)  # fmt: skip
def test_every_answer_carries_the_security_headers(method: str, path: str, client: httpx.Client) -> None:
    headers = client.request(method, path).headers
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["x-frame-options"] == "DENY"
    assert headers["referrer-policy"] == "no-referrer"
    assert headers["cross-origin-resource-policy"] == "same-origin"
    assert headers["cross-origin-opener-policy"] == "same-origin"
    assert "default-src 'none'" in headers["content-security-policy"]
    assert "'unsafe-inline'" not in re.sub(r"style-src[^;]*", "", headers["content-security-policy"])
    assert len(headers.get_list("content-security-policy")) == 1
    assert headers["x-request-id"]
    assert "server" not in headers
    assert not [name for name in headers if name.startswith("access-control-")]


def test_an_unchanged_answer_carries_them_too(client: httpx.Client) -> None:
    tag = client.get("/v1/articles").headers.get("etag")
    if tag is None:
        pytest.skip("no entity tags are given here")
    found = client.get("/v1/articles", headers={"if-none-match": tag})
    assert (found.status_code, found.headers["x-content-type-options"]) == (304, "nosniff")


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example", "localhost.", "", "[::2]:80", "127.0.0.2"])
def test_a_request_to_another_name_is_not_answered(host: str, client: httpx.Client) -> None:
    found = client.get("/v1/stats", headers={"host": host})
    assert found.status_code == 421
    assert found.headers["content-type"] == "application/problem+json"
    assert found.headers["x-content-type-options"] == "nosniff"
    assert "articles" not in found.json()


def test_the_refusal_says_which_names_are_answered_to(client: httpx.Client) -> None:
    assert client.get("/v1/stats", headers={"host": "evil.example:80"}).json()["detail"] == (
        "expected a request to 127.0.0.1, ::1, localhost, got one to 'evil.example';"
        " parley serve --allowed-host adds a name"
    )


@pytest.mark.parametrize("host", ["localhost", "LOCALHOST:80", "127.0.0.1:9", "[::1]:80"])
def test_this_machine_has_several_names(host: str, client: httpx.Client) -> None:
    assert client.get("/v1/stats", headers={"host": host}).status_code == 200


@pytest.mark.parametrize(
    "lines", ["", "Host: localhost\r\nHost: localhost\r\n", "Host: localhost\r\nHost: a.example\r\n"]
)
def test_a_request_names_one_host(lines: str, client: httpx.Client) -> None:
    with socket.create_connection(("127.0.0.1", client.base_url.port or 0), timeout=10) as connection:
        connection.sendall(f"GET /v1/stats HTTP/1.1\r\n{lines}Connection: close\r\n\r\n".encode())
        assert connection.makefile("rb").readline() == b"HTTP/1.1 421 Misdirected Request\r\n"


def test_a_host_in_the_address_line_does_not_count(client: httpx.Client) -> None:
    with socket.create_connection(("127.0.0.1", client.base_url.port or 0), timeout=10) as connection:
        connection.sendall(b"GET http://localhost/v1/stats HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n")
        assert connection.makefile("rb").readline() == b"HTTP/1.1 421 Misdirected Request\r\n"


@pytest.mark.parametrize(
    ("settings", "answered", "refused"),
    [
        (
            replace(SETTINGS, allowed_hosts=("Parley.example.org",)),
            ["parley.EXAMPLE.org:8000"],
            ["example.org", "10.0.0.7"],
        ),
        (
            replace(SETTINGS, host="0.0.0.0"),
            ["10.0.0.7", "[2001:db8::1]:80", "localhost"],
            ["evil.example", "10.0.0.7.evil"],
        ),
        (replace(SETTINGS, host="192.0.2.7"), ["192.0.2.7:8000", "localhost"], ["192.0.2.8", "evil.example"]),
    ],
)
def test_names_are_added(settings: ServerSettings, answered: list[str], refused: list[str], place: Path) -> None:
    key = add_key(str(place), "reader", Scope.READ, today=date(2025, 3, 3))
    with serving(place, settings) as client:
        statuses = [
            client.get("/v1/stats", headers={"host": host, "x-api-key": key}).status_code
            for host in (*answered, *refused)
        ]
    assert statuses == [200] * len(answered) + [421] * len(refused)


def test_nobody_speaks_for_another_client(place: Path) -> None:
    with serving(place, replace(SETTINGS, rate=1)) as client:
        answers = [client.get("/healthz", headers={"x-forwarded-for": f"192.0.2.{n}"}) for n in range(3)]
    assert [answer.status_code for answer in answers] == [200, 429, 429]


def test_another_origin_gets_no_leave_to_read(client: httpx.Client) -> None:
    preflight = client.options("/sparql", headers={"origin": OTHER, **PREFLIGHT})
    assert preflight.status_code == 405
    found = client.get("/v1/stats", headers={"origin": OTHER})
    for answer in (preflight, found):
        assert not [name for name in answer.headers if name.startswith("access-control-")]


def test_pages_of_a_named_site_may_ask(open_to_pages: httpx.Client) -> None:
    preflight = open_to_pages.options("/sparql", headers={"origin": ORIGIN, **PREFLIGHT})
    assert preflight.status_code == 200
    assert preflight.headers["access-control-allow-origin"] == ORIGIN
    assert "POST" in preflight.headers["access-control-allow-methods"]
    assert "X-API-Key" in preflight.headers["access-control-allow-headers"]
    assert preflight.headers["access-control-max-age"] == "3600"
    for path in ("/healthz", "/v1/stats"):  # a page must be able to read why it was refused, too
        found = open_to_pages.get(path, headers={"origin": ORIGIN})
        assert found.headers["access-control-allow-origin"] == ORIGIN
        assert "Origin" in found.headers["vary"]
        assert "ETag" in found.headers["access-control-expose-headers"]
        assert "access-control-allow-credentials" not in found.headers


def test_pages_of_other_sites_may_not(open_to_pages: httpx.Client) -> None:
    preflight = open_to_pages.options("/sparql", headers={"origin": OTHER, **PREFLIGHT})
    assert preflight.status_code == 400
    assert preflight.headers["x-content-type-options"] == "nosniff"
    for answer in (preflight, open_to_pages.get("/healthz", headers={"origin": OTHER})):
        assert "access-control-allow-origin" not in answer.headers


def test_every_site_means_every_site_but_no_cookies(place: Path) -> None:
    with serving(place, replace(SETTINGS, cors_origins=("*",))) as client:
        found = client.get("/v1/stats", headers={"origin": OTHER, "cookie": "a=b"})
        preflight = client.options("/sparql", headers={"origin": OTHER, **PREFLIGHT})
    for answer in (found, preflight):
        assert answer.headers["access-control-allow-origin"] == "*"
        assert "access-control-allow-credentials" not in answer.headers


def test_head_is_get_without_the_body(client: httpx.Client) -> None:
    for path in ("/v1/stats", "/nowhere", "/sparql?query=ASK%7B%7D"):
        head, whole = client.head(path), client.get(path)
        assert (head.status_code, head.content) == (whole.status_code, b"")
        assert head.headers["content-length"] == whole.headers["content-length"]

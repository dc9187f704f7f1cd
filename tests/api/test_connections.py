"""Connections at the level of bytes: what is no request, what never ends, and who does not listen."""

from __future__ import annotations

import json
import re
import socket
import time
from collections.abc import Iterator

import httpx
import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from api import connections
from tests.api.conftest import running

PLENTY = 50_000_000
GOOD = b"GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n"


async def healthy(_: Request) -> Response:
    return PlainTextResponse("ok")


async def plenty(_: Request) -> Response:
    return PlainTextResponse("x" * PLENTY)


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[httpx.Client]:
    """A client of a server with little patience."""
    monkeypatch.setattr(connections, "HEAD_SECONDS", 0.3)
    monkeypatch.setattr(connections, "KEEP_ALIVE_SECONDS", 1)
    monkeypatch.setattr(connections, "STALL_SECONDS", 0.3)
    monkeypatch.setattr(connections, "MOST_CONNECTIONS", 5)
    with running(Starlette(routes=[Route("/healthz", healthy), Route("/plenty", plenty)])) as client:
        yield client


def connected(client: httpx.Client) -> socket.socket:
    return socket.create_connection(("127.0.0.1", client.base_url.port or 0), timeout=10)


def answered(connection: socket.socket) -> tuple[int, dict[str, str], bytes]:
    """Status, headers and body of the next answer; the body as long as it says."""
    file = connection.makefile("rb")
    status = int(file.readline().split()[1])
    headers = {}
    while (line := file.readline().strip()) != b"":
        name, _, value = line.decode().partition(": ")
        headers[name.lower()] = value
    return status, headers, file.read(int(headers["content-length"]))


@pytest.mark.parametrize(
    "request_",
    [
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03", b"hello\r\n\r\n", b"GET / HTTP/9.9\r\n\r\n",
        b"GET  HTTP/1.1\r\nHost: localhost\r\n\r\n", b"GET / HTTP/1.1\r\nHost localhost\r\n\r\n",
        b"GET /\xff HTTP/1.1\r\nHost: localhost\r\n\r\n", b"GET http://localhost HTTP/1.1\r\nHost: localhost\r\n\r\n",
        b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", b"POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: -1\r\n\r\n",
        b"POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        b"POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: localhost\r\nX-A: b\x00c\r\n\r\n", b"CONNECT localhost:80 HTTP/1.1\r\n\r\n",
    ],
)  # fmt: skip
def test_what_is_no_request_is_said(request_: bytes, client: httpx.Client) -> None:
    with connected(client) as connection:
        connection.sendall(request_)
        status, headers, body = answered(connection)
        assert connection.recv(1) == b""
    assert (status, headers["content-type"], headers["connection"]) == (400, "application/problem+json", "close")
    assert headers["x-content-type-options"] == "nosniff"
    assert json.loads(body)["detail"] == "expected a request in HTTP/1.1, got something else"


@pytest.mark.parametrize("begin", [b"", b"GET /healthz HT", GOOD[:-2], b"\r\n", GOOD + b"GET /heal", GOOD + b"\r\n"])
def test_a_request_that_does_not_come_is_not_waited_for(begin: bytes, server: httpx.Client) -> None:
    with connected(server) as connection:
        connection.sendall(begin)
        if begin.startswith(GOOD):
            assert answered(connection)[0] == 200
        begun = time.monotonic()
        assert connection.recv(1) == b""
    assert time.monotonic() - begun < 3


def test_a_head_that_trickles_in_gets_no_more_time(server: httpx.Client) -> None:
    with connected(server) as connection, pytest.raises(ConnectionError):
        trickle(connection, seconds=3)


def trickle(connection: socket.socket, *, seconds: float) -> None:
    begun = time.monotonic()
    while time.monotonic() - begun < seconds:
        time.sleep(0.05)
        connection.sendall(b"X")


def test_a_head_without_end_is_refused(client: httpx.Client) -> None:
    with connected(client) as connection:
        connection.sendall(b"GET /healthz HTTP/1.1\r\nHost: localhost\r\n")
        for number in range(400):
            connection.sendall(f"X-{number}: {'y' * 300}\r\n".encode())
            time.sleep(0.0002)
            if number * 300 > connections.LARGEST_HEAD:
                break
        connection.sendall(b"X-Last: " + b"y" * 30_000)
        status, headers, body = answered(connection)
    assert (status, headers["content-type"]) == (431, "application/problem+json")
    assert json.loads(body)["detail"] == (
        "expected a request whose line and headers have at most 131,072 bytes, got more"
    )


def test_who_does_not_read_is_cut_off(server: httpx.Client) -> None:
    with connected(server) as connection:
        connection.sendall(GOOD.replace(b"/healthz", b"/plenty"))
        time.sleep(2)
        assert received(connection) < PLENTY


def test_who_reads_slowly_is_not(server: httpx.Client) -> None:
    with connected(server) as connection:
        connection.sendall(GOOD.replace(b"/healthz", b"/plenty"))
        size = 0
        for _ in range(12):
            time.sleep(0.1)
            size += len(connection.recv(500_000))
        assert size + received(connection) > PLENTY


def received(connection: socket.socket) -> int:
    """How many bytes still come."""
    size = 0
    while True:
        try:
            chunk = connection.recv(1_000_000)
        except ConnectionError:
            return size
        if not chunk:
            return size
        size += len(chunk)


def test_there_is_an_end_to_connections(server: httpx.Client) -> None:
    held = [connected(server) for _ in range(5)]
    try:
        with connected(server) as connection:
            status, headers, body = answered(connection)
    finally:
        for each in held:
            each.close()
    assert (status, headers["content-type"]) == (503, "application/problem+json")
    assert json.loads(body)["detail"] == "expected at most 5 connections, got one more"
    time.sleep(0.2)
    assert server.get("/healthz").status_code == 200


def test_an_early_refusal_is_seen_by_who_is_still_sending(client: httpx.Client) -> None:
    with connected(client) as connection:
        connection.sendall(b"POST /healthz HTTP/1.1\r\nHost: localhost\r\nContent-Length: 2000000\r\n\r\n")
        for _ in range(2000):
            connection.sendall(b"#" * 1000)
        assert answered(connection)[0] == 413
        connection.sendall(GOOD)
        assert answered(connection)[0] == 200


def test_requests_one_behind_the_other_are_answered_in_turn(client: httpx.Client) -> None:
    with connected(client) as connection:
        connection.sendall(GOOD * 3 + GOOD.replace(b"/healthz", b"/nowhere"))
        answers = b""
        while not answers.endswith(b"}") or answers.count(b"HTTP/1.1 ") < 4:
            answers += connection.recv(65536)
    assert re.findall(rb"HTTP/1\.1 (\d+)", answers) == [b"200", b"200", b"200", b"404"]


def test_answers_are_sent_at_once(client: httpx.Client) -> None:
    """Without TCP_NODELAY an answer in two pieces would wait 40 ms for the client's word that it has got the first."""
    with connected(client) as connection:
        took = []
        for _ in range(20):
            begun = time.perf_counter()
            connection.sendall(GOOD)
            assert answered(connection)[0] == 200
            took.append(time.perf_counter() - begun)
    assert sorted(took)[10] < 0.035

"""How much a request may be, how long it may take, and how often one may come."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import httpx
import pytest
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import PlainTextResponse

from api.limits import LARGER, RequestLimits
from api.rates import Rates
from kg.confinement import MEBIBYTE
from kg.store import open_store
from tests.api.conftest import SETTINGS, serving

WRITER = {"authorization": "Bearer writer"}
JSON = WRITER | {"content-type": "application/json"}
COPIES = "/v1/copies"
QUERY = {"content-type": "application/sparql-query"}


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    """A client of a server that takes bodies of 1024 bytes where no more is said."""
    place = tmp_path_factory.mktemp("limits") / "parley.db"
    open_store(place).close()
    with serving(place, replace(SETTINGS, largest_body=1024, local_token="writer")) as client:
        yield client


def pieces(size: int) -> Iterator[bytes]:
    for begin in range(0, size, 300):
        yield b"#" * min(300, size - begin)


def test_a_body_that_is_announced_too_large_is_refused_unread(small: httpx.Client) -> None:
    found = small.post(COPIES, content=b"#" * 1025, headers=JSON)
    assert found.status_code == 413
    assert found.headers["content-type"] == "application/problem+json"
    assert found.json()["detail"] == "expected a request of at most 1,024 bytes, got 1,025 or more"
    assert small.post(COPIES, content=b"{}".ljust(1024), headers=JSON).status_code == 422


def test_a_streamed_body_is_counted(small: httpx.Client) -> None:
    found = small.post(COPIES, content=pieces(1_000_000), headers=JSON)
    assert found.status_code == 413
    assert found.headers["content-type"] == "application/problem+json"
    assert re.fullmatch(r"expected a request of at most 1,024 bytes, got [\d,]+ or more", found.json()["detail"])
    assert small.post(COPIES, content=iter([b"{", b"}"]), headers=JSON).status_code == 422
    found = small.post("/sparql", content=pieces(LARGER["/sparql"] + 1), headers=QUERY)
    assert found.status_code == 413


@pytest.mark.parametrize("path", ["/v1/articles", "/v1/jobs", "/graphs?default", "/graphs/notes"])
def test_articles_and_graphs_may_be_larger(path: str, small: httpx.Client) -> None:
    for body in (b"x" * 5000, pieces(5000)):
        assert small.post(path, content=body, headers=WRITER).status_code not in (401, 403, 404, 413), path


def test_what_may_be_larger_is_there(small: httpx.Client) -> None:
    assert set(LARGER) <= set(small.get("/openapi.json").json()["paths"])


def test_an_address_and_headers_have_their_limits(small: httpx.Client) -> None:
    ask = "/sparql?query=ASK%7B%7D%23"
    assert small.get(ask.ljust(32_000, "x")).status_code == 200
    long = small.get(ask.ljust(33_001, "x"))
    assert (long.status_code, long.headers["content-type"]) == (414, "application/problem+json")
    assert long.json()["detail"] == (
        "expected an address of at most 32,768 bytes, got 33,000; POST takes longer queries"
    )
    wide = small.get("/healthz", headers={f"x-{n}": "y" * 4000 for n in range(9)})
    assert (wide.status_code, wide.headers["content-type"]) == (431, "application/problem+json")
    assert wide.json()["detail"].startswith("expected headers of at most 32,768 bytes together, got 36,")


def test_a_body_that_does_not_come_is_not_waited_for() -> None:
    first = asyncio.run(_send([b"a", None]))
    assert first == (408, "expected the rest of the request, got nothing more after 1 bytes")
    assert asyncio.run(_send([b"a", b"b", b""])) == (200, "ab")


def test_pauses_of_a_body_add_up() -> None:
    slow = asyncio.run(_send([b"a"] * 20, pause=0.02))
    assert slow[0] == 408
    assert asyncio.run(_send([b"a" * 16_384] * 20 + [b""], pause=0.02))[0] == 200  # a second for each 16 KiB


async def _send(chunks: list[bytes | None], *, pause: float = 0.0) -> tuple[int, str]:
    """What an application behind the limits, with 0.1 seconds of patience, makes of a body in ``chunks``.

    None stands for a client that sends nothing more, the empty chunk for the end.
    """
    coming = iter(chunks)
    sent: list[dict[str, Any]] = []

    async def receive() -> dict[str, Any]:
        await asyncio.sleep(pause)
        chunk = next(coming)
        if chunk is None:
            await asyncio.sleep(60)
        return {"type": "http.request", "body": chunk, "more_body": bool(chunk)}

    async def send(message: Any) -> None:
        sent.append(message)

    async def application(scope: Any, receive: Any, send: Any) -> None:
        try:
            answer = PlainTextResponse(await Request(scope, receive).body())
        except HTTPException as refused:
            answer = PlainTextResponse(refused.detail, status_code=refused.status_code)
        await answer(scope, receive, send)

    scope = {
        "type": "http",
        "method": "POST",
        "path": "/",
        "query_string": b"",
        "headers": [(b"transfer-encoding", b"chunked")],
    }
    await RequestLimits(application, largest_body=MEBIBYTE, patience=0.1)(scope, receive, send)
    return sent[0]["status"], sent[1]["body"].decode()


def test_tokens_come_back_evenly() -> None:
    rates = Rates(120)
    assert [rates.wait("a", now=0.0) for _ in range(120)] == [0.0] * 120
    assert rates.wait("a", now=0.0) == pytest.approx(0.5)
    assert rates.wait("a", now=0.25) == pytest.approx(0.25)
    assert rates.wait("a", now=0.5) == 0.0
    assert rates.wait("a", now=0.5) == pytest.approx(0.5)
    assert [rates.wait("a", now=9000.0) for _ in range(121)][-2:] == [0.0, pytest.approx(0.5)]  # a full bucket is full


def test_a_crowd_of_clients_does_not_fill_the_memory() -> None:
    rates = Rates(1, most_clients=100)
    for number in range(10_000):
        assert rates.wait(f"client {number}", now=0.0) == 0.0
    assert len(rates) == 100
    assert rates.wait("client 9999", now=0.0) > 0.0

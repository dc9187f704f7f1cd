"""The server's log: a line a request, for people or machines, and nothing in it that is to stay secret."""

from __future__ import annotations

import json
import logging
import re
import sys
from collections.abc import Iterator
from datetime import date

import httpx
import pytest

from api.logs import REQUESTS, JsonLines, LogForm, TextLines, log_config
from api.watching import Exchange
from kg.settings import ServerSettings
from kg.store import open_store
from kg.usecases.keys import Scope, add_key
from tests.api.conftest import serving
from tests.rdf.samples import harbour_record


@pytest.fixture(scope="module")
def secret_and_client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, httpx.Client]]:
    """A key called "ana" and a client of a server that knows it."""
    place = tmp_path_factory.mktemp("logged") / "parley.db"
    with open_store(place) as store:
        store.add(harbour_record())
    secret = add_key(str(place), "ana", Scope.READ, today=date(2025, 3, 20))
    with serving(place, ServerSettings()) as client:
        yield secret, client


def lines(caplog: pytest.LogCaptureFixture) -> list[dict[str, object]]:
    """What the log has, read back from its JSON lines."""
    return [json.loads(JsonLines().format(record)) for record in caplog.records if record.name == REQUESTS]


def test_every_request_is_one_line_that_names_the_caller(
    secret_and_client: tuple[str, httpx.Client], caplog: pytest.LogCaptureFixture
) -> None:
    secret, client = secret_and_client
    with caplog.at_level(logging.INFO, REQUESTS):
        first = client.get("/v1/stats", headers={"Authorization": f"Bearer {secret}"})
        client.get("/v1/positions/ffff")
        client.get("/healthz", headers={"X-Request-ID": "trace-7.a_b"})
        client.get("/healthz", headers={"Authorization": "Bearer wrong"})
    found = lines(caplog)
    told = [(line["method"], line["path"], line["status"], line["caller"]) for line in found]
    assert told == [
        ("GET", "/v1/stats", 200, "ana"),
        ("GET", "/v1/positions/ffff", 404, None),
        ("GET", "/healthz", 200, None),
        ("GET", "/healthz", 401, None),
    ]
    assert found[0]["id"] == first.headers["x-request-id"]
    assert re.fullmatch("[0-9a-f]{16}", first.headers["x-request-id"])
    assert found[2]["id"] == "trace-7.a_b"
    assert all(isinstance(line["ms"], float) and 0 < line["ms"] < 20_000 for line in found)
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z", str(found[0]["time"]))


def test_keys_and_query_strings_stay_out(
    secret_and_client: tuple[str, httpx.Client], caplog: pytest.LogCaptureFixture
) -> None:
    secret, client = secret_and_client
    with caplog.at_level(logging.INFO, REQUESTS):
        client.get(f"/v1/positions?key={secret}&actor=classified", headers={"X-API-Key": secret})
        client.get("/sparql", params={"query": f"ASK {{ ?a ?b '{secret}' }}"}, headers={"Cookie": secret})
    logged = "".join(f"{JsonLines().format(each)}{TextLines().format(each)}" for each in caplog.records)
    assert '"path": "/v1/positions"' in logged
    assert secret not in logged
    assert "classified" not in logged


def test_what_a_client_sends_cannot_make_a_line_of_its_own(
    secret_and_client: tuple[str, httpx.Client], caplog: pytest.LogCaptureFixture
) -> None:
    _, client = secret_and_client
    with caplog.at_level(logging.INFO, REQUESTS):
        client.get("/v1/%0A%1B[2J\u202eevil", headers={"X-Request-ID": "no spaces allowed"})
    (record,) = [record for record in caplog.records if record.name == REQUESTS]
    for line in (JsonLines().format(record), TextLines().format(record)):
        assert line.isascii()
        assert line.isprintable()
    assert lines(caplog)[0]["path"] == "/v1/%0A%1B[2J%E2%80%AEevil"
    assert re.fullmatch("[0-9a-f]{16}", str(lines(caplog)[0]["id"]))


def test_a_line_for_people() -> None:
    record = logging.makeLogRecord({"name": REQUESTS, "created": 1742459400.25, "msecs": 250.0, "exchange": SEEN})
    assert TextLines().format(record) == (
        "2025-03-20T08:30:00.250Z GET /v1/positions/3f9a12bc 200 1.5 ms - 00c0ffee00c0ffee"
    )


def test_errors_carry_their_traceback_in_one_json_object() -> None:
    try:
        raise ValueError("a\nb")
    except ValueError:
        record = logging.LogRecord("uvicorn.error", logging.ERROR, "x.py", 1, "broke: %s", ("it",), sys.exc_info())
    found = json.loads(JsonLines().format(record))
    assert (found["level"], found["logger"], found["message"]) == ("error", "uvicorn.error", "broke: it")
    assert found["traceback"].endswith("ValueError: a\nb")
    assert JsonLines().format(record).count("\n") == 0
    assert TextLines().format(record).splitlines()[-2:] == ["ValueError: a", "b"]


@pytest.mark.parametrize(("form", "formatter"), [(LogForm.TEXT, TextLines), (LogForm.JSON, JsonLines)])
def test_the_configuration_logs_requests_only_when_wanted(form: LogForm, formatter: type) -> None:
    quiet, loud = (log_config(form, requests=each) for each in (False, True))
    assert quiet["formatters"]["line"]["()"] is formatter
    assert (quiet["loggers"][REQUESTS]["level"], loud["loggers"][REQUESTS]["level"]) == ("WARNING", "INFO")


SEEN = Exchange(
    id="00c0ffee00c0ffee", method="GET", path="/v1/positions/3f9a12bc", route="/v1/positions/{position_id}",
    status=200, seconds=0.0015, caller=None,
)  # fmt: skip

"""Keys: reading is open on this machine, writing takes a key, and elsewhere nothing is had without one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import httpx
import pytest

from api.access import MISTAKES_PER_MINUTE, OPEN
from api.app import create_app
from kg.errors import AccessError
from kg.settings import ServerSettings
from kg.store import open_store
from kg.store.keys import keys_file
from kg.usecases.keys import Scope, add_key, remove_key
from tests.api.conftest import SETTINGS, serving
from tests.rdf.samples import harbour_record

TODAY = date(2025, 3, 3)
LOCAL_TOKEN = "made-at-start"
UNKNOWN = "parley_00000000_" + "x" * 43
WRITING = "/v1/articles/0123456789abcdef"
READING_POSTS = {("post", "/sparql"), ("post", "/v1/analysis/stability")}
"""Operations by POST that anybody may use on this machine; the first decides by what it is asked."""


@pytest.fixture
def place(tmp_path: Path) -> Path:
    with open_store(tmp_path / "parley.db") as store:
        store.add(harbour_record())
    return tmp_path / "parley.db"


@pytest.fixture(scope="module")
def keys(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Keys to the graph that ``local`` serves."""
    place = tmp_path_factory.mktemp("keys") / "parley.db"
    with open_store(place) as store:
        store.add(harbour_record())
    return {"place": str(place)} | {
        name: add_key(str(place), name, scope, today=TODAY)
        for name, scope in (("reader", Scope.READ), ("writer", Scope.WRITE))
    }


@pytest.fixture(scope="module")
def local(keys: dict[str, str]) -> Iterator[httpx.Client]:
    """A client of a server on this machine, whose graph has keys; at most ten tests may send wrong ones."""
    with serving(Path(keys["place"]), replace(SETTINGS, local_token=LOCAL_TOKEN)) as client:
        yield client


def bearer(key: str) -> dict[str, str]:
    return {"authorization": f"Bearer {key}"}


def test_reading_is_open_on_this_machine(local: httpx.Client, keys: dict[str, str]) -> None:
    for headers in ({}, bearer(keys["reader"]), bearer(keys["writer"]), bearer(LOCAL_TOKEN)):
        found = local.get("/v1/stats", headers=headers)
        assert (found.status_code, found.json()["articles"]) == (200, 1)
        assert "cache-control" not in found.headers


@pytest.mark.parametrize(
    "headers",
    [
        bearer(UNKNOWN), {"authorization": "Bearer"}, {"x-api-key": UNKNOWN}, {"x-api-key": ""},
        {"authorization": "Basic YTpi"}, {"authorization": UNKNOWN}, {"authorization": b"Bearer \xff"},
    ],
)  # fmt: skip
def test_a_wrong_key_opens_nothing(headers: dict[str, str], local: httpx.Client) -> None:
    found = local.get("/v1/stats", headers=headers)
    assert found.status_code == 401
    assert found.headers["content-type"] == "application/problem+json"
    assert found.headers["www-authenticate"] == 'Bearer realm="parley", error="invalid_token"'
    assert found.json() == {
        "type": "about:blank",
        "title": "Unauthorized",
        "status": 401,
        "detail": "expected a key of this graph, got one that is unknown, removed or over",
        "instance": "/v1/stats",
    }


def test_a_key_that_is_over_or_nearly_right_is_wrong(place: Path) -> None:
    key = add_key(str(place), "former", Scope.WRITE, today=TODAY)
    over = add_key(str(place), "over", Scope.WRITE, today=TODAY, expires=TODAY)
    with serving(place) as client:
        assert client.get("/v1/stats", headers=bearer(key)).status_code == 200
        for wrong in (over, key[:-1] + "!", key + "x", key[:15], key.upper()):
            assert client.get("/v1/stats", headers=bearer(wrong)).status_code == 401, wrong


def test_writing_takes_a_key_that_may_write(local: httpx.Client, keys: dict[str, str]) -> None:
    none = local.delete(WRITING)
    assert (none.status_code, none.headers["www-authenticate"]) == (401, 'Bearer realm="parley"')
    assert none.json()["detail"] == (
        "expected a key that may write, got none; parley keys add NAME --scope write makes one"
    )
    reader = local.delete(WRITING, headers=bearer(keys["reader"]))
    assert (reader.status_code, reader.headers["www-authenticate"]) == (
        403, 'Bearer realm="parley", error="insufficient_scope", scope="write"'
    )  # fmt: skip
    assert reader.json()["detail"] == "expected a key that may write, got the key of reader, which may read"
    for headers in (bearer(keys["writer"]), {"x-api-key": keys["writer"]}, bearer(LOCAL_TOKEN)):
        assert local.delete(WRITING, headers=headers).status_code == 404


def test_every_operation_that_changes_something_takes_a_key(local: httpx.Client) -> None:
    document = local.get("/openapi.json").json()
    operations = [
        (method, path, operation.get("security", document["security"]))
        for path, methods in document["paths"].items()
        for method, operation in methods.items()
    ]
    taking = {(method, path) for method, path, security in operations if {} not in security}
    changing = {(method, path) for method, path, _ in operations if method not in ("get", "head")}
    assert taking == changing - READING_POSTS
    for method, path in sorted(taking):
        assert local.request(method, path.replace("{", "").replace("}", "")).status_code == 401, (method, path)


def test_the_document_says_how_to_send_a_key(local: httpx.Client) -> None:
    document = local.get("/openapi.json").json()
    assert document["security"] == [{}, {"Key": []}, {"KeyHeader": []}]
    assert document["components"]["securitySchemes"] == {
        "Key": {
            "type": "http",
            "scheme": "bearer",
            "description": "A key made by `parley keys add NAME --scope read|write`.",
        },
        "KeyHeader": {
            "type": "apiKey",
            "in": "header",
            "name": "X-API-Key",
            "description": "The same key, in a header of its own.",
        },
    }
    assert document["paths"]["/v1/articles/{article_id}"]["delete"]["security"] == [{"Key": []}, {"KeyHeader": []}]


def test_a_running_server_notices_new_and_removed_keys(place: Path) -> None:
    with serving(place) as client:
        key = add_key(str(place), "late", Scope.WRITE, today=TODAY)
        assert client.delete(WRITING, headers=bearer(key)).status_code == 404
        remove_key(str(place), "late")
        assert client.delete(WRITING, headers=bearer(key)).status_code == 401
        keys_file(place).write_text("{")
        damaged = client.get("/v1/stats", headers=bearer(key))
        assert damaged.status_code == 503
        assert damaged.json()["detail"].startswith(f"expected the keys file of a store in {place}.keys.json, got: ")
        assert client.get("/v1/stats").status_code == 200


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.0.2.1", "parley.example.org"])
def test_other_machines_cannot_connect_before_there_is_a_key(host: str, place: Path) -> None:
    with pytest.raises(AccessError) as refused:
        create_app(str(place), ServerSettings(host=host))
    assert str(refused.value) == (
        f"expected a key before other machines can connect to {host}, got none:"
        " make one with parley keys add NAME --scope read"
    )


@pytest.mark.parametrize("settings", [replace(SETTINGS, host="0.0.0.0"), replace(SETTINGS, private=True)])
def test_nothing_of_the_graph_is_had_without_a_key(settings: ServerSettings, place: Path) -> None:
    reader = add_key(str(place), "reader", Scope.READ, today=TODAY)
    writer = add_key(str(place), "writer", Scope.WRITE, today=TODAY)
    with serving(place, settings) as client:
        for path in sorted(OPEN):
            assert client.get(path, follow_redirects=True).status_code == 200, path
        for path in ("/v1/stats", "/sparql?query=ASK%7B%7D", "/sparql", "/metrics", "/nowhere", "/docs/"):
            none = client.get(path)
            assert (none.status_code, none.headers.get("www-authenticate")) == (401, 'Bearer realm="parley"'), path
            assert none.json()["detail"] == "expected a key in Authorization: Bearer … or in X-API-Key, got none"
        for key in (reader, writer):
            found = client.get("/v1/stats", headers=bearer(key))
            assert (found.status_code, found.headers["cache-control"]) == (200, "private")
        assert client.delete(WRITING, headers=bearer(reader)).status_code == 403
        assert client.delete(WRITING, headers=bearer(writer)).status_code == 404


def test_who_sends_wrong_keys_has_to_wait_and_others_have_not(place: Path) -> None:
    reader = add_key(str(place), "reader", Scope.READ, today=TODAY)
    with serving(place) as client:
        answers = [client.get("/v1/stats", headers=bearer(UNKNOWN)) for _ in range(MISTAKES_PER_MINUTE + 1)]
        assert [answer.status_code for answer in answers] == [401] * MISTAKES_PER_MINUTE + [429]
        wait = answers[-1].headers["retry-after"]
        assert 1 <= int(wait) <= 6
        detail = f"expected fewer wrong keys a minute; the next one is answered in {wait} s"
        assert answers[-1].json()["detail"] == detail
        assert client.get("/v1/stats").status_code == 200
        assert client.get("/v1/stats", headers=bearer(reader)).status_code == 200


def test_each_client_may_ask_so_often(place: Path) -> None:
    keys = [add_key(str(place), name, Scope.READ, today=TODAY) for name in ("a", "b")]
    with serving(place, replace(SETTINGS, rate=3, local_token=LOCAL_TOKEN)) as client:
        for headers in ({}, bearer(keys[0]), {"x-api-key": keys[1]}):
            answers = [client.get("/healthz", headers=headers) for _ in range(4)]
            assert [answer.status_code for answer in answers] == [200, 200, 200, 429]
            assert answers[-1].headers["content-type"] == "application/problem+json"
            wait = answers[-1].headers["retry-after"]
            assert 1 <= int(wait) <= 20
            detail = f"expected fewer requests a minute; the next one is answered in {wait} s"
            assert answers[-1].json()["detail"] == detail
        for _ in range(8):
            assert client.get("/healthz", headers=bearer(LOCAL_TOKEN)).status_code == 200

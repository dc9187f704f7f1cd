"""The explaining page works without the internet, and the document behind it is complete."""

from __future__ import annotations

import re
from typing import Any

import httpx

ANALYSES = ("agreement", "bridges", "camps", "conditions", "matrix", "moves", "polarisation", "stability", "windows")


def test_the_page_loads_nothing_from_elsewhere(client: httpx.Client) -> None:
    page = client.get("/docs")
    assert page.status_code == 200
    links = re.findall(r"(?:src|href)=\"([^\"]+)\"", page.text)
    assert len(links) == 5
    for link in links:
        if link == "data:,":
            continue
        assert "//" not in link
        found = client.get(f"/{link}")
        assert found.status_code == 200
        assert len(found.content) > 100
    assert "<script>" not in page.text
    assert "onclick" not in page.text


def test_scripts_and_styles_have_their_types(client: httpx.Client) -> None:
    assert client.get("/docs/swagger-ui.js").headers["content-type"].startswith("text/javascript")
    assert client.get("/docs/swagger-ui.css").headers["content-type"].startswith("text/css")
    assert "SwaggerUIBundle" in client.get("/docs/start.js").text


def test_every_operation_is_described(client: httpx.Client) -> None:
    document = client.get("/openapi.json").json()
    operations = [(path, method, each) for path, item in document["paths"].items() for method, each in item.items()]
    assert {path for path, _, _ in operations} >= {
        "/healthz",
        "/sparql",
        "/v1/actors",
        "/v1/actors/{kind}/{name}",
        *(f"/v1/analysis/{name}" for name in ANALYSES),
        "/v1/articles",
        "/v1/articles/{article_id}",
        "/v1/conditions",
        "/v1/conditions/{position_id}/{rank}",
        "/v1/networks/{kind}",
        "/v1/positions",
        "/v1/positions/{position_id}",
        "/v1/proposals",
        "/v1/proposals/{label}",
        "/v1/stats",
    }
    for path, method, operation in operations:
        assert operation["summary"], (path, method)
        assert operation["description"], (path, method)
        assert operation["tags"], (path, method)
        for parameter in operation.get("parameters", ()):
            assert parameter["description"], (path, parameter["name"])


def test_answers_are_what_the_document_says(client: httpx.Client) -> None:
    document = client.get("/openapi.json").json()
    for path in (
        "/v1/positions",
        "/v1/conditions",
        "/v1/actors",
        "/v1/proposals",
        "/v1/articles",
        "/v1/stats",
        "/healthz",
    ):
        schema = document["paths"][path]["get"]["responses"]["200"]["content"]["application/json"]["schema"]
        _agree(client.get(path).json(), schema, document)


def _agree(value: Any, schema: dict[str, Any], document: dict[str, Any]) -> None:
    """The members of every object are those of its schema."""
    if "$ref" in schema:
        schema = document["components"]["schemas"][schema["$ref"].rsplit("/", 1)[-1]]
    if isinstance(value, list) and "items" in schema:
        for each in value:
            _agree(each, schema["items"], document)
    if isinstance(value, dict) and "properties" in schema:
        assert value.keys() == schema["properties"].keys()
        assert set(schema.get("required", value)) == value.keys()  # "fields" leaves out what resources have
        for name, each in value.items():
            _agree(each, schema["properties"][name], document)

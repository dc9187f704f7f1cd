"""The OpenAPI document, completed with what holds for every address: problem documents, and the guards' answers."""

from __future__ import annotations

from typing import Any, Final

from fastapi import FastAPI

from api.problems import MEDIA_TYPE

PROBLEM: Final = {"$ref": "#/components/schemas/Problem"}
ANYWHERE: Final = {
    "401": "The key is missing or unknown",
    "403": "The key does not permit this",
    "413": "The body is too large",
    "414": "The address is too long",
    "421": "The request is for another host",
    "429": "Too many requests; Retry-After says when to come back",
    "431": "The headers are too large",
    "503": "Too busy at the moment, or the graph cannot be read; ask again",
}
"""What stands before every route may answer so."""


def complete_document(app: FastAPI) -> None:
    """Give every operation in the OpenAPI document of ``app`` the answers that FastAPI knows nothing of.

    FastAPI documents a model as application/json; problems have a media type of their own (RFC 9457).
    """
    describe = app.openapi

    def openapi() -> dict[str, Any]:
        document = describe()
        for path in document["paths"].values():
            for operation in path.values():
                responses = operation["responses"]
                for status, description in ANYWHERE.items():
                    content = {MEDIA_TYPE: {"schema": PROBLEM}}
                    responses.setdefault(status, {"description": description, "content": content})
                for response in responses.values():
                    _as_problem(response)
        return document

    app.openapi = openapi  # type: ignore[method-assign]  # FastAPI's documented way to extend the document


def _as_problem(response: dict[str, Any]) -> None:
    content = response.get("content", {})
    if content.get("application/json", {}).get("schema") == PROBLEM:
        del content["application/json"]
        content[MEDIA_TYPE] = {"schema": PROBLEM}

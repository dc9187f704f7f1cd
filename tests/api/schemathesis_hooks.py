"""What Schemathesis must know of the bodies that are no JSON: they are sent as they are."""

from __future__ import annotations

from typing import Any

import schemathesis

MEDIA_TYPES = (
    "application/sparql-query",
    "application/sparql-update",
    "text/turtle",
    "application/n-triples",
    "application/n-quads",
    "application/trig",
    "application/rdf+xml",
    "application/vnd.sqlite3",
    "application/x-ndjson",
    "application/xhtml+xml",
    "text/html",
)


def _as_it_is(_: Any, value: Any) -> bytes:
    return value if isinstance(value, bytes) else str(value).encode("utf-8", "surrogatepass")


schemathesis.serializer(*MEDIA_TYPES)(_as_it_is)

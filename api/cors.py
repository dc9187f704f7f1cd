"""Pages of other sites that may use the server: none, or those that its operator names (CORS, the Fetch standard).

Cookies and passwords that a browser sends by itself are never granted: keys travel in headers that a page must set.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from fastapi import FastAPI
from starlette.middleware.cors import CORSMiddleware

METHODS: Final = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE")
SENT: Final = ("Authorization", "X-API-Key", "X-Request-ID", "If-Match", "If-None-Match")
READ: Final = (
    "ETag", "Link", "Location", "Parley-Left-Out", "Parley-Truncated", "Retry-After", "WWW-Authenticate",
    "X-Request-ID",
)  # fmt: skip
AN_HOUR: Final = 3600


def allow_pages(app: FastAPI, origins: Sequence[str]) -> None:
    """Let pages of ``origins`` (``*``: of any site) send what the API takes and read what it answers."""
    if origins:
        app.add_middleware(
            CORSMiddleware,
            allow_origins=origins,
            allow_methods=METHODS,
            allow_headers=SENT,
            expose_headers=READ,
            allow_credentials=False,
            max_age=AN_HOUR,
        )

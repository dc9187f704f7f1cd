"""The page that explains the API, without the internet.

Swagger UI comes from the package fastapi-offline (MIT, with Swagger UI under Apache-2.0), of which only the two asset
files are used. FastAPI's own page loads them from a foreign host and starts them with a script inside the page; ours
is a page of our own, so that the content security policy can forbid both.
"""

from __future__ import annotations

from importlib.resources import files
from typing import Final

from fastapi import FastAPI
from starlette.responses import HTMLResponse, Response

ASSETS = files("fastapi_offline") / "static"
POLICY: Final = (
    "default-src 'none'; script-src 'self'; connect-src 'self'; img-src 'self' data:;"
    " style-src 'self' 'unsafe-inline'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'"
)
PAGE: Final = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Parley: the API</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="docs/swagger-ui.css">
</head>
<body>
<main id="api"></main>
<script src="docs/swagger-ui.js"></script>
<script src="docs/start.js"></script>
<noscript>This page needs JavaScript. The same in JSON: <a href="openapi.json">openapi.json</a>.</noscript>
</body>
</html>
"""
START: Final = """SwaggerUIBundle({
  url: "openapi.json", dom_id: "#api", deepLinking: true, validatorUrl: null, tryItOutEnabled: true,
  presets: [SwaggerUIBundle.presets.apis, SwaggerUIBundle.SwaggerUIStandalonePreset],
});
"""
A_DAY: Final = {"Cache-Control": "max-age=86400"}


def add_docs(app: FastAPI) -> None:
    """Serve the explaining page at ``/docs``, with what it needs beside it."""

    @app.get("/docs", include_in_schema=False)
    def page() -> Response:
        return HTMLResponse(PAGE, headers={"Content-Security-Policy": POLICY})

    @app.get("/docs/start.js", include_in_schema=False)
    def start() -> Response:
        return Response(START, media_type="text/javascript")

    @app.get("/docs/swagger-ui.js", include_in_schema=False)
    def script() -> Response:
        content = (ASSETS / "swagger-ui-bundle.js").read_bytes()
        return Response(content, media_type="text/javascript", headers=A_DAY)

    @app.get("/docs/swagger-ui.css", include_in_schema=False)
    def style() -> Response:
        return Response((ASSETS / "swagger-ui.css").read_bytes(), media_type="text/css", headers=A_DAY)

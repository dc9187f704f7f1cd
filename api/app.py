"""The web door: an application that answers SPARQL and REST over one graph.

Routes with ``def`` run in FastAPI's pool of threads; each reads the graph under its lock and takes finished values
away, so no result of the engine is ever seen by a second thread. SPARQL runs in processes of its own.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from fastapi import FastAPI

from api import analysis, articles, docs, networks, positions, sparql, terms, wellbeing
from api.heads import HeadAsGet
from api.problems import handle_problems
from api.schemas import Problem
from api.security import HEADERS, LocalOnly
from kg import __version__
from kg.usecases.serving import ServedGraph

DESCRIPTION = """Who supports, opposes or conditions which proposal, in whose words: read from news articles, each
position with its quotation. Everything here can also be asked in SPARQL at `/sparql`.

The server listens on this machine only and nothing in it can be changed from here; `parley ingest` adds articles, and
answers follow within a second or two. Errors are problem documents (RFC 9457)."""

ERRORS: dict[int | str, dict[str, Any]] = {
    status: {"model": Problem, "description": description, "content": {"application/problem+json": {}}}
    for status, description in ((400, "The request makes no sense"), (422, "A parameter has the wrong form"))
}


def create_app(store_location: str, *, query_seconds: float = 10.0) -> FastAPI:
    """The application over the graph at ``store_location``; a SPARQL query has ``query_seconds`` of time.

    Raises AccessError when there is no graph there.
    """
    graph = ServedGraph(store_location, seconds=query_seconds)

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        yield
        graph.close()

    app = FastAPI(
        title="Parley",
        version=__version__,
        description=DESCRIPTION,
        docs_url=None,
        redoc_url=None,
        openapi_url="/openapi.json",
        lifespan=lifespan,
        license_info={"name": "MIT", "identifier": "MIT"},
    )
    app.state.graph = graph
    app.add_middleware(HeadAsGet)
    app.add_middleware(LocalOnly)
    handle_problems(app, headers=HEADERS)
    for routes in (positions, terms, articles, networks, analysis, sparql, wellbeing):
        app.include_router(routes.router, responses=ERRORS)
    docs.add_docs(app)
    return app

"""The web door: an application that answers SPARQL and REST over one graph.

Look-ups are answered from the read model in the event loop itself; what takes longer runs in a pool of threads, where
no result of the engine is ever seen by a second one. SPARQL from outside and analyses run in processes of their own.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from fastapi import FastAPI
from starlette.concurrency import run_in_threadpool

from api import (
    analysis,
    articles,
    bulk,
    conditions,
    copies,
    docs,
    graph_store,
    jobs,
    networks,
    positions,
    resources,
    reviews,
    sparql,
    terms,
    wellbeing,
    writing,
)
from api.access import Access, describe_access, open_keyring
from api.contexts import ContextLinks
from api.cors import allow_pages
from api.desk import open_desk
from api.heads import HeadAsGet
from api.hosts import KnownHosts
from api.leaving_out import LeftOut
from api.limits import RequestLimits
from api.logs import log_request
from api.metrics import Metrics
from api.openapi import complete_document
from api.pages import browsing
from api.problems import handle_problems
from api.schemas import Problem
from api.security import HEADERS, SecurityHeaders
from api.watching import Watch
from kg import __version__
from kg.settings import ServerSettings
from kg.usecases.serving import ServedGraph

DESCRIPTION = """Who supports, opposes or conditions which proposal, in whose words: read from news articles, each
position with its quotation. Everything here can also be asked in SPARQL at `/sparql`.

Reading is open to programs of this machine, unless the server was told otherwise; writing takes a key, sent as
`Authorization: Bearer KEY` (`parley keys add NAME --scope write` makes one). What was written is answered at once.
Errors are problem documents (RFC 9457)."""

ERRORS: dict[int | str, dict[str, Any]] = {
    status: {"model": Problem, "description": description, "content": {"application/problem+json": {}}}
    for status, description in ((400, "The request makes no sense"), (422, "A parameter has the wrong form"))
}


def create_app(store_location: str, settings: ServerSettings = ServerSettings(), *, create: bool = False) -> FastAPI:
    """The application over the graph at ``store_location``, for those whom ``settings`` let in.

    Raises AccessError when there is no graph there (``create`` begins an empty one), when another process holds it,
    and when other machines could reach it without a key.
    """
    keyring = open_keyring(store_location, settings)
    graph = ServedGraph(store_location, settings, create=create)

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        desk.start()
        yield
        await run_in_threadpool(desk.close)
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
    desk = open_desk(app, graph, store_location, settings)
    app.state.metrics = metrics = Metrics(graph.figures, graph.staff, lambda: [job.state for job in desk.jobs.jobs()])
    # A request meets these from the last to the first.
    app.add_middleware(ContextLinks)
    app.add_middleware(LeftOut)
    app.add_middleware(HeadAsGet)
    app.add_middleware(RequestLimits, largest_body=settings.largest_body)
    app.add_middleware(Access, keyring=keyring, settings=settings)
    allow_pages(app, settings.cors_origins)
    app.add_middleware(KnownHosts, settings=settings)
    app.add_middleware(SecurityHeaders, needs_key=settings.needs_key_to_read)
    app.add_middleware(Watch, listeners=(metrics.count, log_request))
    handle_problems(app, headers=HEADERS)
    # A request is compared with one route after another: those that are asked most come first.
    for routes in (
        sparql, positions, conditions, terms, bulk, articles, reviews, writing, jobs, copies,
        networks, analysis, graph_store, wellbeing,
    ):  # fmt: skip
        app.include_router(routes.router, responses=ERRORS)
    app.include_router(resources.router, responses=ERRORS)
    app.include_router(browsing.router)
    docs.add_docs(app)
    complete_document(app)
    describe_access(app)
    return app

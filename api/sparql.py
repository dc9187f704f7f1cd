"""``/sparql``: the query operation of the SPARQL 1.1 Protocol."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from http import HTTPStatus
from threading import BoundedSemaphore
from typing import Any, Final
from urllib.parse import parse_qsl

from fastapi import APIRouter, Request
from starlette.exceptions import HTTPException
from starlette.responses import Response

from api.graph import Graph
from api.negotiation import preferred
from api.schemas import Problem
from api.service_description import describe_service
from kg.errors import InputError
from kg.usecases.serving import BusyError, Question, ServedGraph, Syntax, TableSyntax

router = APIRouter(tags=["SPARQL"])

TABLES: Final = {
    "application/sparql-results+json": TableSyntax.JSON,
    "application/sparql-results+xml": TableSyntax.XML,
    "text/csv": TableSyntax.CSV,
    "text/tab-separated-values": TableSyntax.TSV,
    "application/json": TableSyntax.JSON,
    "application/xml": TableSyntax.XML,
    "text/xml": TableSyntax.XML,
}
GRAPHS: Final = {
    "text/turtle": Syntax.TURTLE,
    "application/n-triples": Syntax.N_TRIPLES,
    "application/ld+json": Syntax.JSON_LD,
    "application/rdf+xml": Syntax.RDF_XML,
    "text/plain": Syntax.N_TRIPLES,
    "application/json": Syntax.JSON_LD,
    "application/xml": Syntax.RDF_XML,
    "text/xml": Syntax.RDF_XML,
}
FORM: Final = "application/x-www-form-urlencoded"
DIRECT: Final = "application/sparql-query"
LARGEST_QUERY: Final = 1_000_000
AT_ONCE: Final = 64

# Each question waits for its process in one of these threads, never in those that answer REST: a flood of slow
# queries must not keep an ordinary look-up waiting. When all seats are taken, the next one is sent away at once.
_waiting_room = ThreadPoolExecutor(AT_ONCE, thread_name_prefix="sparql")
_seats = BoundedSemaphore(AT_ONCE)

EXAMPLE: Final = "SELECT ?who ?what { ?p neg:holder/skos:prefLabel ?who ; neg:proposal/skos:prefLabel ?what } LIMIT 10"
ANSWERS: Final[dict[int | str, dict[str, Any]]] = {
    200: {"description": "The answer", "content": {media_type: {} for media_type in dict.fromkeys((*TABLES, *GRAPHS))}},
    406: {"model": Problem, "description": "No accepted format can hold the answer"},
    413: {"model": Problem, "description": "The query is too long"},
    415: {"model": Problem, "description": "The query comes in a form that the protocol does not know"},
    503: {"model": Problem, "description": "All query processes are at work"},
    504: {"model": Problem, "description": "The query took too long and was stopped"},
    507: {"model": Problem, "description": "The query or its answer needed too much memory"},
}


def _iris(name: str) -> dict[str, Any]:
    description = "IRIs of graphs to look at; without any, all graphs merged."
    schema = {"type": "array", "items": {"type": "string", "format": "iri"}}
    return {"name": name, "in": "query", "required": False, "description": description, "schema": schema}


GRAPH_PARAMETERS: Final = [_iris("default-graph-uri"), _iris("named-graph-uri")]
QUERY_PARAMETER: Final = {
    "name": "query",
    "in": "query",
    "required": False,
    "description": "SELECT, ASK, CONSTRUCT or DESCRIBE. Parley's own prefixes need no declaration.",
    "schema": {"type": "string"},
    "example": EXAMPLE,
}
FORM_SCHEMA: Final = {
    "type": "object",
    "required": ["query"],
    "properties": {"query": {"type": "string", "example": EXAMPLE}}
    | {name: {"type": "array", "items": {"type": "string"}} for name in ("default-graph-uri", "named-graph-uri")},
}


@router.get(
    "/sparql",
    summary="Ask in SPARQL",
    responses=ANSWERS,
    response_class=Response,
    openapi_extra={"parameters": [QUERY_PARAMETER, *GRAPH_PARAMETERS]},
)
async def ask(request: Request, graph: Graph) -> Response:
    """The query operation by GET. What would write, read files or call other servers is refused with 400.

    Without any parameter the answer says in Turtle what the endpoint can do (SPARQL 1.1 Service Description).
    """
    if not request.url.query:
        return Response(describe_service(str(request.url)), media_type="text/turtle")
    return await _answer(graph, request, _decoded(request.url.query))


@router.post(
    "/sparql",
    summary="Ask in SPARQL, with the query in the body",
    responses=ANSWERS,
    response_class=Response,
    openapi_extra={
        "parameters": GRAPH_PARAMETERS,
        "requestBody": {
            "required": True,
            "content": {
                FORM: {"schema": FORM_SCHEMA},
                DIRECT: {"schema": {"type": "string"}, "example": EXAMPLE},
            },
        },
    },
)
async def ask_by_post(request: Request, graph: Graph) -> Response:
    """The query operation by POST: as a form, or the query itself as ``application/sparql-query``."""
    media_type = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if media_type not in (FORM, DIRECT):
        raise HTTPException(
            HTTPStatus.UNSUPPORTED_MEDIA_TYPE, f"expected {FORM} or {DIRECT}, got {media_type or 'none'}"
        )
    body = await _body(request)
    parameters = _decoded(body) if media_type == FORM else [("query", body), *_decoded(request.url.query)]
    return await _answer(graph, request, parameters)


async def _body(request: Request) -> str:
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > LARGEST_QUERY:
            detail = f"expected a query of at most {LARGEST_QUERY:,} bytes, got more"
            raise HTTPException(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, detail)
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError as error:
        raise InputError(f"expected a query in UTF-8, got byte {error.start} that is not") from error


def _decoded(form: str) -> list[tuple[str, str]]:
    try:
        return parse_qsl(form, keep_blank_values=True, errors="strict", max_num_fields=100)
    except ValueError as error:
        raise InputError(f"expected parameters in UTF-8, at most 100, got: {error}") from error


async def _answer(graph: ServedGraph, request: Request, parameters: Sequence[tuple[str, str]]) -> Response:
    question = _question(parameters, ", ".join(request.headers.getlist("accept")))
    if not _seats.acquire(blocking=False):
        raise BusyError(f"expected at most {AT_ONCE} queries at once, got one more: ask again in a moment")
    try:
        reply = await asyncio.get_running_loop().run_in_executor(_waiting_room, graph.ask, question)
    finally:
        _seats.release()
    return Response(reply.body, media_type=reply.media_type, headers={"Vary": "Accept"})


def _question(parameters: Sequence[tuple[str, str]], accept: str) -> Question:
    queries = [value for name, value in parameters if name == "query"]
    if len(queries) != 1:
        raise InputError(f"expected one parameter query, got {len(queries)}")
    return Question(
        sparql=queries[0],
        table=next((TABLES[each] for each in preferred(accept, tuple(TABLES))), None),
        graph=next((GRAPHS[each] for each in preferred(accept, tuple(GRAPHS))), None),
        default_graphs=tuple(value for name, value in parameters if name == "default-graph-uri"),
        named_graphs=tuple(value for name, value in parameters if name == "named-graph-uri"),
    )

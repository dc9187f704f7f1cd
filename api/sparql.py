"""``/sparql``: the query and update operations of the SPARQL 1.1 Protocol."""

from __future__ import annotations

from collections.abc import Callable, Coroutine, Sequence
from functools import partial
from http import HTTPStatus
from typing import Any, Final

from fastapi import APIRouter, Request
from fastapi.routing import APIRoute
from pydantic import BaseModel, ConfigDict, Field
from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse, Response

from api.access import writer
from api.addresses import address_of, parameters_of
from api.formats import GRAPHS, TABLES, graph_for, table_for
from api.graph import served
from api.schemas import Problem
from api.service_description import describe_service
from api.waiting import WaitingRoom
from kg.errors import InputError
from kg.usecases.serving import Question, ServedGraph, Update


class PlainRoute(APIRoute):
    """A route whose function reads the request itself.

    FastAPI's way of looking for parameters and dependencies takes as long as a short query; there are none here.
    """

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """The route's own function."""
        return self.endpoint


router = APIRouter(tags=["SPARQL"], route_class=PlainRoute)

FORM: Final = "application/x-www-form-urlencoded"
QUERY: Final = "application/sparql-query"
UPDATE: Final = "application/sparql-update"
LARGEST_QUERY: Final = 1_000_000
TRUNCATED: Final = "Parley-Truncated"

# A question for which no process is free waits in one of these threads: a flood of slow queries must not keep an
# ordinary look-up waiting, and updates, which wait for one another, must not keep queries waiting.
_queries = WaitingRoom(64, "queries")
_updates = WaitingRoom(16, "updates")

EXAMPLE: Final = "SELECT ?who ?what { ?p neg:holder/skos:prefLabel ?who ; neg:proposal/skos:prefLabel ?what } LIMIT 10"
EXAMPLE_UPDATE: Final = (
    'INSERT DATA { GRAPH <urn:notes> { <https://w3id.org/parley/id/proposal/ceasefire> rdfs:comment "Check." } }'
)
CUT: Final = {
    TRUNCATED: {
        "description": "`rows`: there were more rows (or triples) than an answer may have; ask with LIMIT and OFFSET.",
        "schema": {"type": "string", "enum": ["rows"]},
    }
}
ANSWERS: Final[dict[int | str, dict[str, Any]]] = {
    200: {
        "description": "The answer",
        "content": {media_type: {} for media_type in dict.fromkeys((*TABLES, *GRAPHS))},
        "headers": CUT,
    },
    406: {"model": Problem, "description": "No accepted format can hold the answer"},
    503: {"model": Problem, "description": "All query processes are at work"},
    504: {"model": Problem, "description": "It took too long and was stopped"},
    507: {"model": Problem, "description": "It or its answer needed too much memory"},
}
POSTED: Final[dict[int | str, dict[str, Any]]] = {
    **ANSWERS,
    401: {"model": Problem, "description": "An update came without a key"},
    403: {"model": Problem, "description": "The key may not write, or nobody may write to that graph"},
    413: {"model": Problem, "description": "It is too long"},
    415: {"model": Problem, "description": "It comes in a form that the protocol does not know"},
}


class Changed(BaseModel):
    """What an update did, taken as a whole: what it put in and took out again does not count."""

    model_config = ConfigDict(json_schema_extra={"example": {"deleted": 0, "inserted": 1, "graphs": ["urn:notes"]}})

    deleted: int = Field(description="Triples that are gone from their graphs.")
    inserted: int = Field(description="Triples that are new in their graphs.")
    graphs: list[str] = Field(description="The graphs that changed.")


def _iris(name: str, description: str) -> dict[str, Any]:
    schema = {"type": "array", "items": {"type": "string", "format": "iri"}}
    return {"name": name, "in": "query", "required": False, "description": description, "schema": schema}


_LOOKED_AT: Final = "IRIs of graphs that a query looks at; without any, all graphs merged."
_USED: Final = "IRIs of graphs that the WHERE of an update looks at; without any, all graphs merged."
QUERY_GRAPHS: Final = [_iris("default-graph-uri", _LOOKED_AT), _iris("named-graph-uri", _LOOKED_AT)]
USING: Final = ("using-graph-uri", "using-named-graph-uri")
UPDATE_GRAPHS: Final = [_iris(name, _USED) for name in USING]
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
    "description": "Either a query or an update.",
    "properties": {
        "query": {"type": "string", "example": EXAMPLE},
        "update": {"type": "string"},
        **{
            each["name"]: {"type": "array", "items": {"type": "string", "format": "iri"}}
            for each in (*QUERY_GRAPHS, *UPDATE_GRAPHS)
        },
    },
}


@router.get(
    "/sparql",
    summary="Ask in SPARQL",
    responses=ANSWERS,
    response_class=Response,
    openapi_extra={"parameters": [QUERY_PARAMETER, *QUERY_GRAPHS]},
)
async def ask(request: Request) -> Response:
    """The query operation by GET. What would write, read files or call other servers is refused with 400.

    Without any parameter the answer says what the endpoint can do (SPARQL 1.1 Service Description), in RDF.
    """
    if not request.url.query:
        return await describe_service(request, served(request))
    parameters = parameters_of(request.url.query)
    if any(name == "update" for name, _ in parameters):
        raise InputError("expected an update by POST, got one by GET")
    return await _answer(served(request), request, parameters)


@router.post(
    "/sparql",
    summary="Ask or change the graph in SPARQL",
    responses=POSTED,
    response_class=Response,
    openapi_extra={
        "parameters": [*QUERY_GRAPHS, *UPDATE_GRAPHS],
        "requestBody": {
            "required": True,
            "content": {
                FORM: {"schema": FORM_SCHEMA},
                QUERY: {"schema": {"type": "string"}, "example": EXAMPLE},
                UPDATE: {"schema": {"type": "string"}, "example": EXAMPLE_UPDATE},
            },
        },
    },
)
async def ask_or_update(request: Request) -> Response:
    """The query and update operations by POST: as a form, or the text itself under its media type.

    An update needs a key that may write, and is made as a whole or not at all; the answer counts what changed. It may
    write to all graphs but those of articles, their copies and the ontology. INSERT and DELETE without GRAPH or WITH
    mean the default graph of the protocols, WHERE without GRAPH sees all graphs merged. LOAD and SERVICE are refused.
    """
    media_type = _media_type(request)
    body = await _body(request)
    parameters = parameters_of(request.url.query)
    if media_type == FORM:
        parameters += parameters_of(body)
    else:
        if any(name in ("query", "update") for name, _ in parameters):
            raise InputError("expected the query or update either in the address or in the body, got it in both")
        parameters.append(("query" if media_type == QUERY else "update", body))
    if any(name == "update" for name, _ in parameters):
        return await _update(served(request), request, parameters)
    return await _answer(served(request), request, parameters)


def _media_type(request: Request) -> str:
    media_type, *more = (part.strip().lower() for part in request.headers.get("content-type", "").split(";"))
    if media_type not in (FORM, QUERY, UPDATE):
        expected = f"expected {FORM}, {QUERY} or {UPDATE}"
        raise HTTPException(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, f"{expected}, got {media_type or 'no media type'}")
    for parameter in more:
        name, _, value = parameter.partition("=")
        if name.strip() == "charset" and value.strip(' "') not in ("utf-8", "utf8"):
            raise HTTPException(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, f"expected text in UTF-8, got {value}")
    return media_type


async def _body(request: Request) -> str:
    body = await request.body()
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError as error:
        raise InputError(f"expected text in UTF-8, got byte {error.start} that is not") from error


async def _answer(graph: ServedGraph, request: Request, parameters: Sequence[tuple[str, str]]) -> Response:
    query = _only("query", parameters)
    if any(name in USING for name, _ in parameters):
        raise InputError(f"expected {' and '.join(USING)} with an update, got them with a query")
    if len(query) > LARGEST_QUERY:
        detail = f"expected a query of at most {LARGEST_QUERY:,} characters, got {len(query):,}"
        raise HTTPException(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, detail)
    accept = ", ".join(request.headers.getlist("accept"))
    question = Question(
        sparql=query,
        table=table_for(accept),
        graph=graph_for(accept),
        default_graphs=_all("default-graph-uri", parameters),
        named_graphs=_all("named-graph-uri", parameters),
        base=address_of(request),
    )
    reply = await graph.ask_now(question)
    if reply is None:
        reply = await _queries.wait_for(partial(graph.ask, question))
    headers = {"Vary": "Accept", **({TRUNCATED: "rows"} if reply.is_cut else {})}
    return Response(reply.body, media_type=reply.media_type, headers=headers)


async def _update(graph: ServedGraph, request: Request, parameters: Sequence[tuple[str, str]]) -> Response:
    if any(name == "query" for name, _ in parameters):
        raise InputError("expected a query or an update, got both")
    update = Update(
        sparql=_only("update", parameters),
        using_graphs=_all("using-graph-uri", parameters),
        using_named_graphs=_all("using-named-graph-uri", parameters),
        base=address_of(request),
    )
    changes = await _updates.wait_for(partial(graph.update, update, writer(request)))
    changed = Changed(deleted=changes.deleted, inserted=changes.inserted, graphs=list(changes.graphs))
    return JSONResponse(changed.model_dump(mode="json"))


def _only(name: str, parameters: Sequence[tuple[str, str]]) -> str:
    values = _all(name, parameters)
    if len(values) != 1:
        raise InputError(f"expected one parameter {name}, got {len(values)}")
    return values[0]


def _all(name: str, parameters: Sequence[tuple[str, str]]) -> tuple[str, ...]:
    return tuple(value for each, value in parameters if each == name)

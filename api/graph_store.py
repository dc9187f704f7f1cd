"""``/graphs``: the SPARQL 1.1 Graph Store HTTP Protocol, one graph a document.

A graph is named by a parameter (``?graph=IRI``, ``?default``), or it is the very address that is asked, below
``/graphs/``. A graph without triples does not exist.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from http import HTTPStatus
from typing import Any, Final
from uuid import uuid4

from fastapi import APIRouter, Request
from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException
from starlette.responses import Response

from api.access import Writer
from api.addresses import address_of, parameters_of
from api.formats import GRAPHS, READ, graph_for
from api.graph import Graph
from api.paths import ANYTHING
from api.schemas import Problem
from api.service_description import describe_service
from api.waiting import WaitingRoom
from kg.errors import InputError
from kg.usecases.serving import GraphDocument, ServedGraph

router = APIRouter(prefix="/graphs", tags=["Graphs"])

MULTIPART: Final = "multipart/form-data"
MOST_FILES: Final = 100
_room = WaitingRoom(16, "graphs")

DOCUMENT: Final = {
    "required": True,
    "content": {
        **{media_type: {"schema": {} if media_type.endswith("json") else {"type": "string"}} for media_type in READ},
        MULTIPART: {"schema": {"type": "object", "additionalProperties": {"type": "string", "format": "binary"}}},
    },
}
ASKED: Final[dict[int | str, dict[str, Any]]] = {
    200: {"description": "The graph", "content": {media_type: {} for media_type in GRAPHS}},
    404: {"model": Problem, "description": "There is no such graph"},
    406: {"model": Problem, "description": "No accepted format can hold a graph"},
    503: {"model": Problem, "description": "Too many wait already"},
    504: {"model": Problem, "description": "It took too long and was stopped"},
    507: {"model": Problem, "description": "The graph has more triples than an answer may have"},
}
REFUSED: Final[dict[int | str, dict[str, Any]]] = {
    401: {"model": Problem, "description": "No key came with the request"},
    403: {"model": Problem, "description": "The key may not write, or nobody may write to that graph"},
    503: {"model": Problem, "description": "Too many wait already"},
}
WRITTEN: Final[dict[int | str, dict[str, Any]]] = {
    201: {"description": "It is a new graph"},
    204: {"description": "The graph was there before"},
    413: {"model": Problem, "description": "It is too long"},
    415: {"model": Problem, "description": "The document is of a type that is not taken in"},
    **REFUSED,
}
REMOVED: Final = {404: ASKED[404], **REFUSED}
NAMED: Final[list[dict[str, Any]]] = [
    {
        "name": "graph",
        "in": "query",
        "description": "The graph's IRI.",
        "schema": {"type": "string", "format": "iri"},
        "example": "https://example.org/notes",
    },
    {
        "name": "default",
        "in": "query",
        "description": "Given, with whatever value, instead of graph: the default graph of the protocols.",
        "schema": {"type": "string"},
    },
]
HERE: Final[list[dict[str, Any]]] = [
    {
        "name": "name",
        "in": "path",
        "required": True,
        "description": "With it, this address is the graph's IRI.",
        "schema": {"type": "string", "minLength": 1},
        "example": "notes",
    }
]
BELOW: Final = f"/{{name:{ANYTHING}}}"


def _told(summary: str, parameters: Sequence[Any], responses: Any, body: Any = None) -> dict[str, Any]:
    """How a route is documented; its parameters are read from the address as it was sent."""
    extra = {"parameters": parameters, **({} if body is None else {"requestBody": body})}
    return {"summary": summary, "responses": responses, "response_class": Response, "openapi_extra": extra}


@router.get("", **_told("A graph", NAMED, ASKED))
@router.get(BELOW, **_told("The graph at this address", HERE, ASKED))
async def get_graph(request: Request, graph: Graph) -> Response:
    """Any graph as a document, articles' too. `/graphs` alone describes the store, as `/sparql` does."""
    if _is_store(request):
        return await describe_service(request, graph)
    syntax = graph_for(", ".join(request.headers.getlist("accept")))
    reply = await _room.wait_for(partial(graph.graph, _name(request), syntax))
    return Response(reply.body, media_type=reply.media_type, headers={"Vary": "Accept"})


@router.put("", status_code=204, **_told("Replace a graph", NAMED, WRITTEN, DOCUMENT))
@router.put(BELOW, status_code=204, **_told("Replace the graph at this address", HERE, WRITTEN, DOCUMENT))
async def put_graph(request: Request, graph: Graph, by: Writer) -> Response:
    """Let a graph hold what the document holds, and nothing else. Parley's own graphs cannot be written here."""
    return await _write(request, graph, by, keep=False)


@router.post("", status_code=204, **_told("Add to a graph", NAMED, WRITTEN, DOCUMENT))
@router.post(BELOW, status_code=204, **_told("Add to the graph at this address", HERE, WRITTEN, DOCUMENT))
async def post_graph(request: Request, graph: Graph, by: Writer) -> Response:
    """Add the triples of one document, or of the files in a form, to what a graph holds; blank nodes are new ones.

    At `/graphs` alone they become a new graph, whose address is in the header Location.
    """
    if not _is_store(request):
        return await _write(request, graph, by, keep=True)
    address = f"{address_of(request).rstrip('/')}/{uuid4().hex}"
    documents = await _documents_in(request)
    await _room.wait_for(partial(graph.write_graph, address, documents, by, keep=True))
    return Response(status_code=HTTPStatus.CREATED, headers={"Location": address})


@router.delete("", status_code=204, **_told("Remove a graph", NAMED, REMOVED))
@router.delete(BELOW, status_code=204, **_told("Remove the graph at this address", HERE, REMOVED))
async def delete_graph(request: Request, graph: Graph, by: Writer) -> Response:
    """Take a graph away. Articles are retracted at `/v1/articles`, not here."""
    await _room.wait_for(partial(graph.drop_graph, _name(request), by))
    return Response(status_code=HTTPStatus.NO_CONTENT)


async def _write(request: Request, graph: ServedGraph, by: str, *, keep: bool) -> Response:
    name = _name(request)
    documents = await _documents_in(request)
    is_new = await _room.wait_for(partial(graph.write_graph, name, documents, by, keep=keep))
    return Response(status_code=HTTPStatus.CREATED if is_new else HTTPStatus.NO_CONTENT)


def _is_store(request: Request) -> bool:
    """Whether it is the store itself that was asked, and no graph in it."""
    return not request.url.query and not request.path_params.get("name")


def _name(request: Request) -> str | None:
    """The IRI of the graph that is meant; None for the default graph."""
    parameters = parameters_of(request.url.query)
    if request.path_params.get("name"):
        if parameters:
            raise InputError(f"expected no parameters where the address is the graph's IRI, got {parameters[0][0]}")
        return address_of(request)
    names = [value for name, value in parameters if name == "graph"]
    is_default = any(name == "default" for name, _ in parameters)
    if len(names) + is_default != 1:
        raise InputError("expected ?graph=IRI or ?default, one of them and once")
    return names[0] if names else None


async def _documents_in(request: Request) -> Sequence[GraphDocument]:
    content_type = request.headers.get("content-type", "")
    if content_type.partition(";")[0].strip().lower() != MULTIPART:
        return [_document(await request.body(), content_type)]
    async with request.form(max_files=MOST_FILES, max_fields=0) as form:
        return [
            _document(await file.read(), file.content_type or "")
            for _, file in form.multi_items()
            if isinstance(file, UploadFile)
        ]


def _document(data: bytes, content_type: str) -> GraphDocument:
    media_type = content_type.partition(";")[0].strip().lower()
    if media_type not in READ:
        raise HTTPException(
            HTTPStatus.UNSUPPORTED_MEDIA_TYPE,
            f"expected a graph as {', '.join(READ)}, got {media_type or 'no media type'}",
        )
    return GraphDocument(data=data, syntax=GRAPHS[media_type])

"""Linked data: every IRI of the graph leads to what is known of the thing, as a page or in an RDF syntax.

``https://w3id.org/parley/id/X`` is ``/id/X`` here. It stands for the thing itself, so the answer is 303, with the
address of a document about it in the form that the client likes best ("Cool URIs for the Semantic Web", section 4.2).
The ontology, the shapes and the contexts are documents and are given at once; their terms are fragments of them.
"""

from __future__ import annotations

from typing import Annotated, Any, Final

from fastapi import APIRouter, Path, Request
from starlette.responses import RedirectResponse, Response

from api.forms import FORMS, PAGE, TURTLE, Form, asked_for, negotiated, split_ending, wants_page
from api.graph import Graph
from api.pages import page
from api.pages.ontology import ontology_page
from api.pages.things import page_of
from api.paths import ANYTHING
from api.schemas import Problem
from kg.errors import MissingError
from kg.usecases.linked import (
    Place,
    Sort,
    Syntax,
    context_document,
    describe_place,
    is_known,
    ontology_document,
    place_of,
    read_vocabulary,
    shapes_document,
)
from kg.usecases.serving import ServedGraph

router = APIRouter(tags=["Linked data"])

IDS: Final = "/id/"
A_DAY: Final = {"Cache-Control": "max-age=86400"}
WHERE: Final = {
    Sort.CONDITION: "condition",
    Sort.SPEECH: "speech",
}  # parts that have an anchor on the page of the whole
ANSWERS: Final[dict[int | str, dict[str, Any]]] = {
    200: {"description": "What is known of the thing", "content": {form.media_type: {} for form in FORMS}},
    303: {"description": "See the document about the thing, at the address given"},
    404: {
        "model": Problem,
        "description": "Nothing is known of such a thing",
        "content": {"application/problem+json": {}, "text/html": {}},
    },
    406: {"model": Problem, "description": "No accepted format can hold the answer"},
}
FORMAT: Final = {
    "name": "format",
    "in": "query",
    "required": False,
    "description": "The form to answer in, whatever the Accept header says.",
    "schema": {"type": "string", "enum": [form.ending for form in FORMS]},
}
ThingPath = Annotated[
    str,
    Path(description="What the thing's IRI has behind `https://w3id.org/parley/id/`.", examples=["actor/state/France"]),
]


@router.get(
    f"/id/{{path:{ANYTHING}}}",
    summary="Look a thing up by its IRI",
    responses=ANSWERS,
    response_class=Response,
    openapi_extra={"parameters": [FORMAT]},
)
def show_thing(request: Request, graph: Graph, path: ThingPath) -> Response:
    """What is known of the thing that has this path behind the base of all IRIs.

    An ending (`.html`, `.ttl`, `.jsonld`, `.nt`, `.rdf`, `.trig`, `.nq`) or the parameter `format` says in which form;
    without them the answer is 303 and leads to the form that the Accept header likes best.
    """
    try:
        place, form = _asked(graph, _raw(request, path))
        form = form or asked_for(request)
        if form is None:
            return _see(graph, place, negotiated(request))
        return _document(graph, place, form, request)
    except MissingError as error:
        if wants_page(request):
            return page("missing.html", status=404, detail=str(error))
        raise


def _raw(request: Request, path: str) -> str:
    """The path as the client wrote it: a name may hold an encoded slash, which decoding would lose."""
    raw = request.scope.get("raw_path")
    return raw.decode("ascii", "replace").partition(IDS)[2] if isinstance(raw, bytes) else path


def _asked(graph: ServedGraph, path: str) -> tuple[Place, Form | None]:
    """The thing and the form that a path asks for. A name may end as a form does; a thing goes before a form."""
    name, form = split_ending(path)
    if form is not None:
        whole = place_of(path)
        if whole.sort in (Sort.ACTOR, Sort.PROPOSAL, Sort.PROGRAM, Sort.REVIEWER, Sort.OTHER):
            with graph.reading() as store:
                if is_known(store, whole):
                    return whole, None
    return place_of(name), form


def _see(graph: ServedGraph, place: Place, form: Form) -> Response:
    with graph.reading() as store:
        if not is_known(store, place):
            raise MissingError(f"expected a thing that this graph knows, got {place.iri}")
    return RedirectResponse(f"{IDS}{place.path}.{form.ending}", status_code=303, headers={"Vary": "Accept"})


def _document(graph: ServedGraph, place: Place, form: Form, request: Request) -> Response:
    if form.syntax is None:
        if place.whole != place.path:
            return _see_whole(graph, place)
        response = page_of(graph, place, request.query_params)
    else:
        with graph.reading() as store:
            body = describe_place(store, place, form.syntax)
        response = Response(body, media_type=form.media_type)
    response.headers["Link"] = _links(place)
    return response


def _see_whole(graph: ServedGraph, place: Place) -> Response:
    """A part is shown on the page of its whole."""
    with graph.reading() as store:
        if not is_known(store, place):
            raise MissingError(f"expected a thing that this graph knows, got {place.iri}")
    anchor = f"#{WHERE[place.sort]}-{place.names[-1]}" if place.sort in WHERE else ""
    return RedirectResponse(f"{IDS}{place.whole}.{PAGE.ending}{anchor}", status_code=303)


def _links(place: Place) -> str:
    others = (f'<{IDS}{place.path}.{form.ending}>; rel="alternate"; type="{form.media_type}"' for form in FORMS)
    return ", ".join([f'<{place.iri}>; rel="describes"', *others])


@router.get(
    "/ontology",
    summary="Read the vocabulary",
    responses={status: ANSWERS[status] for status in (200, 406)},
    response_class=Response,
    openapi_extra={"parameters": [FORMAT]},
)
def show_ontology(request: Request) -> Response:
    """The vocabulary of the graph, as a page or in an RDF syntax; terms are fragments of it."""
    return _vocabulary(asked_for(request) or negotiated(request), "/ontology")


@router.get("/ontology.{ending}", include_in_schema=False)
@router.get("/ontology/{version}", include_in_schema=False)
def show_ontology_document(request: Request, ending: str = "", version: str = "") -> Response:
    """The vocabulary in the form that the address says, or one version of it."""
    known = read_vocabulary().version
    name, form = split_ending(f"{known}.{ending}" if ending else version)
    if name != known:
        return _missing(request, f"expected version {known} of the ontology, got {version or ending}")
    form = form or asked_for(request) or negotiated(request)
    return _vocabulary(form, f"/ontology/{known}" if version else "/ontology")


def _vocabulary(form: Form, address: str) -> Response:
    where = {"Content-Location": f"{address}.{form.ending}", "Vary": "Accept"}
    if form.syntax is None:
        response = ontology_page()
    else:
        response = Response(ontology_document(form.syntax), media_type=form.media_type)
    response.headers.update(where)
    return response


@router.get("/shapes", include_in_schema=False)
@router.get("/shapes.{ending}", include_in_schema=False)
def show_shapes(request: Request, ending: str = "") -> Response:
    """The shapes (SHACL) that the graph of an article has, in an RDF syntax; there is no page of them."""
    form = split_ending(f"shapes.{ending}")[1] if ending else asked_for(request) or negotiated(request)
    if form is None:
        return _missing(request, f"expected an ending of {', '.join(each.ending for each in FORMS)}, got {ending!r}")
    headers = {"Content-Location": f"/shapes.{form.ending}", "Vary": "Accept"}
    if form.syntax is None:
        headers["Content-Location"], form = "/shapes.ttl", TURTLE
    return Response(shapes_document(form.syntax or Syntax.TURTLE), media_type=form.media_type, headers=headers)


@router.get("/context.jsonld", include_in_schema=False)
@router.get("/context/{name}.jsonld", include_in_schema=False)
def show_context(name: str | None = None) -> Response:
    """A JSON-LD context: the graph's, or that of the resources called ``name``."""
    return Response(context_document(name), media_type="application/ld+json", headers=A_DAY)


def _missing(request: Request, detail: str) -> Response:
    if wants_page(request):
        return page("missing.html", status=404, detail=detail)
    raise MissingError(detail)

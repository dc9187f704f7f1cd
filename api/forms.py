"""In which form a document is wanted: by the ending of its address, the parameter ``format``, or the Accept header."""

from __future__ import annotations

from dataclasses import dataclass
from http import HTTPStatus
from typing import Final

from fastapi import Request
from starlette.exceptions import HTTPException

from api.negotiation import preferred
from kg.errors import InputError
from kg.usecases.linked import Syntax


@dataclass(frozen=True, kw_only=True, slots=True)
class Form:
    """A form that a thing can be described in; without a syntax it is the page for people.

    ``names`` are others that the parameter may give it, ``also`` other media types that mean it.
    """

    ending: str
    media_type: str
    syntax: Syntax | None
    names: tuple[str, ...] = ()
    also: tuple[str, ...] = ()

    @classmethod
    def of(cls, syntax: Syntax, ending: str, *names: str, also: tuple[str, ...] = ()) -> Form:
        """The form that an RDF syntax is."""
        return cls(ending=ending, media_type=syntax.media_type, syntax=syntax, names=names, also=also)


PAGE: Final = Form(ending="html", media_type="text/html", syntax=None, also=("application/xhtml+xml",))
TURTLE: Final = Form.of(Syntax.TURTLE, "ttl", "turtle")
FORMS: Final = (
    PAGE,
    TURTLE,
    Form.of(Syntax.JSON_LD, "jsonld", also=("application/json",)),
    Form.of(Syntax.N_TRIPLES, "nt", "ntriples", also=("text/plain",)),
    Form.of(Syntax.RDF_XML, "rdf", "rdfxml", "xml", also=("application/xml", "text/xml")),
    Form.of(Syntax.TRIG, "trig"),
    Form.of(Syntax.N_QUADS, "nq", "nquads"),
)
_BY_TYPE: Final = {kind: form for form in FORMS for kind in (form.media_type, *form.also)}
_BY_NAME: Final = {name: form for form in FORMS for name in (form.ending, *form.names)}
_PROBLEMS: Final = ("application/problem+json", "application/json")


def split_ending(path: str) -> tuple[str, Form | None]:
    """The path without the ending that says a form, and that form.

    >>> path, form = split_ending("position/3f9a12bc5d7e8f90.ttl")
    >>> path, form.media_type
    ('position/3f9a12bc5d7e8f90', 'text/turtle')
    """
    name, dot, ending = path.rpartition(".")
    form = next((form for form in FORMS if form.ending == ending), None) if dot else None
    return (name, form) if form is not None and not name.endswith("/") and name else (path, None)


def asked_for(request: Request) -> Form | None:
    """The form that the parameter ``format`` names, if there is one; InputError for an unknown name."""
    name = request.query_params.get("format")
    if name is None:
        return None
    if name.lower() not in _BY_NAME:
        raise InputError(f"expected a format of {', '.join(form.ending for form in FORMS)}, got {name!r}")
    return _BY_NAME[name.lower()]


def negotiated(request: Request) -> Form:
    """The form that the Accept header likes best, the page where it likes all the same; else an answer with 406."""
    accept = ", ".join(request.headers.getlist("accept"))
    liked = preferred(accept, tuple(_BY_TYPE))
    if not liked:
        offered = ", ".join(form.media_type for form in FORMS)
        raise HTTPException(HTTPStatus.NOT_ACCEPTABLE, f"expected to be asked for one of {offered}, got {accept}")
    return _BY_TYPE[liked[0]]


def wants_page(request: Request) -> bool:
    """Whether the client would rather have a page for people than a problem document."""
    accept = ", ".join(request.headers.getlist("accept"))
    return bool(accept) and preferred(accept, (*_PROBLEMS, PAGE.media_type))[:1] == (PAGE.media_type,)

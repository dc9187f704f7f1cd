"""The page of the vocabulary, written from the ontology itself: on the server, and as a file that needs no server.

Why not pyLODE, the usual tool: it takes every concept scheme for one more ontology and so has ten titles in one, leaves
the concepts themselves out, gives the fragments other names than the IRIs have, and is not the same from run to run.
Its versions from 3.4.1 on do not work with Python 3.11.
"""

from __future__ import annotations

import sys
from importlib.resources import files
from pathlib import Path
from typing import Final

from markupsafe import Markup
from starlette.responses import Response

from api.pages import page, render
from kg.usecases.linked import read_vocabulary

SERVED: Final = (
    ("Turtle", "/ontology.ttl", "text/turtle"),
    ("JSON-LD", "/ontology.jsonld", "application/ld+json"),
    ("N-Triples", "/ontology.nt", "application/n-triples"),
    ("RDF/XML", "/ontology.rdf", "application/rdf+xml"),
    ("Shapes (SHACL)", "/shapes.ttl", None),
    ("JSON-LD context", "/context.jsonld", None),
)
BESIDE: Final = (
    ("Turtle", "../ontology/parley.ttl", "text/turtle"),
    ("Shapes (SHACL)", "../ontology/shapes.ttl", None),
    ("JSON-LD context", "../ontology/context.jsonld", None),
)


def ontology_page() -> Response:
    """The vocabulary for people; each term is a fragment named as its IRI ends."""
    return page("ontology.html", vocabulary=read_vocabulary(), files=SERVED, here="/ontology")


def ontology_file() -> str:
    """The same page as one file: it loads nothing, and no script may run in it."""
    style = Markup(files("api.pages").joinpath("style.css").read_text("utf-8"))
    return render("ontology_file.html", vocabulary=read_vocabulary(), files=BESIDE, style=style)


if __name__ == "__main__":
    Path(sys.argv[1]).write_text(ontology_file(), "utf-8")

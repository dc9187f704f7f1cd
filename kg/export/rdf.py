"""Articles with their positions as RDF files: Turtle, TriG, N-Quads, JSON-LD and the others that RDF has."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from kg.errors import AccessError, InputError
from kg.model.record import ArticleRecord
from kg.rdf.encoding import article_quads
from kg.rdf.serialization import Syntax, serialize

RDF_FORMATS = {syntax.extension: syntax for syntax in Syntax} | {syntax.value: syntax for syntax in Syntax}
"""What a syntax may be called: its file ending (ttl, nq, jsonld …) or its name (turtle, nquads …)."""


def to_rdf(records: Iterable[ArticleRecord], form: str) -> bytes:
    """The records as RDF in UTF-8, the same bytes for the same records in any order.

    TriG, N-Quads and JSON-LD keep one named graph an article; Turtle, N-Triples and RDF/XML hold the union.
    Raises InputError for an unknown format, and when there are no records.
    """
    if form not in RDF_FORMATS:
        raise InputError(f"expected an RDF format among {', '.join(RDF_FORMATS)}, got {form!r}")
    quads = [quad for record in records for quad in article_quads(record)]
    if not quads:
        raise InputError("expected articles to export as RDF, got none")
    return serialize(quads, RDF_FORMATS[form])


def write_rdf(records: Iterable[ArticleRecord], path: Path, form: str | None = None) -> None:
    """Write the records to ``path``, in the format of its ending unless ``form`` names another.

    Raises InputError as ``to_rdf`` does, AccessError when the file cannot be written.
    """
    content = to_rdf(records, form or path.suffix.lstrip("."))
    try:
        path.write_bytes(content)
    except OSError as error:
        raise AccessError(f"expected to write the graph to {path}, got: {error.strerror}") from error

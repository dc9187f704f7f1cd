"""Querying: a question in SPARQL, answered as a table, yes or no, or a graph."""

from __future__ import annotations

from kg.errors import InputError
from kg.rdf.namespaces import PREFIXES
from kg.rdf.serialization import Syntax
from kg.store import Store
from kg.store.answer import Answer, AnswerKind, TableSyntax
from kg.store.complaints import QueryError
from kg.usecases.guessing import or_else

__all__ = ["FORMATS", "Answer", "AnswerKind", "QueryError", "ask", "compact_rows", "render_answer"]

TABLES = {syntax.value: syntax for syntax in TableSyntax}
GRAPHS = {syntax.value: syntax for syntax in Syntax if not syntax.names_graphs or syntax is Syntax.JSON_LD}
FORMATS = (*TABLES, *GRAPHS)
"""The standard formats an answer can be written in: four for rows, the others for graphs."""


def ask(store: Store, sparql: str) -> Answer:
    """The answer to a SPARQL 1.1 query over all graphs together; Parley's own prefixes need not be declared.

    Raises QueryError for what is no query, and InputError for what calls out, reads files or writes.
    """
    return store.query(sparql)


def render_answer(answer: Answer, form: str) -> bytes:
    """The answer in one of ``FORMATS``; InputError where that cannot hold it."""
    if form in TABLES:
        return answer.table(TABLES[form])
    if form in GRAPHS:
        return answer.graph(GRAPHS[form])
    raise InputError(f"expected a format among {', '.join(FORMATS)}, got {form!r}{or_else(form, FORMATS)}")


def compact_rows(answer: Answer) -> tuple[tuple[str, ...], ...]:
    """The rows as words to read: IRIs under their prefixes, nothing where a variable has no value."""
    return tuple(tuple(_compact(text) for text in row) for row in answer.texts)


def _compact(text: str | None) -> str:
    if text is None:
        return ""
    fitting = [prefix for prefix, namespace in PREFIXES.items() if text.startswith(namespace) and text != namespace]
    if not fitting:
        return text
    prefix = max(fitting, key=lambda each: len(PREFIXES[each]))
    return f"{prefix}:{text.removeprefix(PREFIXES[prefix])}"

"""What a query gave: a table, yes or no, or a graph."""

from __future__ import annotations

import json
from dataclasses import dataclass
from enum import StrEnum

from pyoxigraph import (
    BlankNode,
    Literal,
    NamedNode,
    Quad,
    QueryBoolean,
    QueryResultsFormat,
    QuerySolutions,
    QueryTriples,
    Triple,
    parse_query_results,
)

from kg.errors import InputError
from kg.rdf.encoding import sorted_quads
from kg.rdf.namespaces import XSD
from kg.rdf.serialization import Syntax, serialize, xml_safe

Term = NamedNode | BlankNode | Literal | Triple


class AnswerKind(StrEnum):
    """What form of query was asked: SELECT, ASK, or CONSTRUCT and DESCRIBE."""

    ROWS = "rows"
    TRUTH = "truth"
    GRAPH = "graph"


class TableSyntax(StrEnum):
    """The standard formats for query results."""

    JSON = "json"
    XML = "xml"
    CSV = "csv"
    TSV = "tsv"

    @property
    def media_type(self) -> str:
        """The registered media type, such as ``application/sparql-results+json``."""
        return TABLE_FORMATS[self].media_type


TABLE_FORMATS = {
    TableSyntax.JSON: QueryResultsFormat.JSON,
    TableSyntax.XML: QueryResultsFormat.XML,
    TableSyntax.CSV: QueryResultsFormat.CSV,
    TableSyntax.TSV: QueryResultsFormat.TSV,
}


@dataclass(frozen=True, kw_only=True, slots=True)
class Answer:
    """A finished answer, held in memory: it can be read more than once and from any thread.

    ``variables`` and ``rows`` are there for SELECT (None where a variable is not bound), ``truth`` for ASK, ``quads``
    (in the default graph) for CONSTRUCT and DESCRIBE.
    """

    kind: AnswerKind
    variables: tuple[str, ...] = ()
    rows: tuple[tuple[Term | None, ...], ...] = ()
    truth: bool | None = None
    quads: tuple[Quad, ...] = ()

    @property
    def texts(self) -> tuple[tuple[str | None, ...], ...]:
        """The rows as plain words: IRIs without brackets, literals without their datatype."""
        return tuple(tuple(_plain(term) for term in row) for row in self.rows)

    def table(self, syntax: TableSyntax) -> bytes:
        """Rows or truth in a standard results format; InputError for a graph, and for a truth in CSV or TSV.

        XML 1.0 cannot hold most control characters: in XML each becomes U+FFFD.
        """
        if self.kind is AnswerKind.GRAPH or (
            self.kind is AnswerKind.TRUTH and syntax in (TableSyntax.CSV, TableSyntax.TSV)
        ):
            raise InputError(f"expected an answer that can be written as {syntax}, got a {self.kind}")
        written = _results_json(self)
        if syntax is TableSyntax.JSON:
            return written
        parsed = parse_query_results(written, format=QueryResultsFormat.JSON)
        again = parsed.serialize(format=TABLE_FORMATS[syntax])
        assert again is not None, "the writer returns bytes when it is given no file"
        return xml_safe(again) if syntax is TableSyntax.XML else again

    def graph(self, syntax: Syntax) -> bytes:
        """The graph in an RDF syntax; InputError when the answer is a table or a truth."""
        if self.kind is not AnswerKind.GRAPH:
            raise InputError(f"expected an answer that can be written as {syntax}, got {self.kind}")
        return serialize(self.quads, syntax)


def answer_of(result: QuerySolutions | QueryBoolean | QueryTriples) -> Answer:
    """The answer that an engine's result holds, read to its end."""
    if isinstance(result, QuerySolutions):
        return Answer(
            kind=AnswerKind.ROWS,
            variables=tuple(variable.value for variable in result.variables),
            rows=tuple(tuple(solution) for solution in result),
        )
    if isinstance(result, QueryBoolean):
        return Answer(kind=AnswerKind.TRUTH, truth=bool(result))
    return Answer(
        kind=AnswerKind.GRAPH,
        quads=sorted_quads(Quad(triple.subject, triple.predicate, triple.object) for triple in result),
    )


def _plain(term: Term | None) -> str | None:
    if term is None:
        return None
    return str(term) if isinstance(term, Triple | BlankNode) else term.value


def _results_json(answer: Answer) -> bytes:
    """SPARQL 1.1 Query Results JSON Format."""
    head = {"vars": list(answer.variables)} if answer.kind is AnswerKind.ROWS else {}
    body: dict[str, object] = {"head": head}
    if answer.kind is AnswerKind.TRUTH:
        body["boolean"] = answer.truth
    else:
        bindings = [
            {name: _binding(term) for name, term in zip(answer.variables, row, strict=True) if term is not None}
            for row in answer.rows
        ]
        body["results"] = {"bindings": bindings}
    return json.dumps(body, ensure_ascii=False).encode("utf-8")


def _binding(term: Term) -> dict[str, object]:
    if isinstance(term, NamedNode):
        return {"type": "uri", "value": term.value}
    if isinstance(term, BlankNode):
        return {"type": "bnode", "value": term.value}
    if isinstance(term, Triple):
        parts = {"subject": term.subject, "predicate": term.predicate, "object": term.object}
        return {"type": "triple", "value": {role: _binding(part) for role, part in parts.items()}}
    literal: dict[str, object] = {"type": "literal", "value": term.value}
    if term.language is not None:
        literal["xml:lang"] = term.language
    elif term.datatype.value != XSD + "string":
        literal["datatype"] = term.datatype.value
    return literal

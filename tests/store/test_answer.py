"""Answers in the standard formats, whatever the text in them."""

from __future__ import annotations

import csv
import io
import json
from xml.dom import minidom

import pytest
from pyoxigraph import BlankNode, Literal, NamedNode, QueryResultsFormat, QuerySolutions, parse_query_results

from kg.errors import InputError
from kg.rdf.namespaces import XSD
from kg.rdf.serialization import Syntax
from kg.store import open_store
from kg.store.answer import Answer, AnswerKind, TableSyntax
from tests.rdf.samples import harbour_record
from tests.rdf.strategies import NASTY

HOSTILE = "".join(NASTY)
ROWS = Answer(
    kind=AnswerKind.ROWS,
    variables=("who", "what"),
    rows=(
        (NamedNode("urn:a"), Literal(HOSTILE)),
        (BlankNode("b"), Literal("mot", language="fr")),
        (None, Literal("7", datatype=XSD.term("integer"))),
    ),
)


@pytest.mark.parametrize("syntax", [TableSyntax.JSON, TableSyntax.XML, TableSyntax.TSV])
def test_tables_can_be_read_back(syntax: TableSyntax) -> None:
    form = QueryResultsFormat.from_media_type(syntax.media_type)
    back = parse_query_results(ROWS.table(syntax), format=form)
    assert isinstance(back, QuerySolutions)
    rows = [tuple(solution) for solution in back]
    assert rows[1:] == list(ROWS.rows[1:])
    expected = HOSTILE
    if syntax is TableSyntax.XML:
        for character in "\x00\x01\x1f\x0b\ufffe\uffff":
            expected = expected.replace(character, "\ufffd")
    assert rows[0] == (NamedNode("urn:a"), Literal(expected))


def test_csv_holds_the_plain_values() -> None:
    document = ROWS.table(TableSyntax.CSV).decode("utf-8")
    assert list(csv.reader(io.StringIO(document, newline=""))) == [
        ["who", "what"],
        ["urn:a", HOSTILE],
        ["_:b", "mot"],
        ["", "7"],
    ]


def test_results_in_xml_are_well_formed() -> None:
    minidom.parseString(ROWS.table(TableSyntax.XML))


def test_plain_words_for_tables() -> None:
    assert ROWS.texts == (("urn:a", HOSTILE), ("_:b", "mot"), (None, "7"))


def test_truth_is_written_as_json_and_xml_only() -> None:
    truth = Answer(kind=AnswerKind.TRUTH, truth=True)
    assert json.loads(truth.table(TableSyntax.JSON)) == {"head": {}, "boolean": True}
    assert b"<boolean>true</boolean>" in truth.table(TableSyntax.XML)
    with pytest.raises(InputError) as caught:
        truth.table(TableSyntax.CSV)
    assert str(caught.value) == "expected an answer that can be written as csv, got a truth"


def test_graphs_and_tables_are_not_mixed_up() -> None:
    with open_store(None) as store:
        store.add(harbour_record())
        graph = store.query("CONSTRUCT WHERE { ?s <https://w3id.org/parley/ontology#supports> ?o }")
    assert graph.graph(Syntax.N_TRIPLES) == (
        b"<https://w3id.org/parley/id/actor/organization/Fishers%27%20League>"
        b" <https://w3id.org/parley/ontology#supports>"
        b" <https://w3id.org/parley/id/proposal/harbour%20truce> .\n"
    )
    with pytest.raises(InputError) as caught:
        graph.table(TableSyntax.JSON)
    assert str(caught.value) == "expected an answer that can be written as json, got a graph"
    with pytest.raises(InputError) as caught:
        ROWS.graph(Syntax.TURTLE)
    assert str(caught.value) == "expected an answer that can be written as turtle, got rows"

"""Six syntaxes: the same bytes every time, valid whatever the text, and the same graph when read back."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from xml.dom import minidom

import pytest
import rdflib
from hypothesis import given, settings
from pyoxigraph import BlankNode, Literal, NamedNode, Quad, RdfFormat, parse
from rdflib.compare import isomorphic

from kg.errors import InputError
from kg.model.record import ArticleRecord
from kg.rdf import article_quads
from kg.rdf.namespaces import XSD
from kg.rdf.serialization import Syntax, serialize
from tests.rdf.samples import harbour_record
from tests.rdf.strategies import NASTY, records

WITH_GRAPHS = [syntax for syntax in Syntax if syntax.names_graphs]
HOSTILE = "".join(NASTY)


def read(document: bytes, syntax: Syntax) -> set[Quad]:
    form = RdfFormat.from_media_type(syntax.media_type)
    assert form is not None
    return set(parse(document, format=form))


@pytest.mark.parametrize("syntax", Syntax)
def test_media_types_and_extensions_are_the_registered_ones(syntax: Syntax) -> None:
    assert (syntax.media_type, syntax.extension) == {
        Syntax.N_QUADS: ("application/n-quads", "nq"),
        Syntax.TRIG: ("application/trig", "trig"),
        Syntax.TURTLE: ("text/turtle", "ttl"),
        Syntax.N_TRIPLES: ("application/n-triples", "nt"),
        Syntax.JSON_LD: ("application/ld+json", "jsonld"),
        Syntax.RDF_XML: ("application/rdf+xml", "rdf"),
    }[syntax]


@given(records())
@settings(deadline=None, max_examples=30)
def test_all_syntaxes_but_xml_give_any_graph_back(record: ArticleRecord) -> None:
    quads = article_quads(record)
    triples = {Quad(quad.subject, quad.predicate, quad.object) for quad in quads}
    for syntax in WITH_GRAPHS:
        assert read(serialize(quads, syntax), syntax) == set(quads)
    for syntax in (Syntax.TURTLE, Syntax.N_TRIPLES):
        assert read(serialize(quads, syntax), syntax) == triples


@given(records())
@settings(deadline=None, max_examples=30)
def test_xml_is_well_formed_for_any_graph_and_loses_only_what_xml_cannot_hold(record: ArticleRecord) -> None:
    quads = article_quads(record)
    document = serialize(quads, Syntax.RDF_XML)
    minidom.parseString(document)
    told = {quad.triple for quad in read(document, Syntax.RDF_XML)}
    written = {quad.triple for quad in quads}
    for lost in written - told:
        assert isinstance(lost.object, Literal)
        assert any(ord(c) < 32 or ord(c) in (0xFFFE, 0xFFFF) for c in lost.object.value)


@pytest.mark.filterwarnings("ignore:.*deprecated:DeprecationWarning")  # rdflib's Dataset warns of its own innards
@pytest.mark.parametrize("syntax", Syntax)
def test_other_readers_agree(syntax: Syntax) -> None:
    quads = article_quads(harbour_record())
    expected = rdflib.Graph().parse(data=serialize(quads, Syntax.N_TRIPLES), format="nt")
    names = {Syntax.N_QUADS: "nquads", Syntax.TRIG: "trig", Syntax.JSON_LD: "json-ld", Syntax.RDF_XML: "xml"}
    dataset = rdflib.Dataset(default_union=True)
    if syntax.names_graphs:
        dataset.parse(data=serialize(quads, syntax), format=names[syntax])
        found = rdflib.Graph()
        for subject, predicate, value, _ in dataset.quads():
            found.add((subject, predicate, value))
    else:
        found = rdflib.Graph().parse(data=serialize(quads, syntax), format=names.get(syntax, "turtle"))
    assert isomorphic(found, expected)


@pytest.mark.parametrize("syntax", Syntax)
def test_hostile_text_comes_back_or_is_replaced(syntax: Syntax) -> None:
    quad = Quad(NamedNode("urn:s"), NamedNode("urn:p:x"), Literal(HOSTILE), NamedNode("urn:g"))
    (back,) = read(serialize([quad], syntax), syntax)
    expected = HOSTILE
    if syntax is Syntax.RDF_XML:
        for character in "\x00\x01\x1f\x0b\ufffe\uffff":
            expected = expected.replace(character, "\ufffd")
    assert isinstance(back.object, Literal)
    assert back.object.value == expected


@pytest.mark.parametrize("syntax", Syntax)
def test_bytes_are_the_same_in_every_process_and_for_every_order(syntax: Syntax) -> None:
    quads = article_quads(harbour_record())
    here = serialize(quads, syntax)
    assert serialize([*reversed(quads), *quads], syntax) == here
    code = (
        "import sys; from kg.rdf import article_quads; from kg.rdf.serialization import Syntax, serialize;"
        "from tests.rdf.samples import harbour_record;"
        f"sys.stdout.buffer.write(serialize(article_quads(harbour_record()), Syntax({syntax.value!r})))"
    )
    environment = {**os.environ, "PYTHONHASHSEED": "7", "PYTHONPATH": os.pathsep.join(sys.path)}
    there = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, env=environment)
    assert there.stdout == here


def test_json_ld_uses_our_context_inline() -> None:
    document = json.loads(serialize(article_quads(harbour_record()), Syntax.JSON_LD))
    assert document["@context"]["holder"] == {"@id": "neg:holder", "@type": "@id"}
    (graph,) = document["@graph"]
    (position,) = [node for node in graph["@graph"] if node.get("wording") == "a withdrawal"]
    assert position["@type"] == ["Position"]
    assert position["stance"] == "neg:stance-opposes"
    assert position["confidence"] == "1"
    assert position["issued"] == "2025-03-17"


def test_json_ld_holds_what_our_terms_do_not_foresee() -> None:
    graph = NamedNode("urn:g")
    holder = NamedNode("https://w3id.org/parley/ontology#holder")
    quads = {
        Quad(BlankNode("b"), holder, Literal("a name where an IRI belongs"), graph),
        Quad(BlankNode("b"), holder, NamedNode("urn:x"), graph),
        Quad(BlankNode("b"), NamedNode("urn:other"), Literal("mot", language="fr")),
        Quad(NamedNode("urn:s"), NamedNode("urn:other"), Literal("5", datatype=XSD.term("byte"))),
        Quad(NamedNode("urn:s"), NamedNode("urn:other"), BlankNode("b")),
    }
    document = json.loads(serialize(quads, Syntax.JSON_LD))
    assert document["@graph"][0]["@graph"][0]["holder"] == [{"@value": "a name where an IRI belongs"}, "urn:x"]
    assert len(read(serialize(quads, Syntax.JSON_LD), Syntax.JSON_LD)) == len(quads)


def test_what_a_syntax_cannot_write_is_refused() -> None:
    odd = Quad(NamedNode("urn:s"), NamedNode("http://example.org/2024/"), Literal("x"))
    with pytest.raises(InputError) as caught:
        serialize([odd], Syntax.RDF_XML)
    assert str(caught.value) == ("expected predicates that end in an XML name for rdfxml, got http://example.org/2024/")
    confusing = Quad(NamedNode("prov:s"), NamedNode("urn:p"), Literal("x"))
    with pytest.raises(InputError) as caught:
        serialize([confusing], Syntax.JSON_LD)
    assert str(caught.value) == "expected an IRI that is no compact IRI of Parley's context, got prov:s"


@pytest.mark.parametrize("syntax", Syntax)
def test_an_empty_graph_is_a_valid_document(syntax: Syntax) -> None:
    assert read(serialize([], syntax), syntax) == set()

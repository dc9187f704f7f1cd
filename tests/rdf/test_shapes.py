"""Sound graphs pass the shapes; every kind of break is caught by the shape that is meant to."""

from __future__ import annotations

import re
from importlib.resources import files

import pytest
from hypothesis import HealthCheck, given, settings
from rdflib import RDF, SH, Graph, URIRef

from kg.model import Act, ActorKind, Attribution, BlockKind, Modality, Relation, Stance
from kg.model.record import ArticleRecord
from kg.rdf import article_quads
from kg.rdf import vocabulary as v
from kg.rdf.shapes import Violation, check
from kg.rdf.terms import concept
from tests.rdf.broken import CORPUS, Broken, changed, typed
from tests.rdf.samples import harbour_record, many_records
from tests.rdf.strategies import records

SHAPES = "https://w3id.org/parley/shapes#"


@pytest.fixture(scope="module")
def shapes() -> Graph:
    return Graph().parse(data=files("ontology").joinpath("shapes.ttl").read_text("utf-8"), format="turtle")


@pytest.mark.parametrize("broken", CORPUS, ids=lambda broken: broken.fault.replace(" ", "-"))
def test_a_broken_graph_is_caught_by_the_shape_that_is_meant_to(broken: Broken, shapes: Graph) -> None:
    quads = broken.quads()
    assert set(quads) != set(article_quads(harbour_record()))
    told = {found.shape.removeprefix(SHAPES): found.message for found in check(quads)}
    assert broken.shape in told
    assert told[broken.shape] in _messages(shapes, broken.shape)


def test_every_shape_is_put_to_the_test(shapes: Graph) -> None:
    kinds = (SH.NodeShape, SH.PropertyShape)
    named = {each for kind in kinds for each in shapes.subjects(RDF.type, kind) if isinstance(each, URIRef)}
    gatherings = {"Graph", "Classes"}  # they have property shapes and nothing of their own
    assert {each.removeprefix(SHAPES) for each in named} - gatherings == {broken.shape for broken in CORPUS}


def test_every_shape_says_in_a_plain_sentence_what_it_expects(shapes: Graph) -> None:
    told = {str(message) for message in shapes.objects(None, SH.message)}
    assert len(told) > 80
    for message in told:
        assert re.fullmatch(r"[A-Z][^{}]*\.", message), message


def test_the_lists_of_the_shapes_are_the_closed_vocabularies(shapes: Graph) -> None:
    for name, vocabulary in {
        "stance": Stance,
        "act": Act,
        "modality": Modality,
        "attribution": Attribution,
        "relation": Relation,
        "kind": ActorKind,
    }.items():
        listed = shapes.collection(shapes.value(URIRef(SHAPES + name), SH["in"]))
        assert [str(each) for each in listed] == [concept(choice).value for choice in vocabulary], name
    pattern = str(shapes.value(URIRef(SHAPES + "layout"), SH.pattern))
    assert pattern.startswith(f"^(({'|'.join(BlockKind)}) ")


def _messages(shapes: Graph, name: str) -> set[str]:
    """What a shape, or the constraint in SPARQL that it holds, has to say."""
    shape = URIRef(SHAPES + name)
    return {
        str(message)
        for each in (shape, *shapes.objects(shape, SH.sparql))
        for message in shapes.objects(each, SH.message)
    }


@given(records(most_positions=2))
@settings(deadline=None, max_examples=12, suppress_health_check=[HealthCheck.too_slow])
def test_the_graph_of_any_record_is_sound(record: ArticleRecord) -> None:
    assert check(article_quads(record)) == ()


def test_the_graphs_of_ordinary_records_are_sound() -> None:
    assert check(article_quads(harbour_record())) == ()
    assert check(article_quads(next(many_records(1, positions=5)))) == ()


def test_violations_say_what_is_wrong_where() -> None:
    record = harbour_record()
    quads = changed(v.CONFIDENCE, typed("1.5", "double"), "0.85")(article_quads(record))
    assert check(quads) == (
        Violation(
            focus=f"https://w3id.org/parley/id/position/{record.positions[0].id}",
            path="https://w3id.org/parley/ontology#confidence",
            value="1.5",
            shape=SHAPES + "confidence",
            message="A position has one confidence, over 0 and up to 1.",
        ),
    )

"""Reviews as RDF: sound, read back as they were, and every break is caught by the shape that is meant to."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from importlib.resources import files

import pytest
from pyoxigraph import BlankNode, Literal, NamedNode, Quad
from rdflib import RDF, SH, Graph, URIRef

from kg.errors import InputError
from kg.model import ReviewState
from kg.rdf import vocabulary as v
from kg.rdf.curation import ReviewFacts, assemble_review, review_quads
from kg.rdf.iris import CURATION_GRAPH, is_article_graph, is_protected, review_iri, reviewer_iri, reviewer_of
from kg.rdf.namespaces import ID_BASE, NEG, SCHEMA, XSD
from kg.rdf.shapes import check, check_reviews
from kg.rdf.terms import concept
from kg.store import open_store
from tests.rdf.broken import Break, added, changed, renamed, said, typed, untyped, without
from tests.rdf.reviews import AGAINST, review, some_reviews
from tests.rdf.samples import harbour_record

SHAPES = "https://w3id.org/parley/shapes/curation#"
ANA = reviewer_iri("Ana")
CORPUS: Sequence[tuple[str, str, Break]] = (
    ("something of no class", "Typed", said(NamedNode("urn:x"), (v.NOTE, Literal("x")))),
    ("a blank node", "OneThing", said(BlankNode("x"), (v.TYPE, v.AGENT))),
    ("a review that is a position too", "class", added(v.TYPE, v.POSITION, v.REVIEW)),
    ("a review with a name of its own", "Review", renamed("/id/review/", "/id/review/my-")),
    ("a review with a stance", "Review", added(v.STANCE, NEG.term("stance-supports"), v.REVIEW)),
    ("a review of nothing", "position", without(v.TARGET)),
    ("a review of an article", "position", changed(v.TARGET, NamedNode(ID_BASE + "article/0123456789abcdef"))),
    ("a review for no reason", "motivation", without(v.MOTIVATED_BY)),
    ("a review that decides nothing", "state", without(v.REVIEW_STATE)),
    ("an unheard-of state", "state", changed(v.REVIEW_STATE, NEG.term("review-maybe"))),
    ("two states at once", "state", added(v.REVIEW_STATE, NEG.term("review-doubtful"), v.REVIEW)),
    ("a review by nobody", "by", without(v.ATTRIBUTED_TO)),
    ("a review by no agent", "by", untyped(v.AGENT)),
    ("a review at no time", "at", without(v.GENERATED_AT)),
    ("a time without a zone", "at", changed(v.GENERATED_AT, typed("2025-03-21T09:00:00", "dateTime"))),
    ("a day for a time", "at", changed(v.GENERATED_AT, Literal("2025-03-21", datatype=XSD.term("date")))),
    ("an empty note", "note", changed(v.NOTE, Literal(" "))),
    ("recorded by the reviewer", "recordedBy", added(v.RECORDED_BY, ANA, v.REVIEW)),
    ("a reviewer with a birthday", "Reviewer", added(SCHEMA.term("birthDate"), Literal("1970"), v.AGENT)),
    ("a reviewer without a name", "name", without(v.NAME)),
    ("a reviewer of nothing", "reviewerOf",
     said(reviewer_iri("Eve"), (v.TYPE, v.AGENT), (v.NAME, Literal("Eve")))),
    ("a reviewer under another's IRI", "ReviewerIri", changed(v.NAME, Literal("Eve"), "Ana")),
)  # fmt: skip


def quads_of(reviews: Iterable[object] = some_reviews()) -> list[Quad]:
    return sorted({quad for each in reviews for quad in review_quads(each)}, key=str)  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def shapes() -> Graph:
    return Graph().parse(data=files("ontology").joinpath("curation.ttl").read_text("utf-8"), format="turtle")


def test_reviews_are_sound_and_are_no_article() -> None:
    assert check_reviews(quads_of()) == ()
    assert "A graph holds one article." in {found.message for found in check(quads_of())}
    assert is_protected(CURATION_GRAPH)
    assert not is_article_graph(CURATION_GRAPH)


@pytest.mark.parametrize(("fault", "shape", "spoil"), CORPUS, ids=lambda part: str(part).replace(" ", "-"))
def test_a_broken_review_is_caught_by_the_shape_that_is_meant_to(
    fault: str, shape: str, spoil: Break, shapes: Graph
) -> None:
    sound = quads_of()
    broken = list(spoil(sound))
    assert set(broken) != set(sound), fault
    told = {found.shape.removeprefix(SHAPES): found.message for found in check_reviews(broken)}
    meant = URIRef(SHAPES + shape)
    messages = {str(m) for each in (meant, *shapes.objects(meant, SH.sparql)) for m in shapes.objects(each, SH.message)}
    assert told[shape] in messages


def test_every_shape_of_reviews_is_put_to_the_test(shapes: Graph) -> None:
    named = {each for kind in (SH.NodeShape, SH.PropertyShape) for each in shapes.subjects(RDF.type, kind)}
    assert {each.removeprefix(SHAPES) for each in named if isinstance(each, URIRef)} == {case[1] for case in CORPUS}


def test_the_states_of_the_shape_are_the_closed_vocabulary(shapes: Graph) -> None:
    listed = shapes.collection(shapes.value(URIRef(SHAPES + "state"), SH["in"]))
    assert [str(each) for each in listed] == [concept(state).value for state in ReviewState]


def test_a_review_is_an_annotation_of_a_position_with_its_author_and_time() -> None:
    (quad, *others) = (q for q in review_quads(some_reviews()[0]) if q.subject == review_iri(some_reviews()[0]))
    told = {(each.predicate.value.rpartition("/")[2], str(each.object)) for each in (quad, *others)}
    assert told == {
        ("22-rdf-syntax-ns#type", "<https://w3id.org/parley/ontology#Review>"),
        ("oa#hasTarget", f"<https://w3id.org/parley/id/position/{AGAINST}>"),
        ("oa#motivatedBy", "<http://www.w3.org/ns/oa#moderating>"),
        ("ontology#reviewState", "<https://w3id.org/parley/ontology#review-rejected>"),
        ("prov#wasAttributedTo", "<https://w3id.org/parley/id/reviewer/Ana>"),
        ("prov#generatedAtTime", '"2025-03-21T09:00:00Z"^^<http://www.w3.org/2001/XMLSchema#dateTime>'),
        ("core#note", '"The coastguard is no party."'),
    }


def test_names_are_read_back_from_their_iris() -> None:
    for name in ("Ana", "José <b>", "a/b", "..", "张伟", "\u202eevil"):
        assert reviewer_of(reviewer_iri(name)) == name


def test_reviews_come_back_from_a_store_as_they_were() -> None:
    with open_store(None) as store:
        store.add(harbour_record())
        store.add_reviews(some_reviews())
        assert store.reviews() == some_reviews()
        assert store.graph(CURATION_GRAPH) == set(quads_of())


def test_a_review_that_is_not_what_its_iri_says_is_refused() -> None:
    made = review(AGAINST, "rejected")
    facts = ReviewFacts(
        review_iri(made), NamedNode(f"{ID_BASE}position/{AGAINST}"), concept(made.state), ANA,
        Literal("2025-03-21T09:00:00Z", datatype=XSD.term("dateTime")), None, None,
    )  # fmt: skip
    assert assemble_review(facts) == made
    where = f"https://w3id.org/parley/id/review/{made.id}"
    for changes, told in (
        (
            {"state": concept(ReviewState.ACCEPTED)},
            f"expected the decision that {where} is named for, got one",
        ),
        ({"by": None}, f"expected the IRI of a reviewer, got nothing in review {where}"),
        ({"at": None}, f"expected a time, got nothing in review {where}"),
        ({"state": v.STANCE}, f"expected a concept of the scheme of reviews, got {v.STANCE} in review {where}"),
    ):
        with pytest.raises(InputError) as caught:
            assemble_review(facts._replace(**changes))
        assert str(caught.value).startswith(told)

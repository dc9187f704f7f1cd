"""Sound graphs pass the shapes; every kind of break is caught by the shape that is meant to."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import pytest
from hypothesis import HealthCheck, given, settings
from pyoxigraph import Literal, NamedNode, Quad

from kg.model.record import ArticleRecord
from kg.rdf import article_quads
from kg.rdf import vocabulary as v
from kg.rdf.namespaces import NEG, WIKIDATA, XSD
from kg.rdf.shapes import Violation, check
from kg.rdf.shortcuts import DEPENDS_ON, STANCE_PROPERTIES
from tests.rdf.samples import harbour_record, many_records
from tests.rdf.strategies import records

SHAPES = "https://w3id.org/parley/shapes#"
Term = NamedNode | Literal
Break = Callable[[Iterable[Quad]], list[Quad]]


def typed(value: str, datatype: str) -> Literal:
    return Literal(value, datatype=XSD.term(datatype))


def without(role: NamedNode, of: NamedNode | None = None) -> Break:
    """The graph without a property, everywhere or of one class."""

    def broken(quads: Iterable[Quad]) -> list[Quad]:
        kept = list(quads)
        members = {q.subject for q in kept if q.predicate == v.TYPE and q.object == of}
        return [q for q in kept if q.predicate != role or (of is not None and q.subject not in members)]

    return broken


def changed(role: NamedNode, value: Term, old: str = "") -> Break:
    """The graph with another value of a property, wherever it contains ``old``."""

    def broken(quads: Iterable[Quad]) -> list[Quad]:
        return [
            Quad(q.subject, q.predicate, value, q.graph_name) if q.predicate == role and old in str(q.object) else q
            for q in quads
        ]

    return broken


def added(role: NamedNode, value: Term, of: NamedNode) -> Break:
    """The graph with one more value of a property, of everything of a class."""

    def broken(quads: Iterable[Quad]) -> list[Quad]:
        kept = list(quads)
        more = [Quad(q.subject, role, value, q.graph_name) for q in kept if q.predicate == v.TYPE and q.object == of]
        return [*kept, *more]

    return broken


def untyped(of: NamedNode) -> Break:
    """The graph in which nothing is of a class."""
    return lambda quads: [q for q in quads if q.predicate != v.TYPE or q.object != of]


BREAKS: list[tuple[str, Break]] = [
    ("text", without(v.TEXT)),
    ("text", changed(v.TEXT, Literal(" \n"))),
    ("textDigest", changed(v.TEXT_DIGEST, typed("AB", "hexBinary"))),
    ("source", without(v.SOURCE)),
    ("source", added(v.SOURCE, Literal("elsewhere"), v.NEWS_ARTICLE)),
    ("language", changed(v.LANGUAGE, NamedNode("urn:english"))),
    ("format", without(v.FORMAT)),
    ("encoding", without(v.ENCODING)),
    ("title", added(v.TITLE, Literal("another"), v.NEWS_ARTICLE)),
    ("publisher", changed(v.PUBLISHER, Literal("Agence", language="fr"))),
    ("published", changed(v.ISSUED, Literal("last Monday"))),
    ("positionPublished", changed(v.ISSUED, typed("2025-13-40", "date"))),
    ("layout", changed(v.LAYOUT, Literal("sidebar 0-9"))),
    ("fingerprint", changed(v.FINGERPRINT, typed("0123", "hexBinary"))),
    ("fileDigest", added(v.FILE_DIGEST, Literal("x"), v.NEWS_ARTICLE)),
    ("used", without(v.USED)),
    ("program", untyped(v.SOFTWARE_AGENT)),
    ("languageModel", without(v.MODEL)),
    ("endedAtTime", changed(v.ENDED, Literal("yesterday"))),
    ("programName", without(v.NAME)),
    ("programVersion", without(v.SOFTWARE_VERSION)),
    ("Position", added(NEG.term("stanse"), NEG.term("stance-supports"), v.POSITION)),
    ("holder", without(v.HOLDER)),
    ("holder", untyped(v.ACTOR)),
    ("holderWording", added(v.HOLDER_WORDING, Literal("they"), v.POSITION)),
    ("side", changed(v.SIDE, NamedNode("urn:nobody"))),
    ("sideWording", added(v.SIDE_WORDING, typed("1", "integer"), v.POSITION)),
    ("stance", changed(v.STANCE, NEG.term("act-rejects"))),
    ("stance", added(v.STANCE, NEG.term("stance-opposes"), v.POSITION)),
    ("act", changed(v.ACT, NEG.term("act-shrugs"))),
    ("modality", without(v.MODALITY)),
    ("attribution", changed(v.ATTRIBUTION, Literal("direct"))),
    ("confidence", changed(v.CONFIDENCE, typed("0", "double"))),
    ("confidence", changed(v.CONFIDENCE, typed("1.5", "double"))),
    ("rule", without(v.RULE)),
    ("quotedFrom", changed(v.QUOTED_FROM, NamedNode("urn:another-article"))),
    ("generatedBy", without(v.GENERATED_BY)),
    ("condition", untyped(v.CONDITION_CLASS)),
    ("speech", untyped(v.SPEECH_CLASS)),
    ("Conditional", without(v.CONDITION)),
    ("Conditional", changed(v.STANCE, NEG.term("stance-supports"), "conditions-on")),
    ("proposal", without(v.PROPOSAL)),
    ("proposal", untyped(v.PROPOSAL_CLASS)),
    ("wording", without(v.WORDING)),
    ("broaderPath", changed(v.BROADER_PATH, Literal("truce, peace"))),
    ("target", without(v.TARGET)),
    ("Condition", added(v.STANCE, NEG.term("stance-supports"), v.CONDITION_CLASS)),
    ("relation", changed(v.RELATION, NEG.term("relation-because"))),
    ("rank", changed(v.RANK, typed("0", "integer"))),
    ("conditionOf", without(v.CONDITION)),
    ("speaker", without(v.SPEAKER)),
    ("speakerWording", added(v.SPEAKER_WORDING, Literal("she"), v.SPEECH_CLASS)),
    ("speechOf", without(v.SPEECH)),
    ("evidenceSource", without(v.HAS_SOURCE)),
    ("quoteSelector", untyped(v.TEXT_QUOTE_SELECTOR)),
    ("positionSelector", untyped(v.TEXT_POSITION_SELECTOR)),
    ("Evidence", changed(v.EXACT, Literal("Belmark's coastguard welcomed a withdrawal."), "rejected")),
    ("exact", changed(v.EXACT, Literal(""))),
    ("prefix", changed(v.PREFIX, Literal("x" * 33))),
    ("suffix", without(v.SUFFIX)),
    ("start", changed(v.START, typed("-1", "integer"))),
    ("startBeforeEnd", changed(v.START, typed("100000", "integer"))),
    ("end", changed(v.END, Literal("soon"))),
    ("Actor", without(v.KIND)),
    ("Actor", changed(v.KIND, NEG.term("kind-person"))),
    ("actorName", without(v.PREF_LABEL, v.ACTOR)),
    ("wikidata", changed(v.SAME_AS, NamedNode(WIKIDATA + "Q0"))),
    ("proposalLabel", without(v.PREF_LABEL, v.PROPOSAL_CLASS)),
    ("broader", changed(v.BROADER, NamedNode("urn:peace"))),
    ("broaderTransitive", changed(v.BROADER_TRANSITIVE, Literal("peace"))),
    ("Supports", changed(STANCE_PROPERTIES[harbour_record().positions[2].stance], NamedNode("urn:peace"))),
    ("Opposes", changed(STANCE_PROPERTIES[harbour_record().positions[1].stance], NamedNode("urn:peace"))),
    ("ConditionsOn", changed(STANCE_PROPERTIES[harbour_record().positions[0].stance], NamedNode("urn:peace"))),
    ("DependsOn", changed(DEPENDS_ON, NamedNode("urn:peace"))),
]


def caught(violations: tuple[Violation, ...]) -> set[str]:
    return {violation.shape.removeprefix(SHAPES) for violation in violations}


@pytest.mark.parametrize(("shape", "broken"), BREAKS, ids=[f"{n}-{shape}" for n, (shape, _) in enumerate(BREAKS)])
def test_a_broken_graph_is_caught_by_the_shape_that_is_meant_to(shape: str, broken: Break) -> None:
    sound = article_quads(harbour_record())
    quads = broken(sound)
    assert set(quads) != set(sound)
    assert shape in caught(check(quads))


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

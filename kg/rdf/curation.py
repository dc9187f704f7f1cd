"""Reviews as RDF and back: annotations that moderate a position, attributed to whoever made them (PROV-O).

A position is an annotation of an article's words in the sense of the Web Annotation Data Model, and a review one of a
position: ``oa:moderating`` is that model's word for giving an annotation some value, so its tools know what it is for.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import NamedTuple

from pyoxigraph import NamedNode, Quad, Triple

from kg.errors import InputError
from kg.model import Review, ReviewState
from kg.rdf import vocabulary as v
from kg.rdf.assembly import Term, value_of
from kg.rdf.encoding import sorted_quads
from kg.rdf.iris import CURATION_GRAPH, position_id_of, position_iri, review_iri, reviewer_iri, reviewer_of
from kg.rdf.terms import concept, member, moment, text


class ReviewFacts(NamedTuple):
    """The terms around a review's node; None where the graph says nothing."""

    review: Term | None
    position: Term | None
    state: Term | None
    by: Term | None
    at: Term | None
    note: Term | None
    recorded_by: Term | None


def review_quads(review: Review) -> tuple[Quad, ...]:
    """What the curation graph says of a review and of those it names, sorted.

    ``assemble_review`` is the inverse. Raises InputError for text with lone surrogates.
    """
    return sorted_quads(Quad(t.subject, t.predicate, t.object, CURATION_GRAPH) for t in _review(review))


def assemble_review(facts: ReviewFacts) -> Review:
    """The review that these terms describe.

    Raises InputError, naming the review, when a term is missing, is of the wrong kind or belongs to no vocabulary, or
    when the decision is not the one that the review's IRI was made of.
    """
    iri = _node(facts.review, "a review")
    try:
        review = Review(
            position=position_id_of(_node(facts.position, "a position")),
            state=member(ReviewState, facts.state),
            by=reviewer_of(_node(facts.by, "a reviewer")),
            at=datetime.fromisoformat(value_of(facts.at, "a time")),
            note=None if facts.note is None else value_of(facts.note, "a note"),
            recorded_by=None if facts.recorded_by is None else reviewer_of(_node(facts.recorded_by, "a reviewer")),
        )
    except ValueError as error:
        raise InputError(f"{error} in review {iri.value}") from error
    if review_iri(review) != iri:
        raise InputError(f"expected the decision that {iri.value} is named for, got one with id {review.id}")
    return review


def _review(review: Review) -> Iterator[Triple]:
    me = review_iri(review)
    yield Triple(me, v.TYPE, v.REVIEW)
    yield Triple(me, v.TARGET, position_iri(review.position))
    yield Triple(me, v.MOTIVATED_BY, v.MODERATING)
    yield Triple(me, v.REVIEW_STATE, concept(review.state))
    yield Triple(me, v.ATTRIBUTED_TO, reviewer_iri(review.by))
    yield Triple(me, v.GENERATED_AT, moment(review.at))
    yield from _reviewer(review.by)
    if review.note is not None:
        yield Triple(me, v.NOTE, text(review.note, "a note"))
    if review.recorded_by is not None:
        yield Triple(me, v.RECORDED_BY, reviewer_iri(review.recorded_by))
        yield from _reviewer(review.recorded_by)


def _reviewer(name: str) -> Iterator[Triple]:
    me = reviewer_iri(name)
    yield Triple(me, v.TYPE, v.AGENT)
    yield Triple(me, v.NAME, text(name, "the name of a reviewer"))


def _node(term: Term | None, what: str) -> NamedNode:
    if not isinstance(term, NamedNode):
        raise InputError(f"expected the IRI of {what}, got {'nothing' if term is None else term}")
    return term

"""From the terms that describe a position to the Position: shared by the decoder and by a store's rows."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import NamedTuple

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from kg.errors import InputError
from kg.model import (
    Act,
    Actor,
    Attribution,
    Condition,
    Evidence,
    Modality,
    Position,
    Proposal,
    Relation,
    Stance,
)
from kg.rdf.iris import actor_of, position_id_of, proposal_label_of
from kg.rdf.terms import member, wikidata_item

Term = NamedNode | BlankNode | Literal | Triple
Quote = Callable[[NamedNode], Evidence]


class PositionFacts(NamedTuple):
    """The terms around a position's node; None where the graph says nothing."""

    position: Term | None
    holder: Term | None
    holder_wording: Term | None
    holder_item: Term | None
    side: Term | None
    side_wording: Term | None
    side_item: Term | None
    stance: Term | None
    act: Term | None
    modality: Term | None
    attribution: Term | None
    confidence: Term | None
    rule: Term | None
    issued: Term | None
    proposal: Term | None
    wording: Term | None
    broader_path: Term | None
    target: Term | None


class ConditionFacts(NamedTuple):
    """The terms around one condition of a position."""

    rank: Term | None
    relation: Term | None
    proposal: Term | None
    wording: Term | None
    broader_path: Term | None
    target: Term | None


class SpeechFacts(NamedTuple):
    """The terms around one link of the chain of speakers."""

    rank: Term | None
    speaker: Term | None
    speaker_wording: Term | None
    speaker_item: Term | None


def assemble_position(
    facts: PositionFacts,
    conditions: Sequence[ConditionFacts],
    speeches: Sequence[SpeechFacts],
    quote: Quote,
) -> Position:
    """The position that these terms describe.

    ``quote`` looks up the words behind the IRI of evidence.

    Raises InputError, naming the position, when a term is missing, is of the wrong kind or belongs to no vocabulary,
    or when the claim is not the one that the position's id was made of.
    """
    iri = _node(facts.position, "a position")
    try:
        position = Position(
            holder=_actor(facts.holder, facts.holder_wording, facts.holder_item),
            stance=member(Stance, facts.stance),
            proposal=_proposal(facts.proposal, facts.wording, facts.broader_path),
            evidence=quote(_node(facts.target, "the words of an article")),
            act=member(Act, facts.act),
            side=None if facts.side is None else _actor(facts.side, facts.side_wording, facts.side_item),
            conditions=tuple(_condition(each, quote) for each in sorted(conditions, key=_rank)),
            modality=member(Modality, facts.modality),
            attribution=member(Attribution, facts.attribution),
            speakers=tuple(
                _actor(each.speaker, each.speaker_wording, each.speaker_item) for each in sorted(speeches, key=_rank)
            ),
            published=None if facts.issued is None else date.fromisoformat(value_of(facts.issued, "a date")),
            confidence=float(value_of(facts.confidence, "a confidence")),
            rule=value_of(facts.rule, "a rule"),
        )
    except ValueError as error:
        raise InputError(f"{error} in position {iri.value}") from error
    if position.id != position_id_of(iri):
        raise InputError(f"expected the claim that {iri.value} is named for, got one with id {position.id}")
    return position


def _actor(iri: Term | None, wording: Term | None, item: Term | None) -> Actor:
    kind, name = actor_of(_node(iri, "an actor"))
    return Actor(
        name=name,
        kind=kind,
        wording=None if wording is None else value_of(wording, "a wording"),
        wikidata=None if item is None else wikidata_item(_node(item, "a Wikidata entity")),
    )


def _proposal(iri: Term | None, wording: Term | None, path: Term | None) -> Proposal:
    wider = () if path is None else tuple(value_of(path, "a path of wider proposals").split(" "))
    return Proposal(
        label=proposal_label_of(_node(iri, "a proposal")),
        wording=value_of(wording, "the wording of a proposal"),
        broader=tuple(proposal_label_of(NamedNode(each)) for each in wider),
    )


def _condition(facts: ConditionFacts, quote: Quote) -> Condition:
    return Condition(
        proposal=_proposal(facts.proposal, facts.wording, facts.broader_path),
        relation=member(Relation, facts.relation),
        evidence=quote(_node(facts.target, "the words of an article")),
    )


def _rank(facts: ConditionFacts | SpeechFacts) -> int:
    return int(value_of(facts.rank, "a rank"))


def _node(term: Term | None, what: str) -> NamedNode:
    if not isinstance(term, NamedNode):
        raise InputError(f"expected the IRI of {what}, got {'nothing' if term is None else term}")
    return term


def value_of(term: Term | None, what: str) -> str:
    """The characters of a literal; InputError for nothing and for any other term, saying ``what`` was expected."""
    if not isinstance(term, Literal):
        raise InputError(f"expected {what}, got {'nothing' if term is None else term}")
    return term.value

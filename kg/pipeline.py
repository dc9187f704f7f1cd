"""The reading wing from end to end: an article goes in, verified positions come out."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from kg import __version__
from kg.extraction import Coded, Reading, code, confidence, read
from kg.model import Article, Condition, Evidence, Extraction, Modality, Position, Proposal
from kg.resolution import resolve_actor, resolve_proposal, resolve_side
from kg.syntax import parse
from kg.syntax.language import load_language


def extract_positions(article: Article) -> tuple[Position, ...]:
    """The negotiation positions of ``article`` in reading order; the same article gives the same positions.

    Every quotation is taken from the article's own text. An article without positions gives an empty tuple.
    """
    reading = read(article, parse(article))
    found = (_position(reading, row) for row in code(reading))
    return tuple({position.id: position for position in found}.values())


def describe_extraction(at: datetime | None = None) -> Extraction:
    """Which program and language model do the reading; ``at`` is when (with a time zone), for provenance."""
    meta = load_language().meta
    return Extraction(
        software="parley", version=__version__, model=f"{meta['lang']}_{meta['name']} {meta['version']}", at=at
    )


def _position(reading: Reading, row: Coded) -> Position:
    article, text = reading.article, reading.article.text
    return Position(
        holder=resolve_actor(row.holder),
        side=resolve_side(row.holder, reading.discourse.actors),
        stance=row.claim.stance,
        proposal=_proposal(row, text),
        conditions=tuple(
            Condition(
                proposal=resolve_proposal(phrase.wording(text)),
                relation=relation,
                evidence=Evidence.of(article, phrase.span),
            )
            for relation, phrase in row.conditions
        ),
        evidence=Evidence.of(article, row.evidence),
        act=row.claim.act,
        modality=row.claim.modality if row.speakers == () else _reported(row.claim.modality),
        attribution=row.attribution,
        speakers=tuple(resolve_actor(m) for m in row.speakers),
        published=article.published,
        confidence=confidence(reading, row),
        rule=row.claim.rule,
    )


def _proposal(row: Coded, text: str) -> Proposal:
    """The proposal in the article's words, under the label of what a bare "the plan" takes up."""
    named = resolve_proposal(row.phrase.wording(text))
    if row.meant is None:
        return named
    full = resolve_proposal(row.meant.wording(text))
    return replace(named, label=full.label, broader=full.broader)


def _reported(modality: Modality) -> Modality:
    """What somebody else says of the holder is reported, unless it is said to be tentative, intended or denied."""
    return Modality.REPORTED if modality is Modality.ASSERTED else modality

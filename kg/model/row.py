"""A position as a flat row: the one form for JSON lines, tables, files and the web."""

from __future__ import annotations

from typing import Any

from kg.model.evidence import Evidence
from kg.model.position import Position
from kg.model.provenance import Extraction
from kg.model.review import Review


def position_record(position: Position, article_source: str, title: str | None = None) -> dict[str, Any]:
    """One position as a row of the JSON lines that ``parley extract`` prints, its keys always in the same order.

    ``proposal`` and ``conditions`` are the article's own words; ``proposal_label`` and ``condition_labels`` the
    canonical ones. ``condition_relations``, ``condition_labels`` and ``condition_evidence`` run beside ``conditions``.
    Offsets count characters of the article's canonical text.
    """
    return {
        "article": article_source,
        "holder": position.holder.name,
        "side": position.side.name if position.side else None,
        "stance": str(position.stance),
        "proposal": position.proposal.wording,
        "conditions": [condition.proposal.wording for condition in position.conditions],
        "evidence": evidence_record(position.evidence),
        "id": position.id,
        "act": str(position.act),
        "modality": str(position.modality),
        "attribution": str(position.attribution),
        "speakers": [speaker.name for speaker in position.speakers],
        "published": position.published.isoformat() if position.published else None,
        "confidence": position.confidence,
        "rule": position.rule,
        "holder_kind": str(position.holder.kind),
        "holder_wording": position.holder.wording,
        "proposal_label": position.proposal.label,
        "broader": list(position.proposal.broader),
        "condition_relations": [str(condition.relation) for condition in position.conditions],
        "condition_evidence": [evidence_record(condition.evidence) for condition in position.conditions],
        "condition_labels": [condition.proposal.label for condition in position.conditions],
        "title": title,
    }


def evidence_record(evidence: Evidence) -> dict[str, Any]:
    """Words of an article with their place."""
    return {"start": evidence.span.start, "end": evidence.span.end, "quote": evidence.quote}


def run_record(run: Extraction) -> dict[str, Any]:
    """Which program and language model read an article, and when."""
    at = run.at.isoformat() if run.at else None
    return {"software": run.software, "version": run.version, "model": run.model, "at": at}


def review_record(review: Review | None) -> dict[str, Any] | None:
    """The decision that stands on a position, or None where there is none."""
    if review is None:
        return None
    return {"state": str(review.state), "by": review.by, "at": review.at.isoformat(), "note": review.note}

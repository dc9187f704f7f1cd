"""Positions as flat rows: JSON lines for programs, CSV for spreadsheets."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterable, Mapping
from typing import Any

from kg.model import Evidence, Position

COLUMNS = (
    "article", "holder", "side", "stance", "proposal", "conditions", "evidence_start", "evidence_end",
    "evidence_quote", "id", "act", "modality", "attribution", "speakers", "published", "confidence", "rule",
    "holder_kind", "holder_wording", "proposal_label", "broader", "condition_relations", "condition_evidence",
    "condition_labels", "title",
)  # fmt: skip
"""The columns of the CSV, in order."""

# JSON lines end at U+000A alone, but many readers also split at these; half a surrogate pair has no UTF-8.
_AWKWARD = re.compile("[\u0085\u2028\u2029\ud800-\udfff]")
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


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
        "evidence": _evidence(position.evidence),
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
        "condition_evidence": [_evidence(condition.evidence) for condition in position.conditions],
        "condition_labels": [condition.proposal.label for condition in position.conditions],
        "title": title,
    }


def to_jsonl(records: Iterable[Mapping[str, Any]]) -> str:
    """The records as JSON lines: one object a line, characters as they are, every line ended.

    >>> to_jsonl([{"holder": "Estonia"}])
    '{"holder": "Estonia"}\\n'
    """
    return "".join(_AWKWARD.sub(_escaped, json.dumps(record, ensure_ascii=False)) + "\n" for record in records)


def to_csv(records: Iterable[Mapping[str, Any]]) -> str:
    """The records as CSV (RFC 4180: CRLF, quotes doubled) with the columns ``COLUMNS``, safe to open in a spreadsheet.

    A list is one field, its parts joined by " | ". Text that a spreadsheet would take for a formula (it begins with =,
    +, -, @, a tab or a line break) gets an apostrophe in front, as OWASP advises; programs that need the exact
    characters read the JSON lines.
    """
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for record in records:
        flat = {**record, **{f"evidence_{key}": value for key, value in record["evidence"].items()}}
        writer.writerow([field(flat[column]) for column in COLUMNS])
    return out.getvalue()


def field(value: object) -> str:
    """A value as the text of one spreadsheet field; None is empty, text cannot start a formula.

    >>> field("=HYPERLINK(A1)"), field(["a", "b"]), field(None), field(-1.5)
    ("'=HYPERLINK(A1)", 'a | b', '', '-1.5')
    """
    if value is None:
        return ""
    if isinstance(value, (int, float)):
        return str(value)
    if isinstance(value, (list, tuple)):
        text = " | ".join(str(part["quote"]) if isinstance(part, Mapping) else str(part) for part in value)
    else:
        text = str(value)
    return f"'{text}" if text.startswith(_FORMULA) else text


def _escaped(match: re.Match[str]) -> str:
    return f"\\u{ord(match[0]):04x}"


def _evidence(evidence: Evidence) -> dict[str, Any]:
    return {"start": evidence.span.start, "end": evidence.span.end, "quote": evidence.quote}

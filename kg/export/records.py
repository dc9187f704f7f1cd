"""Positions as flat rows: JSON lines for programs, CSV for spreadsheets."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterable, Mapping
from typing import Any

from kg.model.row import position_record

__all__ = ["COLUMNS", "field", "position_record", "to_csv", "to_jsonl"]

COLUMNS = (
    "article", "holder", "side", "stance", "proposal", "conditions", "evidence_start", "evidence_end",
    "evidence_quote", "id", "act", "modality", "attribution", "speakers", "published", "confidence", "rule",
    "holder_kind", "holder_wording", "proposal_label", "broader", "condition_relations", "condition_evidence",
    "condition_labels", "title", "review", "review_by", "review_at", "review_note",
)  # fmt: skip
"""The columns of the CSV, in order."""

# JSON lines end at U+000A alone, but many readers also split at these; half a surrogate pair has no UTF-8.
_AWKWARD = re.compile("[\u0085\u2028\u2029\ud800-\udfff]")
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


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
        review = record.get("review") or {}
        flat |= {"review": review.get("state"), **{f"review_{key}": review.get(key) for key in ("by", "at", "note")}}
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

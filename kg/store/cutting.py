"""Taking surplus rows off a serialized table of query results."""

from __future__ import annotations

import json
import re
from collections.abc import Callable

from kg.store.answer import TableSyntax

_RECORD_END = re.compile(rb'"[^"]*"|(\n)')  # a line break between quotation marks belongs to a value
_ROW = b"<result>"
_SHORTEST_ROW = 2
"""Bytes of the shortest row in any syntax: a line break, or an empty pair of braces."""


def cut_rows(body: bytes, syntax: TableSyntax, most: int) -> tuple[bytes, bool]:
    """The table with at most so many rows, and whether there were more. A truth (ASK) is no table, and stays whole.

    >>> cut_rows(b"x\\n1\\n2\\n", TableSyntax.TSV, 1)
    (b'x\\n1\\n', True)
    """
    if len(body) <= most * _SHORTEST_ROW:
        return body, False
    return _CUTS[syntax](body, most)


def _cut_json(body: bytes, most: int) -> tuple[bytes, bool]:
    document = json.loads(body)
    rows = document.get("results", {}).get("bindings", [])
    if len(rows) <= most:
        return body, False
    del rows[most:]
    return json.dumps(document, ensure_ascii=False, separators=(",", ":")).encode("utf-8"), True


def _cut_xml(body: bytes, most: int) -> tuple[bytes, bool]:
    if body.count(_ROW) <= most:  # "<" within a value is escaped
        return body, False
    at = -1
    for _ in range(most + 1):
        at = body.index(_ROW, at + 1)
    return body[:at] + b"</results></sparql>", True


def _cut_lines(body: bytes, most: int) -> tuple[bytes, bool]:
    at = 0
    for _ in range(most + 1):  # the head is a line too
        at = body.find(b"\n", at) + 1
        if not at:
            return body, False
    return body[:at], at < len(body)


def _cut_csv(body: bytes, most: int) -> tuple[bytes, bool]:
    ends = (match.end() for match in _RECORD_END.finditer(body) if match[1])
    at = next((end for number, end in enumerate(ends) if number == most), len(body))
    return body[:at], at < len(body)


_CUTS: dict[TableSyntax, Callable[[bytes, int], tuple[bytes, bool]]] = {
    TableSyntax.JSON: _cut_json,
    TableSyntax.XML: _cut_xml,
    TableSyntax.TSV: _cut_lines,
    TableSyntax.CSV: _cut_csv,
}

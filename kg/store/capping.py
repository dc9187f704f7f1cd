"""A limit on the rows that a query from outside may give."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import Final

from kg.store.tokens import Token, TokenKind, tokens

_PREFIXES: Final = re.compile(r"(?:\s*PREFIX\s+[A-Za-z]*:\s*<[^<>\s]*>)*", re.IGNORECASE)
"""What many queries begin with, most of their words, and nothing of interest here."""


def cap_rows(sparql: str, most: int) -> str:
    """The query with ``LIMIT most`` where it has no limit of its own, or a higher one.

    The limit stands among the solution modifiers, before a final VALUES (SPARQL 1.1, rules [4] and [18]). Only what
    follows the query's own text is changed, so that the engine's complaints name the right place.

    >>> cap_rows("SELECT * { ?s ?p ?o } ORDER BY ?s", 10)
    'SELECT * { ?s ?p ?o } ORDER BY ?s LIMIT 10'
    >>> cap_rows("SELECT * { { SELECT ?s { ?s ?p ?o } LIMIT 5 } } VALUES ?s { <urn:a> }", 10)
    'SELECT * { { SELECT ?s { ?s ?p ?o } LIMIT 5 } } LIMIT 10 VALUES ?s { <urn:a> }'
    >>> cap_rows("SELECT * { ?s ?p ?o } LIMIT 3 # all", 10), cap_rows("ASK {} LIMIT 11", 10)
    ('SELECT * { ?s ?p ?o } LIMIT 3 # all', 'ASK {} LIMIT 10')
    """
    outer = _outer(sparql)
    for word, number in pairwise(outer):
        if word.text.upper() == "LIMIT" and number.kind is TokenKind.NUMBER:
            return (
                sparql
                if _is_at_most(number.text, most)
                else _with(sparql, number.start, number.start + len(number.text), str(most))
            )
    start = next((token.start for token in outer if token.text == "{"), 0)
    values = [token.start for token in outer if token.text.upper() == "VALUES" and token.start > start]
    if values:
        return _with(sparql, values[-1], values[-1], f"LIMIT {most} ")
    end = outer[-1].start + len(outer[-1].text) if outer else 0
    return _with(sparql, end, end, f" LIMIT {most}")


def _outer(sparql: str) -> list[Token]:
    """The tokens outside all braces, with the braces that open and close the outermost groups."""
    found, depth = [], 0
    prefixes = _PREFIXES.match(sparql)
    for token in tokens(sparql, prefixes.end() if prefixes else 0):
        is_sign = token.kind is TokenKind.SIGN
        depth -= is_sign and token.text == "}"
        if depth == 0:
            found.append(token)
        depth += is_sign and token.text == "{"
    return found


def _is_at_most(number: str, most: int) -> bool:
    digits = number.lstrip("0") or "0"  # a number of thousands of digits is not converted, only measured
    return digits.isdigit() and len(digits) <= len(str(most)) and int(digits) <= most


def _with(sparql: str, start: int, end: int, words: str) -> str:
    return sparql[:start] + words + sparql[end:]

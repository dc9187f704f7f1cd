"""What is wrong with a query, in words: the engine's parser lists all of its grammar that might have come instead."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import partial

from kg.rdf.namespaces import PREFIXES
from kg.store.tokens import Token, TokenKind, place, tokens

_PLACE = re.compile(r"error at (\d+):(\d+): ")
_REASON = re.compile(r"(?:^|expected (?:one of )?|, )([A-Z][a-z]*(?: [\w?:\"]+)+)(?=,|$)")
_NO_REASONS = frozenset({"Prefix not found"})
_SCHEMES = ("http", "https", "urn", "mailto")
SHOWN = 40
LONGEST = 20_000
"""Characters of a query that is read a second time, by a slower parser that knows better where it stumbled."""


Where = Callable[[int], str]


def complaint(sparql: str, error: SyntaxError, where: Where | None = None) -> str:
    """What stands in the way of reading a query, with line and column.

    ``where`` says in words where a character of ``sparql`` stands, if that is not the text that was sent.

    >>> import pyoxigraph
    >>> def told(sparql):
    ...     try:
    ...         pyoxigraph.Store().query(sparql)
    ...     except SyntaxError as error:
    ...         return complaint(sparql, error)
    >>> told("SELECT * { ?s foo:bar ?o }")
    'the unknown prefix foo: at line 1, column 15; declare it with PREFIX foo: <…>'
    >>> told("SELECT * {\\n  ?s ?p ?o")
    'a { without its } at line 1, column 10'
    >>> told("SELECT * { ?s ?p }")
    'a mistake in what begins with ?s at line 1, column 12'
    >>> told("SELECT (?a AS ?b) (?c AS ?b) {}")
    'a broken rule: duplicated variable name in SELECT, before line 1, column 32'
    """
    found, where = list(tokens(sparql)), where or partial(place, sparql)
    return (
        _unknown_prefix(found, where)
        or _open_string(found, where)
        or _open_brace(found, where)
        or _stumble(sparql, found, where)
        or _rule(sparql, str(error), where)
    )


def _unknown_prefix(found: list[Token], where: Where) -> str | None:
    known, before = set(PREFIXES), Token(kind=TokenKind.SIGN, text="", start=0)
    for token in found:
        if token.kind is TokenKind.NAME:
            prefix = token.text.partition(":")[0]
            if before.text.upper() == "PREFIX":
                known.add(prefix)
            elif before.text == "<" and prefix.lower() in _SCHEMES:
                return f"an IRI with a character that IRIs do not have, {where(before.start)}"
            elif prefix not in known:
                return f"the unknown prefix {prefix}: {where(token.start)}; declare it with PREFIX {prefix}: <…>"
        before = token
    return None


def _open_string(found: list[Token], where: Where) -> str | None:
    for token in found:
        if token.kind is TokenKind.SIGN and token.text in "'\"":
            return f"a string without its end {where(token.start)}"
    return None


def _open_brace(found: list[Token], where: Where) -> str | None:
    opened: list[Token] = []
    for token in found:
        if token.kind is TokenKind.SIGN and token.text == "{":
            opened.append(token)
        elif token.kind is TokenKind.SIGN and token.text == "}":
            if not opened:
                return f"a }} without its {{ {where(token.start)}"
            opened.pop()
    return f"a {{ without its }} {where(opened[-1].start)}" if opened else None


def _stumble(sparql: str, found: list[Token], where: Where) -> str | None:
    """Where rdflib's parser stumbles: the engine's own can often say no more than that it came to the end."""
    if len(sparql) > LONGEST:
        return None
    # Imported here: it takes a second and much memory, and is wanted for queries that cannot be read only.
    from pyparsing import ParseBaseException
    from rdflib.plugins.sparql.parser import parseQuery

    try:
        parseQuery(sparql)
    except (RecursionError, ValueError):
        return None
    except ParseBaseException as stumble:
        token = next((token for token in found if token.start >= stumble.loc), None)
        if token is None:
            return f"an end that comes too early, {where(len(sparql))}"
        return f"a mistake in what begins with {token.text[:SHOWN]} {where(token.start)}"
    return None


def _rule(sparql: str, told: str, where: Where) -> str:
    """A rule beyond the grammar: the engine names some in a sentence, among the things that it expected."""
    match = _PLACE.match(told)
    if match is None:
        return told
    lines = sparql.split("\n")
    offset = sum(len(line) + 1 for line in lines[: int(match[1]) - 1]) + int(match[2]) - 1
    offset = min(offset, len(sparql))  # a limit on rows may have been put behind it
    reasons = [reason for reason in _REASON.findall(told[match.end() :]) if reason not in _NO_REASONS]
    reason = f": {reasons[0][0].lower()}{reasons[0][1:]}," if reasons else ""
    return f"a broken rule{reason} {where(offset).replace('at ', 'before ', 1)}"

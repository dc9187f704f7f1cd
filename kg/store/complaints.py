"""What is wrong with a query, in words: the engine's parser lists all of its grammar that might have come instead."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from kg.errors import InputError
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


class QueryError(InputError):
    """A text that is no query of SPARQL 1.1; ``start`` is the character of ``sparql`` at which reading it fails."""

    def __init__(self, message: str, sparql: str, start: int) -> None:
        super().__init__(message)
        self.sparql = sparql
        self.start = start


@dataclass(frozen=True, kw_only=True, slots=True)
class _Mistake:
    """What is wrong, the character where it is (or, as far as is known, ``is_before``), and what to do."""

    what: str
    start: int
    is_before: bool = False
    advice: str = ""

    def told(self, where: Where) -> str:
        place = where(self.start)
        return f"{self.what} {place.replace('at ', 'before ', 1) if self.is_before else place}{self.advice}"


def query_error(sparql: str, error: SyntaxError) -> QueryError:
    """The refusal of a query that the engine cannot read."""
    found = _mistake(sparql, error)
    told = str(error) if found is None else found.told(partial(place, sparql))
    return QueryError(f"expected a SPARQL query, got {told}", sparql, 0 if found is None else found.start)


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
    found = _mistake(sparql, error)
    return str(error) if found is None else found.told(where or partial(place, sparql))


def _mistake(sparql: str, error: SyntaxError) -> _Mistake | None:
    found = list(tokens(sparql))
    return (
        _unknown_prefix(found)
        or _open_string(found)
        or _open_brace(found)
        or _stumble(sparql, found)
        or _rule(sparql, str(error))
    )


def _unknown_prefix(found: list[Token]) -> _Mistake | None:
    known, before = set(PREFIXES), Token(kind=TokenKind.SIGN, text="", start=0)
    for token in found:
        if token.kind is TokenKind.NAME:
            prefix = token.text.partition(":")[0]
            if before.text.upper() == "PREFIX":
                known.add(prefix)
            elif before.text == "<" and prefix.lower() in _SCHEMES:
                return _Mistake(what="an IRI with a character that IRIs do not have,", start=before.start)
            elif prefix not in known:
                advice = f"; declare it with PREFIX {prefix}: <…>"
                return _Mistake(what=f"the unknown prefix {prefix}:", start=token.start, advice=advice)
        before = token
    return None


def _open_string(found: list[Token]) -> _Mistake | None:
    for token in found:
        if token.kind is TokenKind.SIGN and token.text in "'\"":
            return _Mistake(what="a string without its end", start=token.start)
    return None


def _open_brace(found: list[Token]) -> _Mistake | None:
    opened: list[Token] = []
    for token in found:
        if token.kind is TokenKind.SIGN and token.text == "{":
            opened.append(token)
        elif token.kind is TokenKind.SIGN and token.text == "}":
            if not opened:
                return _Mistake(what="a } without its {", start=token.start)
            opened.pop()
    return _Mistake(what="a { without its }", start=opened[-1].start) if opened else None


def _stumble(sparql: str, found: list[Token]) -> _Mistake | None:
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
            return _Mistake(what="an end that comes too early,", start=len(sparql.rstrip()))
        return _Mistake(what=f"a mistake in what begins with {token.text[:SHOWN]}", start=token.start)
    return None


def _rule(sparql: str, told: str) -> _Mistake | None:
    """A rule beyond the grammar: the engine names some in a sentence, among the things that it expected."""
    match = _PLACE.match(told)
    if match is None:
        return None
    lines = sparql.split("\n")
    offset = sum(len(line) + 1 for line in lines[: int(match[1]) - 1]) + int(match[2]) - 1
    offset = min(offset, len(sparql))  # a limit on rows may have been put behind it
    reasons = [reason for reason in _REASON.findall(told[match.end() :]) if reason not in _NO_REASONS]
    what = f"a broken rule: {reasons[0][0].lower()}{reasons[0][1:]}," if reasons else "a mistake"
    return _Mistake(what=what, start=offset, is_before=True)

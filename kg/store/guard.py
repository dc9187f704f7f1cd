"""What a query from outside may not do: call other servers, read files, or write."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urljoin

from kg.errors import InputError
from kg.store.tokens import Token, TokenKind, place, tokens

_UPDATES = ("INSERT", "DELETE", "LOAD", "CLEAR", "DROP", "CREATE", "COPY", "MOVE", "ADD", "WITH")
DEEPEST = 64
"""How deep groups, lists and brackets may stand in one another: engines recurse, some beyond all measure."""

_SUSPECT = re.compile("|".join(("SERVICE", "FROM", "NAMED", r"\\U", *_UPDATES)))
_CODEPOINT = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})")


def refuse_unsafe(sparql: str) -> None:
    """Refuse, before it runs, a query that calls out (SERVICE), reads files (FROM <file:…>), loads or updates.

    One that is nested deeper than DEEPEST is refused too.

    The text is split into tokens first, so the words may stand in strings, comments, IRIs, variables and prefixed
    names. It is read twice, as it stands and with ``\\uXXXX`` escapes resolved, because engines differ in that.
    A keyword is found even where an engine would not need the white space around it (``trueSERVICE<…>``). Whether
    the rest is SPARQL at all is for the engine to say. Raises InputError with line and column.

    >>> refuse_unsafe("SELECT ?service { ?service <urn:load> 'DROP' } # SERVICE")
    >>> refuse_unsafe("SELECT * { SERVICE <https://example.org/> { ?s ?p ?o } }")
    Traceback (most recent call last):
        ...
    kg.errors.InputError: expected a query that stays in this store, got SERVICE at line 1, column 12
    """
    if _is_plain(sparql):
        return
    for reading, found in _readings(sparql):
        _refuse_calls(reading, found)
        _refuse_updates(reading, found)


def refuse_calls(sparql: str) -> None:
    """Refuse a query or an update that calls out, reads files or is nested too deep: see ``refuse_unsafe``."""
    for reading, found in _readings(sparql):
        _refuse_calls(reading, found)


def _is_plain(sparql: str) -> bool:
    """Whether none of the words stands anywhere at all, nor so many brackets: most look-ups need no closer look."""
    return not _SUSPECT.search(sparql.upper()) and sum(map(sparql.count, "([{")) <= DEEPEST


def _readings(sparql: str) -> Iterator[tuple[str, list[Token]]]:
    readings = {sparql, _CODEPOINT.sub(_character, sparql)}
    for reading in sorted(readings, key=lambda reading: reading != sparql):
        yield reading, list(tokens(reading))


def _character(match: re.Match[str]) -> str:
    code = int(match[1] or match[2], 16)
    return chr(code) if code <= 0x10FFFF else match[0]


def _refuse_calls(sparql: str, found: list[Token]) -> None:
    _refuse_depths(sparql, found)
    for token in found:
        if token.kind is TokenKind.WORD and "SERVICE" in token.text.upper():
            raise InputError(f"expected a query that stays in this store, got SERVICE {place(sparql, token.start)}")
    _refuse_hidden_services(sparql, found)
    _refuse_files(sparql, found)


def _refuse_depths(sparql: str, found: list[Token]) -> None:
    depth = 0
    for token in found:
        if token.kind is TokenKind.SIGN:
            depth += (token.text in "([{") - (token.text in ")]}")
            if depth > DEEPEST:
                raise InputError(
                    f"expected groups, lists and brackets at most {DEEPEST} deep in one another, got a deeper one"
                    f" {place(sparql, token.start)}"
                )


def _refuse_updates(sparql: str, found: list[Token]) -> None:
    for token in found:
        if token.kind is TokenKind.WORD:
            for update in _UPDATES:
                if update in token.text.upper():
                    raise InputError(f"expected a query that reads, got {update} {place(sparql, token.start)}")


def _refuse_hidden_services(sparql: str, found: list[Token]) -> None:
    """``SERVICE:x {`` is a call where ``:`` is a prefix, although by the book it is one prefixed name."""
    depth = 0
    for before, token, after in zip([None, *found], found, [*found[1:], None], strict=False):
        depth += {"{": 1, "}": -1}.get(token.text, 0) if token.kind is TokenKind.SIGN else 0
        if token.kind is not TokenKind.NAME or "SERVICE" not in token.text.partition(":")[0].upper():
            continue
        named_graph = before is not None and before.text.upper() == "GRAPH"
        if depth > 0 and not named_graph and after is not None and after.text == "{":
            raise InputError(f"expected a query that stays in this store, got SERVICE {place(sparql, token.start)}")


def _refuse_files(sparql: str, found: list[Token]) -> None:
    for token, iri in _datasets(found):
        if iri.strip().lower().startswith("file:"):
            raise InputError(
                f"expected a query that stays in this store, got FROM <{iri}> {place(sparql, token.start)}"
            )


def _datasets(found: list[Token]) -> Iterator[tuple[Token, str]]:
    """The graphs named after FROM, with the IRIs that they stand for under the prologue's BASE and prefixes."""
    base, prefixes = "", dict[str, str]()
    for before, token, after in zip([None, *found], found, [*found[1:], None], strict=False):
        word = "" if before is None else before.text.upper()
        if token.kind is TokenKind.IRI and word == "BASE":
            base = _resolved(base, token)
        elif token.kind is TokenKind.NAME and word == "PREFIX" and after is not None:
            prefixes[token.text.rstrip(":")] = _resolved(base, after)
        elif token.kind is TokenKind.IRI and word in ("FROM", "NAMED"):
            yield token, _resolved(base, token)
        elif token.kind is TokenKind.NAME and word in ("FROM", "NAMED"):
            prefix, _, local = token.text.partition(":")
            yield token, prefixes.get(prefix, "") + local


def _resolved(base: str, token: Token) -> str:
    iri = token.text[1:-1]
    try:
        return urljoin(base, iri)
    except ValueError:  # no address at all, as the engine will say
        return iri

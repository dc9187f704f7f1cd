"""The words of a SPARQL text: enough of its grammar to tell a keyword from a string, a comment or a name."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from enum import StrEnum
from typing import Final, NamedTuple


class TokenKind(StrEnum):
    """What a token is; white space and comments are none."""

    IRI = "iri"
    STRING = "string"
    LANGUAGE = "language"
    VARIABLE = "variable"
    BLANK = "blank"
    NAME = "name"
    NUMBER = "number"
    WORD = "word"
    SIGN = "sign"


_KINDS: Final = {str(kind): kind for kind in TokenKind}


class Token(NamedTuple):
    """One token with its text and the character it starts at.

    A tuple: each query from outside is split into a hundred of them before it runs.
    """

    kind: TokenKind
    text: str
    start: int


# The first that fits wins, in an order in which it is also the longest (SPARQL 1.1, section 19.8). A word takes along
# dots and hyphens that no keyword has: a run is read once, whatever it is, and the whole is linear in its length.
_TOKEN = re.compile(
    r"(?P<space>\s+|#[^\r\n]*)"
    r"|(?P<string>'''(?:[^'\\]|\\.|'(?!''))*'''|\"\"\"(?:[^\"\\]|\\.|\"(?!\"\"))*\"\"\""
    r"|'(?:[^'\\\r\n]|\\.)*'|\"(?:[^\"\\\r\n]|\\.)*\")"
    r"|(?P<iri><[^<>\"{}|^`\\\x00-\x20]*>)"
    r"|(?P<language>@[A-Za-z]+(?:-[A-Za-z0-9]+)*)"
    r"|(?P<variable>[?$]\w+)"
    r"|(?P<blank>_:\w(?:[\w.\-]*[\w\-])?)"
    r"|(?P<name>(?:[^\W\d_](?>[\w.\-]*)(?<!\.))?:"
    r"(?:(?:[\w:]|%[0-9A-Fa-f]{2}|\\.)(?:[\w:.\-]|%[0-9A-Fa-f]{2}|\\.)*(?<!\.))?)"
    r"|(?P<number>[0-9]+(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?|\.[0-9]+(?:[eE][+-]?[0-9]+)?)"
    r"|(?P<word>\w[\w.\-]*)"
    r"|(?P<sign>.)",
    re.DOTALL,
)


def tokens(sparql: str, start: int = 0) -> Iterator[Token]:
    """The tokens of a SPARQL query or update, in order; never fails (what fits nothing is a sign).

    ``start`` is where a token begins.

    >>> [token.text for token in tokens("ASK { ?s a <urn:a#b> } # SERVICE")]
    ['ASK', '{', '?s', 'a', '<urn:a#b>', '}']
    """
    for match in _TOKEN.finditer(sparql, start):
        kind = _KINDS.get(match.lastgroup or "")
        if kind is not None:
            yield Token(kind, match[0], match.start())


def place(sparql: str, start: int) -> str:
    """Where a character stands, in words.

    >>> place("ASK {\\n  ?s a ?t }", 8)
    'at line 2, column 3'
    """
    before = sparql[:start]
    return f"at line {before.count(chr(10)) + 1}, column {start - before.rfind(chr(10))}"


def bind_parameters(sparql: str, values: Mapping[str, str]) -> str:
    """The text with every parameter ``$name`` replaced by ``values["name"]``, a term in SPARQL syntax.

    Only whole ``$name`` tokens are replaced, so a ``$`` in a string, a comment or an IRI stays. A parameter without
    a value stays a variable.

    >>> bind_parameters("ASK { ?s ?p $o } # $o", {"o": '"x"'})
    'ASK { ?s ?p "x" } # $o'
    """
    parts, at = [], 0
    for token in tokens(sparql):
        if token.kind is TokenKind.VARIABLE and token.text[0] == "$" and token.text[1:] in values:
            parts += [sparql[at : token.start], values[token.text[1:]]]
            at = token.start + len(token.text)
    return "".join([*parts, sparql[at:]])

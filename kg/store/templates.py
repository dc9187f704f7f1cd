"""The triples inside an update: data, or patterns that each solution of a query fills in.

The engine's TriG reader reads them. What TriG lacks, variables, are written as IRIs of their own for it.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import pyoxigraph
from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode, Quad, RdfFormat, Triple

from kg.errors import InputError
from kg.rdf.namespaces import PREFIXES
from kg.store.tokens import Token, TokenKind, place

VARIABLE = "urn:x-parley-variable:"
Term = NamedNode | BlankNode | Literal | Triple

_KNOWN_PREFIXES = " ".join(f"PREFIX {name}: <{iri}>" for name, iri in PREFIXES.items())


@dataclass(frozen=True, kw_only=True, slots=True)
class Scope:
    """Where a part of an update stands: the whole text, the declarations before it, what relative IRIs go by."""

    text: str
    prologue: str = ""
    base: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class QuadTemplate:
    """Quads with variables in them; ``labels`` are those that its text gives to blank nodes."""

    quads: tuple[Quad, ...]
    variables: frozenset[str]
    labels: frozenset[str]

    @property
    def graphs(self) -> frozenset[NamedNode]:
        """The graphs that it names, other than by a variable."""
        names = {quad.graph_name for quad in self.quads}
        return frozenset(name for name in names if isinstance(name, NamedNode) and not name.value.startswith(VARIABLE))

    @property
    def has_blanks(self) -> bool:
        """Whether it has blank nodes, which are new ones in each solution."""
        return any(isinstance(term, BlankNode) for quad in self.quads for term in (quad.subject, quad.object))

    def filled(self, solution: Mapping[str, Term | None]) -> Iterator[Quad]:
        """The quads for one solution; those with an unbound variable, or a literal as subject, are none."""
        blanks: dict[BlankNode, BlankNode] = {}
        for quad in self.quads:
            subject, predicate, object_, graph = (
                _filled(term, solution, blanks) for term in (quad.subject, quad.predicate, quad.object, quad.graph_name)
            )
            if (
                isinstance(subject, NamedNode | BlankNode)
                and isinstance(predicate, NamedNode)
                and object_ is not None
                and isinstance(graph, NamedNode)
            ):
                yield Quad(subject, predicate, object_, graph)


def read_template(group: Sequence[Token], scope: Scope, graph: NamedNode) -> QuadTemplate:
    """The quads in a group (its tokens, with its braces); those without a graph of their own go to ``graph``.

    Raises InputError, with line and column, for what are no triples of RDF 1.1.
    """
    document = _Document(scope)
    variables = frozenset(token.text[1:] for token in group if token.kind is TokenKind.VARIABLE)
    for part in _parts(group):
        document.add(part)
    quads = tuple(
        Quad(quad.subject, quad.predicate, quad.object, graph) if isinstance(quad.graph_name, DefaultGraph) else quad
        for quad in document.quads()
    )
    for quad in quads:
        strange = {_variable(term) for term in (quad.subject, quad.predicate, quad.object, quad.graph_name)} - variables
        if strange - {None}:
            raise InputError(f"expected IRIs that mean something elsewhere, got one that begins with {VARIABLE}")
        if isinstance(quad.graph_name, BlankNode):
            raise InputError(f"expected graphs that are named by an IRI, got {quad.graph_name}")
        if isinstance(quad.object, Triple) or (isinstance(quad.object, Literal) and _is_open(quad.object)):
            raise InputError(
                f"expected triples of RDF 1.1, got another kind of object in the block that begins"
                f" {place(scope.text, group[0].start)}"
            )
    labels = frozenset(token.text for token in group if token.kind is TokenKind.BLANK)
    return QuadTemplate(quads=quads, variables=variables, labels=labels)


def read_iri(token: Token, scope: Scope) -> NamedNode:
    """The IRI that a token stands for, under the prefixes and the base before it."""
    document = _Document(scope)
    document.add([token], after=" a <urn:x-parley> .")
    (quad,) = document.quads()
    assert isinstance(quad.subject, NamedNode), "only IRIs and prefixed names are read"
    return quad.subject


def _is_open(literal: Literal) -> bool:
    return literal.datatype.value.startswith(VARIABLE)


def _variable(term: object) -> str | None:
    if isinstance(term, NamedNode) and term.value.startswith(VARIABLE):
        return term.value.removeprefix(VARIABLE)
    return None


def _filled(term: object, solution: Mapping[str, Term | None], blanks: dict[BlankNode, BlankNode]) -> Term | None:
    name = _variable(term)
    if name is not None:
        return solution[name]
    if isinstance(term, BlankNode):
        return blanks.setdefault(term, BlankNode())
    assert isinstance(term, NamedNode | Literal), "templates hold neither triple terms nor the default graph"
    return term


def _parts(group: Sequence[Token]) -> Iterator[Sequence[Token]]:
    """The group's blocks: ``GRAPH name { … }``, and what stands between them (SPARQL 1.1, rules [50] to [52])."""
    at, start, end = 1, 1, len(group) - 1
    while at < end:
        if group[at].kind is TokenKind.WORD and group[at].text.upper() == "GRAPH":
            yield group[start:at]
            start = at
            at = _end_of_block(group, at, end)
            yield group[start:at]
            at += at < end and group[at].text == "."
            start = at
        else:
            at += 1
    yield group[start:end]


def _end_of_block(group: Sequence[Token], at: int, end: int) -> int:
    depth = 0
    while at < end:
        if group[at].kind is TokenKind.SIGN:
            depth += {"{": 1, "}": -1}.get(group[at].text, 0)
            if depth == 0 and group[at].text == "}":
                return at + 1
        at += 1
    return end


class _Document:
    """TriG made of pieces of an update, which knows where each piece came from."""

    def __init__(self, scope: Scope) -> None:
        self._scope = scope
        self._pieces = [f"{_KNOWN_PREFIXES} {scope.prologue}\n"]
        self._length = len(self._pieces[0])
        self._starts: list[tuple[int, int]] = [(0, 0)]

    def add(self, part: Sequence[Token], after: str = "") -> None:
        """Some tokens in a row, with the space between them; loose triples become a block of their own."""
        if not part:
            return
        is_loose = not after and part[0].text.upper() != "GRAPH"
        self._append("{ " if is_loose else "", part[0].start)
        at = part[0].start
        for token in part:
            if token.kind is TokenKind.VARIABLE:
                self._append(self._scope.text[at : token.start], at)
                self._append(f"<{VARIABLE}{token.text[1:]}>", token.start)
                at = token.start + len(token.text)
        end = part[-1].start + len(part[-1].text)
        self._append(self._scope.text[at:end], at)
        self._append(" }\n" if is_loose else after or "\n", end)

    def quads(self) -> Iterator[Quad]:
        document = "".join(self._pieces)
        try:
            yield from pyoxigraph.parse(document, format=RdfFormat.TRIG, base_iri=self._scope.base)
        except SyntaxError as error:
            raise InputError(f"expected triples in the update, got an error {self._where(document, error)}") from None

    def _append(self, text: str, origin: int) -> None:
        self._starts.append((self._length, origin))
        self._pieces.append(text)
        self._length += len(text)

    def _where(self, document: str, error: SyntaxError) -> str:
        line, column = error.lineno or 1, error.offset or 1
        lines = document.split("\n")
        offset = sum(len(each) + 1 for each in lines[: line - 1]) + column - 1
        start, origin = self._starts[bisect_right(self._starts, (offset, len(document))) - 1]
        told = str(error.msg).partition(": ")[2] or str(error.msg)
        return f"{place(self._scope.text, origin + offset - start)}: {told}"

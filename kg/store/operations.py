"""A SPARQL 1.1 update, read into its operations: what each would take out and put in, and what it asks for that.

Read here are the operations and their order. What stands inside them is read by the engine: triples as TriG, WHERE as
a query. So this file knows the grammar's rules [3] to [7] and [29] to [52] only, and reads in linear time.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum

from pyoxigraph import NamedNode

from kg.errors import InputError
from kg.rdf.iris import DEFAULT_GRAPH
from kg.store.changes import check_graph
from kg.store.guard import refuse_calls
from kg.store.templates import QuadTemplate, Scope, read_iri, read_template
from kg.store.tokens import TokenKind
from kg.store.walking import Walk

GRAPH_VERBS = ("CLEAR", "DROP", "CREATE", "ADD", "MOVE", "COPY")
DECLARATIONS = {
    "PREFIX": [TokenKind.WORD, TokenKind.NAME, TokenKind.IRI],
    "BASE": [TokenKind.WORD, TokenKind.IRI],
}


class Targets(StrEnum):
    """Several graphs at once, as CLEAR and DROP name them: people's named graphs, or these and the default graph."""

    NAMED = "NAMED"
    ALL = "ALL"


@dataclass(frozen=True, kw_only=True, slots=True)
class Modify:
    """Quads taken out and put in, for every solution of a query; the data forms have no query and one solution.

    ``default_graphs`` and ``named_graphs`` are what the query looks at (None: the merge, and all graphs);
    ``query_shift`` leads from a character of the query to where it stands in the update.
    """

    deletions: QuadTemplate | None = None
    insertions: QuadTemplate | None = None
    query: str | None = None
    query_shift: int = 0
    default_graphs: tuple[NamedNode, ...] | None = None
    named_graphs: tuple[NamedNode, ...] | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Clear:
    """Everything taken out of one graph, or of several; CLEAR and DROP are one where empty graphs are not kept."""

    target: NamedNode | Targets


@dataclass(frozen=True, kw_only=True, slots=True)
class Create:
    """A new graph promised: an error where it exists already, and nothing else, as empty graphs are not kept."""

    graph: NamedNode
    silent: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class Transfer:
    """One graph's triples put into another; COPY and MOVE replace what was there, MOVE empties the first."""

    source: NamedNode
    target: NamedNode
    replaces: bool
    empties: bool
    silent: bool


Operation = Modify | Clear | Create | Transfer


@dataclass(frozen=True, kw_only=True, slots=True)
class Update:
    """A SPARQL update from outside, and the graphs that its WHERE clauses may look at (SPARQL 1.1 Protocol, 2.2.3).

    Without graphs named, they see what each clause says, or all graphs merged. ``base`` is what relative IRIs are
    relative to.
    """

    sparql: str
    using_graphs: tuple[str, ...] = ()
    using_named_graphs: tuple[str, ...] = ()
    base: str | None = None


def read_operations(update: Update) -> list[Operation]:
    """The operations of an update, in their order, nothing of it run yet.

    INSERT and DELETE without a graph mean DEFAULT_GRAPH. Raises InputError, with line and column, for what is no
    update, calls out (SERVICE), or reads from elsewhere (LOAD); ProtectedError for a write to one of Parley's graphs.

    >>> [operation.target for operation in read_operations(Update(sparql="CLEAR NAMED ; DROP GRAPH <urn:g>"))]
    [<Targets.NAMED: 'NAMED'>, <NamedNode value=urn:g>]
    """
    refuse_calls(update.sparql)
    return list(_Reader(update).operations())


class _Reader(Walk):
    """Walks over the tokens of one update."""

    def __init__(self, update: Update) -> None:
        super().__init__(update.sparql, "the update")
        self._update = update
        self._prologue: list[str] = []
        self._labels: set[str] = set()
        self._using = tuple(_named(iri, "using-graph-uri") for iri in update.using_graphs)
        self._using_named = tuple(_named(iri, "using-named-graph-uri") for iri in update.using_named_graphs)

    def operations(self) -> Iterator[Operation]:
        self._read_prologue()
        while self.at < len(self.tokens):
            yield self._operation()
            if self.at < len(self.tokens):
                self.expect(";")
                self._read_prologue()

    def _read_prologue(self) -> None:
        while (kinds := DECLARATIONS.get(self.peek())) is not None:
            declaration = self.tokens[self.at : self.at + len(kinds)]
            is_prefix = len(kinds) == 3
            if [token.kind for token in declaration] != kinds or (is_prefix and declaration[1].text[-1] != ":"):
                raise self.unexpected("PREFIX name: <iri>, or BASE <iri>")
            self._prologue.append(" ".join(token.text for token in declaration))
            self.at += len(kinds)

    def _operation(self) -> Operation:
        word = self.peek()
        if word == "LOAD":
            raise InputError(
                f"expected an update that stays in this store, got LOAD {self.place(self.at)};"
                " send the triples themselves, with INSERT DATA or to /graphs"
            )
        if word in GRAPH_VERBS:
            return self._graph_operation(word)
        if word in ("INSERT", "DELETE") and self.peek(1) == "DATA":
            return self._data(word)
        if word == "DELETE" and self.peek(1) == "WHERE":
            return self._delete_where()
        if word in ("WITH", "INSERT", "DELETE"):
            return self._modify()
        raise self.unexpected("INSERT, DELETE, WITH, CLEAR, DROP, CREATE, ADD, MOVE or COPY")

    # CLEAR, DROP, CREATE, ADD, MOVE, COPY

    def _graph_operation(self, verb: str) -> Operation:
        self.at += 1
        silent = self.skip("SILENT")
        if verb in ("CLEAR", "DROP"):
            return Clear(target=self._targets())
        if verb == "CREATE":
            self.expect("GRAPH")
            graph = self._iri()
            check_graph(graph)
            return Create(graph=graph, silent=silent)
        source = self._graph_or_default()
        self.expect("TO")
        target = self._graph_or_default()
        check_graph(target)
        if verb == "MOVE":
            check_graph(source)
        return Transfer(source=source, target=target, replaces=verb != "ADD", empties=verb == "MOVE", silent=silent)

    def _targets(self) -> NamedNode | Targets:
        for several in Targets:
            if self.skip(several):
                return several
        if self.skip("DEFAULT"):
            return DEFAULT_GRAPH
        if not self.skip("GRAPH"):
            raise self.unexpected("GRAPH <iri>, DEFAULT, NAMED or ALL")
        graph = self._iri()
        check_graph(graph)
        return graph

    def _graph_or_default(self) -> NamedNode:
        if self.skip("DEFAULT"):
            return DEFAULT_GRAPH
        self.skip("GRAPH")
        return self._iri()

    # INSERT DATA, DELETE DATA, DELETE WHERE, DELETE … INSERT … WHERE

    def _data(self, verb: str) -> Modify:
        self.at += 2
        template = self._template(has_variables=False, has_blanks=verb == "INSERT", graph=DEFAULT_GRAPH)
        shared = self._labels & template.labels
        if shared:
            raise InputError(f"expected blank nodes of one operation each, got {min(shared)} in several")
        self._labels |= template.labels
        return Modify(insertions=template) if verb == "INSERT" else Modify(deletions=template)

    def _delete_where(self) -> Modify:
        self.at += 2
        start = self.at
        template = self._template(has_blanks=False, graph=DEFAULT_GRAPH)
        return self._asking(Modify(deletions=template), start, None, (), ())

    def _modify(self) -> Modify:
        within = self._iri() if self.skip("WITH") else None
        graph = within or DEFAULT_GRAPH
        deletions = self._template(has_blanks=False, graph=graph) if self.skip("DELETE") else None
        insertions = self._template(has_blanks=True, graph=graph) if self.skip("INSERT") else None
        if deletions is None and insertions is None:
            raise self.unexpected("DELETE or INSERT")
        default, named = self._datasets()
        self.expect("WHERE")
        start = self.at
        self.skip_group()
        changes = Modify(deletions=deletions, insertions=insertions)
        return self._asking(changes, start, within, default, named)

    def _datasets(self) -> tuple[tuple[NamedNode, ...], tuple[NamedNode, ...]]:
        default, named = list[NamedNode](), list[NamedNode]()
        while self.skip("USING"):
            graphs = named if self.skip("NAMED") else default
            graphs.append(self._iri())
        return tuple(default), tuple(named)

    def _asking(
        self,
        changes: Modify,
        start: int,
        within: NamedNode | None,
        default: tuple[NamedNode, ...],
        named: tuple[NamedNode, ...],
    ) -> Modify:
        if self._using or self._using_named:
            if within is not None or default or named:
                raise InputError(
                    "expected the graphs to look at either in the request's parameters or in the update, got"
                    " using-graph-uri or using-named-graph-uri beside USING or WITH"
                )
            default, named = self._using, self._using_named
        names = {
            name for template in (changes.deletions, changes.insertions) if template for name in template.variables
        }
        wanted = " ".join(f"?{name}" for name in sorted(names)) or "(true AS ?any)"
        head = f"{' '.join(self._prologue)} SELECT {wanted} WHERE "
        query = head + self.slice(start, self.at)
        refuse_calls(query)
        changes = replace(changes, query=query, query_shift=self.tokens[start].start - len(head))
        if default or named:
            return replace(changes, default_graphs=default, named_graphs=named)
        return changes if within is None else replace(changes, default_graphs=(within,))

    # Parts of operations

    def _template(self, *, graph: NamedNode, has_blanks: bool, has_variables: bool = True) -> QuadTemplate:
        start = self.at
        self.skip_group()
        scope = Scope(text=self.text, prologue=" ".join(self._prologue), base=self._update.base)
        template = read_template(self.tokens[start : self.at], scope, graph)
        block = f"in the block that begins {self.place(start)}"
        if template.variables and not has_variables:
            raise InputError(f"expected data without variables, got ?{min(template.variables)} {block}")
        if template.has_blanks and not has_blanks:
            raise InputError(f"expected triples to delete without blank nodes, got one {block}")
        for target in template.graphs:
            check_graph(target)
        return template

    def _iri(self) -> NamedNode:
        if self.at == len(self.tokens) or self.tokens[self.at].kind not in (TokenKind.IRI, TokenKind.NAME):
            raise self.unexpected("a graph's IRI")
        token = self.tokens[self.at]
        self.at += 1
        return read_iri(token, Scope(text=self.text, prologue=" ".join(self._prologue), base=self._update.base))


def _named(iri: str, parameter: str) -> NamedNode:
    try:
        return NamedNode(iri)
    except ValueError:
        raise InputError(f"expected the IRI of a graph in {parameter}, got {iri!r}") from None

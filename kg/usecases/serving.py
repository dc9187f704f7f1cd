"""Serving: questions from outside answered, and changes made, by the one process that owns the graph."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Concatenate, Final, ParamSpec

from kg.confinement import MEBIBYTE
from kg.errors import InputError, MissingError
from kg.rdf.iris import ONTOLOGY_GRAPH, is_article_graph
from kg.rdf.serialization import Syntax, serialize
from kg.rdf.service import service_quads
from kg.settings import ServerSettings
from kg.store import Store
from kg.store.answer import TableSyntax
from kg.store.changes import ProtectedError
from kg.store.figures import Figures
from kg.store.graph_documents import GraphDocument, drop_graph, graph_named, read_documents, write_graph
from kg.store.operations import Update
from kg.store.owner import Owner
from kg.store.questions import (
    BusyError,
    FormatError,
    LateError,
    Limits,
    Question,
    Reply,
    TooLargeError,
)
from kg.store.read_model import ReadModel
from kg.store.snapshots import room_called
from kg.usecases.analysts import AnalysisLimits, Analysts, Staff

__all__ = [
    "BusyError", "Changes", "Figures", "FormatError", "GraphDocument", "LateError", "ProtectedError", "Question",
    "Reply", "ServedGraph", "Staff", "Store", "Syntax", "TableSyntax", "TooLargeError", "Update",
]  # fmt: skip

Given = ParamSpec("Given")

FINISH_SECONDS: Final = 3.0
"""How long an analysis may go on when the server is told to stop: it can be asked again."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Changes:
    """How many triples an update took out of people's graphs and put in, and which graphs these are."""

    deleted: int
    inserted: int
    graphs: tuple[str, ...]


class ServedGraph:
    """The graph at ``location`` for many askers, within what ``settings`` allow a query or an analysis.

    Raises AccessError when there is no graph (unless ``create``) or another process holds it, InputError for a graph
    that is not on this machine.
    """

    def __init__(self, location: str, settings: ServerSettings, *, create: bool = False) -> None:
        if "://" in location:
            raise InputError(f"expected a graph on this machine to serve, got {location}")
        limits = Limits(
            seconds=settings.query_seconds, memory=settings.query_memory * MEBIBYTE, rows=settings.query_rows
        )
        self._location = Path(location)
        self._owner = Owner(location, limits=limits, workers=settings.workers, create=create)
        self._analysts = Analysts(
            AnalysisLimits(seconds=settings.analysis_seconds, memory=settings.analysis_memory * MEBIBYTE)
        )

    @contextmanager
    def reading(self) -> Iterator[Store]:
        """The graph as it is now, for as long as the block runs; many threads may read at once."""
        with self._owner.reading() as store:
            yield store

    @property
    def lists(self) -> ReadModel:
        """Lists and single resources as JSON, in step with the last finished write; any thread may ask."""
        return self._owner.read_model

    @contextmanager
    def writing(self, by: str) -> Iterator[Store]:
        """The graph to write to, for one writer at a time; ``by`` is the author that the audit log names."""
        with self._owner.writing(by) as store:
            yield store

    def ask(self, question: Question) -> Reply:
        """The answer to a query from outside.

        Raises InputError for what is no query, and for what calls out, reads files or writes; FormatError when the
        answer fits no format that is accepted; LateError, BusyError and TooLargeError when it takes too much.
        """
        return self._owner.ask(question)

    async def ask_now(self, question: Question) -> Reply | None:
        """The same for an event loop, without a thread that waits; None when the answer takes waiting."""
        return await self._owner.ask_now(question)

    def analyse(
        self, task: Callable[Concatenate[Store, Given], bytes], *given: Given.args, **named: Given.kwargs
    ) -> bytes:
        """What ``task``, a function of some module, gives of the graph as it is now, in a process of its own.

        Raises what the task raises of Parley's errors; LateError, BusyError and TooLargeError when it takes too much.
        """
        with self._owner.snapshot() as place:
            return self._analysts.run(place, task, *given, **named)

    def update(self, update: Update, by: str) -> Changes:
        """Make the changes of a SPARQL update from outside, all of them or none.

        Raises InputError for what is no update, calls out or reads from elsewhere; ProtectedError for a write to one
        of Parley's own graphs; LateError, BusyError and TooLargeError when it takes too much.
        """
        change = self._owner.update(update, by)
        return Changes(
            deleted=len(change.deletions),
            inserted=len(change.insertions),
            graphs=tuple(graph.value for graph in change.graphs),
        )

    def graph(self, iri: str | None, syntax: Syntax | None) -> Reply:
        """A graph as a document, as a whole; without an IRI the default graph of the protocols, which may be empty.

        Raises MissingError for a graph that is not there, TooLargeError for one that has more triples than an answer
        of the server's may.
        """
        graphs = (graph_named(iri).value,)
        found = self._owner.ask(Question(sparql="ASK { ?s ?p ?o }", default_graphs=graphs))
        if iri is not None and not json.loads(found.body)["boolean"]:
            raise MissingError(f"expected a graph of this store, got {iri}")
        reply = self._owner.ask(Question(sparql="CONSTRUCT WHERE { ?s ?p ?o }", default_graphs=graphs, graph=syntax))
        if reply.is_cut:
            raise TooLargeError(
                "expected a graph that fits in one answer, got one with more triples: ask for it in parts at /sparql"
            )
        return reply

    def write_graph(self, iri: str | None, documents: Sequence[GraphDocument], by: str, *, keep: bool) -> bool:
        """Let a graph of people's own hold what the documents hold; whether it is a new one.

        What it held before stays beside that (``keep``), or goes. Raises InputError for what cannot be read,
        ProtectedError for one of Parley's own graphs.
        """
        graph = graph_named(iri)
        quads = read_documents(documents, graph)
        with self._owner.writing(by) as store:
            return write_graph(store, graph, quads, keep=keep)

    def drop_graph(self, iri: str | None, by: str) -> None:
        """Take a graph of people's own away; MissingError when there is none, ProtectedError for one of Parley's."""
        graph = graph_named(iri)
        with self._owner.writing(by) as store:
            drop_graph(store, graph)

    def description(self, endpoint: str, syntax: Syntax | None) -> Reply:
        """What the SPARQL endpoint at this address can do, and which graphs there are beside those of articles."""
        if syntax is None:
            raise FormatError("expected a format that can hold a graph (Turtle, …), got none among those accepted")
        with self._owner.reading() as store:
            graphs = [graph for graph in store.graphs() if not is_article_graph(graph)]
        return Reply(media_type=syntax.media_type, body=serialize(service_quads(endpoint, graphs), syntax))

    def copy_into(self, room: str, *, with_log: bool = False) -> None:
        """Copy the graph as it is now into the hidden folder called ``room``, which a command made beside it.

        The audit log comes along when asked for. Raises InputError for what is no such folder.
        """
        self._owner.backup(room_called(room, self._location), with_log=with_log)

    def figures(self) -> Figures:
        """How the graph is doing: see ``Figures``."""
        return self._owner.figures()

    def finish_analyses(self) -> None:
        """Begin no further analysis, and return when those under way are done, or ended after a few seconds."""
        self._analysts.close(patience=FINISH_SECONDS)

    def staff(self) -> Staff:
        """How the processes that compute analyses are doing: see ``Staff``."""
        return self._analysts.staff()

    def check(self) -> None:
        """Raise what keeps the graph from answering, if anything.

        That may be a store that cannot be read, look-up tables that are behind it, or a query process.
        """
        with self._owner.reading() as store:
            store.graph(ONTOLOGY_GRAPH)
        self.lists.check()
        figures = self._owner.figures()
        if figures.busy < figures.processes:  # else all of them are at work, and nobody is to wait for that
            self._owner.ask(Question(sparql="ASK {}"))

    def close(self) -> None:
        """Let go of the graph."""
        self._analysts.close()
        self._owner.close()

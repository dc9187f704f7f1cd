"""The embedded store: Oxigraph in memory or in a directory of this machine."""

from __future__ import annotations

import threading
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from pathlib import Path

import pyoxigraph
from pyoxigraph import NamedNode, Quad, QuerySolutions

from kg.errors import AccessError
from kg.rdf.assembly import Term
from kg.rdf.namespaces import PREFIXES
from kg.store.answer import Answer, answer_of
from kg.store.changes import Delta, apply_delta
from kg.store.complaints import query_error
from kg.store.graph_store import GraphStore
from kg.store.journal import GraphChange, Journal
from kg.store.locking import ReadLock, locked


class EmbeddedStore(GraphStore):
    """Oxigraph in this process. Use ``kg.store.open_store`` to open one."""

    def __init__(
        self,
        engine: pyoxigraph.Store,
        *,
        name: str,
        read_lock: ReadLock | None = None,
        journal: Journal | None = None,
        author: str = "parley",
    ) -> None:
        self.author = author
        self._engine: pyoxigraph.Store | None = engine
        self._name = name
        self._read_lock = read_lock
        self._journal = journal
        # The engine's backup fails now and then while a commit or a flush goes on ("File smaller than expected").
        self._at_rest = threading.Lock()
        if read_lock is None:
            self._keep_ontology()

    def rows(self, sparql: str) -> Iterator[tuple[Term | None, ...]]:
        engine = self._open()
        try:
            solutions = engine.query(sparql)
            assert isinstance(solutions, QuerySolutions), "our own queries for tables are SELECTs"
            for solution in solutions:
                yield tuple(solution)
        except (OSError, RuntimeError) as error:
            raise AccessError(f"expected {self._name} to answer, got: {error}") from error

    def flush(self) -> None:
        """Bring everything that was written to the disk, so that it outlives a loss of power.

        Raises AccessError when that fails: it was written then, but may be lost.
        """
        try:
            with self._at_rest:
                self._open().flush()
        except (OSError, RuntimeError) as error:
            raise AccessError(f"expected to bring {self._name} to the disk, got: {error}") from error

    def backup(self, target: Path) -> None:
        """Copy the store, as it is at this moment, to the new directory ``target``; it may be written meanwhile.

        The files of a store never change once they are written, so on one file system the copy is made of hard links:
        it takes milliseconds and no room. Raises AccessError when the copy cannot be made.
        """
        try:
            with self._at_rest:
                self._open().backup(str(target))
        except (OSError, RuntimeError) as error:
            raise AccessError(f"expected to copy {self._name} to {target}, got: {error}") from error

    def close(self) -> None:
        if self._engine is not None and self._read_lock is None:
            self._engine.flush()
        self._engine = None  # the engine lets go of its directory when the last reference is gone
        if self._read_lock is not None:
            self._read_lock.release()

    def _open(self) -> pyoxigraph.Store:
        if self._engine is None:
            raise AccessError(f"expected an open store, got {self._name}, which is closed")
        return self._engine

    def _answer(self, sparql: str) -> Answer:
        engine = self._open()
        try:
            return answer_of(engine.query(sparql, prefixes=PREFIXES))
        except SyntaxError as error:
            raise query_error(sparql, error) from error
        except (OSError, RuntimeError) as error:
            raise AccessError(f"expected {self._name} to answer, got: {error}") from error

    def graphs(self) -> list[NamedNode]:
        # The engine keeps a list of its graphs; a query would look at every triple.
        return sorted((graph for graph in self._open().named_graphs() if isinstance(graph, NamedNode)), key=str)

    def _graph(self, graph: NamedNode) -> set[Quad]:
        return set(self._open().quads_for_pattern(None, None, None, graph))

    def _everything(self) -> Iterable[Quad]:
        return (quad for quad in self._open() if isinstance(quad.graph_name, NamedNode))

    def change(self, delta: Delta) -> None:
        """Make a change, told to the journal first, in one transaction."""
        self._write(delta, self._graph)

    def _write(self, delta: Delta, before: Callable[[NamedNode], set[Quad]]) -> None:
        """The same; ``before`` gives what a graph holds."""
        if self._read_lock is not None:
            raise AccessError(f"expected a store open for writing, got {self._name}, which is open for reading only")
        engine = self._open()
        if self._journal is not None:
            self._journal(self.author, _changes(delta, before))
        try:
            with self._at_rest:
                apply_delta(engine, delta)
        except (OSError, RuntimeError) as error:
            raise AccessError(f"expected to write to {self._name}, got: {error}") from error

    def _replace(self, graphs: Mapping[NamedNode, Collection[Quad]]) -> None:
        before = {graph: self._graph(graph) for graph in graphs}
        old = {quad for quads in before.values() for quad in quads}
        new = {quad for quads in graphs.values() for quad in quads}
        self._write(Delta(deletions=frozenset(old - new), insertions=frozenset(new - old)), before.__getitem__)


def open_embedded(
    path: Path, *, read_only: bool, journal: Journal | None = None, author: str = "parley"
) -> EmbeddedStore:
    """The store in the directory ``path``, which is made if need be and if it is not for reading only.

    Changes are told to the ``journal`` as made by ``author``. Raises AccessError when another process holds the store,
    when the directory belongs to something else, and when its files are damaged; the message says what to do next.
    """
    lock = None
    try:
        _check_place(path, read_only=read_only)
        if not read_only:
            return EmbeddedStore(pyoxigraph.Store(str(path)), name=str(path), journal=journal, author=author)
        lock = ReadLock.of(path)
        return EmbeddedStore(pyoxigraph.Store.read_only(str(path)), name=str(path), read_lock=lock)
    except AccessError:
        raise
    except (OSError, RuntimeError) as error:
        if lock is not None:
            lock.release()
        raise _refusal(path, error) from error


def _changes(delta: Delta, before: Callable[[NamedNode], set[Quad]]) -> dict[NamedNode, GraphChange]:
    """What each graph that the delta touches holds before it and after it."""
    coming: dict[object, set[Quad]] = defaultdict(set)
    for quad in delta.insertions:
        coming[quad.graph_name].add(quad)
    return {
        graph: GraphChange(before=(held := before(graph)), after=(held - delta.deletions) | coming[graph])
        for graph in delta.graphs
    }


def _check_place(path: Path, *, read_only: bool) -> None:
    if path.exists() and not path.is_dir():
        raise AccessError(f"expected a store's directory at {path}, got a file; name another place with --store")
    is_store = (path / "CURRENT").is_file()
    if path.is_dir() and any(path.iterdir()) and not is_store:
        raise AccessError(
            f"expected a store's directory or an empty one at {path}, got one with other files;"
            " name another place with --store"
        )
    if read_only and not is_store:
        raise AccessError(f"expected a store at {path}, got nothing; put articles in first with: parley ingest")


def _refusal(path: Path, error: Exception) -> AccessError:
    told = str(error)
    if "lock file" in told or "lock hold by" in told:
        return locked(path)
    if isinstance(error, RuntimeError) or "orrupt" in told:
        return AccessError(
            f"expected a sound store at {path}, got damaged files ({told.partition('  ')[0]});"
            " restore a backup, or move the directory away and ingest again"
        )
    return AccessError(f"expected to open the store at {path}, got: {told}")

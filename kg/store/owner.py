"""The one process that owns a store: it writes one change after another, and answers many askers meanwhile."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from pyoxigraph import NamedNode

from kg.errors import MissingError
from kg.rdf.iris import COPIES_GRAPH, article_id_of, is_article_graph
from kg.store.audit import copy_log
from kg.store.changes import Delta
from kg.store.embedded import EmbeddedStore, open_embedded
from kg.store.figures import Figures, sizes
from kg.store.journal import GraphChange, Journal
from kg.store.lanes import Lanes
from kg.store.lists import copies
from kg.store.opening import audit_log, open_store
from kg.store.operations import Update
from kg.store.questions import Limits, Question, Reply
from kg.store.read_model import ReadModel
from kg.store.read_model.mirror import cache_file, state_token
from kg.store.snapshots import Snapshot, sweep
from kg.store.store import Store
from kg.store.workers import Workers


class Owner:
    """The store at ``location``, open for writing until ``close``; any thread may use it.

    Writers wait for one another. Readers never wait for a writer: they get a snapshot of the newest finished state,
    made at the first question after a write; an old one lives as long as somebody reads it. Raises AccessError when
    there is no store (unless ``create``) or another process holds it.

    Changes are told to the ``journal``, by default the store's audit log. ``read_model`` answers look-ups; it is in
    step with the last finished write.
    """

    def __init__(
        self,
        location: str | Path,
        *,
        limits: Limits | None = None,
        workers: int = 2,
        create: bool = False,
        journal: Journal | None = None,
    ) -> None:
        self.generation = 0
        self._location = Path(location)
        self._limits = limits or Limits()
        self._touched: set[NamedNode] = set()
        self._tell = journal or audit_log(self._location)
        self._writing = threading.Lock()
        self._turning = threading.Lock()
        if not create:
            open_embedded(self._location, read_only=True).close()  # says in words what is wrong with the place
        token = state_token(self._location)
        self._store = open_embedded(self._location, read_only=False, journal=self._note)
        sweep(self._location)
        self.read_model = ReadModel.open(cache_file(self._location))
        if not self.read_model.is_current(token):
            self.read_model.rebuild(self._store, token)
        self._workers = Lanes(count=workers, limits=self._limits)
        self._updaters = Workers(count=1, limits=self._limits)
        self._version: _Version | None = None

    @contextmanager
    def writing(self, by: str) -> Iterator[Store]:
        """The store to write to, for one writer at a time; at the end all is on disk and the read model in step.

        ``by`` is the author that the audit log names.
        """
        with self._writing:
            self._store.author = by
            try:
                yield self._store
            finally:
                self._finish()

    @contextmanager
    def reading(self) -> Iterator[Store]:
        """The store as the last finished write left it, to be read for as long as the block runs."""
        with self._newest() as version:
            yield version.store

    def ask(self, question: Question) -> Reply:
        """The answer to a query from outside, in a process of its own and within the limits: see ``Lanes.ask``."""
        with self._newest() as version:
            return self._workers.ask(question, version.snapshot.store)

    def update(self, update: Update, by: str) -> Delta:
        """Make the changes of a SPARQL update from outside, all of them or none; they are given back.

        They are worked out on a copy, in a process of its own and within the limits: see ``updating.evaluate``.
        """
        with self.writing(by):
            copy = Snapshot.of(self._store, self._location)
            try:
                change = self._updaters.ask(update, copy.store)
            finally:
                copy.close()
            if change:
                self._store.change(change)
        return change

    def figures(self) -> Figures:
        """How the store is doing: see ``Figures``."""
        size, log_size = sizes(self._location)
        return Figures(
            writes=self.generation,
            size=size,
            log_size=log_size,
            processes=self._workers.count,
            busy=self._workers.busy,
            killed=self._workers.killed,
        )

    def backup(self, target: Path, *, with_log: bool = False) -> None:
        """Copy the store, as the last finished write left it, to the new directory ``target``.

        The audit log stays behind, or is copied to beside ``target`` in the state that fits.
        """
        with self._writing:
            self._store.backup(target)
            if with_log:
                copy_log(self._location, target)

    def close(self) -> None:
        """Wait for the writer, end the processes, let go of the store. Nobody may ask any more."""
        with self._writing:
            self._workers.close()
            self._updaters.close()
            with self._turning:
                self._retire(self._version)
                self._version = None
            self._store.close()
            self.read_model.mark(state_token(self._location))
            self.read_model.close()

    def _note(self, author: str, changes: Mapping[NamedNode, GraphChange]) -> None:
        self._tell(author, changes)
        self._touched.update(changes)

    def _finish(self) -> None:
        """Bring what was written to the disk and into the read model; a failed write may have changed something too."""
        touched, self._touched = self._touched, set()
        if not touched:
            return
        self._store.flush()
        self._keep_in_step(touched)
        with self._turning:
            self.generation += 1

    def _keep_in_step(self, touched: Iterable[NamedNode]) -> None:
        """Let the read model hold what the graphs that were touched hold now."""
        present, gone = [], []
        for article_id in sorted(article_id_of(graph) for graph in touched if is_article_graph(graph)):
            try:
                present.append(self._store.article(article_id))
            except MissingError:
                gone.append(article_id)
        self.read_model.follow(present, gone, copies(self._store) if COPIES_GRAPH in touched else None)

    @contextmanager
    def _newest(self) -> Iterator[_Version]:
        version = self._current()
        try:
            yield version
        finally:
            with self._turning:
                version.users -= 1
                if version.is_retired and not version.users:
                    version.close()

    def _current(self) -> _Version:
        """The newest version with the caller among its users."""
        with self._turning:
            version = self._version
            if version is None or version.generation != self.generation:
                self._version = _Version(self._store, self._location, self.generation)
                self._retire(version)
                version = self._version
            version.users += 1
            return version

    def _retire(self, version: _Version | None) -> None:
        if version is not None:
            version.is_retired = True
            if not version.users:
                version.close()


class _Version:
    """One snapshot, open for reading."""

    def __init__(self, store: EmbeddedStore, location: Path, generation: int) -> None:
        self.generation = generation
        self.snapshot = Snapshot.of(store, location)
        self.store = open_store(self.snapshot.store, read_only=True)
        self.users = 0
        self.is_retired = False

    def close(self) -> None:
        self.store.close()
        self.snapshot.close()

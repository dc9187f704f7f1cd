"""The one process that owns a store: it writes one change after another, and answers many askers meanwhile."""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from pyoxigraph import NamedNode

from kg.errors import AccessError
from kg.store.audit import copy_log
from kg.store.changes import Delta
from kg.store.embedded import open_embedded
from kg.store.figures import Figures, sizes
from kg.store.following import Follower
from kg.store.journal import GraphChange, Journal
from kg.store.lanes import Lanes
from kg.store.opening import audit_log
from kg.store.operations import Update
from kg.store.questions import Limits, Question, Reply
from kg.store.read_model import ReadModel
from kg.store.read_model.mirror import cache_file, state_token
from kg.store.snapshots import Snapshot, sweep
from kg.store.store import Store
from kg.store.versions import Versions
from kg.store.workers import Workers

_logger = logging.getLogger("parley.store")


class Owner:
    """The store at ``location``, open for writing until ``close``; any thread may use it.

    Writers wait for one another. Readers never wait for a writer: they get a snapshot of the newest finished state
    (see ``Versions``). Raises AccessError when there is no store (unless ``create``) or another process holds it.

    Changes are told to the ``journal``, by default the store's audit log. ``read_model`` answers look-ups; it is in
    step with the last finished write, or does not answer until it is (see ``Follower``).
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
        self._location = Path(location)
        self._limits = limits or Limits()
        self._touched: set[NamedNode] | None = None  # by the write that goes on
        self._tell = journal or audit_log(self._location)
        self._writing = threading.Lock()
        if not create:
            open_embedded(self._location, read_only=True).close()  # says in words what is wrong with the place
        token = state_token(self._location)
        self._store = open_embedded(self._location, read_only=False, journal=self._note)
        sweep(self._location)
        self._versions = Versions(self._store, self._location)
        self.read_model = ReadModel.open(cache_file(self._location))
        if not self.read_model.is_current(token):
            self.read_model.rebuild(self._store, token)
        self._follower = Follower(self._store, self.read_model, self._writing)
        self._workers = Lanes(count=workers, limits=self._limits)
        self._updaters = Workers(count=1, limits=self._limits)

    @property
    def generation(self) -> int:
        """How many writes have changed something."""
        return self._versions.generation

    @contextmanager
    def writing(self, by: str) -> Iterator[Store]:
        """The store to write to, for one writer at a time; at the end all is on disk, and read from then on.

        ``by`` is the author that the audit log names. A block that fails keeps what it has changed before.
        """
        with self._writing:
            self._store.author = by
            self._touched = set()
            try:
                yield self._store
            finally:
                self._finish()

    @contextmanager
    def reading(self) -> Iterator[Store]:
        """The store as the last finished write left it, to be read for as long as the block runs."""
        with self._versions.newest() as version:
            yield version.store()

    @contextmanager
    def snapshot(self) -> Iterator[Path]:
        """The place of a copy of that state, for other processes to read from for as long as the block runs."""
        with self._versions.newest() as version:
            yield version.path

    def ask(self, question: Question) -> Reply:
        """The answer to a query from outside, in a process of its own and within the limits: see ``Lanes.ask``."""
        with self._versions.newest() as version:
            return self._workers.ask(question, version.path)

    async def ask_now(self, question: Question) -> Reply | None:
        """The same for an event loop; None when it takes waiting, for a process or for a snapshot."""
        version = self._versions.at_once()
        if version is None:
            return None
        try:
            return await self._workers.ask_now(question, version.path)
        finally:
            self._versions.leave(version)

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
        self._follower.close()
        with self._writing:
            self._workers.close()
            self._updaters.close()
            self._versions.close()
            self._store.close()
            try:
                self.read_model.mark(state_token(self._location))
            except AccessError as error:
                _logger.error("the read model is made anew at the next start: %s", error)
            self.read_model.close()

    def _note(self, author: str, changes: Mapping[NamedNode, GraphChange]) -> None:
        """Put a change on record. Whoever asks from the first one on, until the write is finished, sees none of it."""
        if self._touched is None:  # while the store is opened: a new version of Parley brings its ontology along
            self._tell(author, changes)
            return
        if not self._touched:
            self._versions.keep()
        self._tell(author, changes)
        self._touched.update(changes)

    def _finish(self) -> None:
        """Bring what was written to the disk and into the read model; a failed write may have changed something too."""
        touched, self._touched = self._touched, None
        if not touched:
            return
        try:
            self._store.flush()
        finally:
            try:
                self._follower.follow(touched)
            finally:
                self._versions.turn()

"""The read model of a store that is being written: in step with it, or behind and on the way to catch up."""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterable
from typing import Final

from pyoxigraph import NamedNode

from kg.errors import MissingError, ParleyError
from kg.model.record import ArticleRecord
from kg.rdf.iris import COPIES_GRAPH, CURATION_GRAPH, article_id_of, is_article_graph
from kg.store.embedded import EmbeddedStore
from kg.store.lists import copies, reviews
from kg.store.read_model import ReadModel
from kg.store.read_model.model import reason_of

PAUSE: Final = 1.0
LONGEST_PAUSE: Final = 10.0
"""Seconds between two attempts to catch up, at first and at last: each one keeps the writers waiting."""
_logger: Final = logging.getLogger("parley.store")


class Follower:
    """Keeps ``model`` in step with ``store``, which is written only by whoever holds ``turn``.

    What the model cannot take in, because its file is locked, full or damaged, is remembered. It is tried again at the
    end of the next write and every few seconds, in a thread that lives no longer than that takes; a damaged file is
    made anew. Meanwhile the model is ``behind``, and does not answer. None of this fails a write: it is logged.
    """

    def __init__(self, store: EmbeddedStore, model: ReadModel, turn: threading.Lock) -> None:
        self._store = store
        self._model = model
        self._turn = turn
        self._missed: set[NamedNode] = set()
        self._logged = ""
        self._guard = threading.Lock()
        self._over = threading.Event()
        self._thread: threading.Thread | None = None
        model.on_damage = self._see_to_it

    def follow(self, touched: Iterable[NamedNode]) -> None:
        """Let the model hold what these graphs hold now, and what it missed before; for the one whose turn it is."""
        self._missed.update(touched)
        self._catch_up()

    def close(self) -> None:
        """Stop trying; not to be called by the one whose turn it is."""
        self._over.set()
        with self._guard:
            thread = self._thread
        if thread is not None:
            thread.join()

    def _catch_up(self) -> None:
        try:
            self._take_in()
        except (ParleyError, OSError) as error:
            self._fall_behind(error)
        except BaseException as error:
            self._fall_behind(error)
            raise
        else:
            self._missed.clear()
            self._model.behind = None
            if self._logged:
                self._logged = ""
                _logger.warning("the read model has caught up with the graph")

    def _take_in(self) -> None:
        if self._model.is_damaged:
            self._model.rebuild(self._store, token="")  # which stands for no state: the store is being written
            return
        articles = {article_id: self._article(article_id) for article_id in self._missed_articles()}
        self._model.follow(
            [record for record in articles.values() if record is not None],
            [article_id for article_id, record in articles.items() if record is None],
            copies(self._store) if COPIES_GRAPH in self._missed else None,
            reviews(self._store) if CURATION_GRAPH in self._missed else None,
        )

    def _missed_articles(self) -> list[str]:
        return sorted(article_id_of(graph) for graph in self._missed if is_article_graph(graph))

    def _article(self, article_id: str) -> ArticleRecord | None:
        try:
            return self._store.article(article_id)
        except MissingError:
            return None

    def _fall_behind(self, error: BaseException) -> None:
        self._model.behind = reason_of(error)
        if self._logged != self._model.behind:
            self._logged = self._model.behind
            _logger.error("the read model lacks what %d changed graphs hold: %s", len(self._missed), error)
        self._see_to_it()

    def _see_to_it(self) -> None:
        """Have a thread try until the model has caught up; any thread may call."""
        with self._guard:
            is_trying = self._thread is not None and self._thread.is_alive()
            if not is_trying and not self._over.is_set():
                self._thread = threading.Thread(target=self._try_again, name="read model", daemon=True)
                self._thread.start()

    def _try_again(self) -> None:
        pause = PAUSE
        while not self._over.wait(pause):
            pause = min(2 * pause, LONGEST_PAUSE)
            with self._turn:
                if self._model.behind is not None:
                    self._catch_up()
            with self._guard:
                if self._model.behind is None:
                    self._thread = None
                    return

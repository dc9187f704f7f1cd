"""Where a store's read model lies, which state of the store it mirrors, and whether it really does."""

from __future__ import annotations

import hashlib
import sqlite3
import tempfile
from contextlib import closing
from pathlib import Path
from typing import Final

from kg.errors import AccessError
from kg.store.lists import Tables
from kg.store.read_model.model import ReadModel
from kg.store.snapshots import state_of

_CONTENT: Final = (
    "SELECT id, place, positions, origin, head, body FROM article JOIN article_body ON article = key ORDER BY id",
    "SELECT place, copy, position_row.row, standing.row FROM position JOIN position_row ON position_row.position = key"
    " LEFT JOIN standing ON standing.position = key ORDER BY place",
    "SELECT place, row FROM condition ORDER BY place",
    "SELECT iri, positions, articles, row FROM thing ORDER BY iri",
    "SELECT place, row FROM review ORDER BY place",
    "SELECT position, state, row FROM decision ORDER BY position",
)
"""All that answers are made of, without the numbers that rows have by chance."""


def cache_file(location: Path) -> Path:
    """Where the read model of the store at ``location`` lies: hidden beside it.

    >>> cache_file(Path("/srv/peace.db")).name
    '.peace.db.cache.sqlite'
    """
    place = location.resolve()
    return place.with_name(f".{place.name}.cache.sqlite")


def state_token(location: Path) -> str:
    """What tells one state of the store on disk from any other."""
    state = state_of(location) if location.is_dir() else ()
    return hashlib.sha256(repr(state).encode()).hexdigest()


def mirrored_state(cache: Path) -> str:
    """The token of the state that the read model in the file ``cache``, which nobody writes to, says it mirrors."""
    with closing(_opened(cache)) as connection:
        try:
            ((token,),) = connection.execute("SELECT token FROM state")
        except sqlite3.Error as error:
            raise AccessError(f"expected a read model in {cache}, got: {error}") from error
    return str(token)


def mirrors(cache: Path, store: Tables) -> bool:
    """Whether the read model in the file ``cache`` holds what one made anew from the graph holds."""
    with tempfile.TemporaryDirectory(prefix="parley-") as folder:
        fresh = Path(folder) / "fresh.sqlite"
        with closing(ReadModel.open(fresh)) as model:
            model.rebuild(store, "fresh")
        return content_digest(cache) == content_digest(fresh)


def content_digest(cache: Path) -> str:
    """The SHA-256 of what the read model in the file ``cache`` can answer."""
    digest = hashlib.sha256()
    with closing(_opened(cache)) as connection:
        try:
            for table in _CONTENT:
                for row in connection.execute(table):
                    digest.update(repr(row).encode())
        except sqlite3.Error as error:
            raise AccessError(f"expected a read model in {cache}, got: {error}") from error
    return digest.hexdigest()


def _opened(cache: Path) -> sqlite3.Connection:
    try:
        return sqlite3.connect(f"{cache.resolve().as_uri()}?mode=ro", uri=True)
    except sqlite3.Error as error:
        raise AccessError(f"expected a read model in {cache}, got: {error}") from error

"""The file under the read model: one connection that writes, one a thread that reads, and tables of this version."""

from __future__ import annotations

import hashlib
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Final

from kg.errors import AccessError

PATIENCE: Final = 10.0  # seconds that a connection waits for another one
_SETTINGS: Final = (
    "PRAGMA journal_mode = WAL",
    # A crash of this process loses nothing; what one of the machine loses is found out by the token: see ``sync``.
    "PRAGMA synchronous = OFF",
    "PRAGMA mmap_size = 268435456",
    "PRAGMA cache_size = -16384",
)
_USELESS: Final = frozenset({sqlite3.SQLITE_ERROR, sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB})
_STATEMENTS: Final = 512  # remembered with their plans


class Database:
    """A file of SQLite with the read model's tables, which are empty when it was missing, damaged or outdated."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._connections: list[sqlite3.Connection] = []
        self._own = threading.local()
        self._guard = threading.Lock()
        self._is_closed = False
        with self._told():
            self._writer = self._opened()

    def close(self) -> None:
        """Let go of the file; closing twice is fine."""
        with self._guard:
            self._is_closed = True
            for connection in self._connections:
                connection.close()
            self._connections.clear()

    @contextmanager
    def changing(self) -> Iterator[sqlite3.Connection]:
        """A transaction of the writing connection, one at a time; undone when the block fails."""
        with self._guard, self._told():
            self._check_open()
            self._writer.execute("BEGIN IMMEDIATE")
            try:
                yield self._writer
            except BaseException:
                self._writer.execute("ROLLBACK")
                raise
            self._writer.execute("COMMIT")

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """A transaction of this thread's own connection, in which all questions see the same state."""
        connection = self._connection()
        with self._told():
            connection.execute("BEGIN")
            try:
                yield connection
            finally:
                connection.execute("COMMIT")

    def sync(self) -> None:
        """Have everything on disk, in one file, before going on."""
        with self._guard, self._told():
            self._check_open()
            self._writer.execute("PRAGMA synchronous = FULL")
            self._writer.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
            self._writer.execute("PRAGMA synchronous = OFF")

    def _opened(self) -> sqlite3.Connection:
        try:
            connection = self._connect()
            if _is_of_this_version(connection):
                return connection
        except sqlite3.DatabaseError as error:
            if error.sqlite_errorcode not in _USELESS:
                raise
        self._discard()
        connection = self._connect()
        connection.execute("BEGIN IMMEDIATE")
        make_tables(connection)
        make_indexes(connection)
        connection.execute("COMMIT")
        return connection

    def _discard(self) -> None:
        for connection in self._connections:
            connection.close()
        self._connections.clear()
        for suffix in ("", "-wal", "-shm"):
            self._path.with_name(self._path.name + suffix).unlink(missing_ok=True)

    def _connect(self) -> sqlite3.Connection:
        connection = sqlite3.connect(
            self._path, timeout=PATIENCE, isolation_level=None, check_same_thread=False, cached_statements=_STATEMENTS
        )
        self._connections.append(connection)
        for setting in _SETTINGS:
            connection.execute(setting).fetchall()
        return connection

    def _connection(self) -> sqlite3.Connection:
        found: sqlite3.Connection | None = getattr(self._own, "connection", None)
        if found is None or self._is_closed:
            with self._guard, self._told():
                self._check_open()
                found = self._own.connection = self._connect()
        return found

    @contextmanager
    def _told(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.Error as error:
            raise AccessError(
                f"expected to use the read model in {self._path}, got: {error};"
                " it is only a cache: stop the program, delete the file, and it is made anew"
            ) from error

    def _check_open(self) -> None:
        if self._is_closed:
            raise AccessError(f"expected an open read model, got {self._path}, which is closed")


def make_tables(connection: sqlite3.Connection) -> None:
    """Empty tables of this version, in the place of those that are there."""
    found = "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite%' ORDER BY rootpage"
    for (table,) in connection.execute(found).fetchall():  # full-text tables come first, and take theirs with them
        connection.execute(f"DROP TABLE IF EXISTS {table}")
    _run(connection, "tables.sql")
    connection.execute(f"PRAGMA user_version = {_version()}")


def make_indexes(connection: sqlite3.Connection) -> None:
    """The indexes of the tables."""
    _run(connection, "indexes.sql")


def _run(connection: sqlite3.Connection, script: str) -> None:
    """Every statement of a file of ours; unlike ``executescript``, within the transaction."""
    lines = files("kg.store.read_model").joinpath(script).read_text("utf-8").splitlines()
    for statement in "\n".join(line.partition("--")[0] for line in lines).split(";"):
        if statement.strip():
            connection.execute(statement)


def _is_of_this_version(connection: sqlite3.Connection) -> bool:
    ((found,),) = connection.execute("PRAGMA user_version")
    return found == _version() and len(connection.execute("SELECT token FROM state").fetchall()) == 1


@cache
def _version() -> int:
    """A number made of the code that fills the tables: a file that other code wrote is made anew."""
    digest = hashlib.sha256(files("kg.model").joinpath("row.py").read_bytes())
    for each in sorted(files("kg.store.read_model").iterdir(), key=lambda entry: entry.name):
        if each.is_file():
            digest.update(each.read_bytes())
    return int.from_bytes(digest.digest()[:4], "big") >> 1

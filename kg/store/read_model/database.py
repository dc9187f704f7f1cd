"""The file under the read model: a connection that writes, some that read, and tables of this version."""

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

PATIENCE: Final = 10.0  # seconds that whoever opens or fills the file waits for another process to let go of it
BRIEFLY: Final = 1.0  # seconds that a change waits: its writer waits, too
_SETTINGS: Final = (
    "PRAGMA journal_mode = WAL",
    # A crash of this process loses nothing; what one of the machine loses is found out by the token: see ``sync``.
    "PRAGMA synchronous = OFF",
    "PRAGMA mmap_size = 268435456",
    "PRAGMA cache_size = -16384",
)
_DAMAGED: Final = frozenset({sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB})
_USELESS: Final = _DAMAGED | {sqlite3.SQLITE_ERROR, sqlite3.SQLITE_CONSTRAINT}  # no tables, or not those of the graph
_STATEMENTS: Final = 512  # remembered with their plans


class DamagedError(AccessError):
    """The file holds no read model (any more): it has to be made anew."""


class Database:
    """A file of SQLite with the read model's tables, which are empty when it was missing, damaged or outdated.

    ``is_damaged`` says that it turned out to be of no use later.
    """

    def __init__(self, path: Path) -> None:
        self.is_damaged = False
        self._path = path
        self._turn = threading.Lock()
        self._freed = threading.Condition()
        self._idle: list[sqlite3.Connection] = []
        self._lent = 0
        self._is_closed = False
        with self._told(_USELESS):
            self._writer = self._opened()

    def close(self) -> None:
        """Let go of the file when nobody reads from it any more; closing twice is fine."""
        with self._turn, self._freed:
            self._is_closed = True
            self._freed.wait_for(lambda: not self._lent)
            for connection in (self._writer, *self._idle):
                connection.close()
            self._idle.clear()

    def anew(self) -> Database:
        """Empty tables in a new file at the same place; this one is closed."""
        self.close()
        _discard(self._path)
        return Database(self._path)

    @contextmanager
    def changing(self, *, patience: float = BRIEFLY) -> Iterator[sqlite3.Connection]:
        """A transaction of the writing connection, one at a time; undone when the block fails.

        It waits so many seconds (``patience``) for another process that writes.
        """
        with self._turn, self._told(_USELESS):
            self._check_open()
            self._writer.execute(f"PRAGMA busy_timeout = {round(patience * 1000)}").fetchall()
            self._writer.execute("BEGIN IMMEDIATE")
            try:
                yield self._writer
                self._writer.execute("COMMIT")
            finally:
                self._writer.rollback()  # of nothing, if it is committed, or SQLite undid it because the disk is full

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """A transaction of a connection for this block alone, in which all questions see the same state."""
        with self._told(_DAMAGED), self._borrowed() as connection:
            connection.execute("BEGIN")
            try:
                yield connection
            finally:
                connection.rollback()  # it changed nothing

    def sync(self) -> None:
        """Have everything on disk, in one file, before going on."""
        with self._turn, self._told(_USELESS):
            self._check_open()
            self._writer.execute("PRAGMA synchronous = FULL")
            self._writer.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
            self._writer.execute("PRAGMA synchronous = OFF")

    def _opened(self) -> sqlite3.Connection:
        try:
            connection = self._connect()
        except sqlite3.DatabaseError as error:
            if not _is_one_of(_DAMAGED, error):
                raise
        else:
            if _is_of_this_version(connection):
                return connection
            connection.close()
        _discard(self._path)
        connection = self._connect()
        connection.execute("BEGIN IMMEDIATE")
        make_tables(connection)
        make_indexes(connection)
        connection.execute("COMMIT")
        return connection

    @contextmanager
    def _borrowed(self) -> Iterator[sqlite3.Connection]:
        """A connection that nobody else uses meanwhile; there are as many as were ever used at once."""
        with self._freed:
            self._check_open()
            self._lent += 1
            connection = self._idle.pop() if self._idle else None
        try:
            if connection is None:
                connection = self._another()
            yield connection
        finally:
            with self._freed:
                self._lent -= 1
                if connection is not None:
                    self._idle.append(connection)
                self._freed.notify_all()

    def _another(self) -> sqlite3.Connection:
        connection = self._connect()
        if not _is_of_this_version(connection):  # somebody deleted the file, or put another one in its place
            connection.close()
            raise self._damaged("it has not the tables of this version")
        return connection

    def _connect(self) -> sqlite3.Connection:
        connection = sqlite3.connect(
            self._path, timeout=PATIENCE, isolation_level=None, check_same_thread=False, cached_statements=_STATEMENTS
        )
        try:
            for setting in _SETTINGS:
                connection.execute(setting).fetchall()
        except sqlite3.Error:
            connection.close()
            raise
        return connection

    @contextmanager
    def _told(self, useless: frozenset[int]) -> Iterator[None]:
        """Errors as ours; those with one of these codes say that the file is of no use."""
        try:
            yield
        except sqlite3.Error as error:
            if _is_one_of(useless, error):
                raise self._damaged(error) from error
            raise AccessError(self._complaint(error)) from error

    def _damaged(self, what: object) -> DamagedError:
        self.is_damaged = True
        return DamagedError(self._complaint(what))

    def _complaint(self, what: object) -> str:
        return (
            f"expected to use the read model in {self._path}, got: {what};"
            " it is only a cache: stop the program, delete the file, and it is made anew"
        )

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
    try:
        ((found,),) = connection.execute("PRAGMA user_version")
        return found == _version() and len(connection.execute("SELECT token FROM state").fetchall()) == 1
    except sqlite3.DatabaseError as error:
        if not _is_one_of(_USELESS, error):
            raise
        return False


def _is_one_of(codes: frozenset[int], error: sqlite3.Error) -> bool:
    return getattr(error, "sqlite_errorcode", sqlite3.SQLITE_OK) & 0xFF in codes  # the rest tells details


def _discard(path: Path) -> None:
    for suffix in ("", "-wal", "-shm"):
        path.with_name(path.name + suffix).unlink(missing_ok=True)


@cache
def _version() -> int:
    """A number made of the code that fills the tables: a file that other code wrote is made anew."""
    digest = hashlib.sha256(files("kg.model").joinpath("row.py").read_bytes())
    for each in sorted(files("kg.store.read_model").iterdir(), key=lambda entry: entry.name):
        if each.is_file():
            digest.update(each.read_bytes())
    return int.from_bytes(digest.digest()[:4], "big") >> 1

"""Keeping: the graph as a file that outlives it, a graph made of such a file, and whether either is sound."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from kg import __version__
from kg.errors import InputError, MissingError
from kg.store.checking import Check, Verdict, check_store
from kg.store.embedded import open_embedded
from kg.store.keeping import SUFFIX, Manifest, Watch, restore_backup, write_backup
from kg.store.locking import HeldError, ReadLock
from kg.store.snapshots import Snapshot
from kg.usecases.running import find_server

__all__ = ["Backup", "Check", "Manifest", "Verdict", "back_up", "restore", "verify"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Backup:
    """A backup: the file, and what it says of itself."""

    path: Path
    manifest: Manifest


def back_up(location: str, target: str, *, at: datetime, watch: Watch) -> Backup:
    """Write the graph at ``location``, with its audit log, into one new file, and say which.

    ``target`` is its name, ending in ``.tar.gz``, or a folder, where it is named after the graph and ``at``. A server
    of this user may hold the graph and go on writing: the backup has it as it was at one moment. Raises InputError
    for another name, MissingError when there is no graph, AccessError when one of the two cannot be used.
    """
    path = _file_for(target, Path(location), at)
    with _at_rest(location) as place:
        manifest = write_backup(place, path, at=at, version=__version__, watch=watch)
    return Backup(path=path, manifest=manifest)


def verify(location: str, *, thorough: bool, watch: Watch) -> tuple[Check, ...]:
    """Everything that can be checked of the graph at ``location``, or of the backup that this is.

    With ``thorough`` every article is held against the shapes, else a sample. Raises InputError for a file that is no
    backup or a damaged one, MissingError when nothing is there, AccessError when it cannot be read.
    """
    if Path(location).is_file():
        return _verify_backup(Path(location), thorough=thorough, watch=watch)
    with _at_rest(location) as place, open_embedded(place, read_only=True) as store:
        return check_store(store, place, thorough=thorough, watch=watch)


def restore(backup: str, location: str, *, watch: Watch) -> Manifest:
    """Make a graph at ``location``, where there must be nothing yet, of a backup; it equals the one backed up.

    Raises MissingError when there is no such file, and what ``kg.store.keeping.restore_backup`` raises.
    """
    if "://" in location:
        raise InputError(f"expected a place on this machine to restore to, got {location}")
    if not Path(backup).is_file():
        raise MissingError(f"expected a backup in {backup}, got {'a folder' if Path(backup).exists() else 'nothing'}")
    return restore_backup(Path(backup), Path(location), watch=watch)


def _file_for(target: str, location: Path, at: datetime) -> Path:
    path = Path(target)
    if path.is_dir():
        return path / f"{location.name}-{at.astimezone(UTC):%Y-%m-%dT%H-%M-%SZ}{SUFFIX}"
    if not path.name.endswith(SUFFIX):
        raise InputError(f"expected a folder that exists, or a file name that ends in {SUFFIX}, got {target!r}")
    if not path.parent.is_dir():
        raise MissingError(f"expected a folder to write the backup to, got {path.parent}, which is not there")
    return path


@contextmanager
def _at_rest(location: str) -> Iterator[Path]:
    """Where the graph lies that nobody writes to: the place itself, or a copy of what a server holds, as it is now."""
    if "://" in location:
        raise InputError(f"expected a graph on this machine, got {location}")
    place = Path(location)
    if not place.exists():
        raise MissingError(f"expected a graph at {location}, found nothing there; parley ingest makes one")
    try:
        ReadLock.of(place).release()
    except HeldError:
        server = find_server(location)
        if server is None:
            raise
    else:
        yield place
        return
    room = Snapshot.room(place)
    try:
        with server:
            server.copy_into(room.name, with_log=True)
        yield room.store
    finally:
        room.close()


def _verify_backup(backup: Path, *, thorough: bool, watch: Watch) -> tuple[Check, ...]:
    with tempfile.TemporaryDirectory(prefix="parley-") as folder:
        place = Path(folder) / "store"
        manifest = restore_backup(backup, place, watch=watch)
        held = f"{manifest.quads:,} statements in {manifest.graphs:,} graphs, the ontology's too"
        found = f"the graph of {manifest.made}: {held}; SHA-256 {manifest.sha256}"
        with open_embedded(place, read_only=True) as store:
            checks = check_store(store, place, thorough=thorough, watch=watch)
    return (Check(what="manifest", verdict=Verdict.OK, found=found), *checks)

"""A store as one file that outlives it: backups, and stores made of them again.

A backup is a ``.tar.gz`` with ``manifest.json``, ``graph.nq`` (every named graph, as sorted N-Quads), and the audit log
when there is one. It does not depend on the engine or its version, ``sha256sum graph.nq`` gives the digest in the
manifest, and the same store at the same time gives the same bytes.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import os
import shutil
import tarfile
import tempfile
import zlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from io import BytesIO
from itertools import islice
from pathlib import Path
from typing import IO, Any

import pyoxigraph
from pyoxigraph import Quad, RdfFormat

from kg.errors import AccessError, InputError
from kg.rdf.sorting import CHUNK, digest_of, sorted_lines
from kg.store.audit import audit_files
from kg.store.embedded import EmbeddedStore, open_embedded
from kg.store.replacement import merged

SUFFIX = ".tar.gz"
FORMAT = 1
MANIFEST, GRAPH = "manifest.json", "graph.nq"
LOGS = ("audit.jsonl", "audit.rdfp.gz")
LEVEL = 6  # of compression: what 9 saves on top is not worth three times the time
EVERY = 10_000
"""Statements between two reports of progress."""

Watch = Callable[[int, int, str], None]


@dataclass(frozen=True, kw_only=True, slots=True)
class Manifest:
    """What a backup holds: made when (UTC) and by which version of Parley, counts, and the SHA-256 of ``graph.nq``."""

    format: int
    made: str
    parley: str
    sha256: str
    quads: int
    graphs: int
    articles: int
    positions: int


def write_backup(location: Path, target: Path, *, at: datetime, version: str, watch: Watch) -> Manifest:
    """Write the store at ``location``, which nobody is writing to, into the new file ``target``.

    The file appears under its name only when it is whole. Raises AccessError when the store cannot be read or the
    file cannot be written, and for a ``target`` that exists.
    """
    if target.exists():
        raise AccessError(f"expected a new file to write the backup to, got {target}, which exists")
    try:
        with open_embedded(location, read_only=True) as store, tempfile.TemporaryFile(dir=target.parent) as graph:
            manifest = _write_graph(store, graph, at=at, version=version, watch=watch)
            part = target.with_name(f".{target.name}.part")
            try:
                _write_archive(part, manifest, graph, audit_files(location))
                os.replace(part, target)
            finally:
                part.unlink(missing_ok=True)
    except AccessError:
        raise
    except OSError as error:
        raise AccessError(f"expected to write the backup {target}, got: {error.strerror}") from error
    return manifest


def restore_backup(backup: Path, location: Path, *, watch: Watch) -> Manifest:
    """Make a store at ``location``, where there is nothing yet, of the file ``backup``.

    The store appears in its place only when it is whole and its graph is the one that the manifest tells of.
    Raises AccessError when something is there, and InputError for a file that is no backup, or a damaged one.
    """
    for place in (location, *audit_files(location)):
        if place.exists() and not (place.is_dir() and not any(place.iterdir())):
            raise AccessError(f"expected an empty place to restore to, got {place}, which exists; name another one")
    parent = location.resolve().parent
    parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=f".{location.name}-", dir=parent) as folder:
        made = Path(folder) / "store"
        manifest = _read_archive(backup, made, watch)
        for old, new in zip((*audit_files(made), made), (*audit_files(location), location), strict=True):
            if old.exists():
                os.replace(old, new)
    return manifest


def named_quads(store: EmbeddedStore) -> Iterator[Quad]:
    """Every quad of every named graph, graph by graph."""
    for graph in store.graphs():
        yield from store.graph(graph)


def _write_graph(store: EmbeddedStore, file: IO[bytes], *, at: datetime, version: str, watch: Watch) -> Manifest:
    digest, quads, counts = hashlib.sha256(), 0, store.stats()
    for line in sorted_lines(_watched(named_quads(store), counts["quads"], watch)):
        file.write(line)
        digest.update(line)
        quads += 1
    return Manifest(
        format=FORMAT,
        made=at.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z"),
        parley=version,
        sha256=digest.hexdigest(),
        quads=quads,
        graphs=len(store.graphs()),
        articles=counts["articles"],
        positions=counts["positions"],
    )


def _write_archive(path: Path, manifest: Manifest, graph: IO[bytes], logs: Iterable[Path]) -> None:
    made = int(datetime.fromisoformat(manifest.made).timestamp())
    with path.open("xb") as raw:
        # No file name and no time in the gzip header, no user in the tar: the same store gives the same bytes.
        with gzip.GzipFile("", "wb", LEVEL, raw, mtime=0) as packed, tarfile.open(fileobj=packed, mode="w|") as tar:

            def put(name: str, content: IO[bytes]) -> None:
                member = tarfile.TarInfo(name)
                member.size, member.mtime = content.seek(0, os.SEEK_END), made
                content.seek(0)
                tar.addfile(member, content)

            put(MANIFEST, BytesIO(json.dumps(asdict(manifest), indent=2).encode() + b"\n"))
            put(GRAPH, graph)
            for name, log in zip(LOGS, logs, strict=True):
                if log.exists():
                    with log.open("rb") as content:
                        put(name, content)
        raw.flush()
        os.fsync(raw.fileno())


def _read_archive(backup: Path, made: Path, watch: Watch) -> Manifest:
    """Make the store and its log at ``made``, and check it against the manifest."""
    with _members(backup) as members:
        manifest = _manifest(members, backup)
        name, content = next(members, ("nothing", BytesIO()))
        if name != GRAPH:
            raise InputError(f"expected {GRAPH} in the backup {backup}, got {name}")
        engine = pyoxigraph.Store(str(made))
        found = pyoxigraph.parse(content, RdfFormat.N_QUADS)
        remaining = iter(merged(_watched(found, manifest.quads, watch)))
        while chunk := list(islice(remaining, CHUNK)):
            engine.bulk_extend(chunk)
        engine.flush()
        del engine
        for log, path in zip(LOGS, audit_files(made), strict=True):
            name, content = next(members, ("", BytesIO()))
            if name == log:
                with path.open("wb") as file:
                    shutil.copyfileobj(content, file)
    with open_embedded(made, read_only=True) as store:
        digest = digest_of(sorted_lines(named_quads(store)))
    if digest != manifest.sha256:
        raise InputError(
            f"expected a graph with SHA-256 {manifest.sha256} in {backup}, as its manifest says, got {digest}:"
            " the backup was changed; take another one"
        )
    return manifest


@contextmanager
def _members(backup: Path) -> Iterator[Iterator[tuple[str, IO[bytes]]]]:
    """The files in a backup, one after the other; nothing is unpacked to where the archive says."""

    def read(tar: tarfile.TarFile) -> Iterator[tuple[str, IO[bytes]]]:
        for member in tar:
            content = tar.extractfile(member)
            if content is not None:
                yield member.name, content

    try:
        with gzip.open(backup) as packed:
            with tarfile.open(fileobj=packed, mode="r|") as tar:
                yield read(tar)
            while packed.read(2**16):  # its checksum comes last
                pass
    except (tarfile.TarError, EOFError, zlib.error, gzip.BadGzipFile, SyntaxError) as error:
        raise InputError(f"expected a whole backup in {backup}, got a damaged one: {error}") from error
    except AccessError:
        raise
    except OSError as error:
        raise AccessError(f"expected to read the backup {backup}, got: {error.strerror or error}") from error


def _manifest(members: Iterator[tuple[str, IO[bytes]]], backup: Path) -> Manifest:
    name, content = next(members, ("nothing", BytesIO()))
    try:
        found: Any = json.load(content) if name == MANIFEST else None
        manifest = Manifest(**found)
    except (ValueError, TypeError) as error:
        raise InputError(f"expected a backup that parley backup made, got {backup}, which is none") from error
    if manifest.format != FORMAT:
        raise InputError(
            f"expected a backup of format {FORMAT}, got {backup} of format {manifest.format},"
            f" which Parley {manifest.parley} made: restore it with that version or a newer one"
        )
    return manifest


def _watched(quads: Iterable[Quad], total: int, watch: Watch) -> Iterator[Quad]:
    for number, quad in enumerate(quads):
        if number % EVERY == 0:
            watch(number, max(number, total), "statements")
        yield quad

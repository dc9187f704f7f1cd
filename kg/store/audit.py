"""The audit log: every write to a store, who made it, when, what it was before and what after, and nothing is lost.

Two files beside the store. ``<store>.audit.jsonl`` has an entry a line; each carries the SHA-256 of the line before,
so that a changed, missing or inserted line shows. ``<store>.audit.rdfp.gz`` has what each entry took out and put in,
as RDF Patch (Apache Jena's "A" and "D" lines), one gzip member an entry: ``zcat`` prints the whole history, and from
the graph as it is now one can walk back to any earlier one.

Both are on disk before the store is changed: there is no write without an entry. An entry whose write then failed, or
whose process was killed in between, is recognised by the next one, or by the store itself (``kg.store.trail``).
"""

from __future__ import annotations

import gzip
import hashlib
import json
import os
import shutil
from collections.abc import Callable, Collection, Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from io import SEEK_END, FileIO
from pathlib import Path

from pyoxigraph import Literal, NamedNode, Quad

from kg.errors import AccessError
from kg.rdf.sorting import digest_of, lines_of
from kg.rdf.vocabulary import SOURCE, TITLE
from kg.store.journal import GraphChange

ENTRIES, PATCHES = ".audit.jsonl", ".audit.rdfp.gz"
BEGINNING = "0" * 64
"""What stands for the line before the first."""

_LEVEL = 1  # of compression: a tenth of the size already, in a quarter of the time of the usual 6


@dataclass(frozen=True, kw_only=True, slots=True)
class GraphState:
    """How much a named graph holds, and the SHA-256 of its N-Quads, one a line, in the order of their bytes."""

    quads: int
    sha256: str


@dataclass(frozen=True, kw_only=True, slots=True)
class ChangedGraph:
    """A named graph before and after a write; an article's graph with the article's source and title."""

    graph: str
    source: str | None
    title: str | None
    before: GraphState
    after: GraphState


@dataclass(frozen=True, kw_only=True, slots=True)
class Patch:
    """Where in the file of patches an entry's own begins, how many bytes it has there, and their SHA-256."""

    offset: int
    length: int
    sha256: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Entry:
    """One write: the ``number``-th, made ``by`` somebody ``at`` a time in UTC.

    ``session`` is the number of the first entry that the same process wrote. ``cut`` counts the bytes of an
    unfinished entry that a killed process left before this one; they were cut off.
    """

    number: int
    session: int
    at: str
    by: str
    graphs: tuple[ChangedGraph, ...]
    patch: Patch
    cut: int
    previous: str

    def line(self) -> bytes:
        """The entry as it stands in the log."""
        text = json.dumps(asdict(self), ensure_ascii=False, separators=(",", ":"))
        return text.encode("utf-8", "backslashreplace") + b"\n"


class AuditLog:
    """The log of the store at ``location``, to be written: a ``kg.store.journal.Journal``.

    Nothing is opened before the first write, when this process holds the store and is the only one to write the log;
    nothing stays open after a write. ``clock`` gives the time of each entry, with a time zone.
    """

    def __init__(self, location: str | Path, clock: Callable[[], datetime]) -> None:
        self._files = audit_files(location)
        self._clock = clock
        self._end: _End | None = None

    def __call__(self, author: str, changes: Mapping[NamedNode, GraphChange]) -> None:
        """Put a write on record before it is made.

        Raises AccessError when that cannot be done: there is no entry then, and the write must not be made.
        """
        contents = {graph: (lines_of(change.before), lines_of(change.after)) for graph, change in changes.items()}
        patch = gzip.compress(_patch(contents.values()), _LEVEL, mtime=0)
        try:
            with open(self._files[0], "ab+", 0) as entries, open(self._files[1], "ab+", 0) as patches:
                end = self._end or _resume(entries, patches)
                entry = Entry(
                    number=end.number + 1,
                    session=end.session or end.number + 1,
                    at=self._clock().astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z"),
                    by=author,
                    graphs=tuple(
                        _changed(graph, changes[graph], *contents[graph]) for graph in sorted(changes, key=str)
                    ),
                    patch=Patch(offset=_size(patches), length=len(patch), sha256=_sha256(patch)),
                    cut=end.cut,
                    previous=end.digest,
                )
                line = entry.line()
                _append_both((patches, patch), (entries, line))
        except OSError as error:
            if isinstance(error, AccessError):
                raise
            raise AccessError(
                f"expected to write the audit log {self._files[0]}, got: {error.strerror}; the graph is unchanged"
            ) from error
        self._end = _End(number=entry.number, digest=_sha256(line), session=entry.session)


def audit_files(location: str | Path) -> tuple[Path, Path]:
    """Where the entries and the patches of the store at ``location`` lie.

    >>> [path.name for path in audit_files("peace.db")]
    ['peace.db.audit.jsonl', 'peace.db.audit.rdfp.gz']
    """
    place = Path(location)
    return place.with_name(place.name + ENTRIES), place.with_name(place.name + PATCHES)


def copy_log(location: Path, target: Path) -> None:
    """Copy the audit log of the store at ``location``, if there is one, to where that of ``target`` lies.

    For whoever keeps the store from being written meanwhile. Raises AccessError when it cannot be copied.
    """
    try:
        for old, new in zip(audit_files(location), audit_files(target), strict=True):
            if old.exists():
                shutil.copyfile(old, new)
    except OSError as error:
        raise AccessError(f"expected to copy the audit log of {location}, got: {error.strerror}") from error


def entry_of(line: bytes, where: str) -> Entry:
    """The entry that a line of the log ``where`` is; AccessError for a line that is none."""
    try:
        record = json.loads(line)
        graphs = tuple(
            ChangedGraph(**{**each, "before": GraphState(**each["before"]), "after": GraphState(**each["after"])})
            for each in record["graphs"]
        )
        return Entry(**{**record, "graphs": graphs, "patch": Patch(**record["patch"])})
    except (ValueError, KeyError, TypeError) as error:
        raise AccessError(
            f"expected an entry in the audit log {where}, got a line that is none: {line[:60]!r};"
            " move the log away to begin a new one, and keep it"
        ) from error


def state_of_graph(quads: Collection[Quad]) -> GraphState:
    """How much these quads are, and their digest."""
    return _state(lines_of(quads))


@dataclass(frozen=True, kw_only=True, slots=True)
class _End:
    """Where a log stands: the last entry's number and its line's digest; the session that goes on, or what was cut."""

    number: int
    digest: str
    session: int = 0
    cut: int = 0


def _resume(entries: FileIO, patches: FileIO) -> _End:
    """Where the log stands that another process wrote, once what it left unfinished is cut off."""
    _keep_names(Path(entries.name).parent)
    last, torn = _last_line(entries)
    if torn:
        entries.truncate(_size(entries) - torn)
    if not last:
        patches.truncate(0)
        return _End(number=0, digest=BEGINNING, cut=torn)
    entry = entry_of(last, entries.name)
    end = entry.patch.offset + entry.patch.length
    if _size(patches) < end:
        raise AccessError(
            f"expected {end} bytes in {patches.name}, as the last entry says, got {_size(patches)};"
            " move both files of the audit log away to begin a new one, and keep them"
        )
    patches.truncate(end)  # a patch without an entry was never followed by a write
    return _End(number=entry.number, digest=_sha256(last), cut=torn)


def _last_line(file: FileIO) -> tuple[bytes, int]:
    """The last whole line, and how many bytes stand after it."""
    size, step, tail = _size(file), 4096, b""
    while len(tail) < size:
        file.seek(max(0, size - len(tail) - step))
        tail = file.read(min(step, size - len(tail))) + tail
        end = tail.rfind(b"\n")
        begin = tail.rfind(b"\n", 0, max(0, end))
        if begin >= 0:
            return tail[begin + 1 : end + 1], len(tail) - end - 1
        step *= 4
    end = tail.rfind(b"\n")
    return tail[: end + 1], len(tail) - end - 1


def _size(file: FileIO) -> int:
    return file.seek(0, SEEK_END)


def _append_both(*parts: tuple[FileIO, bytes]) -> None:
    """Put each on disk at the end of its file, one after the other; none where one of them fails."""
    sizes = [_size(file) for file, _ in parts]
    try:
        for file, data in parts:
            rest = memoryview(data)
            while rest:
                rest = rest[file.write(rest) :]
            os.fsync(file.fileno())
    except OSError:
        for (file, _), size in zip(parts, sizes, strict=True):
            file.truncate(size)
        raise


def _keep_names(folder: Path) -> None:
    """Let the names of new files in the folder survive a power cut."""
    if os.name == "nt":  # where a folder cannot be opened, and need not be
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _patch(contents: Collection[tuple[list[bytes], list[bytes]]]) -> bytes:
    """What goes and what comes, as one transaction of an RDF Patch."""
    gone = sorted(line for before, after in contents for line in set(before) - set(after))
    come = sorted(line for before, after in contents for line in set(after) - set(before))
    return b"".join([b"TX .\n", *(b"D " + line for line in gone), *(b"A " + line for line in come), b"TC .\n"])


def _changed(graph: NamedNode, change: GraphChange, before: list[bytes], after: list[bytes]) -> ChangedGraph:
    quads = change.after or change.before
    return ChangedGraph(
        graph=graph.value,
        source=_told(quads, SOURCE),
        title=_told(quads, TITLE),
        before=_state(before),
        after=_state(after),
    )


def _told(quads: Collection[Quad], role: NamedNode) -> str | None:
    values = (quad.object.value for quad in quads if quad.predicate == role and isinstance(quad.object, Literal))
    return min(values, default=None)


def _state(lines: list[bytes]) -> GraphState:
    return GraphState(quads=len(lines), sha256=digest_of(lines))


def _sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()

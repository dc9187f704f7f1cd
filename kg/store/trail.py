"""Reading a store's audit log: whether it is whole, whether the graph is what it says, and what was there before."""

from __future__ import annotations

import gzip
import hashlib
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import pyoxigraph
from pyoxigraph import NamedNode, Quad, RdfFormat

from kg.errors import AccessError
from kg.rdf.iris import ONTOLOGY_GRAPH
from kg.store.audit import BEGINNING, ChangedGraph, Entry, GraphState, audit_files, entry_of, state_of_graph

NOTHING = state_of_graph(())
STORE = "the store"


@dataclass(frozen=True, kw_only=True, slots=True)
class Trail:
    """The entries of a log, and what is wrong with it: chains that break, patches that are missing or changed.

    ``torn`` counts the bytes of an entry that was never finished, and so never followed by a write.
    """

    location: Path
    entries: tuple[Entry, ...]
    faults: tuple[str, ...]
    torn: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Audit:
    """How a log and a graph fit: ``faults`` is empty when they do.

    ``unmade`` are the numbers of entries whose write was never made: it failed, or its process was killed before. (If
    nothing was written after it, a write that was taken back past the log looks the same.)
    ``older`` counts the graphs that were there before the log began.
    """

    faults: tuple[str, ...]
    unmade: tuple[int, ...]
    older: int


def read_trail(location: str | Path) -> Trail:
    """The audit log of the store at ``location``; without entries where there is none."""
    entries, patches = audit_files(location)
    lines = entries.read_bytes().splitlines(keepends=True) if entries.exists() else []
    torn = len(lines.pop()) if lines and not lines[-1].endswith(b"\n") else 0
    found, faults, previous = [], [], BEGINNING
    for number, line in enumerate(lines, start=1):
        try:
            entry = entry_of(line, str(entries))
        except AccessError as error:
            faults.append(f"line {number}: {error}")
            break
        if (entry.number, entry.previous) != (number, previous):
            faults.append(f"line {number}: expected entry {number} with the digest of the line before, got another")
        found.append(entry)
        previous = hashlib.sha256(line).hexdigest()
    faults += _patch_faults(patches, found)
    return Trail(location=Path(location), entries=tuple(found), faults=tuple(faults), torn=torn)


def audit(trail: Trail, graphs: Mapping[NamedNode, GraphState]) -> Audit:
    """Whether the ``graphs`` of a store are what its log says they are."""
    ledger = _Ledger(trail.entries)
    found = {graph.value: state for graph, state in graphs.items()}
    for graph in sorted(ledger.last):
        ledger.see(graph, found.get(graph, NOTHING), STORE)
    older = sorted(found.keys() - ledger.last.keys())
    faults = [*trail.faults, *ledger.faults, *ledger.doubts(trail.entries)]
    if ledger.since_beginning:
        faults += [f"expected only graphs that the log knows, got {graph} in the store" for graph in older]
        older = []
    return Audit(faults=tuple(faults), unmade=tuple(sorted(ledger.unmade)), older=len(older))


def content_before(trail: Trail, number: int, graph: NamedNode, now: Collection[Quad]) -> tuple[Quad, ...]:
    """What ``graph`` held before the entry with this ``number``, given what it holds ``now``: later writes undone.

    Raises AccessError when the patches do not lead there.
    """
    _, patches = audit_files(trail.location)
    ledger = _Ledger(trail.entries)
    ledger.see(graph.value, state_of_graph(now), STORE)
    content, wanted = set(now), NOTHING
    for entry in reversed(trail.entries[number - 1 :]):
        for changed in entry.graphs if entry.number not in ledger.unmade else ():
            if changed.graph == graph.value:
                gone, come = _parts(_patch(patches, entry), graph)
                content, wanted = (content - come) | gone, changed.before
    if state_of_graph(content) != wanted:
        raise AccessError(f"expected {graph.value} with SHA-256 {wanted.sha256} before entry {number}, got another")
    return tuple(sorted(content, key=str))


class _Ledger:
    """What each graph is expected to hold, as entry after entry says, and which entries were made as far as is seen."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        self.faults: list[str] = []
        self.made: set[int] = set()
        self.unmade: set[int] = set()
        self.gone: set[int] = set()  # those unmade ones that the store alone shows as such
        self.since_beginning = False
        self.last: dict[str, tuple[int, ChangedGraph]] = {}
        for entry in entries:
            if any(each.graph == ONTOLOGY_GRAPH.value and each.before == NOTHING for each in entry.graphs):
                # Every new store begins with the ontology: what the log tells up to here was of one that is gone.
                self.last.clear()
                self.since_beginning = True
            for each in entry.graphs:
                self.see(each.graph, each.before, f"entry {entry.number}")
                self.last[each.graph] = (entry.number, each)

    def see(self, graph: str, state: GraphState, where: str) -> None:
        """Compare a graph's state, later on, with what its last entry says."""
        if graph not in self.last:
            return
        number, change = self.last[graph]
        if state == change.after:
            self.made.add(number)
        elif state == change.before:
            self.unmade.add(number)
            if where == STORE:
                self.gone.add(number)
            self.last[graph] = (number, replace(change, after=change.before))
        else:
            self.faults.append(
                f"expected {graph} as entry {number} left it ({change.after.quads} quads), got {state.quads} others"
                f" in {where}: it was changed past the log, or entries are missing"
            )

    def doubts(self, entries: Iterable[Entry]) -> Iterator[str]:
        """Entries that cannot have gone unmade: a write is made as a whole, and none follows one that failed."""
        last_made = {entry.session: entry.number for entry in entries if entry.number in self.made}
        for entry in entries:
            later = last_made.get(entry.session, 0)
            if (entry.number in self.gone and later >= entry.number) or entry.number in self.unmade & self.made:
                yield f"expected what entry {entry.number} wrote, got graphs without it: they were changed past the log"


def _patch_faults(patches: Path, entries: Sequence[Entry]) -> Iterator[str]:
    end = 0
    for entry in entries:
        try:
            _patch(patches, entry)
        except AccessError as error:
            yield f"entry {entry.number}: {error}"
        if entry.patch.offset != end:
            yield f"entry {entry.number}: expected its patch at byte {end}, got {entry.patch.offset}"
        end = entry.patch.offset + entry.patch.length


def _patch(patches: Path, entry: Entry) -> bytes:
    """An entry's own part of the file of patches, still packed."""
    try:
        with patches.open("rb") as file:
            file.seek(entry.patch.offset)
            packed = file.read(entry.patch.length)
    except OSError as error:
        raise AccessError(f"expected to read {patches}, got: {error.strerror}") from error
    if hashlib.sha256(packed).hexdigest() != entry.patch.sha256:
        raise AccessError(f"expected a patch with SHA-256 {entry.patch.sha256} in {patches}, got another")
    return packed


def _parts(packed: bytes, graph: NamedNode) -> tuple[set[Quad], set[Quad]]:
    """What an entry took out of a graph, and what it put in."""
    lines = gzip.decompress(packed).splitlines(keepends=True)
    gone, come = (
        {
            quad
            for quad in pyoxigraph.parse(b"".join(line[2:] for line in lines if line[:2] == kind), RdfFormat.N_QUADS)
            if quad.graph_name == graph
        }
        for kind in (b"D ", b"A ")
    )
    return gone, come

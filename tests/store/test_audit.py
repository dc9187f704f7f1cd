"""The audit log: every write is on record before it is made, what was there before comes back, tampering shows."""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta, timezone
from itertools import count
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, Quad

from kg.errors import AccessError
from kg.rdf import article_quads
from kg.rdf.decoding import decode_record
from kg.rdf.iris import COPIES_GRAPH, ONTOLOGY_GRAPH, article_graph
from kg.store.audit import AuditLog, GraphState, audit_files, state_of_graph
from kg.store.embedded import EmbeddedStore, open_embedded
from kg.store.journal import GraphChange
from kg.store.trail import Audit, audit, content_before, read_trail
from tests.rdf.samples import harbour_record, many_records

SOUND = Audit(faults=(), unmade=(), older=0)


def ticking() -> Callable[[], datetime]:
    """A clock that moves on by a second at each look, two hours east of Greenwich."""
    ticks = count()
    return lambda: datetime(2025, 3, 20, 10, tzinfo=timezone(timedelta(hours=2))) + timedelta(seconds=next(ticks))


@pytest.fixture
def place(tmp_path: Path) -> Path:
    return tmp_path / "peace.db"


@pytest.fixture
def store(place: Path) -> Iterator[EmbeddedStore]:
    log = AuditLog(place, ticking())
    with open_embedded(place, read_only=False, journal=log, author="ana") as opened:
        yield opened


def states(store: EmbeddedStore) -> dict[NamedNode, GraphState]:
    return {graph: state_of_graph(store.graph(graph)) for graph in store.graphs()}


def test_every_write_is_an_entry_that_says_who_when_and_what(store: EmbeddedStore, place: Path) -> None:
    record = harbour_record()
    store.add(record)
    store.add(record)  # changes nothing, so it is no write
    store.author = "bela"
    store.remove(record.article.id)
    began, added, removed = read_trail(place).entries
    assert [each.graph for each in began.graphs] == [ONTOLOGY_GRAPH.value]
    (change,) = added.graphs
    assert (added.number, added.at, added.by) == (2, "2025-03-20T08:00:01.000000Z", "ana")
    assert (change.graph, change.source) == (article_graph(record.article.id).value, "wire/harbour.txt")
    assert change.title == "Ardania sets terms for harbour truce"
    assert (change.before.quads, change.after.quads) == (0, len(article_quads(record)))
    assert (removed.number, removed.at, removed.by) == (3, "2025-03-20T08:00:02.000000Z", "bela")
    (change,) = removed.graphs
    assert change.title == "Ardania sets terms for harbour truce"
    assert (change.before, change.after.quads) == (added.graphs[0].after, 0)
    assert audit(read_trail(place), states(store)) == SOUND


def test_what_was_removed_or_replaced_comes_back_from_the_patches(store: EmbeddedStore, place: Path) -> None:
    one, other = many_records(2)
    store.add_many([one, other])
    store.link_copies({other.article.id: one.article.id})
    links = store.graph(COPIES_GRAPH)
    store.remove(other.article.id)
    graph, trail = article_graph(other.article.id), read_trail(place)
    assert [len(entry.graphs) for entry in trail.entries] == [1, 2, 1, 2]
    assert decode_record(content_before(trail, 4, graph, ())) == other
    assert set(content_before(trail, 4, COPIES_GRAPH, ())) == links
    assert content_before(trail, 2, graph, ()) == ()
    with pytest.raises(AccessError, match=f"expected {graph.value} with SHA-256 [0-9a-f]{{64}} before entry 4, got an"):
        content_before(trail, 4, graph, article_quads(one))


def test_the_patches_are_one_file_that_other_tools_read(store: EmbeddedStore, place: Path) -> None:
    graph = NamedNode("https://example.org/notes")
    note, later = (Quad(graph, NamedNode("https://example.org/says"), Literal(each), graph) for each in ("a\nb", "c"))
    store.replace_graphs({graph: [note]})
    store.replace_graphs({graph: [later]})
    history = gzip.decompress(audit_files(place)[1].read_bytes()).decode()
    assert history.endswith(
        'TX .\nA <https://example.org/notes> <https://example.org/says> "a\\nb" <https://example.org/notes> .\nTC .\n'
        'TX .\nD <https://example.org/notes> <https://example.org/says> "a\\nb" <https://example.org/notes> .\n'
        'A <https://example.org/notes> <https://example.org/says> "c" <https://example.org/notes> .\nTC .\n'
    )


def test_the_same_writes_give_the_same_bytes(tmp_path: Path) -> None:
    logs = []
    for name in ("one", "other"):
        (tmp_path / name).mkdir()
        place = tmp_path / name / "peace.db"
        log = AuditLog(place, ticking())
        with open_embedded(place, read_only=False, journal=log) as store:
            store.add_many(many_records(3))
            logs.append([path.read_bytes() for path in audit_files(place)])
    assert logs[0] == logs[1]


def test_an_entry_that_was_never_finished_is_cut_off_and_the_next_one_says_so(place: Path) -> None:
    entries, patches = audit_files(place)
    grow(place, 1)
    whole = entries.read_bytes()
    entries.write_bytes(whole + b'{"number":4,"at":"20')
    patches.write_bytes(patches.read_bytes() + b"half a patch")
    assert read_trail(place).torn == 20
    assert read_trail(place).faults == ()
    grow(place, 2)
    assert entries.read_bytes().startswith(whole)
    trail = read_trail(place)
    assert (trail.entries[-1].cut, trail.torn, trail.faults) == (20, 0, ())


@pytest.mark.parametrize("last", [1, 100])
def test_a_log_is_continued_however_long_its_last_line_is(last: int, place: Path) -> None:
    grow(place, last)
    grow(place, last + 1)
    trail = read_trail(place)
    assert [entry.number for entry in trail.entries] == [1, 2, 3]
    assert trail.faults == ()


def test_a_write_that_was_recorded_but_never_made_is_told_from_one_that_was(place: Path) -> None:
    grow(place, 1)
    log = AuditLog(place, ticking())
    graph, quads = article_graph("0123456789abcdef"), article_quads(harbour_record())
    log("ana", {graph: GraphChange(before=(), after=quads)})  # and the process is killed here
    with open_embedded(place, read_only=True) as store:
        found = states(store)
    assert audit(read_trail(place), found) == Audit(faults=(), unmade=(3,), older=0)
    log("ana", {graph: GraphChange(before=(), after=quads)})  # again, and this time it is made
    assert audit(read_trail(place), found | {graph: state_of_graph(quads)}) == Audit(faults=(), unmade=(3,), older=0)


def test_a_log_that_cannot_be_written_stops_the_write(store: EmbeddedStore, place: Path) -> None:
    resource = pytest.importorskip("resource", reason="only Unix can limit the size of a file")
    before = [path.read_bytes() for path in audit_files(place)]
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (len(before[1]) + 10, hard))
    try:
        with pytest.raises(AccessError) as refused:
            store.add(harbour_record())
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    log = audit_files(place)[0]
    assert str(refused.value) == f"expected to write the audit log {log}, got: File too large; the graph is unchanged"
    assert store.articles() == []
    assert [path.read_bytes() for path in audit_files(place)] == before
    store.add(harbour_record())
    assert audit(read_trail(place), states(store)) == SOUND


def test_tampering_shows(place: Path) -> None:
    grow(place, 2)
    grow(place, 3)
    entries, patches = audit_files(place)
    lines, packed = entries.read_bytes().splitlines(keepends=True), patches.read_bytes()
    changed = lines[1].replace(b'"by":"ana"', b'"by":"eve"')
    link = "expected entry 3 with the digest of the line before, got another"

    def faults(log: list[bytes], data: bytes = packed) -> tuple[str, ...]:
        entries.write_bytes(b"".join(log))
        patches.write_bytes(data)
        return read_trail(place).faults

    assert faults([lines[0], changed, lines[2]]) == (f"line 3: {link}",)
    assert faults([lines[0], lines[2]])[0] == f"line 2: {link.replace('3', '2')}"
    assert faults(lines[1:])[0] == f"line 1: {link.replace('3', '1')}"
    broken = faults([lines[0], b'{"number": 2}\n', lines[2]])
    assert broken == (
        f"line 2: expected an entry in the audit log {entries}, got a line that is none: b'{{\"number\": 2}}\\n';"
        " move the log away to begin a new one, and keep it",
    )
    digest = json.loads(lines[2])["patch"]["sha256"]
    assert faults(lines, packed[:-1]) == (f"entry 3: expected a patch with SHA-256 {digest} in {patches}, got another",)
    assert faults(lines) == ()


def test_what_was_changed_past_the_log_shows(place: Path) -> None:
    grow(place, 2)
    one, two, three = (article_graph(record.article.id) for record in many_records(3))
    with open_embedded(place, read_only=False) as store:
        store.remove(one.value[-16:])
        store.add_many(list(many_records(3))[2:])
        store.replace_graphs({two: list(store.graph(two))[1:]})
        found = audit(read_trail(place), states(store))
    quads = len(article_quads(list(many_records(2))[1]))
    assert found.faults == (
        f"expected {two.value} as entry 2 left it ({quads} quads), got {quads - 1} others in the store: it was changed"
        " past the log, or entries are missing",
        f"expected only graphs that the log knows, got {three.value} in the store",
    )
    assert found.unmade == (2,)  # the log alone cannot tell a graph that was never written from one taken away


def test_a_write_is_made_as_a_whole_or_was_changed_past_the_log(place: Path) -> None:
    grow(place, 2)
    grow(place, 3)
    with open_embedded(place, read_only=False) as store:
        store.remove(next(many_records(1)).article.id)
        (fault,) = audit(read_trail(place), states(store)).faults
    assert fault == "expected what entry 2 wrote, got graphs without it: they were changed past the log"


def test_a_missing_end_of_the_log_shows(place: Path) -> None:
    grow(place, 1)
    grow(place, 2)
    log = audit_files(place)[0]
    log.write_bytes(b"".join(log.read_bytes().splitlines(keepends=True)[:-1]))
    with open_embedded(place, read_only=True) as store:
        (fault,) = audit(read_trail(place), states(store)).faults
    assert fault.startswith("expected only graphs that the log knows, got https://w3id.org/parley/id/graph/")


def test_a_store_may_be_older_than_its_log_or_begin_anew(place: Path, tmp_path: Path) -> None:
    with open_embedded(place, read_only=False) as store:
        store.add(harbour_record())
    grow(place, 1)
    with open_embedded(place, read_only=True) as store:
        assert audit(read_trail(place), states(store)) == Audit(faults=(), unmade=(), older=2)
    place.rename(tmp_path / "elsewhere")
    grow(place, 2)
    with open_embedded(place, read_only=True) as store:
        assert audit(read_trail(place), states(store)) == SOUND


def test_patches_that_are_lost_stop_the_next_write(place: Path) -> None:
    grow(place, 1)
    patches = audit_files(place)[1]
    size = patches.stat().st_size
    patches.write_bytes(b"")
    with pytest.raises(AccessError) as refused:
        grow(place, 2)
    assert str(refused.value) == (
        f"expected {size} bytes in {patches}, as the last entry says, got 0;"
        " move both files of the audit log away to begin a new one, and keep them"
    )


def grow(place: Path, articles: int) -> None:
    """Put the first so many articles in, in one write by Ana."""
    log = AuditLog(place, lambda: datetime(2025, 3, 20, tzinfo=UTC))
    with open_embedded(place, read_only=False, journal=log, author="ana") as store:
        store.add_many(many_records(articles))

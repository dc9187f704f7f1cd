"""Backups equal what they were made of, damaged ones are refused, and every fault of a store is found and named."""

from __future__ import annotations

import gzip
import hashlib
import json
import random
import sqlite3
import tarfile
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

import pyoxigraph
import pytest
from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode, Quad
from rdflib.compare import to_canonical_graph
from rdflib.graph import Graph

from kg.errors import AccessError, InputError
from kg.rdf import article_quads
from kg.rdf.iris import COPIES_GRAPH, article_graph, article_iri
from kg.rdf.sorting import digest_of, lines_of, sorted_lines
from kg.rdf.vocabulary import CONFIDENCE, COPY_OF, EXACT, TEXT
from kg.store import open_store
from kg.store.audit import audit_files
from kg.store.checking import Check, Verdict, check_store
from kg.store.embedded import open_embedded
from kg.store.keeping import Manifest, named_quads, restore_backup, write_backup
from kg.store.owner import Owner
from kg.store.read_model.mirror import cache_file
from tests.rdf.samples import harbour_record, many_records

AT = datetime(2025, 3, 20, 8, 30, tzinfo=UTC)
NOTES = NamedNode("https://example.org/notes")
SAYS = NamedNode("https://example.org/says")


def silent(done: int, total: int, what: str) -> None:
    """Watch nothing."""


def back_up(place: Path, target: Path) -> Manifest:
    return write_backup(place, target, at=AT, version="0.1.0", watch=silent)


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """A store with five articles, one a copy of another, and somebody's own graph with blank nodes."""
    place = tmp_path / "peace.db"
    records = [harbour_record(), *many_records(4, 3)]
    node, other = BlankNode("a"), BlankNode("b")
    with open_store(place) as store:
        store.add_many(records)
        store.link_copies({records[1].article.id: records[0].article.id})
        store.replace_graphs({
            NOTES: [
                Quad(node, SAYS, other, NOTES),
                Quad(other, SAYS, node, NOTES),
                Quad(node, SAYS, Literal("line one\nline two \u2028 \u202e \x01", language="de"), NOTES),
            ]
        })  # fmt: skip
    return place


def test_a_restored_graph_equals_the_one_that_was_backed_up(place: Path, tmp_path: Path) -> None:
    manifest = back_up(place, tmp_path / "b.tar.gz")
    assert (manifest.made, manifest.parley, manifest.articles) == ("2025-03-20T08:30:00Z", "0.1.0", 5)
    again = tmp_path / "again" / "new.db"
    assert restore_backup(tmp_path / "b.tar.gz", again, watch=silent) == manifest
    with open_embedded(place, read_only=True) as one, open_embedded(again, read_only=True) as other:
        quads, restored = list(named_quads(one)), list(named_quads(other))
        assert len(quads) == len(restored) == manifest.quads
        assert digest_of(lines_of(quads)) == digest_of(lines_of(restored)) == manifest.sha256
        assert canonical(quads) == canonical(restored)
        assert one.stats() == other.stats()
        assert rdflib_hash(quads) == rdflib_hash(restored)  # so says another implementation
        assert [each.verdict for each in check(again)] == [Verdict.OK] * 7
    assert [path.read_bytes() for path in audit_files(again)] == [path.read_bytes() for path in audit_files(place)]
    assert sorted(path.name for path in again.parent.iterdir()) == [
        "new.db", "new.db.audit.jsonl", "new.db.audit.rdfp.gz",
    ]  # fmt: skip


def test_the_audit_log_goes_on_in_a_restored_store(place: Path, tmp_path: Path) -> None:
    back_up(place, tmp_path / "b.tar.gz")
    restore_backup(tmp_path / "b.tar.gz", tmp_path / "new.db", watch=silent)
    with open_store(tmp_path / "new.db") as store:
        store.remove(harbour_record().article.id)
    assert verdicts(tmp_path / "new.db")["audit log"].found == (
        "an unbroken chain of 5 entries; the graphs are as it says"
    )


def test_the_same_store_gives_the_same_bytes_also_once_restored(place: Path, tmp_path: Path) -> None:
    back_up(place, tmp_path / "one.tar.gz")
    restore_backup(tmp_path / "one.tar.gz", tmp_path / "new.db", watch=silent)
    back_up(tmp_path / "new.db", tmp_path / "two.tar.gz")
    assert (tmp_path / "one.tar.gz").read_bytes() == (tmp_path / "two.tar.gz").read_bytes()


def test_a_backup_is_what_other_tools_read(place: Path, tmp_path: Path) -> None:
    manifest = back_up(place, tmp_path / "b.tar.gz")
    with tarfile.open(tmp_path / "b.tar.gz") as tar:
        assert tar.getnames() == ["manifest.json", "graph.nq", "audit.jsonl", "audit.rdfp.gz"]
        contents = {name: tar.extractfile(name).read() for name in tar.getnames()}  # type: ignore[union-attr]
    assert hashlib.sha256(contents["graph.nq"]).hexdigest() == manifest.sha256
    assert json.loads(contents["manifest.json"])["sha256"] == manifest.sha256
    lines = contents["graph.nq"].splitlines(keepends=True)
    assert lines == sorted(set(lines))
    assert len(lines) == manifest.quads


def test_a_target_or_place_that_is_taken_is_left_alone(place: Path, tmp_path: Path) -> None:
    target = tmp_path / "b.tar.gz"
    back_up(place, target)
    before = target.read_bytes()
    with pytest.raises(AccessError) as refused:
        back_up(place, target)
    assert str(refused.value) == f"expected a new file to write the backup to, got {target}, which exists"
    assert target.read_bytes() == before
    with pytest.raises(AccessError) as refused:
        restore_backup(target, place, watch=silent)
    assert str(refused.value) == f"expected an empty place to restore to, got {place}, which exists; name another one"
    (tmp_path / "log.db.audit.jsonl").write_bytes(b"")
    with pytest.raises(AccessError, match=r"got .*log\.db\.audit\.jsonl, which exists"):
        restore_backup(target, tmp_path / "log.db", watch=silent)
    (tmp_path / "empty.db").mkdir()
    restore_backup(target, tmp_path / "empty.db", watch=silent)


def test_every_damage_to_a_backup_is_noticed_and_leaves_nothing_behind(place: Path, tmp_path: Path) -> None:
    target, broken, new = tmp_path / "b.tar.gz", tmp_path / "broken.tar.gz", tmp_path / "new.db"
    back_up(place, target)
    whole, chance = target.read_bytes(), random.Random(11)
    damaged = [whole[: chance.randrange(len(whole) - 600)] for _ in range(5)]
    for _ in range(10):
        at = chance.randrange(10, len(whole) - 8)
        damaged.append(whole[:at] + bytes([whole[at] ^ 1 << chance.randrange(8)]) + whole[at + 1 :])
    for data in damaged:
        broken.write_bytes(data)
        with pytest.raises(InputError, match=r"^expected a (whole )?backup .* got "):
            restore_backup(broken, new, watch=silent)
        assert sorted(path.name for path in tmp_path.iterdir()) == [
            "b.tar.gz", "broken.tar.gz", "peace.db", "peace.db.audit.jsonl", "peace.db.audit.rdfp.gz",
        ]  # fmt: skip


def test_a_backup_that_was_rewritten_does_not_pass_for_the_original(place: Path, tmp_path: Path) -> None:
    target, forged = tmp_path / "b.tar.gz", tmp_path / "forged.tar.gz"
    manifest = back_up(place, target)

    def forge(name: str, old: bytes, new: bytes) -> None:
        with tarfile.open(target) as source, tarfile.open(forged, "w:gz") as copy:
            for member in source:
                content = source.extractfile(member).read()  # type: ignore[union-attr]
                content = content.replace(old, new) if member.name == name else content
                member.size = len(content)
                copy.addfile(member, BytesIO(content))

    forge("graph.nq", b"#stance-opposes", b"#stance-supports")
    with pytest.raises(InputError) as refused:
        restore_backup(forged, tmp_path / "new.db", watch=silent)
    assert str(refused.value).startswith(
        f"expected a graph with SHA-256 {manifest.sha256} in {forged}, as its manifest says, got "
    )
    forge("manifest.json", b'"format": 1', b'"format": 2')
    with pytest.raises(InputError) as refused:
        restore_backup(forged, tmp_path / "new.db", watch=silent)
    assert str(refused.value) == (
        f"expected a backup of format 1, got {forged} of format 2, which Parley 0.1.0 made:"
        " restore it with that version or a newer one"
    )
    forge("manifest.json", b'"quads"', b'"statements"')
    with pytest.raises(InputError) as refused:
        restore_backup(forged, tmp_path / "new.db", watch=silent)
    assert str(refused.value) == f"expected a backup that parley backup made, got {forged}, which is none"
    forge("graph.nq", b"<https:", b"<no scheme")
    with pytest.raises(InputError, match=rf"^expected a whole backup in {forged}, got a damaged one: "):
        restore_backup(forged, tmp_path / "new.db", watch=silent)


def test_a_file_that_is_no_backup_is_said(tmp_path: Path) -> None:
    other = tmp_path / "page.tar.gz"
    other.write_bytes(gzip.compress(b"<html>"))
    with pytest.raises(InputError, match=f"^expected a whole backup in {other}, got a damaged one: "):
        restore_backup(other, tmp_path / "new.db", watch=silent)
    with tarfile.open(other, "w:gz") as tar:
        tar.add(Path(__file__), arcname="../../etc/passwd")
    with pytest.raises(InputError, match=f"^expected a backup that parley backup made, got {other}, which is none$"):
        restore_backup(other, tmp_path / "new.db", watch=silent)
    with pytest.raises(AccessError, match=r"^expected to read the backup .*, got: No such file or directory$"):
        restore_backup(tmp_path / "nothing.tar.gz", tmp_path / "new.db", watch=silent)


def test_progress_is_told(place: Path, tmp_path: Path) -> None:
    told: list[tuple[int, int, str]] = []
    write_backup(place, tmp_path / "b.tar.gz", at=AT, version="0.1.0", watch=lambda *seen: told.append(seen))
    assert told[0][0] == 0
    assert told[0][1:] == (told[0][1], "statements")


def test_sorted_lines_do_not_depend_on_order_or_chunks(monkeypatch: pytest.MonkeyPatch) -> None:
    quads = [quad for record in many_records(3, 2) for quad in article_quads(record)]
    lines = list(sorted_lines(quads))
    random.Random(3).shuffle(quads)
    assert list(sorted_lines([*quads, *quads])) == lines == lines_of(quads)
    monkeypatch.setattr("kg.rdf.sorting.CHUNK", 50)
    assert list(sorted_lines([*quads, *quads])) == lines
    assert lines == sorted(set(lines))


# Verifying


def test_a_sound_store_is_said_to_be_sound(place: Path) -> None:
    found = check(place, thorough=True)
    assert [(each.what, each.verdict, each.found) for each in found] == [
        ("articles", Verdict.OK, "5 articles read back as written, and 1 graph of people's own"),
        ("quotations", Verdict.OK, "16 stand word for word in their articles"),
        ("shapes", Verdict.OK, "5 of 5 articles looked at: they fit the SHACL shapes"),
        (
            "merge",
            Verdict.OK,
            f"{merge_size(place):,} different statements, the ontology's too: each of some graph, and none left out",
        ),
        ("copies", Verdict.OK, "1 near-copy is linked to its origin"),
        ("ontology", Verdict.OK, "the one of this version of Parley"),
        ("audit log", Verdict.OK, "an unbroken chain of 4 entries; the graphs are as it says"),
    ]
    assert all(each.faults == () and each.advice is None for each in found)


def test_a_quotation_that_does_not_stand_in_its_article_is_found(place: Path) -> None:
    graph = article_graph(harbour_record().article.id)
    change(place, graph, EXACT, lambda quad: Literal(quad.object.value.replace("rejected", "welcomed")))
    found = verdicts(place, thorough=True)
    (fault,) = found["articles"].faults
    assert fault.startswith(f'{graph.value}: expected "Belmark\'s coastguard welcomed a withdrawal." at [')
    assert fault.endswith('got "Belmark\'s coastguard rejected a withdrawal."')
    assert found["articles"].advice == "remove these articles and ingest them again, or restore a backup"
    assert found["articles"].verdict is Verdict.FAULT
    assert found["audit log"].verdict is Verdict.FAULT
    assert found["merge"].verdict is Verdict.FAULT


def test_a_text_that_was_changed_is_found_by_its_digest(place: Path) -> None:
    graph = article_graph(harbour_record().article.id)
    change(place, graph, TEXT, lambda quad: Literal(quad.object.value.replace("Monday", "Sunday")))
    (fault,) = verdicts(place)["articles"].faults
    assert fault.startswith(f"{graph.value}: expected ")


def test_a_graph_with_something_more_than_parley_writes_is_found(place: Path) -> None:
    record = harbour_record()
    graph = article_graph(record.article.id)
    past_parley(place).add(Quad(article_iri(record.article.id), SAYS, Literal("more"), graph))
    found = verdicts(place)
    assert found["articles"].faults == (
        f"{graph.value}: expected exactly what Parley writes of wire/harbour.txt, got more or less",
    )
    assert found["merge"].found == "1 statement of the graphs not in the merge"
    assert found["merge"].advice == "parley backup and parley restore make the merge anew"


def test_shapes_are_held_against_a_sample_or_all(place: Path) -> None:
    graphs = sorted(article_graph(record.article.id).value for record in [harbour_record(), *many_records(4, 3)])
    graph = NamedNode(graphs[-1])
    change(place, graph, CONFIDENCE, lambda quad: Literal("7", datatype=quad.object.datatype))
    found = verdicts(place, thorough=True)["shapes"]
    assert found.verdict is Verdict.FAULT
    assert all(fault.startswith(f"{graph.value}: https://w3id.org/parley/id/position/") for fault in found.faults)


def test_statements_of_the_merge_that_no_graph_has_are_found(place: Path) -> None:
    past_parley(place).add(Quad(NOTES, SAYS, Literal("stray"), DefaultGraph()))
    assert verdicts(place)["merge"].faults == ("1 statement of the merge in no graph",)


def test_links_between_copies_that_lead_nowhere_are_found(place: Path) -> None:
    nowhere = article_iri("0123456789abcdef")
    past_parley(place).extend(
        Quad(nowhere, COPY_OF, article_iri(harbour_record().article.id), graph)
        for graph in (COPIES_GRAPH, DefaultGraph())
    )
    found = verdicts(place)["copies"]
    assert found.faults == (
        f"a link from {nowhere} to {article_iri(harbour_record().article.id)}, where no two articles are",
        "links that are no pairs of copy and origin",
    )
    assert found.advice == "parley ingest of any article links the copies anew"


def test_a_store_without_a_log_is_sound(tmp_path: Path) -> None:
    place = tmp_path / "old.db"
    with open_embedded(place, read_only=False) as store:
        store.add(harbour_record())
    found = verdicts(place)["audit log"]
    assert (found.verdict, found.found) == (Verdict.NOTE, "none; it begins with the next write")
    with open_store(place) as store:
        store.add_many(many_records(1))
    found = verdicts(place)["audit log"]
    assert (found.verdict, found.found) == (
        Verdict.NOTE,
        "an unbroken chain of 1 entry; the graphs are as it says; 2 graphs are older than the log",
    )


def check(place: Path, *, thorough: bool = False) -> tuple[Check, ...]:
    with open_embedded(place, read_only=True) as store:
        return check_store(store, place, thorough=thorough, watch=silent)


def verdicts(place: Path, *, thorough: bool = False) -> dict[str, Check]:
    return {each.what: each for each in check(place, thorough=thorough)}


def merge_size(place: Path) -> int:
    engine = pyoxigraph.Store.read_only(str(place))
    return sum(1 for _ in engine.quads_for_pattern(None, None, None, DefaultGraph()))


def past_parley(place: Path) -> pyoxigraph.Store:
    """The engine itself; it lets go of the store when the expression that it is used in is done."""
    return pyoxigraph.Store(str(place))


def change(place: Path, graph: NamedNode, role: NamedNode, altered: Callable[[Quad], Literal]) -> None:
    """Put other values in the place of a graph's own, past Parley."""
    engine = past_parley(place)
    for quad in list(engine.quads_for_pattern(None, role, None, graph)):
        engine.remove(quad)
        engine.add(Quad(quad.subject, role, altered(quad), graph))


def canonical(quads: list[Quad]) -> set[Quad]:
    """The graph with its blank nodes named by their surroundings (RDF Dataset Canonicalization 1.0)."""
    dataset = pyoxigraph.Dataset(quads)
    dataset.canonicalize(pyoxigraph.CanonicalizationAlgorithm.RDFC_1_0)
    return set(dataset)


def rdflib_hash(quads: list[Quad]) -> str:
    """The graph with the blank nodes, canonical by another implementation and algorithm."""
    document = pyoxigraph.serialize(
        [quad.triple for quad in quads if quad.graph_name == NOTES], format=pyoxigraph.RdfFormat.N_TRIPLES
    )
    assert document is not None
    graph = to_canonical_graph(Graph().parse(data=document, format="nt"))
    return hashlib.sha256("\n".join(sorted(graph.serialize(format="nt").splitlines())).encode()).hexdigest()


def test_a_read_model_is_compared_with_one_made_anew(place: Path) -> None:
    assert "read model" not in verdicts(place)
    Owner(place, workers=1).close()
    assert (verdicts(place)["read model"].verdict, verdicts(place)["read model"].found) == (
        Verdict.OK,
        "current, and what one made anew holds",
    )
    cache = cache_file(place)
    with closing(sqlite3.connect(cache)) as connection, connection:
        connection.execute("UPDATE position_row SET row = replace(row, 'rejects', 'accepts')")
    found = verdicts(place)["read model"]
    assert found.faults == ("it says that it is current, but holds something else than the graph",)
    assert found.advice == f"delete {cache}; the next server makes it anew"
    with open_store(place) as store:
        store.remove(harbour_record().article.id)
    found = verdicts(place)["read model"]
    assert (found.verdict, found.found) == (
        Verdict.NOTE,
        "behind, as after any write without a server; the next server makes it anew",
    )
    cache.write_bytes(b"no database")
    with pytest.raises(AccessError, match=rf"^expected a read model in {cache}, got: file is not a database$"):
        verdicts(place)

"""``backup``, ``verify`` and ``restore`` as users call them."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import pytest

from kg.store import open_store
from tests.cli.conftest import Parley
from tests.cli.served import served
from tests.rdf.samples import harbour_record, many_records


@pytest.fixture
def peace(tmp_path: Path) -> Path:
    """A store with three articles, in the folder that commands run in."""
    with open_store(tmp_path / "peace.db") as store:
        store.add_many([harbour_record(), *many_records(2, 2)])
    return tmp_path / "peace.db"


def test_a_graph_goes_into_a_file_and_comes_back(peace: Path, parley: Parley) -> None:
    made = parley("backup", "b.tar.gz", "--store", "peace.db")
    assert made.status == 0, made.err
    digest = re.fullmatch(
        r"Wrote b\.tar\.gz with 3 articles and 7 positions\.\nSHA-256 of its graph: ([0-9a-f]{64})\n", made.out
    )
    assert digest, made.out
    shutil.rmtree(peace)
    for log in peace.parent.glob("peace.db.audit.*"):
        log.unlink()
    restored = parley("restore", "b.tar.gz", "--store", "peace.db")
    assert re.fullmatch(
        r"Restored 3 articles and 7 positions to peace\.db, as they were on \d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ\.\n",
        restored.out,
    )
    again = json.loads(parley("backup", "c.tar.gz", "--store", "peace.db", "--json").out)
    assert (again["backup"], again["sha256"], again["articles"]) == ("c.tar.gz", digest[1], 3)


@pytest.mark.usefixtures("peace")
def test_a_folder_gets_a_file_for_each_time(parley: Parley, tmp_path: Path) -> None:
    (tmp_path / "nightly").mkdir()
    made = json.loads(parley("backup", "nightly", "--store", "peace.db", "--json").out)
    assert re.fullmatch(r"nightly/peace\.db-\d{4}-\d\d-\d\dT\d\d-\d\d-\d\dZ\.tar\.gz", made["backup"])
    assert [path.name for path in (tmp_path / "nightly").iterdir()] == [Path(made["backup"]).name]


@pytest.mark.usefixtures("peace")
def test_a_sound_graph_and_backup_are_verified(parley: Parley) -> None:
    parley("backup", "b.tar.gz", "--store", "peace.db")
    found = parley("verify", "b.tar.gz")
    assert (found.status, found.err) == (0, "")
    rows = [line.split() for line in found.out.splitlines()[2:] if line[0] != " "]
    assert [row[0] for row in rows] == [
        "manifest", "articles", "quotations", "shapes", "merge", "copies", "ontology", "audit",
    ]  # fmt: skip
    assert "3 articles read back as written" in found.out
    for arguments in (("peace.db",), ("--store", "peace.db")):
        report = json.loads(parley("verify", *arguments, "--json", "--thorough").out)
        assert report["sound"] is True
        assert [check["verdict"] for check in report["checks"]] == ["ok"] * 7


def test_a_fault_is_named_with_what_to_do(peace: Path, parley: Parley) -> None:
    log = peace.with_name("peace.db.audit.jsonl")
    log.write_bytes(log.read_bytes().replace(b'"by":"', b'"by":"not ', 1))
    found = parley("verify", "peace.db")
    assert found.status == 1
    assert found.err == (
        "audit log: line 2: expected entry 2 with the digest of the line before, got another\n"
        "audit log: what to do: somebody or something changed the graph or the log; compare with a backup\n"
    )
    report = json.loads(parley("verify", "peace.db", "--json").out)
    assert report["sound"] is False


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        (("backup", "x.zip"), "expected a folder that exists, or a file name that ends in .tar.gz, got 'x.zip'"),
        (("backup", "no/x.tar.gz"), "expected a folder to write the backup to, got no, which is not there"),
        (("backup", "x.tar.gz", "--store", "no.db"),
         "expected a graph at no.db, found nothing there; parley ingest makes one"),
        (("backup", "x.tar.gz", "--store", "http://127.0.0.1:1"),
         "expected a graph on this machine, got http://127.0.0.1:1"),
        (("verify", "no.db"), "expected a graph at no.db, found nothing there; parley ingest makes one"),
        (("verify", "note.txt"), "expected a whole backup in note.txt, got a damaged one: Not a gzipped file (b'no')"),
        (("restore", "no.tar.gz", "--store", "new.db"), "expected a backup in no.tar.gz, got nothing"),
        (("restore", "peace.db", "--store", "new.db"), "expected a backup in peace.db, got a folder"),
        (("restore", "note.txt", "--store", "peace.db"),
         "expected an empty place to restore to, got peace.db, which exists; name another one"),
        (("restore", "note.txt", "--store", "http://127.0.0.1:1"),
         "expected a place on this machine to restore to, got http://127.0.0.1:1"),
    ],
)  # fmt: skip
@pytest.mark.usefixtures("peace")
def test_what_cannot_be_is_said_in_one_line(
    arguments: tuple[str, ...], complaint: str, parley: Parley, tmp_path: Path
) -> None:
    (tmp_path / "note.txt").write_text("no backup")
    stored = () if "--store" in arguments or arguments[0] == "verify" else ("--store", "peace.db")
    found = parley(*arguments, *stored)
    assert (found.status, found.out, found.err) == (1, "", f"parley: {complaint}\n")


def test_a_graph_that_a_server_holds_is_backed_up_and_verified_as_it_is_now(peace: Path, parley: Parley) -> None:
    with served(peace) as (server, client):
        client.post("/sparql", data={"update": "INSERT DATA { <x:a> <x:b> 'before' }"}).raise_for_status()
        report = json.loads(parley("verify", "--store", "peace.db", "--json").out)
        made = json.loads(parley("backup", "b.tar.gz", "--store", "peace.db", "--json").out)
        client.delete(f"/v1/articles/{harbour_record().article.id}").raise_for_status()
        server.terminate()  # one that is killed leaves its own copy for the next one to remove
        server.wait()
    assert report["sound"] is True
    assert report["checks"][0]["found"] == "3 articles read back as written, and 1 graph of people's own"
    assert report["checks"][-1]["found"] == "an unbroken chain of 3 entries; the graphs are as it says"
    assert made["articles"] == 3
    assert parley("verify", "b.tar.gz").status == 0
    assert [path.name for path in peace.parent.iterdir() if path.name.endswith(".snapshot")] == []


def test_a_graph_that_another_process_holds_is_not_opened(peace: Path, parley: Parley) -> None:
    with open_store(peace):
        found = parley("backup", "b.tar.gz", "--store", "peace.db")
    assert found.status == 1
    assert found.err.startswith("parley: expected to open the store at peace.db, but this process already holds it;")

"""``demo``: a first look at everything, over a folder that has a bad file in it too."""

from __future__ import annotations

from pathlib import Path

from kg.cli.demo import EXPORTS
from kg.store import open_store
from tests.cli.conftest import HARBOUR, Parley
from tests.rdf.samples import harbour_record


def test_the_demo_reads_shows_and_exports(parley: Parley, tmp_path: Path) -> None:
    (tmp_path / "articles").mkdir()
    (tmp_path / "articles" / "harbour.txt").write_text(HARBOUR, "utf-8")
    (tmp_path / "shown").mkdir()
    (tmp_path / "articles" / "broken.txt").write_bytes(b"\0\1\2" * 100)
    with open_store(tmp_path / "shown" / "parley.db") as earlier:
        earlier.add(harbour_record())
    found = parley("demo", "articles", "--out", "shown")
    assert found.status == 0, found.err
    headings = [line.strip("═ ") for line in found.out.splitlines() if line.endswith("═")]
    assert headings == [
        "Reading the articles",
        "Who takes which stance on what",
        "And on which conditions",
        "The words behind one of them",
        "Actors and proposals",
        "Which sides stand together",
        "Who makes what depend on what",
        "Exports and pictures",
        "Go on",
    ]
    assert "1 article could not be read; the reasons are below." in found.out
    assert "parley: expected a text or an HTML page, got binary data in articles/broken.txt" in found.err
    for name, _ in EXPORTS:
        assert (tmp_path / "shown" / name).stat().st_size > 200
    for hint in ("export PARLEY_STORE=shown/parley.db", "parley serve"):
        assert hint in found.out
    with open_store(tmp_path / "shown" / "parley.db", read_only=True) as store:
        assert [header.source for header in store.articles()] == ["articles/harbour.txt"]


def test_a_demo_without_articles_says_so(parley: Parley) -> None:
    found = parley("demo", "nowhere")
    assert (found.status, found.err) == (1, "parley: expected a folder of articles, but there is no nowhere\n")

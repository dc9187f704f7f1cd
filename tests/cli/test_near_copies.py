"""What stands in near-copies is counted the same way everywhere, and each figure says what it counts."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

from kg.model.record import ArticleRecord
from kg.store import open_store
from tests.api.conftest import serving
from tests.cli.conftest import Parley
from tests.rdf.samples import harbour_record


def mirrored(record: ArticleRecord, source: str) -> ArticleRecord:
    """The same article on another site, a day later."""
    article = replace(record.article, source=source, published=date(2025, 3, 18))
    positions = tuple(
        replace(
            position,
            published=article.published,
            evidence=replace(position.evidence, article=article.id),
            conditions=tuple(replace(c, evidence=replace(c.evidence, article=article.id)) for c in position.conditions),
        )
        for position in record.positions
    )
    return replace(record, article=article, positions=positions)


def test_home_page_figures_and_command_agree_on_near_copies(tmp_path: Path, parley: Parley) -> None:
    record = harbour_record()
    copy = mirrored(record, "mirror.txt")
    place = tmp_path / "peace.db"
    with open_store(place) as store:
        store.add_many([record, copy])
        store.link_copies({copy.article.id: record.article.id})
    with serving(place) as client:
        counts = client.get("/v1/stats").json()
        home = client.get("/").text
        assert client.get("/v1/positions").json()["total"] == counts["positions"] - counts["positions_in_copies"] == 3
        assert client.get("/v1/conditions").json()["total"] == counts["conditions"] - counts["conditions_in_copies"]
    assert (counts["articles"], counts["copies"], counts["positions"], counts["positions_in_copies"]) == (2, 1, 6, 3)
    assert "<b>3</b>positions" in home
    assert "1 of the articles is a near-copy of another one; the 3 positions in it do not count once more." in home
    lines = [" ".join(line.split()) for line in parley("stats", "--store", str(place)).out.splitlines()]
    assert "articles 2 1 near-copy among them" in lines
    assert "positions 6 3 of them in near-copies, which lists and analyses leave out" in lines
    assert "conditions 2 1 of them in near-copies, which lists and analyses leave out" in lines
    assert any(line.endswith("statements of the RDF, the ontology's not counted") for line in lines)

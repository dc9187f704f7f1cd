"""The example articles are what they claim to be, and the demo reads them and survives the broken one."""

from __future__ import annotations

import csv
import re
from datetime import date
from pathlib import Path

import pytest

from kg.errors import InputError
from kg.model import Article, BlockKind
from kg.text import expand_sources, find_origins, fingerprint, read_article, read_bytes

ARTICLES = Path(__file__).parents[1] / "examples" / "articles"
BROKEN = ARTICLES / "broken-download.txt"
PAGE_FURNITURE = re.compile(r"Advertisement|Related Articles|Subscribe|Sign in|cookies|All rights reserved|Share this")


@pytest.fixture(scope="module")
def articles() -> dict[str, Article]:
    """The readable example articles by file name."""
    names = [name for name in expand_sources([str(ARTICLES)]) if Path(name) != BROKEN]
    return {Path(name).name: read_article(name, read_bytes(name)) for name in names}


def test_there_are_four_dossiers(articles: dict[str, Article]) -> None:
    dossiers = [name.partition("-")[0] for name in articles]
    assert {name: dossiers.count(name) for name in dossiers} == {"climate": 4, "mackerel": 5, "rail": 3, "tarn": 8}


def test_every_article_is_dated_as_its_file_name_says(articles: dict[str, Article]) -> None:
    wrong = {name: found.published for name, found in articles.items() if found.published != _day_in(name)}
    assert wrong == {}


def test_they_come_in_the_forms_that_news_comes_in(articles: dict[str, Article]) -> None:
    assert {found.media_type for found in articles.values()} == {"text/plain", "text/html"}
    assert articles["mackerel-2026-02-11-fishers-statement.txt"].encoding == "cp1252"
    assert "€900 a visit,” Brekke said" in articles["mackerel-2026-02-11-fishers-statement.txt"].text
    with_menus = [
        name for name, found in articles.items() if sum(b.kind is BlockKind.BOILERPLATE for b in found.blocks) >= 5
    ]
    assert len(with_menus) >= 4


def test_the_same_report_on_another_site_is_known_as_a_copy(articles: dict[str, Article]) -> None:
    names = {found.id: name for name, found in articles.items()}
    origins = find_origins(
        [(found.id, found.published, found.source, fingerprint(found)) for found in articles.values()]
    )
    assert {names[copy]: names[origin] for copy, origin in origins.items()} == {
        "tarn-2026-03-21-signed-copy.txt": "tarn-2026-03-20-signed.txt"
    }


def test_the_broken_download_is_refused_with_its_reason() -> None:
    with pytest.raises(InputError) as refusal:
        read_article(str(BROKEN), BROKEN.read_bytes())
    assert str(refusal.value) == f"expected a text or an HTML page, got a PNG image in {BROKEN}"


def test_the_demo_stores_all_but_the_broken_one_and_says_so(demo: Path) -> None:
    printed, reported = (demo / "printed.txt").read_text("utf-8"), (demo / "reported.txt").read_text("utf-8")
    assert re.search(r"^Stored 20 articles with \d{3} positions in ", printed, re.MULTILINE)
    assert "1 near-copy linked" in printed
    assert "1 article could not be read" in printed
    assert f"expected a text or an HTML page, got a PNG image in {BROKEN}" in reported


def test_the_demo_shows_positions_matrix_alliances_conflicts_and_how_to_go_on(demo: Path) -> None:
    printed = (demo / "printed.txt").read_text("utf-8")
    order = ["Who takes which stance", "The words behind", "Actors and proposals", "Strongest alliances",
             "Sharpest conflicts", "depend on", "Exports and pictures", "parley query", "parley serve"]  # fmt: skip
    places = [printed.find(words) for words in order]
    assert -1 not in places
    assert places == sorted(places)


def test_the_demo_leaves_its_exports_where_it_says(demo: Path) -> None:
    reported = (demo / "reported.txt").read_text("utf-8")
    written = re.findall(r"^Wrote (.+?) \(([\d,]+) bytes\)\.$", reported, re.MULTILINE)
    assert len(written) >= 6
    for path, size in written:
        assert Path(path).stat().st_size == int(size.replace(",", "")) > 1000
    assert (demo / "network.png").read_bytes().startswith(b"\x89PNG")


def test_no_position_of_the_demo_rests_on_a_menu_or_an_advertisement(demo: Path) -> None:
    with (demo / "positions.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) > 200
    assert [row["evidence_quote"] for row in rows if PAGE_FURNITURE.search(row["evidence_quote"])] == []


def _day_in(name: str) -> date:
    found = re.search(r"\d{4}-\d\d-\d\d", name)
    assert found is not None, name
    return date.fromisoformat(found[0])

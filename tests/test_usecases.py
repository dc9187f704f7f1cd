"""The use cases as functions, the way a program calls them."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from kg.errors import InputError, MissingError
from kg.model import Stance
from kg.model.filter import PositionFilter
from kg.settings import read_server_settings, read_settings
from kg.store import open_store
from kg.usecases.analysing import NETWORKS, Counting, build_matrix, build_network, find_conditions, rank_ties
from kg.usecases.exporting import FORMATS, Export, export_text
from kg.usecases.finding import explain, find_article, open_graph
from kg.usecases.ingesting import ingest_sources, remove_articles
from kg.usecases.querying import ask, compact_rows
from kg.usecases.reading import Failure, Reading, ReadingOptions, extract_sources, list_sources
from kg.usecases.rows import describe, render_rows
from tests.rdf.samples import harbour_record, many_records

NOON = datetime(2025, 3, 20, 12, 0, tzinfo=UTC)
HARBOUR = "Harbour talks resume\n\n" + (
    "The dockers' union will sign the harbour agreement only if the port stays public, its leader Ana Reyes said on"
    " Monday. The government of Ardania rejected a public port.\n"
)


@pytest.fixture
def news(tmp_path: Path) -> Path:
    folder = tmp_path / "news"
    folder.mkdir()
    (folder / "harbour.txt").write_text(HARBOUR, "utf-8")
    (folder / "empty.txt").touch()
    return folder


@pytest.fixture
def place(tmp_path: Path) -> str:
    place = tmp_path / "parley.db"
    with open_store(place) as store:
        store.add_many([harbour_record(), *many_records(4, 5)])
    return str(place)


def test_sources_are_listed_once_and_what_leads_nowhere_is_named(news: Path) -> None:
    harbour = str(news / "harbour.txt")
    found, failures = list_sources([harbour, str(news), str(news / "gone.txt")])
    assert found == (harbour, str(news / "empty.txt"))
    assert [failure.source for failure in failures] == [str(news / "gone.txt")]


def test_reading_goes_on_after_a_failure(news: Path) -> None:
    sources, _ = list_sources([str(news)])
    failure, reading = extract_sources(sources, ReadingOptions(published=date(2025, 3, 3)))
    assert failure == Failure(
        source=str(news / "empty.txt"), reason=f"expected an article, got an empty file in {news / 'empty.txt'}"
    )
    assert isinstance(reading, Reading)
    assert {position.published for position in reading.positions} == {date(2025, 3, 3)}
    assert {Stance.CONDITIONS_ON, Stance.OPPOSES} <= {position.stance for position in reading.positions}


def test_ingesting_again_on_another_day_changes_nothing(news: Path, tmp_path: Path) -> None:
    location, seen = str(tmp_path / "parley.db"), list[tuple[int, int, str]]()

    def watch(done: int, total: int, what: str) -> None:
        seen.append((done, total, Path(what).name))

    sources, _ = list_sources([str(news)])
    first = ingest_sources(location, sources, ReadingOptions(), at=NOON, watch=watch)
    with open_graph(location) as graph:
        before = ask(graph, "SELECT * { GRAPH ?g { ?s ?p ?o } } ORDER BY ?g ?s ?p ?o").rows
    again = ingest_sources(location, sources, ReadingOptions(), at=NOON + timedelta(days=1), watch=watch)
    with open_graph(location) as graph:
        assert ask(graph, "SELECT * { GRAPH ?g { ?s ?p ?o } } ORDER BY ?g ?s ?p ?o").rows == before
    assert seen == [(1, 2, "empty.txt"), (2, 2, "harbour.txt")] * 2
    assert [stored.is_new for stored in (*first.stored, *again.stored)] == [True, False]
    assert len(first.failures) == len(again.failures) == 1


def test_a_date_given_later_makes_the_article_be_read_again(news: Path, tmp_path: Path) -> None:
    location, harbour = str(tmp_path / "parley.db"), [str(news / "harbour.txt")]
    ingest_sources(location, harbour, ReadingOptions(), at=NOON, watch=lambda done, total, what: None)  # noqa: ARG005
    dated = ReadingOptions(published=date(2025, 3, 3))
    report = ingest_sources(location, harbour, dated, at=NOON, watch=lambda done, total, what: None)  # noqa: ARG005
    assert [stored.is_new for stored in report.stored] == [True]
    with open_graph(location) as graph:
        assert [header.published for header in graph.articles()] == [date(2025, 3, 3)]


def test_articles_are_named_by_id_beginning_or_file(place: str) -> None:
    with open_graph(place) as graph:
        known = graph.articles()
    harbour = harbour_record().article
    for words in (harbour.id, harbour.id[:6], "wire/harbour.txt", "harbour.txt"):
        assert find_article(known, words).id == harbour.id
    with pytest.raises(MissingError, match=r"^expected an article of this graph, got 'x'; parley articles lists them$"):
        find_article(known, "x")
    with pytest.raises(InputError, match=r"^expected words that fit one article, got '', which fits "):
        find_article(known, "")


def test_removing_takes_copies_links_along(place: str) -> None:
    (removed,) = remove_articles(place, ["harbour.txt"])
    assert removed.positions == 3
    with open_graph(place) as graph:
        assert graph.stats()["articles"] == 4


def test_an_explanation_has_every_paragraph_that_the_words_touch(place: str) -> None:
    with open_graph(place) as graph:
        found = explain(graph, harbour_record().positions[0].id)
    assert [found.record.article.words(block.span)[:20] for block in found.paragraphs] == ["Ardania will open th"]


def test_every_network_can_be_built(place: str) -> None:
    with open_graph(place) as graph:
        positions = graph.positions(PositionFilter())
    for kind in NETWORKS:
        assert len(build_network(positions, kind, Counting(level="side")))
    standing = rank_ties(build_network(positions, "subtract"))
    assert standing.camps is not None
    assert rank_ties(build_network(positions, "conflict")).camps is None
    assert find_conditions(positions).stated
    assert build_matrix(positions).cell("Ardania", "harbour opening").conditional == 1
    with pytest.raises(InputError, match=r"^expected a network among congruence, conflict, subtract, cooccurrence, "):
        build_network(positions, "friendship")


def test_a_format_that_fits_several_things_means_the_first(place: str) -> None:
    assert Export.of("csv", None, "subtract", Counting()).what == "positions"
    assert Export.of("csv", "network", "subtract", Counting()).what == "network"
    assert Export.of("png", None, "subtract", Counting()).what == "network"
    with open_graph(place) as graph:
        for what, forms in FORMATS.items():
            for form in forms:
                if form not in ("png", "svg", "pdf"):
                    assert export_text(graph, PositionFilter(), Export.of(form, what, "subtract", Counting()))


def test_rows_are_the_same_everywhere(place: str) -> None:
    with open_graph(place) as graph:
        rows = describe(graph.positions(PositionFilter(actor="ardania")), graph.articles(), {})
    assert [row["article"] for row in rows] == ["wire/harbour.txt"]
    assert render_rows(rows, "jsonl").startswith('{"article": "wire/harbour.txt", "holder": "Ardania"')
    assert render_rows(rows, "csv").splitlines()[0].startswith("article,holder,side,stance")


@pytest.mark.parametrize(
    "sparql",
    [
        "SELECT ?k { ?a skos:prefLabel 'Ardania' ; a ?k } ORDER BY ?k",
        "PREFIX skos: <http://www.w3.org/2004/02/skos/core#> SELECT ?k { ?a skos:prefLabel 'Ardania' ; a ?k }",
        "# neg: skos:\nSELECT ?k { ?a <http://www.w3.org/2004/02/skos/core#prefLabel> 'Ardania' ; a ?k } ORDER BY ?k",
    ],
)
def test_prefixes_need_no_declaration(sparql: str, place: str) -> None:
    with open_graph(place) as graph:
        assert ("neg:Actor",) in compact_rows(ask(graph, sparql))


def test_the_environment_sets_the_store_and_the_time_limit() -> None:
    assert read_settings({}).store == "./parley.db"
    assert read_server_settings({"PARLEY_QUERY_SECONDS": "2.5"}).query_seconds == 2.5
    for wrong in ("soon", "0", "-1", "inf", "nan"):
        complaint = r"^expected a number of seconds above 0 in query_seconds \(PARLEY_QUERY_SECONDS\), got "
        with pytest.raises(InputError, match=complaint):
            read_server_settings({"PARLEY_QUERY_SECONDS": wrong})


def test_a_graph_that_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(MissingError, match=r"^expected a graph at .*, found nothing there; parley ingest makes one$"):
        open_graph(str(tmp_path / "nowhere.db"))

"""Whatever stands in the articles, every export is valid for a strict reader, and says what was stored."""

from __future__ import annotations

import json
import logging
import re
from collections.abc import Iterator
from pathlib import Path

import pyoxigraph
import pytest
import rdflib
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from pyoxigraph import Quad

from kg.errors import InputError
from kg.export.portable import clean
from kg.export.records import COLUMNS
from kg.model.filter import PositionFilter
from kg.model.record import ArticleRecord
from kg.rdf import article_quads
from kg.rdf.serialization import Syntax
from kg.store import Store, open_store
from kg.store.answer import TableSyntax
from kg.usecases.analysing import NETWORKS, Counting, build_network
from kg.usecases.exporting import FORMATS, PICTURES, Export, export_picture, export_text
from kg.usecases.querying import ask
from kg.usecases.rows import describe
from tests.hostile import readers
from tests.hostile.headlines import HEADLINES, hostile_records
from tests.rdf.strategies import records

EVERYTHING = PositionFilter()
NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
FORMULA = re.compile(r"[=+@\t\r\n＝＋－＠]|-(?![\d.]+$)")


@pytest.fixture(scope="module", name="store")
def _store() -> Iterator[Store]:
    with open_store(None) as store:
        store.add_many(hostile_records())
        yield store


def exported(store: Store, form: str, what: str, network: str = "subtract") -> bytes:
    return export_text(store, EVERYTHING, Export.of(form, what, network, Counting()))


def lossy(quads: set[Quad]) -> set[tuple[str, str, str]]:
    """Quads as XML 1.0 can tell them: without graphs, and what it cannot hold as U+FFFD."""
    return {(str(q.subject), str(q.predicate), NOT_XML.sub("\ufffd", q.object.value)) for q in quads}


@pytest.mark.filterwarnings("ignore:.*deprecated:DeprecationWarning")  # rdflib's Dataset warns of its own innards
@pytest.mark.parametrize("form", dict.fromkeys(syntax.extension for syntax in Syntax))
def test_every_rdf_syntax_holds_the_graph(store: Store, form: str, caplog: pytest.LogCaptureFixture) -> None:
    expected = {quad for record in hostile_records() for quad in article_quads(record)}
    document = exported(store, form, "graph")
    syntax = next(syntax for syntax in Syntax if syntax.extension == form)
    found = set(pyoxigraph.parse(document, format=pyoxigraph.RdfFormat.from_media_type(syntax.media_type)))
    if syntax is Syntax.RDF_XML:
        readers.xml(document)
        assert lossy(expected) <= lossy(found)
    else:
        named = found if syntax.names_graphs else set()
        assert expected <= named or {q.triple for q in expected} <= {q.triple for q in found if not named}
    caplog.set_level(logging.WARNING)
    assert _triples_by_rdflib(document, syntax) == len({quad.triple for quad in found})
    assert caplog.text == "", "rdflib has nothing to say against any IRI"


def _triples_by_rdflib(document: bytes, syntax: Syntax) -> int:
    names = {Syntax.JSON_LD: "json-ld", Syntax.RDF_XML: "xml", Syntax.N_TRIPLES: "nt"}
    if not syntax.names_graphs:
        return len(rdflib.Graph().parse(data=document, format=names.get(syntax, syntax.value)))
    dataset = rdflib.Dataset()
    dataset.parse(data=document, format=names.get(syntax, syntax.value))
    return len({(s, p, o) for s, p, o, _ in dataset.quads()})


def test_positions_as_json_lines_and_as_a_table(store: Store) -> None:
    expected = describe(store.positions(EVERYTHING), store.articles(), {})
    assert readers.json_lines(exported(store, "jsonl", "positions")) == expected
    table = readers.rows(exported(store, "csv", "positions"))
    assert list(table[0]) == list(COLUMNS)
    for row, record in zip(table, expected, strict=True):
        for column in ("article", "title", "holder", "proposal", "rule"):
            assert row[column].removeprefix("'") == record[column].removeprefix("'")
        assert row["evidence_quote"].removeprefix("'") == record["evidence"]["quote"].removeprefix("'")


TABLES = [("csv", "positions"), ("csv", "network"), ("nodes.csv", "network"), ("csv", "matrix")]


@pytest.mark.parametrize(("form", "what"), TABLES)
def test_no_cell_of_a_spreadsheet_begins_a_formula(store: Store, form: str, what: str) -> None:
    table = readers.rows(exported(store, form, what))
    assert table
    assert [cell for row in table for cell in row.values() if FORMULA.match(cell)] == []


@pytest.mark.parametrize("kind", NETWORKS)
def test_every_network_format_holds_the_network(store: Store, kind: str) -> None:
    _check_networks(store, kind)


def _check_networks(store: Store, kind: str) -> None:
    graph = build_network(store.positions(EVERYTHING), kind, Counting())
    for form, read in readers.NETWORKS.items():
        drawn = read(exported(store, form, "network", kind))
        ties = graph.number_of_edges()
        assert (len(drawn.labels), len(drawn.ties)) == (
            len(graph),
            ties * (1 if form != "dl" or graph.is_directed() else 2),
        )
        if form in {"net", "dl", "json"}:  # in the others a party may share its label, but not its id, with a proposal
            assert len(set(drawn.labels)) == len(graph)
        if form in {"graphml", "gexf", "dot", "cyjs"}:
            named = [clean(str(node.get("name", key))) for key, node in graph.nodes(data=True)]
            normal = (
                (lambda text: re.sub("\r\n?", "\n", text)) if form != "dot" else (lambda text: text.replace("\r", ""))
            )
            assert {normal(each) for each in named if named.count(each) == 1} - {
                normal(each) for each in drawn.labels
            } == set()
    for form in ("csv", "nodes.csv"):
        assert len(readers.rows(exported(store, form, "network", kind))) == (
            graph.number_of_edges() if form == "csv" else len(graph)
        )


@pytest.mark.parametrize("syntax", TableSyntax)
def test_query_results_hold_the_answer(store: Store, syntax: TableSyntax) -> None:
    answer = ask(
        store,
        "SELECT ?a ?title ?source ?text { ?a a schema:NewsArticle ; dcterms:title ?title ; dc:source ?source ;"
        " schema:articleBody ?text } ORDER BY ?a",
    )
    assert sorted({row[1] for row in answer.texts}) == sorted(HEADLINES)
    document = answer.table(syntax)
    if syntax is TableSyntax.CSV:
        assert [tuple(row.values()) for row in readers.rows(document)] == list(answer.texts)
        return
    if syntax is TableSyntax.XML:
        readers.xml(document)
    if syntax is TableSyntax.JSON:
        json.loads(document)
    form = pyoxigraph.QueryResultsFormat.from_media_type(syntax.media_type)
    back = pyoxigraph.parse_query_results(document, format=form)
    assert not isinstance(back, pyoxigraph.QueryBoolean)
    told = [tuple(term.value for term in solution) for solution in back]
    expected = [
        tuple(NOT_XML.sub("\ufffd", t or "") if syntax is TableSyntax.XML else t for t in row) for row in answer.texts
    ]
    assert told == expected


@pytest.mark.parametrize("form", PICTURES)
@pytest.mark.parametrize(("what", "kind"), [("network", "subtract"), ("network", "conditions"), ("matrix", "subtract")])
def test_pictures_are_pictures(store: Store, form: str, what: str, kind: str, tmp_path: Path) -> None:
    path = tmp_path / f"picture.{form}"
    export_picture(store, EVERYTHING, Export.of(form, what, kind, Counting()), path)
    content = path.read_bytes()
    if form == "svg":
        root = readers.xml(content)
        elements = {str(each.tag).rpartition("}")[2] for each in root.iter() if isinstance(each.tag, str)}
        assert elements <= {"svg", "metadata", "RDF", "Work", "type", "format", "creator", "Agent", "title", "defs",
                            "style", "g", "path", "use", "clipPath", "rect", "pattern"}  # fmt: skip
        assert not [name for each in root.iter() for name in each.attrib if str(name).startswith("on")]
    else:
        assert content.startswith({"png": b"\x89PNG\r\n", "pdf": b"%PDF-"}[form])


def test_the_report_is_made_of_its_own_elements_only(store: Store) -> None:
    page = readers.page(exported(store, "html", "report"))
    assert not page.elements & {"script", "iframe", "img", "link", "base", "form", "object", "embed", "math", "audio"}
    assert not [name for _, name in page.attributes if name.startswith("on") or name in {"srcdoc", "autofocus"}]
    assert {address for address in page.addresses if not address.startswith("#")} == {
        headline for headline in HEADLINES if re.match("https?://", headline)
    }
    words = "".join(page.words)
    for headline in HEADLINES:
        assert re.sub("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffe\uffff]", "\ufffd", headline) in words


@given(st.lists(records(), min_size=1, max_size=3))
@settings(
    deadline=None,
    max_examples=25,
    derandomize=True,
    phases=(Phase.explicit, Phase.generate),  # making a failing corpus smaller takes minutes
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
def test_any_corpus_leaves_every_export_valid(corpus: list[ArticleRecord]) -> None:
    with open_store(None) as store:
        store.add_many(corpus)
        texts = [(what, form) for what, forms in FORMATS.items() for form in forms if form not in PICTURES]
        for what, form in texts:
            if what == "graph" or (what != "network" and store.positions(EVERYTHING)):
                _check_text(store, what, form)
        for kind in NETWORKS:
            if _is_possible(store, kind):
                _check_networks(store, kind)


def _check_text(store: Store, what: str, form: str) -> None:
    document = exported(store, form, what)
    if what == "graph":
        syntax = next(each for each in Syntax if form in {each.extension, each.value})
        set(pyoxigraph.parse(document, format=pyoxigraph.RdfFormat.from_media_type(syntax.media_type)))
    elif form == "csv":
        assert [cell for row in readers.rows(document) for cell in row.values() if FORMULA.match(cell)] == []
    elif form == "jsonl":
        assert readers.json_lines(document) == describe(store.positions(EVERYTHING), store.articles(), {})
    else:
        assert "script" not in readers.page(document).elements


def _is_possible(store: Store, kind: str) -> bool:
    """Whether there is anything to make this network of: without conditions there is no network of them."""
    try:
        return len(build_network(store.positions(EVERYTHING), kind, Counting())) > 0
    except InputError:
        return False

"""``query``: SPARQL from the command line, a file or standard input."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.api.conftest import serving
from tests.cli.conftest import CHECKOUT, Parley

WHO = """SELECT ?who {
  ?p neg:stance neg:stance-opposes ; neg:holder/skos:prefLabel ?who FILTER(CONTAINS(?who, "Belmark"))
}"""


def test_rows_are_shown_as_a_table(graph: str, parley: Parley) -> None:
    found = parley("query", WHO, "--store", graph)
    assert (found.status, found.err) == (0, "1 row\n")
    assert [line.strip() for line in found.out.splitlines()] == ["who", "─" * 21, "coastguard of Belmark"]


def test_iris_are_shown_under_their_prefixes(graph: str, parley: Parley) -> None:
    found = parley("query", "SELECT DISTINCT ?stance { ?p neg:stance ?stance } ORDER BY ?stance", "--store", graph)
    shown = [line.strip() for line in found.out.splitlines()[2:]]
    assert shown == ["neg:stance-conditions-on", "neg:stance-opposes", "neg:stance-supports"]


@pytest.mark.parametrize("form", ["json", "xml", "csv", "tsv"])
def test_rows_come_in_the_standard_formats(form: str, graph: str, parley: Parley) -> None:
    found = parley("query", WHO, "--store", graph, "--format", form)
    assert found.status == 0
    assert "coastguard of Belmark" in found.out


def test_json_is_the_standard_results_format(graph: str, parley: Parley) -> None:
    found = json.loads(parley("query", WHO, "--store", graph, "--json").out)
    assert found == {
        "head": {"vars": ["who"]},
        "results": {"bindings": [{"who": {"type": "literal", "value": "coastguard of Belmark"}}]},
    }


def test_a_question_of_yes_or_no(graph: str, parley: Parley) -> None:
    assert parley("query", "ASK { ?p a neg:Position }", "--store", graph).out == "yes\n"
    assert parley("query", "ASK { ?p a neg:Nonsense }", "--store", graph).out == "no\n"


@pytest.mark.parametrize("form", ["turtle", "ntriples", "jsonld", "rdfxml"])
def test_a_graph_comes_in_the_rdf_syntaxes(form: str, graph: str, parley: Parley) -> None:
    query = "CONSTRUCT { ?p neg:holder ?who } WHERE { ?p neg:holder ?who }"
    found = parley("query", query, "--store", graph, "--format", form)
    assert found.status == 0
    assert "holder" in found.out
    if form == "turtle":
        assert parley("query", query, "--store", graph).out == found.out


def test_a_file_holds_the_question(graph: str, parley: Parley, tmp_path: Path) -> None:
    (tmp_path / "who.rq").write_text(WHO, "utf-8")
    assert parley("query", "who.rq", "--store", graph).out == parley("query", WHO, "--store", graph).out


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        (
            ["SELECT * { SERVICE <https://example.org/> { ?s ?p ?o } }"],
            "expected a query that stays in this store, got SERVICE at line 1, column 12",
        ),
        (["DROP ALL"], "expected a query that reads, got DROP at line 1, column 1"),
        (["gone.rq"], "expected a query in gone.rq, got: No such file or directory"),
        (["."], "expected a query, or a file that ends in .rq, got the folder .; name a file in it"),
        ([WHO, "--format", "turtle"], "expected an answer that can be written as turtle, got "),
    ],
)
def test_what_cannot_be_answered_is_refused(arguments: list[str], complaint: str, graph: str, parley: Parley) -> None:
    found = parley("query", *arguments, "--store", graph)
    assert (found.status, found.out) == (1, "")
    assert found.err.startswith(f"parley: {complaint}")
    assert found.err.count("\n") == 1


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        (
            "SELECT ?x WHERE",
            "parley: expected a SPARQL query, got an end that comes too early, at line 1, column 16\n"
            "    1 | SELECT ?x WHERE\n"
            "      |                ^\n",
        ),
        (
            "SELECT ?who {\n\t?p neg:holder ?who ;\n  foo:x ?y }",
            "parley: expected a SPARQL query, got the unknown prefix foo: at line 3, column 3;"
            " declare it with PREFIX foo: <…>\n"
            "    3 |   foo:x ?y }\n"
            "      |   ^\n",
        ),
        (
            f"SELECT ?who {{ ?p neg:holder ?who {'. ?p neg:stance ?s ' * 10}; ?p }}",
            "parley: expected a SPARQL query, got a mistake in what begins with ?p at line 1, column 226\n"
            "    1 | stance ?s . ?p neg:stance ?s . ?p neg:stance ?s ; ?p }\n"
            f"      | {50 * ' '}^\n",
        ),
    ],
)
def test_the_line_with_the_mistake_is_shown_with_a_caret(query: str, shown: str, graph: str, parley: Parley) -> None:
    found = parley("query", query, "--store", graph)
    assert (found.status, found.out) == (1, "")
    assert found.err == shown


def test_an_unknown_format_is_a_mistake_in_the_command_line(graph: str, parley: Parley) -> None:
    found = parley("query", WHO, "--store", graph, "--format", "pdf")
    assert found.status == 2
    assert "expected table, json, xml, csv, tsv, turtle, ntriples, jsonld or rdfxml, got 'pdf'" in " ".join(
        found.err.replace("│", " ").split()
    )


@pytest.mark.parametrize("path", sorted((CHECKOUT / "examples" / "queries").glob("*.rq")), ids=lambda path: path.stem)
def test_the_example_questions_run(path: Path, graph: str, parley: Parley) -> None:
    found = parley("query", str(path), "--store", graph)
    assert found.status == 0, found.err


def test_a_server_tells_the_place_in_the_query_as_it_was_asked(graph: str, parley: Parley) -> None:
    query = "SELECT ?who { ?p neg:holder/skos:prefLabel ?who ; neg:stance }"
    alone = parley("query", query, "--store", graph)
    with serving(Path(graph)) as client:
        asked = parley("query", query, "--store", str(client.base_url).rstrip("/") + "/sparql")
    place = "a mistake in what begins with neg:stance at line 1, column 51"
    assert alone.err.startswith(f"parley: expected a SPARQL query, got {place}\n")
    assert asked.err.rstrip().endswith(place)

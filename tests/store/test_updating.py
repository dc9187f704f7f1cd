"""Updates from outside: what each operation changes, and what none may do."""

from __future__ import annotations

import pickle

import pyoxigraph
import pytest
from pyoxigraph import NamedNode, Quad, RdfFormat

from kg.errors import InputError
from kg.rdf.iris import COPIES_GRAPH, DEFAULT_GRAPH, ONTOLOGY_GRAPH, article_graph
from kg.store.changes import Delta, ProtectedError, apply_delta
from kg.store.operations import Update
from kg.store.replacement import merged
from kg.store.updating import evaluate

ARTICLE = article_graph("0123456789abcdef")
START = f"""
<urn:a> <urn:p> "1" <urn:g> .
<urn:b> <urn:p> "2" <urn:g> .
<urn:a> <urn:p> "1" <urn:h> .
<urn:c> <urn:p> "3" {DEFAULT_GRAPH} .
<urn:d> <urn:p> "4" {ARTICLE} .
"""


def store(quads: str = START) -> pyoxigraph.Store:
    engine = pyoxigraph.Store()
    engine.extend(merged(pyoxigraph.parse(quads, format=RdfFormat.N_QUADS)))
    return engine


def changed(sparql: str, quads: str = START, **more: tuple[str, ...]) -> tuple[list[str], list[str]]:
    """What an update takes out and puts in, without the brackets and the long name of the default graph."""
    start = store(quads)
    change = evaluate(store(quads), Update(sparql=sparql, **more))
    assert all(quad in start for quad in change.deletions)
    assert not any(quad in start for quad in change.insertions)
    apply_delta(start, change)
    assert_merged(start)
    return told(change.deletions), told(change.insertions)


def told(quads: frozenset[Quad]) -> list[str]:
    return sorted(
        str(quad).replace(str(DEFAULT_GRAPH), "default").replace("<urn:", "").replace(">", "").replace('"', "")
        for quad in quads
    )


def assert_merged(engine: pyoxigraph.Store) -> None:
    merge = {quad.triple for quad in engine.quads_for_pattern(None, None, None, pyoxigraph.DefaultGraph())}
    assert merge == {quad.triple for quad in engine if isinstance(quad.graph_name, NamedNode)}
    assert all(any(engine.quads_for_pattern(None, None, None, graph)) for graph in engine.named_graphs())


@pytest.mark.parametrize(
    ("sparql", "out", "into"),
    [
        ("INSERT DATA { <urn:x> <urn:p> 5 }", [], ["x p 5^^<http://www.w3.org/2001/XMLSchema#integer default"]),
        ("INSERT DATA { <urn:x> a skos:Concept , <urn:T> ; <urn:p> 'y' . }", [], 3),
        (
            "INSERT DATA { <urn:x> <urn:p> 'y' GRAPH <urn:g> { <urn:x> <urn:p> 'z' } . <urn:x> <urn:p> 'w' }",
            [],
            ["x p w default", "x p y default", "x p z g"],
        ),
        ("INSERT DATA { <urn:c> <urn:p> '3' GRAPH <urn:g> { <urn:a> <urn:p> '1' } }", [], []),
        ("DELETE DATA { <urn:c> <urn:p> '3' . <urn:a> <urn:p> '1' }", ["c p 3 default"], []),
        (
            "DELETE DATA { GRAPH <urn:g> { <urn:a> <urn:p> '1' } GRAPH <urn:h> { <urn:a> <urn:p> '1' } }",
            ["a p 1 g", "a p 1 h"],
            [],
        ),
        ("DELETE WHERE { ?s ?p ?o }", ["c p 3 default"], []),
        ("DELETE WHERE { GRAPH <urn:g> { ?s ?p '1' } }", ["a p 1 g"], []),
        (
            "INSERT { ?s <urn:q> ?o } WHERE { ?s <urn:p> ?o FILTER(?o != '3') }",
            [],
            ["a q 1 default", "b q 2 default", "d q 4 default"],
        ),
        (
            "WITH <urn:g> DELETE { ?s ?p ?o } INSERT { ?s ?p 'new' } WHERE { ?s ?p ?o }",
            ["a p 1 g", "b p 2 g"],
            ["a p new g", "b p new g"],
        ),
        ("WITH <urn:g> INSERT { ?s ?p 'new' } USING <urn:h> WHERE { ?s ?p ?o }", [], ["a p new g"]),
        ("INSERT { ?s ?p ?g } USING NAMED <urn:h> WHERE { GRAPH ?g { ?s ?p ?o } }", [], ["a p h default"]),
        (
            "INSERT { GRAPH ?g { ?s <urn:in> ?g } } WHERE { GRAPH ?g { ?s ?p ?o } FILTER(?g = <urn:h>) }",
            [],
            ["a in h h"],
        ),
        ("INSERT { ?o ?p ?s . ?s ?o ?p . ?s ?p ?nothing } WHERE { ?s ?p ?o }", [], []),
        ("INSERT { <urn:x> <urn:p> 'once' } WHERE { ?s ?p ?o }", [], ["x p once default"]),
        ("DELETE { ?s ?p ?o } INSERT { ?s ?p ?o } WHERE { ?s ?p ?o FILTER(?o = '3') }", [], []),
        ("CLEAR GRAPH <urn:g>", ["a p 1 g", "b p 2 g"], []),
        ("DROP SILENT GRAPH <urn:nothing> ; CLEAR GRAPH <urn:nothing>", [], []),
        ("CLEAR DEFAULT", ["c p 3 default"], []),
        ("DROP NAMED", ["a p 1 g", "a p 1 h", "b p 2 g"], []),
        ("DROP ALL", ["a p 1 g", "a p 1 h", "b p 2 g", "c p 3 default"], []),
        ("CREATE GRAPH <urn:new> ; CREATE SILENT GRAPH <urn:g>", [], []),
        ("ADD <urn:h> TO DEFAULT", [], ["a p 1 default"]),
        ("COPY DEFAULT TO GRAPH <urn:g>", ["a p 1 g", "b p 2 g"], ["c p 3 g"]),
        ("MOVE GRAPH <urn:g> TO <urn:h>", ["a p 1 g", "b p 2 g"], ["b p 2 h"]),
        ("MOVE <urn:g> TO <urn:g> ; COPY SILENT <urn:nothing> TO <urn:g>", [], []),
        (f"ADD {ARTICLE} TO <urn:g>", [], ["d p 4 g"]),
        ("", [], []),
        (
            "PREFIX x: <urn:> INSERT DATA { x:x x:p 'y' } ; PREFIX x: <urn:other:> INSERT DATA { x:x x:p 'y' } ;",
            [],
            ["other:x other:p y default", "x p y default"],
        ),
        ("BASE <urn:base> INSERT DATA { <#x> <urn:p> <#y> }", [], ["base#x p base#y default"]),
        # Each operation sees what those before it did, and only the sum of all is a change.
        (
            "INSERT DATA { <urn:x> <urn:p> 'y' } ; DELETE { ?s ?p ?o } WHERE { ?s ?p ?o } ;"
            " INSERT DATA { <urn:c> <urn:p> '3' }",
            [],
            [],
        ),
        (
            "DELETE WHERE { GRAPH <urn:g> { ?s ?p ?o } } ;"
            " INSERT { <urn:left> <urn:in> ?g } WHERE { GRAPH ?g { ?s <urn:p> '1' } }",
            ["a p 1 g", "b p 2 g"],
            ["left in h default"],
        ),
        ("INSERT DATA { <urn:x> <urn:p> '01'^^xsd:integer } ; DELETE WHERE { <urn:x> ?p ?o }", [], []),
    ],
)
def test_operations_change_what_the_standard_says(sparql: str, out: list[str], into: list[str] | int) -> None:
    deletions, insertions = changed(sparql)
    assert deletions == out
    assert (len(insertions) if isinstance(into, int) else insertions) == into


def test_a_triple_leaves_the_merge_with_the_last_graph_that_has_it() -> None:
    engine, triple = store(), Quad(NamedNode("urn:a"), NamedNode("urn:p"), pyoxigraph.Literal("1"))
    apply_delta(engine, evaluate(store(), Update(sparql="DROP GRAPH <urn:g>")))
    assert triple in engine
    assert NamedNode("urn:g") not in set(engine.named_graphs())
    apply_delta(engine, evaluate(store(), Update(sparql="DROP GRAPH <urn:h> ; DROP GRAPH <urn:g>")))
    assert triple not in engine


def test_blank_nodes_are_new_in_each_operation_and_each_solution() -> None:
    _, data = changed("INSERT DATA { _:x <urn:p> _:y . _:y <urn:p> [] , ( 1 2 ) }")
    assert len(data) == 7
    engine = store()
    apply_delta(engine, evaluate(store(), Update(sparql="INSERT DATA { _:x <urn:p> 'y' }")))
    apply_delta(engine, evaluate(store(), Update(sparql="INSERT DATA { _:x <urn:p> 'y' }")))
    assert len(list(engine.quads_for_pattern(None, None, pyoxigraph.Literal("y"), DEFAULT_GRAPH))) == 2
    change = evaluate(store(), Update(sparql="INSERT { _:n <urn:of> ?s ; <urn:q> ?o } WHERE { ?s <urn:p> ?o }"))
    assert len({quad.subject for quad in change.insertions}) == 4
    assert len(change.insertions) == 8


def test_stored_blank_nodes_are_found_again_and_deleted() -> None:
    quads = '_:n <urn:p> _:m <urn:g> .\n_:m <urn:p> "x" <urn:g> .\n'
    out, into = changed(
        "WITH <urn:g> DELETE { ?s ?p ?o } INSERT { ?s <urn:q> ?o } WHERE { ?s ?p ?o FILTER isBlank(?s) }", quads
    )
    assert (len(out), len(into)) == (2, 2)
    assert {line.split()[0] for line in out} == {line.split()[0] for line in into}


def test_the_request_can_name_the_graphs_to_look_at() -> None:
    everything = "INSERT { ?s <urn:seen> ?o } WHERE { ?s ?p ?o }"
    assert changed(everything, using_graphs=("urn:h",))[1] == ["a seen 1 default"]
    assert len(changed(everything, using_graphs=("urn:h", "urn:g"))[1]) == 2
    within = "INSERT { ?s <urn:seen> ?g } WHERE { GRAPH ?g { ?s ?p ?o } }"
    assert changed(within, using_named_graphs=("urn:h",))[1] == ["a seen h default"]
    assert changed(everything, using_named_graphs=("urn:h",))[1] == []
    with pytest.raises(InputError) as refused:
        changed("WITH <urn:g> DELETE { ?s ?p ?o } WHERE { ?s ?p ?o }", using_graphs=("urn:h",))
    assert str(refused.value) == (
        "expected the graphs to look at either in the request's parameters or in the update, got using-graph-uri or"
        " using-named-graph-uri beside USING or WITH"
    )


@pytest.mark.parametrize("graph", [ARTICLE, COPIES_GRAPH, ONTOLOGY_GRAPH])
@pytest.mark.parametrize(
    "sparql",
    [
        "INSERT DATA { GRAPH $g { <urn:x> <urn:p> 'y' } }",
        "DELETE DATA { GRAPH $g { <urn:x> <urn:p> 'y' } }",
        "DELETE WHERE { GRAPH $g { ?s ?p ?o } }",
        "WITH $g DELETE { ?s ?p ?o } WHERE { ?s ?p ?o }",
        "INSERT { GRAPH ?g { <urn:x> <urn:p> 'y' } } WHERE { BIND($g AS ?g) }",
        "INSERT { GRAPH ?g { <urn:x> <urn:p> 'y' } } WHERE { BIND(IRI(CONCAT(STR($g), '')) AS ?g) }",
        "INSERT DATA { <urn:x> <urn:p> 'y' } ; CLEAR SILENT GRAPH $g",
        "DROP GRAPH $g",
        "CREATE SILENT GRAPH $g",
        "COPY <urn:g> TO $g",
        "ADD SILENT <urn:g> TO $g",
        "MOVE $g TO <urn:g>",
    ],
)
def test_parleys_own_graphs_are_protected(sparql: str, graph: NamedNode) -> None:
    with pytest.raises(ProtectedError) as refused:
        evaluate(store(), Update(sparql=sparql.replace("$g", str(graph))))
    assert str(refused.value) == (
        f"expected a graph of your own to write to, got {graph.value}, which Parley keeps;"
        " articles are added, corrected and retracted through Parley itself"
    )


@pytest.mark.parametrize(
    ("sparql", "message"),
    [
        (
            "LOAD <http://127.0.0.1/>",
            "expected an update that stays in this store, got LOAD at line 1, column 1;"
            " send the triples themselves, with INSERT DATA or to /graphs",
        ),
        (
            "CLEAR ALL ;\n LOAD SILENT <file:///etc/passwd> INTO GRAPH <urn:g>",
            "expected an update that stays in this"
            " store, got LOAD at line 2, column 2; send the triples themselves, with INSERT DATA or to /graphs",
        ),
        (
            "INSERT { ?s ?p ?o } WHERE { SERVICE <http://127.0.0.1/> { ?s ?p ?o } }",
            "expected a query that stays in this store, got SERVICE at line 1, column 29",
        ),
        (
            "INSERT { ?s ?p ?o } WHERE { { SELECT * { s\\u0065rvice silent <http://127.0.0.1/> { ?s ?p ?o } } } }",
            "expected a query that stays in this store, got SERVICE at line 1, column 42",
        ),
        (
            "SELECT * { ?s ?p ?o }",
            "expected INSERT, DELETE, WITH, CLEAR, DROP, CREATE, ADD, MOVE or COPY in the update,"
            " got SELECT at line 1, column 1",
        ),
        (
            "INSERT DATA { <urn:x> <urn:p> foo:y }",
            "expected triples in the update, got an error at line 1, column 31: The prefix foo: has not been declared",
        ),
        (
            "INSERT { ?subject\n ?predicate foo:y } WHERE { ?subject ?predicate ?o }",
            "expected triples in the update, got an error at line 2, column 13: The prefix foo: has not been declared",
        ),
        (
            "INSERT DATA { <urn:x> <urn:p> ?y }",
            "expected data without variables, got ?y in the block that begins at line 1, column 13",
        ),
        (
            "DELETE DATA { <urn:x> <urn:p> _:b }",
            "expected triples to delete without blank nodes, got one in the block that begins at line 1, column 13",
        ),
        (
            "DELETE { ?s ?p [] } WHERE { ?s ?p ?o }",
            "expected triples to delete without blank nodes, got one in the block that begins at line 1, column 8",
        ),
        (
            "INSERT DATA { _:b <urn:p> 1 } ; INSERT DATA { _:b <urn:p> 1 }",
            "expected blank nodes of one operation each, got _:b in several",
        ),
        ("INSERT DATA { <urn:x> <urn:p>/<urn:q> 1 }", None),
        (
            "INSERT DATA { <urn:x> <urn:p> <relative> }",
            "expected triples in the update, got an error at line 1, column 31: No scheme found in an absolute IRI",
        ),
        ("INSERT DATA { <urn:x> <urn:p> <http://a b> }", None),
        (
            "INSERT DATA { <urn:x> <urn:p> <<( <urn:x> <urn:p> 1 )>> }",
            "expected triples of RDF 1.1, got another kind of object in the block that begins at line 1, column 13",
        ),
        (
            "INSERT DATA { <urn:x> <urn:p> 'x'@ar--rtl }",
            'expected literals of RDF 1.1, got one with a base direction: "x"@ar--rtl',
        ),
        (
            "INSERT { ?s <urn:p> 'x'^^?t } WHERE { ?s ?p ?t }",
            "expected triples of RDF 1.1, got another kind of object in the block that begins at line 1, column 8",
        ),
        ("INSERT DATA { GRAPH _:b { <urn:x> <urn:p> 1 } }", "expected graphs that are named by an IRI, got _:b"),
        (
            "INSERT DATA { <urn:x> <urn:p> 1",
            "expected a group that opens and closes with braces in the update, got { at line 1, column 13",
        ),
        ("INSERT { ?s ?p ?o }", "expected WHERE in the update, got its end"),
        (
            "INSERT { ?s ?p ?o } WHERE { ?s ?p foo:o }",
            "expected a SPARQL 1.1 update, got the unknown prefix foo: at line 1,"
            " column 35; declare it with PREFIX foo: <…>",
        ),
        ("CLEAR XYZ", "expected GRAPH <iri>, DEFAULT, NAMED or ALL in the update, got XYZ at line 1, column 7"),
        ("CLEAR ALL DROP ALL", "expected ; in the update, got DROP at line 1, column 11"),
        ("CREATE GRAPH <urn:g>", "expected a new graph to create, got urn:g, which exists already"),
        (
            "COPY <urn:nothing> TO <urn:g>",
            "expected a graph to take triples from, got urn:nothing, which does not exist",
        ),
        (
            "MOVE <urn:nothing> TO <urn:g>",
            "expected a graph to take triples from, got urn:nothing, which does not exist",
        ),
        (
            "PREFIX x <urn:x> CLEAR ALL",
            "expected PREFIX name: <iri>, or BASE <iri> in the update, got PREFIX at line 1, column 1",
        ),
    ],
)
def test_what_is_no_update_is_refused_in_words(sparql: str, message: str | None) -> None:
    engine = store()
    with pytest.raises(InputError) as refused:
        evaluate(engine, Update(sparql=sparql))
    if message is not None:
        assert str(refused.value) == message


def test_the_names_that_stand_for_variables_cannot_be_written() -> None:
    for iri in ("<urn:x-parley-variable:s>", "v:s"):
        sparql = f"PREFIX v: <urn:x-parley-variable:> INSERT {{ {iri} <urn:p> ?o }} WHERE {{ ?s ?p ?o }}"
        with pytest.raises(InputError) as refused:
            evaluate(store(), Update(sparql=sparql))
        assert str(refused.value) == (
            "expected IRIs that mean something elsewhere, got one that begins with urn:x-parley-variable:"
        )


def test_nothing_runs_before_all_is_read() -> None:
    engine = store()
    with pytest.raises(InputError):
        evaluate(engine, Update(sparql="DROP ALL ; INSERT DATA { <urn:x> <urn:p> }"))
    assert set(engine) == set(store())


def test_a_change_that_undoes_itself_is_none() -> None:
    assert evaluate(store(), Update(sparql="MOVE <urn:g> TO <urn:i> ; MOVE <urn:i> TO <urn:g>")) == Delta()


def test_a_change_travels_from_process_to_process() -> None:
    change = evaluate(
        store(), Update(sparql="DROP ALL ; INSERT DATA { _:x <urn:p> 'ä\"\\n'@en , 1.50 , '01'^^xsd:integer }")
    )
    assert pickle.loads(pickle.dumps(change)) == change

"""The guard refuses what calls out, reads files or writes, and nothing else; the engine says whether it is right."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread

import pyoxigraph
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.errors import InputError
from kg.store.guard import refuse_unsafe
from kg.store.named import named_query
from kg.store.tokens import TokenKind, bind_parameters, tokens

QUERIES = Path(__file__).parents[2] / "kg" / "store" / "queries"
CALL = "<http://127.0.0.1:9/> { ?s ?p ?o }"

HARMLESS = [
    "SELECT * WHERE { ?s ?p ?o }",
    "SELECT ?service ?load WHERE { ?service ?load ?drop }",
    "SELECT $service { ?s ?p $service }",
    "ASK { ?s ?p 'SERVICE <http://x/> { }' }",
    'ASK { ?s ?p "a \\" SERVICE <http://x/>" }',
    "ASK { ?s ?p '''it's\n SERVICE <x> ''' }",
    'ASK { ?s ?p """say "DROP" to it""" }',
    "ASK { ?s ?p ?o } # SERVICE <http://x/> { }",
    "# LOAD <file:///etc/passwd>\nASK { ?s ?p ?o }",
    "ASK { <http://x/service/LOAD#INSERT> <http://x/#SERVICE> ?o }",
    "PREFIX service: <http://x/> PREFIX load: <http://y/> ASK { service:x load:y service:INSERT }",
    "PREFIX ex: <http://x/> ASK { ex:SERVICE ex:delete ex:a.LOAD }",
    "PREFIX service: <http://x/> SELECT * { GRAPH service:g { ?s ?p ?o } }",
    "PREFIX service: <http://x/> DESCRIBE service:x { ?s ?p ?o }",
    "SELECT * FROM <http://x/file:a> FROM NAMED <http://x/> { ?s ?p ?o }",
    "ASK { _:load ?p 'x'@add-LOAD }",
    "ASK { ?s ?p ?o FILTER(?s < ?o && ?o > 3) }",
    "ASK { ?s ?p ?o FILTER(STRSTARTS(STR(?s), 'file:///')) }",
    "SELECT (1 AS ?with) { ?s a ?copy . ?s ?p true }",
]

SERVICES = [
    f"SELECT * {{ SERVICE {CALL} }}",
    f"SELECT * {{ service silent {CALL} }}",
    f"SELECT * {{ SeRvIcE{CALL} }}",
    f"SELECT * {{ SERVICESILENT{CALL} }}",
    f"SELECT * {{ SERVICE # <comment>\n {CALL} }}",
    f"SELECT * {{ ?s ?p ?o . SERVICE {CALL} }}",
    f"SELECT * {{ ?s ?p trueSERVICE{CALL} }}",
    f"SELECT * {{ ?s ?p 1SERVICE{CALL} }}",
    f"SELECT * {{ ?s ?p 1.5e3SERVICE{CALL} }}",
    f"SELECT * {{ ?s ?p 'x'SERVICE{CALL} }}",
    f"SELECT * {{ ?s ?p '''x''''SERVICE'''''SERVICE{CALL} }}",
    f"SELECT * {{ ?s ?p <x#'>SERVICE{CALL} }}",
    f"SELECT * {{ ?s ?p ?o FILTER(?s<?o)SERVICE{CALL} }}",
    f"SELECT * {{ {{ SELECT * {{ SERVICE {CALL} }} }} }}",
    f"SELECT * {{ ?s ?p ?o FILTER EXISTS {{ SERVICE {CALL} }} }}",
    f"SELECT * {{ \\u0053ERVICE {CALL} }}",
    f"SELECT * {{ S\\U00000045RVICE {CALL} }}",
    "PREFIX : <http://127.0.0.1:9/> SELECT * { SERVICE:x { ?s ?p ?o } }",
    "PREFIX : <http://127.0.0.1:9/> PREFIX service: <http://y/> SELECT * { service:x { ?s ?p ?o } }",
    "PREFIX : <http://127.0.0.1:9/> SELECT * { SERVICESILENT:x { ?s ?p ?o } }",
    "SELECT * { SERVICE ?s { ?s ?p ?o } }",
]


@pytest.mark.parametrize("sparql", HARMLESS)
def test_harmless_queries_pass_and_the_engine_takes_them(sparql: str) -> None:
    refuse_unsafe(sparql)
    pyoxigraph.Store().query(sparql)


@pytest.mark.parametrize("sparql", SERVICES)
def test_services_are_refused_however_they_are_written(sparql: str) -> None:
    with pytest.raises(InputError) as caught:
        refuse_unsafe(sparql)
    assert re.fullmatch(
        r"expected a query that stays in this store, got SERVICE at line \d+, column \d+", str(caught.value)
    )


@pytest.mark.parametrize(
    ("sparql", "word", "place"),
    [
        ("INSERT DATA { <a:a> <a:b> <a:c> }", "INSERT", "line 1, column 1"),
        ("PREFIX x: <y:z>\n  delete where { ?s ?p ?o }", "DELETE", "line 2, column 3"),
        ("LOAD <file:///etc/passwd>", "LOAD", "line 1, column 1"),
        ("ASK { } ; CLEAR ALL", "CLEAR", "line 1, column 11"),
        ("DROP ALL", "DROP", "line 1, column 1"),
        ("CREATE GRAPH <a:a>", "CREATE", "line 1, column 1"),
        ("COPY <a:a> TO <a:b>", "COPY", "line 1, column 1"),
        ("MOVE <a:a> TO <a:b>", "MOVE", "line 1, column 1"),
        ("ADD <a:a> TO <a:b>", "ADD", "line 1, column 1"),
        ("WITH <a:a> DELETE { ?s ?p ?o } WHERE { ?s ?p ?o }", "WITH", "line 1, column 1"),
    ],
)
def test_updates_are_refused(sparql: str, word: str, place: str) -> None:
    with pytest.raises(InputError) as caught:
        refuse_unsafe(sparql)
    assert str(caught.value) == f"expected a query that reads, got {word} at {place}"


@pytest.mark.parametrize(
    ("sparql", "iri"),
    [
        ("SELECT * FROM <file:///etc/passwd> { ?s ?p ?o }", "file:///etc/passwd"),
        ("SELECT * FROM NAMED <FILE:/etc/passwd> { ?s ?p ?o }", "FILE:/etc/passwd"),
        ("BASE <file:///etc/> SELECT * FROM <passwd> { ?s ?p ?o }", "file:///etc/passwd"),
        ("PREFIX f: <file:///etc/> SELECT * FROM f:passwd { ?s ?p ?o }", "file:///etc/passwd"),
        ("base <file:///> prefix f: <etc/> ask from named f:passwd { ?s ?p ?o }", "file:///etc/passwd"),
        ("SELECT * FROM <\\u0066ile:///etc/passwd> { ?s ?p ?o }", "file:///etc/passwd"),
    ],
)
def test_files_are_refused_as_data_sets(sparql: str, iri: str) -> None:
    with pytest.raises(InputError) as caught:
        refuse_unsafe(sparql)
    expected = f"expected a query that stays in this store, got FROM <{iri}> at line 1, column"
    assert str(caught.value).startswith(expected)


def test_what_is_no_iri_is_left_to_the_engine() -> None:
    refuse_unsafe("BASE <http://[> PREFIX x: <http://[::> SELECT * FROM <y> FROM x:z { ?s ?p ?o }")


KEYWORDS = """
a abs as asc ask avg base bind bnode bound by ceil coalesce concat construct contains count datatype day desc
describe distinct encode_for_uri exists false filter floor from graph group group_concat having hours if in
iri isblank isiri isliteral isnumeric isuri lang langmatches lateral lcase limit max md5 min minus minutes
month named not now offset optional order prefix rand reduced regex replace round sameterm sample seconds
select separator sha1 sha256 sha384 sha512 silent str strafter strbefore strdt strends strlang strlen
strstarts struuid substr sum timezone true tz ucase undef union uri uuid values version where year adjust
haslang haslangdir isTriple langdir object predicate strlangdir subject triple
"""


@pytest.mark.parametrize("keyword", KEYWORDS.split())
def test_no_keyword_of_a_query_looks_like_an_update(keyword: str) -> None:
    refuse_unsafe(f"ASK {{ {keyword} {keyword.upper()} }}")


def test_no_way_of_writing_a_call_reaches_another_server() -> None:
    """Everything that makes the engine call out is something that the guard refuses."""
    calls, refused = 0, 0
    with _listener() as (address, seen):
        for sparql in SERVICES:
            aimed = sparql.replace("http://127.0.0.1:9/", address)
            with suppress(OSError, SyntaxError, RuntimeError):
                list(pyoxigraph.Store().query(aimed))
            calls += bool(seen)
            seen.clear()
            try:
                refuse_unsafe(aimed)
            except InputError:
                refused += 1
    assert calls >= 8
    assert refused == len(SERVICES)


@contextmanager
def _listener() -> Iterator[tuple[str, list[str]]]:
    seen: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            seen.append(self.path)
            self.send_error(500)

        do_GET = do_POST

        def log_message(self, format: str, *args: object) -> None:  # quiet
            pass

    server = HTTPServer(("127.0.0.1", 0), Handler)
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/", seen
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


WORDS = ("SERVICE", "service", "<http://x/>", "?x", "1", "true", ":", "\\")
SIGNS = ("<", ">", "{", "}", "'", '"', "'" * 3, "#", "\n", " ")
pieces = st.sampled_from(WORDS + SIGNS)


@given(st.lists(pieces, max_size=14).map("".join))
@settings(deadline=None, max_examples=300)
def test_whatever_the_engine_would_parse_with_a_call_in_it_is_refused(body: str) -> None:
    """The engine is asked whether the query still parses with the calls taken out of its grammar."""
    sparql = f"PREFIX : <http://127.0.0.1:9/> SELECT * {{ ?s ?p ?o {body} }}"
    try:
        refuse_unsafe(sparql)
    except InputError:
        return
    try:
        solutions = pyoxigraph.Store().query(sparql)
    except SyntaxError:
        return
    list(solutions)  # a call to port 9, which is closed to HTTP, would raise OSError


def test_the_guard_takes_linear_time() -> None:
    for piece in ("a.a-", "'''\\'", "<", "?", "_:a.....", "x:%%", "@a-", "\\u0041", "1."):
        hostile = piece * (100_000 // len(piece))
        started = time.process_time()
        refuse_unsafe(hostile)
        assert time.process_time() - started < 5


def test_tokens_know_what_they_are() -> None:
    text = "SELECT ?x $y { <a:b> ex:c.d 'e'@en-GB , \"f\"^^xsd:int, 1.5e3 _:g . } # h"
    assert [(token.kind.value, token.text) for token in tokens(text)] == [
        ("word", "SELECT"),
        ("variable", "?x"),
        ("variable", "$y"),
        ("sign", "{"),
        ("iri", "<a:b>"),
        ("name", "ex:c.d"),
        ("string", "'e'"),
        ("language", "@en-GB"),
        ("sign", ","),
        ("string", '"f"'),
        ("sign", "^"),
        ("sign", "^"),
        ("name", "xsd:int"),
        ("sign", ","),
        ("number", "1.5e3"),
        ("blank", "_:g"),
        ("sign", "."),
        ("sign", "}"),
    ]
    assert next(tokens("#a\n?b")).start == 3


@given(st.text(max_size=60))
def test_tokens_cover_the_text_in_order(text: str) -> None:
    at = 0
    for token in tokens(text):
        assert token.start >= at
        at = token.start + len(token.text)
        assert text[token.start : at] == token.text


@given(st.text(max_size=40))
def test_a_bound_value_is_one_term_whatever_it_holds(value: str) -> None:
    literal = str(pyoxigraph.Literal(value))
    query = bind_parameters("SELECT $value { BIND($value AS ?x) } # $value", {"value": literal})
    (string,) = {token.text for token in tokens(query) if token.kind is TokenKind.STRING}
    assert string == literal
    asked = bind_parameters("SELECT ?x { BIND($value AS ?x) }", {"value": literal})
    ((found,),) = [tuple(row) for row in pyoxigraph.Store().query(asked)]  # type: ignore[union-attr]
    assert found == pyoxigraph.Literal(value)


@pytest.mark.parametrize("name", sorted(path.stem for path in QUERIES.glob("*.rq") if path.stem != "prefixes"))
def test_the_named_queries_are_sparql_and_pass_the_guard(name: str) -> None:
    parameters = {
        "begins": {"beginning": pyoxigraph.Literal("x")},
        "copies": {"copies": pyoxigraph.NamedNode("urn:g")},
        "in_copies": {"copies": pyoxigraph.NamedNode("urn:g")},
        "quads": {"ontology": pyoxigraph.NamedNode("urn:g")},
    }
    sparql = named_query(name, **parameters.get(name, {}))
    refuse_unsafe(sparql)
    found = pyoxigraph.Store().query(sparql)
    assert isinstance(found, pyoxigraph.QueryBoolean) or list(found) is not None
    assert "# " in (QUERIES / f"{name}.rq").read_text("utf-8").splitlines()[0]


@pytest.mark.parametrize("brackets", ["{}", "()", "[]"])
def test_nesting_without_measure_is_refused(brackets: str) -> None:
    opened, closed = brackets
    refuse_unsafe(opened * 64 + closed * 64 + opened * 64)
    with pytest.raises(InputError) as refused:
        refuse_unsafe(opened * 65)
    assert str(refused.value) == (
        "expected groups, lists and brackets at most 64 deep in one another, got a deeper one at line 1, column 65"
    )

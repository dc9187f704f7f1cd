"""Clients that people have already, unchanged: SPARQLWrapper, rdflib's stores, and Comunica (on Node)."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
import SPARQLWrapper
from rdflib import Dataset, Graph, Literal, URIRef
from rdflib.plugins.stores.sparqlstore import SPARQLStore, SPARQLUpdateStore

from tests.protocols.conftest import KEY
from tests.rdf.samples import harbour_record

HOLDERS = """PREFIX neg: <https://w3id.org/parley/ontology#>
SELECT ?position ?holder WHERE { ?position neg:holder ?holder } ORDER BY ?position"""
A, P, G = URIRef("urn:a"), URIRef("urn:p"), URIRef("urn:g")
COMUNICA = Path(__file__).parent / "comunica"
NPM_SECONDS = 120


@pytest.fixture
def endpoint(clean: httpx.Client) -> str:
    return str(clean.base_url.join("/sparql"))


def wrapper(endpoint: str, sparql: str, method: str = SPARQLWrapper.POST) -> SPARQLWrapper.SPARQLWrapper:
    asker = SPARQLWrapper.SPARQLWrapper(endpoint)
    asker.addCustomHttpHeader("Authorization", f"Bearer {KEY}")
    asker.setMethod(method)
    asker.setQuery(sparql)
    return asker


@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning")  # SPARQLWrapper makes one
@pytest.mark.parametrize("method", [SPARQLWrapper.GET, SPARQLWrapper.POST])
def test_sparqlwrapper_reads_every_form(method: str, endpoint: str) -> None:
    asker = wrapper(endpoint, HOLDERS, method)
    asker.setReturnFormat(SPARQLWrapper.JSON)
    rows = asker.queryAndConvert()["results"]["bindings"]
    assert len(rows) == len(harbour_record().positions)
    asker.setReturnFormat(SPARQLWrapper.XML)
    assert len(asker.queryAndConvert().getElementsByTagName("result")) == len(rows)
    asker.setReturnFormat(SPARQLWrapper.CSV)
    assert asker.queryAndConvert().count(b"\r\n") == len(rows) + 1
    asker = wrapper(endpoint, "ASK { ?s ?p ?o }", method)
    asker.setReturnFormat(SPARQLWrapper.JSON)
    assert asker.queryAndConvert()["boolean"] is True
    for form in (SPARQLWrapper.RDFXML, SPARQLWrapper.TURTLE, SPARQLWrapper.JSONLD):
        asker = wrapper(endpoint, "CONSTRUCT WHERE { ?s <https://w3id.org/parley/ontology#holder> ?o }", method)
        asker.setReturnFormat(form)
        found = asker.queryAndConvert()
        graph = found if isinstance(found, Graph) else Graph().parse(data=found, format="turtle")
        assert len(graph) == len(rows)


def test_sparqlwrapper_writes(endpoint: str, clean: httpx.Client) -> None:
    for method in (SPARQLWrapper.URLENCODED, SPARQLWrapper.POSTDIRECTLY):
        asker = wrapper(endpoint, f'INSERT DATA {{ GRAPH <urn:g> {{ <urn:a> <urn:p> "{method}" }} }}')
        asker.setRequestMethod(method)
        assert asker.query().response.status == 200
    assert len(Graph().parse(data=clean.get("/graphs?graph=urn:g").text, format="turtle")) == 2
    with pytest.raises(SPARQLWrapper.SPARQLExceptions.QueryBadFormed):
        wrapper(endpoint, "SELECT * {").query()


def test_rdflib_reads(endpoint: str) -> None:
    graph = Graph(SPARQLStore(endpoint))
    assert len(list(graph.query(HOLDERS))) == len(harbour_record().positions)
    holder = URIRef("https://w3id.org/parley/ontology#holder")
    assert len(list(graph.subject_objects(holder))) == len(harbour_record().positions)
    position = next(graph.subjects(holder))
    assert (position, holder, None) in graph
    assert len(graph) > 100


@pytest.fixture
def updating(endpoint: str) -> Iterator[SPARQLUpdateStore]:
    store = SPARQLUpdateStore(endpoint, endpoint, headers={"Authorization": f"Bearer {KEY}"})
    yield store
    store.close()


def test_rdflib_writes(updating: SPARQLUpdateStore) -> None:
    graph = Graph(updating, identifier=G)
    graph.add((A, P, Literal("one", lang="en")))
    graph.add((A, P, Literal(2)))
    assert set(graph.objects(A, P)) == {Literal("one", lang="en"), Literal(2)}
    graph.remove((A, P, Literal(2)))
    graph.update("INSERT { ?s <urn:q> ?o } WHERE { ?s <urn:p> ?o }")
    assert set(graph) == {(A, P, Literal("one", lang="en")), (A, URIRef("urn:q"), Literal("one", lang="en"))}
    graph.set((A, P, Literal("two")))
    assert list(graph.objects(A, P)) == [Literal("two")]
    dataset = Dataset(updating)
    assert G in {each.identifier for each in dataset.graphs()}
    dataset.remove_graph(graph)
    assert len(graph) == 0


@pytest.fixture(scope="session")
def comunica(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with Comunica in it, or a reason to skip."""
    if shutil.which("node") is None or shutil.which("npm") is None:
        pytest.skip("node and npm are not here; install Node.js 20 or later to test Comunica")
    folder = tmp_path_factory.mktemp("comunica")
    for name in ("package.json", "package-lock.json", "ask.mjs"):
        shutil.copy(COMUNICA / name, folder / name)
    command = ["npm", "ci", "--no-audit", "--no-fund", "--ignore-scripts", "--prefer-offline"]
    try:
        done = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=NPM_SECONDS)
    except subprocess.TimeoutExpired:
        pytest.skip(f"npm did not bring Comunica within {NPM_SECONDS} seconds")
    if done.returncode:
        pytest.skip(f"npm could not bring Comunica; it needs a package registry in reach: {done.stderr[-200:]}")
    return folder


def test_comunica_reads_and_writes(comunica: Path, endpoint: str, clean: httpx.Client) -> None:
    command = ["node", "ask.mjs", endpoint]
    environment = os.environ | {"PARLEY_KEY": KEY}
    done = subprocess.run(command, cwd=comunica, env=environment, capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    assert len(found["holders"]) == len(harbour_record().positions)
    assert found["exists"] is True
    assert found["triples"] == len(harbour_record().positions)
    assert found["written"] == ["from Comunica"]
    assert canonical_note(clean) == {(A, P, Literal("from Comunica"))}


def canonical_note(client: httpx.Client) -> set[tuple[object, object, object]]:
    return set(Graph().parse(data=client.get("/graphs?graph=urn:g").text, format="turtle"))

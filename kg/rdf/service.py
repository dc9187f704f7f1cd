"""What the SPARQL endpoint can do, and which graphs it has: SPARQL 1.1 Service Description."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from pyoxigraph import BlankNode, Literal, NamedNode, Quad

from kg.rdf.iris import COPIES_GRAPH, DEFAULT_GRAPH, ONTOLOGY_GRAPH, article_graph
from kg.rdf.namespaces import DCTERMS, RDF, Namespace

SD = Namespace("http://www.w3.org/ns/sparql-service-description#")
FORMATS = Namespace("http://www.w3.org/ns/formats/")
ENTAILMENT = Namespace("http://www.w3.org/ns/entailment/")

_LANGUAGES = ("SPARQL11Query", "SPARQL11Update")
_RESULTS = (
    "SPARQL_Results_JSON", "SPARQL_Results_XML", "SPARQL_Results_CSV", "SPARQL_Results_TSV",
    "Turtle", "N-Triples", "JSON-LD", "RDF_XML",
)  # fmt: skip
_MERGE = (
    "Every triple of any named graph, once. Each article has a named graph of its own, whose IRI is"
    f" {article_graph('0' * 16).value.removesuffix('0' * 16)} and the article's id; they are not listed here."
)
_KNOWN = {
    ONTOLOGY_GRAPH: "The ontology.",
    COPIES_GRAPH: "Which articles are copies of which others.",
    DEFAULT_GRAPH: "What an update writes without naming a graph: the default graph of the Graph Store Protocol.",
}
Term = NamedNode | BlankNode | Literal


def service_quads(endpoint: str, graphs: Iterable[NamedNode]) -> list[Quad]:
    """The description of the endpoint at this address, over a store that has these graphs beside its articles'."""
    return [Quad(node, predicate, value) for node, predicate, value in _statements(NamedNode(endpoint), graphs)]


def _statements(
    endpoint: NamedNode, graphs: Iterable[NamedNode]
) -> Iterator[tuple[NamedNode | BlankNode, NamedNode, Term]]:
    service, dataset, merge = BlankNode("service"), BlankNode("dataset"), BlankNode("merge")
    yield service, RDF.term("type"), SD.term("Service")
    yield service, SD.term("endpoint"), endpoint
    yield service, SD.term("feature"), SD.term("UnionDefaultGraph")
    yield service, SD.term("defaultEntailmentRegime"), ENTAILMENT.term("Simple")
    for language in _LANGUAGES:
        yield service, SD.term("supportedLanguage"), SD.term(language)
    for result in _RESULTS:
        yield service, SD.term("resultFormat"), FORMATS.term(result)
    yield service, SD.term("defaultDataset"), dataset
    yield dataset, RDF.term("type"), SD.term("Dataset")
    yield dataset, SD.term("defaultGraph"), merge
    yield merge, RDF.term("type"), SD.term("Graph")
    yield merge, DCTERMS.term("description"), Literal(_MERGE, language="en")
    for number, name in enumerate(graphs):
        named, graph = BlankNode(f"named{number}"), BlankNode(f"graph{number}")
        yield dataset, SD.term("namedGraph"), named
        yield named, RDF.term("type"), SD.term("NamedGraph")
        yield named, SD.term("name"), name
        yield named, SD.term("graph"), graph
        yield graph, RDF.term("type"), SD.term("Graph")
        if name in _KNOWN:
            yield graph, DCTERMS.term("description"), Literal(_KNOWN[name], language="en")

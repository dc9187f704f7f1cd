"""The vocabularies that Parley writes and the prefixes it writes them with."""

from __future__ import annotations

from pyoxigraph import NamedNode

ONTOLOGY_DOCUMENT = "https://w3id.org/parley/ontology"
ID_BASE = "https://w3id.org/parley/id/"


class Namespace(str):
    """An IRI that the terms of one vocabulary begin with.

    >>> Namespace("http://xmlns.com/foaf/0.1/").term("Person").value
    'http://xmlns.com/foaf/0.1/Person'
    """

    __slots__ = ()

    def term(self, name: str) -> NamedNode:
        """The term called ``name`` in this vocabulary."""
        return NamedNode(self + name)


NEG = Namespace(f"{ONTOLOGY_DOCUMENT}#")
DC = Namespace("http://purl.org/dc/elements/1.1/")
DCTERMS = Namespace("http://purl.org/dc/terms/")
FOAF = Namespace("http://xmlns.com/foaf/0.1/")
OA = Namespace("http://www.w3.org/ns/oa#")
ORG = Namespace("http://www.w3.org/ns/org#")
OWL = Namespace("http://www.w3.org/2002/07/owl#")
PROV = Namespace("http://www.w3.org/ns/prov#")
RDF = Namespace("http://www.w3.org/1999/02/22-rdf-syntax-ns#")
RDFS = Namespace("http://www.w3.org/2000/01/rdf-schema#")
SCHEMA = Namespace("https://schema.org/")
SKOS = Namespace("http://www.w3.org/2004/02/skos/core#")
WIKIDATA = Namespace("http://www.wikidata.org/entity/")
XSD = Namespace("http://www.w3.org/2001/XMLSchema#")

PREFIXES: dict[str, str] = {
    "dc": DC,
    "dcterms": DCTERMS,
    "foaf": FOAF,
    "neg": NEG,
    "oa": OA,
    "org": ORG,
    "owl": OWL,
    "prov": PROV,
    "rdf": RDF,
    "rdfs": RDFS,
    "schema": SCHEMA,
    "skos": SKOS,
    "wd": WIKIDATA,
    "xsd": XSD,
}

"""The ontology is sound, and the program and the ontology name the same things."""

from __future__ import annotations

import json
from enum import StrEnum
from importlib.resources import files

import pytest
from owlrl import DeductiveClosure, OWLRL_Semantics
from pyoxigraph import NamedNode
from rdflib import OWL, RDF, RDFS, SKOS, Graph, Namespace, URIRef

from kg.model import Act, ActorKind, Attribution, BlockKind, Modality, Relation, Stance
from kg.rdf import article_quads, shortcuts, vocabulary
from kg.rdf.namespaces import NEG, ONTOLOGY_DOCUMENT, PREFIXES
from kg.rdf.ontology import ontology_quads
from kg.rdf.serialization import Syntax, serialize
from kg.rdf.terms import SCHEMES, concept, member
from tests.rdf.samples import harbour_record

N = Namespace(NEG)


@pytest.fixture(scope="module")
def ontology() -> Graph:
    return Graph().parse(data=files("ontology").joinpath("parley.ttl").read_text("utf-8"), format="turtle")


@pytest.fixture(scope="module")
def article() -> Graph:
    return Graph().parse(data=serialize(article_quads(harbour_record()), Syntax.N_TRIPLES), format="nt")


@pytest.mark.parametrize(
    ("vocabulary_of", "scheme"),
    [
        (Stance, N.stances),
        (Act, N.acts),
        (Modality, N.modalities),
        (Attribution, N.attributions),
        (Relation, N.relations),
        (ActorKind, N.kinds),
        (BlockKind, N.blocks),
    ],
)
def test_the_closed_vocabularies_are_the_schemes(ontology: Graph, vocabulary_of: type[StrEnum], scheme: URIRef) -> None:
    concepts = set(ontology.subjects(SKOS.inScheme, scheme))
    assert {str(ontology.value(each, SKOS.notation)) for each in concepts} == {choice.value for choice in vocabulary_of}
    assert concepts == set(ontology.subjects(SKOS.topConceptOf, scheme))
    if vocabulary_of in SCHEMES:
        assert {str(each) for each in concepts} == {concept(choice).value for choice in vocabulary_of}


@pytest.mark.parametrize("vocabulary_of", SCHEMES)
def test_concepts_can_be_read_back(vocabulary_of: type[StrEnum]) -> None:
    assert [member(vocabulary_of, concept(choice)) for choice in vocabulary_of] == list(vocabulary_of)


def test_all_concepts_are_labelled_and_defined(ontology: Graph) -> None:
    for each in ontology.subjects(RDF.type, SKOS.Concept):
        assert ontology.value(each, SKOS.prefLabel), each
        assert ontology.value(each, SKOS.notation), each
    for scheme in ontology.subjects(RDF.type, SKOS.ConceptScheme):
        assert ontology.value(scheme, SKOS.definition), scheme


def test_all_acts_but_none_by_accident_match_plover_or_cameo(ontology: Graph) -> None:
    matches = (SKOS.closeMatch, SKOS.broadMatch, SKOS.relatedMatch)
    foreign = set(ontology.subjects(SKOS.inScheme, N.plover)) | set(ontology.subjects(SKOS.inScheme, N.cameo))
    for act in ontology.subjects(SKOS.inScheme, N.acts):
        found = {target for match in matches for target in ontology.objects(act, match)}
        assert found, act
        assert found <= foreign, act


def test_classes_and_properties_are_labelled_explained_and_belong_to_the_ontology(ontology: Graph) -> None:
    kinds = (OWL.Class, OWL.ObjectProperty, OWL.DatatypeProperty)
    ours = {each for kind in kinds for each in ontology.subjects(RDF.type, kind) if str(each).startswith(NEG)}
    assert len(ours) > 40
    for each in ours:
        assert ontology.value(each, RDFS.label), each
        assert ontology.value(each, RDFS.comment), each
        assert ontology.value(each, RDFS.isDefinedBy) == URIRef(ONTOLOGY_DOCUMENT), each


def test_everything_the_program_writes_is_declared(ontology: Graph) -> None:
    constants = [*vars(vocabulary).values(), *vars(shortcuts).values(), *shortcuts.STANCE_PROPERTIES.values()]
    names = {constant.value for constant in constants if isinstance(constant, NamedNode)} - {str(RDF.type)}
    declared = {str(each) for each in ontology.subjects(RDF.type, None)}
    assert names - declared == set()


def test_everything_in_an_article_s_graph_is_declared(ontology: Graph, article: Graph) -> None:
    declared = set(ontology.subjects(RDF.type, None))
    used = set(article.predicates()) | set(article.objects(None, RDF.type))
    used |= {each for each in article.objects() if str(each).startswith(NEG)}
    assert used - declared - {RDF.type} == set()


def test_every_term_the_ontology_uses_is_declared(ontology: Graph) -> None:
    builtin = (str(RDF), str(RDFS), str(OWL), "http://www.w3.org/2001/XMLSchema#")
    declared = set(ontology.subjects(RDF.type, None))
    used = set(ontology.predicates()) | set(ontology.objects(None, RDFS.subClassOf))
    used |= set(ontology.objects(None, RDFS.domain)) | set(ontology.objects(None, RDFS.range))
    assert {each for each in used - declared if not str(each).startswith(builtin)} == set()


def test_the_ontology_has_a_version_and_no_blank_nodes(ontology: Graph) -> None:
    document = URIRef(ONTOLOGY_DOCUMENT)
    version = str(ontology.value(document, OWL.versionInfo))
    assert ontology.value(document, OWL.versionIRI) == document + "/" + version
    assert all(isinstance(quad.subject, NamedNode) for quad in ontology_quads())
    assert len(set(ontology_quads())) == len(ontology) == len(ontology_quads())


def test_reasoning_over_a_graph_finds_no_contradiction_and_no_nonsense(ontology: Graph, article: Graph) -> None:
    data = ontology + article
    data.bind("neg", N)
    DeductiveClosure(OWLRL_Semantics).expand(data)
    errors = list(data.objects(None, URIRef("http://www.daml.org/2002/03/agents/agent-ont#error")))
    assert errors == []
    classes = (N.Position, N.Actor, N.Proposal, N.Condition, N.Speech, SKOS.Concept)
    members = {of: set(data.subjects(RDF.type, of)) for of in classes}
    assert members[N.Actor] == set(article.subjects(RDF.type, N.Actor))
    assert members[N.Position] == set(article.subjects(RDF.type, N.Position))
    assert members[N.Proposal] == set(article.subjects(RDF.type, N.Proposal))
    assert not members[N.Actor] & members[SKOS.Concept]


def test_the_context_has_our_prefixes_and_only_declared_terms(ontology: Graph) -> None:
    document = json.loads(files("ontology").joinpath("context.jsonld").read_text("utf-8"))["@context"]
    assert {term: iri for term, iri in document.items() if term in PREFIXES} == PREFIXES
    declared = {str(each) for each in ontology.subjects(RDF.type, None)}
    for term, meaning in document.items():
        if term in PREFIXES or term.startswith("@") or meaning in ("@id", "@type"):
            continue
        prefix, _, local = (meaning if isinstance(meaning, str) else meaning["@id"]).partition(":")
        assert PREFIXES[prefix] + local in declared, term

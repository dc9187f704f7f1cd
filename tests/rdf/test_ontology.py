"""The ontology is sound, and the program and the ontology name the same things."""

from __future__ import annotations

import json
from collections import defaultdict
from enum import StrEnum
from importlib.resources import files

import pytest
from owlrl import DeductiveClosure, OWLRL_Semantics, RDFS_Semantics
from owlrl.Closure import Core
from pyoxigraph import NamedNode
from rdflib import OWL, RDF, RDFS, SKOS, Graph, Namespace, URIRef

from kg.model import Act, ActorKind, Attribution, BlockKind, Modality, Relation, ReviewState, Stance
from kg.rdf import article_quads, shortcuts, vocabulary
from kg.rdf import vocabulary as v
from kg.rdf.curation import review_quads
from kg.rdf.encoding import KIND_CLASSES
from kg.rdf.namespaces import NEG, ONTOLOGY_DOCUMENT, PREFIXES
from kg.rdf.ontology import ontology_quads
from kg.rdf.serialization import Syntax, serialize
from kg.rdf.terms import SCHEMES, concept, member
from tests.rdf.reviews import some_reviews
from tests.rdf.samples import harbour_record

N = Namespace(NEG)

CAMEO = {  # codebook 1.1b3, chapter 6; what a cue category is called there in capitals
    "01": "Make public statement",
    "016": "Deny responsibility",
    "019": "Express accord",
    "02": "Appeal",
    "03": "Express intent to cooperate",
    "05": "Engage in diplomatic cooperation",
    "051": "Praise or endorse",
    "057": "Sign formal agreement",
    "10": "Demand",
    "11": "Disapprove",
    "111": "Criticize or denounce",
    "12": "Reject",
    "129": "Veto",
    "13": "Threaten",
    "16": "Reduce relations",
}
FOLLOWS = {  # what may follow from being something
    "neg:Position": {"prov:Entity", "oa:Annotation"},
    "neg:Condition": {"oa:Annotation"},
    "neg:Review": {"prov:Entity", "oa:Annotation"},
    "neg:Actor": {"foaf:Agent"},
    "prov:SoftwareAgent": {"prov:Agent"},
}


@pytest.fixture(scope="module")
def ontology() -> Graph:
    return Graph().parse(data=files("ontology").joinpath("parley.ttl").read_text("utf-8"), format="turtle")


@pytest.fixture(scope="module")
def article() -> Graph:
    """An article's graph, with what people decided about its positions."""
    quads = [*article_quads(harbour_record()), *(quad for each in some_reviews() for quad in review_quads(each))]
    return Graph().parse(data=serialize(quads, Syntax.N_TRIPLES), format="nt")


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
        (ReviewState, N.reviewStates),
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
        if ontology.value(each, SKOS.inScheme) not in (N.plover, N.cameo):
            assert ontology.value(each, SKOS.definition), each
            assert ontology.value(each, SKOS.example), each
    for scheme in ontology.subjects(RDF.type, SKOS.ConceptScheme):
        assert ontology.value(scheme, SKOS.definition), scheme


def test_every_act_matches_plover_or_cameo(ontology: Graph) -> None:
    matches = (SKOS.closeMatch, SKOS.broadMatch, SKOS.relatedMatch)
    foreign = set(ontology.subjects(SKOS.inScheme, N.plover)) | set(ontology.subjects(SKOS.inScheme, N.cameo))
    used = set()
    for act in ontology.subjects(SKOS.inScheme, N.acts):
        found = {target for match in matches for target in ontology.objects(act, match)}
        assert found, act
        assert found <= foreign, act
        used |= found
    assert {each for each in foreign if ontology.value(each, SKOS.topConceptOf) is None} <= used


def test_codes_and_names_are_those_of_the_codebooks(ontology: Graph) -> None:
    def named(scheme: URIRef) -> dict[str, str]:
        concepts = ontology.subjects(SKOS.inScheme, scheme)
        return {str(ontology.value(c, SKOS.notation)): str(ontology.value(c, SKOS.prefLabel)) for c in concepts}

    types = ("AGREE", "SUPPORT", "REQUEST", "ACCUSE", "REJECT", "THREATEN", "SANCTION")
    assert named(N.plover) == {each: each for each in types}
    assert named(N.cameo) == CAMEO
    for concept_iri in ontology.subjects(SKOS.inScheme, N.cameo):
        code = str(ontology.value(concept_iri, SKOS.notation))
        assert concept_iri == N[f"cameo-{code}"]
        assert ontology.value(concept_iri, SKOS.broader) == (N[f"cameo-{code[:2]}"] if len(code) > 2 else None)


def test_what_is_said_of_other_vocabularies_is_only_this(ontology: Graph) -> None:
    found = {
        (_short(ontology, one), _short(ontology, other))
        for role in (RDFS.subClassOf, RDFS.subPropertyOf, OWL.equivalentClass, OWL.equivalentProperty)
        for one, other in ontology.subject_objects(role)
        if not str(other).startswith(NEG)
    }
    ours = {pair for pair in found if pair[0].startswith("neg:")}
    lists = ("Stance", "Act", "Modality", "Attribution", "Relation", "ActorKind", "BlockKind", "ReviewState")
    assert ours == {
        ("neg:Position", "prov:Entity"),
        ("neg:Position", "oa:Annotation"),
        ("neg:Actor", "prov:Agent"),
        ("neg:Actor", "foaf:Agent"),
        ("neg:Condition", "oa:Annotation"),
        ("neg:Review", "prov:Entity"),
        ("neg:Review", "oa:Annotation"),
        ("neg:reviewState", "oa:hasBody"),
        ("neg:copyOf", "prov:wasDerivedFrom"),
        ("neg:proposal", "dcterms:subject"),
        ("neg:condition", "dcterms:hasPart"),
        ("neg:speech", "dcterms:hasPart"),
        *((f"neg:{name}", "skos:Concept") for name in ("Proposal", *lists)),
    }
    assert found - ours == {  # each of these stands in the other vocabulary itself
        ("foaf:Person", "foaf:Agent"),
        ("foaf:Group", "foaf:Agent"),
        ("org:Organization", "foaf:Agent"),
        ("prov:SoftwareAgent", "prov:Agent"),
        ("prov:wasQuotedFrom", "prov:wasDerivedFrom"),
    }


def test_the_kinds_of_actors_name_the_classes_that_actors_get(ontology: Graph) -> None:
    for kind, of in KIND_CLASSES.items():
        assert ontology.value(N[f"kind-{kind}"], RDFS.seeAlso) == URIRef(of.value)


def test_classes_and_properties_are_labelled_explained_and_belong_to_the_ontology(ontology: Graph) -> None:
    kinds = (OWL.Class, OWL.ObjectProperty, OWL.DatatypeProperty)
    ours = {each for kind in kinds for each in ontology.subjects(RDF.type, kind) if str(each).startswith(NEG)}
    assert len(ours) > 40
    for each in ours:
        assert ontology.value(each, RDFS.label), each
        assert ontology.value(each, RDFS.comment), each
        assert ontology.value(each, SKOS.example), each
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


def test_reasoning_over_a_graph_finds_no_contradiction(ontology: Graph, article: Graph) -> None:
    assert _contradictions(_reasoned(ontology, article)) == []


@pytest.mark.parametrize("reasoner", [OWLRL_Semantics, RDFS_Semantics])
def test_reasoning_makes_nothing_what_it_is_not(ontology: Graph, article: Graph, reasoner: type[Core]) -> None:
    data = _reasoned(ontology, article, reasoner)
    said = defaultdict(set)
    for thing, of in article.subject_objects(RDF.type):
        said[thing].add(_short(ontology, of))
    assert len(said) > 20
    for thing, classes in said.items():
        found = {_short(ontology, of) for of in data.objects(thing, RDF.type)} - {"owl:Thing", "rdfs:Resource"}
        known = set().union(*(FOLLOWS.get(of, set()) for of in classes))
        assert found - classes - known == set(), thing


@pytest.mark.parametrize(
    ("role", "of"),
    [
        (v.POSITION, v.ACTOR),
        (v.ACTOR, v.PROPOSAL_CLASS),
        (v.ACTOR, v.NEWS_ARTICLE),
        (v.ACTOR, v.ACTIVITY),
        (v.PROPOSAL_CLASS, NEG.term("Stance")),
        (v.CONDITION_CLASS, v.POSITION),
        (v.SPEECH_CLASS, v.ACTOR),
        (v.POSITION, v.CONCEPT),
        (v.REVIEW, v.POSITION),
        (v.REVIEW, v.AGENT),
    ],
)
def test_a_reasoner_sees_when_one_thing_is_two(ontology: Graph, article: Graph, role: NamedNode, of: NamedNode) -> None:
    mixed = Graph() + article
    thing = next(mixed.subjects(RDF.type, URIRef(role.value)))
    mixed.add((thing, RDF.type, URIRef(of.value)))
    assert _contradictions(_reasoned(ontology, mixed))


def _reasoned(ontology: Graph, article: Graph, reasoner: type[Core] = OWLRL_Semantics) -> Graph:
    data = ontology + article
    DeductiveClosure(reasoner).expand(data)
    return data


def _contradictions(data: Graph) -> list[object]:
    return list(data.objects(None, URIRef("http://www.daml.org/2002/03/agents/agent-ont#error")))


def _short(ontology: Graph, iri: object) -> str:
    return ontology.namespace_manager.curie(str(iri))


def test_the_context_has_our_prefixes_and_only_declared_terms(ontology: Graph) -> None:
    document = json.loads(files("ontology").joinpath("context.jsonld").read_text("utf-8"))["@context"]
    assert {term: iri for term, iri in document.items() if term in PREFIXES} == PREFIXES
    declared = {str(each) for each in ontology.subjects(RDF.type, None)}
    for term, meaning in document.items():
        if term in PREFIXES or term.startswith("@") or meaning in ("@id", "@type"):
            continue
        prefix, _, local = (meaning if isinstance(meaning, str) else meaning["@id"]).partition(":")
        assert PREFIXES[prefix] + local in declared, term

"""The ontology as values that a page can be written from: its terms and its lists of concepts, in the file's order."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import cache
from typing import Final

from pyoxigraph import Literal, NamedNode

from kg.rdf.namespaces import DCTERMS, NEG, ONTOLOGY_DOCUMENT, OWL, PREFIXES, RDFS, SCHEMA, SKOS
from kg.rdf.ontology import ontology_quads
from kg.rdf.vocabulary import TYPE


@dataclass(frozen=True, kw_only=True, slots=True)
class Reference:
    """A term that another one points to: its IRI, its short name (``prov:Agent``), and its own name if it is ours."""

    iri: str
    short: str
    name: str | None


@dataclass(frozen=True, kw_only=True, slots=True)
class TermEntry:
    """A class or property: what it is called, what it means, and how it hangs together with others."""

    name: str
    iri: str
    sort: str
    label: str
    comment: str
    examples: tuple[str, ...]
    wider: tuple[Reference, ...]
    domain: tuple[Reference, ...]
    range: tuple[Reference, ...]
    disjoint: tuple[Reference, ...]
    see_also: tuple[Reference, ...]
    is_functional: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class Match:
    """A concept of another scheme that a concept matches, and how (``closeMatch`` …); its title is ``CAMEO 10``."""

    how: str
    title: str
    concept: Reference


@dataclass(frozen=True, kw_only=True, slots=True)
class ConceptEntry:
    """A value of one of the closed lists."""

    name: str
    iri: str
    notation: str
    label: str
    definition: str
    examples: tuple[str, ...]
    matches: tuple[Match, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class SchemeEntry:
    """A closed list of concepts."""

    name: str
    iri: str
    label: str
    definition: str
    see_also: tuple[Reference, ...]
    concepts: tuple[ConceptEntry, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Vocabulary:
    """The whole ontology, with the prefixes that its short names are made with."""

    iri: str
    version: str
    version_iri: str
    title: str
    description: str
    license: str
    classes: tuple[TermEntry, ...]
    properties: tuple[TermEntry, ...]
    schemes: tuple[SchemeEntry, ...]
    prefixes: tuple[tuple[str, str], ...]


SORTS: Final = {"Class": "class", "ObjectProperty": "property", "DatatypeProperty": "property of values"}
PROPERTIES: Final = (OWL.term("ObjectProperty"), OWL.term("DatatypeProperty"))
MATCHES: Final = ("closeMatch", "broadMatch", "relatedMatch")


@cache
def read_vocabulary() -> Vocabulary:
    """The ontology that ships with Parley."""
    facts = _Facts()
    document = NamedNode(ONTOLOGY_DOCUMENT)
    return Vocabulary(
        iri=document.value,
        version=facts.text(document, OWL.term("versionInfo")),
        version_iri=facts.references(document, OWL.term("versionIRI"))[0].iri,
        title=facts.text(document, DCTERMS.term("title")),
        description=facts.text(document, DCTERMS.term("description")),
        license=facts.references(document, DCTERMS.term("license"))[0].iri,
        classes=tuple(_term(facts, each) for each in facts.terms(TYPE, OWL.term("Class"))),
        properties=tuple(_term(facts, each) for each in facts.terms(TYPE, *PROPERTIES)),
        schemes=tuple(_scheme(facts, each) for each in facts.terms(TYPE, SKOS.term("ConceptScheme"))),
        prefixes=tuple(sorted(PREFIXES.items())),
    )


class _Facts:
    """The ontology's statements by subject and predicate, in the order of the file."""

    def __init__(self) -> None:
        self._values: dict[tuple[object, NamedNode], list[object]] = defaultdict(list)
        self._terms: dict[NamedNode, None] = {}
        for quad in ontology_quads():
            self._values[quad.subject, quad.predicate].append(quad.object)
            if isinstance(quad.subject, NamedNode) and quad.subject.value.startswith(NEG):
                self._terms[quad.subject] = None

    def terms(self, role: NamedNode, *values: NamedNode) -> list[NamedNode]:
        """Our terms that have one of these values."""
        return [each for each in self._terms if set(values) & set(self._values[each, role])]

    def texts(self, term: NamedNode, role: NamedNode) -> tuple[str, ...]:
        return tuple(each.value for each in self._values[term, role] if isinstance(each, Literal))

    def text(self, term: NamedNode, role: NamedNode) -> str:
        return next(iter(self.texts(term, role)), "")

    def references(self, term: NamedNode, *roles: NamedNode) -> tuple[Reference, ...]:
        found = [value for role in roles for value in self._values[term, role]]
        return tuple(_reference(each) for each in found if isinstance(each, NamedNode))


def _term(facts: _Facts, iri: NamedNode) -> TermEntry:
    kinds = [each.short.removeprefix("owl:") for each in facts.references(iri, TYPE)]
    return TermEntry(
        name=_name(iri),
        iri=iri.value,
        sort=next(SORTS[kind] for kind in kinds if kind in SORTS),
        label=facts.text(iri, RDFS.term("label")),
        comment=facts.text(iri, RDFS.term("comment")),
        examples=facts.texts(iri, SKOS.term("example")),
        wider=facts.references(iri, RDFS.term("subClassOf"), RDFS.term("subPropertyOf")),
        domain=facts.references(iri, RDFS.term("domain"), SCHEMA.term("domainIncludes")),
        range=facts.references(iri, RDFS.term("range")),
        disjoint=facts.references(iri, OWL.term("disjointWith")),
        see_also=facts.references(iri, RDFS.term("seeAlso")),
        is_functional="FunctionalProperty" in kinds,
    )


def _scheme(facts: _Facts, iri: NamedNode) -> SchemeEntry:
    return SchemeEntry(
        name=_name(iri),
        iri=iri.value,
        label=facts.text(iri, SKOS.term("prefLabel")),
        definition=facts.text(iri, SKOS.term("definition")),
        see_also=facts.references(iri, RDFS.term("seeAlso")),
        concepts=tuple(_concept(facts, each) for each in facts.terms(SKOS.term("inScheme"), iri)),
    )


def _concept(facts: _Facts, iri: NamedNode) -> ConceptEntry:
    return ConceptEntry(
        name=_name(iri),
        iri=iri.value,
        notation=facts.text(iri, SKOS.term("notation")),
        label=facts.text(iri, SKOS.term("prefLabel")),
        definition=facts.text(iri, SKOS.term("definition")),
        examples=facts.texts(iri, SKOS.term("example")),
        matches=tuple(
            Match(how=how, title=_title(facts, NamedNode(each.iri)), concept=each)
            for how in MATCHES
            for each in facts.references(iri, SKOS.term(how))
        ),
    )


def _title(facts: _Facts, concept: NamedNode) -> str:
    """A foreign concept as its codebook's readers know it: the scheme's short name, and the code or name."""
    scheme = NamedNode(facts.references(concept, SKOS.term("inScheme"))[0].iri)
    return f"{facts.text(scheme, SKOS.term('prefLabel')).split(' ')[0]} {facts.text(concept, SKOS.term('notation'))}"


def _reference(iri: NamedNode) -> Reference:
    known = [(prefix, namespace) for prefix, namespace in PREFIXES.items() if iri.value.startswith(namespace)]
    short = f"{known[0][0]}:{iri.value.removeprefix(known[0][1])}" if known else iri.value
    return Reference(iri=iri.value, short=short, name=_name(iri) if iri.value.startswith(NEG) else None)


def _name(iri: NamedNode) -> str:
    return iri.value.removeprefix(NEG)

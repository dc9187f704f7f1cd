"""The ontology read for people: nothing left out, in the order of the file."""

from __future__ import annotations

import pytest
from pyoxigraph import NamedNode

from kg.errors import MissingError
from kg.rdf.documentation import Reference, read_vocabulary
from kg.rdf.namespaces import NEG
from kg.rdf.ontology import ontology_quads
from kg.rdf.paths import Sort, place_of
from kg.rdf.vocabulary import TYPE


def test_every_term_of_ours_is_there_once() -> None:
    found = read_vocabulary()
    concepts = [each for scheme in found.schemes for each in scheme.concepts]
    names = [each.name for each in (*found.classes, *found.properties, *found.schemes, *concepts)]
    ours = {quad.subject.value for quad in ontology_quads() if isinstance(quad.subject, NamedNode)}
    assert len(names) == len(set(names))
    assert {NEG + name for name in names} == {iri for iri in ours if iri.startswith(NEG)}
    assert TYPE.value not in names


def test_a_term_says_what_it_is_and_how_it_hangs_together() -> None:
    found = next(each for each in read_vocabulary().properties if each.name == "proposal")
    assert (found.sort, found.label, found.is_functional) == ("property", "proposal", True)
    assert [each.short for each in found.domain] == ["neg:Position", "neg:Condition"]
    assert found.wider == (Reference(iri="http://purl.org/dc/terms/subject", short="dcterms:subject", name=None),)
    assert found.range == (Reference(iri=NEG + "Proposal", short="neg:Proposal", name="Proposal"),)


def test_a_concept_says_what_it_matches() -> None:
    acts = next(each for each in read_vocabulary().schemes if each.name == "acts")
    demands = next(each for each in acts.concepts if each.name == "act-demands")
    assert [(each.how, each.title) for each in demands.matches] == [
        ("closeMatch", "CAMEO 10"),
        ("broadMatch", "PLOVER REQUEST"),
    ]


@pytest.mark.parametrize(
    ("path", "sort", "whole"),
    [
        ("position/e13fd03e992bb7ff", Sort.POSITION, "position/e13fd03e992bb7ff"),
        ("position/e13fd03e992bb7ff/condition/1", Sort.CONDITION, "position/e13fd03e992bb7ff"),
        ("position/e13fd03e992bb7ff/speech/2", Sort.SPEECH, "position/e13fd03e992bb7ff"),
        ("article/d1e443bfb77cfd64/words/3-9/quote", Sort.SELECTOR, "article/d1e443bfb77cfd64/words/3-9"),
        ("actor/state/a%2Fb", Sort.ACTOR, "actor/state/a%2Fb"),
        ("actor/robot/x", Sort.OTHER, "actor/robot/x"),
        ("software/parley/0.1.0", Sort.PROGRAM, "software/parley/0.1.0"),
        ("anything", Sort.OTHER, "anything"),
    ],
)
def test_a_path_tells_what_lives_there(path: str, sort: Sort, whole: str) -> None:
    found = place_of(path)
    assert (found.path, found.sort, found.whole) == (path, sort, whole)


@pytest.mark.parametrize("path", ["", "a//b", "/", "actor/state/"])
def test_a_path_with_an_empty_step_leads_nowhere(path: str) -> None:
    with pytest.raises(MissingError) as refused:
        place_of(path)
    assert str(refused.value) == f"expected a path of names between slashes, got {path!r}"


def test_a_path_that_is_no_utf_8_leads_nowhere() -> None:
    with pytest.raises(MissingError) as refused:
        place_of("proposal/%ff")
    assert str(refused.value) == "expected a path in UTF-8, got 'proposal/%ff'"

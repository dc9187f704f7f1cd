"""IRIs are valid, made of content, and can be read back."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import NamedNode

from kg.errors import InputError
from kg.model import ActorKind, Span
from kg.rdf.iris import (
    actor_iri,
    actor_of,
    article_graph,
    article_id_of,
    article_iri,
    is_actor,
    is_proposal,
    position_id_of,
    position_iri,
    proposal_iri,
    proposal_label_of,
    software_iri,
    software_of,
    span_of,
    words_iri,
)
from tests.rdf.strategies import strings, words

SAFE = re.compile(r"https://w3id\.org/parley/id/[A-Za-z0-9/._~%-]+")


@given(st.sampled_from(ActorKind), words)
def test_actors_can_be_read_back_from_their_iris(kind: ActorKind, name: str) -> None:
    iri = actor_iri(kind, name)
    assert SAFE.fullmatch(iri.value)
    assert actor_of(iri) == (kind, name)
    assert is_actor(iri)
    assert not is_proposal(iri)


@given(words)
def test_proposals_can_be_read_back_from_their_iris(label: str) -> None:
    iri = proposal_iri(label)
    assert SAFE.fullmatch(iri.value)
    assert proposal_label_of(iri) == label
    assert is_proposal(iri)


@given(strings, strings)
def test_programs_can_be_read_back_from_their_iris(name: str, version: str) -> None:
    assert software_of(software_iri(name, version)) == (name, version)


def test_articles_positions_and_words_can_be_read_back() -> None:
    key = "0123456789abcdef"
    assert article_id_of(article_iri(key)) == article_id_of(article_graph(key)) == key
    assert position_id_of(position_iri(key)) == key
    words_of = words_iri(key, Span(start=0, end=12))
    assert (article_id_of(words_of), span_of(words_of)) == (key, Span(start=0, end=12))


def test_a_name_of_dots_is_no_path_segment() -> None:
    assert actor_iri(ActorKind.GROUP, "..").value.endswith("/actor/group/%2E%2E")


@pytest.mark.parametrize("key", ["", "0123", "0123456789ABCDEF", "0123456789abcdef0", "0123456789abcde>"])
def test_ids_are_checked(key: str) -> None:
    with pytest.raises(InputError) as caught:
        article_iri(key)
    assert str(caught.value) == f"expected the id of an article (16 hex digits), got {key!r}"


def test_foreign_iris_are_refused_with_what_was_expected() -> None:
    foreign = NamedNode("https://example.org/actor/state/X")
    for read, what in (
        (article_id_of, "the IRI of an article or its graph"),
        (position_id_of, "the IRI of a position"),
        (actor_of, "the IRI of an actor"),
        (proposal_label_of, "the IRI of a proposal"),
        (software_of, "the IRI of a program"),
        (span_of, "the IRI of characters in an article"),
    ):
        with pytest.raises(InputError) as caught:
            read(foreign)
        assert str(caught.value) == f"expected {what}, got https://example.org/actor/state/X"

"""Records become graphs and graphs become records again, exactly."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path

import pytest
from hypothesis import given, settings
from pyoxigraph import Literal, Quad, Store

from kg.errors import InputError
from kg.model import Actor, ActorKind, Article, Extraction, Modality
from kg.model.record import ArticleRecord
from kg.rdf import article_quads, decode_record
from kg.rdf import vocabulary as v
from kg.rdf.encoding import sorted_quads
from kg.rdf.iris import actor_iri, article_graph
from kg.rdf.namespaces import NEG, XSD
from kg.rdf.serialization import Syntax, serialize
from tests.rdf.samples import RUN, harbour_record
from tests.rdf.strategies import records

GOLDEN = Path(__file__).with_name("harbour.ttl")


@given(records())
@settings(deadline=None, max_examples=100)
def test_decoding_is_the_inverse_of_encoding(record: ArticleRecord) -> None:
    assert decode_record(article_quads(record)) == record


@given(records())
@settings(deadline=None, max_examples=40)
def test_a_store_gives_back_every_quad_as_it_was_written(record: ArticleRecord) -> None:
    quads = article_quads(record)
    store = Store()
    store.extend(quads)
    assert set(store) == set(quads)


def test_the_graph_of_an_article_is_the_golden_one() -> None:
    assert serialize(article_quads(harbour_record()), Syntax.TURTLE).decode() == GOLDEN.read_text("utf-8")


def test_positions_are_kept_in_reading_order_whatever_order_they_came_in() -> None:
    record = harbour_record()
    turned = replace(record, positions=record.positions[::-1])
    assert turned == record
    assert article_quads(turned) == article_quads(record)


def test_all_quads_are_in_the_article_s_graph_sorted_and_each_once() -> None:
    record = harbour_record()
    quads = article_quads(record)
    assert {quad.graph_name for quad in quads} == {article_graph(record.article.id)}
    assert len(set(quads)) == len(quads)
    assert sorted_quads(reversed(quads)) == quads


def test_shortcuts_lead_from_the_holder_to_the_proposal() -> None:
    triples = {quad.triple for quad in article_quads(harbour_record())}
    told = {
        (t.subject.value.rsplit("/", 1)[-1], t.predicate.value.rsplit("#")[-1], t.object.value.rsplit("/", 1)[-1])
        for t in triples
        if t.predicate in {NEG.term(name) for name in ("supports", "opposes", "conditionsOn", "dependsOn")}
    }
    assert told == {
        ("Fishers%27%20League", "supports", "harbour%20truce"),
        ("coastguard%20of%20Belmark", "opposes", "withdrawal%20of%20ships"),
        ("Ardania", "conditionsOn", "harbour%20opening"),
        ("harbour%20opening", "dependsOn", "withdrawal%20of%20ships"),
    }


def test_a_denied_position_has_no_shortcut() -> None:
    record = harbour_record()
    denied = replace(record, positions=tuple(replace(p, modality=Modality.DENIED) for p in record.positions))
    shortcuts = {NEG.term(name) for name in ("supports", "opposes", "conditionsOn", "dependsOn")}
    assert not [quad for quad in article_quads(denied) if quad.predicate in shortcuts]


def test_times_are_written_in_utc() -> None:
    summer = timezone(timedelta(hours=2))
    run = Extraction(software="a", version="1", model="m", at=datetime(2025, 6, 1, 1, 30, 0, 250000, summer))
    quads = article_quads(replace(harbour_record(), extraction=run))
    (ended,) = {quad.object for quad in quads if quad.predicate == v.ENDED}
    assert ended == Literal("2025-05-31T23:30:00.25Z", datatype=XSD.term("dateTime"))
    with pytest.raises(InputError) as caught:
        article_quads(
            replace(
                harbour_record(), extraction=replace(run, at=datetime(1, 1, 1, tzinfo=timezone(timedelta(hours=5))))
            )
        )
    assert str(caught.value) == "expected a time within the years 1 to 9999 of UTC, got 0001-01-01T00:00:00+05:00"


def test_lone_surrogates_are_refused_wherever_they_stand() -> None:
    article = Article(text="Talks \ud83d broke down", source="wire/talks.txt", blocks=())
    with pytest.raises(InputError) as caught:
        article_quads(ArticleRecord(article=article, positions=(), extraction=RUN))
    assert str(caught.value) == (
        "expected text that Unicode can encode as the text of 'wire/talks.txt',"
        " got a lone surrogate U+D83D at character 6"
    )
    with pytest.raises(InputError) as caught:
        actor_iri(ActorKind.STATE, "Ardania\udfff")
    assert str(caught.value) == (
        "expected text that Unicode can encode, got a lone surrogate U+DFFF at character 7 of 'Ardania\\udfff'"
    )


def test_wikidata_items_are_checked() -> None:
    record = harbour_record()
    wrong = replace(record.positions[0], holder=Actor(name="X", kind=ActorKind.STATE, wikidata="Q1> <urn:evil"))
    with pytest.raises(InputError) as caught:
        article_quads(replace(record, positions=(wrong,)))
    assert str(caught.value) == "expected a Wikidata item such as Q159, got 'Q1> <urn:evil'"


def _changed(record: ArticleRecord, old: str, new: str) -> list[Quad]:
    """The record's quads, with a string changed in every literal that has it."""
    return [
        Quad(
            q.subject, q.predicate, Literal(q.object.value.replace(old, new), datatype=q.object.datatype), q.graph_name
        )
        if isinstance(q.object, Literal)
        else q
        for q in article_quads(record)
    ]


def test_decoding_checks_the_text_against_its_digest_and_its_name() -> None:
    record = harbour_record()
    with pytest.raises(InputError) as caught:
        decode_record(_changed(record, "on Monday", "on Friday"))
    article = f"https://w3id.org/parley/id/article/{record.article.id}"
    assert str(caught.value).startswith(f"expected the article that {article} is named for, got one with id")
    with pytest.raises(InputError) as caught:
        decode_record(_changed(record, record.article.text_digest, "00" * 32))
    assert str(caught.value) == (
        f"expected a text with SHA-256 {'00' * 32} in https://w3id.org/parley/id/article/{record.article.id},"
        f" got {record.article.text_digest}"
    )


def test_decoding_looks_every_quotation_up_again() -> None:
    record = harbour_record()
    quads = [
        Quad(q.subject, q.predicate, Literal("Belmark's coastguard turned down a withdrawal."), q.graph_name)
        if q.predicate == v.EXACT and "rejected" in q.object.value
        else q
        for q in article_quads(record)
    ]
    with pytest.raises(InputError) as caught:
        decode_record(quads)
    assert str(caught.value) == (
        f"expected a quote of 43 characters for [149, 192) in article {record.article.id}, got 46:"
        f' "Belmark\'s coastguard turned down a withdrawal." in position'
        f" https://w3id.org/parley/id/position/{record.positions[1].id}"
    )
    same_length = [
        Quad(q.subject, q.predicate, Literal(q.object.value.replace("rejected", "welcomed")), q.graph_name)
        if q.predicate == v.EXACT
        else q
        for q in article_quads(record)
    ]
    with pytest.raises(InputError) as caught:
        decode_record(same_length)
    assert str(caught.value) == (
        'expected "Belmark\'s coastguard welcomed a withdrawal." at [149, 192) of wire/harbour.txt,'
        ' got "Belmark\'s coastguard rejected a withdrawal."'
    )


def test_decoding_refuses_a_claim_that_is_not_the_one_its_id_was_made_of() -> None:
    record = harbour_record()
    quads = [
        Quad(q.subject, q.predicate, Literal("a surrender"), q.graph_name)
        if q.predicate == v.WORDING and q.object.value == "a withdrawal"
        else q
        for q in article_quads(record)
    ]
    with pytest.raises(InputError) as caught:
        decode_record(quads)
    assert str(caught.value).startswith(
        f"expected the claim that https://w3id.org/parley/id/position/{record.positions[1].id} is named for,"
    )


def test_decoding_says_what_is_missing_and_what_is_too_much() -> None:
    record = harbour_record()
    quads = article_quads(record)
    with pytest.raises(InputError) as caught:
        decode_record(())
    assert str(caught.value) == "expected one https://schema.org/NewsArticle in the graph, got 0"
    position = f"https://w3id.org/parley/id/position/{record.positions[0].id}"
    with pytest.raises(InputError) as caught:
        decode_record(q for q in quads if not (q.predicate == v.HOLDER and str(q.subject) == f"<{position}>"))
    assert str(caught.value) == f"expected the IRI of an actor, got nothing in position {position}"
    article = f"https://w3id.org/parley/id/article/{record.article.id}"
    doubled = [*quads, *(Quad(q.subject, v.SOURCE, Literal("b"), q.graph_name) for q in quads if q.predicate == v.TEXT)]
    with pytest.raises(InputError) as caught:
        decode_record(doubled)
    assert str(caught.value) == f"expected at most one {v.SOURCE.value} of <{article}>, got 2"
    with pytest.raises(InputError) as caught:
        decode_record(_changed(record, "2025-03-17", "last Monday"))
    assert str(caught.value) == (
        f"expected an article's graph that can be read, got: Invalid isoformat string: 'last Monday' in {article}"
    )


def test_records_without_positions_and_with_bare_articles_round_trip() -> None:
    article = Article(text="x", source="", blocks=(), published=date(1, 1, 1))
    record = ArticleRecord(
        article=article,
        positions=(),
        extraction=Extraction(software="", version="", model="", at=datetime(2, 1, 1, tzinfo=UTC)),
    )
    assert decode_record(article_quads(record)) == record

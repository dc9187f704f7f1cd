"""One scenario after another, the same for the store in memory, on disk and behind a SPARQL server."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from kg.errors import AccessError, InputError, MissingError
from kg.model import ActorKind, Stance
from kg.model.filter import PositionFilter
from kg.model.record import ArticleRecord
from kg.rdf.serialization import Syntax
from kg.store import Store, open_store
from kg.store.answer import AnswerKind
from kg.store.store import ActorEntry, ArticleHeader, ProposalEntry
from tests.rdf.samples import harbour_record, many_records
from tests.store.sparql_server import sparql_server

ALL = PositionFilter()


@pytest.fixture(params=["memory", "disk", "remote"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    if request.param == "remote":
        with sparql_server() as url, open_store(url) as opened:
            yield opened
    else:
        with open_store(None if request.param == "memory" else tmp_path / "parley.db") as opened:
            yield opened


def later(record: ArticleRecord, source: str, day: date) -> ArticleRecord:
    """The same page from another source, on another day."""
    article = replace(record.article, source=source, published=day)
    positions = tuple(
        replace(
            position,
            published=day,
            evidence=replace(position.evidence, article=article.id),
            conditions=tuple(replace(c, evidence=replace(c.evidence, article=article.id)) for c in position.conditions),
        )
        for position in record.positions
    )
    return replace(record, article=article, positions=positions)


def test_what_is_put_in_comes_out(store: Store) -> None:
    record = harbour_record()
    assert store.add(record) is True
    assert store.article(record.article.id) == record
    assert tuple(store.positions(ALL)) == record.positions
    assert [store.position(position.id) for position in record.positions] == list(record.positions)


def test_putting_in_again_changes_nothing(store: Store) -> None:
    record = harbour_record()
    store.add(record)
    before = store.dump(Syntax.N_QUADS)
    assert store.add(record) is False
    assert store.add_many([record, record]) == 0
    assert store.dump(Syntax.N_QUADS) == before


def test_taking_out_leaves_no_trace(store: Store) -> None:
    one, *others = many_records(4, positions=3)
    store.add_many(others)
    before = store.dump(Syntax.N_QUADS)
    store.add(one)
    assert store.dump(Syntax.N_QUADS) != before
    assert store.remove(one.article.id) is True
    assert store.dump(Syntax.N_QUADS) == before
    assert store.remove(one.article.id) is False
    with pytest.raises(MissingError) as caught:
        store.article(one.article.id)
    assert str(caught.value) == f"expected an article of this store, got {one.article.id}"


def test_another_reading_of_an_article_takes_the_place_of_the_first(store: Store) -> None:
    record = harbour_record()
    store.add(record)
    fewer = replace(record, positions=record.positions[1:])
    assert store.add(fewer) is True
    assert store.article(record.article.id) == fewer
    assert [entry.name for entry in store.actors()] == ["Fishers' League", "coastguard of Belmark", "Belmark"]
    store.remove(record.article.id)
    assert store.actors() == []


def test_the_order_of_articles_does_not_matter(store: Store) -> None:
    records = list(many_records(5, positions=2))
    store.add_many(records)
    straight = store.dump(Syntax.N_QUADS)
    for record in records:
        store.remove(record.article.id)
    for record in reversed(records):
        store.add(record)
    assert store.dump(Syntax.N_QUADS) == straight


def test_articles_are_listed_by_date_and_source(store: Store) -> None:
    record = harbour_record()
    undated = later(record, "a.txt", date(2025, 1, 1))
    undated = replace(undated, article=replace(undated.article, published=None))
    records = [undated, later(record, "z.txt", date(2025, 3, 1)), later(record, "b.txt", date(2025, 3, 1))]
    store.add_many(records)
    assert [(header.source, header.published) for header in store.articles()] == [
        ("b.txt", date(2025, 3, 1)),
        ("z.txt", date(2025, 3, 1)),
        ("a.txt", None),
    ]
    assert store.articles()[0] == ArticleHeader(
        id=records[2].article.id,
        source="b.txt",
        title="Ardania sets terms for harbour truce",
        published=date(2025, 3, 1),
        publisher="Coast Wire",
        positions=3,
        origin=None,
    )


def test_actors_and_proposals_have_counts_and_wordings(store: Store) -> None:
    store.add_many([harbour_record(), later(harbour_record(), "again.txt", date(2025, 3, 18))])
    actors, proposals = store.actors(), store.proposals()
    assert [(actor.name, actor.positions, actor.articles) for actor in actors] == [
        ("Ardania", 2, 2),
        ("Fishers' League", 2, 2),
        ("coastguard of Belmark", 2, 2),
        ("Belmark", 0, 0),
        ("Lena Orlo", 0, 0),
    ]
    assert actors[0] == ActorEntry(
        name="Ardania", kind=ActorKind.STATE, wikidata="Q100", wordings=(), positions=2, articles=2
    )
    assert actors[4].wordings == ("Foreign Minister Lena Orlo",)
    assert proposals[2] == ProposalEntry(
        label="withdrawal of ships",
        wordings=("Belmark withdraws its ships", "a withdrawal"),
        broader=(),
        positions=2,
        articles=2,
    )
    assert proposals[0].broader == ("harbour truce", "truce in the strait")
    assert (proposals[-1].label, proposals[-1].positions) == ("truce in the strait", 0)


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        (PositionFilter(actor="ARDANIA"), [0]),
        (PositionFilter(actor="the fishers"), [2]),
        (PositionFilter(actor="coastguard", stance=Stance.OPPOSES), [1]),
        (PositionFilter(actor="coastguard", stance=Stance.SUPPORTS), []),
        (PositionFilter(actor="a"), [0, 1, 2]),
        (PositionFilter(actor="nobody"), []),
        (PositionFilter(side="Belmark"), [1]),
        (PositionFilter(side="a"), [0, 1]),
        (PositionFilter(proposal="harbour"), [0, 2]),
        (PositionFilter(proposal="its ships"), [1]),
        (PositionFilter(stance=Stance.CONDITIONS_ON), [0]),
        (PositionFilter(since=date(2025, 3, 17), until=date(2025, 3, 17)), [0, 1, 2]),
        (PositionFilter(since=date(2025, 3, 18)), []),
        (PositionFilter(until=date(2025, 3, 16)), []),
        (PositionFilter(text="REJECTED a"), [1]),
        (PositionFilter(text='" } #'), []),
        (PositionFilter(text="\\"), []),
        (PositionFilter(source="WIRE/harb"), [0, 1, 2]),
        (PositionFilter(source="river"), []),
        (PositionFilter(article=harbour_record().article.id), [0, 1, 2]),
        (PositionFilter(article=harbour_record().article.id[:6].upper()), [0, 1, 2]),
        (PositionFilter(article="0" * 16), []),
        (PositionFilter(text="welcomed", proposal="truce", actor="league"), [2]),
    ],
)
def test_filters_let_the_wanted_positions_through(store: Store, wanted: PositionFilter, found: list[int]) -> None:
    record = harbour_record()
    store.add(record)
    assert store.positions(wanted) == [record.positions[at] for at in found]


def test_positions_come_in_reading_order(store: Store) -> None:
    record = harbour_record()
    records = [later(record, "c.txt", date(2025, 3, 2)), later(record, "b.txt", date(2025, 3, 2)), record]
    store.add_many(records)
    expected = [*records[1].positions, *records[0].positions, *record.positions]
    assert store.positions(ALL) == expected
    assert store.positions(PositionFilter(source=".txt", article=records[1].article.id)) == list(records[1].positions)
    assert len(store.positions(PositionFilter(source="b.txt"))) == 3
    assert len(store.positions(PositionFilter(source="txt"))) == 9


def test_an_actor_is_found_by_any_article_s_wording_for_it(store: Store) -> None:
    record = harbour_record()
    holder = replace(record.positions[0].holder, wording="The island republic")
    other = later(record, "other.txt", date(2025, 3, 20))
    other = replace(other, positions=(replace(other.positions[0], holder=holder),))
    store.add_many([record, other])
    assert len(store.positions(PositionFilter(actor="island republic"))) == 2


def test_positions_are_found_by_the_beginning_of_their_ids(store: Store) -> None:
    store.add_many(many_records(12, positions=5))
    positions = store.positions(ALL)
    first = positions[0]
    length = next(n for n in range(1, 17) if sum(p.id.startswith(first.id[:n]) for p in positions) == 1)
    assert store.position(first.id[:length].upper()) == first
    several = next(p.id[0] for p in positions if sum(q.id[0] == p.id[0] for q in positions) > 1)
    with pytest.raises(InputError) as caught:
        store.position(several)
    assert str(caught.value) == f"expected the beginning of one position's id, got {several!r}, which fits several"
    with pytest.raises(MissingError) as missing:
        store.position("ffffffffffffffff")
    assert str(missing.value) == "expected a position of this store, got 'ffffffffffffffff'"
    with pytest.raises(InputError) as caught:
        store.position("xyz")
    assert str(caught.value) == "expected the id of a position or its first hex digits, got 'xyz'"


def test_copies_are_left_out_until_their_origin_is_gone(store: Store) -> None:
    record = harbour_record()
    copy = later(record, "mirror.txt", date(2025, 3, 18))
    third = later(record, "mirror-of-mirror.txt", date(2025, 3, 19))
    store.add_many([record, copy, third])
    assert store.fingerprints() == sorted(
        (each.article.id, each.article.published, each.article.source, record.fingerprint)
        for each in (record, copy, third)
    )
    store.link_copies({copy.article.id: record.article.id, third.article.id: record.article.id})
    assert {header.source: header.origin for header in store.articles()} == {
        "wire/harbour.txt": None,
        "mirror.txt": record.article.id,
        "mirror-of-mirror.txt": record.article.id,
    }
    assert store.positions(ALL) == list(record.positions)
    assert len(store.positions(PositionFilter(include_copies=True))) == 9
    assert (store.actors()[0].positions, store.actors()[0].articles) == (1, 1)
    assert store.proposals()[0].positions == 1
    assert store.stats()["copies"] == 2
    assert (store.stats()["positions"], store.stats()["positions_in_copies"]) == (9, 6)
    assert (store.stats()["conditions"], store.stats()["conditions_in_copies"]) == (3, 2)

    linked = store.dump(Syntax.N_QUADS)
    store.link_copies({third.article.id: record.article.id, copy.article.id: record.article.id})
    assert store.dump(Syntax.N_QUADS) == linked
    store.remove(record.article.id)
    assert store.stats()["copies"] == 0
    store.link_copies({third.article.id: copy.article.id})
    assert store.positions(ALL) == list(copy.positions)
    store.link_copies({})
    store.remove(third.article.id)
    store.remove(copy.article.id)
    with open_store(None) as fresh:
        assert store.dump(Syntax.N_QUADS) == fresh.dump(Syntax.N_QUADS)


def test_links_between_unknown_articles_are_refused(store: Store) -> None:
    record = harbour_record()
    store.add(record)
    with pytest.raises(MissingError) as caught:
        store.link_copies({"0" * 16: record.article.id})
    assert str(caught.value) == f"expected articles of this store as copies and origins, got {'0' * 16}"


def test_queries_see_all_graphs_together(store: Store) -> None:
    store.add_many([harbour_record(), later(harbour_record(), "again.txt", date(2025, 3, 18))])
    neg = "PREFIX neg: <https://w3id.org/parley/ontology#> PREFIX skos: <http://www.w3.org/2004/02/skos/core#> "
    table = store.query(
        neg + "SELECT ?who ?what WHERE { ?actor neg:supports ?proposal ; skos:prefLabel ?who ."
        " ?proposal skos:prefLabel ?what }"
    )
    assert (table.kind, table.variables, table.texts) == (
        AnswerKind.ROWS,
        ("who", "what"),
        (("Fishers' League", "harbour truce"),),
    )
    labels = store.query(neg + "SELECT (COUNT(*) AS ?n) WHERE { ?actor neg:holder|skos:prefLabel 'Ardania' }")
    assert labels.texts == (("1",),)
    notation = store.query(neg + "SELECT ?n ?x WHERE { ?p neg:stance/skos:notation ?n } ORDER BY DESC(?n) LIMIT 1")
    assert notation.texts == (("supports", None),)
    assert store.query(neg + "ASK { ?p neg:rule 'condition:only-if' }").truth is True
    assert store.query(neg + "ASK { ?p neg:rule 'none' }").truth is False
    graph = store.query(neg + "CONSTRUCT { ?a neg:opposes ?p } WHERE { ?a neg:opposes ?p }")
    assert graph.kind is AnswerKind.GRAPH
    assert b"neg:opposes <https://w3id.org/parley/id/proposal/withdrawal%20of%20ships>" in graph.graph(Syntax.TURTLE)
    described = store.query("DESCRIBE <https://w3id.org/parley/id/actor/person/Lena%20Orlo>")
    assert len(described.quads) == 6


def test_what_is_no_query_is_refused_with_its_place(store: Store) -> None:
    with pytest.raises(InputError) as caught:
        store.query("SELECT *\nWHERE { ?s ?p }")
    assert str(caught.value).endswith("at line 2, column 9") or "error at 2:16" in str(caught.value)
    with pytest.raises(InputError) as caught:
        store.query("DELETE WHERE { ?s ?p ?o }")
    assert str(caught.value) == "expected a query that reads, got DELETE at line 1, column 1"


def test_the_size_of_the_store(store: Store) -> None:
    counted = (
        "articles", "copies", "positions", "positions_in_copies", "conditions", "conditions_in_copies", "actors",
        "proposals", "quads",
    )  # fmt: skip
    assert store.stats() == dict.fromkeys(counted, 0)
    store.add(harbour_record())
    assert store.stats() == {
        "articles": 1,
        "copies": 0,
        "positions": 3,
        "positions_in_copies": 0,
        "conditions": 1,
        "conditions_in_copies": 0,
        "actors": 5,
        "proposals": 4,
        "quads": 180,
    }


def test_many_articles_go_in_by_batches(store: Store) -> None:
    records = list(many_records(230, positions=1))
    assert store.add_many(iter(records)) == 230
    assert store.add_many([*records[:3], replace(records[4], fingerprint=(1,))]) == 1
    assert store.stats()["articles"] == 230


def test_a_closed_store_says_so(store: Store) -> None:
    store.close()
    store.close()
    with pytest.raises(AccessError) as caught:
        store.positions(ALL)
    assert "expected an open store, got" in str(caught.value)
    assert "which is closed" in str(caught.value)

"""Reviews in a store of any kind and in the read model: they narrow lists and counts, stay, and are kept safe."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from pyoxigraph import Literal, Quad

from kg.errors import InputError, MissingError
from kg.model import Review, ReviewState
from kg.model.filter import ANY_REVIEW, NOT_REJECTED, PositionFilter
from kg.rdf import vocabulary as v
from kg.rdf.iris import CURATION_GRAPH, review_iri
from kg.rdf.serialization import Syntax
from kg.store import Store, open_store
from kg.store.changes import ProtectedError
from kg.store.checking import Check, Verdict, check_store
from kg.store.embedded import EmbeddedStore, open_embedded
from kg.store.keeping import restore_backup, write_backup
from kg.store.operations import Update
from kg.store.owner import Owner
from kg.store.read_model.mirror import cache_file, mirrors
from kg.store.read_model.searches import (
    ActorSearch,
    ConditionOrder,
    ConditionSearch,
    PositionOrder,
    PositionSearch,
    ProposalSearch,
    ReviewOrder,
    ReviewSearch,
    ThingOrder,
)
from kg.store.trail import read_trail
from kg.usecases.querying import ask
from tests.rdf.reviews import AGAINST, CONDITIONAL, FOR, review, some_reviews
from tests.rdf.samples import harbour_record, many_records
from tests.store.sparql_server import sparql_server
from tests.store.test_contract import later

S = ReviewState
STATES = (
    NOT_REJECTED,
    ANY_REVIEW,
    *(frozenset({state}) for state in S),
    frozenset({S.ACCEPTED, S.DOUBTFUL}),
    frozenset({S.REJECTED, S.UNREVIEWED}),
)


@pytest.fixture(params=["memory", "disk", "remote"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    if request.param == "remote":
        with sparql_server() as url, open_store(url) as opened:
            yield opened
    else:
        with open_store(None if request.param == "memory" else tmp_path / "parley.db") as opened:
            yield opened


@pytest.fixture
def place(tmp_path: Path) -> Path:
    place = tmp_path / "parley.db"
    with open_store(place) as store:
        store.add_many([harbour_record(), *many_records(4, 5)])
    return place


def ids(store: Store, *states: str, **more: object) -> list[str]:
    given = {"reviews": frozenset(map(ReviewState, states))} if states else {}
    return [position.id for position in store.positions(PositionFilter(**given, **more))]  # type: ignore[arg-type]


def test_reviews_narrow_what_is_found_in_every_kind_of_store(store: Store) -> None:
    store.add(harbour_record())
    before = store.dump(Syntax.N_QUADS)
    assert ids(store) == [CONDITIONAL, AGAINST, FOR]
    assert store.reviews() == []
    store.add_reviews(some_reviews())
    assert store.reviews() == some_reviews()
    assert ids(store) == [CONDITIONAL, FOR]
    assert ids(store, "rejected") == [AGAINST]
    assert ids(store, "doubtful") == [CONDITIONAL]
    assert ids(store, "accepted") == []
    assert ids(store, "unreviewed") == [FOR]
    assert ids(store, *S) == [CONDITIONAL, AGAINST, FOR]
    assert ids(store, "rejected", actor="ardania") == []
    assert ids(store, "rejected", side="belmark") == [AGAINST]
    assert [(entry.name, entry.positions, entry.articles) for entry in store.actors()] == [
        ("Ardania", 1, 1),
        ("Fishers' League", 1, 1),
        ("Belmark", 0, 0),
        ("Lena Orlo", 0, 0),
        ("coastguard of Belmark", 0, 0),
    ]
    assert {entry.label: entry.positions for entry in store.proposals()}["withdrawal of ships"] == 0
    assert store.article(harbour_record().article.id) == harbour_record()
    assert store.dump(Syntax.N_QUADS) != before


def test_the_same_review_again_changes_nothing(store: Store) -> None:
    store.add(harbour_record())
    store.add_reviews(some_reviews())
    before = store.dump(Syntax.N_QUADS)
    store.add_reviews(some_reviews()[:2])
    store.add_reviews([])
    assert store.dump(Syntax.N_QUADS) == before


def test_reviews_do_not_depend_on_the_order_in_which_they_come() -> None:
    dumps = set()
    for order in (some_reviews(), some_reviews()[::-1]):
        with open_store(None) as store:
            store.add(harbour_record())
            for each in order:
                store.add_reviews([each])
            dumps.add(store.dump(Syntax.N_QUADS))
    assert len(dumps) == 1


def test_a_position_that_is_not_there_is_not_reviewed(store: Store) -> None:
    store.add(harbour_record())
    with pytest.raises(MissingError) as caught:
        store.add_reviews([review(FOR, "accepted"), review("0" * 16, "accepted")])
    assert str(caught.value) == (
        "expected positions of this graph to review, got 0000000000000000; parley positions lists those it has"
    )
    assert store.reviews() == []


def test_reviews_outlive_the_article_and_count_when_it_comes_back(store: Store) -> None:
    record = harbour_record()
    store.add(record)
    store.add_reviews(some_reviews())
    assert store.remove(record.article.id)
    assert store.reviews() == some_reviews()
    assert ids(store, *S) == []
    assert ids(store, "rejected") == []
    store.add(record)
    assert ids(store) == [CONDITIONAL, FOR]


def test_reviews_of_the_same_words_in_another_article_are_others(store: Store) -> None:
    record = harbour_record()
    other = later(record, "elsewhere/port.txt", date(2025, 3, 18))
    store.add_many([record, other])
    store.add_reviews([review(AGAINST, "rejected")])
    assert len(ids(store)) == 5
    store.link_copies({other.article.id: record.article.id})
    assert len(ids(store)) == 2
    assert len(ids(store, include_copies=True)) == 5


def test_many_reviewed_positions_are_found_as_few_are(monkeypatch: pytest.MonkeyPatch) -> None:
    with open_store(None) as store:
        store.add_many(many_records(6, 5))
        everything = ids(store)
        store.add_reviews([review(each, "accepted") for each in everything[::2]])
        few = ids(store, "accepted")
        monkeypatch.setattr("kg.store.reviewing.MOST_NAMED", 3)
        monkeypatch.setattr("kg.store.reviewing.AT_ONCE", 4)
        assert ids(store, "accepted") == few == everything[::2]
        assert ids(store, "unreviewed") == everything[1::2]
        store.add_reviews([review(each, "rejected", 1) for each in everything[:9]])
        assert sum(entry.positions for entry in store.actors()) == len(everything) - 9


def compare(owner: Owner, place: Path) -> None:
    """The read model finds, counts and shows what the graph does, whatever review states are asked for."""
    model = owner.read_model
    with owner.reading() as store:
        assert isinstance(store, EmbeddedStore)
        assert mirrors(cache_file(place), store)
        for states in STATES:
            for more in ({}, {"include_copies": True}, {"proposal": "withdrawal"}):
                wanted = PositionFilter(reviews=states, **more)  # type: ignore[arg-type]
                found = store.positions(wanted)
                assert model.values(PositionSearch(filter=wanted)) == found
                part = model.part(PositionSearch(filter=wanted), PositionOrder.READING, limit=100)
                assert [json.loads(row)["id"] for row in part.rows] == [position.id for position in found]
                assert part.total == len(found)
                hanging = model.part(ConditionSearch(filter=wanted), ConditionOrder.READING, limit=100)
                assert hanging.total == sum(len(position.conditions) for position in found)
        actors = model.part(ActorSearch(), ThingOrder.POSITIONS, limit=1000).rows
        assert [(row["name"], row["positions"], row["articles"]) for row in map(json.loads, actors)] == [
            (entry.name, entry.positions, entry.articles) for entry in store.actors()
        ]
        proposals = model.part(ProposalSearch(), ThingOrder.POSITIONS, limit=1000).rows
        assert [(row["label"], row["positions"], row["articles"]) for row in map(json.loads, proposals)] == [
            (entry.label, entry.positions, entry.articles) for entry in store.proposals()
        ]


def test_the_read_model_follows_every_step(owner: Owner, place: Path) -> None:
    record = harbour_record()
    other = later(record, "elsewhere/port.txt", date(2025, 3, 18))
    compare(owner, place)
    for reviews in (some_reviews()[:1], some_reviews()[1:3], some_reviews()[3:]):
        with owner.writing("ana") as store:
            store.add_reviews(reviews)
        compare(owner, place)
    with owner.writing("ana") as store:
        store.remove(record.article.id)
    compare(owner, place)
    with owner.writing("ana") as store:
        store.add_many([record, other])
        store.link_copies({record.article.id: other.article.id})
    compare(owner, place)
    with owner.writing("ana") as store:
        store.add(replace(record, positions=record.positions[1:]))
        store.add_reviews([review(AGAINST, "accepted", 9)])
    compare(owner, place)


def test_a_position_shows_the_decision_that_stands(owner: Owner) -> None:
    with owner.writing("ana") as store:
        store.add_reviews(some_reviews())
    shown = json.loads(owner.read_model.position(AGAINST))
    rejected = some_reviews()[0]
    assert shown["review"] == {
        "state": "rejected",
        "by": "Ana",
        "at": "2025-03-21T09:00:00+00:00",
        "note": "The coastguard is no party.",
        "iri": review_iri(rejected).value,
    }
    assert shown["read_by"]["software"] == "parley"
    assert json.loads(owner.read_model.position(FOR))["review"] is None
    everything = PositionSearch(filter=PositionFilter(reviews=ANY_REVIEW))
    rows = [json.loads(row) for row in owner.read_model.stream(everything)]
    assert {row["id"]: row["review"]["state"] for row in rows if row["review"]} == {
        AGAINST: "rejected",
        CONDITIONAL: "doubtful",
    }


def test_reviews_are_listed_part_by_part(owner: Owner) -> None:
    reviews = some_reviews()
    with owner.writing("ana") as store:
        store.add_reviews(reviews)
    model = owner.read_model

    def listed(order: ReviewOrder = ReviewOrder.OLDEST, **search: object) -> list[str]:
        found, cursor = [], None
        while True:
            part = model.part(ReviewSearch(**search), order, limit=2, cursor=cursor)  # type: ignore[arg-type]
            found += [json.loads(row)["id"] for row in part.rows]
            cursor = part.next
            if cursor is None:
                assert part.total == len(found)
                return found

    def of(*chosen: Review) -> list[str]:
        return [each.id for each in chosen]

    assert listed() == of(*reviews)
    assert listed(ReviewOrder.NEWEST) == of(*reviews[::-1])
    assert listed(position=CONDITIONAL) == of(reviews[1], reviews[3])
    assert listed(by="JOSÉ") == of(reviews[2], reviews[3])
    assert listed(state=S.REJECTED) == of(reviews[0], reviews[2])
    assert listed(since=date(2025, 3, 21), until=date(2025, 3, 21)) == of(*reviews)
    assert listed(since=date(2025, 3, 22)) == listed(until=date(2025, 3, 20)) == []
    assert json.loads(model.review(reviews[3].id)) == {
        "id": reviews[3].id,
        "position": CONDITIONAL,
        "state": "doubtful",
        "by": "José <b>",
        "at": "2025-03-21T09:03:00+00:00",
        "note": None,
        "recorded_by": "coding desk",
        "iri": f"https://w3id.org/parley/id/review/{reviews[3].id}",
        "position_iri": f"https://w3id.org/parley/id/position/{CONDITIONAL}",
        "by_iri": "https://w3id.org/parley/id/reviewer/Jos%C3%A9%20%3Cb%3E",
        "links": {
            "self": f"/v1/reviews/{reviews[3].id}",
            "position": f"/v1/positions/{CONDITIONAL}",
            "rdf": f"/id/review/{reviews[3].id}",
        },
    }
    with pytest.raises(MissingError, match=r"^expected a review of this graph, got '0123456789abcdef'$"):
        model.review("0123456789abcdef")
    with pytest.raises(InputError, match=r"^expected words to look for in the by, got ' '$"):
        ReviewSearch(by=" ")


def test_reviewing_is_on_record_and_nobody_else_writes_there(owner: Owner, place: Path) -> None:
    with owner.writing("coding desk") as store:
        store.add_reviews(some_reviews()[:1])
    (entry,) = (each for each in read_trail(place).entries if each.graphs[0].graph == CURATION_GRAPH.value)
    assert (entry.by, entry.graphs[0].before.quads, entry.graphs[0].after.quads) == ("coding desk", 0, 9)
    for sparql in (
        f"DELETE WHERE {{ GRAPH {CURATION_GRAPH} {{ ?s ?p ?o }} }}",
        f"INSERT DATA {{ GRAPH {CURATION_GRAPH} {{ <urn:x> a neg:Review }} }}",
    ):
        with pytest.raises(ProtectedError) as caught:
            owner.update(Update(sparql=sparql), by="coding desk")
        assert CURATION_GRAPH.value in str(caught.value)
    owner.update(Update(sparql="DROP ALL"), by="coding desk")
    with owner.reading() as store:
        assert store.reviews() == some_reviews()[:1]


def test_what_people_write_elsewhere_about_positions_is_no_review(owner: Owner, place: Path) -> None:
    forged = (
        f"INSERT DATA {{ <urn:x> a neg:Review ; oa:hasTarget <https://w3id.org/parley/id/position/{FOR}> ;"
        " neg:reviewState neg:review-rejected }"
    )
    owner.update(Update(sparql=forged), by="eve")
    with owner.reading() as store:
        assert store.reviews() == []
        assert FOR in ids(store)
    compare(owner, place)


def test_the_query_in_the_documentation_finds_what_is_accepted() -> None:
    shown = (Path(__file__).parents[2] / "docs" / "sparql.md").read_text("utf-8").partition("## Reviews")[2]
    query = shown.partition("```sparql\n")[2].partition("```")[0]
    with open_store(None) as store:
        store.add(harbour_record())
        store.add_reviews([*some_reviews(), review(FOR, "accepted", 9), review(CONDITIONAL, "accepted", 3, by="Zoe")])
        wanted = PositionFilter(reviews=frozenset({S.ACCEPTED}))
        found = [position.holder.name for position in store.positions(wanted)]
        assert "Fishers' League" in found
        assert sorted(row[0] for row in ask(store, query).texts if row[0]) == sorted(found)


def test_backups_hold_the_reviews(place: Path, tmp_path: Path) -> None:
    with open_store(place) as store:
        store.add_reviews(some_reviews())
        before = store.dump(Syntax.N_QUADS)
    backup = tmp_path / "backup.tar.gz"
    write_backup(place, backup, at=datetime(2025, 3, 22, tzinfo=UTC), version="0.1.0", watch=silent)
    restore_backup(backup, tmp_path / "again.db", watch=silent)
    with open_store(tmp_path / "again.db", read_only=True) as store:
        assert store.dump(Syntax.N_QUADS) == before
        assert store.reviews() == some_reviews()


def test_verifying_says_what_is_wrong_with_reviews(place: Path) -> None:
    assert found_of(place) is None
    with open_store(place) as store:
        store.add_reviews(some_reviews())
    sound = found_of(place)
    assert sound is not None
    assert (sound.verdict, sound.found) == (Verdict.OK, "5 reviews read back as written")
    rejected = review_iri(some_reviews()[0])
    with open_store(place) as store:
        quads = store.graph(CURATION_GRAPH)
        store.replace_graphs({CURATION_GRAPH: quads | {Quad(rejected, v.NOTE, Literal("Two notes."), CURATION_GRAPH)}})
    spoilt = found_of(place)
    assert spoilt is not None
    assert spoilt.verdict is Verdict.FAULT
    assert f"{rejected.value} http://www.w3.org/2004/02/skos/core#note: A review has at most one note" in str(spoilt)
    assert spoilt.advice == "restore a backup: what people decided is nowhere else"


def found_of(place: Path) -> Check | None:
    with open_embedded(place, read_only=True) as store:
        found = check_store(store, place, thorough=False, watch=silent)
    return next((each for each in found if each.what == "reviews"), None)


def silent(done: int, total: int, what: str) -> None:
    """Show nothing."""

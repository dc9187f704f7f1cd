"""The read model gives what the graph gives: every filter, every list, after any change, from any thread."""

from __future__ import annotations

import json
import sqlite3
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kg.errors import AccessError, InputError, MissingError
from kg.model import Act, ActorKind, Attribution, Modality, Relation, Stance
from kg.model.filter import PositionFilter
from kg.model.record import ArticleRecord
from kg.model.row import position_record
from kg.store import Store, open_store
from kg.store.embedded import EmbeddedStore
from kg.store.read_model import BehindError, ReadModel
from kg.store.read_model.clauses import Search
from kg.store.read_model.searches import (
    ActorSearch,
    ArticleOrder,
    ArticleSearch,
    ConditionOrder,
    ConditionSearch,
    PositionOrder,
    PositionSearch,
    ProposalSearch,
    ThingOrder,
)
from kg.store.read_model.single import written_article
from tests.rdf.samples import RUN, TEXT, harbour_record, many_records
from tests.rdf.strategies import records, words

ALL = PositionFilter(include_copies=True)
HARBOUR = harbour_record()
EVERY_ORDER: list[tuple[Search, type[StrEnum]]] = [
    (PositionSearch(filter=ALL), PositionOrder),
    (ConditionSearch(filter=ALL), ConditionOrder),
    (ArticleSearch(), ArticleOrder),
    (ActorSearch(), ThingOrder),
    (ProposalSearch(), ThingOrder),
]


def writable(place: Path | None = None) -> EmbeddedStore:
    store = open_store(place)
    assert isinstance(store, EmbeddedStore)
    return store


def rows(model: ReadModel, search: Search, order: StrEnum, limit: int = 10_000) -> list[dict[str, Any]]:
    part = model.part(search, order, limit=limit)
    assert part.next is None
    assert part.total == len(part.rows)
    return [json.loads(row) for row in part.rows]


def positions(model: ReadModel, wanted: PositionFilter) -> list[dict[str, Any]]:
    return rows(model, PositionSearch(filter=wanted), PositionOrder.READING)


def assert_mirrors(model: ReadModel, store: Store) -> None:
    """All lists of the model are those of the store."""
    sources = {header.id: header for header in store.articles()}
    found = positions(model, ALL)
    expected = store.positions(ALL)
    assert [row["id"] for row in found] == [position.id for position in expected]
    assert model.values(PositionSearch(filter=ALL)) == expected
    for row, position in zip(found, expected, strict=True):
        header = sources[position.evidence.article]
        assert record_of(row) == position_record(position, header.source, header.title)
    assert [row["id"] for row in positions(model, PositionFilter())] == [
        p.id for p in store.positions(PositionFilter())
    ]
    assert [
        (a["id"], a["source"], a["title"], a["published"], a["publisher"], a["positions"], a["copy_of"])
        for a in rows(model, ArticleSearch(), ArticleOrder.READING)
    ] == [
        (a.id, a.source, a.title, a.published and a.published.isoformat(), a.publisher, a.positions, a.origin)
        for a in store.articles()
    ]
    assert [
        (a["name"], a["kind"], a["wikidata"], tuple(a["wordings"]), a["positions"], a["articles"])
        for a in rows(model, ActorSearch(), ThingOrder.POSITIONS)
    ] == [(a.name, a.kind, a.wikidata, a.wordings, a.positions, a.articles) for a in store.actors()]
    assert [
        (p["label"], tuple(p["wordings"]), tuple(p["broader"]), p["positions"], p["articles"])
        for p in rows(model, ProposalSearch(), ThingOrder.POSITIONS)
    ] == [(p.label, p.wordings, p.broader, p.positions, p.articles) for p in store.proposals()]


def record_of(row: dict[str, Any]) -> dict[str, Any]:
    """The members that the row of the JSON lines has too."""
    plain = {
        "evidence": without_iri(row["evidence"]),
        "condition_evidence": list(map(without_iri, row["condition_evidence"])),
    }
    return {key: plain.get(key, value) for key, value in row.items() if key in RECORD_MEMBERS}


def without_iri(evidence: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in evidence.items() if key != "iri"}


RECORD_MEMBERS = frozenset(position_record(HARBOUR.positions[0], "x"))


@pytest.fixture(scope="module")
def made_up(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Store, ReadModel]]:
    """A store of 31 articles, three of them near-copies, and its model, rebuilt from it."""
    with writable(tmp_path_factory.mktemp("made-up") / "parley.db") as store:
        store.add_many([HARBOUR, *many_records(30, positions=5)])
        known = [header.id for header in store.articles()]
        store.link_copies({known[7]: known[1], known[8]: known[1], known[20]: known[19]})
        model = ReadModel.open(None)
        model.rebuild(store, "a token")
        yield store, model
        model.close()


maybe_days = st.none() | st.dates(date(2024, 1, 1), date(2024, 2, 10))


@st.composite
def filters(draw: st.DrawFn) -> PositionFilter:
    """Filters that fit some of the made-up articles."""
    since, until = draw(maybe_days), draw(maybe_days)
    if since is not None and until is not None and until < since:
        since, until = until, since
    return PositionFilter(
        actor=draw(st.none() | st.sampled_from(["state 1", "STATE 12", "government of state 3", "x", "te", "\ud800"])),
        side=draw(st.none() | st.sampled_from(["state", "state 2", "9", "Belmark"])),
        proposal=draw(st.none() | st.sampled_from(["plan 4", "the plan", "PLAN 40", "programme", "n 5", "TRUCE"])),
        stance=draw(st.none() | st.sampled_from(Stance)),
        since=since,
        until=until,
        text=draw(st.none() | st.sampled_from(["ITEM 3.", "would back", "plan 5 if", "3.", "WOULD", '"', "' OR 1 --"])),
        article=draw(st.none() | st.sampled_from("0123456789abcdefG") | st.just(HARBOUR.article.id)),
        source=draw(st.none() | st.sampled_from(["wire/0000", "00012", ".TXT", "1"])),
        include_copies=draw(st.booleans()),
    )


@given(filters())
@settings(deadline=None, max_examples=120, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_every_filter_gives_what_the_graph_gives(made_up: tuple[Store, ReadModel], wanted: PositionFilter) -> None:
    store, model = made_up
    expected = store.positions(wanted)
    assert [row["id"] for row in positions(model, wanted)] == [position.id for position in expected]
    assert model.values(PositionSearch(filter=wanted)) == expected


@given(st.lists(records(), min_size=1, max_size=3, unique_by=lambda record: record.article.id), words)
@settings(deadline=None, max_examples=20, suppress_health_check=[HealthCheck.too_slow])
def test_any_articles_come_out_the_same_rebuilt_and_put_in_and_in_the_graph(
    given_records: list[ArticleRecord], sought: str
) -> None:
    with writable() as store:
        store.add_many(given_records)
        rebuilt, put = ReadModel.open(None), ReadModel.open(None)
        try:
            rebuilt.rebuild(store, "a token")
            put.put(given_records)
            assert_mirrors(rebuilt, store)
            for search, orders in EVERY_ORDER:
                for order in orders:
                    assert rows(put, search, order) == rows(rebuilt, search, order)
            for header in store.articles():
                assert put.article(header.id) == rebuilt.article(header.id)
                written = written_article(store.article(header.id), header.origin)
                assert put.whole_article(header.id) == rebuilt.whole_article(header.id) == written
            for name in ("actor", "side", "proposal", "text", "source", "article"):
                wanted = PositionFilter(**{name: sought})
                expected = [position.id for position in store.positions(wanted)]
                assert [row["id"] for row in positions(put, wanted)] == expected
        finally:
            rebuilt.close()
            put.close()


@given(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3)), max_size=8))
@settings(deadline=None, max_examples=10)
def test_whatever_comes_in_is_linked_and_goes_out_the_model_keeps_step(steps: list[tuple[int, int]]) -> None:
    editions = [list(many_records(4, positions=positions)) for positions in (1, 6)]
    with writable() as store:
        model = ReadModel.open(None)
        try:
            for which, what in steps:
                article = editions[0][which].article.id
                if what < 2:
                    store.add(editions[what][which])
                    model.put([editions[what][which]])
                elif what == 2:
                    store.remove(article)
                    model.remove([article])
                else:
                    known = [header.id for header in store.articles()]
                    origins = dict.fromkeys(known[1:], known[0]) if known else {}
                    store.link_copies(origins)
                    model.follow([], [], origins)
                assert_mirrors(model, store)
        finally:
            model.close()


def test_parts_follow_each_other_while_positions_come_and_go() -> None:
    everything = list(many_records(12, positions=5))
    for search, orders in EVERY_ORDER[:3]:
        for order in orders:
            model = ReadModel.open(None)
            model.put(everything[:10])
            before = [row["id"] for row in rows(model, search, order)]
            first = model.part(search, order, limit=7)
            model.put(everything[10:])
            model.remove([everything[0].article.id])  # the first in reading order, so that the place's own row is gone
            after = [row["id"] for row in rows(model, search, order)]
            following = parts(model, search, order, first.next)
            assert len(following) == len(set(following))
            assert not set(before[:7]) & set(following)
            stayed = [each for each in before[7:] if each in after]
            assert [each for each in following if each in stayed] == stayed
            model.close()


def test_a_walk_through_all_parts_beside_a_writer_gives_what_stays_once_each() -> None:
    *stays, last = [HARBOUR, *many_records(40, 3)]
    comes_and_goes = [*stays[21:], last]
    stays = stays[:21]
    model = ReadModel.open(None)
    model.put(stays)
    few = totals(model)
    model.put(comes_and_goes)
    many = totals(model)
    over = threading.Event()

    def write() -> None:
        while not over.is_set():
            model.follow([], [record.article.id for record in comes_and_goes])
            model.follow([*comes_and_goes, *stays[::2]], [])  # what stays is written anew, too

    with ThreadPoolExecutor(1) as pool:
        writer = pool.submit(write)
        try:
            for search, orders in EVERY_ORDER:
                for order in orders:
                    for _ in range(2):
                        walked = walk(model, search, order, {few[type(search)], many[type(search)]})
                        expected = steady(search, order, stays)
                        assert sorted(each for each in walked if each in expected) == sorted(expected)
                        assert len(walked) == len(set(walked)) or counted(search, order)
        finally:
            over.set()
        writer.result()
    model.close()


def totals(model: ReadModel) -> dict[type[Search], int]:
    return {type(search): model.part(search, next(iter(orders)), limit=1).total for search, orders in EVERY_ORDER}


def walk(model: ReadModel, search: Search, order: StrEnum, expected: set[int]) -> list[str]:
    """The IRIs in all parts of a list, each of which tells one of the expected totals."""
    whole = model.part(search, order, limit=10_000)
    assert len(whole.rows) == whole.total
    found: list[str] = []
    cursor: str | None = None
    while True:
        part = model.part(search, order, limit=6, cursor=cursor)
        assert part.total in expected
        found += [json.loads(row)["iri"] for row in part.rows]
        cursor = part.next
        if cursor is None:
            return found


def steady(search: Search, order: StrEnum, stays: list[ArticleRecord]) -> set[str]:
    """The IRIs of what is there all the time, at the same place in the list."""
    model = ReadModel.open(None)
    # Only what the harbour's article names is counted the same, whatever else comes and goes.
    model.put(stays[:1] if counted(search, order) else stays)
    found = {row["iri"] for row in rows(model, search, order)}
    model.close()
    return found


def counted(search: Search, order: StrEnum) -> bool:
    """Whether a thing's place hangs on how many positions or articles there are."""
    return isinstance(search, ActorSearch | ProposalSearch) and order is not ThingOrder.NAME


def parts(model: ReadModel, search: Search, order: StrEnum, cursor: str | None, *, limit: int = 4) -> list[str]:
    """The ids in all parts from the cursor on."""
    found: list[str] = []
    while cursor is not None:
        part = model.part(search, order, limit=limit, cursor=cursor)
        found += [json.loads(row)["id"] for row in part.rows]
        cursor = part.next
    return found


@pytest.mark.parametrize(
    ("order", "key"),
    [
        (PositionOrder.NEWEST, lambda p: (-p.published.toordinal(),)),
        (PositionOrder.CONFIDENCE, lambda p: (-p.confidence,)),
        (PositionOrder.HOLDER, lambda p: (p.holder.name,)),
        (PositionOrder.PROPOSAL, lambda p: (p.proposal.label,)),
    ],
)
def test_positions_are_sorted_by_one_thing_and_then_read_in_order(
    order: PositionOrder, key: Any, made_up: tuple[Store, ReadModel]
) -> None:
    store, model = made_up
    found = rows(model, PositionSearch(filter=ALL), order)
    assert [row["id"] for row in found] == [position.id for position in sorted(store.positions(ALL), key=key)]


@pytest.mark.parametrize(
    ("criteria", "meets"),
    [
        ({"holder_kind": ActorKind.GROUP}, lambda p: p.holder.kind is ActorKind.GROUP),
        ({"act": Act.REJECTS}, lambda p: p.act is Act.REJECTS),
        ({"modality": Modality.REPORTED}, lambda p: p.modality is Modality.REPORTED),
        ({"attribution": Attribution.INDIRECT}, lambda p: p.attribution is Attribution.INDIRECT),
        ({"rule": "condition:"}, lambda p: p.rule.startswith("condition:")),
        ({"min_confidence": 0.9}, lambda p: p.confidence >= 0.9),
        ({"relation": Relation.ONLY_IF}, lambda p: any(c.relation is Relation.ONLY_IF for c in p.conditions)),
        ({"condition": "PLAN 5"}, lambda p: any("plan 5" in c.proposal.label for c in p.conditions)),
        ({"holder_iri": "https://w3id.org/parley/id/actor/state/State%201"}, lambda p: p.holder.name == "State 1"),
        ({"side_iri": "https://w3id.org/parley/id/actor/state/Belmark"}, lambda p: p.side and p.side.name == "Belmark"),
        ({"proposal_iri": "https://w3id.org/parley/id/proposal/plan%204"}, lambda p: p.proposal.label == "plan 4"),
        ({"proposal_iri": "\ud800"}, lambda _: False),
    ],
)
def test_searches_have_criteria_of_their_own(
    criteria: dict[str, Any], meets: Any, made_up: tuple[Store, ReadModel]
) -> None:
    store, model = made_up
    expected = [position.id for position in store.positions(ALL) if meets(position)]
    found = rows(model, PositionSearch(filter=ALL, **criteria), PositionOrder.READING)
    assert [row["id"] for row in found] == expected
    assert expected or "\ud800" in criteria.values()


def test_conditions_are_found_by_what_hangs_on_them_and_by_what_they_ask_for(made_up: tuple[Store, ReadModel]) -> None:
    store, model = made_up

    def found(**criteria: Any) -> list[str]:
        return [row["id"] for row in rows(model, ConditionSearch(**criteria), ConditionOrder.READING)]

    def expected(meets: Any) -> list[str]:
        return [
            f"{position.id}/{rank}"
            for position in store.positions(PositionFilter())
            for rank, condition in enumerate(position.conditions, start=1)
            if meets(position, condition)
        ]

    only = HARBOUR.positions[0]
    assert found() == expected(lambda *_: True)
    assert (
        found(relation=Relation.ONLY_IF) == found(position=only.id) == found(condition="withdrawal") == [f"{only.id}/1"]
    )
    assert found(filter=PositionFilter(actor="ardania", since=date(2025, 1, 1))) == [f"{only.id}/1"]
    iri = "https://w3id.org/parley/id/proposal/withdrawal%20of%20ships"
    assert found(condition_iri=iri) == [f"{only.id}/1"]
    (row,) = rows(model, ConditionSearch(condition_iri=iri), ConditionOrder.NEWEST)
    assert row["evidence"]["quote"] == "only if Belmark withdraws its ships"
    assert (row["proposal"], row["proposal_label"]) == ("Belmark withdraws its ships", "withdrawal of ships")
    assert row["position"]["proposal_label"] == "harbour opening"
    assert json.loads(model.condition(only.id, 1)) == row


def test_articles_and_things_are_found_by_their_criteria(made_up: tuple[Store, ReadModel]) -> None:
    store, model = made_up

    def articles(**criteria: Any) -> list[str]:
        return [row["id"] for row in rows(model, ArticleSearch(**criteria), ArticleOrder.READING)]

    headers = store.articles()
    copies = [header.id for header in headers if header.origin]
    assert articles(copies=True) == copies
    assert articles(copies=False) == [header.id for header in headers if header.id not in copies]
    assert articles(origin=headers[1].id) == copies[:2]
    assert articles(publisher="COAST", title="harbour") == articles(source="HARBOUR") == [HARBOUR.article.id]
    assert articles(since=date(2024, 1, 29), until=date(2024, 12, 31)) == [h.id for h in headers[28:30]]
    counts = [row["positions"] for row in rows(model, ArticleSearch(), ArticleOrder.POSITIONS)]
    assert counts == sorted(counts, reverse=True)
    (ardania,) = rows(model, ActorSearch(wikidata="Q100"), ThingOrder.NAME)
    assert ardania["name"] == "Ardania"
    assert [row["name"] for row in rows(model, ActorSearch(kind=ActorKind.PERSON), ThingOrder.NAME)] == ["Lena Orlo"]
    assert [row["label"] for row in rows(model, ProposalSearch(broader="harbour truce"), ThingOrder.NAME)] == [
        "harbour opening"
    ]
    assert all(row["positions"] > 2 for row in rows(model, ProposalSearch(min_positions=3), ThingOrder.ARTICLES))
    assert json.loads(model.proposal("harbour opening"))["wordings"] == ["open the harbour"]
    assert json.loads(model.actor(ActorKind.STATE, "Ardania")) == ardania


def test_a_position_comes_with_its_paragraph_and_the_run(made_up: tuple[Store, ReadModel]) -> None:
    _, model = made_up
    found = json.loads(model.position(HARBOUR.positions[0].id[:10].upper()))
    assert found["paragraphs"] == [{"start": 38, "end": 147, "text": TEXT[38:147]}]
    assert found["read_by"]["at"] == RUN.at.isoformat() if RUN.at else None


@pytest.mark.parametrize(
    ("ask", "family", "message"),
    [
        (lambda m: m.position("zz"), InputError, "expected the id of a position or its first hex digits, got 'zz'"),
        (lambda m: m.position("f" * 16), MissingError, f"expected a position of this store, got '{'f' * 16}'"),
        (
            lambda m: m.position("4"),
            InputError,
            "expected the beginning of one position's id, got '4', which fits several",
        ),
        (lambda m: m.condition("ab", 3), MissingError, "expected a condition of a position of this store, got 'ab/3'"),
        (
            lambda m: m.article("nowhere"),
            MissingError,
            "expected an article of this graph, got 'nowhere'; parley articles lists them",
        ),
        (
            lambda m: m.whole_article("0"),
            MissingError,
            "expected an article of this graph, got '0'; parley articles lists them",
        ),
        (lambda m: m.actor(ActorKind.STATE, "X"), MissingError, "expected an actor of this graph, got 'X' (state)"),
        (lambda m: m.proposal("\ud800"), MissingError, "expected a proposal of this graph, got '\\ud800'"),
        (
            lambda m: m.part(PositionSearch(), PositionOrder.READING, limit=1, cursor="x"),
            InputError,
            "expected a cursor from the next member of an answer, got 'x'",
        ),
        (
            lambda m: m.part(PositionSearch(filter=PositionFilter(text="\ud800")), PositionOrder.READING, limit=1),
            InputError,
            "expected text that Unicode can encode as words to look for, got a lone surrogate U+D800 at character 0",
        ),
    ],
)
def test_what_is_not_there_is_said_in_words(
    ask: Any, family: type[Exception], message: str, made_up: tuple[Store, ReadModel]
) -> None:
    with pytest.raises(family) as caught:
        ask(made_up[1])
    assert str(caught.value) == message


def test_a_cursor_belongs_to_one_list_in_one_order(made_up: tuple[Store, ReadModel]) -> None:
    _, model = made_up
    cursor = model.part(PositionSearch(), PositionOrder.NEWEST, limit=1).next
    for search, order, label in (
        (PositionSearch(), PositionOrder.HOLDER, "positions by holder"),
        (ConditionSearch(), ConditionOrder.NEWEST, "conditions by newest"),
    ):
        with pytest.raises(InputError) as caught:
            model.part(search, order, limit=1, cursor=cursor)
        assert str(caught.value) == (
            f"expected a cursor of a list of {label}, got {cursor!r}, which is of another list or order"
        )


def test_a_model_knows_which_state_it_mirrors_across_openings(tmp_path: Path) -> None:
    place = tmp_path / ".parley.db.cache.sqlite"
    with writable() as store:
        store.add(HARBOUR)
        model = ReadModel.open(place)
        assert not model.is_current("one")
        assert not model.is_current("")
        model.rebuild(store, "one")
        model.close()
        model = ReadModel.open(place)
        assert model.is_current("one")
        assert not model.is_current("two")
        assert_mirrors(model, store)
        model.put(many_records(1, 2))
        assert not model.is_current("one")  # whatever ends the process now, the file is known to be out of step
        model.mark("two")
        model.close()
        model.close()
        assert [path.name for path in tmp_path.iterdir()] == [place.name]
        model = ReadModel.open(place)
        assert model.is_current("two")
        assert len(positions(model, ALL)) == 5
        model.close()


@pytest.mark.parametrize("damage", ["no database", "another version", "no tables", "half a file"])
def test_a_file_that_is_of_no_use_is_made_anew(damage: str, tmp_path: Path) -> None:
    place = tmp_path / "cache.sqlite"
    model = ReadModel.open(place)
    model.put([HARBOUR])
    model.mark("one")
    model.close()
    if damage == "no database":
        place.write_bytes(b"not a database at all" * 500)
    elif damage == "half a file":
        place.write_bytes(place.read_bytes()[: place.stat().st_size // 2])
    else:
        with sqlite3.connect(place) as connection:
            connection.execute("PRAGMA user_version = 1" if damage == "another version" else "DROP TABLE state")
        connection.close()
    model = ReadModel.open(place)
    assert not model.is_current("one")
    with writable() as store:
        store.add(HARBOUR)
        model.rebuild(store, "two")
        assert_mirrors(model, store)
    model.close()


def test_a_place_that_cannot_hold_a_file_is_named(tmp_path: Path) -> None:
    place = tmp_path / "nowhere" / "cache.sqlite"
    with pytest.raises(AccessError) as caught:
        ReadModel.open(place)
    assert str(caught.value) == (
        f"expected to use the read model in {place}, got: unable to open database file;"
        " it is only a cache: stop the program, delete the file, and it is made anew"
    )


def test_a_closed_model_says_so(tmp_path: Path) -> None:
    model = ReadModel.open(tmp_path / "cache.sqlite")
    model.close()
    with pytest.raises(AccessError) as caught:
        model.put([])
    assert str(caught.value) == f"expected an open read model, got {tmp_path / 'cache.sqlite'}, which is closed"


def test_a_change_that_fails_leaves_all_as_it_was_and_the_model_out_of_step() -> None:
    model = ReadModel.open(None)
    model.put([HARBOUR])
    before = positions(model, ALL)

    def broken() -> Iterator[ArticleRecord]:
        yield from many_records(2, 2)
        raise InputError("the third article cannot be read")

    with pytest.raises(InputError, match="the third article"):
        model.put(broken())
    with pytest.raises(BehindError, match=r"got some that are behind \(the third article cannot be read\); they are"):
        positions(model, ALL)
    model.put(many_records(2, 2))
    assert model.behind == "the third article cannot be read"
    model.mark("one")
    assert not model.is_current("one")
    model.behind = None
    assert len(positions(model, ALL)) == len(before) + 4 == 7
    with writable() as store:
        model.rebuild(store, "one")
    model.mark("one")
    assert model.is_current("one")
    model.close()


def test_totals_follow_every_change() -> None:
    model = ReadModel.open(None)
    for number in range(3):
        model.put(list(many_records(number + 1, 2)))
        assert model.part(PositionSearch(), PositionOrder.READING, limit=1).total == 2 * (number + 1)
        assert model.part(PositionSearch(), PositionOrder.READING, limit=1).total == 2 * (number + 1)
    with writable() as store:
        store.add(HARBOUR)
        model.rebuild(store, "one")
    assert model.part(PositionSearch(), PositionOrder.READING, limit=1).total == 3
    model.close()


@pytest.mark.parametrize("order", PositionOrder)
def test_common_and_rare_things_are_found_alike(order: PositionOrder) -> None:
    """The two are looked for in different ways: see ``kg.store.read_model.plans``."""
    model = ReadModel.open(None)
    model.put(many_records(60, 20))
    everything = rows(model, PositionSearch(), order)
    for sought in ("state", "state 1", "state 17"):
        expected = [row["id"] for row in everything if sought in row["holder"].casefold()]
        search = PositionSearch(filter=PositionFilter(actor=sought))
        part = model.part(search, order, limit=len(expected) // 3)
        assert part.total == len(expected) > 20
        first = [json.loads(row)["id"] for row in part.rows]
        assert first + parts(model, search, order, part.next, limit=50) == expected
    model.close()


def test_askers_in_other_threads_always_see_whole_articles() -> None:
    model = ReadModel.open(None)
    editions = [replace(HARBOUR, positions=HARBOUR.positions[:1]), HARBOUR]
    model.put([HARBOUR])
    stop = threading.Event()

    def seen() -> set[tuple[int, int]]:
        found = set()
        while not stop.is_set():
            part = model.part(PositionSearch(), PositionOrder.READING, limit=10)
            found.add((part.total, len(part.rows)))
        return found

    with ThreadPoolExecutor(4) as pool:
        askers = [pool.submit(seen) for _ in range(4)]
        for number in range(60):
            model.put([editions[number % 2]])
        stop.set()
        assert set().union(*(asker.result() for asker in askers)) <= {(1, 1), (3, 3)}
    model.close()

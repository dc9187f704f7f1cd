"""Reading flat tables gives what decoding whole graphs gives, for any record and any filter."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pyoxigraph
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pyoxigraph import DefaultGraph

from kg.errors import InputError
from kg.model import Position, Stance
from kg.model.filter import PositionFilter
from kg.model.record import ArticleRecord
from kg.store import open_store
from kg.store.embedded import EmbeddedStore
from tests.rdf.samples import many_records
from tests.rdf.strategies import records, words

ALL = PositionFilter(include_copies=True)


@given(st.lists(records(), min_size=1, max_size=3, unique_by=lambda record: record.article.id))
@settings(deadline=None, max_examples=40, suppress_health_check=[HealthCheck.too_slow])
def test_positions_of_any_articles_come_out_as_they_went_in(given_records: list[ArticleRecord]) -> None:
    with open_store(None) as store:
        store.add_many(given_records)
        found = store.positions(ALL)
        assert len(found) == sum(len(record.positions) for record in given_records)
        for record in given_records:
            assert [p for p in found if p.evidence.article == record.article.id] == sorted(
                record.positions, key=lambda p: (p.published or date.max, p.evidence.span, p.id)
            )
            assert store.article(record.article.id) == record


@given(words)
@settings(deadline=None, max_examples=40)
def test_words_to_look_for_are_never_read_as_sparql(sought: str) -> None:
    with open_store(None) as store:
        store.add_many(many_records(1, positions=2))
        for name in ("actor", "side", "proposal", "article", "source"):
            assert len(store.positions(PositionFilter(**{name: sought}))) <= 2
        found = store.positions(PositionFilter(text=sought))
        assert found == [p for p in store.positions(ALL) if sought.lower() in p.evidence.quote.lower()]


def test_a_lone_surrogate_is_nothing_to_look_for() -> None:
    with open_store(None) as store, pytest.raises(InputError) as caught:
        store.positions(PositionFilter(text="\ud800"))
    assert str(caught.value) == (
        "expected text that Unicode can encode as words to look for, got a lone surrogate U+D800 at character 0"
    )


maybe_days = st.none() | st.dates(date(2024, 1, 1), date(2024, 2, 10))


@st.composite
def filters(draw: st.DrawFn) -> PositionFilter:
    """Filters that fit some of the made-up articles."""
    since, until = draw(maybe_days), draw(maybe_days)
    if since is not None and until is not None and until < since:
        since, until = until, since
    return PositionFilter(
        actor=draw(st.none() | st.sampled_from(["state 1", "STATE 12", "government of state 3", "x"])),
        side=draw(st.none() | st.sampled_from(["state", "state 2"])),
        proposal=draw(st.none() | st.sampled_from(["plan 4", "the plan", "PLAN 40", "programme"])),
        stance=draw(st.none() | st.sampled_from(Stance)),
        since=since,
        until=until,
        text=draw(st.none() | st.sampled_from(["ITEM 3.", "would back", "plan 5 if"])),
        source=draw(st.none() | st.sampled_from(["wire/0000", "00012", ".TXT"])),
    )


def test_filters_agree_with_a_plain_reading_of_their_definition(tmp_path: Path) -> None:
    given_records = list(many_records(30, positions=4))
    sources = {record.article.id: record.article.source for record in given_records}
    with open_store(tmp_path / "parley.db") as store:
        store.add_many(given_records)
        everything = store.positions(ALL)
        called = {entry.name: (entry.name, *entry.wordings) for entry in store.actors()}
        worded = {entry.label: (entry.label, *entry.wordings) for entry in store.proposals()}

        def has(names: tuple[str, ...], sought: str | None) -> bool:
            return sought is None or any(sought.casefold() in name.casefold() for name in names)

        def meets(position: Position, wanted: PositionFilter) -> bool:
            return (
                has(called[position.holder.name], wanted.actor)
                and (
                    wanted.side is None or (position.side is not None and has(called[position.side.name], wanted.side))
                )
                and has(worded[position.proposal.label], wanted.proposal)
                and wanted.stance in (None, position.stance)
                and (wanted.since is None or wanted.since <= (position.published or date.min))
                and (wanted.until is None or (position.published or date.max) <= wanted.until)
                and has((position.evidence.quote,), wanted.text)
                and has((sources[position.evidence.article],), wanted.source)
            )

        @given(filters())
        @settings(deadline=None, max_examples=80)
        def agrees(wanted: PositionFilter) -> None:
            assert store.positions(wanted) == [position for position in everything if meets(position, wanted)]

        agrees()


@given(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 2)), max_size=8))
@settings(deadline=None, max_examples=12)
def test_the_default_graph_is_always_the_merge_of_all_graphs(steps: list[tuple[int, int]]) -> None:
    """Whatever comes in, is read again, is linked and goes out."""
    editions = [list(many_records(4, positions=positions)) for positions in (1, 2)]
    engine = pyoxigraph.Store()
    with EmbeddedStore(engine, name="the engine that is looked into") as store:
        for which, what in steps:
            if what < 2:
                store.add(editions[what][which])
            else:
                store.remove(editions[0][which].article.id)
            known = [header.id for header in store.articles()]
            store.link_copies(dict.fromkeys(known[1:], known[0]) if known else {})
            merged = {quad.triple for quad in engine if quad.graph_name == DefaultGraph()}
            assert merged == {quad.triple for quad in engine if quad.graph_name != DefaultGraph()}

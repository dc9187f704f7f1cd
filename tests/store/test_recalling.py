"""A store that remembers positions: the same as another gives, read once, and not too many of them."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.invented import invented_records
from kg.errors import AccessError
from kg.model import Stance
from kg.model.filter import PositionFilter
from kg.store import open_store, recalling
from kg.store.recalling import RecallingStore

EVERYTHING = PositionFilter()


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A graph of 100 positions."""
    place = tmp_path_factory.mktemp("recalling") / "parley.db"
    with open_store(place) as store:
        store.add_many(invented_records(10))
    return place


def test_positions_are_read_once_and_are_those_of_the_store(place: Path) -> None:
    with RecallingStore(place) as store:
        first, second = store.positions(EVERYTHING), store.positions(EVERYTHING)
        with open_store(place, read_only=True) as other:
            assert first == second == other.positions(EVERYTHING)
        assert all(one is other for one, other in zip(first, second, strict=True))
        assert store.stats()["positions"] == len(first) == 100


def test_what_was_asked_for_long_ago_is_forgotten(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(recalling, "REMEMBERED", 110)
    supporters, opponents = PositionFilter(stance=Stance.SUPPORTS), PositionFilter(stance=Stance.OPPOSES)
    with RecallingStore(place) as store:
        everything, opposed = store.positions(EVERYTHING), store.positions(opponents)
        assert store.positions(opponents)[0] is opposed[0]
        supported = store.positions(supporters)
        assert store.positions(supporters)[0] is supported[0]
        assert store.positions(EVERYTHING)[0] is not everything[0]
        assert store.positions(EVERYTHING)[0] is store.positions(EVERYTHING)[0]


def test_a_snapshot_that_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(AccessError, match=r"^expected a copy of the store at .*, got: "):
        RecallingStore(tmp_path / "gone")

"""``/v1/copies``: for the commands of the user who runs the server, and into their own hidden folders alone."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import httpx
import pytest

from kg.settings import ServerSettings
from kg.store import open_store
from kg.store.snapshots import Snapshot, open_copy
from kg.usecases.keys import Scope, add_key
from tests.api.conftest import serving
from tests.rdf.samples import harbour_record, many_records

KEY = "a key for tests"


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("copied") / "parley.db"
    with open_store(place) as store:
        store.add_many([harbour_record(), *many_records(2)])
    return place


@pytest.fixture(scope="module")
def client(place: Path) -> Iterator[httpx.Client]:
    with serving(place, ServerSettings(local_token=KEY)) as found:
        found.headers["Authorization"] = f"Bearer {KEY}"
        yield found


def test_a_copy_holds_what_the_graph_holds_and_goes_when_it_was_read(client: httpx.Client, place: Path) -> None:
    room = Snapshot.room(place)
    assert client.post("/v1/copies", json={"folder": room.name}).status_code == 204
    with open_copy(room, name="the graph") as store:
        assert store.article(harbour_record().article.id) == harbour_record()
        assert store.stats() == client.get("/v1/stats").json()
    assert not room.store.parent.exists()


@pytest.mark.parametrize(
    "folder",
    [
        "",
        "elsewhere",
        ".parley.db-none.snapshot",
        "../copied",
        ".parley.db-a/../.parley.db-b.snapshot",
        ".parley.db-\0",
    ],
)
def test_no_other_place_is_written_to(folder: str, client: httpx.Client, place: Path) -> None:
    before = sorted(place.parent.iterdir())
    found = client.post("/v1/copies", json={"folder": folder})
    assert (found.status_code, found.json()["detail"]) == (
        400,
        f"expected a folder .parley.db-….snapshot beside the store, got {folder!r}",
    )
    assert sorted(place.parent.iterdir()) == before


def test_other_keys_do_not_fit(client: httpx.Client, place: Path) -> None:
    key = add_key(str(place), "ana", Scope.WRITE, today=date.today())
    room = Snapshot.room(place)
    found = client.post("/v1/copies", json={"folder": room.name}, headers={"Authorization": f"Bearer {key}"})
    assert (found.status_code, found.json()["detail"]) == (
        403,
        "expected the key of the user who runs the server, got another one",
    )
    assert not room.store.exists()
    room.close()

"""Keys: shown once, kept as hashes, in a file that is always whole and nobody else's to read."""

from __future__ import annotations

import hashlib
import json
import stat
from datetime import date
from pathlib import Path

import pytest

from kg.errors import AccessError, InputError, MissingError
from kg.store.keys import Scope, add_key, keys_file, prefix_of, read_keys, remove_key

TODAY, TOMORROW = date(2025, 3, 3), date(2025, 3, 4)


@pytest.fixture
def place(tmp_path: Path) -> Path:
    return keys_file(tmp_path / "peace.db")


def test_a_key_is_recognised_and_nowhere_written(place: Path) -> None:
    token = add_key(place, "newsroom", Scope.WRITE, today=TODAY)
    (key,) = read_keys(place)
    assert place.name == "peace.db.keys.json"
    assert key.fits(token)
    assert not key.fits(token + "x")
    assert not key.fits("")
    assert (key.name, key.scope, key.created, key.changed, key.expires) == ("newsroom", "write", TODAY, TODAY, None)
    assert key.prefix == prefix_of(token)
    content = place.read_text()
    secret = token.removeprefix(key.prefix + "_")
    assert len(secret) == 43  # 256 bits
    assert secret not in content
    assert json.loads(content)["keys"][0]["sha256"] == hashlib.sha256(f"{key.salt}:{token}".encode()).hexdigest()
    assert stat.S_IMODE(place.stat().st_mode) == 0o600


def test_keys_differ_and_stand_by_name(place: Path) -> None:
    tokens = [add_key(place, name, Scope.READ, today=TODAY) for name in ("b", "a", "c")]
    found = read_keys(place)
    assert [key.name for key in found] == ["a", "b", "c"]
    assert [[key.fits(token) for key in found] for token in tokens] == [
        [False, True, False], [True, False, False], [False, False, True]
    ]  # fmt: skip
    assert len({key.salt for key in found}) == 3
    assert [path.name for path in place.parent.iterdir()] == [place.name]


def test_a_key_is_replaced_and_removed(place: Path) -> None:
    old = add_key(place, "newsroom", Scope.READ, today=TODAY)
    with pytest.raises(
        InputError,
        match=r"^expected a name that has no key yet, got 'newsroom'; --replace puts a new one in its place$",
    ):
        add_key(place, "newsroom", Scope.READ, today=TODAY)
    new = add_key(place, "newsroom", Scope.WRITE, today=TOMORROW, replacing=True)
    (key,) = read_keys(place)
    assert (key.fits(old), key.fits(new)) == (False, True)
    assert (key.scope, key.created, key.changed) == ("write", TODAY, TOMORROW)
    remove_key(place, "newsroom")
    assert read_keys(place) == ()
    with pytest.raises(
        MissingError, match=r"^expected a name that has a key, got 'newsroom'; parley keys list shows them$"
    ):
        remove_key(place, "newsroom")


def test_a_key_opens_until_the_end_of_its_last_day(place: Path) -> None:
    add_key(place, "guest", Scope.READ, today=TODAY, expires=TODAY)
    (key,) = read_keys(place)
    assert (key.is_over(TODAY), key.is_over(TOMORROW)) == (False, True)
    with pytest.raises(InputError, match=r"^expected a day of expiry from 2025-03-04 on, got 2025-03-03$"):
        add_key(place, "late", Scope.READ, today=TOMORROW, expires=TODAY)
    assert [key.name for key in read_keys(place)] == ["guest"]


@pytest.mark.parametrize("name", ["", "two words", "local", "-a", "a" * 65, "new\nline", "ü"])
def test_a_name_is_one_plain_word(name: str, place: Path) -> None:
    with pytest.raises(InputError, match=r"^expected a name of at most 64 letters, digits and \. _ @ - \(but not"):
        add_key(place, name, Scope.READ, today=TODAY)
    assert list(place.parent.iterdir()) == []


@pytest.mark.parametrize(
    ("content", "complaint"),
    [
        ("{", "Expecting property name"),
        ("[]", "list indices must be integers or slices, not str"),
        ('{"version": 2, "keys": []}', "version 2, not 1"),
        ('{"version": 1, "keys": [{"name": "a"}]}', "'scope'"),
        ('{"version": 1, "keys": 5}', "'int' object is not iterable"),
    ],
)
def test_a_damaged_file_is_no_file_without_keys(content: str, complaint: str, place: Path) -> None:
    place.write_text(content)
    for attempt in (lambda: read_keys(place), lambda: add_key(place, "a", Scope.READ, today=TODAY)):
        with pytest.raises(InputError) as refused:
            attempt()
        assert str(refused.value).startswith(f"expected the keys file of a store in {place}, got: {complaint}")
    assert place.read_text() == content


def test_two_writers_do_not_meet(place: Path) -> None:
    add_key(place, "a", Scope.READ, today=TODAY)
    place.with_name("peace.db.keys.json.new").touch()
    with pytest.raises(AccessError) as refused:
        add_key(place, "b", Scope.READ, today=TODAY)
    assert str(refused.value) == (
        f"expected nobody else to change {place}, but peace.db.keys.json.new is there: wait, or delete it if it is a"
        " left-over"
    )
    assert [key.name for key in read_keys(place)] == ["a"]


def test_keys_lie_beside_a_graph_on_this_machine(tmp_path: Path) -> None:
    with pytest.raises(
        InputError, match=r"^expected a graph on this machine to have keys for, got http://a\.example/$"
    ):
        keys_file("http://a.example/")
    with pytest.raises(AccessError, match=r"^expected to write .*peace\.db\.keys\.json\.new, got: No such file or dir"):
        add_key(keys_file(tmp_path / "nowhere" / "peace.db"), "a", Scope.READ, today=TODAY)

"""``keys``: made, listed and taken away."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

from tests.cli.conftest import Parley

KEY = re.compile(r"parley_[0-9a-f]{8}_[A-Za-z0-9_-]{43}\n")


def test_a_key_is_shown_once_and_listed_without_its_secret(parley: Parley, tmp_path: Path) -> None:
    made = parley("keys", "add", "newsroom", "--scope", "write")
    assert made.status == 0
    assert KEY.fullmatch(made.out)
    assert made.err == "The key of newsroom, to write; keep it, nobody can show it again:\n"
    listed = parley("keys", "list")
    today = datetime.now(UTC).date()
    assert listed.status == 0
    assert [line.split() for line in listed.out.splitlines() if "newsroom" in line] == [
        ["newsroom", "write", made.out[:15], str(today), str(today)]
    ]
    assert made.out[16:].strip() not in listed.out
    assert (tmp_path / "parley.db.keys.json").exists()


def test_keys_for_machines(parley: Parley) -> None:
    tomorrow = datetime.now(UTC).date() + timedelta(days=1)
    assert parley("keys", "add", "b", "--expires", str(tomorrow), "--store", "peace.db").status == 0
    (key,) = json.loads(parley("keys", "list", "--json", "--store", "peace.db").out)["keys"]
    assert (key["name"], key["scope"], key["expires"]) == ("b", "read", str(tomorrow))
    assert set(key) == {"name", "scope", "begins", "created", "changed", "expires"}


def test_a_key_is_replaced_and_removed(parley: Parley) -> None:
    first = parley("keys", "add", "newsroom")
    again = parley("keys", "add", "newsroom")
    assert (again.status, again.out, again.err) == (
        1,
        "",
        "parley: expected a name that has no key yet, got 'newsroom'; --replace puts a new one in its place\n",
    )
    second = parley("keys", "add", "newsroom", "--replace")
    assert second.status == 0
    assert second.out != first.out
    removed = parley("keys", "remove", "newsroom")
    assert (removed.status, removed.err) == (0, "The key of newsroom opens nothing any more.\n")
    gone = parley("keys", "remove", "newsroom")
    assert (gone.status, gone.err) == (
        1, "parley: expected a name that has a key, got 'newsroom'; parley keys list shows them\n"
    )  # fmt: skip
    assert parley("keys", "list").err == "No keys; parley keys add NAME makes one.\n"


def test_a_mistake_in_the_command_line_is_one(parley: Parley) -> None:
    assert parley("keys", "add", "a", "--scope", "admin").status == 2
    assert parley("keys", "add").status == 2
    assert parley("keys", "add", "two words").status == 1
    assert parley("keys", "add", "a", "--expires", "2020-01-01").status == 1
    help_ = parley("keys", "--help").out
    assert all(name in help_ for name in ("add", "list", "remove"))

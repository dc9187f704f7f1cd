"""The note by which commands find the server that holds a graph."""

from __future__ import annotations

import json
import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from kg.errors import AccessError, InputError
from kg.usecases.announcing import Announcement, announce, announcement_file, running_server


def test_a_server_is_found_while_it_runs(tmp_path: Path) -> None:
    store = str(tmp_path / "peace.db")
    assert running_server(store) is None
    with announce(store, "http://127.0.0.1:8000", "secret"):
        (note,) = tmp_path.iterdir()
        assert note == announcement_file(store)
        assert note.name == ".peace.db.server.json"
        assert stat.S_IMODE(note.stat().st_mode) == 0o600
        assert running_server(store) == Announcement(
            address="http://127.0.0.1:8000", process=os.getpid(), token="secret"
        )
    assert running_server(store) is None
    assert list(tmp_path.iterdir()) == []


def test_what_a_killed_server_left_is_none_and_is_overwritten(tmp_path: Path) -> None:
    store = str(tmp_path / "peace.db")
    gone = subprocess.Popen([sys.executable, "-c", ""])
    gone.wait()
    left = {"address": "http://127.0.0.1:8000", "process": gone.pid, "token": "old"}
    announcement_file(store).write_text(json.dumps(left))
    announcement_file(store).chmod(0o644)
    assert running_server(store) is None
    with announce(store, "http://127.0.0.1:9000", "new"):
        found = running_server(store)
        assert found is not None
        assert found.token == "new"
        assert stat.S_IMODE(announcement_file(store).stat().st_mode) == 0o600


@pytest.mark.parametrize("content", ["{", "[]", '{"address": "http://127.0.0.1:1"}', "5"])
def test_a_note_that_says_nothing_is_said(content: str, tmp_path: Path) -> None:
    store = str(tmp_path / "peace.db")
    announcement_file(store).write_text(content)
    with pytest.raises(
        InputError, match=r"^expected the announcement of a server in .*server\.json, got: .*; delete it$"
    ):
        running_server(store)


def test_a_place_that_is_not_there_is_said(tmp_path: Path) -> None:
    with (
        pytest.raises(AccessError, match=r"^expected to write .*\.peace\.db\.server\.json, got: No such file or dir"),
        announce(str(tmp_path / "nowhere" / "peace.db"), "http://127.0.0.1:8000", "secret"),
    ):
        pass

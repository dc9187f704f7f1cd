"""Output is plain when piped, coloured on a terminal, and harmless whatever a page says."""

from __future__ import annotations

import os
import pty
import re
import subprocess
import sys
from pathlib import Path
from shlex import quote

import pytest

from kg.cli.terminal import clean, clip, harmless
from tests.cli.conftest import CHECKOUT, Parley


def test_text_of_pages_cannot_steer_the_terminal() -> None:
    hostile = "Peace\x1b]0;owned\x07 \u202etalks\u2069\r\nnow\x9b31m"
    assert clean(hostile) == "Peace�]0;owned� �talks� now�31m"
    assert len(harmless(hostile)) == len(hostile)


def test_long_text_is_cut_at_a_word() -> None:
    assert clip("a ceasefire of thirty days in the valley", 24) == "a ceasefire of thirty…"
    assert clip("a ceasefire", 24) == "a ceasefire"
    assert clip("x" * 30, 10) == "x" * 9 + "…"


def test_piped_output_has_no_colours_and_no_line_wider_than_asked(graph: str, parley: Parley) -> None:
    for command in ("positions", "articles", "matrix", "network", "conditions", "stats"):
        found = parley(command, "--store", graph)
        assert found.status == 0, found.err
        assert "\x1b" not in found.out
        assert max(map(len, found.out.splitlines())) <= 100


@pytest.mark.parametrize("width", [80, 120])
def test_tables_fit_the_terminal(width: int, graph: str, tmp_path: Path) -> None:
    for command in ("positions", "matrix", "network", "conditions"):
        shown = _on_a_terminal(command, "--store", graph, cwd=tmp_path, COLUMNS=str(width), NO_COLOR="1")
        assert max(len(line) for line in _uncoloured(shown).splitlines()) <= width


def test_a_terminal_gets_colours_unless_it_asks_for_none(graph: str, tmp_path: Path) -> None:
    coloured = _on_a_terminal("positions", "--store", graph, cwd=tmp_path)
    assert "\x1b[32msupports" in coloured
    plain = _on_a_terminal("positions", "--store", graph, cwd=tmp_path, NO_COLOR="1")
    assert "\x1b[32m" not in plain
    assert "supports" in plain


def test_a_reader_that_leaves_early_is_no_error(graph: str, tmp_path: Path) -> None:
    for command in ("positions --limit 0", "positions --limit 0 --json", "export turtle"):
        asked = f"{quote(sys.executable)} -m kg {command} --store {quote(graph)}"
        line = f"{asked} | head -n 1 >/dev/null; echo ${{PIPESTATUS[0]}}"
        done = subprocess.run(
            ["bash", "-c", line],
            cwd=tmp_path,
            env={**os.environ, "PYTHONPATH": str(CHECKOUT)},
            capture_output=True,
            text=True,
        )
        assert (done.stdout, done.stderr.replace("20 of 23 positions; --limit 0 shows all.\n", "")) == ("0\n", "")


def _on_a_terminal(*arguments: str, cwd: Path, **more: str) -> str:
    """What the command prints when its standard output and error are a terminal."""
    ours, theirs = pty.openpty()
    environment = {name: value for name, value in os.environ.items() if name not in ("NO_COLOR", "COLUMNS")}
    environment |= {"PYTHONPATH": str(CHECKOUT), "TERM": "xterm-256color"} | more
    process = subprocess.Popen(
        [sys.executable, "-m", "kg", *arguments], cwd=cwd, env=environment, stdin=theirs, stdout=theirs, stderr=theirs
    )
    os.close(theirs)
    shown = bytearray()
    while True:
        try:
            chunk = os.read(ours, 65536)
        except OSError:  # the terminal is gone with its last user
            break
        if not chunk:
            break
        shown += chunk
    os.close(ours)
    assert process.wait() == 0
    return shown.decode().replace("\r\n", "\n")


def _uncoloured(text: str) -> str:
    return re.sub(r"\x1b\[[0-9;]*m", "", text)

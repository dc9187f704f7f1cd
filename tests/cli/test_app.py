"""The command as a whole: its help, its manners on trouble, and what it does not load."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from kg.cli.app import COMMANDS, load_command
from kg.errors import AccessError
from tests.cli.conftest import CHECKOUT, Parley


def test_the_list_of_commands_names_each_with_what_it_does(parley: Parley) -> None:
    found = parley("--help")
    assert found.status == 0
    words = " ".join(found.out.replace("│", " ").split())
    for name, entry in COMMANDS.items():
        assert f"{name} {entry.summary}" in words


@pytest.mark.parametrize("name", COMMANDS)
def test_each_command_explains_itself_with_an_example_and_its_exit_status(name: str, parley: Parley) -> None:
    explained = load_command(name).help
    assert explained.splitlines()[0] == COMMANDS[name].summary
    assert re.search(rf"^Example: parley {name}\b", explained, re.MULTILINE)
    assert re.search(
        r"^Exit status: 0 .*; 2 a mistake in the command line(; 130 [^;]+)?\.$", explained, re.MULTILINE | re.DOTALL
    )
    found = parley(name, "--help")
    assert found.status == 0
    assert "\x1b" not in found.out


def test_commands_that_answer_have_json_for_machines() -> None:
    lacking = {name for name in COMMANDS if not any("--json" in option.opts for option in load_command(name).params)}
    assert lacking == {"export", "picture", "serve", "keys", "demo"}  # of keys, "parley keys list" has it


def test_a_misspelled_command_is_a_usage_mistake_with_a_suggestion(parley: Parley) -> None:
    found = parley("positons")
    assert found.status == 2
    assert "No such command 'positons'. Did you mean 'positions'" in found.err


def test_the_version_is_that_of_the_package(parley: Parley) -> None:
    assert parley("--version").out == "parley 0.1.0\n"


def test_what_parley_refuses_is_one_line_without_a_traceback(parley: Parley) -> None:
    found = parley("stats", "--store", "nowhere.db")
    assert found.status == 1
    assert found.out == ""
    assert found.err == "parley: expected a graph at nowhere.db, found nothing there; parley ingest makes one\n"


def test_a_fault_of_ours_is_not_swallowed(parley: Parley, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(_: str) -> None:
        raise ZeroDivisionError("a bug")

    monkeypatch.setattr("kg.cli.looking.open_graph", broken)
    with pytest.raises(ZeroDivisionError, match="a bug"):
        parley("stats")


def test_a_refusal_that_is_also_a_system_error_is_still_one_line(
    parley: Parley, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_: str) -> None:
        raise AccessError("expected this,\n  got that")

    monkeypatch.setattr("kg.cli.looking.open_graph", refuse)
    assert parley("stats").err == "parley: expected this, got that\n"


def test_ctrl_c_leaves_with_its_own_status(parley: Parley, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(_: str) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("kg.cli.looking.open_graph", interrupt)
    found = parley("stats")
    assert (found.status, found.err) == (130, "parley: interrupted\n")


@pytest.mark.parametrize(
    ("command", "heavy"),
    [
        ("--help", ("spacy", "fastapi", "matplotlib", "pyoxigraph", "networkx", "trafilatura")),
        ("positions --help", ("spacy", "fastapi", "matplotlib", "networkx", "trafilatura")),
        ("extract --help", ("fastapi", "matplotlib", "scipy", "networkx")),
        ("network --help", ("spacy", "fastapi", "matplotlib", "trafilatura")),
        ("export --help", ("spacy", "fastapi", "matplotlib", "trafilatura")),
    ],
)
def test_a_command_loads_only_what_it_needs(command: str, heavy: tuple[str, ...], tmp_path: Path) -> None:
    script = f"""
import sys
from kg.cli import main
main({command.split()!r})
print(sorted(sys.modules.keys() & {set(heavy)!r}), file=sys.stderr)
"""
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=tmp_path, env={"PYTHONPATH": str(CHECKOUT)}, capture_output=True, text=True
    )
    assert done.stderr == "[]\n"

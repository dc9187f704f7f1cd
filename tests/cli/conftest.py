"""A graph to look at, and ``parley`` as users call it."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from kg.cli import main
from kg.store import open_store
from tests.rdf.samples import harbour_record, many_records

CHECKOUT = Path(__file__).parents[2]
HARBOUR = "Harbour talks resume\n\nMarch 3, 2025\n\n" + (
    "The dockers' union will sign the harbour agreement only if the port stays public, its leader Ana Reyes said on"
    " Monday. The government of Ardania rejected a public port.\n"
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Outcome:
    """How a command ended, and what it printed."""

    status: int
    out: str
    err: str


Parley = Callable[..., Outcome]


@pytest.fixture(scope="session")
def graph(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A store with the harbour article and four invented ones, not to be written to."""
    place = tmp_path_factory.mktemp("graph") / "parley.db"
    with open_store(place) as store:
        store.add_many([harbour_record(), *many_records(4, 5)])
    return str(place)


@pytest.fixture
def parley(capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Parley:
    """The command within this process, in an empty folder, with its output piped and 100 columns."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "100")
    monkeypatch.delenv("PARLEY_STORE", raising=False)

    def run(*arguments: str) -> Outcome:
        capfd.readouterr()
        status = main([str(each) for each in arguments])
        out, err = capfd.readouterr()
        return Outcome(status=status, out=out, err=err)

    return run


def parley_process(*arguments: str | Path, cwd: Path, **more: str) -> subprocess.CompletedProcess[str]:
    """The command in a process of its own, as a shell would start it."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PARLEY_")}
    return subprocess.run(
        [sys.executable, "-W", "error", "-m", "kg", *map(str, arguments)],
        cwd=cwd,
        env=environment | {"PYTHONPATH": str(CHECKOUT), "PYTHONIOENCODING": "utf-8"} | more,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=120,
    )

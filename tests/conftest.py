"""What several test folders share: the folder that the demo writes."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).parents[1]


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder that ``parley demo`` fills from the example articles: the store, the exports, and what it printed."""
    folder = tmp_path_factory.mktemp("demo") / "demo"
    command = [sys.executable, "-m", "kg", "demo", str(CHECKOUT / "examples" / "articles"), "--out", str(folder)]
    # Wide, so that no path is folded.
    wide = os.environ | {"COLUMNS": "250"}
    done = subprocess.run(command, cwd=CHECKOUT, env=wide, capture_output=True, text=True, encoding="utf-8")
    assert done.returncode == 0, done.stderr
    (folder / "printed.txt").write_text(done.stdout, encoding="utf-8")
    (folder / "reported.txt").write_text(done.stderr, encoding="utf-8")
    return folder


# A shell starts background jobs deaf to Ctrl-C, and their children inherit that; the tests press Ctrl-C.
signal.signal(signal.SIGINT, signal.default_int_handler)

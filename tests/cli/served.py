"""``parley serve`` in a process of its own, and a client of it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx

from tests.cli.conftest import CHECKOUT


@contextmanager
def served(place: Path, *more: str) -> Iterator[tuple[subprocess.Popen[str], httpx.Client]]:
    """``parley serve`` over the store at ``place``, leader of a process group, and a client with its user's own key."""
    process = subprocess.Popen(
        [sys.executable, "-W", "error", "-m", "kg", "serve", "--port", "0", "--store", str(place), *more],
        env={**os.environ, "PYTHONPATH": str(CHECKOUT)},
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    try:
        assert process.stderr is not None
        said = process.stderr.readline()
        assert said.startswith("Parley answers at "), said
        note = json.loads(place.with_name(f".{place.name}.server.json").read_bytes())
        headers = {"Authorization": f"Bearer {note['token']}"}
        with httpx.Client(base_url=note["address"], headers=headers, timeout=60) as client:
            yield process, client
    finally:
        if process.poll() is None:
            process.kill()
            process.wait()
        assert process.stderr is not None
        process.stderr.close()

"""Requests made from the OpenAPI document, right and wrong ones: the server answers each as the document says.

Schemathesis makes them, in sequences too (an article posted, looked at, removed, and looked for again), with all of its
checks. It always makes the same ones; ``PARLEY_SCHEMATHESIS_SECONDS`` gives it so many seconds for others.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from kg.settings import ServerSettings
from kg.store import open_store
from tests.api.conftest import serving
from tests.rdf.samples import harbour_record, many_records

KEY = "schemathesis-may-write"
SECONDS = os.environ.get("PARLEY_SCHEMATHESIS_SECONDS")
MAKING = ["--max-time", SECONDS] if SECONDS else ["--max-examples", "5", "--generation-deterministic"]

pytest.importorskip("schemathesis", reason="schemathesis makes the requests: pip install schemathesis")


@pytest.fixture(name="server")
def _server(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[httpx.Client]:
    monkeypatch.setattr("api.access.MISTAKES_PER_MINUTE", 100_000)  # to see that every single wrong key is refused
    place = tmp_path / "parley.db"
    with open_store(place) as store:
        store.add_many([harbour_record(), *many_records(4, 5)])
    with serving(place, ServerSettings(query_seconds=2.0, local_token=KEY)) as client:
        yield client


def test_every_request_is_answered_as_the_document_says(server: httpx.Client, tmp_path: Path) -> None:
    config = Path(__file__).with_name("schemathesis.toml")
    found = subprocess.run(
        [
            *(sys.executable, "-m", "schemathesis.cli", "--config-file", str(config)),
            *("run", f"{server.base_url}/openapi.json", "--checks", "all", "--continue-on-failure"),
            *("--no-color", "--warnings", "off", *MAKING, "--header", f"Authorization: Bearer {KEY}"),
        ],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(config.parent)},
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=3600,
    )
    assert found.returncode == 0, found.stdout[-20_000:] + found.stderr[-2_000:]

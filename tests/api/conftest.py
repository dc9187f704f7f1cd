"""A real server on this machine, over a graph of a few articles."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest
import uvicorn
from starlette.types import ASGIApp

from api.app import create_app
from api.connections import uvicorn_config
from kg.settings import ServerSettings
from kg.store import open_store
from tests.rdf.samples import harbour_record, many_records

QUERY_SECONDS = 2.0
SETTINGS = ServerSettings(query_seconds=QUERY_SECONDS)


@pytest.fixture(scope="session")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    """A client of a server over the harbour article and four invented ones."""
    place = tmp_path_factory.mktemp("served") / "parley.db"
    with open_store(place) as store:
        store.add_many([harbour_record(), *many_records(4, 5)])
    with serving(place) as found:
        yield found


@contextmanager
def serving(place: Path, settings: ServerSettings = SETTINGS) -> Iterator[httpx.Client]:
    """A server over the graph at ``place`` in a thread of this process, for as long as the block runs."""
    with running(create_app(str(place), settings)) as client:
        yield client


@contextmanager
def running(app: ASGIApp) -> Iterator[httpx.Client]:
    """A server of ``app`` in a thread of this process, for as long as the block runs."""
    server = uvicorn.Server(uvicorn_config(app, log_level="critical"))
    listener = socket.create_server(("127.0.0.1", 0))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
    thread.start()
    while not server.started:
        time.sleep(0.01)
    try:
        with httpx.Client(base_url=f"http://127.0.0.1:{listener.getsockname()[1]}", timeout=30) as client:
            yield client
    finally:
        server.should_exit = True
        thread.join()
        listener.close()


def until_over(client: httpx.Client, address: str) -> dict[str, Any]:
    """The job at ``address``, once it is over."""
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        job: dict[str, Any] = client.get(address).json()
        if job["state"] in ("done", "failed", "cancelled"):
            return job
        time.sleep(0.05)
    raise AssertionError(f"expected the job at {address} to end within a minute, got {job}")

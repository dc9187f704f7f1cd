"""A real server on this machine, over a graph of a few articles."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest
import uvicorn

from api.app import create_app
from kg.store import open_store
from tests.rdf.samples import harbour_record, many_records

QUERY_SECONDS = 2.0


@pytest.fixture(scope="session")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    """A client of a server over the harbour article and four invented ones."""
    place = tmp_path_factory.mktemp("served") / "parley.db"
    with open_store(place) as store:
        store.add_many([harbour_record(), *many_records(4, 5)])
    with serving(place) as found:
        yield found


@contextmanager
def serving(place: Path) -> Iterator[httpx.Client]:
    """A server over the graph at ``place`` in a thread of this process, for as long as the block runs."""
    listener = socket.create_server(("127.0.0.1", 0))
    config = uvicorn.Config(create_app(str(place), query_seconds=QUERY_SECONDS), log_level="critical")
    server = uvicorn.Server(config)
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

"""``serve``: the web API over the graph, for this machine, or with keys for others too."""

from __future__ import annotations

import secrets
import socket
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Annotated, Any, Final

import typer
from fastapi import FastAPI

from api.app import create_app
from api.connections import uvicorn_config
from api.logs import LogForm, log_config
from kg.cli.options import StoreOption
from kg.cli.stopping import StoppableServer, stopped_by_signals
from kg.cli.terminal import say
from kg.errors import AccessError, InputError, MissingError
from kg.settings import STRANGERS_RATE, ServerSettings, read_server_settings
from kg.usecases.announcing import announce, announcement_file

app = typer.Typer(add_completion=False)

EVERY_ADDRESS: Final = {"0.0.0.0": "127.0.0.1", "::": "::1"}
"""What stands for all addresses of a machine, and the one under which the machine itself finds it."""


def _where(*names: str, **more: Any) -> Any:
    return typer.Option(*names, rich_help_panel="Where it answers", **more)


def _who(*names: str, **more: Any) -> Any:
    return typer.Option(*names, rich_help_panel="Who may do what", **more)


def _query(*names: str, **more: Any) -> Any:
    return typer.Option(*names, rich_help_panel="What a query in SPARQL may take", **more)


@app.command()
def serve(
    store: StoreOption = "",
    new: Annotated[bool, typer.Option("--new", metavar="", help="Begin with an empty graph if there is none.")] = False,
    verbose: Annotated[
        bool, typer.Option("--verbose", metavar="", help="Log every request on standard error.")
    ] = False,
    log: Annotated[
        LogForm, typer.Option("--log", metavar="FORM", help="text, or json: an object a line, for requests too.")
    ] = LogForm.TEXT,
    port: Annotated[int, _where("--port", min=0, max=65535, metavar="N", help="0 takes any free one.")] = 8000,
    host: Annotated[
        str | None,
        _where("--host", metavar="ADDRESS", help="Else 127.0.0.1; 0.0.0.0 is every address of this machine."),
    ] = None,
    allowed_host: Annotated[
        list[str] | None, _where("--allowed-host", metavar="NAME", help="A name that it answers to; may be repeated.")
    ] = None,
    cors: Annotated[
        list[str] | None,
        _where("--cors", metavar="ORIGIN", help="A site whose pages may ask, as https://example.org, or *."),
    ] = None,
    private: Annotated[bool, _who("--private", metavar="", help="Reading takes a key on this machine too.")] = False,
    rate: Annotated[
        int | None,
        _who(
            "--rate",
            metavar="N",
            help=f"Requests a minute for each; else any, and {STRANGERS_RATE} beyond this machine.",
        ),
    ] = None,
    allow_fetch: Annotated[
        bool, _who("--allow-fetch", metavar="", help="Writers may have articles fetched from the web.")
    ] = False,
    seconds: Annotated[float | None, _query("--query-seconds", metavar="N", help="Time; else 10.")] = None,
    memory: Annotated[int | None, _query("--query-memory", metavar="MIB", help="Memory; else 2048.")] = None,
    rows: Annotated[int | None, _query("--query-rows", metavar="N", help="Rows of its answer; else 100000.")] = None,
) -> None:
    """Answer SPARQL and REST, and take articles in.

    Pages to read begin at /, /docs explains the API, /sparql takes queries, /v1/… serves positions, actors, proposals,
    articles and networks.
    While it runs, this server alone writes to the graph; other commands of yours find it and ask it. Ctrl-C stops it
    when it has finished what runs, a second one at once; a job goes on with the next start.

    On this machine anybody may read, and writing takes a key: parley keys add NAME --scope write. With --host and an
    address that other machines reach, everything takes a key. Keys and answers then travel unencrypted: put a web
    server with TLS in front of it.

    What is not given here can be set in the environment: PARLEY_HOST, PARLEY_QUERY_SECONDS and so on.

    Example: parley serve --port 8080; parley serve --host 0.0.0.0 --allowed-host parley.example.org

    Exit status: 0 stopped by Ctrl-C or SIGTERM; 1 an error, such as a port that is taken; 2 a mistake in the command
    line; 130 stopped at once by a second signal.
    """
    settings = _settings(
        host=host,
        allowed_hosts=tuple(allowed_host) if allowed_host else None,
        cors_origins=tuple(cors) if cors else None,
        private=private or None,
        rate=rate,
        allow_fetch=allow_fetch or None,
        query_seconds=seconds,
        query_memory=memory,
        query_rows=rows,
    )
    _require(store, new)
    application = create_app(store, settings, create=new)
    with _listening(application, settings.host, port) as listener:
        config = uvicorn_config(application, log_config=log_config(log, requests=verbose or log is LogForm.JSON))
        server = StoppableServer(config, announcement_file(store), hurry=application.state.graph.finish_analyses)
        address = f"http://{_shown(listener)}"
        with stopped_by_signals(server), announce(store, address, settings.local_token or ""):
            doors = "with pages to read; for programs /v1 (see /docs) and /sparql"
            say(f"Parley answers at {address}/ {doors}. Ctrl-C stops it.")
            server.run(sockets=[listener])
        if server.should_exit:
            say("Stopped.")


def _settings(**given: Any) -> ServerSettings:
    """What was given, else what the environment says, with a key for the commands of the same user."""
    return replace(
        read_server_settings(),
        local_token=secrets.token_urlsafe(32),
        **{name: value for name, value in given.items() if value is not None},
    )


def _require(store: str, new: bool) -> None:
    if "://" in store:
        raise InputError(f"expected a graph on this machine to serve, got {store}")
    if not new and not Path(store).exists():
        raise MissingError(
            f"expected a graph at {store} to serve, found nothing there; put articles in with parley ingest,"
            " or begin with an empty one: parley serve --new"
        )


@contextmanager
def _listening(application: FastAPI, host: str, port: int) -> Iterator[socket.socket]:
    try:
        listener = _listen(host, port)
    except AccessError:
        application.state.graph.close()
        raise
    with listener:
        yield listener


def _listen(host: str, port: int) -> socket.socket:
    try:
        family, kind, protocol, _, address = _addresses(host, port)[0]
        listener = socket.socket(family, kind, protocol)
    except OSError as error:
        raise AccessError(f"expected an address of this machine to serve on, got {host}: {error.strerror}") from error
    if sys.platform != "win32":  # there it would let two servers share a port
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind(address)
        listener.listen()  # who is told the address may connect, although the server is not quite ready
    except OSError as error:
        listener.close()
        hint = "try another --port, or --port 0 for any free one"
        raise AccessError(f"expected to listen on {host} port {port}, got: {error.strerror}; {hint}") from error
    return listener


def _addresses(host: str, port: int) -> Any:
    family = socket.AF_INET if host == "localhost" else socket.AF_UNSPEC
    return socket.getaddrinfo(host, port, family=family, type=socket.SOCK_STREAM)


def _shown(listener: socket.socket) -> str:
    host, port = listener.getsockname()[:2]
    host = EVERY_ADDRESS.get(host, host)
    return f"[{host}]:{port}" if ":" in host else f"{host}:{port}"

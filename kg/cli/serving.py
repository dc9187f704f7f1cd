"""``serve``: the web API over the graph, on this machine only."""

from __future__ import annotations

import socket
import sys
from typing import Annotated

import typer
import uvicorn

from api.app import create_app
from kg.cli.options import StoreOption
from kg.cli.terminal import say
from kg.errors import AccessError, InputError
from kg.settings import read_settings

app = typer.Typer(add_completion=False)

LOOPBACK = {"127.0.0.1": socket.AF_INET, "localhost": socket.AF_INET, "::1": socket.AF_INET6}


@app.command()
def serve(
    store: StoreOption = "",
    port: Annotated[int, typer.Option("--port", min=0, max=65535, metavar="N", help="0 takes any free one.")] = 8000,
    host: Annotated[str, typer.Option("--host", metavar="ADDRESS", help="127.0.0.1, localhost or ::1.")] = "127.0.0.1",
    seconds: Annotated[
        float | None,
        typer.Option(
            "--query-seconds", min=0.1, metavar="N", help="Time for a SPARQL query; else PARLEY_QUERY_SECONDS, else 10."
        ),
    ] = None,
    verbose: Annotated[
        bool, typer.Option("--verbose", metavar="", help="Log every request on standard error.")
    ] = False,
) -> None:
    """Answer SPARQL and REST on this machine.

    /docs explains the API, /sparql takes queries, /v1/… serves positions, actors, proposals, articles and networks.
    Articles may be ingested meanwhile: answers follow within seconds. Nobody has to sign in, so no other machine
    can connect. Ctrl-C stops the server.

    Example: parley serve --port 8080

    Exit status: 0 stopped by Ctrl-C; 1 an error, such as a port that is taken; 2 a mistake in the command line.
    """
    if host not in LOOPBACK:
        raise InputError(
            f"expected one of {', '.join(LOOPBACK)} to serve on, got {host}:"
            " whoever can connect could read everything, so Parley serves this machine only"
        )
    application = create_app(store, query_seconds=seconds or read_settings().query_seconds)
    with _listen(host, port) as listener:
        say(f"Parley answers at http://{_shown(listener)}/docs (Ctrl-C stops it).")
        config = uvicorn.Config(
            application, log_level="info" if verbose else "warning", access_log=verbose, server_header=False
        )
        try:
            uvicorn.Server(config).run(sockets=[listener])
        except KeyboardInterrupt:  # uvicorn has closed everything by now, and hands the signal on
            say("Stopped.")


def _listen(host: str, port: int) -> socket.socket:
    listener = socket.socket(LOOPBACK[host], socket.SOCK_STREAM)
    if sys.platform != "win32":  # there it would let two servers share a port
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
        listener.listen()  # who is told the address may connect, although the server is not quite ready
    except OSError as error:
        listener.close()
        hint = "try another --port, or --port 0 for any free one"
        raise AccessError(f"expected to listen on {host} port {port}, got: {error.strerror}; {hint}") from error
    return listener


def _shown(listener: socket.socket) -> str:
    host, port = listener.getsockname()[:2]
    return f"[{host}]:{port}" if ":" in host else f"{host}:{port}"

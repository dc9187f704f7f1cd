"""A small SPARQL 1.1 Protocol server on this machine, for the tests of the remote store."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread

import pyoxigraph
from pyoxigraph import QueryResultsFormat, QueryTriples, RdfFormat


@contextmanager
def sparql_server() -> Iterator[str]:
    """The address of a running server's query endpoint; updates go to ``/update`` beside it."""
    server = HTTPServer(("127.0.0.1", 0), _Handler)
    server.engine = pyoxigraph.Store()  # type: ignore[attr-defined]
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/query"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


class _Handler(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"])).decode("utf-8")
        try:
            if self.path == "/update" and self.headers["Content-Type"].startswith("application/sparql-update"):
                self.server.engine.update(body)  # type: ignore[attr-defined]
                self._send(204, "text/plain", b"")
            elif self.path == "/query" and self.headers["Content-Type"].startswith("application/sparql-query"):
                self._send(200, *self._results(body))
            elif self.path == "/chatter":
                self._send(200, "text/html", b"<p>Hello!</p>")
            else:
                self._send(404, "text/plain", b"no such endpoint")
        except SyntaxError as error:
            self._send(400, "text/plain", str(error).encode("utf-8"))

    def _results(self, sparql: str) -> tuple[str, bytes]:
        results = self.server.engine.query(sparql)  # type: ignore[attr-defined]
        if isinstance(results, QueryTriples):
            return "application/n-triples", results.serialize(format=RdfFormat.N_TRIPLES)
        return "application/sparql-results+json", results.serialize(format=QueryResultsFormat.JSON)

    def _send(self, status: int, media_type: str, body: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Type", media_type)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:  # quiet
        pass

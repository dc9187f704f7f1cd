"""A store behind any server of the SPARQL 1.1 protocol."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from urllib.parse import urlsplit

import httpx
from pyoxigraph import NamedNode, Quad, QueryBoolean, QueryResultsFormat, QuerySolutions, RdfFormat, parse_query_results
from pyoxigraph import parse as parse_rdf

from kg.errors import AccessError, InputError
from kg.rdf.assembly import Term
from kg.rdf.encoding import sorted_quads
from kg.rdf.namespaces import PREFIXES
from kg.store.answer import Answer, AnswerKind, answer_of
from kg.store.graph_store import GraphStore
from kg.store.replacement import replacement

_SECONDS = 60.0
_FIRST_LINE = re.compile(r"(at line 1, column )(\d+)")
_TRUNCATED = "Parley-Truncated"
"""The header with which ``parley serve`` says that an answer has more rows than it gives."""
_ACCEPTED = "application/sparql-results+json, application/n-triples;q=0.9"


class RemoteStore(GraphStore):
    """A server's query endpoint and, for writing, its update endpoint. Use ``kg.store.open_store`` to open one."""

    def __init__(self, query_url: str, update_url: str, *, read_only: bool, key: str | None = None) -> None:
        self._query_url, self._update_url, self._read_only = query_url, update_url, read_only
        self._client = httpx.Client(timeout=_SECONDS, headers={"Authorization": f"Bearer {key}"} if key else {})
        if not read_only:
            self._keep_ontology()

    def rows(self, sparql: str) -> Iterator[tuple[Term | None, ...]]:
        results = self._results(self._ask(sparql))
        if not isinstance(results, QuerySolutions):
            raise AccessError(f"expected a table from {self._query_url}, got yes or no")
        return (tuple(solution) for solution in results)

    def close(self) -> None:
        self._client.close()

    def _answer(self, sparql: str) -> Answer:
        declared = _declarations(sparql)
        try:
            response = self._ask(declared + sparql)
        except InputError as error:
            raise InputError(_moved_back(str(error), len(declared))) from error
        if "sparql-results" in response.headers.get("content-type", ""):
            return answer_of(self._results(response))
        form = RdfFormat.from_media_type(response.headers.get("content-type", "").partition(";")[0])
        try:
            return Answer(kind=AnswerKind.GRAPH, quads=sorted_quads(parse_rdf(response.content, format=form)))
        except (SyntaxError, ValueError) as error:
            raise AccessError(f"expected RDF from {self._query_url}, got what cannot be read: {error}") from error

    def _results(self, response: httpx.Response) -> QuerySolutions | QueryBoolean:
        try:
            return parse_query_results(response.content, format=QueryResultsFormat.JSON)
        except (SyntaxError, ValueError) as error:
            raise AccessError(
                f"expected SPARQL results in JSON from {self._query_url}, got what cannot be read: {error}"
            ) from error

    def _graph(self, graph: NamedNode) -> set[Quad]:
        rows = self.rows(f"SELECT ?s ?p ?o WHERE {{ GRAPH {graph} {{ ?s ?p ?o }} }}")
        return {Quad(s, p, o, graph) for s, p, o in rows}  # type: ignore[arg-type]

    def _everything(self) -> Iterable[Quad]:
        for s, p, o, graph in self.rows("SELECT ?s ?p ?o ?g WHERE { GRAPH ?g { ?s ?p ?o } }"):
            yield Quad(s, p, o, graph)  # type: ignore[arg-type]

    def _replace(self, graphs: Mapping[NamedNode, Collection[Quad]]) -> None:
        if self._read_only:
            raise AccessError(f"expected a store open for writing, got {self._query_url}, open for reading only")
        self._post(self._update_url, replacement(graphs), "application/sparql-update")

    def _ask(self, sparql: str) -> httpx.Response:
        answer = self._post(self._query_url, sparql, "application/sparql-query")
        if _TRUNCATED in answer.headers:  # what is left out would be missing from every count and network
            raise AccessError(
                f"expected a whole answer from {self._query_url}, got one that the server cut:"
                " ask where the graph lies, or have the server started with a higher --query-rows"
            )
        return answer

    def _post(self, url: str, sparql: str, media_type: str) -> httpx.Response:
        headers = {"Content-Type": f"{media_type}; charset=utf-8", "Accept": _ACCEPTED}
        try:
            response = self._client.post(url, content=sparql.encode("utf-8"), headers=headers)
        except httpx.HTTPError as error:
            raise AccessError(f"expected a SPARQL server at {url}, got: {error}; is it running?") from error
        except RuntimeError as error:
            raise AccessError(f"expected an open store, got {url}, which is closed") from error
        if response.status_code == httpx.codes.BAD_REQUEST:
            raise InputError(f"expected a SPARQL query that {url} understands, got: {_told(response)}")
        if not response.is_success:
            raise AccessError(f"expected {url} to answer, got status {response.status_code}: {_told(response)}")
        return response


def _declarations(sparql: str) -> str:
    """Those of Parley's prefixes that the query uses and does not declare: other servers do not know them."""
    declared = set(re.findall(r"(?i)\bPREFIX\s+([\w.-]*):", sparql))
    used = set(re.findall(r"(?<![\w<?$:])([A-Za-z][\w-]*):", sparql))
    return "".join(f"PREFIX {prefix}: <{PREFIXES[prefix]}> " for prefix in sorted(used & PREFIXES.keys() - declared))


def _moved_back(told: str, characters: int) -> str:
    """What a server of Parley's says of a place in the first line, without what was put before the query."""
    return _FIRST_LINE.sub(lambda found: f"{found[1]}{int(found[2]) - characters}", told)


def _told(response: httpx.Response) -> str:
    """What a server says of a failure: the detail of a problem document (RFC 9457), or the beginning of its text."""
    if response.headers.get("content-type", "").startswith("application/problem+json"):
        try:
            return str(response.json()["detail"])
        except (ValueError, KeyError, TypeError):
            pass
    return response.text.strip()[:500]


def open_remote(url: str, *, read_only: bool, key: str | None = None) -> RemoteStore:
    """The store behind the SPARQL endpoint at ``url``.

    ``http://host/query`` is taken with ``/update`` beside it (oxigraph, Fuseki), any other address answers and
    updates at the same place (``parley serve``'s ``/sparql``). The server's default graph should be a graph of its
    own, as it is unless the server is told otherwise: the store keeps the merge of all graphs there.
    """
    if not urlsplit(url).hostname:
        raise InputError(f"expected the address of a SPARQL endpoint such as http://127.0.0.1:8000/sparql, got {url!r}")
    base, _, last = url.rpartition("/")
    return RemoteStore(url, f"{base}/update" if last == "query" else url, read_only=read_only, key=key)

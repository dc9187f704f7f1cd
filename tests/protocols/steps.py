"""Requests to a live server, one after another, and what must come back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import httpx
import pyoxigraph
from pyoxigraph import CanonicalizationAlgorithm, Dataset, Quad, RdfFormat

from kg.rdf.namespaces import PREFIXES

FORMS = {
    "truth": ("application/sparql-results+json", "application/sparql-results+xml"),
    "rows": (
        "application/sparql-results+json",
        "application/sparql-results+xml",
        "text/csv",
        "text/tab-separated-values",
    ),
    "graph": ("text/turtle", "application/n-triples", "application/rdf+xml", "application/ld+json"),
}


@dataclass(frozen=True, kw_only=True, slots=True)
class Step:
    """One request, and what the answer must be; a status below 10 stands for its whole class."""

    method: str = "POST"
    path: str = "/sparql"
    headers: Mapping[str, str] = field(default_factory=dict)
    body: str = ""
    status: tuple[int, ...]
    truth: bool | None = None
    form: str | None = None
    answer: str | None = None
    graph: str | None = None
    location: str | None = None


def step_of(row: Mapping[str, Any]) -> Step:
    """The step in a row of ``requests.toml``."""
    given = dict(row)
    names = {"type": "content-type", "accept": "accept"}
    headers = {header: given.pop(name) for name, header in names.items() if name in given}
    return Step(**{**given, "headers": headers, "status": tuple(given["status"])})


def walk(client: httpx.Client, steps: Sequence[Step]) -> None:
    """Send the requests in order; AssertionError for the first answer that is not as it must be."""
    known = {"{base}": str(client.base_url).rstrip("/")}
    for step in steps:
        path, body = _filled(step.path, known), _filled(step.body, known)
        # No default of the client's own may stand in for what a step leaves out.
        headers = {"accept": "*/*", **step.headers}
        answer = client.request(step.method, path, content=body.encode("utf-8") or None, headers=headers)
        where = f"{step.method} {path}: {answer.status_code} {answer.text[:300]}"
        assert any(status in (answer.status_code, answer.status_code // 100) for status in step.status), where
        media_type = answer.headers.get("content-type", "")
        if step.form is not None:
            assert media_type.partition(";")[0] in FORMS[step.form], f"{where} as {media_type}"
        if step.answer is not None:
            assert media_type == step.answer, where
        if step.truth is not None:
            assert answer.json()["boolean"] is step.truth, where
        if step.graph is not None:
            assert media_type == "text/turtle; charset=utf-8", where
            assert canonical(answer.text) == canonical(step.graph), where
        if step.location is not None:
            known[step.location] = answer.headers["location"]
        if step.method == "HEAD":
            assert answer.content == b""


def canonical(turtle: str) -> set[Quad]:
    """The triples of a document with canonical names for blank nodes: the same for the same graph."""
    prefixes = "".join(f"@prefix {name}: <{iri}> .\n" for name, iri in PREFIXES.items())
    dataset = Dataset(pyoxigraph.parse(prefixes + turtle, format=RdfFormat.TURTLE, base_iri="urn:base"))
    dataset.canonicalize(CanonicalizationAlgorithm.UNSTABLE)
    return set(dataset)


def _filled(text: str, known: Mapping[str, str]) -> str:
    for name, value in known.items():
        text = text.replace(name, value)
    return text

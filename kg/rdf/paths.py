"""From an address on a server to the thing that lives there: what stands behind the base of all IRIs."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Final
from urllib.parse import quote, unquote

from pyoxigraph import NamedNode

from kg.errors import MissingError
from kg.rdf.namespaces import ID_BASE


class Sort(StrEnum):
    """What sort of thing an IRI of Parley's stands for, by its path."""

    ARTICLE = "article"
    WORDS = "words"
    SELECTOR = "selector"
    GRAPH = "graph"
    POSITION = "position"
    CONDITION = "condition"
    SPEECH = "speech"
    ACTOR = "actor"
    PROPOSAL = "proposal"
    EXTRACTION = "extraction"
    PROGRAM = "program"
    REVIEW = "review"
    REVIEWER = "reviewer"
    OTHER = "thing"


_KEY: Final = r"[0-9a-f]{16}"
_PATHS: Final = (
    (Sort.ARTICLE, rf"article/{_KEY}"),
    (Sort.WORDS, rf"article/{_KEY}/words/[0-9]+-[0-9]+"),
    (Sort.SELECTOR, rf"article/{_KEY}/words/[0-9]+-[0-9]+/(?:quote|offsets)"),
    (Sort.GRAPH, r"graph/[^/]+"),
    (Sort.POSITION, rf"position/{_KEY}"),
    (Sort.CONDITION, rf"position/{_KEY}/condition/[0-9]+"),
    (Sort.SPEECH, rf"position/{_KEY}/speech/[0-9]+"),
    (Sort.ACTOR, r"actor/(?:person|state|organization|group)/[^/]+"),
    (Sort.PROPOSAL, r"proposal/[^/]+"),
    (Sort.EXTRACTION, rf"extraction/{_KEY}"),
    (Sort.PROGRAM, r"software/[^/]+/[^/]+"),
    (Sort.REVIEW, rf"review/{_KEY}"),
    (Sort.REVIEWER, r"reviewer/[^/]+"),
)
_FITS: Final = tuple((sort, re.compile(path)) for sort, path in _PATHS)


@dataclass(frozen=True, kw_only=True, slots=True)
class Place:
    """Where a thing lives: ``path`` is what its IRI has behind the base, percent-encoded."""

    path: str
    sort: Sort

    @property
    def iri(self) -> str:
        """The thing's IRI."""
        return ID_BASE + self.path

    @property
    def node(self) -> NamedNode:
        """The thing's IRI as a term."""
        return NamedNode(self.iri)

    @property
    def names(self) -> tuple[str, ...]:
        """The steps of the path, read: ``actor/state/T%C3%BCrkiye`` gives actor, state, Türkiye."""
        return tuple(unquote(step) for step in self.path.split("/"))

    @property
    def whole(self) -> str:
        """The path of the thing that this is a part of; its own where it is none."""
        depth = {Sort.SELECTOR: 4, Sort.CONDITION: 2, Sort.SPEECH: 2}.get(self.sort)
        return self.path if depth is None else "/".join(self.path.split("/")[:depth])


def place_of(path: str) -> Place:
    """The place at a path as a request gives it, however its characters are encoded there.

    Raises MissingError for a path that is none of Parley's: empty steps, bytes that are no UTF-8.

    >>> place_of("actor/state/T%c3%bcrkiye") == place_of("actor/state/Türkiye")
    True
    >>> place_of("actor/state/T%c3%bcrkiye").iri
    'https://w3id.org/parley/id/actor/state/T%C3%BCrkiye'
    """
    try:
        steps = [unquote(step, errors="strict") for step in path.split("/")]
        canonical = "/".join(_step(step) for step in steps)
    except UnicodeError as error:
        raise MissingError(f"expected a path in UTF-8, got {path!r}") from error
    if not all(steps):
        raise MissingError(f"expected a path of names between slashes, got {path!r}")
    sort = next((sort for sort, fits in _FITS if fits.fullmatch(canonical)), Sort.OTHER)
    return Place(path=canonical, sort=sort)


def _step(name: str) -> str:
    """As ``kg.rdf.iris`` writes a name."""
    return name.replace(".", "%2E") if name in (".", "..") else quote(name, safe="", errors="strict")

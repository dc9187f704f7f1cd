"""IRIs made of content: the same thing has the same IRI in every process, on every day.

Names are percent-encoded down to ASCII letters, digits and ``-._~``, so that an IRI is valid whatever the name holds,
shows no bidirectional tricks, and can be read back into the name.
"""

from __future__ import annotations

import hashlib
import re
from functools import lru_cache
from urllib.parse import quote, unquote

from pyoxigraph import NamedNode

from kg.errors import InputError
from kg.model import ActorKind, Extraction, Review, Span
from kg.rdf.namespaces import ID_BASE, ONTOLOGY_DOCUMENT

ONTOLOGY_GRAPH = NamedNode(ONTOLOGY_DOCUMENT)
COPIES_GRAPH = NamedNode(ID_BASE + "graph/copies")
CURATION_GRAPH = NamedNode(ID_BASE + "graph/curation")
"""What people decided about positions; it stays when an article goes."""
DEFAULT_GRAPH = NamedNode(ID_BASE + "default-graph")
"""What people write from outside without naming a graph: the default graph of the SPARQL protocols."""

_ARTICLE, _GRAPH, _POSITION = ID_BASE + "article/", ID_BASE + "graph/", ID_BASE + "position/"
_REVIEW, _REVIEWER = ID_BASE + "review/", ID_BASE + "reviewer/"
_ACTOR, _PROPOSAL, _SOFTWARE = ID_BASE + "actor/", ID_BASE + "proposal/", ID_BASE + "software/"
_KINDS = frozenset(ActorKind)
_REMEMBERED = 50_000  # names read back: few actors and proposals stand in many positions
_KEY = re.compile(r"[0-9a-f]{16}")
_WORDS = re.compile(re.escape(_ARTICLE) + r"[0-9a-f]{16}/words/([0-9]+)-([0-9]+)")


def article_iri(article_id: str) -> NamedNode:
    """The article with this id.

    >>> article_iri("0123456789abcdef").value
    'https://w3id.org/parley/id/article/0123456789abcdef'
    """
    return NamedNode(_ARTICLE + _key(article_id, "an article"))


def article_graph(article_id: str) -> NamedNode:
    """The named graph that holds all that the article with this id says."""
    return NamedNode(_GRAPH + _key(article_id, "an article"))


def position_iri(position_id: str) -> NamedNode:
    """The position with this id."""
    return NamedNode(_POSITION + _key(position_id, "a position"))


def review_iri(review: Review) -> NamedNode:
    """One decision on one position."""
    return NamedNode(_REVIEW + review.id)


def reviewer_iri(name: str) -> NamedNode:
    """Whoever decides about positions, under this name; an actor of the news that has the same name is another one."""
    return NamedNode(_REVIEWER + _encoded(name))


def actor_iri(kind: ActorKind, name: str) -> NamedNode:
    """The actor of this kind under its canonical name.

    >>> actor_iri(ActorKind.PERSON, "José <b>").value
    'https://w3id.org/parley/id/actor/person/Jos%C3%A9%20%3Cb%3E'
    """
    return NamedNode(f"{_ACTOR}{kind}/{_encoded(name)}")


def proposal_iri(label: str) -> NamedNode:
    """The proposal with this canonical label."""
    return NamedNode(_PROPOSAL + _encoded(label))


def software_iri(name: str, version: str) -> NamedNode:
    """One version of a program."""
    return NamedNode(f"{_SOFTWARE}{_encoded(name)}/{_encoded(version)}")


def extraction_iri(article_id: str, extraction: Extraction) -> NamedNode:
    """One run over one article."""
    at = "" if extraction.at is None else extraction.at.isoformat()
    parts = (article_id, extraction.software, extraction.version, extraction.model, at)
    digest = hashlib.sha256("\0".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:16]
    return NamedNode(f"{ID_BASE}extraction/{digest}")


def words_iri(article_id: str, span: Span) -> NamedNode:
    """Characters of an article's text.

    >>> words_iri("0123456789abcdef", Span(start=3, end=9)).value
    'https://w3id.org/parley/id/article/0123456789abcdef/words/3-9'
    """
    return NamedNode(f"{article_iri(article_id).value}/words/{span.start}-{span.end}")


def part_iri(whole: NamedNode, part: str) -> NamedNode:
    """A part that has no name but in its whole, such as ``condition/1`` of a position."""
    return NamedNode(f"{whole.value}/{part}")


def article_id_of(iri: NamedNode) -> str:
    """The id of the article that an article's, graph's or words' IRI belongs to."""
    for base in (_ARTICLE, _GRAPH):
        if iri.value.startswith(base):
            key = iri.value.removeprefix(base).partition("/")[0]
            if _KEY.fullmatch(key):
                return key
    raise InputError(f"expected the IRI of an article or its graph, got {iri.value}")


def is_protected(graph: NamedNode) -> bool:
    """Whether a graph is Parley's own: an article's, the copies' links, the reviews, the ontology; others are people's.

    >>> is_protected(article_graph("0123456789abcdef")), is_protected(DEFAULT_GRAPH)
    (True, False)
    """
    return graph == ONTOLOGY_GRAPH or graph.value.startswith(_GRAPH)


def is_article_graph(graph: NamedNode) -> bool:
    """Whether a graph is that of an article."""
    return graph.value.startswith(_GRAPH) and graph not in (COPIES_GRAPH, CURATION_GRAPH)


def position_id_of(iri: NamedNode) -> str:
    """The id of the position with this IRI."""
    key = iri.value.removeprefix(_POSITION)
    if not _KEY.fullmatch(key):
        raise InputError(f"expected the IRI of a position, got {iri.value}")
    return key


def reviewer_of(iri: NamedNode) -> str:
    """The name of the reviewer with this IRI."""
    if not iri.value.startswith(_REVIEWER):
        raise InputError(f"expected the IRI of a reviewer, got {iri.value}")
    return unquote(iri.value.removeprefix(_REVIEWER), errors="strict")


@lru_cache(maxsize=_REMEMBERED)
def actor_of(iri: NamedNode) -> tuple[ActorKind, str]:
    """Kind and canonical name of the actor with this IRI.

    >>> actor_of(actor_iri(ActorKind.STATE, "Türkiye"))
    (<ActorKind.STATE: 'state'>, 'Türkiye')
    """
    kind, slash, name = iri.value.removeprefix(_ACTOR).partition("/")
    if not iri.value.startswith(_ACTOR) or not slash or kind not in _KINDS:
        raise InputError(f"expected the IRI of an actor, got {iri.value}")
    return ActorKind(kind), unquote(name, errors="strict")


def is_actor(iri: NamedNode) -> bool:
    """Whether the IRI is that of an actor."""
    return iri.value.startswith(_ACTOR)


def is_proposal(iri: NamedNode) -> bool:
    """Whether the IRI is that of a proposal."""
    return iri.value.startswith(_PROPOSAL)


@lru_cache(maxsize=_REMEMBERED)
def proposal_label_of(iri: NamedNode) -> str:
    """The canonical label of the proposal with this IRI."""
    if not iri.value.startswith(_PROPOSAL):
        raise InputError(f"expected the IRI of a proposal, got {iri.value}")
    return unquote(iri.value.removeprefix(_PROPOSAL), errors="strict")


def software_of(iri: NamedNode) -> tuple[str, str]:
    """Name and version of the program with this IRI."""
    name, slash, version = iri.value.removeprefix(_SOFTWARE).partition("/")
    if not iri.value.startswith(_SOFTWARE) or not slash:
        raise InputError(f"expected the IRI of a program, got {iri.value}")
    return unquote(name, errors="strict"), unquote(version, errors="strict")


def span_of(iri: NamedNode) -> Span:
    """The characters that a words' IRI stands for."""
    match = _WORDS.fullmatch(iri.value)
    if match is None:
        raise InputError(f"expected the IRI of characters in an article, got {iri.value}")
    return Span(start=int(match[1]), end=int(match[2]))


def _key(key: str, what: str) -> str:
    if not _KEY.fullmatch(key):
        raise InputError(f"expected the id of {what} (16 hex digits), got {key!r}")
    return key


def _encoded(name: str) -> str:
    if name in (".", ".."):
        return name.replace(".", "%2E")  # a bare dot segment would be resolved away by the next reader
    try:
        return quote(name, safe="", errors="strict")
    except UnicodeEncodeError as error:
        raise InputError(
            f"expected text that Unicode can encode, got a lone surrogate U+{ord(name[error.start]):04X}"
            f" at character {error.start} of {name!r}"
        ) from error

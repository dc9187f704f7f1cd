"""The JSON of the web's resources, as it stands in the read model and goes out: one function a resource.

Members named ``iri`` or ending in ``_iri`` or ``_iris`` hold the IRIs that the graph has for the same things, so that
a JSON-LD context can read the objects as the graph's own triples. ``links`` are addresses on the server: ``/v1/…`` for
more JSON, ``/id/…`` for the resource itself in any form, the IRI's path behind the base of all IRIs.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from functools import lru_cache
from typing import Any, Final
from urllib.parse import quote

from kg.model import Actor, Article, Condition, Evidence, Extraction, Position, Review
from kg.model.row import evidence_record, position_record, review_record, run_record
from kg.rdf.iris import actor_iri, article_iri, position_iri, proposal_iri, review_iri, reviewer_iri, words_iri
from kg.rdf.namespaces import ID_BASE

Json = dict[str, Any]

API: Final = "/v1"
IDS: Final = "/id/"

_OF_POSITION = (
    "id", "holder", "holder_kind", "side", "stance", "proposal", "proposal_label", "published", "confidence", "iri",
)  # fmt: skip
_REMEMBERED = 10_000  # few actors and proposals stand in many positions


def encoded(row: Json) -> bytes:
    """The object in UTF-8, without a byte more than it needs."""
    return json.dumps(row, ensure_ascii=False, separators=(",", ":")).encode()


def extended(row: bytes, more: bytes) -> bytes:
    """The members of both objects in one.

    >>> extended(b'{"a":1}', b'{"b":2}')
    b'{"a":1,"b":2}'
    """
    return row[:-1] + b"," + more[1:]


def position_shape(position: Position, article: Article) -> Json:
    """A position: the row of the JSON lines, IRIs and links."""
    row = position_record(position, article.source, article.title)
    article_id = position.evidence.article
    me = position_iri(row["id"]).value
    holder, proposal = _actor_iri(position.holder), _proposal_iri(position.proposal.label)
    evidence = _evidence(position.evidence)
    return {
        **row,
        "evidence": evidence,
        "condition_evidence": [_evidence(condition.evidence) for condition in position.conditions],
        "article_id": article_id,
        "iri": me,
        "article_iri": article_iri(article_id).value,
        "holder_iri": holder,
        "side_iri": _actor_iri(position.side) if position.side else None,
        "proposal_iri": proposal,
        "speaker_iris": [_actor_iri(speaker) for speaker in position.speakers],
        "condition_iris": [f"{me}/condition/{rank}" for rank in range(1, len(position.conditions) + 1)],
        "links": {
            "self": f"{API}/positions/{row['id']}",
            "article": f"{API}/articles/{article_id}",
            "holder": _thing_address(holder),
            "proposal": _thing_address(proposal),
            "conditions": f"{API}/conditions?position={row['id']}&copies=true",
            "quote": _local(evidence["iri"]),
            "rdf": _local(me),
        },
    }


def reviewed(row: bytes, review: bytes | None) -> bytes:
    """A position's JSON with the decision that stands on it.

    >>> reviewed(b'{"id":"0"}', None)
    b'{"id":"0","review":null}'
    """
    return b'%b,"review":%b}' % (row[:-1], review or b"null")


def decision_shape(review: Review) -> Json:
    """The decision that stands on a position, within the position."""
    return {**(review_record(review) or {}), "iri": review_iri(review).value}


def review_shape(review: Review) -> Json:
    """A decision on a position, by itself."""
    me = review_iri(review).value
    return {
        "id": review.id,
        "position": review.position,
        **(review_record(review) or {}),
        "recorded_by": review.recorded_by,
        "iri": me,
        "position_iri": position_iri(review.position).value,
        "by_iri": reviewer_iri(review.by).value,
        "links": {
            "self": f"{API}/reviews/{review.id}",
            "position": f"{API}/positions/{review.position}",
            "rdf": _local(me),
        },
    }


def condition_shape(whole: Json, rank: int, condition: Condition) -> Json:
    """A condition: what has to come about, its own words, and the position (``whole`` is its JSON) that hangs on it."""
    me = whole["condition_iris"][rank - 1]
    proposal = _proposal_iri(condition.proposal.label)
    return {
        "id": f"{whole['id']}/{rank}",
        "rank": rank,
        "relation": str(condition.relation),
        "proposal": condition.proposal.wording,
        "proposal_label": condition.proposal.label,
        "broader": list(condition.proposal.broader),
        "evidence": whole["condition_evidence"][rank - 1],
        "position": {member: whole[member] for member in _OF_POSITION},
        "article": whole["article"],
        "article_id": whole["article_id"],
        "title": whole["title"],
        "iri": me,
        "proposal_iri": proposal,
        "links": {
            "self": f"{API}/conditions/{whole['id']}/{rank}",
            "position": whole["links"]["self"],
            "article": whole["links"]["article"],
            "proposal": _thing_address(proposal),
            "quote": _local(whole["condition_evidence"][rank - 1]["iri"]),
            "rdf": _local(me),
        },
    }


def article_shape(article: Article, article_id: str, positions: int) -> Json:
    """An article in a list, without what its being a near-copy adds."""
    me = article_iri(article_id).value
    return {
        "id": article_id,
        "source": article.source,
        "title": article.title,
        "published": article.published.isoformat() if article.published else None,
        "publisher": article.publisher,
        "positions": positions,
        "iri": me,
        "links": {
            "self": f"{API}/articles/{article_id}",
            "positions": f"{API}/positions?article={article_id}&copies=true",
            "rdf": _local(me),
        },
    }


def origin_shape(origin: str | None) -> Json:
    """What an article's being a near-copy adds: its origin."""
    return {"copy_of": origin, "copy_of_iri": article_iri(origin).value if origin else None}


def body_shape(article: Article, extraction: Extraction) -> Json:
    """What a single article has beyond its place in a list."""
    return {
        "text": article.text,
        "text_digest": article.text_digest,
        "language": article.language,
        "media_type": article.media_type,
        "read_by": run_record(extraction),
    }


def whole_shape(head: bytes, origin: str | None, body: bytes, positions: Iterable[bytes]) -> bytes:
    """A single article with its positions, from the JSON of its parts."""
    article = extended(extended(head, encoded(origin_shape(origin))), body)
    return b'{"article":%b,"positions":[%b]}' % (article, b",".join(positions))


def context_shape(paragraphs: Iterable[tuple[int, int, str]], extraction: Json) -> Json:
    """What a single position has beyond its place in a list: the paragraphs its words stand in, and the run."""
    return {
        "paragraphs": [{"start": start, "end": end, "text": text} for start, end, text in paragraphs],
        "read_by": extraction,
    }


def actor_shape(
    iri: str, kind: str, name: str, wordings: list[str], wikidata: str | None, positions: int, articles: int
) -> Json:
    """An actor with its counts, which leave near-copies out."""
    return {
        "name": name,
        "kind": kind,
        "wikidata": wikidata,
        "wordings": wordings,
        "positions": positions,
        "articles": articles,
        "iri": iri,
        "links": _thing_links(iri, "holder_iri"),
    }


def proposal_shape(
    iri: str, label: str, wordings: list[str], broader: list[str], positions: int, articles: int
) -> Json:
    """A proposal with its counts, which leave near-copies out."""
    return {
        "label": label,
        "wordings": wordings,
        "broader": broader,
        "positions": positions,
        "articles": articles,
        "iri": iri,
        "broader_iris": [_proposal_iri(each) for each in broader],
        "links": {
            **_thing_links(iri, "proposal_iri"),
            "conditions": f"{API}/conditions?condition_iri={quote(iri, safe='')}",
        },
    }


def _evidence(evidence: Evidence) -> Json:
    return {**evidence_record(evidence), "iri": words_iri(evidence.article, evidence.span).value}


@lru_cache(maxsize=_REMEMBERED)
def _actor_iri(actor: Actor) -> str:
    return actor_iri(actor.kind, actor.name).value


@lru_cache(maxsize=_REMEMBERED)
def _proposal_iri(label: str) -> str:
    return proposal_iri(label).value


def _thing_links(iri: str, criterion: str) -> dict[str, str]:
    return {
        "self": _thing_address(iri),
        "positions": f"{API}/positions?{criterion}={quote(iri, safe='')}",
        "rdf": _local(iri),
    }


@lru_cache(maxsize=_REMEMBERED)
def _thing_address(iri: str) -> str:
    sort, _, rest = iri.removeprefix(ID_BASE).partition("/")
    return f"{API}/{sort}s/{rest}"


def _local(iri: str) -> str:
    return IDS + iri.removeprefix(ID_BASE)

"""One article with everything that was read from it: the unit that is stored, exported and removed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise

from kg.errors import InputError
from kg.model.actor import Actor, ActorKind
from kg.model.article import Article
from kg.model.evidence import Evidence
from kg.model.position import Position
from kg.model.provenance import Extraction

FINGERPRINT_BITS = 32


@dataclass(frozen=True, kw_only=True, slots=True)
class ArticleRecord:
    """An article, its positions, the run that found them, and the article's MinHash ``fingerprint``.

    A record settles what its parts leave open, so that equal readings are equal records: positions lie in reading
    order (by the place of their evidence, then by id), evidence carries the 32 characters around it, and an actor
    has the same Wikidata item wherever the article names it. The fingerprint is a tuple of 32-bit numbers and may be
    empty.

    Raises InputError when evidence is not in the article, when two positions have one id, when an actor is given two
    Wikidata items, or when a fingerprint number does not fit into 32 bits.
    """

    article: Article
    positions: tuple[Position, ...]
    extraction: Extraction
    fingerprint: tuple[int, ...] = ()

    def __post_init__(self) -> None:
        for number in self.fingerprint:
            if not 0 <= number < 2**FINGERPRINT_BITS:
                raise InputError(
                    f"expected fingerprint numbers of {FINGERPRINT_BITS} bits, got {number} for {self.article.source}"
                )
        items = _wikidata_items(self.positions, self.article.source)
        settled = [_settle(position, self.article, items) for position in self.positions]
        settled.sort(key=lambda position: (position.evidence.span, position.id))
        for one, other in pairwise(settled):
            if one.id == other.id:
                raise InputError(
                    f"expected each position once, got {one.id} twice in {self.article.source}:"
                    f" {one.holder.name} {one.stance} {one.proposal.wording!r}"
                )
        object.__setattr__(self, "positions", tuple(settled))


def actors_of(position: Position) -> Iterator[Actor]:
    """The holder, the side when there is one, and the speakers, in this order."""
    yield position.holder
    if position.side is not None:
        yield position.side
    yield from position.speakers


def _wikidata_items(positions: tuple[Position, ...], source: str) -> dict[tuple[ActorKind, str], str]:
    items: dict[tuple[ActorKind, str], str] = {}
    for actor in (actor for position in positions for actor in actors_of(position)):
        if actor.wikidata is None:
            continue
        known = items.setdefault((actor.kind, actor.name), actor.wikidata)
        if known != actor.wikidata:
            raise InputError(
                f"expected one Wikidata item for {actor.name} ({actor.kind}), got {known} and {actor.wikidata}"
                f" in {source}"
            )
    return items


def _settle(position: Position, article: Article, items: dict[tuple[ActorKind, str], str]) -> Position:
    def known(actor: Actor) -> Actor:
        item = items.get((actor.kind, actor.name))
        return actor if item == actor.wikidata else replace(actor, wikidata=item)

    return replace(
        position,
        holder=known(position.holder),
        side=None if position.side is None else known(position.side),
        speakers=tuple(known(speaker) for speaker in position.speakers),
        evidence=_in_place(position.evidence, article),
        conditions=tuple(
            replace(condition, evidence=_in_place(condition.evidence, article)) for condition in position.conditions
        ),
    )


def _in_place(evidence: Evidence, article: Article) -> Evidence:
    evidence.verify(article)
    return Evidence.of(article, evidence.span)

"""Positions and articles by the thousand, the same for the same seed: who says what on what is drawn at random."""

from __future__ import annotations

import random
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path

from kg.model import (
    Act,
    Actor,
    ActorKind,
    Article,
    Block,
    BlockKind,
    Condition,
    Evidence,
    Extraction,
    Position,
    Proposal,
    Relation,
    Span,
    Stance,
)
from kg.model.record import ArticleRecord
from kg.store import open_store

FIRST_DAY = date(2025, 1, 1)
RUN = Extraction(software="parley", version="invented", model="none")


def invented_positions(actors: int, proposals: int, positions: int, *, seed: int = 1) -> list[Position]:
    """So many yes and no positions over so many actors and proposals, every object made anew as when read from disk."""
    dice = random.Random(seed)
    return [_position(dice, number, actors, proposals) for number in range(positions)]


def _position(dice: random.Random, number: int, actors: int, proposals: int) -> Position:
    label = f"proposal {dice.randrange(proposals)}"
    return Position(
        holder=Actor(name=f"actor {dice.randrange(actors)}", kind=ActorKind.ORGANIZATION),
        stance=dice.choice((Stance.SUPPORTS, Stance.OPPOSES)),
        proposal=Proposal(label=label, wording=label),
        evidence=Evidence(article=f"{number // 10:016x}", span=Span(start=number, end=number + 5), quote="words"),
        act=Act.STATES,
        published=FIRST_DAY + timedelta(days=dice.randrange(365)),
    )


def invented_records(articles: int, *, seed: int = 1) -> Iterator[ArticleRecord]:
    """Articles of ten positions each, with quotations that stand in their texts, in the proportions of real corpora.

    A few of 400 actors and 800 proposals get most of the words (Zipf's law); every fifth position is conditional.
    """
    dice = random.Random(seed)
    actors, proposals = _zipf(400), _zipf(800)
    for number in range(articles):
        yield _record(dice, number, actors, proposals)


@contextmanager
def invented_graph(place: str | None, articles: int) -> Iterator[str]:
    """Where a graph of so many invented articles is: at ``place``, made unless it is there, or for the block alone."""
    with tempfile.TemporaryDirectory() as folder:
        store = place or str(Path(folder) / "parley.db")
        if not Path(store).exists():
            with open_store(store) as made:
                made.add_many(invented_records(articles))
        yield store


def _zipf(size: int) -> tuple[range, list[float]]:
    return range(size), [1 / (rank + 1) for rank in range(size)]


def _record(
    dice: random.Random, number: int, actors: tuple[range, list[float]], proposals: tuple[range, list[float]]
) -> ArticleRecord:
    said = [
        (
            dice.choices(*actors)[0],
            (Stance.SUPPORTS, Stance.OPPOSES, Stance.SUPPORTS, Stance.OPPOSES, Stance.CONDITIONS_ON)[at % 5],
            *(dice.choices(*proposals, k=2)),
        )
        for at in range(10)
    ]
    sentences = [
        f"Party {actor} {stance} proposal {proposal} if proposal {condition} holds, item {number}.{at}."
        for at, (actor, stance, proposal, condition) in enumerate(said)
    ]
    text = f"Talks, day {number}\n\n" + " ".join(sentences)
    article = Article(
        text=text,
        source=f"wire/{number:05}.txt",
        blocks=(Block(kind=BlockKind.PARAGRAPH, span=Span(start=text.index("Party"), end=len(text))),),
        title=f"Talks, day {number}",
        published=FIRST_DAY + timedelta(days=dice.randrange(730)),
        publisher=("Coast Wire", "Inland Post")[number % 2],
    )
    positions, start = [], text.index("Party")
    for sentence, (actor, stance, proposal, condition) in zip(sentences, said, strict=True):
        whole = Span(start=start, end=start + len(sentence))
        positions.append(
            _said(article, whole, f"Party {actor}", stance, f"proposal {proposal}", f"proposal {condition}")
        )
        start = whole.end + 1
    return ArticleRecord(article=article, positions=tuple(positions), extraction=RUN)


def _said(article: Article, whole: Span, actor: str, stance: Stance, proposal: str, condition: str) -> Position:
    at = article.text.index(" if ", whole.start) + 1
    hangs_on = Condition(
        proposal=Proposal(label=condition, wording=condition),
        relation=Relation.IF,
        evidence=Evidence.of(article, Span(start=at, end=article.text.index(",", at))),
    )
    return Position(
        holder=Actor(name=actor, kind=ActorKind.ORGANIZATION, wording=actor),
        stance=stance,
        proposal=Proposal(label=proposal, wording=proposal, broader=(f"programme {len(proposal)}",)),
        evidence=Evidence.of(article, whole),
        act=Act.STATES,
        conditions=(hangs_on,) if stance is Stance.CONDITIONS_ON else (),
        published=article.published,
        confidence=0.9,
        rule="invented",
    )

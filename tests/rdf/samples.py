"""Records for the tests of the graph wing: one by hand, many by rule."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

from kg.model import (
    Act,
    Actor,
    ActorKind,
    Article,
    Attribution,
    Block,
    BlockKind,
    Condition,
    Evidence,
    Extraction,
    Modality,
    Position,
    Proposal,
    Relation,
    Span,
    Stance,
)
from kg.model.record import ArticleRecord

RUN = Extraction(
    software="parley", version="0.1.0", model="parley-english 1.0", at=datetime(2025, 3, 20, 8, 30, tzinfo=UTC)
)

TEXT = (
    "Ardania sets terms for harbour truce\n\n"
    "Ardania will open the harbour only if Belmark withdraws its ships, Foreign Minister Lena Orlo said on Monday.\n\n"
    "Belmark's coastguard rejected a withdrawal. The Fishers' League welcomed the truce, its spokesman said."
)


def span_of(words: str, text: str = TEXT) -> Span:
    """Where ``words`` stand in ``text``."""
    at = text.index(words)
    return Span(start=at, end=at + len(words))


def harbour_record() -> ArticleRecord:
    """Three positions of an invented dispute: one conditional with side and speaker, one against, one for."""
    paragraphs = TEXT.split("\n\n")
    article = Article(
        text=TEXT,
        source="wire/harbour.txt",
        blocks=tuple(
            Block(kind=BlockKind.PARAGRAPH if number else BlockKind.HEADLINE, span=span_of(paragraph))
            for number, paragraph in enumerate(paragraphs)
        ),
        title="Ardania sets terms for harbour truce",
        published=date(2025, 3, 17),
        publisher="Coast Wire",
        file_digest="00" * 32,
    )
    ardania = Actor(name="Ardania", kind=ActorKind.STATE, wording="Ardania", wikidata="Q100")
    orlo = Actor(name="Lena Orlo", kind=ActorKind.PERSON, wording="Foreign Minister Lena Orlo")
    opening = Proposal(
        label="harbour opening", wording="open the harbour", broader=("harbour truce", "truce in the strait")
    )
    withdrawal = Proposal(label="withdrawal of ships", wording="Belmark withdraws its ships")
    positions = (
        Position(
            holder=ardania,
            stance=Stance.CONDITIONS_ON,
            proposal=opening,
            evidence=Evidence.of(article, span_of(paragraphs[1])),
            act=Act.CONDITIONS,
            side=ardania,
            conditions=(
                Condition(
                    proposal=withdrawal,
                    relation=Relation.ONLY_IF,
                    evidence=Evidence.of(article, span_of("only if Belmark withdraws its ships")),
                ),
            ),
            attribution=Attribution.INDIRECT,
            speakers=(orlo,),
            published=date(2025, 3, 17),
            confidence=0.85,
            rule="condition:only-if",
        ),
        Position(
            holder=Actor(name="coastguard of Belmark", kind=ActorKind.GROUP, wording="Belmark's coastguard"),
            stance=Stance.OPPOSES,
            proposal=Proposal(label="withdrawal of ships", wording="a withdrawal"),
            evidence=Evidence.of(article, span_of("Belmark's coastguard rejected a withdrawal.")),
            act=Act.REJECTS,
            side=Actor(name="Belmark", kind=ActorKind.STATE),
            published=date(2025, 3, 17),
        ),
        Position(
            holder=Actor(name="Fishers' League", kind=ActorKind.ORGANIZATION, wording="The Fishers' League"),
            stance=Stance.SUPPORTS,
            proposal=Proposal(label="harbour truce", wording="the truce"),
            evidence=Evidence.of(article, span_of("The Fishers' League welcomed the truce, its spokesman said.")),
            act=Act.WELCOMES,
            modality=Modality.REPORTED,
            attribution=Attribution.INDIRECT,
            published=date(2025, 3, 17),
            confidence=1.0,
        ),
    )
    return ArticleRecord(article=article, positions=positions, extraction=RUN, fingerprint=tuple(range(64)))


def many_records(articles: int, positions: int = 10) -> Iterator[ArticleRecord]:
    """``articles`` invented articles with ``positions`` each: 40 actors, 60 proposals, a condition in every fifth."""
    for number in range(articles):
        yield _numbered(number, positions)


def _numbered(number: int, positions: int) -> ArticleRecord:
    sentences = [
        f"State {(number * 7 + at * 3) % 40} said it would back plan {(number + at * at) % 60} if plan"
        f" {(number * 3 + at) % 60} holds, item {number}.{at}."
        for at in range(positions)
    ]
    text = f"Talks, day {number}\n\n" + " ".join(sentences)
    published = date(2024, 1, 1) + timedelta(days=number % 500)
    article = Article(
        text=text,
        source=f"wire/{number:05}.txt",
        blocks=(Block(kind=BlockKind.PARAGRAPH, span=Span(start=text.index("State"), end=len(text))),),
        title=f"Talks, day {number}",
        published=published,
        publisher=("Coast Wire", "Inland Post")[number % 2],
    )
    coded = []
    for at, sentence in enumerate(sentences):
        stance = (Stance.SUPPORTS, Stance.OPPOSES, Stance.SUPPORTS, Stance.OPPOSES, Stance.CONDITIONS_ON)[at % 5]
        evidence = Evidence.of(article, span_of(sentence, text))
        state = f"State {(number * 7 + at * 3) % 40}"
        plan = f"plan {(number + at * at) % 60}"
        coded.append(
            Position(
                holder=Actor(name=state, kind=ActorKind.STATE, wording=f"the government of {state}"),
                stance=stance,
                proposal=Proposal(label=plan, wording=f"the {plan}", broader=(f"programme {number % 6}",)),
                evidence=evidence,
                act=Act.STATES,
                side=Actor(name=state, kind=ActorKind.STATE) if at % 2 else None,
                conditions=_condition(article, f"if plan {(number * 3 + at) % 60} holds", evidence.span)
                if stance is Stance.CONDITIONS_ON
                else (),
                published=published,
                confidence=0.9,
                rule="made-up",
            )
        )
    return ArticleRecord(
        article=article,
        positions=tuple(coded),
        extraction=RUN,
        fingerprint=tuple((number * 64 + at) % 2**32 for at in range(64)),
    )


def _condition(article: Article, words: str, within: Span) -> tuple[Condition, ...]:
    at = article.text.index(words, within.start)
    span = Span(start=at, end=at + len(words))
    plan = Proposal(label=words.removeprefix("if ").removesuffix(" holds"), wording=words)
    return (Condition(proposal=plan, relation=Relation.IF, evidence=Evidence.of(article, span)),)

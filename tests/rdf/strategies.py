"""Any record at all, for property tests: every field, hostile text in every string."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

from hypothesis import strategies as st

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

NASTY = (
    "]]>",
    '"""',
    "'''",
    "> <",
    "<script>alert(1)</script>",
    "\u202eevil\u202c",
    "\x00\x01\x1f\x7f\x85",
    "\ufffe\uffff\U0010ffff",
    "\r\n\t\x0b\u2028",
    "\\u0041\\",
    "{ } ; . # @en ^^xsd:int",
    "..",
    "%2F%",
    "é e\u0301 ﬁ",
    "https://example.org/a b",
)
fragments = st.one_of(st.text(max_size=12), st.sampled_from(NASTY))
strings = st.lists(fragments, max_size=3).map("".join)
words = strings.filter(str.strip)
days = st.dates()
maybe_days = st.none() | days
zones = st.integers(-14 * 60, 14 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))
moments = st.datetimes(min_value=datetime(2, 1, 1), max_value=datetime(9998, 12, 31), timezones=zones)
items = st.integers(1, 10**7).map(lambda number: f"Q{number}")

extractions = st.builds(Extraction, software=strings, version=strings, model=strings, at=st.none() | moments)
proposals = st.builds(Proposal, label=words, wording=words, broader=st.lists(words, max_size=3).map(tuple))


@st.composite
def spans(draw: st.DrawFn, text: str) -> Span:
    """Any characters of a text."""
    start = draw(st.integers(0, len(text) - 1))
    return Span(start=start, end=draw(st.integers(start + 1, len(text))))


@st.composite
def articles(draw: st.DrawFn) -> Article:
    """Any article."""
    text = draw(st.lists(fragments, min_size=1, max_size=8).map(" ".join).filter(str.strip))
    edges = sorted(draw(st.sets(st.integers(0, len(text)), max_size=8)))
    blocks = [
        Block(kind=draw(st.sampled_from(BlockKind)), span=Span(start=start, end=end))
        for start, end in zip(edges[::2], edges[1::2], strict=False)
    ]
    return Article(
        text=text,
        source=draw(strings),
        blocks=tuple(blocks),
        title=draw(st.none() | strings),
        published=draw(maybe_days),
        publisher=draw(st.none() | strings),
        language=draw(strings),
        media_type=draw(strings),
        encoding=draw(strings),
        file_digest=draw(st.none() | strings),
    )


@st.composite
def positions(draw: st.DrawFn, article: Article, actors: list[Actor]) -> Position:
    """Any position on an article, by some of these actors."""

    def actor() -> Actor:
        known = draw(st.sampled_from(actors))
        return Actor(name=known.name, kind=known.kind, wording=draw(st.none() | strings), wikidata=known.wikidata)

    def evidence() -> Evidence:
        return Evidence.of(article, draw(spans(article.text)))

    stance = draw(st.sampled_from(Stance))
    conditions = [
        Condition(proposal=draw(proposals), relation=draw(st.sampled_from(Relation)), evidence=evidence())
        for _ in range(draw(st.integers(1, 3)) if stance is Stance.CONDITIONS_ON else 0)
    ]
    return Position(
        holder=actor(),
        stance=stance,
        proposal=draw(proposals),
        evidence=evidence(),
        act=draw(st.sampled_from(Act)),
        side=actor() if draw(st.booleans()) else None,
        conditions=tuple(conditions),
        modality=draw(st.sampled_from(Modality)),
        attribution=draw(st.sampled_from(Attribution)),
        speakers=tuple(actor() for _ in range(draw(st.integers(0, 2)))),
        published=draw(maybe_days),
        confidence=draw(st.floats(min_value=0, max_value=1, exclude_min=True)),
        rule=draw(strings),
    )


@st.composite
def records(draw: st.DrawFn, most_positions: int = 4) -> ArticleRecord:
    """Any record."""
    article = draw(articles())
    actors = draw(
        st.lists(
            st.builds(Actor, name=words, kind=st.sampled_from(ActorKind), wikidata=st.none() | items),
            min_size=1,
            max_size=4,
            unique_by=lambda actor: (actor.kind, actor.name),
        )
    )
    found = draw(st.lists(positions(article, actors), max_size=most_positions, unique_by=lambda position: position.id))
    return ArticleRecord(
        article=article,
        positions=tuple(found),
        extraction=draw(extractions),
        fingerprint=tuple(draw(st.lists(st.integers(0, 2**32 - 1), max_size=4))),
    )

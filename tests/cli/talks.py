"""An invented dispute with a deadlock, a change of heart and a quarrel, as records for a store."""

from __future__ import annotations

from datetime import date

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

STANCES = {"+": Stance.SUPPORTS, "-": Stance.OPPOSES, "?": Stance.CONDITIONS_ON}
SAID = {
    date(2025, 3, 1): (
        ("Ardania", "?", "harbour opening", "withdrawal of ships", "Ardania opens the harbour if the ships withdraw."),
        ("Belmark", "?", "withdrawal of ships", "harbour opening", "Belmark withdraws once the harbour is open."),
        ("Cadmia", "+", "ferry toll", "", "Cadmia wants a ferry toll."),
        ("Belmark", "-", "ferry toll", "", "Belmark rejects any ferry toll."),
        ("Ardania", "+", "ferry toll", "", "Ardania can live with a ferry toll."),
    ),
    date(2025, 4, 2): (
        ("Ardania", "-", "ferry toll", "", "Ardania no longer wants a ferry toll."),
        ("Cadmia", "+", "joint patrols", "", "Cadmia backs joint patrols."),
        ("Belmark", "+", "joint patrols", "", "So does Belmark."),
    ),
}


def talks_records() -> list[ArticleRecord]:
    """Two articles of the dispute, a month apart."""
    return [record(day, said) for day, said in SAID.items()]


def record(day: date, said: tuple[tuple[str, str, str, str, str], ...]) -> ArticleRecord:
    text = " ".join(sentence for *_, sentence in said)
    block = Block(kind=BlockKind.PARAGRAPH, span=Span(start=0, end=len(text)))
    article = Article(text=text, source=f"wire/{day}.txt", blocks=(block,), published=day)
    return ArticleRecord(
        article=article,
        positions=tuple(_position(article, *row) for row in said),
        extraction=Extraction(software="parley", version="0", model="by hand"),
    )


def _position(article: Article, holder: str, sign: str, proposal: str, condition: str, sentence: str) -> Position:
    start = article.text.index(sentence)
    evidence = Evidence.of(article, Span(start=start, end=start + len(sentence)))
    party = Actor(name=holder, kind=ActorKind.STATE)
    return Position(
        holder=party,
        side=party,
        stance=STANCES[sign],
        proposal=Proposal(label=proposal, wording=proposal),
        evidence=evidence,
        act=Act.STATES,
        conditions=(
            Condition(
                proposal=Proposal(label=condition, wording=condition), relation=Relation.ONLY_IF, evidence=evidence
            ),
        )
        if condition
        else (),
        published=article.published,
    )

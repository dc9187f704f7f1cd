"""A small signed network with everything that file formats stumble over, and positions of its making."""

from __future__ import annotations

import networkx as nx

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
    Position,
    Proposal,
    Relation,
    Span,
    Stance,
)
from kg.model.record import ArticleRecord

TEXT = 'Minister Ana Ruiz: "We back the \u201cport deal\u201d only if tariffs fall."\n=Unions= reject the port deal.'
ARTICLE = Article(
    text=TEXT,
    source="news/port.txt",
    blocks=(Block(kind=BlockKind.PARAGRAPH, span=Span(start=0, end=len(TEXT))),),
    title="Port talks",
)


def words(text: str) -> Evidence:
    start = TEXT.index(text)
    return Evidence.of(ARTICLE, Span(start=start, end=start + len(text)))


def conditional() -> Position:
    return Position(
        holder=Actor(name="Ana Ruiz", kind=ActorKind.PERSON, wording="Minister Ana Ruiz"),
        side=Actor(name="Costa Verde", kind=ActorKind.STATE),
        stance=Stance.CONDITIONS_ON,
        proposal=Proposal(label="port agreement", wording="port deal", broader=("trade agreement",)),
        evidence=words('"We back the \u201cport deal\u201d only if tariffs fall."'),
        act=Act.CONDITIONS,
        conditions=(
            Condition(
                proposal=Proposal(label="tariff cut", wording="tariffs fall"),
                relation=Relation.ONLY_IF,
                evidence=words("only if tariffs fall"),
            ),
        ),
        attribution=Attribution.DIRECT,
        confidence=0.9,
        rule="direct-speech",
    )


def opposing() -> Position:
    return Position(
        holder=Actor(name="Unions", kind=ActorKind.GROUP),
        stance=Stance.OPPOSES,
        proposal=Proposal(label="port agreement", wording="the port deal"),
        evidence=words("=Unions= reject the port deal."),
        act=Act.REJECTS,
    )


def record() -> ArticleRecord:
    return ArticleRecord(
        article=ARTICLE,
        positions=(conditional(), opposing()),
        extraction=Extraction(software="parley", version="0", model="none"),
    )


def awkward_network() -> nx.Graph[str]:
    """Names with quotes, angle brackets, control characters; attributes that are None, lists, infinite, mixed."""
    graph: nx.Graph[str] = nx.Graph(kind="subtract", statements=9, nothing=None)
    graph.add_node('The "Port" Union <b>', name='The "Port" Union <b>', kind="group", statements=4, camp=0)
    graph.add_node("Léa\u0007 & Söhne\u2028", kind="organization", statements=2, camp=1, share=0.5)
    graph.add_node("=cmd|' /C calc'!A0", kind=None, statements=3, share=1)
    graph.add_edge(
        'The "Port" Union <b>',
        "Léa\u0007 & Söhne\u2028",
        weight=-1.5,
        sign=-1,
        positions=("0a", "0b"),
        quote="They said:\r\n\u201cno\u201d \\ never\u0000",
        bound=float("inf"),
    )
    graph.add_edge('The "Port" Union <b>', "=cmd|' /C calc'!A0", weight=2.0, sign=1, positions=("0c",), firm=True)
    return graph


def awkward_digraph() -> nx.DiGraph[str]:
    graph: nx.DiGraph[str] = nx.DiGraph(kind="preconditions")
    for source, target in (("b", "a"), ("a", "b"), ("a", "c")):
        graph.add_edge(
            source, target, weight=1, holders=("North",), relations=("only-if",), needed=True, circle=target != "c"
        )
    return graph

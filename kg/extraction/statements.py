"""Who says what, with which words: every statement of an article with its source, cue and content."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from kg.extraction.cues import Cue, find_cues
from kg.model import Article, Span
from kg.syntax.tree import Sentence
from kg.text import Quotation, find_quotations

SHORTEST = 3  # words; shorter quotations without an end mark are scare quotes and titles
MARKS = " ,.\"“”’‘'"
LONGEST_CLAUSE = 200  # characters of source and cue together, beside a quotation


class Manner(StrEnum):
    """Whether the content stands in the source's own words."""

    DIRECT = "direct"
    INDIRECT = "indirect"
    MIXED = "mixed"


@dataclass(frozen=True, kw_only=True, slots=True)
class Statement:
    """One attribution: ``source`` says ``contents`` with ``cue``.

    ``source`` is None where nobody is named ("is said to"). ``contents`` are the stretches of what is said, in
    reading order; a quotation that goes on after its cue, or over several paragraphs, has several. ``level`` counts
    the statements around this one: 0 for the journalist's own report, 1 for what somebody says that somebody says.
    """

    source: Span | None
    cue: Span
    contents: tuple[Span, ...]
    manner: Manner
    level: int = 0


@dataclass(frozen=True, kw_only=True, slots=True)
class Quoted:
    """A quotation with the index of the cue that has it as content; ``floats`` where it goes on without a cue."""

    quotation: Quotation
    cue: int | None
    floats: bool


def attribute_statements(article: Article, sentences: Sequence[Sentence]) -> tuple[Statement, ...]:
    """The statements that an article reports, in the order of their cues: speech, thought, will, judgement, decree.

    Cues are verbs, nouns, adjectives, "according to" and the colon. Statements within a statement follow with their
    ``level``.

    >>> from kg.syntax import parse
    >>> from kg.text import read_article
    >>> article = read_article("a.txt", "The union will strike, Ms. Lee said on Monday.".encode())
    >>> [(article.words(s.source), s.manner.value) for s in attribute_statements(article, parse(article))]
    [('Ms. Lee', 'indirect')]
    """
    cues, _ = assign_quotations(article, sentences)
    quotations = find_quotations(article)
    found = [
        Statement(
            source=cue.source,
            cue=cue.span,
            contents=cue.content,
            manner=manner_of(article, cue.content, quotations),
        )
        for cue in cues
        if cue.content
    ]
    return tuple(replace(one, level=_level(one, found)) for one in found)


def assign_quotations(article: Article, sentences: Sequence[Sentence]) -> tuple[tuple[Cue, ...], tuple[Quoted, ...]]:
    """All cues with their whole content, and every quotation of speech with its cue.

    A quotation belongs to the cue beside it, to those whose content it is part of, to one that leads up to it, or, if
    there is none, to the speaker before it, whom it continues.
    """
    quotations = [q for q in find_quotations(article) if _is_speech(article, q)]
    cues = [cue for number, sentence in enumerate(sentences) for cue in find_cues(sentence, number)]
    outside = [n for n, c in enumerate(cues) if not any(q.span.covers(c.span) for q in quotations)]
    given: list[Quoted] = []
    last: int | None = None
    for quotation in quotations:
        beside = _beside(article, sentences, cues, outside, quotation)
        around = [] if beside else _around(cues, outside, quotation)
        ahead = [] if beside or around else _ahead(article, sentences, cues, outside, quotation)
        floats = not (beside or around or ahead)
        if floats and last is not None and _goes_on(sentences, cues, last, quotation, given):
            beside = [last]
        for n in beside + around + ahead:
            cues[n] = _quoting(article, cues[n], quotation, keeps=n in around)
            last = n if cues[n].speaks else last
        holder = next(iter(beside + around + ahead), None)
        given.append(Quoted(quotation=quotation, cue=holder, floats=floats))
    return tuple(cues), tuple(given)


def manner_of(article: Article, contents: Sequence[Span], quotations: Sequence[Quotation]) -> Manner:
    """Direct when all words of the contents are quoted, indirect when none, mixed when some are."""
    quoted = sum(_shared(article, span, q.span) for span in contents for q in quotations)
    words = sum(len(article.words(span).split()) for span in contents)
    if quoted == 0:
        return Manner.INDIRECT
    return Manner.DIRECT if words <= quoted else Manner.MIXED


def _is_speech(article: Article, quotation: Quotation) -> bool:
    words = article.words(quotation.content)
    return len(words.split()) >= SHORTEST or words.endswith((".", ",", "!", "?"))


def _beside(
    article: Article, sentences: Sequence[Sentence], cues: Sequence[Cue], outside: Sequence[int], quotation: Quotation
) -> list[int]:
    """The cue with nothing between its clause and the quotation but a comma or colon: "…," she said; she said: "…"."""
    touched = [n for n, s in enumerate(sentences) if s.span.overlaps(quotation.span)]
    near = range(touched[0] - 1, touched[-1] + 2) if touched else range(0)
    found: list[tuple[int, int]] = []
    for n in outside:
        cue = cues[n]
        clause = cue.span if cue.source is None else cue.span.union(cue.source)
        if not cue.speaks or cue.number not in near or clause.length > LONGEST_CLAUSE:
            continue
        rank = _adjacency(article, quotation, clause)
        if rank is not None:
            found.append((rank, n))
    return [min(found)[1]] if found else []


def _adjacency(article: Article, quotation: Quotation, clause: Span) -> int | None:
    """How surely a clause beside a quotation is its cue, 0 the surest; None if something stands between."""
    if clause.overlaps(quotation.span):
        return None
    if quotation.span.end <= clause.start:
        between = article.text[quotation.span.end : clause.start].strip()
        ended = article.words(quotation.content).endswith(".")
        return 1 if between in ("", ",", "-", "–", "—") and not ended else None
    between = article.text[clause.end : quotation.span.start].strip()
    return {",": 0, ":": 0, "that": 0, ", that": 0, "that:": 0, "": 2}.get(between)


def _around(cues: Sequence[Cue], outside: Sequence[int], quotation: Quotation) -> list[int]:
    """The cues that have the quotation, or a part of it, as content."""
    return [n for n in outside if any(s.overlaps(quotation.span) for s in cues[n].content)]


def _ahead(
    article: Article, sentences: Sequence[Sentence], cues: Sequence[Cue], outside: Sequence[int], quotation: Quotation
) -> list[int]:
    """The nearest cue in front in the same sentence, the one that lacks its content first, or in a lead-in's colon."""
    own = next((n for n, s in enumerate(sentences) if s.span.end > quotation.span.start), None)
    if own is None:
        return []
    before = [n for n in outside if cues[n].span.end <= quotation.span.start and cues[n].sources]
    here = [n for n in before if cues[n].number == own and cues[n].speaks]
    lacking = [n for n in here if not (cues[n].content and cues[n].firm)]
    if not here and article.text[: quotation.span.start].rstrip().endswith(":"):
        led = [n for n in before if cues[n].number in (own, own - 1)]
        here = [n for n in led if cues[n].speaks] or led
    return (lacking or here)[-1:]


def _goes_on(
    sentences: Sequence[Sentence], cues: Sequence[Cue], last: int, quotation: Quotation, given: Sequence[Quoted]
) -> bool:
    """Whether a quotation without a cue goes on where the speaker before it stopped.

    It does in the same paragraph, in one that carries an open quotation on, and in the next one when nothing else
    stands there.
    """
    if quotation.continues:
        return True
    own = [s for s in sentences if s.span.overlaps(quotation.span)]
    if not own:
        return False
    paragraph = own[0].paragraph
    if paragraph == sentences[cues[last].number].paragraph:
        return True
    before = [s.paragraph for q in given[-1:] for s in sentences if s.span.overlaps(q.quotation.span)]
    alone = all(quotation.span.covers(s.span) for s in sentences if s.paragraph == paragraph)
    return alone and bool(given) and given[-1].cue == last and before[-1:] == [paragraph - 1]


def _quoting(article: Article, cue: Cue, quotation: Quotation, *, keeps: bool) -> Cue:
    """The cue with the quotation as content; what is no clause gives way to it ("she said of the vote")."""
    content = cue.content if cue.firm or keeps else ()
    if quotation.span.end <= cue.span.start:
        end = cue.span.start if keeps else quotation.span.end
        content = tuple(s for s in content if s.start < end)
    return replace(cue, content=_joined(article, (*content, quotation.span)), firm=True)


def _joined(article: Article, spans: Sequence[Span]) -> tuple[Span, ...]:
    """The spans in order, those that touch or overlap made one."""
    found: list[Span] = []
    for span in sorted(spans):
        if found and (found[-1].overlaps(span) or not article.text[found[-1].end : span.start].strip(MARKS)):
            found[-1] = found[-1].union(span)
        else:
            found.append(span)
    return tuple(found)


def _level(one: Statement, statements: Sequence[Statement]) -> int:
    """How many statements have the cue of this one in their content."""
    return sum(
        any(span.covers(one.cue) for span in other.contents) and _size(other) > _size(one) for other in statements
    )


def _size(statement: Statement) -> int:
    return sum(span.length for span in statement.contents)


def _shared(article: Article, span: Span, other: Span) -> int:
    if not span.overlaps(other):
        return 0
    return len(article.text[max(span.start, other.start) : min(span.end, other.end)].split())

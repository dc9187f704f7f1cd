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


def attribute_statements(article: Article, sentences: Sequence[Sentence]) -> tuple[Statement, ...]:
    """The statements that an article reports, in the order of their cues."""
    quotations = tuple(q for q in find_quotations(article) if _is_speech(article, q))
    cues = [cue for number, sentence in enumerate(sentences) for cue in find_cues(sentence, number)]
    linked = _with_quotations(article, sentences, cues, quotations)
    found = [
        Statement(
            source=cue.source,
            cue=cue.span,
            contents=cue.content,
            manner=manner_of(article, cue.content, quotations),
        )
        for cue in linked
        if cue.content
    ]
    return _with_levels(found)


def manner_of(article: Article, contents: Sequence[Span], quotations: Sequence[Quotation]) -> Manner:
    """Direct when all words of the contents are quoted, indirect when none, mixed when some are."""
    quoted = sum(_shared(article, span, q.span) for span in contents for q in quotations)
    words = sum(len(article.words(span).split()) for span in contents)
    if quoted == 0:
        return Manner.INDIRECT
    return Manner.DIRECT if words - quoted <= 0 else Manner.MIXED


def _shared(article: Article, span: Span, other: Span) -> int:
    if not span.overlaps(other):
        return 0
    start, end = max(span.start, other.start), min(span.end, other.end)
    return len(article.text[start:end].split())


def _is_speech(article: Article, quotation: Quotation) -> bool:
    words = article.words(quotation.content)
    return len(words.split()) >= SHORTEST or words.endswith((".", ",", "!", "?"))


def _with_quotations(
    article: Article, sentences: Sequence[Sentence], cues: Sequence[Cue], quotations: Sequence[Quotation]
) -> list[Cue]:
    """The cues with every quotation given to the cue that stands beside it, has it as content, or leads up to it."""
    taken: list[Cue] = list(cues)
    last: int | None = None
    for quotation in quotations:
        open_to = [n for n, c in enumerate(cues) if not any(q.span.covers(c.span) for q in quotations)]
        beside = _beside(article, sentences, taken, open_to, quotation)
        around = [] if beside else _around(taken, open_to, quotation)
        ahead = [] if beside or around else _lead_in(article, sentences, taken, open_to, quotation)
        goes_on = not (beside or around or ahead) and last is not None and _goes_on(sentences, taken[last], quotation)
        for n in beside + around + ahead + ([last] if goes_on and last is not None else []):
            taken[n] = _quoting(article, taken[n], quotation, keeps=n in around)
            if taken[n].speaks:
                last = n
    return taken


def _beside(
    article: Article, sentences: Sequence[Sentence], cues: Sequence[Cue], open_to: Sequence[int], quotation: Quotation
) -> list[int]:
    """The cue with nothing between its clause and the quotation but a comma or colon: "…," she said: "…"."""
    touched = [n for n, s in enumerate(sentences) if s.span.overlaps(quotation.span)]
    found: list[tuple[int, int]] = []
    for n in open_to:
        cue = cues[n]
        if not cue.speaks or not touched or not touched[0] - 1 <= cue.number <= touched[-1] + 1:
            continue
        clause = cue.span if cue.source is None else cue.span.union(cue.source)
        if clause.length > 200 or clause.overlaps(quotation.span):
            continue
        if quotation.span.end <= clause.start:
            between = article.text[quotation.span.end : clause.start].strip()
            ended = article.words(quotation.content).endswith(".")
            if between in ("", ",", "-", "–", "—") and not ended:
                found.append((1, n))
        else:
            between = article.text[clause.end : quotation.span.start].strip()
            if between in (",", ":", "", "that", "that:", ", that"):
                found.append((0 if between else 2, n))
    return [min(found)[1]] if found else []


def _around(cues: Sequence[Cue], open_to: Sequence[int], quotation: Quotation) -> list[int]:
    """The cues that have the quotation, or a part of it, as content; else one in its sentence that lacks any."""
    found = [n for n in open_to if any(s.overlaps(quotation.span) for s in cues[n].content)]
    return found


def _lead_in(
    article: Article, sentences: Sequence[Sentence], cues: Sequence[Cue], open_to: Sequence[int], quotation: Quotation
) -> list[int]:
    """The nearest speaking cue in front, in the same sentence or in one that ends with a colon."""
    before = article.text[: quotation.span.start].rstrip()
    own = next((n for n, s in enumerate(sentences) if s.span.end > quotation.span.start), None)
    if own is None or not before.endswith((",", ":")):
        return []
    numbers = (own, own - 1) if before.endswith(":") else (own,)
    for number in numbers:
        found = [n for n in open_to if cues[n].number == number and cues[n].speaks]
        found = [
            n for n in found if cues[n].span.end <= quotation.span.start and not (cues[n].content and cues[n].firm)
        ]
        if found:
            return [found[-1]]
    return []


def _quoting(article: Article, cue: Cue, quotation: Quotation, *, keeps: bool) -> Cue:
    """The cue with the quotation as content; what is no clause gives way to it ("she said of the vote")."""
    content = cue.content if cue.firm or keeps else ()
    if quotation.span.end <= cue.span.start:
        end = cue.span.start if keeps else quotation.span.end
        content = tuple(s for s in content if s.start < end)
    return replace(cue, content=_joined(article, (*content, quotation.span)), firm=True)


def _goes_on(sentences: Sequence[Sentence], cue: Cue, quotation: Quotation) -> bool:
    """Whether a quotation without a cue goes on where the speaker before it stopped."""
    if quotation.continues:
        return True
    own = next((s.paragraph for s in sentences if s.span.overlaps(quotation.span)), None)
    return own == sentences[cue.number].paragraph


def _joined(article: Article, spans: Sequence[Span]) -> tuple[Span, ...]:
    """The spans in order, those that touch or overlap made one."""
    found: list[Span] = []
    for span in sorted(spans):
        if found and (found[-1].overlaps(span) or not article.text[found[-1].end : span.start].strip(" ,.\"“”’‘'")):
            found[-1] = found[-1].union(span)
        else:
            found.append(span)
    return tuple(found)


def _with_levels(statements: Sequence[Statement]) -> tuple[Statement, ...]:
    """Each statement with the number of statements whose content holds its cue."""
    found: list[Statement] = []
    for one in statements:
        around = [
            other
            for other in statements
            if other is not one and any(span.covers(one.cue) for span in other.contents) and _size(other) > _size(one)
        ]
        found.append(replace(one, level=len(around)))
    return tuple(found)


def _size(statement: Statement) -> int:
    return sum(span.length for span in statement.contents)

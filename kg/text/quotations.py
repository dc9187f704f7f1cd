"""Where words are quoted: pairs of quotation marks, as newspapers really set them.

Marks come straight, curly, low, as guillemets, in single and double form, mixed within one pair, and missing. A
mark's side is read from its form and from the white space around it; a straight one that could be either opens when
nothing is open. Double and single marks are paired apart from each other and the outermost pairs are taken.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from kg.model import Article, BlockKind, Span
from kg.text.lexicon import page_words
from kg.text.paragraphs import trimmed

DOUBLE = re.compile(r"``|''|[\"“”„‟«»＂]")
SINGLE = re.compile(r"['‘’‚]")
ONLY_OPENING = frozenset({"“", "„", "‟", "``"})
STRAIGHT = frozenset({'"', "＂", "''"})
GUILLEMETS = {"«": "»", "»": "«"}
OPENING_CONTEXT = "([{<—–-/:"
ELISION = re.compile(r"['’‘](?:\d0s\b|\d\d\b|(?:tis|twas|em|til|cause|round|bout)\b|n['’])", re.IGNORECASE)
MAX_UNMARKED = 3
"""Paragraphs without any mark that a quotation may run through, where sentences stand on lines of their own."""
SPEECH_AFTER = re.compile(r"\s*(?:[A-Z][\w'’.-]*\s+){0,3}([A-Za-z]+)\b")


@dataclass(frozen=True, kw_only=True, slots=True)
class Quotation:
    """Words between quotation marks.

    ``span`` has the marks, ``content`` has not (nor the white space inside them). ``is_closed`` is False where the
    closing mark is missing and the quotation ends with its paragraph. ``continues`` is True for a paragraph that
    carries on the quotation which the paragraph before left open.
    """

    span: Span
    content: Span
    is_closed: bool
    continues: bool


def find_quotations(article: Article) -> tuple[Quotation, ...]:
    """The outermost quotations of the readable blocks, in reading order; linear in the length of the text.

    Short ones ("so-called") are quotations too: who needs speech asks for the length. Marks nested in a quotation
    stay inside it.

    >>> from kg.text import read_article
    >>> text = '"We won\\'t sign," said Lee, "unless you do too.” The \\'deal\\' is off.'
    >>> article = read_article("a.txt", text.encode())
    >>> [article.words(quotation.content) for quotation in find_quotations(article)]
    ["We won't sign,", 'unless you do too.', 'deal']
    """
    found: list[Quotation] = []
    left_open, unmarked = False, list[Span]()
    for block in article.blocks:
        if not block.is_readable:
            continue
        if block.kind is not BlockKind.PARAGRAPH:
            found.extend(_in_block(article.text, block.span, left_open=False))
            continue
        here = _in_block(article.text, block.span, left_open=left_open)
        has_marks = bool(here) or DOUBLE.search(article.text, block.span.start, block.span.end) is not None
        if left_open and not has_marks and len(unmarked) < MAX_UNMARKED:
            unmarked.append(block.span)
            continue
        goes_on = bool(here) and here[0].continues
        if goes_on and not DOUBLE.match(article.text, block.span.start):
            found.extend(Quotation(span=span, content=span, is_closed=False, continues=True) for span in unmarked)
        elif goes_on and unmarked:
            here[0] = replace(here[0], continues=False)
        found.extend(here)
        left_open, unmarked = bool(here) and not here[-1].is_closed and here[-1].span.end == block.span.end, []
    return tuple(sorted(found, key=lambda quotation: quotation.span))


@dataclass(frozen=True, slots=True)
class _Pair:
    start: int
    open_end: int
    close_start: int
    end: int
    is_closed: bool


def _in_block(text: str, block: Span, *, left_open: bool) -> list[Quotation]:
    double = list(_double_pairs(text, block, left_open=left_open))
    pairs = _outermost(double, list(_single_pairs(text, block, left_open=left_open)))
    quotations = []
    for pair in pairs:
        content = trimmed(text, pair.open_end, pair.close_start)
        if content is None:
            continue
        continues = left_open and pair.start == block.start
        span = Span(start=pair.start, end=pair.end)
        quotations.append(Quotation(span=span, content=content, is_closed=pair.is_closed, continues=continues))
    return quotations


def _outermost(double: Sequence[_Pair], single: Sequence[_Pair]) -> list[_Pair]:
    """The pairs that lie in no other; where a single-marked one crosses a double-marked one, it was no quotation."""
    kept: list[_Pair] = []
    pairs = iter(sorted(single, key=lambda pair: pair.start))
    one = next(pairs, None)
    for pair in double:
        while one is not None and one.end <= pair.start:
            kept.append(one)
            one = next(pairs, None)
        if one is not None and one.start < pair.start and pair.end <= one.close_start:
            continue
        while one is not None and one.start < pair.end:
            one = next(pairs, None)
        kept.append(pair)
    while one is not None:
        kept.append(one)
        one = next(pairs, None)
    return kept


def _double_pairs(text: str, block: Span, *, left_open: bool) -> Iterator[_Pair]:
    marks = list(DOUBLE.finditer(text, block.start, block.end))
    closers_ahead = _closers_ahead(text, marks, block)
    opened: re.Match[str] | None = None
    depth = 0
    if left_open and marks and marks[0].start() != block.start and _looks_closing(text, marks[0], block):
        yield _Pair(block.start, block.start, marks[0].start(), marks[0].end(), True)
        marks, closers_ahead = marks[1:], closers_ahead[1:]
    for mark, ahead in zip(marks, closers_ahead, strict=True):
        if opened is None:
            if _opens(text, mark, block, ahead):
                opened, depth = mark, 0
        elif _closes(text, mark, opened, block):
            if depth:
                depth -= 1
                continue
            yield _closed(opened, mark)
            opened = None
        elif ahead >= 2 or not _after_sentence(text, mark, opened):
            depth += mark.group() == opened.group() if opened.group() in GUILLEMETS else mark.group() in ONLY_OPENING
        else:
            yield _unclosed(text, opened, mark.start())
            opened, depth = mark, 0
    if opened is not None:
        yield _unclosed(text, opened, block.end)


def _closed(opened: re.Match[str], mark: re.Match[str]) -> _Pair:
    return _Pair(opened.start(), opened.end(), mark.start(), mark.end(), True)


def _unclosed(text: str, opened: re.Match[str], end: int) -> _Pair:
    while end > opened.end() and text[end - 1].isspace():
        end -= 1
    return _Pair(opened.start(), opened.end(), end, end, False)


def _closers_ahead(text: str, marks: Sequence[re.Match[str]], block: Span) -> list[int]:
    """For each mark how many more closing than opening ones come after it."""
    surplus, counts = 0, []
    for mark in reversed(marks):
        counts.append(surplus)
        surplus += -1 if _looks_opening(text, mark, block) else 1
    return counts[::-1]


def _before(text: str, at: int, block: Span) -> str:
    return text[at - 1] if at > block.start else " "


def _after(text: str, at: int, block: Span) -> str:
    return text[at] if at < block.end else " "


def _looks_opening(text: str, mark: re.Match[str], block: Span) -> bool:
    if mark.group() in ONLY_OPENING:
        return not _looks_closing(text, mark, block)
    before, after = _before(text, mark.start(), block), _after(text, mark.end(), block)
    return (before.isspace() or before in OPENING_CONTEXT) and not after.isspace()


def _looks_closing(text: str, mark: re.Match[str], block: Span) -> bool:
    before, after = _before(text, mark.start(), block), _after(text, mark.end(), block)
    return not before.isspace() and before not in "([{" and not after.isalnum()


def _opens(text: str, mark: re.Match[str], block: Span, ahead: int) -> bool:
    """Whether a mark opens a quotation where none is open."""
    before, after = _before(text, mark.start(), block), _after(text, mark.end(), block)
    if mark.group() in STRAIGHT and before.isdigit() and not after.isalnum():
        return False
    if not _looks_closing(text, mark, block):
        return mark.group() != "”" or _looks_opening(text, mark, block)
    # A closing mark with nothing to close: an opening one set on the wrong side, if a partner comes and a sentence
    # starts behind it.
    return ahead > 0 and before in ",:;" and after.isspace() and text[mark.end() : mark.end() + 2].strip()[:1].isupper()


def _closes(text: str, mark: re.Match[str], opened: re.Match[str], block: Span) -> bool:
    char, opener = mark.group(), opened.group()
    if opener in GUILLEMETS or char in GUILLEMETS:
        return GUILLEMETS.get(opener) == char
    if char == "”" or (char == "“" and opener == "„"):
        return True
    if _is_speech_after(text, mark):
        return True
    if char in ONLY_OPENING:
        return _looks_closing(text, mark, block)
    return not _looks_opening(text, mark, block)


def _is_speech_after(text: str, mark: re.Match[str]) -> bool:
    """Whether a mark that looks like an opening one stands where a quotation ends: `the plan, "Lee said.`"""
    before = text[max(0, mark.start() - 3) : mark.start()].rstrip()
    if not before or before[-1] not in ",.?!…":
        return False
    speech = SPEECH_AFTER.match(text, mark.end(), mark.end() + 80)
    return speech is not None and speech[1] in page_words("speech", "verbs")


def _after_sentence(text: str, mark: re.Match[str], opened: re.Match[str]) -> bool:
    before = text[max(opened.end(), mark.start() - 3) : mark.start()].rstrip()
    return bool(before) and before[-1] in ".?!:…,"


def _single_pairs(text: str, block: Span, *, left_open: bool) -> Iterator[_Pair]:
    """Pairs of single marks. An apostrophe after an s ("the ministers' plan") closes only where no better mark
    follows."""
    opened: re.Match[str] | None = None
    doubtful: re.Match[str] | None = None
    for mark in SINGLE.finditer(text, block.start, block.end):
        if _opens_single(text, mark, block):
            if opened is not None and doubtful is not None:
                yield _closed(opened, doubtful)
                opened = None
            if opened is None or not _after_sentence(text, mark, opened):
                opened, doubtful = opened or mark, doubtful if opened else None
            else:
                opened, doubtful = mark, None
        elif opened is not None and _looks_closing(text, mark, block) and mark.group() not in "‘‚":
            if _is_possessive(text, mark, block):
                doubtful = doubtful or mark
            else:
                yield _closed(opened, mark)
                opened = doubtful = None
    if opened is None:
        return
    if doubtful is not None and not (opened.start() == block.start and left_open):
        yield _closed(opened, doubtful)
    elif opened.start() == block.start and (opened.group() == "‘" or left_open):
        yield _unclosed(text, opened, block.end)


def _opens_single(text: str, mark: re.Match[str], block: Span) -> bool:
    before, after = _before(text, mark.start(), block), _after(text, mark.end(), block)
    starts = before.isspace() or before in OPENING_CONTEXT or before in '"“„«'
    if not starts or after.isspace() or ELISION.match(text, mark.start(), block.end):
        return False
    return mark.group() != "’" and (after.isalnum() or after in '…[($£€"“.')


def _is_possessive(text: str, mark: re.Match[str], block: Span) -> bool:
    return _before(text, mark.start(), block) in "sSzx" and _after(text, mark.end(), block).isspace()

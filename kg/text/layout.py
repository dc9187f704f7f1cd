"""How a page is laid out: which stretches are headline, paragraph, caption, dateline, and which are furniture."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import takewhile

from kg.model import Block, BlockKind, Span
from kg.text.furniture import WORD, Look, has_verb, look_of
from kg.text.paragraphs import find_paragraphs, trimmed

MENU_RUN = 3
MENU_LENGTH = 20
MAX_MENU_HEADING = 4
MANY_REPEATS = 3
TRAILING_HEADINGS = 4
MAX_LISTS = 5
ENOUGH_SENTENCES = 3
MAX_DATELINE = 90
MIN_DOUBLED = 3

KINDS = {
    Look.SENTENCE: BlockKind.PARAGRAPH,
    Look.QUESTION: BlockKind.PARAGRAPH,
    Look.HEADING: BlockKind.HEADLINE,
    Look.CAPTION: BlockKind.CAPTION,
    Look.DATE: BlockKind.DATELINE,
}
HEADS = frozenset({Look.HEADING, Look.SHORT, Look.QUESTION})
SYMBOL = re.compile(r"(?:[-*+•‣▪●○–—·>]|#{1,6})\s+(?=\S)")
_MONTH = r"(?:Jan|Feb|Mar|Apr|May|June?|July?|Aug|Sept?|Oct|Nov|Dec)[a-z]*\.?"
_DAY = r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day"
_DATE = rf"(?:{_DAY},?\s+)?(?:{_MONTH}\s+\d{{1,2}}|\d{{1,2}}\s+{_MONTH})(?:,?\s+\d{{4}})?"
_PLACE = r"[A-Z][\w.'’-]*(?:[ /][A-Z][\w.'’-]*){0,3}(?:,\s[A-Z][\w.'’-]*(?:\s[A-Z][\w.'’-]*){0,2})?"
DATELINE = re.compile(
    rf"""(?:
        (?:{_PLACE},?\s+)?(?:{_DATE})?\s*\([A-Z][\w./& -]{{1,30}}\)\s*[-–—]+       # GENEVA, March 3 (Agency) —
      | (?:{_PLACE},?\s+)?{_DATE}\s*\([A-Z][\w./& -]{{1,30}}\)\s*:+               # Geneva, March 3 (Agency):
      | (?:{_PLACE}\s+)?\((?:[A-Z]{{2,8}}|Reuters|Xinhua|Bloomberg)\)\s*:+        # Geneva (AGY):
      | {_PLACE},?\s+{_DATE}\s*[-–—:]+                                           # Geneva, 3 March 2025 –
      | [A-Z][A-Z.'’-]{{2,}}(?:[ /][A-Z.'’-]{{2,}}){{0,3}}(?:,\s[A-Z][\w.-]+){{0,2}}\s*[–—]+ # GENEVA, Switzerland —
      | {_PLACE},\s+{_DATE}\.?\s*/[A-Z][\w ]{{1,20}}/\.?                               # GENEVA, March 3. /AGENCY/.
      | {_DAY},\s+(?:{_MONTH}\s+\d{{1,2}}|\d{{1,2}}\s+{_MONTH}),?\s+\d{{4}}(?=\s+[A-Z])      # Thursday, May 7, 2015 On
      | \d{{1,2}}[:.]\d{{2}}\s*(?:[ap]\.?m\.?|GMT|UTC|BST|CES?T|E[SD]T|IST|MSK)?(?:\s*[-–—:|])?
            (?=\s+[A-Z"“‘])                                                                     # 10:42 GMT —
    )(?=\s)""",
    re.VERBOSE,
)


@dataclass(frozen=True, slots=True)
class _Line:
    """A stretch of text that becomes a block: its words, its look, and whether a bullet stands before it."""

    span: Span
    words: str
    look: Look
    has_bullet: bool


def lay_out(text: str, *, title: str | None = None) -> tuple[Block, ...]:
    """The blocks of a page in reading order; linear in the length of the text.

    ``title`` is the article's, where the page declares it. Bullets and heading marks (``-``, ``•``, ``#``) stay outside
    the blocks; an opening dateline ("GENEVA, March 3 (Agency) —") and a line that a page gives twice over are blocks of
    their own. A heading that a list of other articles holds ("Related", "Most read") is furniture, unless it is the
    last before the article begins.
    """
    lines = _without_menu_headings(list(_lines(text)))
    return tuple(Block(kind=kind, span=line.span) for kind, line in zip(_kinds(lines, title), lines, strict=True))


def _lines(text: str) -> Iterator[_Line]:
    for paragraph in find_paragraphs(text):
        symbol = SYMBOL.match(text, paragraph.start, paragraph.end)
        start = symbol.end() if symbol else paragraph.start
        dateline = DATELINE.match(text, start, min(paragraph.end, start + MAX_DATELINE))
        if dateline and _is_prose(text[dateline.end() : paragraph.end], at_time=text[start].isdigit()):
            yield _Line(Span(start=start, end=dateline.end()), dateline.group(), Look.DATE, False)
            start = dateline.end()
        for half in _halves(text, start, paragraph.end):
            words = text[half.start : half.end]
            yield _Line(half, words, look_of(words), symbol is not None and not symbol.group().startswith("#"))


def _is_prose(rest: str, *, at_time: bool) -> bool:
    look = look_of(rest.strip())
    return look in {Look.SENTENCE, Look.QUESTION} or (at_time and look is Look.HEADING)


def _halves(text: str, start: int, end: int) -> Iterator[Span]:
    """The span, or its two halves where the second repeats the first word for word (a picture's text and its
    caption)."""
    span = trimmed(text, start, end)
    if span is None:
        return
    half = span.length // 2
    first, second = trimmed(text, span.start, span.start + half), trimmed(text, span.end - half, span.end)
    words = text[first.start : first.end] if first else ""
    is_double = first and second and words == text[second.start : second.end] and text[first.end].isspace()
    if first and second and is_double and len(words.split()) >= MIN_DOUBLED:
        yield from (first, second)
    else:
        yield span


def _without_menu_headings(lines: Sequence[_Line]) -> list[_Line]:
    """The lines, with headings of up to four words in the midst of a menu seen as short lines of it."""
    menu = {Look.SHORT, Look.FURNITURE}

    def is_menu(at: int) -> bool:
        return (
            lines[at].look is Look.HEADING
            and 2 <= at < len(lines) - 2
            and len(WORD.findall(lines[at].words)) <= MAX_MENU_HEADING
            and not has_verb(lines[at].words)
            and all(lines[near].look in menu for near in (at - 2, at - 1, at + 1, at + 2))
        )

    return [replace(line, look=Look.SHORT) if is_menu(at) else line for at, line in enumerate(lines)]


def _kinds(lines: Sequence[_Line], declared: str | None) -> list[BlockKind]:
    found = _title(lines)
    title = _squeezed(declared or (lines[found].words if found is not None else ""))
    times = Counter(line.words for line in lines)
    items = _items(lines)
    teased = _teased(lines, title) | {at for at in range(found or 0) if _is_above_menu(at, lines)}
    kinds = []
    for at, line in enumerate(lines):
        if _squeezed(line.words) == title:
            kinds.append(BlockKind.HEADLINE)
        elif at in items:
            kinds.append(BlockKind.PARAGRAPH)
        elif at in teased or _is_repeated(line.look, times[line.words]):
            kinds.append(BlockKind.BOILERPLATE)
        else:
            kinds.append(_kind(at, lines))
    return kinds


def _squeezed(words: str) -> str:
    return " ".join(words.casefold().split())


def _title(lines: Sequence[_Line]) -> int | None:
    """The first heading before the first sentence that is not above a menu; the last one where teasers stand above."""
    opening = list(takewhile(lambda line: line.look is not Look.SENTENCE, lines))
    headings = [at for at, line in enumerate(opening) if line.look in {Look.HEADING, Look.QUESTION}]
    if not headings:
        return None
    has_list = any(line.look is Look.TEASER_HEADING for line in opening[: headings[0]])
    below_menus = [at for at in headings if not _is_above_menu(at, lines)] or headings
    return below_menus[-1 if has_list else 0]


def _is_above_menu(at: int, lines: Sequence[_Line]) -> bool:
    """Whether a menu follows, and no mere row of buttons, whose words are all known."""
    menu = {Look.SHORT, Look.FURNITURE}
    below = takewhile(lambda line: line.look in menu, lines[at + 1 : at + MENU_LENGTH])
    return lines[at].look is Look.HEADING and sum(line.look is Look.SHORT for line in below) >= MENU_RUN


def _items(lines: Sequence[_Line]) -> set[int]:
    """The short lines of a list: with bullets below a paragraph, or below one with a colon ("The sides agreed on:")."""
    items: set[int] = set()
    below_paragraph = below_colon = False
    for at, line in enumerate(lines):
        if line.look not in {Look.SHORT, Look.HEADING}:
            below_paragraph = line.look is Look.SENTENCE
            below_colon = below_paragraph and line.words.endswith((":", ";"))
        elif below_colon or (below_paragraph and line.has_bullet):
            items.add(at)
        else:
            below_paragraph = False
    return items


def _teased(lines: Sequence[_Line], title: str) -> set[int]:
    """The lines that belong to a list of other articles."""
    teased = {*_closing_list(lines), *_trailing(lines)}
    in_list = False
    for at, line in enumerate(lines):
        if line.look is Look.TEASER_HEADING:
            in_list = True
        elif line.look is Look.SENTENCE or _squeezed(line.words) in {title, "end of list"}:
            in_list = False
        elif in_list and line.look in HEADS:
            teased.add(at)
    return teased


def _closing_list(lines: Sequence[_Line]) -> Iterable[int]:
    """The list of other articles, each a heading with one sentence below it, that closes a page."""
    sentences = [at for at, line in enumerate(lines) if line.look is Look.SENTENCE]
    last_heads = [at for at, line in enumerate(lines) if line.look is Look.TEASER_HEADING][-MAX_LISTS:]
    for head in last_heads:
        below = [at for at in sentences if at > head]
        rest = [at for at in range(head + 1, len(lines)) if lines[at].look in HEADS | {Look.SENTENCE}]
        alternates = len(rest) == 2 * len(below) and rest[1::2] == below
        is_plain = not any(mark in lines[at].words for at in below for mark in '"“„«')
        if len(below) >= 2 and alternates and is_plain and len(sentences) - len(below) >= ENOUGH_SENTENCES:
            return range(head + 1, len(lines))
    return ()


def _trailing(lines: Sequence[_Line]) -> Iterable[int]:
    """Four or more headings after the last sentence: links to other articles without a heading of their own."""
    sentences = [at for at, line in enumerate(lines) if line.look is Look.SENTENCE]
    if len(sentences) < ENOUGH_SENTENCES:
        return ()
    tail = [at for at in range(sentences[-1] + 1, len(lines)) if lines[at].look is Look.HEADING]
    return tail if len(tail) >= TRAILING_HEADINGS else ()


def _is_repeated(look: Look, times: int) -> bool:
    return (look is Look.SHORT and times > 1) or (look is Look.HEADING and times >= MANY_REPEATS)


def _kind(at: int, lines: Sequence[_Line]) -> BlockKind:
    look = lines[at].look
    if look is Look.SHORT:
        return _short_kind(at, lines)
    return KINDS.get(look, BlockKind.BOILERPLATE)


def _short_kind(at: int, lines: Sequence[_Line]) -> BlockKind:
    """A line of up to three words: a subheading above a paragraph, else part of a menu."""
    if DATELINE.match(lines[at].words + " "):
        return BlockKind.DATELINE
    if _run(at, lines) >= MENU_RUN or not WORD.search(lines[at].words):
        return BlockKind.BOILERPLATE
    following = lines[at + 1].look if at + 1 < len(lines) else Look.FURNITURE
    return BlockKind.HEADLINE if following in {Look.SENTENCE, Look.QUESTION, Look.DATE} else BlockKind.BOILERPLATE


def _run(at: int, lines: Sequence[_Line]) -> int:
    """How many lines in a row, this one among them, are short or furniture, counting two either way."""
    menu = {Look.SHORT, Look.FURNITURE, Look.TEASER_HEADING}
    before = list(takewhile(lambda line: line.look in menu, reversed(lines[max(0, at - 2) : at])))
    after = list(takewhile(lambda line: line.look in menu, lines[at + 1 : at + 3]))
    return len(before) + 1 + len(after)

"""Where sentences end: rules over the marks that end them, the words before and the words after.

The cases are those that Palmer and Hearst (1997) and Kiss and Strunk (2006) name: abbreviations, initials, numbers,
ellipses, quotation marks and brackets. The lists of abbreviations are in ``page.toml``.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence

from kg.model import Article, BlockKind, Span
from kg.text.lexicon import page_words
from kg.text.lists import split_list
from kg.text.quotations import Quotation, find_quotations
from kg.text.turns import find_turns

CLOSERS = "\"'”’»)]}›″＂"
OPENERS = "\"'“‘„«([{‹¿¡"
SIGNS = "-–—$£€¥#+~"
# A mark of the end, with the closing marks that belong to it. An item sign ("•") in the middle of a line starts a
# sentence too.
CANDIDATE = re.compile(rf"(?P<mark>[.!?…]+(?:\s\.)*|(?=\s[•▪●‣]\s))(?P<close>[{re.escape(CLOSERS)}]*)")
LAST_WORD = re.compile(r"[^\s\"“”„«»()\[\]{},;:—–]+$")
NEXT_WORD = re.compile(r"\w[\w'’.-]{0,40}")
INITIAL = re.compile(r"[A-Z](?:[.-][A-Z])*")
ACRONYM = re.compile(r"(?:[A-Za-z]\.)+[A-Za-z]")
REFERENCE = re.compile(r"(?:\s?\[\d{1,3}\]|\s?\(\([a-z]{2}\)\))+")
REPORTED = re.compile(r"\s*(?:[A-Z][\w'’.-]*[\s,]+){1,4}?([a-z]+)\b")
LOOK_BACK, LOOK_AHEAD = 40, 90
MAX_BRACKET = 400
SHORT_QUOTATION = 6


def split_sentences(article: Article) -> tuple[Span, ...]:
    """The sentences of the readable blocks, in reading order; linear in the length of the text.

    Together they cover every character of the readable blocks that is no white space. A headline is one sentence.
    Closing quotation marks and brackets belong to the sentence that they close; `"Will it hold?" asked Lee` is one
    sentence; a quotation of several sentences is several. The label of who speaks next ("MS. LEE:") is one too, and
    so are the lead and each item of a list ("two demands: first, …; second, …").

    >>> from kg.text import read_article
    >>> text = 'Gen. Lee met U.S. envoys at 5 p.m. on Jan. 3. "It is over." He left.'
    >>> article = read_article("a.txt", text.encode())
    >>> [article.words(sentence) for sentence in split_sentences(article)]
    ['Gen. Lee met U.S. envoys at 5 p.m. on Jan. 3.', '"It is over."', 'He left.']
    """
    quotations = find_quotations(article)
    starts = [quotation.span.start for quotation in quotations]
    labels = {turn.label.start: turn for turn in find_turns(article)}
    sentences: list[Span] = []
    for block in article.blocks:
        if block.kind is BlockKind.HEADLINE:
            sentences.append(block.span)
        elif block.is_readable:
            here = quotations[bisect_right(starts, block.span.start - 1) : bisect_right(starts, block.span.end - 1)]
            turn, span = labels.get(block.span.start), block.span
            if turn is not None:
                sentences.append(turn.label)
                span = turn.contents[0]
            for sentence in _split(article.text, span, here):
                sentences.extend(split_list(article.text, sentence))
    return tuple(sentences)


def _split(text: str, block: Span, quotations: Sequence[Quotation]) -> Iterator[Span]:
    start = block.start
    closing = {quotation.content.end: quotation for quotation in quotations if quotation.is_closed}
    shielded = _Shield(text, block, quotations)
    for candidate in CANDIDATE.finditer(text, block.start, block.end):
        end = _with_closers(text, candidate, block, closing)
        if end >= block.end or end <= start or shielded.hides(candidate, start):
            continue
        if _is_boundary(text, candidate, end, start, block):
            yield Span(start=start, end=end)
            start = _skip_space(text, end, block)
    if start < block.end:
        yield Span(start=start, end=block.end)


def _skip_space(text: str, at: int, block: Span) -> int:
    while at < block.end and text[at].isspace():
        at += 1
    return at


def _with_closers(text: str, candidate: re.Match[str], block: Span, closing: dict[int, Quotation]) -> int:
    """Where the sentence would end: behind the closing marks, those set off by a space too, and behind footnote
    references."""
    end = candidate.end()
    quotation = closing.get(candidate.end("mark"))
    if quotation is not None:
        end = max(end, quotation.span.end)
        while end < block.end and text[end] in CLOSERS:
            end += 1
    reference = REFERENCE.match(text, end, block.end)
    return reference.end() if reference else end


class _Shield:
    """Brackets and short quotations in the middle of a sentence, inside which no sentence ends."""

    def __init__(self, text: str, block: Span, quotations: Sequence[Quotation]) -> None:
        self._spans = sorted([*_brackets(text, block), *(_short(text, quotations))])
        self._at = 0

    def hides(self, candidate: re.Match[str], sentence_start: int) -> bool:
        """Whether the mark lies inside one that opened after the sentence began; asked in reading order.

        A full stop right before the closing bracket is not hidden: "(He denies this.) The talks go on."
        """
        at = candidate.start()
        while self._at < len(self._spans) and self._spans[self._at][1] <= at:
            self._at += 1
        if self._at == len(self._spans):
            return False
        start, end = self._spans[self._at]
        is_last = candidate["mark"] == "." and candidate["close"][:1] in {")", "]"} and at + 1 == end
        return sentence_start < start < at < end and not is_last


def _brackets(text: str, block: Span) -> Iterator[tuple[int, int]]:
    """Outermost pairs of round or square brackets, not longer than ``MAX_BRACKET``."""
    opened: list[int] = []
    for match in re.finditer(r"[()\[\]]", text[block.start : block.end]):
        at = block.start + match.start()
        if match.group() in "([":
            opened.append(at)
        elif opened:
            start = opened.pop()
            if not opened and at - start <= MAX_BRACKET:
                yield start, at


def _short(text: str, quotations: Sequence[Quotation]) -> Iterator[tuple[int, int]]:
    for quotation in quotations:
        content = quotation.content
        if (
            quotation.is_closed
            and content.length < 60
            and len(text[content.start : content.end].split()) <= SHORT_QUOTATION
        ):
            yield quotation.span.start, content.end - 1


def _is_boundary(text: str, candidate: re.Match[str], end: int, start: int, block: Span) -> bool:
    mark = candidate["mark"]
    if not mark:
        return True
    if text[candidate.start() - 1] in "([" and candidate.start() > block.start:
        return False  # "[…]" stands for words left out
    gap = text[end].isspace()
    following = _next_word(text, end, block)
    if not gap:
        return _is_missing_space(text, candidate, end, following)
    if following is None:
        return True
    if following.group()[0].islower():
        return False
    if mark == ".":
        return not _is_abbreviated(text, candidate, following, start, block)
    if set(mark) <= set("!?") and end > candidate.end("mark"):
        return not _is_reported(text, end, block)
    return True


def _next_word(text: str, end: int, block: Span) -> re.Match[str] | None:
    """The word after white space, opening marks, dashes and currency signs; None where something else stands there."""
    while end < block.end and (text[end].isspace() or text[end] in OPENERS or text[end] in SIGNS):
        end += 1
    return NEXT_WORD.match(text, end, block.end)


def _is_missing_space(text: str, candidate: re.Match[str], end: int, following: re.Match[str] | None) -> bool:
    """A full stop between a word in lower case and one with a capital and white space behind: scraping ate the space
    ("over.The talks")."""
    if candidate["mark"] != "." or following is None or following.start() != end:
        return False
    word, before = following.group(), text[max(0, candidate.start() - 3) : candidate.start()]
    after = text[following.end() : following.end() + 1]
    has_head = len(before) == 3 and before.isalpha() and before.islower()
    return (
        has_head
        and word[0].isupper()
        and ((word[1:].isalpha() and word[1:].islower()) or word in {"I", "A"})
        and after in {" ", "\xa0", ","}
    )


def _is_abbreviated(text: str, candidate: re.Match[str], following: re.Match[str], start: int, block: Span) -> bool:
    """Whether the full stop belongs to an abbreviation, an initial or a number, and the sentence goes on."""
    if candidate["close"].strip(")]"):
        return False
    at = candidate.start()
    found = LAST_WORD.search(text, max(start, at - LOOK_BACK), at)
    if found is None:
        return False
    word, folded, then = found.group(), found.group().casefold().lstrip("'‘’"), following.group()
    if word.isdigit():
        return found.start() == start and len(word) <= 2  # the number of an item
    if folded in page_words("abbreviations", "bound"):
        return True
    if folded in page_words("abbreviations", "numbered") and (then[0].isdigit() or _is_roman(then)):
        return not (text[at + 1 : following.start()].strip())
    starts_sentence = _starts_sentence(text, following, block)
    if folded in page_words("abbreviations", "clock"):
        return "." in folded and then.casefold().rstrip(".") in page_words("abbreviations", "after_clock")
    if INITIAL.fullmatch(word) and len(word) <= 3 and word != "I":
        return not starts_sentence
    if folded in page_words("abbreviations", "open") or ACRONYM.fullmatch(word):
        is_word = word.islower() and "." not in word and folded not in {"etc", "al"}
        return not starts_sentence and not is_word
    return False


def _is_roman(word: str) -> bool:
    return bool(word) and set(word.rstrip(".")) <= set("IVXLC")


def _starts_sentence(text: str, following: re.Match[str], block: Span) -> bool:
    """Whether the next word plainly begins a sentence: a function word with a capital, or a quotation."""
    opener = text[following.start() - 1]
    is_quotation = opener in '"“„«'
    is_title = following.end() < block.end and text[following.end() : following.end() + 1] == "."
    return is_quotation or (
        following.group().casefold().rstrip(".") in page_words("abbreviations", "starters") and not is_title
    )


def _is_reported(text: str, end: int, block: Span) -> bool:
    """Whether a name and a verb of speech follow a quoted question: `"Will it hold?" Lee asked.`"""
    speech = REPORTED.match(text, end, min(block.end, end + LOOK_AHEAD))
    return speech is not None and speech[1] in page_words("speech", "verbs")

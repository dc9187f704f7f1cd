"""From the bytes of a file to an Article: the one way in."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from datetime import date
from itertools import chain

from kg.errors import InputError
from kg.model import Article, Block, BlockKind
from kg.text.dates import dates_in, is_date_line, labelled_date
from kg.text.decoding import decode
from kg.text.language import require_english
from kg.text.layout import lay_out
from kg.text.pages import Page, is_page, read_page

MAX_LINE = 100_000
"""Characters in a line; a longer one is data or a whole book, not a paragraph of news."""
MAX_LINES = 100_000
OPENING_LINES, CLOSING_LINES = 12, 12


def read_article(source: str, data: bytes, *, published: date | None = None, is_html: bool | None = None) -> Article:
    """The article in the bytes of a file: plain text, or an HTML page (``is_html``; None: by suffix or first tag).

    ``source`` is the name or address that the bytes came from; nothing is opened. Plain text is the decoded file,
    untouched; for HTML the text that trafilatura extracts is canonical. ``published`` wins over any date in the page;
    without one the page's metadata, then a date line or label at the opening or the close are taken, and nothing from
    running text.

    Raises InputError for what is empty, binary, not in English or without a sentence, and for more than ``MAX_LINES``
    lines or lines of more than ``MAX_LINE`` characters.

    >>> text = b"Harbour talks resume\\n\\nMarch 3, 2025\\n\\nThe union will sign only if the port stays public."
    >>> article = read_article("talks.txt", text)
    >>> article.title, str(article.published), [block.kind.value for block in article.blocks]
    ('Harbour talks resume', '2025-03-03', ['headline', 'dateline', 'paragraph'])
    """
    decoded = decode(data, source)
    page = read_page(decoded.text, source) if _is_html(decoded.text, source, is_html) else None
    text = page.text if page else decoded.text
    _require_lines(text, source)
    require_english(text, source)
    blocks = lay_out(text, title=page.title if page else None)
    if not any(block.is_readable for block in blocks):
        what = "a page of menus without a sentence" if page else "a text that has no sentence to read"
        raise InputError(f"expected an article, got {what} in {source}")
    return Article(
        text=text,
        source=source,
        blocks=blocks,
        title=_title(page, text, blocks),
        published=published or (page and page.published) or _published(text, blocks),
        publisher=page.publisher if page else None,
        media_type="text/html" if page else "text/plain",
        encoding=decoded.encoding,
        file_digest=hashlib.sha256(data).hexdigest(),
    )


def _is_html(text: str, source: str, known: bool | None) -> bool:
    return is_page(text, source) if known is None else known


def _require_lines(text: str, source: str) -> None:
    lines = text.splitlines()
    if len(lines) > MAX_LINES:
        raise InputError(f"expected at most {MAX_LINES:,} lines, got {len(lines):,} in {source}")
    for number, line in enumerate(lines, start=1):
        if len(line) > MAX_LINE:
            raise InputError(
                f"expected lines of at most {MAX_LINE:,} characters, got {len(line):,} in line {number} of {source}"
            )


def _title(page: Page | None, text: str, blocks: Sequence[Block]) -> str | None:
    if page and page.title:
        return page.title
    headlines = [text[block.span.start : block.span.end] for block in blocks if block.kind is BlockKind.HEADLINE]
    return " ".join(headlines[0].split()) if headlines else None


def _published(text: str, blocks: Sequence[Block]) -> date | None:
    """The surest date of the opening and closing lines: one labelled as published before a bare or an updated one."""
    lines = [(block.kind, text[block.span.start : block.span.end]) for block in blocks]
    opening, closing = _opening(lines), _closing(lines)
    found = chain(
        _labelled(opening, "published"),
        _bare(opening),
        _labelled(closing, "published"),
        _labelled([*opening, *closing], "updated"),
        # Only the nearest lines: what comes below may be a list of other articles.
        _bare(closing[:2]),
    )
    return next(found, None)


def _labelled(lines: Sequence[str], kind: str) -> Iterator[date]:
    return (found for line in lines if (found := labelled_date(line, kind)))


def _opening(lines: Sequence[tuple[BlockKind, str]]) -> list[str]:
    """The lines without running text up to the second paragraph."""
    paragraphs = [at for at, (kind, _) in enumerate(lines) if kind is BlockKind.PARAGRAPH]
    end = paragraphs[1] if len(paragraphs) > 1 else len(lines)
    return _unread(lines[: min(end, OPENING_LINES + (paragraphs[0] if paragraphs else 0))])


def _closing(lines: Sequence[tuple[BlockKind, str]]) -> list[str]:
    """The lines without running text after the last paragraph."""
    last = max((at for at, (kind, _) in enumerate(lines) if kind is BlockKind.PARAGRAPH), default=-1)
    return _unread(lines[last + 1 :][:CLOSING_LINES])


def _unread(lines: Sequence[tuple[BlockKind, str]]) -> list[str]:
    return [line for kind, line in lines if kind in {BlockKind.DATELINE, BlockKind.BOILERPLATE} and len(line) < 200]


def _bare(lines: Sequence[str]) -> Iterator[date]:
    """Full dates that are all that a line or an opening dateline holds besides a place and an agency."""
    for line in lines:
        found = [] if labelled_date(line, "updated") else dates_in(line)
        if found and (is_date_line(line) or line.rstrip().endswith(("-", "–", "—", ":", ")", "/", "/."))):
            yield found[0][0]

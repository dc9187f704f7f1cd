"""What an HTML page says: its article's text, and the title, date and publisher that it declares."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

import trafilatura
from trafilatura.settings import Document, use_config

from kg.errors import InputError
from kg.text.dates import dates_in

HTML_SUFFIXES = (".html", ".htm", ".xhtml")
SNIFFED = 1000
HTML_START = re.compile(
    r"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body|article|main|div|p|meta|title)\b",
    re.IGNORECASE | re.DOTALL,
)
# Dates that the page's own metadata gives, never one found in running text; and no look at today's date
# (``max_date``), so that the same page gives the same date on any day.
DATE_OPTIONS = {"original_date": True, "extensive_search": False, "min_date": "1990-01-01", "max_date": "2100-01-01"}
HEAD_LINES = 5
SHORT = 250
"""Characters below which trafilatura by default takes all text of a page in one lump, not the article it found."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Page:
    """The extracted text of a page, with the metadata that it declares."""

    text: str
    title: str | None
    published: date | None
    publisher: str | None


def is_page(text: str, source: str) -> bool:
    """Whether a file is HTML, by its suffix or its first tag.

    >>> is_page("<!doctype html><p>Talks", "page.txt"), is_page("Talks < war", "page.txt")
    (True, False)
    """
    path = source.split("?")[0].split("#")[0].lower()
    return path.endswith(HTML_SUFFIXES) or HTML_START.match(text[:SNIFFED].lstrip("\ufeff")) is not None


def read_page(text: str, source: str) -> Page:
    """The article of an HTML page, by trafilatura (Barbaresi 2021), one paragraph a line.

    The declared title becomes the first line where the text does not hold it. Comments are left out. Broken HTML is
    read as far as lxml repairs it. Raises InputError for a page without text.
    """
    document = _extracted(text)
    body = _tidy(document.text or "") if document else ""
    if not body:
        body = _tidy(trafilatura.html2txt(text))
    if not body:
        raise InputError(f"expected an HTML page with an article, got one without text in {source}")
    title = (document.title or "").strip() or None if document else None
    return Page(
        text=_headed(title, body),
        title=title,
        published=next((found for found, _, _ in dates_in(document.date or "")), None) if document else None,
        publisher=(document.sitename or "").strip() or None if document else None,
    )


def _extracted(text: str) -> Document | None:
    """What trafilatura takes for the article; all text of the page only where it found much less than there is."""
    article = _run(text, least=1)
    if article is not None and len(article.text or "") >= SHORT:
        return article
    page = _run(text, least=SHORT)
    if article is None or (page is not None and len(page.text or "") > 2 * len(article.text or "")):
        return page
    return article


def _run(text: str, *, least: int) -> Document | None:
    config = use_config()
    config.set("DEFAULT", "MIN_EXTRACTED_SIZE", str(least))
    options = dict(DATE_OPTIONS)
    # A fragment of a page is taken for no HTML at all where the outermost tags are missing.
    html = text if "<html" in text[:SNIFFED].lower() else f"<html><body>{text}</body></html>"
    found = trafilatura.bare_extraction(
        html, with_metadata=True, include_comments=False, date_extraction_params=options, config=config
    )
    return found if isinstance(found, Document) else None


def _tidy(text: str) -> str:
    lines = (" ".join(line.split()) for line in text.splitlines())
    return "\n".join(line for line in lines if line)


def _headed(title: str | None, body: str) -> str:
    """The text below its title, unless one of the first lines is the title, or most of it."""
    if title is None:
        return body
    words = " ".join(title.split())
    first = [
        line.casefold()
        for line in body.split("\n", HEAD_LINES)[:HEAD_LINES]
        if len(words) <= 2 * len(line) <= 4 * len(words)
    ]
    folded = words.casefold()
    return body if any(folded in line or line in folded for line in first) else f"{words}\n{body}"

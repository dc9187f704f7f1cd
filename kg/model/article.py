"""A news article: its canonical text, how the page is laid out, and where it came from."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from kg.errors import InputError
from kg.model.span import Span


class BlockKind(StrEnum):
    """What a stretch of the page is for."""

    HEADLINE = "headline"
    PARAGRAPH = "paragraph"
    CAPTION = "caption"
    DATELINE = "dateline"
    BOILERPLATE = "boilerplate"


READABLE = frozenset({BlockKind.HEADLINE, BlockKind.PARAGRAPH, BlockKind.CAPTION})


@dataclass(frozen=True, kw_only=True, slots=True)
class Block:
    """One paragraph-like stretch of the canonical text, without its surrounding white space."""

    kind: BlockKind
    span: Span

    @property
    def is_readable(self) -> bool:
        """Whether the block is part of what the journalist wrote (boilerplate and datelines are not)."""
        return self.kind in READABLE


@dataclass(frozen=True, kw_only=True, slots=True)
class Article:
    """A news article as Parley reads it.

    ``text`` is canonical: for plain text the decoded file, untouched; for HTML the extracted text.
    ``source`` is the path or address it was read from, as given. ``blocks`` lie in reading order,
    do not overlap, and mark boilerplate instead of cutting it, so that offsets hold.

    Raises InputError for an empty text, or blocks out of order or outside the text.
    """

    text: str
    source: str
    blocks: tuple[Block, ...]
    title: str | None = None
    published: date | None = None
    publisher: str | None = None
    language: str = "en"
    media_type: str = "text/plain"
    encoding: str = "utf-8"
    file_digest: str | None = None

    def __post_init__(self) -> None:
        if not self.text.strip():
            raise InputError(f"expected an article with text, got an empty one in {self.source}")
        at = 0
        for block in self.blocks:
            if block.span.start < at or block.span.end > len(self.text):
                raise InputError(
                    f"expected blocks in order within {len(self.text)} characters,"
                    f" got [{block.span.start}, {block.span.end}) after {at} in {self.source}"
                )
            at = block.span.end

    @property
    def id(self) -> str:
        """Sixteen hex digits from the file's name (or address) and the text: the same article, the same id."""
        name = self.source if "://" in self.source else self.source.replace("\\", "/").rsplit("/", 1)[-1]
        return hashlib.sha256(f"{name}\0{self.text}".encode("utf-8", "surrogatepass")).hexdigest()[:16]

    @property
    def text_digest(self) -> str:
        """SHA-256 of the canonical text, as hex digits."""
        return hashlib.sha256(self.text.encode("utf-8", "surrogatepass")).hexdigest()

    def words(self, span: Span) -> str:
        """The characters of ``span``, exactly as they stand."""
        return self.text[span.start : span.end]

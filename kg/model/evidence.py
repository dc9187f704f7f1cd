"""The words that show a position, verified against the article."""

from __future__ import annotations

from dataclasses import dataclass

from kg.errors import InputError
from kg.model.article import Article
from kg.model.span import Span

CONTEXT = 32


@dataclass(frozen=True, kw_only=True, slots=True)
class Evidence:
    """A quotation with its place: Web Annotation's text-quote and text-position selectors in one value.

    ``article`` is the article's id; ``prefix`` and ``suffix`` are up to 32 characters around the quote.
    Raises InputError when the quote is not as long as its span. Use ``Evidence.of`` to take it from an article.
    """

    article: str
    span: Span
    quote: str
    prefix: str = ""
    suffix: str = ""

    def __post_init__(self) -> None:
        if len(self.quote) != self.span.length:
            raise InputError(
                f"expected a quote of {self.span.length} characters for [{self.span.start}, {self.span.end})"
                f" in article {self.article}, got {len(self.quote)}: {self.quote[:60]!r}"
            )

    @classmethod
    def of(cls, article: Article, span: Span) -> Evidence:
        """The words of ``article`` at ``span``, with their surroundings."""
        if span.end > len(article.text):
            raise InputError(f"expected a span within {len(article.text)} characters of {article.source}, got {span}")
        return cls(
            article=article.id,
            span=span,
            quote=article.words(span),
            prefix=article.text[max(0, span.start - CONTEXT) : span.start],
            suffix=article.text[span.end : span.end + CONTEXT],
        )

    def verify(self, article: Article) -> Evidence:
        """Itself, when these words stand there in ``article``; InputError otherwise."""
        if article.id != self.article or article.words(self.span) != self.quote:
            raise InputError(
                f"expected {self.quote[:60]!r} at [{self.span.start}, {self.span.end}) of {article.source},"
                f" got {article.words(self.span)[:60]!r}"
            )
        return self

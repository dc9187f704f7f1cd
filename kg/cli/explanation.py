"""Why Parley says so: a position, its words in their paragraph, and how they were read."""

from __future__ import annotations

from collections.abc import Iterator

from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from kg.cli.tables import COLOURS, decision, phrase, quoted, speaker
from kg.cli.terminal import harmless, words
from kg.model import Attribution, Block, BlockKind, Position, Span
from kg.usecases.finding import Explanation

SAID = {
    Attribution.DIRECT: "in the holder's own words",
    Attribution.INDIRECT: "in reported speech",
    Attribution.NARRATED: "as the article tells it",
}
QUOTE_STYLE, CONDITION_STYLE = "bold", "underline yellow"


def print_explanation(console: Console, found: Explanation) -> None:
    """Show who holds what, the paragraphs with the words marked, and where it all comes from."""
    position = found.position
    console.print(
        Text.assemble(
            words(speaker(position), "bold"),
            " ",
            (str(position.stance), COLOURS[position.stance]),
            " ",
            words(position.proposal.wording, "bold"),
        )
    )
    for block in found.paragraphs:
        console.print(Padding(_paragraph(console, found, block), (1, 2, 0, 2)))
    facts = Table.grid(padding=(0, 2, 0, 0))
    facts.add_column(style="dim", no_wrap=True)
    facts.add_column(overflow="fold")
    for name, value in _facts(found):
        facts.add_row(name, value)
    console.print(Padding(facts, (1, 0, 0, 0)))


def _paragraph(console: Console, found: Explanation, block: Block) -> Text:
    """The block's words; where colours are lost, the quotation stands between » and «."""
    position = found.position
    text = Text(harmless(found.record.article.words(block.span)))
    if block.kind is BlockKind.HEADLINE:
        text.stylize("italic")
    quote = _within(position.evidence.span, block.span)
    if quote is not None:
        text.stylize(f"{QUOTE_STYLE} {COLOURS[position.stance]}", *quote)
    for condition in position.conditions:
        if mark := _within(condition.evidence.span, block.span):
            text.stylize(CONDITION_STYLE, *mark)
    if quote is not None and not console.color_system:
        start, end = quote
        return Text.assemble(text[:start], "»", text[start:end], "«", text[end:])
    return text


def _within(span: Span, whole: Span) -> tuple[int, int] | None:
    if not span.overlaps(whole):
        return None
    return max(span.start, whole.start) - whole.start, min(span.end, whole.end) - whole.start


def _facts(found: Explanation) -> Iterator[tuple[str, Text]]:
    position, article, run = found.position, found.record.article, found.record.extraction
    yield "id", Text(position.id, style="cyan")
    yield "spoken", words(_chain(position))
    yield "act", words(f"{position.act} ({position.modality})")
    for condition in position.conditions:
        yield (
            "condition",
            Text.assemble((f"{phrase(condition.relation)} ", "yellow"), words(condition.proposal.wording)),
        )
        yield "", words(quoted(condition.evidence.quote), "italic")
    if position.proposal.label != position.proposal.wording:
        yield "proposal", words(position.proposal.label)
    yield "article", words(article.title or "(no title)")
    yield "source", words(f"{article.source}, characters {position.evidence.span.start}–{position.evidence.span.end}")
    yield "published", words(str(position.published or "no date found"))
    yield "rule", words(f"{position.rule} (confidence {position.confidence:.2f})")
    yield "read by", words(f"{run.software} {run.version} with {run.model}")
    for review in found.reviews:
        why = f": {review.note}" if review.note else ""
        yield "review", words(f"{decision(review.state)} by {review.by} on {review.at:%Y-%m-%d}{why}")


def _chain(position: Position) -> str:
    """How the words came to the article: through whom, by whom, and in which form."""
    chain = [*(each.name for each in position.speakers), position.holder.name]
    return f"{' → '.join(chain)}, {SAID[position.attribution]}"

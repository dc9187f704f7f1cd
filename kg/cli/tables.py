"""Tables for people: positions, matrices, pairs and counts, folded to the width of the terminal."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from rich.box import Box
from rich.console import Console, Group
from rich.table import Table
from rich.text import Text

from kg.cli.terminal import clip, words
from kg.model import Position, Relation, Review, ReviewState, Stance

ID_LENGTH = 8
QUOTE_LENGTH = 240
MOST_NAMES = 20
QUOTATION_MARKS = frozenset("\"“”„«»'‘’")
REVIEW_COLOURS = {ReviewState.ACCEPTED: "green", ReviewState.REJECTED: "red", ReviewState.DOUBTFUL: "yellow"}
COLOURS = {Stance.SUPPORTS: "green", Stance.OPPOSES: "red", Stance.CONDITIONS_ON: "yellow"}

# One line under the heads and nothing else: reads well on any background, and when copied into a mail.
HEAD_LINE = Box("    \n    \n ── \n    \n    \n    \n    \n    \n")


def listing(*heads: str, right: Iterable[str] = (), short: Iterable[str] = ()) -> Table:
    """An empty table under ``heads``; those in ``right`` hold numbers, those in ``short`` are never folded."""
    table = Table(box=HEAD_LINE, pad_edge=False, padding=(0, 1, 0, 0), header_style="bold", show_edge=False)
    for head in heads:
        table.add_column(
            head,
            justify="right" if head in right else "left",
            no_wrap=head in right or head in short,
            overflow="ellipsis" if head in short else "fold",
        )
    return table


def positions_table(positions: Sequence[Position], reviews: Mapping[str, Review]) -> Table:
    """One position a row: its id, who holds it and when, the stance, and what on, with the quote beneath.

    And what was decided on it, by the position's id in ``reviews``, where there is anything.
    """
    table = listing("id", "who", "stance", "on what, in which words", short=("id", "stance"))
    table.columns[1].ratio, table.columns[3].ratio = 1, 3
    table.expand = True
    for position in positions:
        table.add_row(
            Text(position.id[:ID_LENGTH], style="cyan"),
            Group(*_who(position)),
            Text(position.stance, style=COLOURS[position.stance]),
            Group(*_what(position), *_decided(reviews.get(position.id))),
            end_section=True,
        )
    return table


def speaker(position: Position) -> str:
    """Who holds the position, and for which side when that is someone else.

    A chain of speech is not part of it; ``why`` shows that.
    """
    side = position.side
    return (
        position.holder.name
        if side is None or side.name == position.holder.name
        else (f"{position.holder.name} (for {side.name})")
    )


def phrase(relation: Relation) -> str:
    """How a proposal hangs on its condition, in words: "only if"."""
    return relation.replace("-", " ")


def quoted(text: str) -> str:
    """``text`` in quotation marks; where it begins with some, it keeps those."""
    return text if text[:1] in QUOTATION_MARKS else f"“{text}”"


def several(number: int, one: str, many: str | None = None) -> str:
    """The number with its noun: "1 tie", "2 ties"."""
    return f"{number} {one if number == 1 else many or one + 's'}"


def some(names: Sequence[str]) -> str:
    """Names in a row, the first ones where there are many."""
    more = len(names) - MOST_NAMES
    return ", ".join(names) if more <= 0 else f"{', '.join(names[:MOST_NAMES])} and {more} more"


def print_rest(console: Console, total: int, limit: int | None, what: str = "") -> None:
    """Say how many of them are shown, where ``limit`` cut the list."""
    if limit is not None and total > limit:
        console.print(f"{limit} of {total}{what and ' ' + what}; --limit 0 shows all")


def _who(position: Position) -> Iterable[Text]:
    yield words(speaker(position), "bold")
    if position.published is not None:
        yield Text(position.published.isoformat(), style="dim")


def _what(position: Position) -> Iterable[Text]:
    yield words(position.proposal.wording)
    for condition in position.conditions:
        yield Text.assemble((f"{phrase(condition.relation)} ", "yellow"), words(condition.proposal.wording))
    yield words(quoted(clip(position.evidence.quote, QUOTE_LENGTH)), "dim italic")


def decision(state: ReviewState) -> str:
    """What a review says, in a word or two."""
    return "taken back" if state is ReviewState.UNREVIEWED else state


def _decided(review: Review | None) -> Iterable[Text]:
    if review is not None:
        why = f": {review.note}" if review.note else ""
        yield Text.assemble((review.state, REVIEW_COLOURS[review.state]), " ", words(f"by {review.by}{why}"))

"""``review`` and ``reviews``: people's decisions about positions, made and looked at."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Annotated

import typer
from rich.console import Group
from rich.text import Text

from kg.cli.options import JsonOption, StoreOption, day
from kg.cli.tables import ID_LENGTH, REVIEW_COLOURS, decision, listing, print_rest, speaker
from kg.cli.terminal import screen, words, write_json
from kg.model import Review, ReviewState
from kg.usecases.finding import open_graph
from kg.usecases.reviewing import Decision, Reviewed, find_reviews, review_positions, review_row

app = typer.Typer(add_completion=False)


@app.command()
def review(
    positions: Annotated[list[str], typer.Argument(metavar="POSITIONS", help="Ids of positions, or their beginnings.")],
    state: Annotated[
        ReviewState,
        typer.Argument(metavar="STATE", help="accepted, rejected, doubtful, or unreviewed to take a decision back."),
    ],
    by: Annotated[
        str | None,
        typer.Option("--by", metavar="NAME", help="Whose decision; else PARLEY_REVIEWER, else the system's user."),
    ] = None,
    note: Annotated[str | None, typer.Option("--note", metavar="WORDS", help="Why.")] = None,
    store: StoreOption = "",
    as_json: JsonOption = False,
) -> None:
    """Accept, reject or doubt positions.

    A decision is put beside the earlier ones, and the last one counts; nothing is ever changed or lost, also when the
    article is removed and read again. Rejected positions are left out of lists and analyses unless --review asks for
    them. While parley serve holds the graph, the server writes it down.

    Example: parley review 3f9a12bc 81c04d77 rejected --note "the quotation says the opposite"

    Exit status: 0 written down; 1 a position is not there (then none is decided on); 2 a mistake in the command line.
    """
    decision = Decision(state=state, by=_meant(by), note=_meant(note))
    made = review_positions(store, positions, decision, at=datetime.now(UTC))
    if as_json:
        write_json({"reviews": [review_row(each.review) for each in made]})
        return
    for each in made:
        screen().print(_line(each))


@app.command()
def reviews(
    position: Annotated[
        str | None, typer.Option("--position", metavar="ID", help="Of this position: its id, or the beginning of it.")
    ] = None,
    by: Annotated[str | None, typer.Option("--by", metavar="WORDS", help="Part of the reviewer's name.")] = None,
    state: Annotated[
        ReviewState | None, typer.Option("--state", metavar="STATE", help=f"{', '.join(ReviewState)}.")
    ] = None,
    since: Annotated[
        date | None, typer.Option("--since", metavar="DATE", parser=day, help="Made on this day (UTC) or later.")
    ] = None,
    until: Annotated[
        date | None, typer.Option("--until", metavar="DATE", parser=day, help="Made on this day (UTC) or earlier.")
    ] = None,
    store: StoreOption = "",
    limit: Annotated[int, typer.Option("--limit", "-n", min=0, metavar="N", help="The last N; 0 for all.")] = 20,
    as_json: JsonOption = False,
) -> None:
    """List the decisions about positions, the earlier ones too, by time.

    Example: parley reviews --position 3f9a12bc

    Exit status: 0 listed, also when there are none; 1 an error; 2 a mistake in the command line.
    """
    with open_graph(store) as graph:
        found = find_reviews(graph, position=position, by=by, state=state, since=since, until=until)
    shown = found[-limit:] if limit else found
    if as_json:
        write_json({"total": len(found), "reviews": [review_row(each) for each in shown]})
        return
    if not found:
        screen().print("No review found.")
        return
    table = listing("when (UTC)", "position", "state", "by, and why", short=("when (UTC)", "position", "state"))
    for each in shown:
        table.add_row(f"{each.at:%Y-%m-%d %H:%M}", each.position[:ID_LENGTH], _state(each), Group(*_who(each)))
    screen().print(table)
    print_rest(screen(), len(found), limit or None)


def _meant(text: str | None) -> str | None:
    """The words on one line; None where there are none."""
    return " ".join((text or "").split()) or None


def _line(made: Reviewed) -> Text:
    position, before = made.position, made.before
    told = [
        Text(position.id[:ID_LENGTH], style="cyan"),
        _state(made.review),
        words(f"by {made.review.by}: {speaker(position)} {position.stance} {position.proposal.wording}"),
    ]
    if before is not None:
        told.append(words(f"(was {before.state}, by {before.by} on {before.at:%Y-%m-%d})", "dim"))
    return Text(" ").join(told)


def _state(review: Review) -> Text:
    return Text(decision(review.state), style=REVIEW_COLOURS.get(review.state, ""))


def _who(review: Review) -> list[Text]:
    whose = f" (recorded by {review.recorded_by})" if review.recorded_by else ""
    note = [words(review.note, "dim")] if review.note else []
    return [words(review.by + whose), *note]

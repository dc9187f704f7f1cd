"""``extract``: articles in, positions out, and nothing stored."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Any

import typer

from kg.cli.sources import DateOption, FetchOption, SourcesArgument, leave
from kg.cli.tables import positions_table
from kg.cli.terminal import screen, write_data
from kg.usecases.reading import Failure, Reading, ReadingOptions, extract_sources, list_sources
from kg.usecases.rows import position_record, render_rows

app = typer.Typer(add_completion=False)


class Form(StrEnum):
    """How ``extract`` prints positions."""

    JSONL = "jsonl"
    TABLE = "table"
    CSV = "csv"


@app.command()
def extract(
    sources: SourcesArgument,
    form: Annotated[Form, typer.Option("--format", "-f", metavar="FORMAT", help="jsonl, table or csv.")] = Form.JSONL,
    published: DateOption = None,
    allow_fetch: FetchOption = False,
    as_json: Annotated[bool, typer.Option("--json", metavar="", help="The same as --format jsonl.")] = False,
) -> None:
    """Print the positions of articles, without storing anything.

    JSON lines have one position a line, in reading order, with the quotation and its place: offsets count characters
    of the file for plain text, and of the extracted text for HTML.

    Example: parley extract talks.txt --format table

    Exit status: 0 all read; 1 some could not be read (the reasons on standard error); 2 a mistake in the command line.
    """
    found, failures = list_sources(sources)
    options = ReadingOptions(published=published, allow_fetch=allow_fetch)
    rows: list[dict[str, Any]] = []
    for outcome in extract_sources(found, options):
        if isinstance(outcome, Failure):
            failures = (*failures, outcome)
        elif form is Form.JSONL or as_json:
            write_data(render_rows(_rows(outcome), "jsonl"))
        elif form is Form.TABLE:
            screen().print(positions_table(outcome.positions, {}))
        else:
            rows += _rows(outcome)
    if form is Form.CSV and not as_json:
        write_data(render_rows(rows, "csv"))
    leave(failures)


def _rows(reading: Reading) -> list[dict[str, Any]]:
    article = reading.article
    return [position_record(position, article.source, article.title) for position in reading.positions]

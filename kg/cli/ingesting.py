"""``ingest`` and ``remove``: articles into the graph, and out of it again."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Annotated

import typer

from kg.cli.options import JsonOption, StoreOption
from kg.cli.sources import DateOption, FetchOption, SourcesArgument, leave
from kg.cli.tables import several
from kg.cli.terminal import progress, screen, write_json
from kg.usecases.ingesting import Ingested, ingest_sources, remove_articles
from kg.usecases.outcomes import failure_row, stored_row
from kg.usecases.reading import Failure, ReadingOptions, list_sources

app = typer.Typer(add_completion=False)


@app.command()
def ingest(
    sources: SourcesArgument,
    store: StoreOption = "",
    published: DateOption = None,
    allow_fetch: FetchOption = False,
    as_json: JsonOption = False,
) -> None:
    """Read articles and store their positions in the graph.

    Plain text, HTML pages, and, named in full, what people coded in Discourse Network Analyzer (.dna files), and
    articles as JSON lines (.ndjson, .jsonl: text or html, and source, published, title, publisher). Each article is
    stored as a whole or not at all; one that cannot be read is named at the end with the reason, and the
    others are stored. What is there already is not read again. Near-copies of one text (the same wire report on two
    sites) are linked to their origin, so that their positions count once.

    While parley serve holds the graph, the server does the reading and storing. Another machine's server is named by
    its address, and takes a key from PARLEY_KEY.

    Example: parley ingest articles/ today.html --store peace.db

    Exit status: 0 all stored; 1 some could not be read; 2 a mistake in the command line.
    """
    found, missing = list_sources(sources)
    options = ReadingOptions(published=published, allow_fetch=allow_fetch)
    with progress("Reading") as advance:
        report = ingest_sources(store, found, options, at=datetime.now(UTC), watch=advance)
    failures = (*missing, *report.failures)
    if as_json:
        write_json(_report_record(report, failures))
    else:
        screen().print(_report_lines(report, len(failures), store), end="")
    leave(failures)


@app.command()
def remove(
    articles: Annotated[list[str], typer.Argument(metavar="ARTICLES", help="Id, the beginning of one, or the source.")],
    store: StoreOption = "",
    as_json: JsonOption = False,
) -> None:
    """Take articles out of the graph, with everything they said.

    Nothing of them stays, and nothing of other articles goes. All names are looked up before the first is removed.

    Example: parley remove 3f9a12bc

    Exit status: 0 removed; 1 one of them is not in the graph (then none is removed); 2 a mistake in the command line.
    """
    removed = remove_articles(store, articles)
    if as_json:
        write_json({"removed": [{"id": header.id, "source": header.source} for header in removed]})
        return
    for header in removed:
        screen().print(
            f"Removed {header.id} ({header.source}) with {several(header.positions, 'position')}.", markup=False
        )


def _report_lines(report: Ingested, failed: int, store: str) -> str:
    new = [stored for stored in report.stored if stored.is_new]
    known = len(report.stored) - len(new)
    lines = [
        f"Stored {several(len(new), 'article')} with {several(sum(s.positions for s in new), 'position')} in {store}."
    ]
    if known:
        lines.append(f"{several(known, 'article')} {'was' if known == 1 else 'were'} there already.")
    ids = {stored.id for stored in new}
    linked = sum(1 for pair in report.copies.items() if ids & set(pair))
    if linked:
        whose = "its" if linked == 1 else "their"
        lines.append(f"{several(linked, 'near-copy', 'near-copies')} linked: {whose} positions count once.")
    if failed:
        lines.append(f"{several(failed, 'article')} could not be read; the reasons are below.")
    if report.stored:
        lines.append("Next: parley positions, parley matrix, parley network subtract.")
    return "\n".join(lines) + "\n"


def _report_record(report: Ingested, failures: Sequence[Failure]) -> dict[str, object]:
    return {
        "stored": [stored_row(each) for each in report.stored],
        "copies": dict(sorted(report.copies.items())),
        "failed": [failure_row(each) for each in failures],
    }

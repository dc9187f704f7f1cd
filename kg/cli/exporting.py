"""``export``: positions, networks, the graph or a picture, into a file for other programs and people."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from kg.cli.counting import counting_network
from kg.cli.omitting import leaving_out
from kg.cli.options import StoreOption, mention_left_out, selecting
from kg.cli.terminal import say, write_data, write_file
from kg.model.filter import PositionFilter
from kg.usecases.analysing import NETWORKS, Counting
from kg.usecases.exporting import FORMATS, PICTURES, Export, export_picture, export_text
from kg.usecases.finding import open_graph
from kg.usecases.narrowing import Narrowing
from kg.usecases.reviewing import open_chosen

app = typer.Typer(add_completion=False)

FORMAT_HELP = "; ".join(f"{what}: {', '.join(forms)}" for what, forms in FORMATS.items())


@app.command()
@selecting
@leaving_out
@counting_network
def export(
    chosen: PositionFilter,
    narrowing: Narrowing,
    counting: Counting,
    form: Annotated[str, typer.Argument(metavar="FORMAT", help=f"{FORMAT_HELP}.")],
    output: Annotated[
        Path | None, typer.Option("--output", "-o", metavar="FILE", help="Where to write; else standard output.")
    ] = None,
    what: Annotated[
        str | None, typer.Option("--of", metavar="WHAT", help=f"{', '.join(FORMATS)}, where a format fits several.")
    ] = None,
    network: Annotated[
        str, typer.Option("--network", metavar="KIND", help=f"Which network: {', '.join(NETWORKS)}.")
    ] = "subtract",
    store: StoreOption = "",
) -> None:
    """Write positions, networks, the graph or a picture to a file.

    For Gephi, R, Cytoscape, spreadsheets, RDF tools; html is a report in one file. The same graph, the same bytes.

    Example: parley export png --of matrix -o matrix.png

    Exit status: 0 written; 1 an error, or nothing to export; 2 a mistake in the command line.
    """
    wanted = Export.of(form, what, network, counting)
    with open_graph(store) if wanted.is_everything(chosen) else open_chosen(store, chosen, mention_left_out) as graph:
        if wanted.form in PICTURES and output is not None:
            export_picture(graph, chosen, wanted, output, narrowing)
        else:
            content = export_text(graph, chosen, wanted, narrowing)
            write_data(content) if output is None else write_file(output, content)
    if output is not None:
        say(f"Wrote {output} ({output.stat().st_size:,} bytes).")

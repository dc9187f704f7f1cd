"""``evaluate``: the reading of articles against gold that people coded for them."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import groupby
from typing import Annotated

import typer
from rich.table import Table

from kg.cli.options import JsonOption
from kg.cli.tables import listing, several
from kg.cli.terminal import clip, progress, screen, words, write_json
from kg.usecases.evaluating import Evaluation, Fault, Score, Share, evaluate_folder, evaluation_record

app = typer.Typer(add_completion=False)

NUMBERS = ("P", "R", "F1", "right", "found", "gold", "missed", "wrong", "of")
QUOTE_LENGTH = 240
RULES = 15


@app.command()
def evaluate(
    folder: Annotated[str, typer.Argument(metavar="FOLDER", help="Articles, each with its NAME.gold.json beside it.")],
    show: Annotated[bool, typer.Option("--show", metavar="", help="List every missed and every wrong row.")] = False,
    as_json: JsonOption = False,
) -> None:
    """Score the reading of articles against gold that people coded.

    Reads every article that has a NAME.gold.json beside it. Prints precision, recall and F1 of whole rows, of rows
    with one field left out, by stance and by kind of source; how often each field and each rule is right; and the
    most frequent kinds of errors, with examples.

    Example: parley evaluate coded/ --show

    Exit status: 0 done, whatever the scores; 1 gold or an article is missing or not well formed; 2 a mistake in the
    command line.
    """
    with progress("Evaluating") as watch:
        found = evaluate_folder(folder, watch)
    if as_json:
        write_json(evaluation_record(found))
        return
    out = screen()
    out.print(f"articles: {found.articles}, quotations exact in {found.quotes.right} of {found.quotes.of} rows\n")
    for table in _tables(found):
        out.print(table)
        out.print()
    _print_errors(found)
    if show:
        _print_faults(found.faults)


def _tables(found: Evaluation) -> tuple[Table, ...]:
    return (
        _scores("rows", found.readings),
        _scores("stance", found.stances),
        _scores("source", found.kinds),
        _shares("field, the rest being right", found.fields),
        _shares("rule", _busiest(found.rules)),
    )


def _scores(head: str, scores: Mapping[str, Score]) -> Table:
    table = listing(head, *NUMBERS[:6], right=NUMBERS)
    for name, score in scores.items():
        ratios = (f"{ratio:.3f}" for ratio in (score.precision, score.recall, score.f1))
        table.add_row(words(name), *ratios, *map(str, (score.right, score.found, score.gold)))
    return table


def _shares(head: str, shares: Mapping[str, Share]) -> Table:
    table = listing(head, "right", "of", "share", right=("right", "of", "share"))
    for name, share in shares.items():
        part = f"{share.right / share.of:.3f}" if share.of else "–"
        table.add_row(words(name), str(share.right), str(share.of), part)
    return table


def _busiest(rules: Mapping[str, Share]) -> dict[str, Share]:
    """The rules that find most, then all others together: the shares of rare rules say little."""
    names = list(rules)
    others = [rules[name] for name in names[RULES:]]
    rest = {several(len(others), "other rule"): sum(others, Share())} if others else {}
    return {name: rules[name] for name in names[:RULES]} | rest


def _print_errors(found: Evaluation) -> None:
    table = listing("error", "missed", "wrong", right=NUMBERS)
    for kind in found.errors:
        table.add_row(str(kind.why), str(kind.missed), str(kind.wrong))
    out = screen()
    out.print(table)
    for kind in found.errors:
        out.print(f"\n{kind.why}, for example")
        for fault in kind.examples:
            out.print(_explained(fault))


def _print_faults(faults: tuple[Fault, ...]) -> None:
    out = screen()
    for article, group in groupby(faults, key=lambda fault: fault.article):
        out.print()
        out.print(words(article, "bold"))
        for fault in group:
            out.print(_explained(fault))


def _explained(fault: Fault) -> Table:
    """The gold row, the found row and the words they stand on."""
    lines = Table.grid(padding=(0, 1, 0, 1))
    if fault.gold is not None:
        lines.add_row("missed" if fault.is_missed else "optional", words(fault.gold))
    if fault.found is not None:
        lines.add_row("wrong", words(fault.found))
    lines.add_row("words", words(clip(fault.quote, QUOTE_LENGTH), "dim italic"))
    return lines

"""Conditions on a screen: who makes what depend on what, and where that ends in a circle."""

from __future__ import annotations

from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from kg.cli.tables import ID_LENGTH, listing, phrase, several
from kg.cli.terminal import words
from kg.usecases.analysing import Conditions, Deadlock, Precondition


def print_conditions(console: Console, found: Conditions, *, limit: int | None) -> None:
    """Show the conditions, at most ``limit`` of them, then what several parties ask for, reject, or wait for."""
    console.print(f"n = {several(found.statements, 'statement')}, {several(len(found.stated), 'condition')}.")
    if not found.stated:
        console.print("No statement found that makes a proposal depend on anything.")
        return
    table = listing("id", "who", "makes", "depend on", short=("id",))
    table.columns[1].ratio, table.columns[2].ratio, table.columns[3].ratio = 2, 3, 4
    table.expand = True
    for claim in found.stated[:limit]:
        table.add_row(
            Text(claim.position[:ID_LENGTH], style="cyan"),
            words(claim.holder, "bold"),
            words(claim.proposal),
            _asked(claim),
        )
    console.print(table)
    if limit is not None and len(found.stated) > limit:
        console.print(f"{limit} of {len(found.stated)}; --limit 0 shows all")
    for ask in found.shared[:limit]:
        _print_finding(console, "Asked by several", ask.ask, ", ".join(ask.parties))
    for contest in found.contested[:limit]:
        parties = f"asked by {', '.join(contest.asked_by)}; rejected by {', '.join(contest.rejected_by)}"
        _print_finding(console, "Asked and rejected", contest.condition, parties)
    for circle in found.deadlocks[:limit]:
        _print_circle(console, circle)


def _print_finding(console: Console, title: str, condition: str, parties: str) -> None:
    console.print()
    console.print(Text.assemble((f"{title}: ", "bold"), words(condition)))
    console.print(Padding(words(parties, "dim"), (0, 0, 0, 2)))


def _print_circle(console: Console, circle: Deadlock) -> None:
    console.print()
    console.print(Text("Each waits for the other", style="bold red"))
    for claim in (claim for links in circle.links for claim in links):
        line = Text.assemble(words(claim.holder, "bold"), ": ", words(claim.proposal), " ", _asked(claim))
        line.append(f"  {claim.position[:ID_LENGTH]}", style="cyan")
        console.print(Padding(line, (0, 0, 0, 2)))


def _asked(claim: Precondition) -> Text:
    return Text.assemble((f"{phrase(claim.relation)} ", "yellow"), words(claim.condition))

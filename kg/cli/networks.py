"""Networks of parties as tables: the strongest alliances and conflicts, and the camps."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Console
from rich.text import Text

from kg.cli.tables import listing, print_rest, several, some
from kg.cli.terminal import words
from kg.usecases.analysing import Coalitions, RankedTie, Said, Standing


def print_standing(console: Console, standing: Standing, *, limit: int | None) -> None:
    """Show the camps, the alliances and the conflicts, at most ``limit`` ties of each."""
    console.print(f"n = {several(standing.statements, 'statement')}.")
    if standing.camps is not None:
        _print_camps(console, standing.camps)
    allies = [tie for tie in standing.ties if tie.relation == "allies"]
    rivals = [tie for tie in standing.ties if tie.relation == "rivals"]
    if allies:
        _print_ties(console, "Strongest alliances", allies, "green", limit)
    if rivals:
        _print_ties(console, "Sharpest conflicts", rivals, "red", limit)
    if not standing.ties:
        console.print("No two of them speak on the same proposal: there is no tie.")


def print_affiliations(console: Console, said: Sequence[Said], *, limit: int | None) -> None:
    """Show who spoke how often on what and took which stance, at most ``limit`` pairs."""
    console.print(f"n = {several(sum(pair.statements for pair in said), 'statement')}.")
    table = listing("n", "who", "on", "says", "activity", "prominence", right=("n", "activity", "prominence"))
    for pair in said[:limit]:
        shares = (f"{share:+.2f}" for share in (pair.activity, pair.prominence))
        table.add_row(str(pair.statements), words(pair.party), words(pair.proposal), pair.stance, *shares)
    console.print(table)
    print_rest(console, len(said), limit)


def _print_camps(console: Console, camps: Coalitions) -> None:
    for number, members in enumerate(camps.camps, start=1):
        console.print(Text.assemble((f"Camp {number}  ", "bold"), words(some(members))))
    if camps.camps:
        share = 100.0 * (1.0 - camps.frustration / camps.total) if camps.total else 100.0
        proof = "" if camps.proven else f" (the best found; at best {100.0 * (1.0 - camps.bound / camps.total):.0f} %)"
        console.print(f"These camps explain {share:.0f} % of the weight of all ties{proof}.")
    if camps.unplaced:
        console.print(words(f"In no camp, for nothing ties them: {some(camps.unplaced)}", "dim"))


def _print_ties(console: Console, title: str, ties: Sequence[RankedTie], colour: str, limit: int | None) -> None:
    table = listing("weight", "between", "", "on", right=("weight",))
    table.title, table.title_justify, table.title_style = title, "left", "bold"
    table.columns[1].ratio, table.columns[2].ratio, table.columns[3].ratio = 2, 2, 4
    table.expand = True
    for tie in ties[:limit]:
        table.add_row(
            Text(f"{tie.weight:+.3g}", style=colour),
            words(tie.first),
            words(tie.second),
            words("; ".join(tie.proposals), "dim"),
        )
    if limit is not None and len(ties) > limit:
        table.caption, table.caption_justify = f"{limit} of {len(ties)}; --limit 0 shows all", "left"
    console.print()
    console.print(table)

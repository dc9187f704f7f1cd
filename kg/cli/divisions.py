"""Camps, polarisation and bridges on a screen."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Console
from rich.text import Text

from kg.cli.tables import listing, print_rest, several, some
from kg.cli.terminal import words
from kg.usecases.debating import Bridges, Broker, Camps, Debate, Issue, Overlap, Polarisation


def print_camps(console: Console, found: Camps, *, limit: int | None) -> None:
    """Show each camp, how much of the ties they explain and with what certainty, and ties that speak against them."""
    camps = found.camps
    console.print(f"n = {several(found.statements, 'statement')}, {several(found.ties, 'tie')}.")
    if not found.ties:
        console.print("No statement found on which two of them agree or clash: there are no camps.")
        return
    for number, members in enumerate(camps.camps, start=1):
        console.print(Text.assemble((f"Camp {number}  ", "bold"), words(some(members))))
    if camps.unplaced:
        console.print(words(f"In no camp, for nothing ties them: {some(camps.unplaced)}", "dim"))
    certain = "proved: no other camps do better" if camps.proven else f"best found, at least {camps.bound:.3g}"
    console.print(f"Against these camps speak ties of weight {camps.frustration:.3g} of {camps.total:.3g} ({certain}).")
    triangles = "no triangle found" if found.triangles is None else f"{found.triangles:.0%} of triangles balanced"
    walks = "closed walks not computed for so many" if found.walks is None else f"closed walks {found.walks:.3f}"
    console.print(f"Balance: {camps.balance:.3f} (1 − 2 L/m); {triangles}; {walks}.")
    if found.against:
        console.print()
        table = listing("weight", "between", "", "on", right=("weight",))
        table.title, table.title_justify, table.title_style = "Allies across camps, or rivals within", "left", "bold"
        for tie in found.against[:limit]:
            on = words("; ".join(tie.proposals), "dim")
            table.add_row(f"{tie.weight:+.3g}", words(tie.first), words(tie.second), on)
        console.print(table)
        print_rest(console, len(found.against), limit)


def print_polarisation(console: Console, found: Debate) -> None:
    """Show the value with its interval and n, and a row a period."""
    table = listing("period", "value", "95 %", "n", "parties", "ties", right=("value", "95 %", "n", "parties", "ties"))
    for name, value in (("all", found.whole), *((p.first.isoformat(), p.polarisation) for p in found.periods)):
        table.add_row(name, *_measured(value), str(value.statements), str(value.parties), str(value.ties))
    console.print(table)
    if not (found.whole.proven and all(period.polarisation.proven for period in found.periods)):
        console.print("Some values are lower bounds: time ran out before the best camps were proved.")


def print_bridges(console: Console, found: Bridges, *, limit: int | None) -> None:
    """Show brokers, divisive and bridging proposals, and shared agendas, at most ``limit`` of each."""
    console.print(f"n = {several(found.statements, 'statement')}, {several(len(found.camps.camps), 'camp')}.")
    _print_brokers(console, found.brokers, limit)
    divisive = [issue for issue in found.issues if issue.division]
    _print_issues(console, "Most divisive proposals", divisive, limit, "No statement found that divides the parties.")
    bridging = [issue for issue in found.issues if issue.bridged]
    _print_issues(console, "Proposals that bridge camps", bridging, limit, "No statement found that two camps share.")
    _print_overlaps(console, [overlap for overlap in found.overlaps if overlap.shared], limit)


def _measured(value: Polarisation) -> tuple[str, str]:
    if value.value is None:
        return "no ties", ""
    interval = "" if value.low is None or value.high is None else f"{value.low:.2f}–{value.high:.2f}"
    return f"{value.value:.3f}", interval


def _print_brokers(console: Console, brokers: Sequence[Broker], limit: int | None) -> None:
    console.print()
    if not brokers:
        console.print("No statement found that ties a party to two camps: there is no broker.")
        return
    table = listing("between", "broker", "allies", right=("between",))
    table.title, table.title_justify, table.title_style = "Brokers", "left", "bold"
    for broker in brokers[:limit]:
        allies = "; ".join(f"camp {camp + 1}: {some(names)}" for camp, names in broker.allies.items())
        table.add_row(f"{broker.betweenness:.3f}", words(broker.party), words(allies, "dim"))
    console.print(table)
    print_rest(console, len(brokers), limit)


def _print_issues(console: Console, title: str, issues: Sequence[Issue], limit: int | None, none: str) -> None:
    console.print()
    if not issues:
        console.print(none)
        return
    table = listing("division", "proposal", "for", "against", right=("division",))
    table.title, table.title_justify, table.title_style = title, "left", "bold"
    for issue in issues[:limit]:
        division = "" if issue.division is None else f"{issue.division:.2f}"
        parties = (words(some(names), "dim") for names in (issue.supporters, issue.opponents))
        table.add_row(division, words(issue.proposal), *parties)
    console.print(table)
    print_rest(console, len(issues), limit)


def _print_overlaps(console: Console, overlaps: Sequence[Overlap], limit: int | None) -> None:
    console.print()
    if not overlaps:
        console.print("No statement found of two parties on the same proposal.")
        return
    table = listing("share", "who", "and", "both speak on", right=("share",))
    table.title, table.title_justify, table.title_style = "Shared agendas", "left", "bold"
    for overlap in overlaps[:limit]:
        both = words(some(overlap.shared), "dim")
        table.add_row(f"{overlap.share:.2f}", words(overlap.first), words(overlap.second), both)
    console.print(table)
    print_rest(console, len(overlaps), limit)

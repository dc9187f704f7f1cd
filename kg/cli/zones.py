"""Zones of agreement and outcomes of conflicts on a screen."""

from __future__ import annotations

from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from kg.cli.tables import ID_LENGTH, QUOTE_LENGTH, listing, print_rest, quoted, several, some
from kg.cli.terminal import clip, words
from kg.usecases.settling import Agreement, Claim, Outcome, Outlook, Package, ZoneOfAgreement


def print_agreement(console: Console, found: Agreement, *, limit: int | None) -> None:
    """Show whether all can agree, the largest coalitions with their packages, and what blocks, with quotes."""
    zone = found.zone
    console.print(f"n = {several(found.statements, 'statement')} of {several(len(zone.parties), 'party', 'parties')}.")
    if zone.possible:
        console.print("All of them can agree: no firm demand rules out another.")
    else:
        console.print(_largest(zone))
    for group in zone.coalitions[:limit]:
        console.print()
        console.print(Text.assemble(("Can agree: ", "bold"), words(some(group.parties))))
        _print_package(console, group.package)
    print_rest(console, len(zone.coalitions), limit, "coalitions")
    for block in zone.blocking[:limit]:
        console.print()
        parties, over = words(some(block.parties)), words(some(block.proposals))
        console.print(Text.assemble(("Block one another: ", "bold red"), parties, " over ", over))
        for claim in block.claims:
            _print_claim(console, claim)
    print_rest(console, len(zone.blocking), limit, "blocking sets")
    _print_findings(console, found)


def print_outlook(console: Console, found: Outlook, *, limit: int | None) -> None:
    """Show options with their owners, preferences, and the outcomes that hold."""
    if found.statements is not None:
        console.print(f"n = {several(found.statements, 'statement')}.")
    conflict = found.conflict
    numbers = {name: number for number, name in enumerate(conflict.names, start=1)}
    for player, names in conflict.options.items():
        wishes = conflict.preferences.get(player, ())
        if names or wishes:
            console.print(Text.assemble(words(player, "bold"), " could:" if names else " has no option."))
        for name in names:
            reason = conflict.reasons.get(name)
            why = Text.assemble("  ", words(f"({reason})", "dim")) if reason else ""
            console.print(Text.assemble(f"  {numbers[name]} ", words(name), why))
        for wish in wishes[:limit]:
            console.print(Padding(words(f"would rather see: {wish.says}", "dim"), (0, 0, 0, 2)))
    idle = [player for player, names in conflict.options.items() if not names and not conflict.preferences.get(player)]
    for what, labels in (
        ("Without option and preference", idle),
        ("Nobody's option", conflict.unowned),
        ("Left out", conflict.left_out),
    ):
        if labels:
            console.print(words(f"{what}: {some(labels)}", "dim"))
    console.print()
    if not found.equilibria:
        console.print(f"None of the {len(found.outcomes)} outcomes holds: somebody always has a reason to leave.")
        return
    _print_outcomes(console, found, limit)


def _largest(zone: ZoneOfAgreement) -> str:
    size = len(zone.coalitions[0].parties) if zone.coalitions else 0
    rest = "" if zone.complete else f"; time ran out, no coalition has more than {zone.bound}"
    return f"They cannot all agree; at most {size} of {len(zone.parties)} were found to{rest}."


def _print_package(console: Console, package: Package) -> None:
    parts = (("with", package.included), ("without", package.excluded), ("open", package.open))
    for name, labels in parts:
        if labels:
            console.print(Padding(Text.assemble((f"{name} ", "dim"), words(some(labels))), (0, 0, 0, 2)))


def _print_claim(console: Console, claim: Claim) -> None:
    line = Text.assemble(
        (claim.position[:ID_LENGTH], "cyan"),
        "  ",
        words(claim.says),
        "  ",
        words(quoted(clip(claim.quote, QUOTE_LENGTH)), "dim italic"),
    )
    console.print(Padding(line, (0, 0, 0, 2)))


def _print_findings(console: Console, found: Agreement) -> None:
    zone = found.zone
    console.print()
    if zone.veto_players:
        console.print(words(f"Without one of these, the rest can agree: {some(zone.veto_players)}"))
    if zone.deal_breakers:
        broken = "; ".join(f"{label} ({several(count, 'blocking set')})" for label, count in zone.deal_breakers[:10])
        console.print(words(f"Deal-breakers: {broken}"))
    if zone.unclear:
        pairs = "; ".join(f"{party} on {label}" for party, label in zone.unclear[:10])
        console.print(words(f"Left out, for they last said both yes and no: {pairs}", "dim"))
    if found.package and found.missed:
        console.print("The package that meets all firm demands and most wishes misses these wishes:")
        for claim in found.missed:
            _print_claim(console, claim)


def _print_outcomes(console: Console, found: Outlook, limit: int | None) -> None:
    best = {player: max(outcome.rank[player] for outcome in found.outcomes) for player in found.conflict.options}
    table = listing("outcome", "holds under", "taken", "worth, 1 is the worst", short=("outcome",))
    for outcome in found.equilibria[:limit]:
        worth = "; ".join(f"{player} {outcome.rank[player]} of {most}" for player, most in best.items() if most > 1)
        taken = some(outcome.taken) or "nothing"
        table.add_row(outcome.letters, _concepts(outcome), words(taken, "dim"), words(worth, "dim"))
    console.print(table)
    print_rest(console, len(found.equilibria), limit, "outcomes that hold")
    for outcome in found.equilibria[:limit]:
        for group, target in outcome.coalition_moves:
            there = found.outcomes[target].letters
            console.print(
                words(f"Together {some(group)} would move from {outcome.letters} to {there}: all of them gain.")
            )


def _concepts(outcome: Outcome) -> str:
    return ", ".join(concept.value.upper() if concept != "nash" else "Nash" for concept in outcome.stable)

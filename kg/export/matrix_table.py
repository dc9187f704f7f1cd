"""The matrix of stances as a table in CSV: a row a party, a column a proposal, for spreadsheets, R and pandas."""

from __future__ import annotations

import csv
import io
from typing import Protocol

from kg.export.matrices import Matrix, Tally
from kg.export.records import field


class Cell(Tally, Protocol):
    """What a party's statements on a proposal come to, in a word."""

    @property
    def verdict(self) -> str: ...
    @property
    def positions(self) -> tuple[str, ...]: ...


def to_matrix_csv(matrix: Matrix[Cell]) -> str:
    """A row for each party and proposal with statements: what they come to, how many of each stance, which positions.

    The long form says more than a square of numbers, and a pivot makes the square of it; a pair without a row has no
    statement. Names that a spreadsheet would take for a formula get an apostrophe in front.
    """
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(("actor", "proposal", "verdict", "support", "oppose", "conditional", "balance", "positions"))
    for actor in matrix.actors:
        for proposal in matrix.proposals:
            cell = matrix.cells.get((actor, proposal))
            if cell is not None:
                counts = (cell.support, cell.oppose, cell.conditional, cell.support - cell.oppose)
                writer.writerow(
                    (field(actor), field(proposal), str(cell.verdict), *counts, field(" | ".join(cell.positions)))
                )
    return out.getvalue()

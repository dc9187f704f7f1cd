"""Reporting: one page with the pictures, the alliances and conflicts, the conditions, and every quotation."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from kg.analysis.conditions import precondition_graph
from kg.export.pictures import draw_matrix, draw_network, draw_preconditions
from kg.export.report import Figure, ReportTable, html_report
from kg.model import Position
from kg.store.store import ArticleHeader
from kg.usecases.analysing import Counting, build_matrix, build_network, find_conditions, rank_ties
from kg.usecases.rows import describe

MOST_TIES = 25


def build_report(positions: Sequence[Position], articles: Iterable[ArticleHeader], counting: Counting) -> str:
    """The positions as one HTML page that needs nothing else; ``articles`` are those of the graph they come from.

    Raises InputError when there are no positions.
    """
    return html_report(
        describe(positions, articles, {}),
        title="Who stands where, and in whose words",
        figures=_figures(positions, counting) if positions else (),
        tables=(_ties(positions, counting), _conditions(positions, counting)) if positions else (),
    )


def _figures(positions: Sequence[Position], counting: Counting) -> Sequence[Figure]:
    network = build_network(positions, "subtract", counting)
    camps = rank_ties(network).camps
    matrix = build_matrix(positions, counting.level)
    conditions = precondition_graph(positions, level=counting.level)
    figures = [
        _figure(lambda path: draw_matrix(matrix, path), "Who said what on which proposal."),
        _figure(
            lambda path: draw_network(network, path, camps=camps.camp_of() if camps else None),
            "Who stands with whom: agreement minus disagreement over all proposals.",
        ),
    ]
    if conditions.number_of_edges():
        figures.append(_figure(lambda path: draw_preconditions(conditions, path), "What hangs on what."))
    return figures


def _figure(draw: Callable[[Path], None], caption: str) -> Figure:
    with TemporaryDirectory() as folder:
        path = Path(folder, "figure.svg")
        draw(path)
        return Figure(svg=path.read_text("utf-8"), caption=caption)


def _ties(positions: Sequence[Position], counting: Counting) -> ReportTable:
    ties = rank_ties(build_network(positions, "subtract", counting)).ties[:MOST_TIES]
    return ReportTable(
        title="Strongest alliances and sharpest conflicts",
        header=("between", "and", "weight", "on"),
        rows=[(tie.first, tie.second, f"{tie.weight:+.3g}", "; ".join(tie.proposals)) for tie in ties],
    )


def _conditions(positions: Sequence[Position], counting: Counting) -> ReportTable:
    return ReportTable(
        title="Conditions",
        header=("who", "makes", "depend on", "in which words"),
        rows=[
            (claim.holder, claim.proposal, f"{claim.relation.replace('-', ' ')} {claim.condition}", claim.quote)
            for claim in find_conditions(positions, counting.level).stated
        ],
    )

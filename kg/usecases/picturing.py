"""Picturing: for each analysis the picture that a person would draw."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from kg.analysis.balance import polarisation_over_time
from kg.analysis.conditions import precondition_graph
from kg.analysis.history import position_history
from kg.errors import InputError
from kg.model import Actor, Position
from kg.usecases.analysing import Counting, build_matrix, build_network, rank_ties
from kg.usecases.guessing import or_else

PICTURES = ("network", "matrix", "conditions", "timeline", "polarisation")
"""What can be drawn: allies and rivals by camp, stances, what hangs on what, changes of position, polarisation."""


def draw_picture(
    positions: Sequence[Position],
    what: str,
    path: Path,
    counting: Counting | None = None,
    *,
    window: str = "month",
    others: Sequence[Actor] = (),
) -> None:
    """Draw one of ``PICTURES`` of the positions into the file ``path``, whose ending (svg, png, pdf) says the format.

    ``window`` (week, month, year) is that of polarisation; ``others`` are parties of the network without a statement.
    Raises InputError for another picture or ending, and where
    there is nothing to draw; AccessError when the file cannot be written.
    """
    # matplotlib takes a second to load, and most analyses are tables.
    from kg.export.pictures import draw_matrix, draw_network, draw_polarisation, draw_preconditions, draw_timeline

    how = counting or Counting()
    if what == "network":
        network = build_network(positions, "subtract", how, others)
        camps = rank_ties(network).camps
        draw_network(network, path, camps=camps.camp_of() if camps else None)
    elif what == "matrix":
        draw_matrix(build_matrix(positions, how.level), path)
    elif what == "conditions":
        draw_preconditions(precondition_graph(positions, level=how.level), path)
    elif what == "timeline":
        draw_timeline(position_history(positions, level=how.level), path)
    elif what == "polarisation":
        periods = polarisation_over_time(
            positions,
            window=window,
            level=how.level,
            duplicates=how.duplicates,
            conditional=how.conditional,
            compatible=how.compatible,
        )
        draw_polarisation(periods, path)
    else:
        raise InputError(f"expected a picture of {', '.join(PICTURES)}, got {what!r}{or_else(what, PICTURES)}")

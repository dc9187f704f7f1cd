"""``/v1/analysis``: what the positions amount to together, as the commands of the same names show it."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Any

from fastapi import APIRouter, Body, Query

from api.analysis_choices import LevelQuery, Narrowed, StatementsCounted, TiesCounted
from api.analysis_schemas import (
    BackboneAnswer,
    BridgesAnswer,
    CampsAnswer,
    MatrixAnswer,
    MovesAnswer,
    PolarisationAnswer,
    WindowsAnswer,
)
from api.analysis_settling import AgreementAnswer, ConditionsAnswer, StabilityAnswer
from api.graph import Graph
from api.parameters import ONLY_KNOWN
from api.positions import Selection
from api.schemas import Problem
from api.turns import IN_TURN
from kg.model import Position
from kg.model.filter import PositionFilter
from kg.usecases.analysing import Kind, Level, build_matrix, find_conditions
from kg.usecases.debating import PERIODS, find_backbone, find_bridges, find_camps, find_moves, measure_polarisation
from kg.usecases.narrowing import Narrowing, gather
from kg.usecases.passing import KERNELS, UNITS, networks_over_time
from kg.usecases.plain import plain
from kg.usecases.settling import count_said, draft, find_agreement, foresee, read_conflict

router = APIRouter(
    prefix="/v1/analysis",
    tags=["Analysis"],
    dependencies=[ONLY_KNOWN, IN_TURN],
    responses={404: {"model": Problem, "description": "Nothing fits; the detail names what exists"}},
)

Window = StrEnum("Window", {name.upper(): name for name in PERIODS})  # type: ignore[misc]
Unit = StrEnum("Unit", {name.upper(): name for name in UNITS})  # type: ignore[misc]
Kernel = StrEnum("Kernel", {name.upper(): name for name in KERNELS})  # type: ignore[misc]
MONTHS = Unit("months")

MOST_SECONDS = 10.0
MOST_SAMPLES = 500
MOST_WINDOWS = 10_000

Seconds = Annotated[float, Query(description="How long to search; then the bound is given.", gt=0, le=MOST_SECONDS)]
Between = Annotated[
    list[str], Query(alias="party", description="Only between these; given once for each.", max_length=100)
]


@router.get("/matrix", summary="Show actors against proposals")
def show_matrix(graph: Graph, chosen: Selection, narrowing: Narrowed, level: LevelQuery = Level.ACTOR) -> MatrixAnswer:
    """Who said what on which proposal; pairs without a cell have no statement."""
    positions = _positions(graph, chosen, narrowing, level)
    found = build_matrix(positions, level)
    cells = [
        {"actor": actor, "proposal": proposal, "verdict": cell.verdict, **plain(cell)}
        for (actor, proposal), cell in found.cells.items()
    ]
    return MatrixAnswer.model_validate(
        {"statements": len(positions), "actors": found.actors, "proposals": found.proposals, "cells": cells}
    )


@router.get("/camps", summary="Find the camps, with proof or bound")
def show_camps(
    graph: Graph,
    chosen: Selection,
    narrowing: Narrowed,
    counting: TiesCounted,
    camps: Annotated[int, Query(description="How many at most.", ge=2, le=10)] = 2,
    weighted: Annotated[bool, Query(description="Whether heavy ties count more.")] = True,
    seconds: Seconds = 5.0,
) -> CampsAnswer:
    """Camps that leave the least weight of ties frustrated, what speaks against them, and how balanced it all is."""
    positions = _positions(graph, chosen, narrowing, counting.level)
    found = find_camps(positions, counting, camps=camps, weighted=weighted, seconds=seconds)
    return CampsAnswer.model_validate({**plain(found), "proven": found.camps.proven, "balance": found.camps.balance})


@router.get("/polarisation", summary="Measure how far two camps explain the debate")
def show_polarisation(
    graph: Graph,
    chosen: Selection,
    narrowing: Narrowed,
    counting: StatementsCounted,
    window: Annotated[Window | None, Query(description="Over time too, by week, month or year.")] = None,
    samples: Annotated[int, Query(description="Resample the statements so often.", ge=0, le=MOST_SAMPLES)] = 100,
    seed: Annotated[int, Query(description="The same seed, the same interval.", ge=0, le=2**32 - 1)] = 0,
) -> PolarisationAnswer:
    """1 − 2 L/m of the two best camps, with an interval that holds 95 % of the values of resampled statements."""
    positions = _positions(graph, chosen, narrowing, counting.level)
    found = measure_polarisation(positions, counting, window=window, samples=samples, seed=seed, seconds=MOST_SECONDS)
    return PolarisationAnswer.model_validate(plain(found))


@router.get("/windows", summary="Show the network of each window of time")
def show_windows(
    graph: Graph,
    chosen: Selection,
    narrowing: Narrowed,
    counting: TiesCounted,
    unit: Annotated[Unit, Query(description="What windows are counted in.")] = MONTHS,
    size: Annotated[int, Query(description="So many units in a window.", ge=1, le=MOST_WINDOWS)] = 1,
    step: Annotated[
        int | None, Query(description="Units from one beginning to the next; else the size.", ge=1, le=MOST_WINDOWS)
    ] = None,
    kernel: Annotated[Kernel | None, Query(description="Count less what is far from a window's middle.")] = None,
) -> WindowsAnswer:
    """The ties of the subtract network in every window, silent ones too; undated positions belong to none."""
    positions = _positions(graph, chosen, narrowing, counting.level)
    found = networks_over_time(positions, "subtract", counting, unit=unit, size=size, step=step, kernel=kernel)
    return WindowsAnswer.model_validate({"statements": len(positions), "windows": plain(found)})


@router.get("/bridges", summary="Show who and what stands between the camps")
def show_bridges(
    graph: Graph,
    chosen: Selection,
    narrowing: Narrowed,
    level: LevelQuery = Level.ACTOR,
    seconds: Seconds = 5.0,
) -> BridgesAnswer:
    """Brokers, the most divisive and the most bridging proposals, and shared agendas."""
    found = find_bridges(_positions(graph, chosen, narrowing, level), level, seconds=seconds)
    overlaps = [{**plain(each), "share": each.share} for each in found.overlaps]
    return BridgesAnswer.model_validate({**plain(found), "overlaps": overlaps})


@router.get("/backbone", summary="Show which proposals carry the structure of the debate")
def show_backbone(
    graph: Graph,
    chosen: Selection,
    narrowing: Narrowed,
    counting: TiesCounted,
    kind: Annotated[Kind, Query(description="Of which network.")] = Kind.CONGRUENCE,
) -> BackboneAnswer:
    """Proposals in the order in which the network misses them least, each with the loss; at most 120 parties."""
    positions = _positions(graph, chosen, narrowing, counting.level)
    return BackboneAnswer.model_validate(plain(find_backbone(positions, kind, counting)))


@router.get("/moves", summary="Show what changed over time")
def show_moves(
    graph: Graph,
    chosen: Selection,
    narrowing: Narrowed,
    days: Annotated[int, Query(description="Contradictions at most so many days apart.", ge=0, le=36_500)] = 7,
    level: LevelQuery = Level.ACTOR,
) -> MovesAnswer:
    """Every party's history on every proposal, shifts and contradictions, each with both quotes."""
    found = find_moves(_positions(graph, chosen, narrowing, level), level, days=days)
    return MovesAnswer.model_validate(plain(found))


@router.get("/conditions", summary="Show who makes what depend on what")
def show_conditions(
    graph: Graph, chosen: Selection, narrowing: Narrowed, level: LevelQuery = Level.SIDE
) -> ConditionsAnswer:
    """Conditions, those shared or contested, and deadlocks: circles in which each waits for the other."""
    found = find_conditions(_positions(graph, chosen, narrowing, level), level)
    return ConditionsAnswer.model_validate(plain(found))


@router.get("/agreement", summary="Show who could agree on what, and what blocks them")
def show_agreement(
    graph: Graph,
    chosen: Selection,
    narrowing: Narrowed,
    parties: Between = [],  # noqa: B006  # FastAPI copies it
    level: LevelQuery = Level.SIDE,
    seconds: Seconds = 5.0,
) -> AgreementAnswer:
    """Largest coalitions with their packages, smallest blocking sets with their quotes, deal-breakers, veto players."""
    positions = _positions(graph, chosen, narrowing, level)
    found = find_agreement(positions, level, parties=parties, seconds=seconds)
    return AgreementAnswer.model_validate({**plain(found), "possible": found.zone.possible})


@router.get("/stability", summary="Show which outcomes of the conflict would hold")
def show_stability(
    graph: Graph,
    chosen: Selection,
    narrowing: Narrowed,
    parties: Between = [],  # noqa: B006  # FastAPI copies it
    options: Annotated[int, Query(description="At most so many options.", ge=1, le=8)] = 6,
    level: LevelQuery = Level.SIDE,
) -> StabilityAnswer:
    """The conflict as drafted from the positions, and its outcomes; the draft can be changed and posted here."""
    positions = _positions(graph, chosen, narrowing, level)
    drafted = draft(positions, level, parties=parties, most=options)
    found = foresee(drafted, statements=count_said(positions, level, drafted.options))
    return StabilityAnswer.model_validate(plain(found))


@router.post("/stability", summary="Analyse a conflict that you changed")
def weigh_stability(
    conflict: Annotated[
        dict[str, Any],
        Body(
            examples=[
                {
                    "options": {"Ardania": ["harbour opening"], "Belmark": []},
                    "preferences": {"Ardania": [{"any_of": [[["harbour opening", True]]], "says": "opens it"}]},
                }
            ]
        ),
    ],
) -> StabilityAnswer:
    """Outcomes of a conflict in the form that ``GET`` gives: options and preferences by player. Nothing is stored."""
    return StabilityAnswer.model_validate(plain(foresee(read_conflict(conflict, "the request"))))


def _positions(graph: Graph, chosen: PositionFilter, narrowing: Narrowing, level: str) -> tuple[Position, ...]:
    with graph.reading() as store:
        return gather(store, chosen, narrowing, level)

"""``/v1/analysis``: what the positions amount to together, as the commands of the same names show it."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Any

from fastapi import APIRouter, Body, Query

from api.graph import Graph
from api.positions import Selection
from api.schemas import Problem
from kg.model import Position
from kg.model.filter import PositionFilter
from kg.usecases.analysing import (
    Conditional,
    Counting,
    Duplicates,
    Level,
    Normalization,
    build_matrix,
    find_conditions,
)
from kg.usecases.choosing import choose_positions, leave_out
from kg.usecases.debating import PERIODS, find_bridges, find_camps, find_moves, measure_polarisation
from kg.usecases.passing import UNITS, networks_over_time
from kg.usecases.plain import plain
from kg.usecases.settling import draft, find_agreement, foresee, read_conflict

router = APIRouter(prefix="/v1/analysis", tags=["Analysis"], responses={404: {"model": Problem}})

Window = StrEnum("Window", {name.upper(): name for name in PERIODS})  # type: ignore[misc]
Unit = StrEnum("Unit", {name.upper(): name for name in UNITS})  # type: ignore[misc]
MONTHS = Unit("months")
Result = dict[str, Any]

MOST_SECONDS = 10.0
MOST_SAMPLES = 500

ActorLevel = Annotated[Level, Query(alias="level", description="For the one who speaks, or the side spoken for.")]
NormalizationQuery = Annotated[Normalization, Query(description="What ties are divided by.")]
DuplicatesQuery = Annotated[Duplicates, Query(description="How often repeated statements count.")]
ConditionalQuery = Annotated[Conditional, Query(description='What "only if" counts for.')]
Seconds = Annotated[float, Query(description="How long to search; then the bound is given.", gt=0, le=MOST_SECONDS)]
WithoutParties = Annotated[list[str], Query(alias="without_party", description="Leave these out; once for each.")]
WithoutProposals = Annotated[list[str], Query(alias="without_proposal", description="Leave these out; once for each.")]
Minimum = Annotated[int, Query(description="Only parties with so many statements or more.", ge=1)]
Parties = Annotated[list[str], Query(alias="party", description="Only between these; given once for each.")]


@router.get("/matrix", summary="Show actors against proposals")
def show_matrix(graph: Graph, chosen: Selection, level: ActorLevel = Level.ACTOR) -> Result:
    """Who said what on which proposal; pairs without a cell have no statement."""
    positions = _positions(graph, chosen)
    found = build_matrix(positions, level)
    cells = [
        {"actor": actor, "proposal": proposal, "verdict": cell.verdict, **plain(cell)}
        for (actor, proposal), cell in found.cells.items()
    ]
    return {
        "statements": len(positions),
        "actors": list(found.actors),
        "proposals": list(found.proposals),
        "cells": cells,
    }


@router.get("/camps", summary="Find the camps, with proof or bound")
def show_camps(
    graph: Graph,
    chosen: Selection,
    camps: Annotated[int, Query(description="How many at most.", ge=2, le=10)] = 2,
    weighted: Annotated[bool, Query(description="Whether heavy ties count more.")] = True,
    without: WithoutParties = [],  # noqa: B006  # FastAPI copies it
    without_proposals: WithoutProposals = [],  # noqa: B006
    minimum: Minimum = 1,
    level: ActorLevel = Level.ACTOR,
    normalization: NormalizationQuery = Normalization.NO,
    duplicates: DuplicatesQuery = Duplicates.INCLUDE,
    conditional: ConditionalQuery = Conditional.NEITHER,
    seconds: Seconds = 5.0,
) -> Result:
    """Camps that leave the least weight of ties frustrated, what speaks against them, and how balanced it all is."""
    counting = Counting(level=level, normalization=normalization, duplicates=duplicates, conditional=conditional)
    positions = leave_out(
        _positions(graph, chosen), level, parties=without, proposals=without_proposals, minimum=minimum
    )
    found = find_camps(positions, counting, camps=camps, weighted=weighted, seconds=seconds)
    return {**plain(found), "proven": found.camps.proven, "balance": found.camps.balance}


@router.get("/polarisation", summary="Measure how far two camps explain the debate")
def show_polarisation(
    graph: Graph,
    chosen: Selection,
    window: Annotated[Window | None, Query(description="Over time too, by week, month or year.")] = None,
    samples: Annotated[int, Query(description="Resample the statements so often.", ge=0, le=MOST_SAMPLES)] = 100,
    seed: Annotated[int, Query(description="The same seed, the same interval.", ge=0, le=2**32 - 1)] = 0,
    without: WithoutParties = [],  # noqa: B006  # FastAPI copies it
    without_proposals: WithoutProposals = [],  # noqa: B006
    minimum: Minimum = 1,
    level: ActorLevel = Level.ACTOR,
    duplicates: DuplicatesQuery = Duplicates.INCLUDE,
    conditional: ConditionalQuery = Conditional.NEITHER,
) -> Result:
    """1 − 2 L/m of the two best camps, with an interval that holds 95 % of the values of resampled statements."""
    counting = Counting(level=level, duplicates=duplicates, conditional=conditional)
    found = measure_polarisation(
        leave_out(_positions(graph, chosen), level, parties=without, proposals=without_proposals, minimum=minimum),
        counting,
        window=window,
        samples=samples,
        seed=seed,
        seconds=MOST_SECONDS / (samples + 1),
    )
    return _object(found)


@router.get("/windows", summary="Show the network of each window of time")
def show_windows(
    graph: Graph,
    chosen: Selection,
    unit: Annotated[Unit, Query(description="What windows are counted in.")] = MONTHS,
    size: Annotated[int, Query(description="So many units in a window.", ge=1, le=10_000)] = 1,
    step: Annotated[
        int | None, Query(description="Units from one beginning to the next; else the size.", ge=1, le=10_000)
    ] = None,
    without: WithoutParties = [],  # noqa: B006  # FastAPI copies it
    without_proposals: WithoutProposals = [],  # noqa: B006
    minimum: Minimum = 1,
    level: ActorLevel = Level.ACTOR,
    normalization: NormalizationQuery = Normalization.NO,
    duplicates: DuplicatesQuery = Duplicates.INCLUDE,
    conditional: ConditionalQuery = Conditional.NEITHER,
) -> Result:
    """The ties of the subtract network in every window, silent ones too; undated positions belong to none."""
    counting = Counting(level=level, normalization=normalization, duplicates=duplicates, conditional=conditional)
    positions = leave_out(
        _positions(graph, chosen), level, parties=without, proposals=without_proposals, minimum=minimum
    )
    found = networks_over_time(positions, "subtract", counting, unit=unit, size=size, step=step)
    return {"statements": len(positions), "windows": plain(found)}


@router.get("/bridges", summary="Show who and what stands between the camps")
def show_bridges(
    graph: Graph,
    chosen: Selection,
    without: WithoutParties = [],  # noqa: B006  # FastAPI copies it
    without_proposals: WithoutProposals = [],  # noqa: B006
    minimum: Minimum = 1,
    level: ActorLevel = Level.ACTOR,
    seconds: Seconds = 5.0,
) -> Result:
    """Brokers, the most divisive and the most bridging proposals, and shared agendas."""
    found = find_bridges(
        leave_out(_positions(graph, chosen), level, parties=without, proposals=without_proposals, minimum=minimum),
        level,
        seconds=seconds,
    )
    return {**plain(found), "overlaps": [{**plain(each), "share": each.share} for each in found.overlaps]}


@router.get("/moves", summary="Show what changed over time")
def show_moves(
    graph: Graph,
    chosen: Selection,
    days: Annotated[int, Query(description="Contradictions at most so many days apart.", ge=0, le=36_500)] = 7,
    level: ActorLevel = Level.ACTOR,
) -> Result:
    """Every party's history on every proposal, shifts and contradictions, each with both quotes."""
    return _object(find_moves(_positions(graph, chosen), level, days=days))


@router.get("/conditions", summary="Show who makes what depend on what")
def show_conditions(graph: Graph, chosen: Selection, level: ActorLevel = Level.SIDE) -> Result:
    """Conditions, those shared or contested, and deadlocks: circles in which each waits for the other."""
    positions = _positions(graph, chosen)
    return {"statements": len(positions), **_object(find_conditions(positions, level))}


@router.get("/agreement", summary="Show who could agree on what, and what blocks them")
def show_agreement(
    graph: Graph,
    chosen: Selection,
    parties: Parties = [],  # noqa: B006  # FastAPI copies it
    level: ActorLevel = Level.SIDE,
    seconds: Seconds = 5.0,
) -> Result:
    """Largest coalitions with their packages, smallest blocking sets with their quotes, deal-breakers, veto players."""
    found = find_agreement(_positions(graph, chosen), level, parties=parties, seconds=seconds)
    return {**plain(found), "possible": found.zone.possible}


@router.get("/stability", summary="Show which outcomes of the conflict would hold")
def show_stability(
    graph: Graph,
    chosen: Selection,
    parties: Parties = [],  # noqa: B006  # FastAPI copies it
    options: Annotated[int, Query(description="At most so many options.", ge=1, le=8)] = 6,
    level: ActorLevel = Level.SIDE,
) -> Result:
    """The conflict as drafted from the positions, and its outcomes; the draft can be changed and posted here."""
    return _object(foresee(draft(_positions(graph, chosen), level, parties=parties, most=options)))


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
) -> Result:
    """Outcomes of a conflict in the form that ``GET`` gives: options and preferences by player. Nothing is stored."""
    return _object(foresee(read_conflict(conflict, "the request")))


def _positions(graph: Graph, chosen: PositionFilter) -> tuple[Position, ...]:
    with graph.reading() as store:
        return choose_positions(store, chosen)


def _object(found: object) -> Result:
    record: Result = plain(found)
    return record

"""``/v1/analysis``: what the positions amount to together, as the commands of the same names show it."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Any

from fastapi import APIRouter, Body, Query
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response

from api import analysis_answers
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
from api.computing import FAILURES, computed
from api.graph import Graph
from api.parameters import ONLY_KNOWN
from api.positions import Selection
from kg.usecases.analysing import Kind, Level
from kg.usecases.debating import PERIODS
from kg.usecases.passing import KERNELS, UNITS
from kg.usecases.settling import read_conflict

router = APIRouter(
    prefix="/v1/analysis",
    tags=["Analysis"],
    dependencies=[ONLY_KNOWN],
    responses=FAILURES,
)

Window = StrEnum("Window", {name.upper(): name for name in PERIODS})  # type: ignore[misc]
Unit = StrEnum("Unit", {name.upper(): name for name in UNITS})  # type: ignore[misc]
Kernel = StrEnum("Kernel", {name.upper(): name for name in KERNELS})  # type: ignore[misc]
MONTHS = Unit("months")
JSON = "application/json"

MOST_SECONDS = 10.0
MOST_SAMPLES = 500
MOST_WINDOWS = 10_000

Seconds = Annotated[float, Query(description="How long to search; then the bound is given.", gt=0, le=MOST_SECONDS)]
Between = Annotated[
    list[str], Query(alias="party", description="Only between these; given once for each.", max_length=100)
]


@router.get("/matrix", summary="Show actors against proposals", response_model=MatrixAnswer)
async def show_matrix(
    graph: Graph, chosen: Selection, narrowing: Narrowed, level: LevelQuery = Level.ACTOR
) -> Response:
    """Who said what on which proposal; pairs without a cell have no statement."""
    return await computed(graph, JSON, analysis_answers.matrix, chosen, narrowing, level)


@router.get("/camps", summary="Find the camps, with proof or bound", response_model=CampsAnswer)
async def show_camps(
    graph: Graph,
    chosen: Selection,
    narrowing: Narrowed,
    counting: TiesCounted,
    camps: Annotated[int, Query(description="How many at most.", ge=2, le=10)] = 2,
    weighted: Annotated[bool, Query(description="Whether heavy ties count more.")] = True,
    seconds: Seconds = 5.0,
) -> Response:
    """Camps that leave the least weight of ties frustrated, what speaks against them, and how balanced it all is."""
    return await computed(
        graph,
        JSON,
        analysis_answers.camps,
        chosen,
        narrowing,
        counting,
        camps=camps,
        weighted=weighted,
        seconds=seconds,
    )


@router.get("/polarisation", summary="Measure how far two camps explain the debate", response_model=PolarisationAnswer)
async def show_polarisation(
    graph: Graph,
    chosen: Selection,
    narrowing: Narrowed,
    counting: StatementsCounted,
    window: Annotated[Window | None, Query(description="Over time too, by week, month or year.")] = None,
    samples: Annotated[int, Query(description="Resample the statements so often.", ge=0, le=MOST_SAMPLES)] = 100,
    seed: Annotated[int, Query(description="The same seed, the same interval.", ge=0, le=2**32 - 1)] = 0,
) -> Response:
    """1 − 2 L/m of the two best camps, with an interval that holds 95 % of the values of resampled statements."""
    return await computed(
        graph,
        JSON,
        analysis_answers.polarisation,
        chosen,
        narrowing,
        counting,
        window=window and window.value,
        samples=samples,
        seed=seed,
        seconds=MOST_SECONDS,
    )


@router.get("/windows", summary="Show the network of each window of time", response_model=WindowsAnswer)
async def show_windows(
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
) -> Response:
    """The ties of the subtract network in every window, silent ones too; undated positions belong to none."""
    return await computed(
        graph,
        JSON,
        analysis_answers.windows,
        chosen,
        narrowing,
        counting,
        unit=unit.value,
        size=size,
        step=step,
        kernel=kernel and kernel.value,
    )


@router.get("/bridges", summary="Show who and what stands between the camps", response_model=BridgesAnswer)
async def show_bridges(
    graph: Graph,
    chosen: Selection,
    narrowing: Narrowed,
    level: LevelQuery = Level.ACTOR,
    seconds: Seconds = 5.0,
) -> Response:
    """Brokers, the most divisive and the most bridging proposals, and shared agendas."""
    return await computed(graph, JSON, analysis_answers.bridges, chosen, narrowing, level, seconds=seconds)


@router.get(
    "/backbone", summary="Show which proposals carry the structure of the debate", response_model=BackboneAnswer
)
async def show_backbone(
    graph: Graph,
    chosen: Selection,
    narrowing: Narrowed,
    counting: TiesCounted,
    kind: Annotated[Kind, Query(description="Of which network.")] = Kind.CONGRUENCE,
) -> Response:
    """Proposals in the order in which the network misses them least, each with the loss; at most 120 parties."""
    return await computed(graph, JSON, analysis_answers.backbone, chosen, narrowing, counting, kind=kind)


@router.get("/moves", summary="Show what changed over time", response_model=MovesAnswer)
async def show_moves(
    graph: Graph,
    chosen: Selection,
    narrowing: Narrowed,
    days: Annotated[int, Query(description="Contradictions at most so many days apart.", ge=0, le=36_500)] = 7,
    level: LevelQuery = Level.ACTOR,
) -> Response:
    """Every party's history on every proposal, shifts and contradictions, each with both quotes."""
    return await computed(graph, JSON, analysis_answers.moves, chosen, narrowing, level, days=days)


@router.get("/conditions", summary="Show who makes what depend on what", response_model=ConditionsAnswer)
async def show_conditions(
    graph: Graph, chosen: Selection, narrowing: Narrowed, level: LevelQuery = Level.SIDE
) -> Response:
    """Conditions, those shared or contested, and deadlocks: circles in which each waits for the other."""
    return await computed(graph, JSON, analysis_answers.conditions, chosen, narrowing, level)


@router.get("/agreement", summary="Show who could agree on what, and what blocks them", response_model=AgreementAnswer)
async def show_agreement(
    graph: Graph,
    chosen: Selection,
    narrowing: Narrowed,
    parties: Between = [],  # noqa: B006  # FastAPI copies it
    level: LevelQuery = Level.SIDE,
    seconds: Seconds = 5.0,
) -> Response:
    """Largest coalitions with their packages, smallest blocking sets with their quotes, deal-breakers, veto players."""
    return await computed(
        graph, JSON, analysis_answers.agreement, chosen, narrowing, level, parties=parties, seconds=seconds
    )


@router.get("/stability", summary="Show which outcomes of the conflict would hold", response_model=StabilityAnswer)
async def show_stability(
    graph: Graph,
    chosen: Selection,
    narrowing: Narrowed,
    parties: Between = [],  # noqa: B006  # FastAPI copies it
    options: Annotated[int, Query(description="At most so many options.", ge=1, le=8)] = 6,
    level: LevelQuery = Level.SIDE,
) -> Response:
    """The conflict as drafted from the positions, and its outcomes; the draft can be changed and posted here."""
    return await computed(
        graph, JSON, analysis_answers.stability, chosen, narrowing, level, parties=parties, options=options
    )


@router.post("/stability", summary="Analyse a conflict that you changed", response_model=StabilityAnswer)
async def weigh_stability(
    graph: Graph,
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
) -> Response:
    """Outcomes of a conflict in the form that ``GET`` gives: options and preferences by player. Nothing is stored."""
    read = await run_in_threadpool(read_conflict, conflict, "the request")
    return await computed(graph, JSON, analysis_answers.changed_stability, read)

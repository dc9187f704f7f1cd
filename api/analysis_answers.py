"""The answers of ``/v1/analysis`` and ``/v1/networks`` as bytes, from the graph: what the processes that compute do.

No part of the web is loaded here but the shapes of its answers.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

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
from api.schemas import Shape
from kg.model.filter import PositionFilter
from kg.usecases.analysing import Counting, build_matrix, find_conditions, find_network
from kg.usecases.debating import find_backbone, find_bridges, find_camps, find_moves, measure_polarisation
from kg.usecases.exporting import render_network
from kg.usecases.narrowing import Narrowing, gather
from kg.usecases.passing import networks_over_time
from kg.usecases.plain import plain
from kg.usecases.serving import Store
from kg.usecases.settling import Conflict, count_said, draft, find_agreement, foresee


def matrix(store: Store, chosen: PositionFilter, narrowing: Narrowing, level: str) -> bytes:
    """Actors against proposals; only pairs with a statement have a cell."""
    positions = gather(store, chosen, narrowing, level)
    found = build_matrix(positions, level)
    cells = [
        {"actor": actor, "proposal": proposal, "verdict": cell.verdict, **plain(cell)}
        for (actor, proposal), cell in found.cells.items()
    ]
    return _json(
        MatrixAnswer,
        {"statements": len(positions), "actors": found.actors, "proposals": found.proposals, "cells": cells},
    )


def camps(
    store: Store,
    chosen: PositionFilter,
    narrowing: Narrowing,
    counting: Counting,
    *,
    camps: int,
    weighted: bool,
    seconds: float,
) -> bytes:
    """The camps with proof or bound, and how balanced the network is."""
    positions = gather(store, chosen, narrowing, counting.level)
    found = find_camps(positions, counting, camps=camps, weighted=weighted, seconds=seconds)
    return _json(CampsAnswer, {**plain(found), "proven": found.camps.proven, "balance": found.camps.balance})


def polarisation(
    store: Store,
    chosen: PositionFilter,
    narrowing: Narrowing,
    counting: Counting,
    *,
    window: str | None,
    samples: int,
    seed: int,
    seconds: float,
) -> bytes:
    """How far two camps explain the debate, and each period of it."""
    positions = gather(store, chosen, narrowing, counting.level)
    found = measure_polarisation(positions, counting, window=window, samples=samples, seed=seed, seconds=seconds)
    return _json(PolarisationAnswer, plain(found))


def windows(
    store: Store,
    chosen: PositionFilter,
    narrowing: Narrowing,
    counting: Counting,
    *,
    unit: str,
    size: int,
    step: int | None,
    kernel: str | None,
) -> bytes:
    """The subtract network of every window of time."""
    positions = gather(store, chosen, narrowing, counting.level)
    found = networks_over_time(positions, "subtract", counting, unit=unit, size=size, step=step, kernel=kernel)
    return _json(WindowsAnswer, {"statements": len(positions), "windows": plain(found)})


def bridges(store: Store, chosen: PositionFilter, narrowing: Narrowing, level: str, *, seconds: float) -> bytes:
    """Who and what stands between the camps."""
    found = find_bridges(gather(store, chosen, narrowing, level), level, seconds=seconds)
    overlaps = [{**plain(each), "share": each.share} for each in found.overlaps]
    return _json(BridgesAnswer, {**plain(found), "overlaps": overlaps})


def backbone(store: Store, chosen: PositionFilter, narrowing: Narrowing, counting: Counting, *, kind: str) -> bytes:
    """The proposals in the order in which the network called ``kind`` misses them least."""
    positions = gather(store, chosen, narrowing, counting.level)
    return _json(BackboneAnswer, plain(find_backbone(positions, kind, counting)))


def moves(store: Store, chosen: PositionFilter, narrowing: Narrowing, level: str, *, days: int) -> bytes:
    """What changed over time."""
    return _json(MovesAnswer, plain(find_moves(gather(store, chosen, narrowing, level), level, days=days)))


def conditions(store: Store, chosen: PositionFilter, narrowing: Narrowing, level: str) -> bytes:
    """Who makes what depend on what."""
    return _json(ConditionsAnswer, plain(find_conditions(gather(store, chosen, narrowing, level), level)))


def agreement(
    store: Store,
    chosen: PositionFilter,
    narrowing: Narrowing,
    level: str,
    *,
    parties: Sequence[str],
    seconds: float,
) -> bytes:
    """Who could agree on what, and what blocks them."""
    positions = gather(store, chosen, narrowing, level)
    found = find_agreement(positions, level, parties=parties, seconds=seconds)
    return _json(AgreementAnswer, {**plain(found), "possible": found.zone.possible})


def stability(
    store: Store,
    chosen: PositionFilter,
    narrowing: Narrowing,
    level: str,
    *,
    parties: Sequence[str],
    options: int,
) -> bytes:
    """The conflict drafted from the positions, and its outcomes."""
    positions = gather(store, chosen, narrowing, level)
    drafted = draft(positions, level, parties=parties, most=options)
    found = foresee(drafted, statements=count_said(positions, level, drafted.options))
    return _json(StabilityAnswer, plain(found))


def changed_stability(_: Store, conflict: Conflict) -> bytes:
    """The outcomes of a conflict that somebody wrote."""
    return _json(StabilityAnswer, plain(foresee(conflict)))


def network(
    store: Store, chosen: PositionFilter, narrowing: Narrowing, counting: Counting, *, kind: str, form: str
) -> bytes:
    """A network in a format of other programs."""
    return render_network(find_network(store, chosen, kind, counting, narrowing), form).encode()


def _json(shape: type[Shape], answer: Any) -> bytes:
    return shape.model_validate(answer).model_dump_json().encode()

"""``/v1/networks``: who stands with whom, as a network for other programs."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

from fastapi import APIRouter, Path, Query
from starlette.responses import Response

from api import analysis_answers
from api.analysis_choices import Narrowed, NetworkCounted
from api.analysis_schemas import Network
from api.computing import FAILURES, computed
from api.graph import Graph
from api.parameters import ONLY_KNOWN
from api.positions import Selection
from kg.usecases.analysing import NETWORKS
from kg.usecases.exporting import NETWORK_FORMATS

router = APIRouter(prefix="/v1/networks", tags=["Networks"], dependencies=[ONLY_KNOWN])

Kind = StrEnum("Kind", {name.upper(): name for name in NETWORKS})  # type: ignore[misc]
Form = StrEnum("Form", {name.upper().replace(".", "_"): name for name in NETWORK_FORMATS})  # type: ignore[misc]

MEDIA_TYPES = dict.fromkeys(NETWORK_FORMATS, "text/plain") | {
    "graphml": "application/graphml+xml",
    "gexf": "application/gexf+xml",
    "json": "application/json",
    "cyjs": "application/json",
    "dot": "text/vnd.graphviz",
    "csv": "text/csv",
    "nodes.csv": "text/csv",
}


@router.get(
    "/{kind}",
    summary="Build a network",
    response_model=Network,
    responses={
        **FAILURES,
        200: {"content": {media_type: {} for media_type in sorted(set(MEDIA_TYPES.values()))}},
    },
)
async def network(
    graph: Graph,
    kind: Annotated[Kind, Path(description="What a tie says; conditions: what hangs on what.")],
    chosen: Selection,
    narrowing: Narrowed,
    counting: NetworkCounted,
    form: Annotated[Form, Query(alias="format", description="json is node-link JSON.")] = Form("json"),
) -> Response:
    """Networks as rDNA defines them, over the positions that meet all criteria; every tie names its positions."""
    return await computed(
        graph,
        MEDIA_TYPES[form],
        analysis_answers.network,
        chosen,
        narrowing,
        counting,
        kind=kind.value,
        form=form.value,
    )

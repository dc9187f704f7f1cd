"""``/v1/networks``: who stands with whom, as a network for other programs."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

from fastapi import APIRouter, Path, Query
from starlette.responses import Response

from api.graph import Graph
from api.positions import Selection
from api.schemas import Network
from kg.usecases.analysing import NETWORKS, Conditional, Counting, Duplicates, Level, Normalization, build_network
from kg.usecases.exporting import NETWORK_FORMATS, render_network

router = APIRouter(prefix="/v1/networks", tags=["Networks"])

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
    responses={200: {"content": {media_type: {} for media_type in sorted(set(MEDIA_TYPES.values()))}}},
)
def network(
    graph: Graph,
    kind: Annotated[Kind, Path(description="What a tie says; conditions: what hangs on what.")],
    chosen: Selection,
    form: Annotated[Form, Query(alias="format", description="json is node-link JSON.")] = Form("json"),
    level: Annotated[Level, Query(description="For the one who speaks, or the side spoken for.")] = Level.ACTOR,
    normalization: Annotated[Normalization, Query(description="What ties are divided by.")] = Normalization.NO,
    duplicates: Annotated[Duplicates, Query(description="How often repeated statements count.")] = Duplicates.INCLUDE,
    conditional: Annotated[Conditional, Query(description='What "only if" counts for.')] = Conditional.NEITHER,
) -> Response:
    """Networks as rDNA defines them, over the positions that meet all criteria; every tie names its positions."""
    counting = Counting(level=level, normalization=normalization, duplicates=duplicates, conditional=conditional)
    with graph.reading() as store:
        positions = store.positions(chosen)
    content = render_network(build_network(positions, kind, counting), form)
    return Response(content, media_type=MEDIA_TYPES[form])

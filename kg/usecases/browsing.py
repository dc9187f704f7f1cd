"""Browsing: lists of what the graph holds, part by part, and single resources, each as the JSON that the web gives."""

from __future__ import annotations

from kg.store.read_model import Part, ReadModel
from kg.store.read_model.searches import (
    ActorSearch,
    ArticleOrder,
    ArticleSearch,
    ConditionOrder,
    ConditionSearch,
    PositionOrder,
    PositionSearch,
    ProposalSearch,
    ReviewOrder,
    ReviewSearch,
    Search,
    ThingOrder,
)

__all__ = [
    "ActorSearch", "ArticleOrder", "ArticleSearch", "ConditionOrder", "ConditionSearch", "Part", "PositionOrder",
    "PositionSearch", "ProposalSearch", "ReadModel", "ReviewOrder", "ReviewSearch", "Search", "ThingOrder",
]  # fmt: skip

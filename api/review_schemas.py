"""The shapes of reviews: what comes in, and what is given out."""

from __future__ import annotations

from datetime import datetime

from pydantic import Field

from api.schemas import ID, LINKS, Page, Resource, Shape
from kg.model import ReviewState


class NewReview(Shape):
    """A decision on a position. ``unreviewed`` takes the one before back."""

    state: ReviewState = Field(examples=["rejected"])
    by: str | None = Field(
        default=None,
        description="Who decides; else the holder of the key. Another name is kept beside that of the key.",
        min_length=1,
        max_length=200,
        pattern=r"^\S(.*\S)?$",
        examples=["Ana"],
    )
    note: str | None = Field(
        default=None, description="Why.", max_length=2000, pattern=r"\S", examples=["The quotation says the opposite."]
    )


class Review(Resource):
    """A decision on a position: it is never changed, and the last one on a position counts."""

    id: str = Field(examples=["8d1c0c4b5a6e7f90"])
    position: str = Field(description="The position's id.", examples=["3f9a12bc5d7e8f90"])
    state: ReviewState = Field(examples=["rejected"])
    by: str = Field(examples=["Ana"])
    at: datetime
    note: str | None = Field(examples=["The quotation says the opposite."])
    recorded_by: str | None = Field(
        description="Whose key it came with, where that is somebody else.", examples=["coding-desk"]
    )
    iri: str = Field(examples=[f"{ID}/review/8d1c0c4b5a6e7f90"])
    position_iri: str = Field(examples=[f"{ID}/position/3f9a12bc5d7e8f90"])
    by_iri: str = Field(examples=[f"{ID}/reviewer/Ana"])
    links: dict[str, str] = Field(description=LINKS)


class Reviews(Page):
    """Decisions on positions, by default the newest first."""

    reviews: list[Review]

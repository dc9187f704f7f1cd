"""Which run of which program made the positions of an article."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from kg.errors import InputError


@dataclass(frozen=True, kw_only=True, slots=True)
class Extraction:
    """One reading of one article by one version of the program (PROV-O's activity and software agent).

    ``model`` names the language model with its version, or the coding tool. ``at`` is when it ran, with a time
    zone; it is passed in, never taken from the clock here, so that the same run gives the same bytes.
    """

    software: str
    version: str
    model: str
    at: datetime | None = None

    def __post_init__(self) -> None:
        if self.at is not None and self.at.tzinfo is None:
            raise InputError(f"expected a time with a time zone, got {self.at.isoformat()}")

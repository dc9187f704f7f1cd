"""Days in requests: as 2025-03-17 and in no other way, though the library would take seconds since 1970 for one too."""

from __future__ import annotations

import re
from datetime import date
from typing import Annotated, Final

from pydantic import BeforeValidator

_DAY: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def _written_out(value: object) -> object:
    if isinstance(value, str) and not _DAY.fullmatch(value):
        raise ValueError(f"expected a date such as 2025-03-17, got {value!r}")
    return value


Day = Annotated[date, BeforeValidator(_written_out)]
"""A day of the calendar in a parameter."""

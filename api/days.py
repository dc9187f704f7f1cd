"""Days in requests: as 2025-03-17 and in no other way, though the library would take seconds since 1970 for one too."""

from __future__ import annotations

import re
from datetime import date
from typing import Annotated, Final

from pydantic import BeforeValidator
from pydantic_core import PydanticCustomError

_DAY: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def _written_out(value: object) -> object:
    if not isinstance(value, str):
        return value
    try:
        if _DAY.fullmatch(value):
            return date.fromisoformat(value)
    except ValueError:  # as the 30th of February
        pass
    raise PydanticCustomError("day", "expected a day of the calendar such as 2025-03-17")


Day = Annotated[date, BeforeValidator(_written_out)]
"""A day of the calendar in a parameter."""

"""How SQLite is to go about a list: it has no statistics to choose by, so the choice is made here.

A plus before a column keeps SQLite from using an index on it. In a condition, ``{narrow}`` stands before columns that
few rows meet, ``{order}`` before columns that indexes sort the whole list by.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Final

Value = str | int | float | bytes


class Narrows(Enum):
    """What a condition leaves of a list."""

    LITTLE = "much of it"
    TO_FEW = "few rows, which may stand together"
    TO_SCATTERED = "few rows, from all over the list"
    TO_ONE_THING = "the rows of one thing, which an index gives one place after the other"


@dataclass(frozen=True, slots=True)
class Clause:
    """One condition in SQL with the values of its parameters, in order."""

    sql: str
    values: tuple[Value, ...] = ()
    narrows: Narrows = Narrows.LITTLE


@dataclass(frozen=True, kw_only=True, slots=True)
class Plan:
    """What stands for ``{narrow}`` and ``{order}``."""

    narrow: str
    order: str

    def where(self, conditions: Sequence[Clause]) -> str:
        """All the conditions together."""
        sql = " AND ".join(clause.sql for clause in conditions) or "1"
        return sql.format(narrow=self.narrow, order=self.order)


GATHER: Final = Plan(narrow="", order="+")
"""Get all rows that meet the conditions, and sort them."""
WALK: Final = Plan(narrow="+", order="")
"""Go through the list in its order until enough rows are found."""
FOLLOW: Final = Plan(narrow="", order="")
"""Go through the rows of one thing in their order."""

_DEARER: Final = 4  # how much longer it takes to look at a row in passing than to gather and sort one


def best_plan(conditions: Sequence[Clause], *, by_place: bool, wanted: int, found: int, there: int) -> Plan:
    """The plan to get ``wanted`` rows soonest, when ``found`` rows of the list's ``there`` meet the conditions.

    >>> actor = Clause("{narrow}position.holder IN (1, 2)", narrows=Narrows.TO_SCATTERED)
    >>> best_plan([actor], by_place=True, wanted=10, found=6000, there=20_000) == WALK
    True
    >>> best_plan([actor], by_place=True, wanted=10, found=60, there=20_000) == GATHER
    True
    """
    narrowing = {clause.narrows for clause in conditions} - {Narrows.LITTLE}
    if not narrowing:
        return WALK
    if narrowing == {Narrows.TO_ONE_THING} and by_place:
        return FOLLOW
    if Narrows.TO_FEW not in narrowing and wanted * there * _DEARER < found * found:
        return WALK
    return GATHER


def values_of(conditions: Sequence[Clause]) -> tuple[Value, ...]:
    """The values of all the parameters, in order."""
    return tuple(value for clause in conditions for value in clause.values)

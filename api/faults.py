"""Wrong values in a request: where each stands, what was expected, what came, and what may have been meant."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from api.expecting import ABSENT, Error, choices_of, expectation
from kg.json_mistakes import json_mistake
from kg.usecases.guessing import did_you_mean

LONGEST: Final = 80
"""Characters of a wrong value that are shown."""
TOLD: Final = "told"
"""The type of an error whose ``ctx`` is a Fault already."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Fault:
    """One wrong value: where it stands (as ``query.limit`` or ``body.options[0]``), what was expected, what came.

    ``detail`` says it in one sentence; ``hint`` is what may have been meant.
    """

    where: str
    expected: str
    got: str | int | float | bool | None
    detail: str
    hint: str | None = None

    def row(self) -> dict[str, Any]:
        """As JSON, in a problem document."""
        row = {"where": self.where, "expected": self.expected, "got": self.got, "detail": self.detail}
        return row if self.hint is None else {**row, "hint": self.hint}


def fault_of(error: Error, body: object = None) -> Fault:
    """The fault that ``error`` tells of; ``body`` is the text of a body that is no JSON.

    >>> fault_of({"type": "int_parsing", "loc": ("query", "limit"), "input": "many"}).detail
    "expected limit in the query to be a whole number, got 'many'"
    >>> wrong = {"type": "enum", "loc": ("path", "kind"), "input": "stat", "ctx": {"expected": "'state' or 'group'"}}
    >>> fault_of(wrong).detail
    "expected kind in the address to be state or group, got 'stat'; did you mean 'state'?"
    """
    if error["type"] == TOLD:
        return Fault(**error["ctx"])
    if error["type"] == "json_invalid":
        return _no_json(error, body)
    is_absent, value = error["type"] in ABSENT, error.get("input")
    expected, came = expectation(error), "nothing" if is_absent else told(value)
    hint = did_you_mean(value, choices_of(error)) if isinstance(value, str) else None
    return Fault(
        where=_path(error["loc"]),
        expected=expected,
        got=None if is_absent else _shown(value),
        detail=f"expected {_place(error['loc'])} to be {expected}, got {came}" + (f"; {hint}" if hint else ""),
        hint=hint,
    )


def told(value: object) -> str:
    """A value as it came, in words; a long one is cut.

    >>> told("soon"), told(None), told([1, 2]), told(True)
    ("'soon'", 'null', 'a list', 'true')
    """
    shown = _shown(value)
    if isinstance(value, str):
        return repr(shown)
    if shown is None or isinstance(shown, bool):
        return "null" if shown is None else str(shown).lower()
    return str(shown)


def _shown(value: object) -> str | int | float | bool | None:
    if isinstance(value, str):
        return value if len(value) <= LONGEST else value[:LONGEST] + "…"
    if value is None or isinstance(value, bool | int):
        return value
    if isinstance(value, float):
        return value if abs(value) < float("inf") else str(value)
    return "an object" if isinstance(value, Mapping) else "a list" if isinstance(value, Sequence) else str(value)


def _no_json(error: Error, body: object) -> Fault:
    found = json_mistake((error.get("ctx") or {}).get("error", ""), str(body or ""), int(error["loc"][-1]))
    return Fault(where="body", expected="JSON", got=found, detail=f"expected the body to be JSON, got {found}")


_PARTS_OF_A_REQUEST: Final = {
    "query": "the query", "path": "the address", "header": "the header", "cookie": "the cookies", "body": "the body",
}  # fmt: skip


def _path(loc: Sequence[str | int]) -> str:
    steps = (f"[{step}]" if isinstance(step, int) else f".{step}" for step in loc)
    return "".join(steps).lstrip(".")


def _place(loc: Sequence[str | int]) -> str:
    part = _PARTS_OF_A_REQUEST.get(str(loc[0]) if loc else "", "the request")
    inner = _path(loc[1:])
    return f"{inner} in {part}" if inner else part

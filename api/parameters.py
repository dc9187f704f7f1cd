"""Query parameters that a route does not have: refused with the nearest that it has, for a typo must not give all."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, Final, get_origin
from weakref import WeakKeyDictionary

from fastapi import Depends, Request
from fastapi.dependencies.utils import get_flat_params
from fastapi.exceptions import RequestValidationError
from fastapi.params import Query
from fastapi.routing import APIRoute

from api.faults import TOLD
from kg.usecases.guessing import did_you_mean

_KNOWN: Final[WeakKeyDictionary[Callable[..., Any], dict[str, bool]]] = WeakKeyDictionary()  # worked out once


async def _only_known(request: Request) -> None:
    given = request.query_params
    if not given:
        return
    route = request.scope["route"]
    known = _known(route) if isinstance(route, APIRoute) else {}
    faults = [_unknown(name, known) for name in given if name not in known]
    faults += [_repeated(name) for name in given if not known.get(name, True) and len(given.getlist(name)) > 1]
    if faults:
        raise RequestValidationError(faults)


ONLY_KNOWN: Final = Depends(_only_known)
"""For a router: its routes answer 422 to parameters that they do not have, and to one value too many."""


def invalid_parameter(name: str, expected: str, got: str, known: Iterable[str] = ()) -> RequestValidationError:
    """That the value of a query parameter is none of those it may have; ``known`` are values that it may have."""
    return RequestValidationError(
        [_fault(f"query.{name}", f"{name} in the query to be {expected}", expected, got, known)]
    )


def _known(route: APIRoute) -> dict[str, bool]:
    """The query parameters of a route, and whether each may be given many times."""
    if route.endpoint not in _KNOWN:
        _KNOWN[route.endpoint] = {
            field.alias: get_origin(field.field_info.annotation) is list
            for field in get_flat_params(route.dependant)
            if isinstance(field.field_info, Query)
        }
    return _KNOWN[route.endpoint]


def _unknown(name: str, known: Iterable[str]) -> dict[str, Any]:
    expected = "a parameter that this address has"
    return _fault(f"query.{name}", expected, expected, name, known)


def _repeated(name: str) -> dict[str, Any]:
    detail = f"expected {name} in the query once, got it several times"
    return _told(where=f"query.{name}", expected="one value", got="several values", detail=detail)


def _fault(where: str, sentence: str, expected: str, got: str, known: Iterable[str]) -> dict[str, Any]:
    there = sorted(known)
    hint = did_you_mean(got, there) or (f"there are {', '.join(there)}" if there else "there are none")
    return _told(where=where, expected=expected, got=got, detail=f"expected {sentence}, got {got!r}; {hint}", hint=hint)


def _told(**fault: str) -> dict[str, Any]:
    return {"type": TOLD, "loc": ("query",), "msg": fault["detail"], "ctx": fault}

"""Query parameters that a route does not have: refused with the nearest that it has, for a typo must not give all."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from difflib import get_close_matches
from typing import Any, Final, get_origin
from weakref import WeakKeyDictionary

from fastapi import Depends, Request
from fastapi.dependencies.utils import get_flat_params
from fastapi.exceptions import RequestValidationError
from fastapi.params import Query
from fastapi.routing import APIRoute

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


def invalid_parameter(name: str, detail: str) -> RequestValidationError:
    """That the value of a query parameter is none of those it may have."""
    return RequestValidationError([_fault(name, detail)])


def nearest(name: str, known: Iterable[str]) -> str:
    """A question after the known name that is most like the given one, or all of them.

    >>> nearest("actr", ["actor", "act", "side"])
    "did you mean 'actor'?"
    >>> nearest("x", ["side", "actor"])
    'there are actor, side'
    """
    found = get_close_matches(name, sorted(known), n=1)
    return f"did you mean {found[0]!r}?" if found else f"there are {', '.join(sorted(known))}"


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
    hint = nearest(name, known) if known else "there are none"
    return _fault(name, f"expected a parameter that this address has, got {name!r}; {hint}")


def _repeated(name: str) -> dict[str, Any]:
    return _fault(name, f"expected {name} once, got it several times")


def _fault(name: str, detail: str) -> dict[str, Any]:
    return {"loc": ("query", name), "msg": detail, "type": "value_error"}

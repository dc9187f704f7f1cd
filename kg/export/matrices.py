"""What the table and the picture of a matrix of stances need to know of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol, TypeVar


class Tally(Protocol):
    """How many statements of each stance a party made on a proposal."""

    @property
    def support(self) -> int: ...
    @property
    def oppose(self) -> int: ...
    @property
    def conditional(self) -> int: ...


Cell = TypeVar("Cell", bound=Tally, covariant=True)


class Matrix(Protocol[Cell]):
    """Parties by proposals, with a cell for every pair that has statements."""

    @property
    def actors(self) -> tuple[str, ...]: ...
    @property
    def proposals(self) -> tuple[str, ...]: ...
    @property
    def cells(self) -> Mapping[tuple[str, str], Cell]: ...

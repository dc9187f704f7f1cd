"""The phenomenon suite: our own sentences by kind, the rows expected of them, and how the extraction does."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kg.model import Position
from kg.pipeline import extract_positions
from kg.text import read_article
from tests.extraction.matching import Expected, Found, pair, same_holder

FOLDER = Path(__file__).parent / "phenomena"
FLOORS = FOLDER / "floors.toml"
FRESH = FOLDER.parent / "fresh.toml"


@dataclass(frozen=True, kw_only=True, slots=True)
class Case:
    """A text of a few sentences; without rows it is one in which nobody takes a position."""

    text: str
    rows: tuple[Expected, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Reading:
    """What the extraction found in a case, and which of it was expected."""

    case: Case
    found: tuple[Found, ...]
    paired: dict[int, int]

    @property
    def right(self) -> int:
        """Required rows that were found."""
        return sum(not self.case.rows[at].optional for at in self.paired.values())

    @property
    def counted(self) -> int:
        """Found rows that count: all but those paired with an optional one."""
        return len(self.found) - (len(self.paired) - self.right)

    @property
    def required(self) -> int:
        """Rows that should be found."""
        return sum(not row.optional for row in self.case.rows)


@dataclass(frozen=True, kw_only=True, slots=True)
class Score:
    """How one kind is read: its rows, and the rows wrongly found in its cases without any."""

    cases: int
    right: int
    counted: int
    required: int
    empty: int
    wrong: int
    sides: tuple[int, int]
    relations: tuple[int, int]

    @property
    def precision(self) -> float:
        """Share of the found rows that are right."""
        return self.right / self.counted if self.counted else 0.0

    @property
    def recall(self) -> float:
        """Share of the required rows that are found."""
        return self.right / self.required if self.required else 0.0

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall."""
        return 2 * self.right / (self.counted + self.required) if self.right else 0.0


@dataclass(frozen=True, kw_only=True, slots=True)
class Floor:
    """What was last measured of a kind: its F1, and the rows found where there is no position."""

    f1: float
    wrong: int


def floors() -> dict[str, Floor]:
    """The floors by kind, with the whole suite under "all", then "fresh" and, for the plain reports, "nothing"."""
    tables = tomllib.loads(FLOORS.read_text(encoding="utf-8"))
    return {kind: Floor(f1=table["f1"], wrong=table["wrong"]) for kind, table in tables.items()}


def kinds() -> list[str]:
    """The kinds of the suite, in the order of the alphabet."""
    return sorted(path.stem for path in FOLDER.glob("*.toml") if path != FLOORS)


def load_kind(kind: str) -> list[Case]:
    """The cases of one kind."""
    return load_cases(FOLDER / f"{kind}.toml")


def load_cases(path: Path) -> list[Case]:
    """The cases in a file of ``[[case]]`` tables with a text and its rows."""
    tables = tomllib.loads(path.read_text(encoding="utf-8"))["case"]
    return [Case(text=table["text"], rows=tuple(map(_expected, table["rows"]))) for table in tables]


def read_case(case: Case) -> Reading:
    """The extraction's rows for a case, paired with those expected."""
    found = rows_of(case.text)
    return Reading(case=case, found=found, paired=pair(found, case.rows))


def rows_of(text: str) -> tuple[Found, ...]:
    """What the extraction finds in a text, one row for each condition."""
    article = read_article("case.txt", text.encode())
    return tuple(row for position in extract_positions(article) for row in _found(position))


def score(readings: Sequence[Reading]) -> Score:
    """The sums over the readings of one kind, or of the whole suite."""
    right = [(r.found[i], r.case.rows[j]) for r in readings for i, j in r.paired.items()]
    empty = [r for r in readings if not r.case.rows]
    return Score(
        cases=len(readings),
        right=sum(r.right for r in readings),
        counted=sum(r.counted for r in readings),
        required=sum(r.required for r in readings),
        empty=len(empty),
        wrong=sum(len(r.found) for r in empty),
        sides=_share([same_side(found, wanted) for found, wanted in right if wanted.side]),
        relations=_share([found.relation == wanted.relation for found, wanted in right if wanted.relation]),
    )


def same_side(found: Found, wanted: Expected) -> bool:
    """Whether the side is the one expected, or a part of its name."""
    return bool(found.side and wanted.side and same_holder(found.side, [wanted.side]))


def _share(marks: Sequence[bool]) -> tuple[int, int]:
    return sum(marks), len(marks)


def _expected(table: dict[str, Any]) -> Expected:
    holder = table["holder"]
    return Expected(
        holder=(holder,) if isinstance(holder, str) else tuple(holder),
        stance=table["stance"],
        proposal=tuple(table["proposal"]),
        side=table.get("side"),
        condition=tuple(table.get("condition", ())),
        relation=table.get("relation"),
        optional=table.get("optional", False),
    )


def _found(position: Position) -> list[Found]:
    side = position.side.name if position.side else None
    plain = Found(
        holder=position.holder.name, side=side, stance=position.stance.value, proposal=position.proposal.wording
    )
    return [
        Found(
            holder=plain.holder,
            side=side,
            stance=plain.stance,
            proposal=plain.proposal,
            condition=condition.proposal.wording,
            relation=condition.relation.value,
        )
        for condition in position.conditions
    ] or [plain]

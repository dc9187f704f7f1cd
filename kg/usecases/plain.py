"""Results of analyses as plain data, the same for JSON on the command line and on the web."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from enum import Enum
from typing import Any

from kg.model import Position


def plain(value: Any) -> Any:
    """``value`` with dictionaries, lists, text, numbers, booleans and None only.

    Values with fields become objects under the fields' names, dates 2025-03-17, positions their id, holder, side,
    stance, proposal, quote and date. Keys that are no text are written out, parts joined by " + ".
    """
    if isinstance(value, Position):
        return _position(value)
    if is_dataclass(value) and not isinstance(value, type):
        return {field.name: plain(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, Mapping):
        return {_key(key): plain(each) for key, each in value.items()}
    if isinstance(value, (set, frozenset)):
        return sorted(plain(each) for each in value)
    if isinstance(value, (list, tuple)):
        return [plain(each) for each in value]
    if isinstance(value, Enum):
        return value.value
    return value.isoformat() if isinstance(value, date) else value


def _key(key: object) -> str:
    return " + ".join(map(str, key)) if isinstance(key, tuple) else str(key)


def _position(position: Position) -> dict[str, Any]:
    return {
        "id": position.id,
        "holder": position.holder.name,
        "side": position.side.name if position.side else None,
        "stance": position.stance.value,
        "proposal": position.proposal.label,
        "quote": position.evidence.quote,
        "published": position.published.isoformat() if position.published else None,
    }

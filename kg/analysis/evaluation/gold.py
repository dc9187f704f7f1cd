"""Gold: the positions that a careful reader coded in an article, each field with every wording that is as good."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from kg.errors import InputError
from kg.json_mistakes import kind_of, mistake_of
from kg.model import Span, Stance


@dataclass(frozen=True, kw_only=True, slots=True)
class GoldPosition:
    """One coded row; each field lists its accepted wordings, of which the first names the row.

    ``side`` is empty where the text does not tell, ``condition`` unless the stance is conditions-on. ``optional`` rows
    are those on which careful readers may disagree: they count neither for nor against.
    """

    holder: tuple[str, ...]
    side: tuple[str, ...]
    stance: Stance
    proposal: tuple[str, ...]
    condition: tuple[str, ...]
    evidence: Span
    optional: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class GoldDocument:
    """The coded positions of one article; ``article`` is the name of its file, beside the gold."""

    article: str
    positions: tuple[GoldPosition, ...]


def parse_gold(text: str, source: str) -> GoldDocument:
    """The gold in the JSON ``text`` of the file ``source``; InputError names the row and the field that is wrong.

    >>> row = {"holder": ["Malta"], "stance": "opposes", "proposal": ["tuna quota"], "evidence": [0, 30]}
    >>> document = parse_gold(json.dumps({"article": "tuna.txt", "positions": [row]}), "tuna.gold.json")
    >>> document.positions[0].stance, document.positions[0].optional
    (<Stance.OPPOSES: 'opposes'>, False)
    """
    try:
        whole = json.loads(text)
    except json.JSONDecodeError as error:
        raise InputError(f"expected JSON, got {mistake_of(error)} in {source}") from error
    except RecursionError as error:
        raise InputError(f"expected JSON, got lists or objects nested too deep in {source}") from error
    if not isinstance(whole, dict):
        raise InputError(f"expected an object with article and positions, got {_kind(whole)} in {source}")
    article, rows = whole.get("article"), whole.get("positions")
    if not isinstance(article, str) or not article.strip():
        raise InputError(f"expected the article's file name under article, got {article!r} in {source}")
    if not isinstance(rows, list):
        raise InputError(f"expected a list under positions, got {_kind(rows)} in {source}")
    return GoldDocument(
        article=article,
        positions=tuple(_position(row, f"position {number} of {source}") for number, row in enumerate(rows, start=1)),
    )


def _position(row: Any, where: str) -> GoldPosition:
    if not isinstance(row, dict):
        raise InputError(f"expected an object, got {_kind(row)} in {where}")
    stance = _stance(row.get("stance"), where)
    condition = _wordings(row, "condition", where, required=stance is Stance.CONDITIONS_ON)
    if condition and stance is not Stance.CONDITIONS_ON:
        raise InputError(f"expected a condition only with conditions-on, got one with {stance} in {where}")
    return GoldPosition(
        holder=_wordings(row, "holder", where, required=True),
        side=_wordings(row, "side", where, required=False),
        stance=stance,
        proposal=_wordings(row, "proposal", where, required=True),
        condition=condition,
        evidence=_span(row.get("evidence"), where),
        optional=_flag(row.get("optional", False), where),
    )


def _stance(value: Any, where: str) -> Stance:
    if value not in list(Stance):
        raise InputError(f"expected a stance among {', '.join(Stance)}, got {value!r} in {where}")
    return Stance(value)


def _wordings(row: dict[str, Any], name: str, where: str, *, required: bool) -> tuple[str, ...]:
    value = row.get(name)
    if value is None and not required:
        return ()
    if not isinstance(value, list) or not all(isinstance(each, str) and each.strip() for each in value):
        raise InputError(f"expected a list of wordings under {name}, got {value!r} in {where}")
    if required and not value:
        raise InputError(f"expected at least one wording under {name}, got none in {where}")
    return tuple(value)


def _span(value: Any, where: str) -> Span:
    whole = isinstance(value, list) and len(value) == 2 and all(type(each) is int for each in value)
    if not whole or not 0 <= value[0] < value[1]:
        raise InputError(f"expected evidence as [start, end] with 0 <= start < end, got {value!r} in {where}")
    return Span(start=value[0], end=value[1])


def _flag(value: Any, where: str) -> bool:
    if not isinstance(value, bool):
        raise InputError(f"expected true or false under optional, got {value!r} in {where}")
    return value


def _kind(value: Any) -> str:
    return "nothing" if value is None else kind_of(value)

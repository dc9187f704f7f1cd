"""Drawings that hang together in no way, put side by side and below one another on one sheet."""

from __future__ import annotations

import math
from collections.abc import Sequence

from kg.export.layered import Layered, Point

# How much wider than tall the whole shall be: a page lies on its side.
_SHAPE = 1.5


def packed(parts: Sequence[Layered], *, gap: float) -> Layered:
    """All parts in one drawing, the tallest first, from left to right in rows from the top."""
    ordered = sorted(parts, key=lambda part: (-part.height, -part.width, sorted(part.centres)))
    width = _row_width(ordered, gap)
    corners, right, bottom = _places(ordered, width, gap)
    centres: dict[str, Point] = {}
    ways: dict[tuple[str, str], tuple[Point, ...]] = {}
    words: dict[tuple[str, str], Point] = {}
    for part, (left, top) in zip(ordered, corners, strict=True):
        up = bottom - top - part.height
        centres |= {node: (x + left, y + up) for node, (x, y) in part.centres.items()}
        ways |= {pair: tuple((x + left, y + up) for x, y in way) for pair, way in part.ways.items()}
        words |= {pair: (x + left, y + up) for pair, (x, y) in part.words.items()}
    return Layered(centres=centres, ways=ways, words=words, width=right, height=bottom)


def _row_width(parts: Sequence[Layered], gap: float) -> float:
    area = sum((part.width + gap) * (part.height + gap) for part in parts)
    return max(math.sqrt(_SHAPE * area), max(part.width for part in parts))


def _places(parts: Sequence[Layered], width: float, gap: float) -> tuple[list[Point], float, float]:
    """Where each part's left edge and top lie, the top counted downwards, and how far it goes right and down."""
    corners: list[Point] = []
    x, top, tallest, right = 0.0, 0.0, 0.0, 0.0
    for part in parts:
        if x and x + part.width > width:
            x, top, tallest = 0.0, top + tallest + gap, 0.0
        corners.append((x, top))
        right, tallest = max(right, x + part.width), max(tallest, part.height)
        x += part.width + gap
    return corners, right, top + tallest

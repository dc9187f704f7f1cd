"""Which of the formats on offer the client likes best: Accept as RFC 9110 (section 12.5.1) defines it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True, slots=True)
class _Range:
    """One member of an Accept header: ``text/*;q=0.5``."""

    kind: str
    quality: float

    def fit(self, media_type: str) -> int:
        """How closely the range names ``media_type``: 3 exactly, 2 its family, 1 anything, 0 not at all."""
        if self.kind == media_type:
            return 3
        if self.kind == media_type.split("/")[0] + "/*":
            return 2
        return 1 if self.kind == "*/*" else 0


def preferred(accept: str | None, offered: Sequence[str]) -> tuple[str, ...]:
    """Those of ``offered`` that the Accept header allows, the best first; what it likes equally stays in our order.

    No header, or an empty one, accepts everything. Members that cannot be read are passed over.

    >>> preferred("text/csv;q=0.5, application/json, */*;q=0.1", ["text/turtle", "text/csv", "application/json"])
    ('application/json', 'text/csv', 'text/turtle')
    >>> preferred("image/png", ["text/csv"])
    ()
    """
    if accept is None or not accept.strip():
        return tuple(offered)
    ranges = [found for member in accept.split(",") if (found := _range(member))]
    liked = [(quality, media_type) for media_type in offered if (quality := _quality(ranges, media_type)) > 0]
    return tuple(media_type for _, media_type in sorted(liked, key=lambda pair: -pair[0]))


def _range(member: str) -> _Range | None:
    kind, *parameters = (part.strip().lower() for part in member.split(";"))
    if kind == "*":  # what Java's URLConnection sends for "anything"
        kind = "*/*"
    if kind.count("/") != 1:
        return None
    quality = 1.0
    for name, _, value in (parameter.partition("=") for parameter in parameters):
        if name.strip() == "q":
            try:
                quality = min(1.0, max(0.0, float(value)))
            except ValueError:
                return None
    return _Range(kind=kind, quality=quality)


def _quality(ranges: Sequence[_Range], media_type: str) -> float:
    fit, quality = max(((each.fit(media_type), each.quality) for each in ranges), default=(0, 0.0))
    return quality if fit else 0.0

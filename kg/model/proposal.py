"""What can be agreed, done or refused."""

from __future__ import annotations

from dataclasses import dataclass

from kg.errors import InputError


@dataclass(frozen=True, kw_only=True, slots=True)
class Proposal:
    """A thing at issue: an act, arrangement, deal, rule, plan or demand (DNA's *concept*).

    ``label`` is the canonical wording that joins articles, ``wording`` the article's own words, and
    ``broader`` the labels of wider proposals, nearest first (a 30-day ceasefire is a ceasefire).
    Raises InputError for an empty label or wording.
    """

    label: str
    wording: str
    broader: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if not self.label.strip() or not self.wording.strip():
            raise InputError(f"expected a proposal with label and wording, got {self.label!r} and {self.wording!r}")

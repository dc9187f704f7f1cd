"""Which proposals carry the structure of a debate: the backbone, and what could be left out without changing much.

The loss is the distance of two spectra (Leifeld's backbone): the eigenvalues of each network's Laplacian, divided by
their sum, compared one by one in order. Discourse Network Analyzer 3.1.2 means the same but takes the node degrees for
the Laplacian's eigenvalues: its program subtracts the ties from the degrees and throws the difference away.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from kg.analysis.onemode import tie_weights
from kg.analysis.options import Compatible, Conditional, Duplicates, Kind, Level, Normalization
from kg.analysis.statements import Statements, count_statements, in_reading_order
from kg.errors import InputError
from kg.model import Position

Spectrum = NDArray[np.float64]

MOST_PARTIES, MOST_PROPOSALS = 120, 80
"""Beyond these the eigenvalues of so many networks would take too long."""

# Losses that differ less are alike, so that no machine's rounding decides what goes first.
_DIGITS = 10


@dataclass(frozen=True, kw_only=True, slots=True)
class Dropped:
    """A proposal that is left out after those before it, and how far the rest is then from the whole.

    ``loss`` is between 0 (the same structure) and 2; ``statements`` counts those on the proposal, ``positions`` are
    their ids.
    """

    proposal: str
    loss: float
    statements: int
    positions: tuple[str, ...]


def backbone(
    positions: Sequence[Position],
    kind: str = Kind.CONGRUENCE,
    *,
    level: str = Level.ACTOR,
    normalization: str = Normalization.NO,
    duplicates: str = Duplicates.INCLUDE,
    conditional: str = Conditional.NEITHER,
    compatible: str = Compatible.NOTHING,
) -> tuple[Dropped, ...]:
    """All proposals in the order in which they can be left out, the least missed first: the last ones are the backbone.

    One after another the proposal goes without which the network of ``kind`` changes least (the nested method); of
    those that are missed alike, the one with fewest statements, then the first by name. Negative ties count as none,
    as in DNA. Raises InputError when there are no positions, more than ``MOST_PARTIES`` parties or ``MOST_PROPOSALS``
    proposals, and for an unknown choice.
    """
    if not positions:
        raise InputError("expected positions for a backbone, got none: the selection is empty")
    counted = count_statements(
        in_reading_order(positions),
        level=level,
        duplicates=duplicates,
        conditional=conditional,
        compatible=compatible,
        any_answer=Kind(kind) is Kind.COOCCURRENCE,
    )
    _check_size(counted)

    def spectrum(left_out: set[int]) -> Spectrum:
        return _spectrum(_without(counted, left_out), Kind(kind), normalization, compatible)

    said = np.bincount(counted.proposal, minlength=len(counted.proposals)).tolist()
    whole = spectrum(set())
    gone: list[int] = []
    losses: list[float] = []
    while len(gone) < len(counted.proposals):
        rated = [
            (round(float(np.abs(whole - spectrum({*gone, proposal})).sum()), _DIGITS), said[proposal], proposal)
            for proposal in range(len(counted.proposals))
            if proposal not in gone
        ]
        loss, _, proposal = min(rated)
        gone.append(proposal)
        losses.append(loss)
    return tuple(_dropped(counted, proposal, loss) for proposal, loss in zip(gone, losses, strict=True))


def _check_size(counted: Statements) -> None:
    parties, proposals = len(counted.parties), len(counted.proposals)
    if parties > MOST_PARTIES or proposals > MOST_PROPOSALS:
        raise InputError(
            f"expected at most {MOST_PARTIES} parties and {MOST_PROPOSALS} proposals for a backbone,"
            f" got {parties} and {proposals}: narrow the selection, or ask for a minimum of statements"
        )


def _without(counted: Statements, left_out: set[int]) -> Statements:
    kept = ~np.isin(counted.proposal, sorted(left_out))
    return replace(counted, party=counted.party[kept], proposal=counted.proposal[kept], answer=counted.answer[kept])


def _spectrum(counted: Statements, kind: Kind, normalization: str, compatible: str) -> Spectrum:
    """The eigenvalues of the Laplacian (degrees minus ties) in order, divided by their sum; all 0 without ties."""
    weights = tie_weights(counted, kind, normalization=normalization, compatible=compatible).toarray()
    ties = np.maximum(weights, 0.0)
    found = np.linalg.eigvalsh(np.diag(ties.sum(axis=1)) - ties)
    total = float(found.sum())
    spectrum: Spectrum = found / total if total > 0.0 else np.zeros_like(found)
    return spectrum


def _dropped(counted: Statements, proposal: int, loss: float) -> Dropped:
    rows = np.flatnonzero(counted.proposal == proposal).tolist()
    return Dropped(
        proposal=counted.proposals[proposal],
        loss=loss,
        statements=len(rows),
        positions=tuple(counted.positions[row].id for row in rows),
    )

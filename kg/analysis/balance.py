"""How balanced a signed network is, and how polarised a debate: numbers with what they rest on."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from types import MappingProxyType

import networkx as nx
import numpy as np
from scipy import sparse

from kg.analysis.coalitions import signed_ties
from kg.analysis.frustration import Integers, SignedTies, best_split
from kg.analysis.onemode import Matrix
from kg.analysis.options import Compatible, Conditional, Duplicates, Level
from kg.analysis.statements import Statements, count_statements, in_reading_order
from kg.errors import InputError
from kg.model import Position


@dataclass(frozen=True, kw_only=True, slots=True)
class Polarisation:
    """How far two camps explain a debate: 1 − 2 L/m, for the frustration L and weight m of its subtract network.

    ``value`` is 1 when every alliance lies within a camp and every conflict between them, 0 when half of the weight
    speaks against any split; None when no two parties agree or clash at all. ``low`` and ``high`` bound the middle
    95 % of the values of resampled statements. ``proven`` says whether every L was proved least. ``positions`` are the
    ids of the statements counted.
    """

    value: float | None
    low: float | None
    high: float | None
    statements: int
    parties: int
    ties: int
    samples: int
    proven: bool
    positions: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Period:
    """A stretch of time by its first day, and the polarisation of what was said in it."""

    first: date
    polarisation: Polarisation


def triangle_index(network: nx.Graph[str]) -> float | None:
    """The share of balanced triangles: those with no or two negative ties (Cartwright and Harary 1956).

    None when the network has no triangle. Weights do not count, only signs. Raises InputError for a tie without sign.
    """
    signs = _signs(network)
    present = abs(signs)
    # Each closed walk of three steps is counted six times; balanced ones are positive, others negative.
    closed = float((signs @ signs).multiply(signs).sum())
    everything = float((present @ present).multiply(present).sum())
    return (closed + everything) / (2 * everything) if everything else None


def walk_balance(network: nx.Graph[str]) -> float:
    """The balance of all closed walks, longer ones counting less: tr exp(A) / tr exp(|A|) (Estrada and Benzi 2014).

    1 for a balanced network. Weights do not count, only signs. All eigenvalues are computed: n parties take time of
    order n³. Raises InputError for a network without parties and for a tie without sign.
    """
    if not len(network):
        raise InputError("expected a network with parties, got an empty one")
    signs = _signs(network).toarray()
    ours, best = np.linalg.eigvalsh(signs), np.linalg.eigvalsh(np.abs(signs))
    # The greatest eigenvalue is taken out of both sums, so that nothing overflows.
    return float(np.exp(ours - best[-1]).sum() / np.exp(best - best[-1]).sum())


def polarisation(
    positions: Sequence[Position],
    *,
    level: str = Level.ACTOR,
    duplicates: str = Duplicates.INCLUDE,
    conditional: str = Conditional.NEITHER,
    compatible: str = Compatible.NOTHING,
    samples: int = 200,
    seed: int = 0,
    seconds: float = 10.0,
) -> Polarisation:
    """The polarisation of a debate, with a bootstrap interval (Efron 1979) over its statements.

    ``samples`` times, as many statements as there are are drawn with replacement and the value is computed anew; the
    interval goes from the 2.5th to the 97.5th percentile. The same ``seed`` gives the same interval. ``seconds``
    bound each single computation. A draw leaves ties out, and what is thinner looks more balanced: with few statements
    on each proposal the interval leans upwards, even above ``value``.
    Raises InputError when there are no positions, or for a negative number of samples.
    """
    if not positions:
        raise InputError("expected positions for polarisation, got none: the selection is empty")
    if samples < 0:
        raise InputError(f"expected a number of samples from 0, got {samples}")
    counted = count_statements(
        in_reading_order(positions),
        level=level,
        duplicates=duplicates,
        conditional=conditional,
        compatible=compatible,
    )
    rows = np.arange(len(counted.positions))
    ties = _subtract_ties(counted, rows)
    value, proven = _share_explained(ties, seconds)
    dice = np.random.default_rng(seed)
    drawn = [
        _share_explained(_subtract_ties(counted, dice.choice(rows, size=len(rows))), seconds) for _ in range(samples)
    ]
    found = [share for share, _ in drawn if share is not None]
    low, high = np.percentile(found, [2.5, 97.5]).tolist() if found and value is not None else (None, None)
    return Polarisation(
        value=value,
        low=low,
        high=high,
        statements=len(rows),
        parties=len(counted.parties),
        ties=len(ties.sign),
        samples=samples,
        proven=proven and all(sure for _, sure in drawn),
        positions=tuple(position.id for position in counted.positions),
    )


def polarisation_over_time(
    positions: Sequence[Position],
    *,
    window: str = Duplicates.MONTH,
    level: str = Level.ACTOR,
    duplicates: str = Duplicates.INCLUDE,
    conditional: str = Conditional.NEITHER,
    compatible: str = Compatible.NOTHING,
    samples: int = 200,
    seed: int = 0,
    seconds: float = 10.0,
) -> tuple[Period, ...]:
    """The polarisation of every week, month or year in which something was said, in order.

    ``window`` is week, month or year; the other choices are those of ``polarisation``. Undated positions belong to no
    period. Raises InputError for another window, and when no position has a date.
    """
    return tuple(
        Period(
            first=first,
            polarisation=polarisation(
                said,
                level=level,
                duplicates=duplicates,
                conditional=conditional,
                compatible=compatible,
                samples=samples,
                seed=seed,
                seconds=seconds,
            ),
        )
        for first, said in by_period(positions, window).items()
    )


def by_period(positions: Sequence[Position], window: str) -> dict[date, list[Position]]:
    """The dated positions of each week, month or year in which something was said, under its first day, in order.

    Raises InputError for another window, and when no position has a date.
    """
    if window not in _FIRST_DAY:
        raise InputError(f"expected a window among {', '.join(_FIRST_DAY)}, got {window!r}")
    found: dict[date, list[Position]] = defaultdict(list)
    for position in positions:
        if position.published:
            found[_FIRST_DAY[window](position.published)].append(position)
    if not found:
        raise InputError("expected positions with a date for polarisation over time, got none")
    return dict(sorted(found.items()))


_FIRST_DAY: Mapping[str, Callable[[date], date]] = MappingProxyType(
    {
        "week": lambda day: day - timedelta(days=day.weekday()),
        "month": lambda day: day.replace(day=1),
        "year": lambda day: day.replace(month=1, day=1),
    }
)


def _subtract_ties(counted: Statements, rows: Integers) -> SignedTies:
    """The ties of the subtract network of these statements: with D = P − N, the weights are D Dᵀ."""
    shape = (len(counted.parties), len(counted.proposals))
    leaning = sparse.csr_array(
        (counted.answer[rows].astype(np.float64), (counted.party[rows], counted.proposal[rows])), shape=shape
    )
    weights = sparse.triu(leaning @ leaning.T, k=1).tocoo()
    weights.eliminate_zeros()
    first, second = weights.coords
    return SignedTies(
        size=shape[0],
        first=first.astype(np.int64),
        second=second.astype(np.int64),
        sign=np.sign(weights.data).astype(np.int64),
        cost=np.abs(weights.data),
    )


def _share_explained(ties: SignedTies, seconds: float) -> tuple[float | None, bool]:
    if not len(ties.sign):
        return None, True
    split = best_split(ties, seconds=seconds)
    return 1.0 - 2.0 * split.frustration / float(ties.cost.sum()), split.proven


def _signs(network: nx.Graph[str]) -> Matrix:
    ties = signed_ties(network, sorted(network), weighted=False)
    values = np.tile(ties.sign.astype(np.float64), 2)
    ends = (np.concatenate([ties.first, ties.second]), np.concatenate([ties.second, ties.first]))
    return sparse.csr_array((values, ends), shape=(ties.size, ties.size))

"""Who agrees with whom, and who clashes: one-mode networks of parties, as rDNA defines them.

With P and N the party × proposal counts of yes and no (Leifeld 2017, *Discourse Network Analysis*):
congruence = PPᵀ + NNᵀ, conflict = PNᵀ + NPᵀ, subtract = congruence − conflict. Every tie says which positions it rests
on; ``kg.analysis.onemode`` gives the weights alone, and faster.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any, NamedTuple

import networkx as nx
from scipy import sparse

from kg.analysis.onemode import Matrix, Vector, tie_weights
from kg.analysis.options import Compatible, Conditional, Duplicates, Kind, Level, Normalization
from kg.analysis.statements import (
    NO,
    QUALIFIED,
    YES,
    Statements,
    count_statements,
    days_of,
    describe_party,
    in_reading_order,
)
from kg.errors import InputError
from kg.model import Position


def congruence_network(
    positions: Sequence[Position],
    *,
    level: str = Level.ACTOR,
    normalization: str = Normalization.NO,
    duplicates: str = Duplicates.INCLUDE,
    conditional: str = Conditional.NEITHER,
    compatible: str = Compatible.NOTHING,
) -> nx.Graph[str]:
    """The network of parties that gave the same answer: both yes or both no, summed over proposals.

    Nodes are names, with ``name``, ``kind``, ``statements``, ``support``, ``oppose`` and ``conditional`` counts, and
    ``days`` (on which the party spoke); a party without ties stays in. A tie has ``weight``, ``sign`` (1 or -1),
    ``agreements`` and ``disagreements`` (the sums before normalization), and what it rests on: ``proposals`` (labels),
    ``positions`` (ids, in reading order), ``days`` (on which those were published) and ``quote`` (the first one's
    words). A pair whose weight is 0 has no tie.

    By default a conditional position is neither yes nor no; ``conditional="support"`` counts it as yes.
    Raises InputError when there are no positions, or for an unknown choice.
    """
    return tie_network(
        positions,
        Kind.CONGRUENCE,
        level=level,
        normalization=normalization,
        duplicates=duplicates,
        conditional=conditional,
        compatible=compatible,
    )


def conflict_network(
    positions: Sequence[Position],
    *,
    level: str = Level.ACTOR,
    normalization: str = Normalization.NO,
    duplicates: str = Duplicates.INCLUDE,
    conditional: str = Conditional.NEITHER,
    compatible: str = Compatible.NOTHING,
) -> nx.Graph[str]:
    """The network of parties that gave opposite answers: one yes and one no, summed over proposals.

    Nodes, ties, choices and errors as in ``congruence_network``; all weights are positive, all signs -1.
    """
    return tie_network(
        positions,
        Kind.CONFLICT,
        level=level,
        normalization=normalization,
        duplicates=duplicates,
        conditional=conditional,
        compatible=compatible,
    )


def subtract_network(
    positions: Sequence[Position],
    *,
    level: str = Level.ACTOR,
    normalization: str = Normalization.NO,
    duplicates: str = Duplicates.INCLUDE,
    conditional: str = Conditional.NEITHER,
    compatible: str = Compatible.NOTHING,
) -> nx.Graph[str]:
    """The signed network of parties: congruence minus conflict, so that allies have positive ties and rivals negative.

    Nodes, ties, choices and errors as in ``congruence_network``. A pair that agrees as much as it clashes has no tie.
    """
    return tie_network(
        positions,
        Kind.SUBTRACT,
        level=level,
        normalization=normalization,
        duplicates=duplicates,
        conditional=conditional,
        compatible=compatible,
    )


def cooccurrence_network(
    positions: Sequence[Position],
    *,
    level: str = Level.ACTOR,
    normalization: str = Normalization.NO,
    duplicates: str = Duplicates.INCLUDE,
    compatible: str = Compatible.NOTHING,
) -> nx.Graph[str]:
    """The network of parties that speak on the same proposals, whatever they say (rDNA's aggregation *ignore*).

    Nodes, ties, choices and errors as in ``congruence_network``; all weights and signs are positive.
    """
    return tie_network(
        positions,
        Kind.COOCCURRENCE,
        level=level,
        normalization=normalization,
        duplicates=duplicates,
        compatible=compatible,
    )


def tie_network(
    positions: Sequence[Position],
    kind: str,
    *,
    level: str = Level.ACTOR,
    normalization: str = Normalization.NO,
    duplicates: str = Duplicates.INCLUDE,
    conditional: str = Conditional.NEITHER,
    compatible: str = Compatible.NOTHING,
    importance: Callable[[Sequence[Position]], Vector] | None = None,
) -> nx.Graph[str]:
    """The network of any ``Kind``, as the functions above say; ``importance`` gives how much each statement counts.

    Without it every statement counts 1; ``agreements`` and ``disagreements`` are counts in any case. Raises InputError
    when there are no positions, or for an unknown choice.
    """
    kind = Kind(kind)
    if not positions:
        raise InputError(f"expected positions for a {kind} network, got none: the selection is empty")
    counted = count_statements(
        in_reading_order(positions),
        level=level,
        duplicates=duplicates,
        conditional=conditional,
        compatible=compatible,
        any_answer=kind is Kind.COOCCURRENCE,
    )
    weights = tie_weights(
        counted,
        kind,
        normalization=normalization,
        compatible=compatible,
        importance=importance(counted.positions) if importance else None,
    )
    graph: nx.Graph[str] = nx.Graph(
        kind=str(kind),
        level=str(Level(level)),
        normalization=str(Normalization(normalization)),
        duplicates=str(Duplicates(duplicates)),
        conditional=str(Conditional(conditional)),
        compatible=str(Compatible(compatible)),
        statements=len(counted.positions),
    )
    graph.add_nodes_from(_nodes(counted))
    graph.add_edges_from(_ties(counted, kind, weights))
    return graph


def _nodes(counted: Statements) -> Iterator[tuple[str, dict[str, Any]]]:
    rows_of: list[list[int]] = [[] for _ in counted.parties]
    for row, party in enumerate(counted.party.tolist()):
        rows_of[party].append(row)
    answer = counted.answer.tolist()
    for index, (name, rows) in enumerate(zip(counted.parties, rows_of, strict=True)):
        given = [answer[row] for row in rows]
        yield (
            name,
            {
                **describe_party(counted, index),
                "statements": len(given),
                "support": given.count(YES),
                "oppose": given.count(NO),
                "conditional": given.count(QUALIFIED),
                "days": days_of(counted.positions[row] for row in rows),
            },
        )


def _ties(counted: Statements, kind: Kind, weights: Matrix) -> Iterator[tuple[str, str, dict[str, Any]]]:
    said = _said(counted)
    ids = [position.id for position in counted.positions]
    days = [position.published.isoformat() if position.published else "" for position in counted.positions]
    upper = sparse.triu(weights, k=1).tocsr()
    upper.sort_indices()
    row_of, column_of = upper.nonzero()
    for row, column, weight in zip(row_of.tolist(), column_of.tolist(), upper.data.tolist(), strict=True):
        first, second = said[row], said[column]
        agreements = disagreements = 0
        evidence: list[int] = []
        proposals = []
        for proposal in sorted(first.keys() & second.keys()):
            one, other = first[proposal], second[proposal]
            agreements += len(one.yes) * len(other.yes) + len(one.no) * len(other.no)
            disagreements += len(one.yes) * len(other.no) + len(one.no) * len(other.yes)
            behind = _behind(kind, one, other)
            if behind:
                evidence += behind
                proposals.append(counted.proposals[proposal])
        evidence.sort()
        yield (
            counted.parties[row],
            counted.parties[column],
            {
                "weight": weight,
                "sign": -1 if kind is Kind.CONFLICT or weight < 0 else 1,
                "agreements": agreements,
                "disagreements": disagreements,
                "proposals": tuple(proposals),
                "positions": tuple([ids[index] for index in evidence]),
                "days": tuple(sorted({days[index] for index in evidence} - {""})),
                "quote": counted.positions[evidence[0]].evidence.quote,
            },
        )


class _Answers(NamedTuple):
    """Which statements of one party on one proposal say what."""

    qualified: list[int]
    yes: list[int]
    no: list[int]


def _said(counted: Statements) -> list[dict[int, _Answers]]:
    said: list[dict[int, _Answers]] = [{} for _ in counted.parties]
    rows = zip(counted.party.tolist(), counted.proposal.tolist(), counted.answer.tolist(), strict=True)
    for index, (row, column, answer) in enumerate(rows):
        # An answer is a place in the tuple: 0 conditional, 1 yes, -1 no.
        said[row].setdefault(column, _Answers([], [], []))[answer].append(index)
    return said


def _behind(kind: Kind, one: _Answers, other: _Answers) -> list[int]:
    """The statements of two parties on one proposal that make their tie, each once."""
    if kind is Kind.COOCCURRENCE:
        return [*one.qualified, *one.yes, *one.no, *other.qualified, *other.yes, *other.no]
    if kind is Kind.SUBTRACT:
        both = (one.yes or one.no) and (other.yes or other.no)
        return [*one.yes, *one.no, *other.yes, *other.no] if both else []
    pairs = ((one.yes, other.yes), (one.no, other.no))
    if kind is Kind.CONFLICT:
        pairs = ((one.yes, other.no), (one.no, other.yes))
    return [index for mine, theirs in pairs if mine and theirs for index in (*mine, *theirs)]

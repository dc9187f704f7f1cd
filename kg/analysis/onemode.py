"""The weights between parties as a sparse matrix: the arithmetic beneath congruence and conflict, for large data."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from kg.analysis.options import Compatible, Conditional, Duplicates, Kind, Level, Normalization
from kg.analysis.statements import NO, QUALIFIED, YES, Statements, count_statements
from kg.model import Position

Matrix = sparse.csr_array[np.float64]
Vector = NDArray[np.float64]

_ROWS = 128


@dataclass(frozen=True, kw_only=True, slots=True)
class OneMode:
    """A symmetric sparse matrix of weights between ``parties``, with an empty diagonal."""

    parties: tuple[str, ...]
    weights: Matrix


def one_mode(
    positions: Sequence[Position],
    kind: str,
    *,
    level: str = Level.ACTOR,
    normalization: str = Normalization.NO,
    duplicates: str = Duplicates.INCLUDE,
    conditional: str = Conditional.NEITHER,
    compatible: str = Compatible.NOTHING,
) -> OneMode:
    """The weights of the congruence, conflict, subtract or cooccurrence network, without the positions behind them.

    The choices are those of ``kg.analysis.congruence.congruence_network``. Raises InputError for an unknown choice.
    """
    counted = count_statements(
        positions,
        level=level,
        duplicates=duplicates,
        conditional=conditional,
        compatible=compatible,
        any_answer=Kind(kind) is Kind.COOCCURRENCE,
    )
    return OneMode(
        parties=counted.parties,
        weights=tie_weights(counted, Kind(kind), normalization=normalization, compatible=compatible),
    )


def tie_weights(
    counted: Statements,
    kind: Kind,
    *,
    normalization: str = Normalization.NO,
    compatible: str = Compatible.NOTHING,
    importance: Vector | None = None,
) -> Matrix:
    """The symmetric matrix of weights between the parties of counted statements, its diagonal empty.

    ``importance`` is how much each statement counts, 1 unless given.
    """
    normalize, reproduce = Normalization(normalization), Compatible(compatible)
    if kind is Kind.SUBTRACT:
        # (P − N)(P − N)ᵀ is PPᵀ + NNᵀ − PNᵀ − NPᵀ in one product instead of four.
        leaning = _counts(counted, None, importance, signed=True)
        raw = leaning @ leaning.T
    elif kind is Kind.COOCCURRENCE:
        everything = _counts(counted, None, importance)
        raw = everything @ everything.T
    else:
        yes, no = (_counts(counted, answer, importance) for answer in (YES, NO))
        raw = yes @ yes.T + no @ no.T if kind is Kind.CONGRUENCE else yes @ no.T + no @ yes.T
    if importance is not None:
        # What cancels out in whole numbers leaves a trace in fractions.
        raw.data[np.abs(raw.data) < 1e-12] = 0.0
    raw = _between_two(sparse.csr_array(raw))
    if normalize is Normalization.NO or not raw.nnz:
        return raw
    compared = (YES, NO, QUALIFIED) if kind is Kind.COOCCURRENCE else (YES, NO)
    answers = [_counts(counted, answer, importance) for answer in compared]
    return _normalized(raw, sparse.hstack(answers, format="csr"), normalize, reproduce)


def _counts(counted: Statements, answer: int | None, importance: Vector | None, *, signed: bool = False) -> Matrix:
    """How often each party gave this answer (or any) on each proposal; ``signed``: a no counts against a yes."""
    given = slice(None) if answer is None else counted.answer == answer
    # With short indices the product has half the memory to fill; scipy lengthens them where they do not suffice.
    rows, columns = (numbers[given].astype(np.int32) for numbers in (counted.party, counted.proposal))
    shape = (len(counted.parties), len(counted.proposals))
    counts = np.ones(len(rows)) if importance is None else importance[given]
    return sparse.csr_array((counts * counted.answer[given] if signed else counts, (rows, columns)), shape=shape)


def _between_two(raw: Matrix) -> Matrix:
    """The matrix without its diagonal and without zeros.

    scipy's setdiag would sort all of it first; and a few rows at a time need no fresh memory, which costs more than
    the work in it.
    """
    for first in range(0, raw.shape[0], _ROWS):
        ends = raw.indptr[first : first + _ROWS + 1]
        row = np.repeat(np.arange(first, first + len(ends) - 1, dtype=raw.indices.dtype), np.diff(ends))
        here = slice(ends[0], ends[-1])
        raw.data[here][raw.indices[here] == row] = 0.0
    raw.eliminate_zeros()
    return raw


def _normalized(raw: Matrix, answers: Matrix, normalization: Normalization, compatible: Compatible) -> Matrix:
    ties = raw.tocoo()
    first, second = ties.coords
    total: Vector = np.asarray(answers.sum(axis=1))
    if normalization is Normalization.AVERAGE:
        norm = (total[first] + total[second]) / 2
    elif normalization is Normalization.COSINE and compatible is Compatible.DNA:
        norm = total[first] * total[second]
    elif normalization is Normalization.COSINE:
        length = np.sqrt(np.asarray((answers * answers).sum(axis=1)))
        norm = length[first] * length[second]
    else:
        # What one says where the other says something too; Jaccard's "only" is the rest.
        shared = sparse.csr_array(answers @ (answers > 0).astype(np.float64).T)
        both = sparse.csr_array(answers @ answers.T)
        norm = total[first] - shared[first, second] + total[second] - shared[second, first] + both[first, second]
    return sparse.csr_array((ties.data / np.asarray(norm).ravel(), (first, second)), shape=raw.shape)

"""Coded or possible rows with features, and a logistic regression that learns which of them are right.

Small on purpose: numpy alone, Newton's method, no chance involved; strength of the penalty and threshold come from a
cross-validation within the training documents.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kg.analysis.evaluation.gold import GoldPosition
from kg.analysis.evaluation.pairing import FoundRow, pair
from kg.analysis.evaluation.scores import Score

FOLDS = 10
RARE = 3  # a feature in fewer rows of the training text is not learned from
RIDGES = (0.3, 1.0, 3.0, 10.0, 30.0)
THRESHOLDS = tuple(n / 20 for n in range(20))

Floats = NDArray[np.float64]


@dataclass(frozen=True, kw_only=True, slots=True)
class Document:
    """An article's rows with their features, and either the gold or a verdict ("right", "optional") on each row."""

    name: str
    rows: tuple[FoundRow, ...]
    features: tuple[dict[str, float], ...]
    gold: tuple[GoldPosition, ...] | None = None
    verdicts: tuple[str, ...] = ()

    def score(self, kept: Sequence[bool]) -> Score:
        """The score of the rows that are kept; rows missed by the verdicts are added to the sum by the caller."""
        places = [n for n, keep in enumerate(kept) if keep]
        if self.gold is None:
            told = [self.verdicts[n] for n in places if self.verdicts[n] != "optional"]
            return Score(right=told.count("right"), found=len(told), gold=self.verdicts.count("right"))
        pairs = pair([self.rows[n] for n in places], self.gold)
        optional = sum(self.gold[n].optional for n in pairs.values())
        required = sum(not row.optional for row in self.gold)
        return Score(right=len(pairs) - optional, found=len(places) - optional, gold=required)

    def labels(self) -> tuple[float | None, ...]:
        """1 for a right row, 0 for a wrong one, None for one that does not count."""
        if self.gold is None:
            return tuple({"right": 1.0, "wrong": 0.0}.get(verdict) for verdict in self.verdicts)
        pairs = pair(self.rows, self.gold)
        return tuple(
            0.0 if n not in pairs else None if self.gold[pairs[n]].optional else 1.0 for n in range(len(self.rows))
        )


@dataclass(frozen=True, kw_only=True, slots=True)
class Model:
    """Weights by feature, and the probability below which a row is dropped."""

    weights: dict[str, float]
    threshold: float

    def chances(self, document: Document) -> list[float]:
        """The probability of each row to be right."""
        sums = [sum(self.weights.get(name, 0.0) * x for name, x in row.items()) for row in document.features]
        return [float(1 / (1 + np.exp(-total))) for total in sums]

    def score(self, document: Document) -> Score:
        """The document's score without the rows that are dropped."""
        return document.score([chance >= self.threshold for chance in self.chances(document)])


@dataclass(frozen=True, kw_only=True, slots=True)
class Quality:
    """How good probabilities are: ``ranking`` is the area under the ROC curve, the others are means to be small."""

    ranking: float
    brier: float
    loss: float


def cross_validated(documents: Sequence[Document], base: Score) -> Iterator[tuple[Document, Model]]:
    """Each document with a model trained on the other folds."""
    for fold in range(FOLDS):
        model = train([document for n, document in enumerate(documents) if n % FOLDS != fold], base)
        yield from ((document, model) for n, document in enumerate(documents) if n % FOLDS == fold)


def train(documents: Sequence[Document], base: Score) -> Model:
    """The model of the penalty with the least loss, and the threshold with the best F1, in an inner cross-validation.

    ``base`` are rows that count besides, whatever the model says.
    """
    _, ridge, pairs = min((_tried(documents, ridge) for ridge in RIDGES), key=lambda tried: tried[:2])
    scores = {
        threshold: sum((d.score([chance >= threshold for chance in row]) for d, row in pairs), base).f1
        for threshold in THRESHOLDS
    }
    best = max(THRESHOLDS, key=lambda threshold: (scores[threshold], -threshold))
    return Model(weights=fit(documents, ridge), threshold=best)


def _tried(documents: Sequence[Document], ridge: float) -> tuple[float, float, list[tuple[Document, list[float]]]]:
    pairs = []
    for fold in range(FOLDS):
        weights = fit([d for n, d in enumerate(documents) if n % FOLDS != fold], ridge)
        model = Model(weights=weights, threshold=0.0)
        pairs += [(d, model.chances(d)) for n, d in enumerate(documents) if n % FOLDS == fold]
    return quality(pairs).loss, ridge, pairs


def fit(documents: Sequence[Document], ridge: float) -> dict[str, float]:
    """Weights of a ridge-penalised logistic regression by Newton's method; the bias is not penalised."""
    rows = [
        (row, label)
        for document in documents
        for row, label in zip(document.features, document.labels(), strict=True)
        if label is not None
    ]
    counts: dict[str, int] = {}
    for row, _ in rows:
        for name in row:
            counts[name] = counts.get(name, 0) + 1
    names = ["bias", *sorted(name for name, count in counts.items() if count >= RARE and name != "bias")]
    place = {name: n for n, name in enumerate(names)}
    x, y = np.zeros((len(rows), len(names))), np.array([label for _, label in rows])
    for n, (row, _) in enumerate(rows):
        for name, value in row.items():
            if name in place:
                x[n, place[name]] = value
    penalty = np.full(len(names), ridge)
    penalty[0] = 1e-6
    return dict(zip(names, map(float, _newton(x, y, penalty)), strict=True))


def quality(pairs: Iterable[tuple[Document, Sequence[float]]]) -> Quality:
    """How good the chances are that were given to the rows of documents."""
    scored = [(c, label) for d, row in pairs for c, label in zip(row, d.labels(), strict=True) if label is not None]
    chances, labels = np.clip([c for c, _ in scored], 0.01, 0.99), np.array([label for _, label in scored])
    right, wrong = chances[labels == 1.0][:, None], chances[labels == 0.0]
    return Quality(
        ranking=float(np.mean((right > wrong) + 0.5 * (right == wrong))) if right.size and wrong.size else 0.5,
        brier=float(np.mean((chances - labels) ** 2)),
        loss=float(-np.mean(labels * np.log(chances) + (1 - labels) * np.log(1 - chances))),
    )


def _newton(x: Floats, y: Floats, penalty: Floats) -> Floats:
    weights = np.zeros(x.shape[1])
    for _ in range(50):
        chance = 1 / (1 + np.exp(-x @ weights))
        slope = x.T @ (chance - y) + penalty * weights
        bend = (x.T * (chance * (1 - chance))) @ x + np.diag(penalty)
        step = np.linalg.solve(bend, slope)
        weights -= step
        if np.abs(step).max() < 1e-8:
            break
    return weights

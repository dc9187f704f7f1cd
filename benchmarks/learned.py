"""A trial: do small learned models beside the rules read better than the rules alone?

    python -m benchmarks.learned [--held-out FOLDER] [--write]

Two models, each a logistic regression over parse features that is trained on our own sentences only. The *scorer*
gives the probability that a row of the rules is right, so that doubtful rows can be dropped; it learns from the
phenomenon suite, the plain reports, and the rows of the example articles as judged in ``verdicts.json``. The *finder*
looks at words that no rule takes for a position, with their word vectors, and adds likely rows; it learns from the
rows that the rules miss in the suite. Each is judged twice: on its own texts by cross-validation over documents, and
on a folder of coded articles (in the format of ``parley evaluate``) that it never saw. ``docs/learned.md`` says what
came of it: the scorer's probability is each position's confidence, and ``--write`` puts its weights where the reading
finds them.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from benchmarks.logistic import Document, Model, Quality, cross_validated, quality, train
from benchmarks.unknown_words import candidates
from kg.analysis.evaluation.gold import GoldPosition, parse_gold
from kg.analysis.evaluation.pairing import FoundRow, pair
from kg.analysis.evaluation.scores import Score
from kg.extraction import code, read
from kg.extraction.reading import Reading
from kg.extraction.scoring import features
from kg.model import Article, Span, Stance
from kg.resolution import resolve_actor
from kg.syntax import parse
from kg.text import read_article
from tests.extraction.matching import Expected
from tests.extraction.phenomena_suite import FRESH, kinds, load_cases, load_kind
from tests.extraction.phenomena_table import plain_reports

HERE = Path(__file__).parent
ARTICLES = HERE.parent / "examples" / "articles"
VERDICTS = HERE / "verdicts.json"
WEIGHTS = HERE.parent / "ontology" / "lexicon" / "confidence.toml"
WEIGHTS_HEAD = """# How much each feature of a row speaks for its being right (log odds): kg/extraction/scoring.py.
# Written by `python -m benchmarks.learned --write`.

[weights]
"""
MISSED = Score(gold=57)
"""Rows of the example articles that the rules did not find, counted while the verdicts were given."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Coded:
    """An article as the two models see it: the rows of the rules, and those that might be added."""

    ruled: Document
    possible: Document | None


def main(arguments: Sequence[str] | None = None) -> int:
    """Print what each model is worth on the own texts and on those held out."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.learned", description=__doc__)
    parser.add_argument("--held-out", type=Path, metavar="FOLDER")
    parser.add_argument("--write", action="store_true", help=f"Write {WEIGHTS.relative_to(HERE.parent)} anew.")
    chosen = parser.parse_args(arguments)
    own = [*own_cases(), *judged_articles()]
    held = list(coded_articles(chosen.held_out)) if chosen.held_out else []
    if chosen.write:
        WEIGHTS.write_text(weights_text(train([case.ruled for case in own], MISSED)), "utf-8")
    try_scorer([case.ruled for case in own], [case.ruled for case in held])
    try_finder([case for case in own if case.possible], held)
    return 0


def weights_text(model: Model) -> str:
    """The scorer's weights as a table to read and to ship."""
    lines = [f"{json.dumps(name, ensure_ascii=False)} = {weight:.3f}" for name, weight in sorted(model.weights.items())]
    return WEIGHTS_HEAD + "\n".join(line for line in lines if not line.endswith(" = 0.000")) + "\n"


def try_scorer(own: Sequence[Document], held: Sequence[Document]) -> None:
    """The chances of the rows of the rules, and F1 with and without the rows that the model doubts."""
    labels = [label for document in own for label in document.labels() if label is not None]
    print(f"scorer: {len(own)} own documents, {len(labels)} rows that count, {labels.count(0.0)} of them wrong")
    crossed = list(cross_validated(own, MISSED))
    _print("own, rules alone", sum(map(whole, own), MISSED))
    _print("own, doubtful rows dropped", sum((model.score(d) for d, model in crossed), MISSED))
    _grade("own, rules' estimate", quality((d, estimates(d)) for d in own))
    _grade("own, cross-validated", quality((d, model.chances(d)) for d, model in crossed))
    model = train(own, MISSED)
    if held:
        _print("held out, rules alone", sum(map(whole, held), Score()))
        _print(f"held out, chance over {model.threshold:.2f}", sum(map(model.score, held), Score()))
        for threshold in (0.5, 0.6, 0.7):
            other = replace(model, threshold=threshold)
            _print(f"held out, over {threshold:.2f}, not chosen", sum(map(other.score, held), Score()))
        _grade("held out, rules' estimate", quality((d, estimates(d)) for d in held))
        _grade("held out, one for all", quality((d, [sum(labels) / len(labels)] * len(d.rows)) for d in held))
        _grade("held out, model", quality((d, model.chances(d)) for d in held))


def try_finder(own: Sequence[Coded], held: Sequence[Coded]) -> None:
    """Rows of the rules, and with those that the model adds."""
    possible = [case.possible for case in own if case.possible]
    labels = [label for document in possible for label in document.labels() if label is not None]
    print(f"finder: {len(possible)} own documents, {len(labels)} possible rows, {labels.count(1.0)} of them right")
    base = _base(own)
    _print("own, rules alone", sum((case.ruled.score([True] * len(case.ruled.rows)) for case in own), Score()))
    _print("own, cross-validated", sum((model.score(d) for d, model in cross_validated(possible, base)), base))
    model = train(possible, base)
    if held:
        others = [case.possible for case in held if case.possible]
        reachable = [label for document in others for label in document.labels()].count(1.0)
        _print("held out, rules alone", sum((whole(case.ruled) for case in held), Score()))
        _print(f"held out, over {model.threshold:.2f}", sum(map(model.score, others), _base(held)))
        for threshold in (0.3, 0.4, 0.5, 0.6):
            other = replace(model, threshold=threshold)
            _print(f"held out, over {threshold:.2f} (not chosen)", sum(map(other.score, others), _base(held)))
        print(f"  {reachable} rows held out could be added, among {sum(len(d.rows) for d in others)} possible ones")


def own_cases() -> Iterator[Coded]:
    """Each case of the suite and each kind of plain reports."""
    cases = [(kind, case) for kind in kinds() for case in load_kind(kind)]
    cases += [("fresh", case) for case in load_cases(FRESH)]
    for number, (kind, case) in enumerate(cases):
        article = read_article(f"{kind}-{number:04}.txt", case.text.encode())
        yield coded_article(article, tuple(_gold(row, case.text) for row in case.rows))
    for kind, sentences in plain_reports().items():
        yield coded_article(read_article(f"plain-{kind}.txt", "\n\n".join(sentences).encode()), ())


def judged_articles() -> Iterator[Coded]:
    """The example articles, with those rows only on which there is a verdict: rules change, verdicts stay."""
    for name, verdicts in json.loads(VERDICTS.read_text(encoding="utf-8")).items():
        known = {(h, s, p, c): verdict for h, s, p, c, verdict in verdicts}
        article = read_article(name, (ARTICLES / name).read_bytes())
        rows = {
            row: (found, known[row.holder, str(row.stance), row.proposal, row.condition])
            for row, found in _ruled(read(article, parse(article))).items()
            if (row.holder, str(row.stance), row.proposal, row.condition) in known
        }
        told = Document(
            name=name,
            rows=tuple(rows),
            features=tuple(found for found, _ in rows.values()),
            verdicts=tuple(verdict for _, verdict in rows.values()),
        )
        yield Coded(ruled=told, possible=None)


def coded_articles(folder: Path) -> Iterator[Coded]:
    """The coded articles of a folder."""
    for file in sorted(folder.glob("*.gold.json")):
        gold = parse_gold(file.read_text(encoding="utf-8"), str(file))
        place = file.parent / gold.article
        yield coded_article(read_article(str(place), place.read_bytes()), gold.positions)


def coded_article(article: Article, gold: tuple[GoldPosition, ...]) -> Coded:
    """The rows that the rules find, and the possible rows beside the gold that the rules missed."""
    reading = read(article, parse(article))
    ruled = _document(article, _ruled(reading), gold)
    taken = set(pair(ruled.rows, gold).values())
    left = tuple(row for n, row in enumerate(gold) if n not in taken)
    return Coded(ruled=ruled, possible=_document(article, dict(candidates(reading)), left))


def estimates(document: Document) -> list[float]:
    """What the rules themselves think of each row."""
    return [row["estimate"] for row in document.features]


def whole(document: Document) -> Score:
    """The score of all rows."""
    return document.score([True] * len(document.rows))


def _ruled(reading: Reading) -> dict[FoundRow, dict[str, float]]:
    article = reading.article
    rows: dict[FoundRow, dict[str, float]] = {}
    for coded in code(reading):
        row = FoundRow(
            holder=resolve_actor(coded.holder).name,
            side=None,
            stance=coded.claim.stance,
            proposal=coded.phrase.wording(article.text),
            condition=next((phrase.wording(article.text) for _, phrase in coded.conditions), None),
            evidence=coded.evidence,
            quote=article.words(coded.evidence),
            rule=coded.claim.rule,
        )
        rows.setdefault(row, features(reading, coded))
    return rows


def _document(article: Article, rows: dict[FoundRow, dict[str, float]], gold: tuple[GoldPosition, ...]) -> Document:
    return Document(name=article.source, rows=tuple(rows), features=tuple(rows.values()), gold=gold)


def _gold(row: Expected, text: str) -> GoldPosition:
    return GoldPosition(
        holder=row.holder,
        side=(),
        stance=Stance(row.stance),
        proposal=row.proposal,
        condition=row.condition,
        evidence=Span(start=0, end=len(text)),
        optional=row.optional,
    )


def _base(cases: Iterable[Coded]) -> Score:
    """What the rules found; the gold that they missed comes with the possible rows."""
    score = sum((whole(case.ruled) for case in cases), Score())
    return replace(score, gold=score.right)


def _grade(name: str, found: Quality) -> None:
    print(f"  {name:30} ranking {found.ranking:.3f}  Brier {found.brier:.3f}  log loss {found.loss:.3f}")


def _print(name: str, score: Score) -> None:
    ratios = f"P {score.precision:.3f}  R {score.recall:.3f}  F1 {score.f1:.3f}"
    print(f"  {name:30} {ratios}   ({score.right} right of {score.found} found, {score.gold} gold)")


if __name__ == "__main__":
    sys.exit(main())

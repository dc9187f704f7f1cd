"""Evaluating: how well the reading of articles agrees with gold that people coded for them."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kg.analysis.evaluation.errors import ErrorKind, Fault, Why
from kg.analysis.evaluation.gold import GoldDocument, parse_gold
from kg.analysis.evaluation.scores import Evaluation, Judged, Score, Share, evaluate
from kg.errors import InputError, MissingError
from kg.model import Article
from kg.pipeline import extract_positions
from kg.text import read_bytes
from kg.usecases.ingesting import Watch
from kg.usecases.reading import ReadingOptions, load_article

__all__ = ["ErrorKind", "Evaluation", "Fault", "Score", "Share", "Why", "evaluate_folder", "evaluation_record"]

GOLD = ".gold.json"
SOURCES = "SOURCES.tsv"


def evaluate_folder(folder: str, watch: Watch) -> Evaluation:
    """Read every article of ``folder`` that has gold beside it (``NAME.gold.json``), and score what is found.

    The kind of source is the ``source`` column of a ``SOURCES.tsv`` beside the gold, in the row whose first column is
    NAME; else the part of NAME before its first underscore. All gold is checked before the first article is read.
    Raises MissingError for a folder or an article that is not there, InputError for a folder without gold and for
    gold that is not well formed.
    """
    coded = list(_coded(Path(folder)))
    return evaluate(_judged(coded, watch))


def evaluation_record(found: Evaluation) -> dict[str, Any]:
    """The scores as one JSON object; ``faults`` lists every missed and wrong row."""
    return {
        "articles": found.articles,
        "readings": {name: _score_record(score) for name, score in found.readings.items()},
        "quotes": _share_record(found.quotes),
        "fields": {name: _share_record(share) for name, share in found.fields.items()},
        "stances": {name: _score_record(score) for name, score in found.stances.items()},
        "kinds": {name: _score_record(score) for name, score in found.kinds.items()},
        "rules": {name: _share_record(share) for name, share in found.rules.items()},
        "errors": [{"why": str(kind.why), "missed": kind.missed, "wrong": kind.wrong} for kind in found.errors],
        "faults": [
            {
                "article": fault.article,
                "why": str(fault.why),
                "gold": fault.gold,
                "found": fault.found,
                "missed": fault.is_missed,
                "quote": fault.quote,
            }
            for fault in found.faults
        ],
    }


@dataclass(frozen=True, kw_only=True, slots=True)
class _Coded:
    gold: GoldDocument
    article: Article
    kind: str


def _judged(coded: Sequence[_Coded], watch: Watch) -> Iterator[Judged]:
    for number, each in enumerate(coded, start=1):
        positions = extract_positions(each.article)
        yield Judged(gold=each.gold, article=each.article, positions=positions, kind=each.kind)
        watch(number, len(coded), each.article.source)


def _coded(folder: Path) -> Iterator[_Coded]:
    if not folder.is_dir():
        raise MissingError(f"expected a folder with gold, but there is no folder {folder}")
    files = sorted(folder.glob(f"*{GOLD}"))
    if not files:
        raise InputError(f"expected files NAME{GOLD} beside their articles, got none in {folder}")
    kinds = _kinds(folder / SOURCES)
    for file in files:
        name = file.name.removesuffix(GOLD)
        gold = parse_gold(_decoded(file), str(file))
        yield _Coded(gold=gold, article=_article(gold, file), kind=kinds.get(name) or name.split("_")[0])


def _decoded(file: Path) -> str:
    try:
        return read_bytes(str(file)).decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InputError(
            f"expected UTF-8, got byte {error.object[error.start]:#04x} at {error.start} in {file}"
        ) from error


def _article(gold: GoldDocument, file: Path) -> Article:
    place = file.parent / gold.article
    if not place.is_file():
        raise MissingError(f"expected the article {gold.article} beside its gold, but there is no {place}")
    article = load_article(str(place), ReadingOptions())
    for number, row in enumerate(gold.positions, start=1):
        if row.evidence.end > len(article.text):
            raise InputError(
                f"expected evidence within the {len(article.text)} characters of {gold.article},"
                f" got [{row.evidence.start}, {row.evidence.end}] in position {number} of {file}"
            )
    return article


def _kinds(table: Path) -> Mapping[str, str]:
    """Name to kind of source, from a table with a ``source`` column; empty when there is no such table."""
    if not table.is_file():
        return {}
    header, *rows = [*csv.reader(_decoded(table).splitlines(), delimiter="\t", quoting=csv.QUOTE_NONE)] or [[]]
    if "source" not in header:
        raise InputError(f"expected a column source, got {', '.join(header) or 'an empty file'} in {table}")
    at = header.index("source")
    return {row[0]: row[at] for row in rows if len(row) > at and row[at].strip()}


def _score_record(score: Score) -> dict[str, Any]:
    return {
        "precision": round(score.precision, 6),
        "recall": round(score.recall, 6),
        "f1": round(score.f1, 6),
        "right": score.right,
        "found": score.found,
        "gold": score.gold,
    }


def _share_record(share: Share) -> dict[str, Any]:
    return {"right": share.right, "of": share.of}

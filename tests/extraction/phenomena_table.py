"""Writes the table of the phenomenon suite and its floors: ``python -m tests.extraction.phenomena_table``.

The table goes to docs/phenomena.md, the measured values to tests/extraction/phenomena/floors.toml, from where the tests
read what must not get worse.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from tests.extraction.phenomena_suite import (
    FLOORS,
    FRESH,
    Score,
    kinds,
    load_cases,
    load_kind,
    read_case,
    rows_of,
    score,
)  # fmt: skip

TABLE = Path(__file__).parents[2] / "docs" / "phenomena.md"
PLAIN_REPORTS = Path(__file__).parent / "nothing.toml"

INTRODUCTION = """\
# What the extraction reads, phenomenon by phenomenon

{cases} texts of one to five sentences, written for this purpose, with the rows that a careful reader codes in them.
They lie by kind in `tests/extraction/phenomena` and run as tests; `python -m tests.extraction.phenomena_table` writes
this page.

A found row is right when it has the stance of an expected row, its holder by name, a proposal whose content words reach
an F1 of 0.5 with an accepted wording and, where it is conditional, a condition that does. Rows on which careful readers
may differ count neither for nor against.

The rules have been mended where this suite showed a class of errors, so its figures say what is covered and guard it;
they do not estimate the quality on articles never seen. Each text is an article of its own, with little context to lean
on, and each kind was written to be hard: an article is not made of such sentences only.

*P*, *R* and *F1* count rows over all cases of the kind. *Without a position* gives the rows wrongly found in the cases
that have none. *Sides* and *relations* give how often the party spoken for and the kind of condition were right, of the
right rows where one is expected.
"""

FRESH_SENTENCES = """\
## Fresh sentences

{cases} more texts of the same kinds (`tests/extraction/fresh.toml`), kept from those who write the rules, show what
carries over to other wordings: precision {precision:.2f}, recall {recall:.2f}, F1 {f1:.2f},
and {wrong} rows in the {empty} texts without a position.
"""

PLAIN = """\
## Plain reports

{sentences} further sentences in which nobody takes a position, each a paragraph of an article of its kind
(`tests/extraction/nothing.toml`): {wrong} rows were found in them, {per_hundred:.1f} in a hundred.
The aim is two at most.

| kind | sentences | rows |
|---|--:|--:|
"""


def main() -> None:
    """Reads the whole suite and writes both files."""
    readings = {kind: [read_case(case) for case in load_kind(kind)] for kind in kinds()}
    scores = {kind: score(those) for kind, those in readings.items()}
    whole = score([reading for those in readings.values() for reading in those])
    fresh = score([read_case(case) for case in load_cases(FRESH)])
    plain = {kind: (len(sentences), wrong_rows(sentences)) for kind, sentences in plain_reports().items()}
    TABLE.write_text("\n".join(_document(scores, whole, fresh, plain)), encoding="utf-8")
    FLOORS.write_text("\n".join(_floors({**scores, "all": whole, "fresh": fresh}, plain)), encoding="utf-8")


def plain_reports() -> dict[str, list[str]]:
    """The sentences without positions, by kind."""
    return tomllib.loads(PLAIN_REPORTS.read_text(encoding="utf-8"))


def wrong_rows(sentences: Sequence[str]) -> int:
    """How many rows are found in sentences that have none."""
    return len(rows_of("\n\n".join(sentences)))


def _document(
    scores: Mapping[str, Score], whole: Score, fresh: Score, plain: Mapping[str, tuple[int, int]]
) -> Iterator[str]:
    yield INTRODUCTION.format(cases=whole.cases)
    yield "| kind | cases | P | R | F1 | without a position | sides | relations |"
    yield "|---|--:|--:|--:|--:|--:|--:|--:|"
    for kind, one in sorted(scores.items()):
        yield _line(kind.replace("-", " "), one)
    yield _line("**all**", whole)
    yield ""
    yield FRESH_SENTENCES.format(
        cases=fresh.cases,
        precision=fresh.precision,
        recall=fresh.recall,
        f1=fresh.f1,
        wrong=fresh.wrong,
        empty=fresh.empty,
    )
    sentences, wrong = (sum(column) for column in zip(*plain.values(), strict=True))
    yield PLAIN.format(sentences=sentences, wrong=wrong, per_hundred=100 * wrong / sentences) + "\n".join(
        f"| {kind.replace('_', ' ')} | {count} | {rows} |" for kind, (count, rows) in sorted(plain.items())
    )
    yield ""


def _line(name: str, one: Score) -> str:
    cells = [
        name, str(one.cases), f"{one.precision:.2f}", f"{one.recall:.2f}", f"{one.f1:.2f}",
        f"{one.wrong} in {one.empty}", _share(one.sides), _share(one.relations),
    ]  # fmt: skip
    return "| " + " | ".join(cells) + " |"


def _share(share: tuple[int, int]) -> str:
    return f"{share[0]} of {share[1]}" if share[1] else "–"


def _floors(scores: Mapping[str, Score], plain: Mapping[str, tuple[int, int]]) -> Iterator[str]:
    yield "# Written by python -m tests.extraction.phenomena_table: what was last measured."
    for name, one in scores.items():
        yield f"{name} = {{ f1 = {one.f1:.3f}, wrong = {one.wrong} }}"
    yield f"nothing = {{ f1 = 0.0, wrong = {sum(rows for _, rows in plain.values())} }}"
    yield ""


if __name__ == "__main__":
    main()

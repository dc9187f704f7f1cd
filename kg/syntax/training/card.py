"""The model card: what the pipeline is, how good it is, whose work it rests on and on what terms it ships."""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from kg.errors import MissingError
from kg.syntax.training.evaluation import RELATIONS

TEMPLATE = Path(__file__).parent / "card.md"


def write_card(folder: Path) -> None:
    """Write `folder`/MODEL_CARD.md from the figures in `folder`/figures.json.

    Raises MissingError where there are no figures.
    """
    figures = folder / "figures.json"
    if not figures.is_file():
        raise MissingError(f"expected the figures {figures}, found none; the step `evaluate` writes them")
    text = render_card(json.loads(figures.read_text(encoding="utf-8")))
    (folder / "MODEL_CARD.md").write_text(text, encoding="utf-8")


def render_card(figures: Mapping[str, Any]) -> str:
    """The text of the model card with the given `figures` (see `kg.syntax.training.figures.evaluate`)."""
    return TEMPLATE.read_text(encoding="utf-8").format(
        grammar="\n".join(_grammar_table(figures)),
        relations="\n".join(_relations_table(figures["grammar"])),
        names="\n".join(_names_table(figures["names"])),
        speed=f"{figures['words_per_second']:,}",
        size=figures["megabytes"],
    )


def _grammar_table(figures: Mapping[str, Any]) -> Iterator[str]:
    yield "| test set | words | LAS | UAS | UPOS | XPOS | lemma | LAS on raw text |"
    yield "|---|---:|---:|---:|---:|---:|---:|---:|"
    for name, scores in figures["grammar"].items():
        cells = (f"{scores[key]:.1f}" for key in ("las", "uas", "upos", "xpos", "lemma"))
        yield f"| {name} | {scores['words']:,} | {' | '.join(cells)} | {figures['raw'][name]['las']:.1f} |"


def _relations_table(grammar: Mapping[str, Any]) -> Iterator[str]:
    yield f"| relation | {' | '.join(grammar)} |"
    yield f"|---|{'---:|' * len(grammar)}"
    for relation in RELATIONS:
        cells = (f"{scores['relations'][relation]:.0f}" for scores in grammar.values())
        yield f"| {relation} | {' | '.join(cells)} |"


def _names_table(names: Mapping[str, Any]) -> Iterator[str]:
    yield "| test set | names | precision | recall | F1 | PERSON | ORG | places |"
    yield "|---|---:|---:|---:|---:|---:|---:|---:|"
    for name, scores in names.items():
        cells = [scores["precision"], scores["recall"], scores["f1"], *scores["by_kind"].values()]
        yield f"| {name} | {scores['names']:,} | {' | '.join(f'{cell:.1f}' for cell in cells)} |"

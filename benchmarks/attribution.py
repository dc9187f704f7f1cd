"""How well statements are attributed: precision, recall and F1 on the PolNeAR corpus (Newell et al. 2018).

Usage: ``python benchmarks/attribution.py PATH_TO_POLNEAR [--only LIST]``, with a checkout of the corpus, or any folder
that has ``text/*.txt`` and ``attributions/*.ann``. Only its dev split is read, and nothing of it is kept. LIST is a
file with the names of the texts to read, one a line.

A predicted statement is right when its content and the annotated content share at least half of their words
(Jaccard), and their sources share a word or both are absent; one statement matches one annotation at most. PolNeAR
annotates only the outermost of nested attributions, so nested statements are left out. Where several people annotated
a text, the first by file name counts.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import networkx as nx

from kg.errors import MissingError
from kg.extraction import read
from kg.extraction.statements import Manner, attribute_statements, manner_of
from kg.model import Article, Span
from kg.syntax import parse
from kg.syntax.tree import Sentence
from kg.text import find_quotations, read_article

JACCARD = 0.5
WORD = re.compile(r"\w+")
EVENT = re.compile(r"\b(Source|Cue|Content)\d*:(T\d+)")


@dataclass(frozen=True, kw_only=True, slots=True)
class Attributed:
    """One attribution as sets of words, each word named by where it starts; ``cue`` as it stands in the text."""

    source: frozenset[int]
    content: frozenset[int]
    manner: Manner
    cue: str


@dataclass(kw_only=True, slots=True)
class Tally:
    """Counts of annotated, predicted and matched attributions; the matched ones counted from either side."""

    gold: int = 0
    predicted: int = 0
    right_gold: int = 0
    right_predicted: int = 0

    def row(self, name: str) -> str:
        """One line of the table."""
        precision = self.right_predicted / self.predicted if self.predicted else 0.0
        recall = self.right_gold / self.gold if self.gold else 0.0
        f1 = 2 * precision * recall / (precision + recall) if precision + recall else 0.0
        counts = f"({self.right_gold} right of {self.predicted} predicted, {self.gold} annotated)"
        return f"{name:10} P {precision:.3f}  R {recall:.3f}  F1 {f1:.3f}   {counts}"


def main(arguments: Sequence[str]) -> int:
    """Print the table for the dev split."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpus", type=Path, help="checkout of PolNeAR")
    parser.add_argument("--only", type=Path, help="file with the names of the texts to read, one a line")
    parser.add_argument("--errors", action="store_true", help="list what was missed (-) and what was wrong (+)")
    options = parser.parse_args(arguments)
    tallies = {name: Tally() for name in ("all", *(m.value for m in Manner))}
    texts = sorted(_dev(options.corpus).joinpath("text").glob("*.txt"))
    if options.only is not None:
        wanted = set(options.only.read_text(encoding="utf-8").split())
        texts = [text for text in texts if text.name in wanted]
    for path in texts:
        article = read_article(path.name, path.read_bytes())
        sentences = read(article, parse(article)).sentences
        gold, predicted = tuple(annotated(article, path)), tuple(statements(article, sentences))
        pairs = matches(gold, predicted)
        _count(tallies, gold, predicted, pairs)
        if options.errors:
            _list_errors(article, gold, predicted, pairs)
    print(f"{len(texts)} texts")
    for name, tally in tallies.items():
        print(tally.row(name))
    return 0


def annotated(article: Article, path: Path) -> Iterator[Attributed]:
    """The attributions that the first annotator of a text marked."""
    folder = path.parent.parent / "attributions"
    files = sorted(folder.glob(f"{path.stem}_*.ann"))
    if not files:
        raise MissingError(f"expected annotations {path.stem}_*.ann in {folder}, got none")
    spans: dict[str, list[Span]] = {}
    for line in files[0].read_text(encoding="utf-8").splitlines():
        name, told = line.split("\t")[:2]
        if name.startswith("T"):
            _, places = told.split(" ", 1)
            spans[name] = [Span(start=int(s), end=int(e)) for s, e in (p.split() for p in places.split(";"))]
        elif name.startswith("E"):
            parts: dict[str, list[Span]] = {"Source": [], "Cue": [], "Content": []}
            for role, mark in EVENT.findall(told):
                parts[role].extend(spans.get(mark, ()))
            if parts["Content"] and parts["Cue"]:
                yield _attributed(article, parts["Source"], parts["Content"], parts["Cue"])


def statements(article: Article, sentences: Sequence[Sentence]) -> Iterator[Attributed]:
    """The outermost statements that Parley finds."""
    for statement in attribute_statements(article, sentences):
        if statement.level == 0:
            sources = [] if statement.source is None else [statement.source]
            yield _attributed(article, sources, statement.contents, [statement.cue])


def matches(gold: Sequence[Attributed], predicted: Sequence[Attributed]) -> dict[int, int]:
    """The largest one-to-one matching: index of an annotation → index of a statement."""
    graph: nx.Graph[tuple[str, int]] = nx.Graph()
    left = [("gold", n) for n in range(len(gold))]
    graph.add_nodes_from(left)
    graph.add_edges_from(
        (("gold", n), ("predicted", m))
        for n, one in enumerate(gold)
        for m, other in enumerate(predicted)
        if _agree(one, other)
    )
    found = nx.bipartite.hopcroft_karp_matching(graph, top_nodes=left)
    return {n: found["gold", n][1] for _, n in left if ("gold", n) in found}


def _dev(corpus: Path) -> Path:
    folder = next((f for f in (corpus / "data" / "dev", corpus) if (f / "text").is_dir()), None)
    if folder is None:
        raise MissingError(f"expected a checkout of PolNeAR with data/dev/text, got none in {corpus}")
    return folder


def _attributed(article: Article, source: Sequence[Span], content: Sequence[Span], cue: Sequence[Span]) -> Attributed:
    return Attributed(
        source=_words(article, source),
        content=_words(article, content),
        manner=manner_of(article, content, find_quotations(article)),
        cue=" … ".join(article.words(span) for span in cue),
    )


def _words(article: Article, spans: Sequence[Span]) -> frozenset[int]:
    return frozenset(m.start() for span in spans for m in WORD.finditer(article.text, span.start, span.end))


def _agree(one: Attributed, other: Attributed) -> bool:
    shared = len(one.content & other.content)
    same_source = bool(one.source & other.source) or not (one.source or other.source)
    return same_source and shared > 0 and shared >= JACCARD * len(one.content | other.content)


def _count(
    tallies: dict[str, Tally], gold: Sequence[Attributed], predicted: Sequence[Attributed], pairs: dict[int, int]
) -> None:
    for n, one in enumerate(gold):
        for tally in (tallies["all"], tallies[one.manner.value]):
            tally.gold += 1
            tally.right_gold += n in pairs
    right = set(pairs.values())
    for n, one in enumerate(predicted):
        for tally in (tallies["all"], tallies[one.manner.value]):
            tally.predicted += 1
            tally.right_predicted += n in right


def _list_errors(
    article: Article, gold: Sequence[Attributed], predicted: Sequence[Attributed], pairs: dict[int, int]
) -> None:
    right = set(pairs.values())
    rows = [("-", one) for n, one in enumerate(gold) if n not in pairs]
    rows += [("+", one) for n, one in enumerate(predicted) if n not in right]
    print(f"== {article.source}")
    for sign, one in sorted(rows, key=lambda row: min(row[1].content, default=0)):
        print(f"{sign} [{_text(article, one.source)}] {one.cue} [{_text(article, one.content)}]")


def _text(article: Article, words: frozenset[int]) -> str:
    found = [WORD.match(article.text, at) for at in sorted(words)]
    return " ".join(m.group() for m in found if m is not None)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

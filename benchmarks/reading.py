"""``python -m benchmarks.reading``: words a second of the parser alone and of the whole reading, and memory over many.

The text is the example articles, again and again, each time with other numbers and names in it, so that no cache can
know it. Memory is the process's own, after each tenth of the articles.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from kg.model import Article
from kg.pipeline import extract_positions
from kg.syntax import parse
from kg.text import read_article

EXAMPLES = Path(__file__).parents[1] / "examples" / "articles"


def main() -> None:
    """Print the two speeds, their ratio, and the memory curve."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.reading", description=__doc__)
    parser.add_argument("--articles", type=int, default=1_000, metavar="N")
    chosen = parser.parse_args()
    sample = list(invented_articles(60))
    parse(sample[0])
    words = sum(len(sentence.tokens) for article in sample for sentence in parse(article))
    alone = _seconds(sample, parse)
    whole = _seconds(sample, extract_positions)
    print(f"{words:,} words: parser alone {words / alone:,.0f} a second, whole reading {words / whole:,.0f}")
    print(f"the whole reading has {alone / whole:.2f} of the parser's speed")
    for number, article in enumerate(invented_articles(chosen.articles), start=1):
        extract_positions(article)
        if number % max(1, chosen.articles // 10) == 0:
            print(f"after {number:5,} articles: {resident_megabytes():7.1f} MB")


def invented_articles(number: int) -> Iterator[Article]:
    """The example articles in turn, with a number put into every capitalised word that is not a sentence's first."""
    paths = [p for p in sorted(EXAMPLES.iterdir()) if p.suffix == ".txt" and not p.name.startswith("broken")]
    articles = [read_article(str(path), path.read_bytes()) for path in paths]
    for turn in range(number):
        article = articles[turn % len(articles)]
        text = article.text.replace("Karsovia", f"Karso{turn}ia").replace("Norway", f"Norwe{turn}a")
        text = text.replace(" percent", f" {turn} percent").replace("quota", f"quota{turn}")
        yield read_article(f"{turn}.txt", text.encode())


def resident_megabytes() -> float:
    """The memory that the process holds now, in MB (Linux)."""
    for line in Path("/proc/self/status").read_text(encoding="ascii").splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) / 1024
    raise OSError("expected VmRSS in /proc/self/status, found none; this measurement needs Linux")


def _seconds(articles: list[Article], task: Callable[[Article], object]) -> float:
    start = time.process_time()
    for article in articles:
        task(article)
    return time.process_time() - start


if __name__ == "__main__":
    main()

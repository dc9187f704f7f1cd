import time

import pytest

from kg.model import Article
from kg.text import read_article, split_sentences
from kg.text.layout import lay_out


def sentences(text: str) -> list[str]:
    article = read_article("a.txt", text.encode())
    return [article.words(sentence) for sentence in split_sentences(article)]


ONE_SENTENCE = [
    "Gen. Lee and Dr. Ward met Mr. Abara's aides on Jan. 3 in St. Paul.",
    "The U.S. President and the U.N. Security Council back it.",
    "J. K. Ward, George W. Abara and A.B. Ray signed.",
    "No. 4 Dock Co. Ltd. and Tarn Inc. pay 3.5 per cent, i.e. $1.2 million.",
    "They met at 5 p.m. GMT on Monday.",
    "They met at 9 a.m. Monday in the U.S. capital.",
    "The plan (which he had called dead. Twice.) is back.",
    "“Will it hold?” asked Lee.",
    "“Will it hold?” Lee asked.",
    '"Never!" the minister said.',
    '"Never!" Ann Lee said.',
    "“It is hot air,” said Lee, “and nothing else.”",
    "They may use, run ... or sell it.",
    "They may use it … and sell it.",
    "The “Yes! Norland” party left.",
    "Suggestions go to www.example.org or to Lee.",
    "He said: no deal; no talks; no ceasefire.",
    "He met Lee, Ward et al. in Geneva.",
    "The parties – Norland vs. Sudland – agree.",
    "Art. 5 and Res. 242 stand, cf. para. 3.",
    "It is “dead” [1].",
    "He quoted the treaty: “[…] The parties shall refrain.”",
]


@pytest.mark.parametrize("text", ONE_SENTENCE)
def test_one_sentence(text: str) -> None:
    assert sentences(text) == [text]


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("He lives in the U.S. | The talks go on.", 2),
        ("They met at 5 p.m. | Negotiators left.", 2),
        ("He signed on Jan. 3. | She did not.", 2),
        ("“It is over.” | He left.", 2),
        ("“It is over. | It is.” | He left.", 3),
        ('"We will demand it. | They should pay," said Lee.', 2),
        ("Will it hold? | Nobody knows! | They wait...| Then they go.".replace("...|", "... |"), 4),
        ("He denies it. | (She does not.) | The talks go on.", 3),
        ("He had gone (he denies this.) | The talks go on.", 2),
        ("They wait. | . . . and wait.".replace(" | . . .", " . . ."), 1),
        ("It ended in 2014. | 300 people signed.", 2),
        ("It is over.[1] | The talks go on.", 2),
        ("The talks are over.The ports said no.".replace("over.The", "over.|The"), 2),
        ("He asked for plan B. | The minister said no.", 2),
        ("Ward Inc. | The company said no.", 2),
        ("It is “over.” | “Is it?” | “Yes.”", 3),
        ("They want: | • free pilots | • a new pier.", 3),
        ("He called it “a disgrace for all of Norland. | A shame for the whole of the north” and left.", 2),
        ("Nothing is signed. | iPhone makers wait.".replace(" | iPhone", " iPhone"), 1),
        ("‘We won’t sign.’ | Lee left.", 2),
    ],
)
def test_several_sentences(text: str, count: int) -> None:
    expected = [part.strip() for part in text.split("|")]
    assert len(expected) == count
    assert sentences(text.replace("| ", "").replace("|", "")) == expected


def test_headlines_are_one_sentence() -> None:
    text = "Union rejects plan. Ports strike back? Talks end\n\nThe union said no. It left.\n"
    found = sentences(text)
    assert found[-2:] == ["The union said no.", "It left."]
    assert sentences("Live. Union rejects plan! Ports say no\n\nNo.")[0].startswith("Live.")


def test_furniture_and_datelines_are_not_split() -> None:
    text = "HARBOURTON, March 3 (Agency) — The union said no. It left.\n\nSign up for our newsletter. It is free.\n"
    assert sentences(text) == ["The union said no.", "It left."]


def test_sentences_run_over_wrapped_lines() -> None:
    text = (
        "The union of Upper Tarn said on Monday that it would not sign what the\n"
        "ports had offered. It asked for a new pier, and for a higher wage than\n"
        "the one that was offered.\n"
    )
    assert [sentence.count("\n") for sentence in sentences(text)] == [1, 1]


@pytest.mark.parametrize(
    "piece", ["a. ", ". ", "“", "(", "“A. ", "b.”", "'s ", "U.S. ", "? ", "— ", "a.B", "[", "1. ", "'A "]
)
def test_time_grows_with_the_length_only(piece: str) -> None:
    text = "The union said that they would not sign. " + piece * (80_000 // len(piece)) + " The end of it is near."
    started = time.perf_counter()
    article = Article(text=text, source="a.txt", blocks=lay_out(text))
    split_sentences(article)
    assert time.perf_counter() - started < 3

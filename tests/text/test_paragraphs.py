from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from kg.text.paragraphs import find_paragraphs

PAGES = Path(__file__).parent / "pages"
WRAPPED = (PAGES / "wrapped.txt").read_text(encoding="utf-8")


def paragraphs(text: str) -> list[str]:
    return [text[span.start : span.end] for span in find_paragraphs(text)]


def test_each_line_of_scraped_text_is_a_paragraph() -> None:
    assert paragraphs("One is here.\nTwo is there.\r\n\r\n  Three\u00a0\n") == [
        "One is here.",
        "Two is there.",
        "Three",
    ]


def test_lines_of_the_same_width_that_end_sentences_stay_apart() -> None:
    text = "\n".join(f"The council of province number {n} rejects the new treaty." for n in range(10, 15))
    assert len(paragraphs(text)) == 5


def test_hard_wrapped_lines_are_joined() -> None:
    found = paragraphs(WRAPPED)
    assert [" ".join(paragraph.split())[:30] for paragraph in found] == [
        "The water of the Tarn river ha",
        "The governor of Lower Tarn wel",
        "* Upper Tarn keeps the right t",
        "* Lower Tarn pays a third of t",
        "Talks go on in May.",
    ]


def test_a_short_line_that_ends_a_sentence_ends_a_wrapped_paragraph() -> None:
    text = (
        "The delegates from the seven river towns met on Monday and could not\n"
        "agree on the height of the dam, nor on who should pay for the works\n"
        "that have to be done.\n"
        "On Tuesday they met again, this time without the press, and found a\n"
        "way out that everybody could sign.\n"
    )
    assert [paragraph.split()[0] for paragraph in paragraphs(text)] == ["The", "On"]


def test_windows_line_ends_are_one_line_end() -> None:
    assert [p.count("\r\n") for p in paragraphs(WRAPPED.replace("\n", "\r\n"))] == [2, 2, 0, 1, 0]


def test_a_headline_above_a_paragraph_is_not_wrapped() -> None:
    text = "Union rejects the new ferry plan and threatens to strike on Monday\nThe union said it will strike.\n"
    assert len(paragraphs(text)) == 2


@given(st.text(alphabet="ab .\n\r\t\u00a0\u200b\u2028-*1", max_size=300))
def test_paragraphs_are_in_order_and_leave_only_white_space_out(text: str) -> None:
    spans = find_paragraphs(text)
    left, at = "", 0
    for span in spans:
        assert span.start >= at
        left += text[at : span.start]
        at = span.end
        assert not text[span.start].isspace()
        assert not text[span.end - 1].isspace()
    assert not (left + text[at:]).replace("\u200b", "").strip()

"""The labels of transcripts, interviews and records: what is one, and what only looks like one."""

from __future__ import annotations

import pytest

from kg.text import find_turns, read_article, split_sentences


def turns(text: str) -> list[tuple[str, list[str]]]:
    article = read_article("a.txt", text.encode())
    return [(turn.name, [article.words(content) for content in turn.contents]) for turn in find_turns(article)]


def test_each_paragraph_with_a_label_begins_a_turn() -> None:
    text = "MINISTER KALE: We will not sign.\n\nMS. ODE (Pelagia): Thank you.\n\nThe President: That is all."
    assert turns(text) == [
        ("MINISTER KALE", ["We will not sign."]),
        ("MS. ODE (Pelagia)", ["Thank you."]),
        ("The President", ["That is all."]),
    ]


def test_a_paragraph_between_two_labels_goes_on_with_the_turn() -> None:
    text = "Ann Lee, mayor: We want the bridge.\n\nIt is old.\n\nBo Ray, baker: I am against it."
    assert [len(contents) for _, contents in turns(text)] == [2, 1]


def test_behind_the_last_label_only_the_first_person_goes_on() -> None:
    text = "Ann Lee: The bridge is old.\n\nBo Ray: I am against it.\n\nWe cannot pay.\n\nThe council meets in May."
    assert turns(text)[-1] == ("Bo Ray", ["I am against it.", "We cannot pay."])


def test_questions_and_answers_are_told_apart() -> None:
    article = read_article("a.txt", b"Mina Farr spoke to us.\n\nQ: Will you sign?\n\nA. We will sign in May.")
    assert [(turn.is_question, turn.is_answer) for turn in find_turns(article)] == [(True, False), (False, True)]


@pytest.mark.parametrize(
    "text",
    [
        "NEW DELHI: The cabinet approved the bill on Monday.",
        "The minister said this: We will not sign the treaty in May.",
        "There were three of us: Ann, Bo and me.",
        'Kale: "We will not sign," he wrote.',
        "At 10:42 the siren went off: We ran.",
        "What he wants: We do not know it.",
    ],
)
def test_a_dateline_or_a_sentence_with_a_colon_is_no_label(text: str) -> None:
    assert turns(text) == []


def test_a_label_is_a_sentence_of_its_own() -> None:
    article = read_article("a.txt", b"MR. ODE: We agree. It is late.")
    assert [article.words(s) for s in split_sentences(article)] == ["MR. ODE:", "We agree.", "It is late."]

"""Submissions: what a line of JSON can say, there and back, and what it cannot."""

from __future__ import annotations

import json
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.errors import InputError
from kg.usecases.submissions import Submission, parse_submission, write_submission

words = st.text(st.characters(exclude_categories=("Cs",)), min_size=1).filter(lambda text: bool(text.strip()))
submissions = st.builds(
    Submission,
    source=words,
    data=words.map(str.encode),
    is_page=st.sampled_from([None, False, True]),
    published=st.none() | st.dates(),
    title=st.none() | words,
    publisher=st.none() | words,
)


@given(submissions)
def test_a_line_holds_all_of_a_submission(submission: Submission) -> None:
    line = write_submission(submission)
    assert line.endswith(b"\n")
    assert line.count(b"\n") == 1
    assert parse_submission(line, "line 1") == submission


def test_what_is_not_said_is_left_to_the_article() -> None:
    found = parse_submission(b'{"html": "<p>Talks resume.", "title": null}', "line 1")
    assert (found.is_page, found.data, found.title, found.published) == (True, b"<p>Talks resume.", None, None)
    assert found.source.startswith("untitled-")
    assert found.source.endswith(".html")
    fetched = parse_submission(b'{"url": "https://a.example/1", "published": "2025-03-03"}', "line 1")
    assert fetched == Submission(source="https://a.example/1", data=None, published=date(2025, 3, 3))


@pytest.mark.parametrize(
    ("line", "complaint"),
    [
        (b"\xff", "expected JSON in UTF-8 in line 7, got byte 0 that is not"),
        (b"[" * 100_000, "expected an article as a JSON object in line 7, got one nested too deep"),
        (b"null", "expected an article as a JSON object in line 7, got null"),
        (b"{}", "expected one of text, html, data, url in line 7, got none"),
        (b'{"text": true}', "expected text as text in line 7, got true or false"),
        (b'{"text": "a", "source": " "}', "expected words as source in line 7, got ' '"),
        (b'{"data": "abc"}', "expected a file in Base64 as data in line 7, got: Incorrect padding"),
        (b'{"url": "file:///a"}', "expected an http or https address as url in line 7, got 'file:///a'"),
        (
            b'{"url": "https://a.example", "source": "a"}',
            "expected no source beside a url in line 7, got 'a'",
        ),
        (
            b'{"text": "a", "title": "\\udfff"}',
            "expected text that Unicode can encode as title in line 7, got a lone surrogate U+DFFF at character 0",
        ),
    ],
)
def test_what_a_line_cannot_say_is_refused(line: bytes, complaint: str) -> None:
    with pytest.raises(InputError) as raised:
        parse_submission(line, "line 7")
    assert str(raised.value) == complaint


def test_a_number_of_thousands_of_digits_is_no_article() -> None:
    with pytest.raises(InputError, match=r"^expected an article as a JSON object in line 1, got"):
        parse_submission(json.dumps({"text": "a"}).replace('"a"', "9" * 5000), "line 1")

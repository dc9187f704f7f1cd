from datetime import date

import pytest

from kg.text.dates import LABELS, dates_in, is_date_line, labelled_date

MARCH = date(2025, 3, 17)


@pytest.mark.parametrize(
    "text",
    ["Mar 17, 2025", "March 17 2025", "17 March 2025", "17th of March, 2025", "2025-03-17", "2025/3/17", "17/03/2025",
     "3/17/2025", "17.3.2025", "17-Mar-2025", "Sept 9 1999 is no date here but Mar. 17, 2025 is"[17:]],
)  # fmt: skip
def test_dates_as_pages_write_them(text: str) -> None:
    assert [found for found, _, _ in dates_in(text)] == [MARCH]


@pytest.mark.parametrize(
    "text", ["3/4/2025", "March 17", "2025", "Feb 30, 2025", "March 17, 20255", "17 March 1025", "v2025-03-17"]
)
def test_what_is_no_full_and_certain_date(text: str) -> None:
    assert dates_in(text) == []


@pytest.mark.parametrize(
    "line",
    ["Published on: Mar 17, 2025, 8:06 AM IST", "Published On 17 Mar 2025", "Updated - March 17, 2025 08:06 am",
     "First published on Mon 17 Mar 2025 10.00 CET", "(Posted: Monday, March 17, 2025)",
     "Last modified 2025-03-17T08:06:00Z",
     "Date: 17.03.2025"],
)  # fmt: skip
def test_labelled_dates(line: str) -> None:
    assert MARCH in {labelled_date(line, kind) for kind in LABELS}


@pytest.mark.parametrize(
    "line",
    ["Published figures for March 17, 2025 show a rise", "Issued a year ago, the order of March 17, 2025 stands",
     "Dated but not signed", "March 17, 2025", "Updating on March 17, 2025"],
)  # fmt: skip
def test_a_label_alone_makes_no_date(line: str) -> None:
    assert {labelled_date(line, kind) for kind in LABELS} == {None}


@pytest.mark.parametrize(
    "line",
    ["Sunday, August 2, 2015", "17 Mar 2025", "10:42 GMT", "9:58am", "3 hours ago", "Thursday 6 March 2025 14.05 GMT",
     "March 18, 2025 3:07 PM GMT Updated an hour ago", "2025-03-17T08:06:00+01:00", "4 min read"],
)  # fmt: skip
def test_lines_that_hold_nothing_but_a_date(line: str) -> None:
    assert is_date_line(line)


@pytest.mark.parametrize(
    "line", ["On March 3, 2025 they met.", "The 2 August 2015 deal", "42", "May they agree", "Talks on Monday"]
)
def test_lines_that_hold_more(line: str) -> None:
    assert not is_date_line(line)

"""The report: one file, everything in it, nothing that runs."""

from __future__ import annotations

import re
from io import BytesIO

import pytest
from lxml import html

from kg.errors import InputError
from kg.export.pictures import draw_network
from kg.export.records import position_record
from kg.export.report import Figure, ReportTable, html_report
from tests.export.samples import awkward_network, conditional, opposing

RECORDS = [
    position_record(conditional(), "https://news.example/port?a=1&b=2", "Port talks <b>"),
    position_record(opposing(), "javascript:alert(1)"),
]


def svg() -> str:
    out = BytesIO()
    draw_network(awkward_network(), out)
    return out.getvalue().decode()


def page() -> str:
    return html_report(
        RECORDS,
        title="Port <talks>",
        note="Read on one day & checked",
        figures=[Figure(svg=svg(), caption="Who <clashes>"), Figure(svg=svg(), caption="Again")],
        tables=[
            ReportTable(title="Conflicts", header=["party", "party", "weight"], rows=[["Ana <i>", "Unions", -1.5]]),
            ReportTable(title="Alliances", header=["party", "party", "weight"], rows=[]),
        ],
    )


def test_every_position_stands_with_its_quote_and_place() -> None:
    tree = html.fromstring(page())
    found = {article.get("id"): article for article in tree.iter("article")}
    assert set(found) == {record["id"] for record in RECORDS}
    for record in RECORDS:
        article = found[record["id"]]
        assert article.find("blockquote").text_content() == record["evidence"]["quote"]
        assert f"characters {record['evidence']['start']}–{record['evidence']['end']}" in article.text_content()
    claim = found[RECORDS[0]["id"]].find("div").text_content()
    assert claim == ("Ana Ruiz (for Costa Verde) makes port deal depend on something else (only if: tariffs fall)")
    assert "2 positions of 2 actors on 1 proposal in 2 articles." in tree.text_content()
    assert "None found." in tree.text_content()


def test_nothing_in_it_runs_or_loads() -> None:
    text = page()
    tree = html.fromstring(text)
    assert "<talks>" not in text
    assert [a.get("href") for a in tree.iter("a")] == ["https://news.example/port?a=1&b=2"]
    assert not list(tree.iter("script"))
    assert "Content-Security-Policy" in text
    assert "<?xml" not in text
    assert not re.search(r'(src|href)="(?!#|https://news)', text)


def test_ids_are_unique_and_references_meet_them() -> None:
    text = page()
    ids = re.findall(r'\bid="([^"]+)"', text)
    assert len(ids) == len(set(ids))
    assert set(re.findall(r'(?:href="#|url\(#)([^")]+)', text)) <= set(ids)


def test_without_positions_there_is_no_report() -> None:
    with pytest.raises(InputError) as raised:
        html_report([], title="Nothing")
    assert str(raised.value) == "expected positions to report, got none: the selection is empty"

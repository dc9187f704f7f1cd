"""Positions as JSON lines and CSV."""

from __future__ import annotations

import csv
import io
import json

from kg.export.records import COLUMNS, field, position_record, to_csv, to_jsonl
from tests.export.samples import TEXT, conditional, opposing


def test_a_record_has_the_contract_first_and_always_the_same_keys() -> None:
    record = position_record(conditional(), "news/port.txt", "Port talks")
    quote = '"We back the \u201cport deal\u201d only if tariffs fall."'
    start = TEXT.index(quote)
    assert list(record.items())[:7] == [
        ("article", "news/port.txt"),
        ("holder", "Ana Ruiz"),
        ("side", "Costa Verde"),
        ("stance", "conditions-on"),
        ("proposal", "port deal"),
        ("conditions", ["tariffs fall"]),
        ("evidence", {"start": start, "end": start + len(quote), "quote": quote}),
    ]
    inner = TEXT.index("only if")
    assert list(record.items())[7:] == [
        ("id", conditional().id),
        ("act", "conditions"),
        ("modality", "asserted"),
        ("attribution", "direct"),
        ("speakers", []),
        ("published", None),
        ("confidence", 0.9),
        ("rule", "direct-speech"),
        ("holder_kind", "person"),
        ("holder_wording", "Minister Ana Ruiz"),
        ("proposal_label", "port agreement"),
        ("broader", ["trade agreement"]),
        ("condition_relations", ["only-if"]),
        ("condition_evidence", [{"start": inner, "end": inner + 20, "quote": "only if tariffs fall"}]),
        ("condition_labels", ["tariff cut"]),
        ("title", "Port talks"),
    ]
    assert list(position_record(opposing(), "x")) == list(record)


def test_json_lines_are_lines_whatever_the_text_holds() -> None:
    awkward = {"quote": "a\u2028b\u2029c\u0085d\ne\ud800f ü"}
    text = to_jsonl([awkward, {"n": 1}])
    assert len(text.splitlines()) == 2
    assert "ü" in text
    text.encode("utf-8")
    assert [json.loads(line) for line in text.splitlines()] == [awkward, {"n": 1}]
    assert to_jsonl([]) == ""


def test_csv_reads_back_and_starts_no_formula() -> None:
    text = to_csv([position_record(conditional(), "news/port.txt"), position_record(opposing(), "news/port.txt")])
    first, second = csv.DictReader(io.StringIO(text, newline=""))
    assert tuple(first) == COLUMNS
    assert (first["conditions"], first["condition_evidence"]) == ("tariffs fall", "only if tariffs fall")
    assert (first["published"], first["confidence"]) == ("", "0.9")
    assert second["evidence_quote"] == "'=Unions= reject the port deal."
    assert text.count("\r\n") == 3


def test_whatever_a_spreadsheet_takes_for_a_formula_is_text() -> None:
    for start in ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠"):
        assert field(f"{start}1+1") == f"'{start}1+1"
    assert field(["=1", "b"]) == "'=1 | b"
    assert (field("1-2"), field(-2), field(True)) == ("1-2", "-2", "True")

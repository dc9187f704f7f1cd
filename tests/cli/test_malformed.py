"""Input that is no article: a clear message each, an exit status, and the rest of the batch done."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.conftest import HARBOUR, Parley

GERMAN = (
    "Die Regierung lehnt den Vorschlag der Gewerkschaft ab. Der Minister sagte am Montag, man werde nur verhandeln,"
    " wenn der Hafen in öffentlicher Hand bleibt. Die Opposition begrüßte das Abkommen und forderte weitere Schritte."
    " Am Dienstag wollen sich die Parteien wieder treffen, um über den Lohn und die Arbeitszeit zu sprechen. "
) * 4

REFUSED = {
    "empty.txt": (b"", "expected an article, got an empty file in empty.txt"),
    "blank.txt": (b" \n\n\t \n", "expected an article, got an empty file in blank.txt"),
    "binary.txt": (bytes(range(256)) * 40, "expected a text or an HTML page, got binary data in binary.txt"),
    "picture.html": (
        b"\x89PNG\r\n\x1a\n" + bytes(200),
        "expected a text or an HTML page, got a PNG image in picture.html",
    ),
    "one-line.txt": (
        b"a" * 50_000_000,
        "expected an article of at most 20,000,000 bytes, got 50,000,000 in one-line.txt",
    ),
    "long-line.txt": (
        b"word " * 40_000,
        "expected lines of at most 100,000 characters, got 200,000 in line 1 of long-line.txt",
    ),
    "scraps.html": (
        b"<html><<<>><p",
        "expected an article, got a page of menus without a sentence in scraps.html",
    ),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_no_article_is_refused_in_one_line(name: str, parley: Parley, tmp_path: Path) -> None:
    content, reason = REFUSED[name]
    (tmp_path / name).write_bytes(content)
    found = parley("extract", name)
    assert (found.status, found.out, found.err) == (1, "", f"parley: {reason}\n")


def test_text_in_another_language_is_refused(parley: Parley, tmp_path: Path) -> None:
    (tmp_path / "hafen.txt").write_text(GERMAN, "utf-8")
    found = parley("extract", "hafen.txt")
    assert (found.status, found.out) == (1, "")
    assert found.err.startswith("parley: expected an article in English, got ")
    assert found.err.endswith(" in hafen.txt\n")


def test_a_folder_without_articles_is_refused(parley: Parley, tmp_path: Path) -> None:
    (tmp_path / "pictures").mkdir()
    (tmp_path / "pictures" / "port.jpg").write_bytes(b"\xff\xd8")
    found = parley("ingest", "pictures")
    assert found.status == 1
    assert found.err == (
        "parley: expected articles (.txt, .text, .md, .html, .htm, .xhtml) in the folder pictures, got none\n"
    )


def test_what_does_not_exist_is_named(parley: Parley) -> None:
    found = parley("extract", "gone.txt", "gone-*.txt", "https://news.example/talks")
    assert (found.status, found.out) == (1, "")
    assert found.err.splitlines() == [
        "parley: expected a file, a folder, a pattern, an http(s) address or -, but there is no gone.txt",
        "parley: expected files that match gone-*.txt, but there are none",
        "parley: expected a file, got the address https://news.example/talks: pass --allow-fetch to read from the web",
    ]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "cp1252"])
def test_other_encodings_are_recognised(encoding: str, parley: Parley, tmp_path: Path) -> None:
    (tmp_path / "harbour.txt").write_bytes(("“Never”, said the café’s owner.\n\n" + HARBOUR).encode(encoding))
    found = parley("extract", "harbour.txt")
    assert found.status == 0, found.err
    assert {"conditions-on", "opposes"} <= {json.loads(line)["stance"] for line in found.out.splitlines()}


def test_broken_html_is_read_as_far_as_it_goes(parley: Parley, tmp_path: Path) -> None:
    head, _, body = HARBOUR.partition("\n\n")
    (tmp_path / "harbour.html").write_text(
        f"<html><title>{head}</title><body><div><p>{body}<p><b>x<table><tr><td>", "utf-8"
    )
    found = parley("extract", "harbour.html")
    assert found.status == 0, found.err
    assert "conditions-on" in {json.loads(line)["stance"] for line in found.out.splitlines()}


def test_the_rest_of_a_batch_is_done(parley: Parley, tmp_path: Path) -> None:
    (tmp_path / "news").mkdir()
    for name, (content, _) in REFUSED.items():
        (tmp_path / "news" / name).write_bytes(content)
    (tmp_path / "news" / "harbour.txt").write_text(HARBOUR, "utf-8")
    found = parley("ingest", "news", "gone.txt")
    assert found.status == 1
    lines = found.out.splitlines()
    assert lines[0].startswith("Stored 1 article with ")
    assert lines[1] == "8 articles could not be read; the reasons are below."
    assert sorted(found.err.splitlines()) == sorted(
        [
            "parley: expected a file, a folder, a pattern, an http(s) address or -, but there is no gone.txt",
            *(f"parley: {reason.replace(name, f'news/{name}')}" for name, (_, reason) in REFUSED.items()),
        ]
    )
    assert json.loads(parley("articles", "--json").out)[0]["source"] == "news/harbour.txt"

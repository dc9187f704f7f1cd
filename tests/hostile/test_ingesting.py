"""Files that mean harm, read as a user reads them: what is no article is named, the rest is stored and exported."""

from __future__ import annotations

import os
import sqlite3
import sys
from contextlib import closing
from pathlib import Path

import pytest

from kg.usecases.exporting import FORMATS, PICTURES
from tests.cli.conftest import Parley, parley  # noqa: F401  # the fixture
from tests.hostile import readers
from tests.hostile.headlines import HEADLINES, HURT
from tests.text.test_dna import SCHEMA

STORY = (
    "The dockers' union will sign the harbour agreement only if the port stays public, its leader Ana Reyes said on"
    ' Monday. The government of Ardania rejected a public port. "We support the {word} plan," the mayor said.'
)
NAMES = (
    f"<img src=x onerror={HURT.replace('/', '_')}>.txt",
    "\u202etxt.evil\u202c.txt",
    "line one\nline two\r.txt",
    "\x1b[31mred\x1b]0;title\x07.txt",
    "a\"b'c`d$(touch hurt);e&f|g.txt",
    "=cmd|' C calc'!A0.txt",
    "-rf --store=x.txt",
    "{{7*7}} ${7*7} %00 %2e%2e .txt",
    "e\u0301" * 40 + ".txt",
)
PAGE = """<!doctype html><html onload="{hurt}"><head><title>{headline}</title>
<meta property="og:site_name" content="{attribute}"><meta name="author" content="{attribute}">
<script>{hurt}</script></head><body background="javascript:{hurt}">
<article><h1 onclick="{hurt}">{headline}</h1><p style="x:expression({hurt})" id="{attribute}">{story}</p>
<svg><script>{hurt}</script></svg><p>{story}</p><p>{story} ]]&gt; --&gt; &c;</p></article>
<iframe srcdoc="{attribute}"></iframe><p><![CDATA[ ]]> <b <i <u x="{attribute}'></p><p>&#0;&#xFFFE;&#x202e;&#55296;</p>
<base href="//evil.example/">{deep}</body></html>"""
BOMB = """<!DOCTYPE html [<!ENTITY a "ha ha ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">
<!ENTITY d "&b;&b;&b;&b;&b;&b;&b;&b;">
<!ENTITY c SYSTEM "file:///etc/passwd">]><html><head><title>Harbour talks &c;</title></head>
<body><article><p>{story}</p><p>&d;&d;&d;&d;&d;&d; &c; {story}</p></article></body></html>"""


@pytest.fixture(name="news")
def _news(tmp_path: Path) -> Path:
    folder = tmp_path / "news"
    folder.mkdir()
    for number, name in enumerate(NAMES):
        (folder / name).write_text(
            f"{name.strip()[:80]}\n\n{STORY.format(word=f'ferry {number}')}\n", "utf-8", newline=""
        )
    for number, headline in enumerate(HEADLINES):
        story = STORY.format(word=headline.replace("\n", " ")[:300])
        if number % 2:
            page = PAGE.format(
                headline=headline, attribute=headline.replace('"', "&quot;"), hurt=HURT, story=story, deep="<div>" * 300
            )
            (folder / f"{number:02}.html").write_bytes(page.replace("\x00", "").encode())
            continue
        text = f"{headline}\n\nMarch {number % 28 + 1}, 2025\n\n{story}\n"
        (folder / f"{number:02}.txt").write_bytes(text.replace("\x00", "").encode())
    (folder / "bomb.html").write_text(BOMB.format(story=STORY), "utf-8")
    return folder


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux has file names that are no Unicode")
def test_a_file_name_that_is_no_unicode_is_refused_alone(parley: Parley, tmp_path: Path) -> None:  # noqa: F811
    folder = tmp_path / "news"
    folder.mkdir()
    (folder / "harbour.txt").write_text("Harbour talks\n\n" + STORY.format(word="ferry"), "utf-8")
    with open(os.fsencode(folder) + b"/caf\xe9.txt", "wb") as file:
        file.write(b"Harbour talks\n\n" + STORY.format(word="caf").encode())
    found = parley("ingest", "news")
    assert found.status == 1
    assert found.err == (
        "parley: news/caf\ufffd.txt: expected text that Unicode can encode as the source of an article,"
        " got a lone surrogate U+DCE9 at character 8\n"
    )
    assert '"positions": 0' not in parley("articles", "--json").out
    assert len(readers.rows(parley("export", "csv").out.encode())) >= 1


@pytest.mark.usefixtures("news")
def test_hostile_files_are_stored_and_every_export_of_them_is_valid(parley: Parley, tmp_path: Path) -> None:  # noqa: F811
    found = parley("ingest", "news")
    assert "Traceback" not in found.err
    assert all(line.startswith("parley: ") for line in found.err.splitlines())
    assert not set(found.out + found.err) & set("\x00\x07\x1b\u202e\u2066")
    assert not (tmp_path / "hurt").exists()
    stored = readers.json_lines(parley("export", "jsonl", "--copies").out.encode())
    assert {row["article"] for row in stored} >= {os.path.join("news", name) for name in NAMES}
    assert len({row["article"] for row in stored if row["article"].endswith(".html")}) > len(HEADLINES) / 3
    for what, forms in FORMATS.items():
        for form in forms:
            if form in PICTURES:
                continue
            exported = parley("export", form, "--of", what)
            assert (exported.status, exported.err) == (0, ""), (what, form)
            _check(what, form, exported.out.encode())
    told = parley("positions").out + parley("articles").out + parley("actors").out
    assert not set(told) & set("\x00\x07\x1b\u202e\u2066")


def _check(what: str, form: str, document: bytes) -> None:
    if what == "network" and form in readers.NETWORKS:
        assert readers.NETWORKS[form](document).labels
    elif form in {"csv", "nodes.csv"}:
        readers.rows(document)
    elif form in {"rdf", "rdfxml"}:
        readers.xml(document)
    elif form == "html":
        page = readers.page(document)
        assert "script" not in page.elements
        assert "root:" not in document.decode()


def test_codings_with_hostile_strings(parley: Parley, tmp_path: Path) -> None:  # noqa: F811
    path = tmp_path / "talks <img src=x>.dna"
    with closing(sqlite3.connect(path)) as database, database:
        database.executescript(SCHEMA)
        for number, headline in enumerate(HEADLINES, start=1):
            text = f"{headline}: {STORY}"
            database.execute(
                "INSERT INTO DOCUMENTS VALUES (?, ?, ?, 1, ?, 1746057600)", (number, headline, text, headline)
            )
            database.execute("INSERT INTO STATEMENTS VALUES (?, 1, ?, 0, 20, 1)", (number, number))
            database.execute("INSERT INTO DATABOOLEAN VALUES (NULL, ?, 4, 1)", (number,))
            for variable in (1, 2, 3):
                entity = database.execute("INSERT INTO ENTITIES VALUES (NULL, ?, ?)", (variable, headline)).lastrowid
                database.execute("INSERT INTO DATASHORTTEXT VALUES (NULL, ?, ?, ?)", (number, variable, entity))
    found = parley("ingest", str(path))
    assert (found.status, found.err) == (0, "")
    stored = readers.json_lines(parley("export", "jsonl", "--copies").out.encode())
    assert {row["title"] for row in stored} == {headline.strip() for headline in HEADLINES}
    assert {row["holder"] for row in stored} == {" ".join(each.split()) for each in HEADLINES} or len(stored) == 40
    assert len(readers.rows(parley("export", "csv", "--of", "positions").out.encode())) == len(HEADLINES)

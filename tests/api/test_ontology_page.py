"""The file of the vocabulary is the ontology's own page, up to date, and can do nothing but be read."""

from __future__ import annotations

import re
from pathlib import Path

from api.pages.ontology import ontology_file

DOCS = Path(__file__).parents[2] / "docs"


def test_the_file_is_up_to_date() -> None:
    assert (DOCS / "ontology.html").read_text("utf-8") == ontology_file(), "run: make docs"


def test_the_file_runs_and_loads_nothing() -> None:
    text = ontology_file()
    assert "default-src 'none'; style-src 'unsafe-inline'" in text
    assert not re.search(r"<script|<link rel=.stylesheet|@import|url\(|\son\w+=", text)


def test_links_in_the_file_lead_somewhere() -> None:
    text = ontology_file()
    anchors = set(re.findall(r' id="([^"]+)"', text))
    for link in re.findall(r'href="([^"]+)"', text):
        if link.startswith("#"):
            assert link[1:] in anchors, link
        elif not link.startswith(("http://", "https://")):
            assert (DOCS / link).is_file(), link

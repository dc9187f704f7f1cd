"""Forty hostile headlines in a real browser: nothing runs, nothing is asked for, and the words stand there as words.

Each headline is the title, source, publisher, party, proposal and quotation of an article in the graph that is served.
Every page is loaded twice: as the server sends it, and with its Content Security Policy ignored, so that neither of the
two defences hides a hole in the other.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import httpx
import pytest

from kg.model.filter import PositionFilter
from kg.rdf.iris import actor_iri, proposal_iri
from kg.rdf.namespaces import ID_BASE
from kg.store import open_store
from kg.usecases.analysing import Counting
from kg.usecases.exporting import Export, export_picture, export_text
from tests.api.conftest import serving
from tests.hostile.browser import Browser, browsing, find_browser
from tests.hostile.headlines import HEADLINES, hostile_record, hostile_records

PROGRAM = find_browser()
pytestmark = pytest.mark.skipif(
    PROGRAM is None, reason="no Chromium is installed: apt-get install chromium, or name one in PARLEY_BROWSER"
)
FOREIGN = "script, iframe, object, embed, base, form[action^=http], math, img:not([src^='/']), link:not([href^='/'])"
HANDLERS = """
    [...document.querySelectorAll('*')].flatMap(e => [...e.attributes]).map(a => a.name).filter(n => /^on/.test(n))
"""
SCHEMES = """
    [...document.querySelectorAll('[href], [src], [action]')]
        .map(e => new URL(e.href?.baseVal ?? e.href ?? e.src ?? e.action, location).protocol)
"""
NO_PAGES = (
    "/v1/positions", "/v1/articles?fields=title", "/v1/networks/subtract", "/nothing/<script>hurt()</script>",
    "/v1/positions?actor=<script>alert(1)</script>", "/v1/positions?<script>=1", "/id/article/ARTICLE.ttl",
    "/sparql?query=<script>alert(1)</script>", "/v1/networks/subtract?format=graphml",
)  # fmt: skip


@pytest.fixture(scope="module", name="browser")
def _browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    assert PROGRAM
    with browsing(PROGRAM, tmp_path_factory.mktemp("profile")) as browser:
        yield browser


@pytest.fixture(scope="module", name="site")
def _site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    place = tmp_path_factory.mktemp("hostile") / "parley.db"
    with open_store(place) as store:
        store.add_many(hostile_records())
    with serving(place) as client:
        yield client


@pytest.fixture(params=["with its policy", "without its policy"], name="policy")
def _policy(request: pytest.FixtureRequest, browser: Browser) -> Iterator[bool]:
    browser.bypass_policy(request.param == "without its policy")
    yield request.param == "with its policy"
    browser.bypass_policy(False)


def check_harmless(browser: Browser, address: str, *, served: bool = True) -> str:
    """Load the page and give its text; nothing of what the headlines try may have happened."""
    seen = browser.open(address)
    assert browser.evaluate("typeof window.hurt") == "undefined", address
    assert seen.dialogs == []
    assert [each for each in seen.console if "hurt" in each or "Content Security Policy" in each] == []
    own = address.split("/", 3)[:3]
    assert [each for each in seen.requests if each.split("/", 3)[:3] != own or "/hurt" in each.split("?")[0]] == []
    if served:
        assert "default-src 'none'" in seen.headers["content-security-policy"]
        assert seen.headers["x-content-type-options"] == "nosniff"
    return str(browser.evaluate("document.documentElement.textContent"))


def check_markup(browser: Browser) -> None:
    """The page has no elements, handlers or addresses but those that its template may have."""
    assert browser.evaluate(f"[...document.querySelectorAll(`{FOREIGN}`)].map(e => e.outerHTML)") == []
    assert browser.evaluate(HANDLERS) == []
    assert set(browser.evaluate(SCHEMES)) <= {"http:", "https:", "file:"}


def shown(text: str) -> str:
    """A headline as text content has it: HTML knows one kind of line end, and may hold no control characters."""
    return re.sub("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffe\uffff]", "\ufffd", re.sub("\r\n?", "\n", text))


@pytest.mark.usefixtures("policy")
def test_articles_with_their_positions(browser: Browser, site: httpx.Client) -> None:
    for number, headline in enumerate(HEADLINES):
        record = hostile_record(number)
        text = check_harmless(browser, f"{site.base_url}/id/article/{record.article.id}.html")
        check_markup(browser)
        assert text.count(shown(headline)) >= 5, "title, source, publisher, text, quotations"
        assert shown(headline) in browser.evaluate("document.querySelector('h1').textContent")
        assert shown(headline) in browser.evaluate("document.title") or headline.split() != headline.split(" ")
        position = record.positions[0]
        text = check_harmless(browser, f"{site.base_url}/id/position/{position.id}.html")
        check_markup(browser)
        assert shown(position.evidence.quote) in text


@pytest.mark.usefixtures("policy")
def test_parties_and_proposals(browser: Browser, site: httpx.Client) -> None:
    for number in range(len(HEADLINES)):
        position = hostile_record(number).positions[0]
        for iri in (actor_iri(position.holder.kind, position.holder.name), proposal_iri(position.proposal.label)):
            text = check_harmless(browser, f"{site.base_url}/id/{iri.value.removeprefix(ID_BASE)}.html")
            check_markup(browser)
            assert shown(position.holder.name) in text


@pytest.mark.usefixtures("policy")
def test_lists_and_searches(browser: Browser, site: httpx.Client) -> None:
    for page in ("/", "/positions", "/articles", "/actors", "/proposals"):
        check_harmless(browser, f"{site.base_url}{page}")
        check_markup(browser)
    for headline in HEADLINES:
        sought = quote(headline[:150].encode(), safe="")
        for address in (f"/positions?actor={sought}", f"/positions?text={sought}&cursor={sought}", f"/id/{sought}"):
            check_harmless(browser, f"{site.base_url}{address}")
            check_markup(browser)


@pytest.mark.parametrize("address", NO_PAGES)
def test_answers_for_programs_are_no_pages(address: str, site: httpx.Client) -> None:
    """A browser that is led to them shows text or keeps a file; whatever stands in them is no markup."""
    answer = site.get(address.replace("ARTICLE", hostile_record(0).article.id))
    kind = answer.headers["content-type"].partition(";")[0]
    assert kind not in {"text/html", "application/xhtml+xml", "image/svg+xml"}
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["content-security-policy"].startswith("default-src 'none'")


def test_the_page_that_explains_the_api(browser: Browser, site: httpx.Client) -> None:
    check_harmless(browser, f"{site.base_url}/docs", served=False)
    assert browser.evaluate("typeof window.ui") in {"object", "undefined"}


@pytest.mark.usefixtures("policy")
def test_exported_reports_and_pictures(browser: Browser, tmp_path: Path) -> None:
    with open_store(None) as store:
        store.add_many(hostile_records())
        report = tmp_path / "report.html"
        report.write_bytes(export_text(store, PositionFilter(), Export.of("html", "report", "subtract", Counting())))
        for network in ("subtract", "conditions"):
            path = tmp_path / f"{network}.svg"
            export_picture(store, PositionFilter(), Export.of("svg", "network", network, Counting()), path)
            check_harmless(browser, path.as_uri(), served=False)
            assert browser.evaluate("document.querySelectorAll('script, foreignObject, image, a').length") == 0
            assert browser.evaluate(HANDLERS) == []
    text = check_harmless(browser, report.as_uri(), served=False)
    check_markup(browser)
    for headline in HEADLINES:
        assert shown(headline) in text


def test_this_test_would_see_a_script_run(browser: Browser, tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    page.write_text(f"<!doctype html><title>x</title>{HEADLINES[2]}<p onclick=1>", "utf-8")
    seen = browser.open(page.as_uri())
    assert browser.evaluate("window.hurt") == 1
    assert seen.dialogs == ["1"]
    assert any("hurt" in each for each in seen.requests + seen.console)
    assert set(browser.evaluate(HANDLERS)) == {"onerror", "onclick"}

"""What comes from outside stays words on every page, and its IRIs lead somewhere whatever its names are."""

from __future__ import annotations

import re
from collections.abc import Iterator

import httpx
import pytest
from pyoxigraph import RdfFormat

from kg.model import Act, Actor, ActorKind, Article, Block, BlockKind, Evidence, Position, Proposal, Span, Stance
from kg.model.record import ArticleRecord
from kg.rdf import article_quads
from kg.rdf.iris import actor_iri, proposal_iri
from kg.store import open_store
from tests.api.conftest import serving
from tests.api.test_resources import BROWSER, iris_of, local, triples_of
from tests.rdf.samples import RUN

HOSTILE = "</title><script>alert(1)</script><img src=x onerror=alert(2)>\"'><svg/onload=alert(3)>"
TURNED = "abc \u202egnirts desrever\u202c \u0007 \u05e9\u05dc\u05d5\u05dd"


def hostile_record() -> ArticleRecord:
    """An article that is nothing but trouble, from an address that nobody should follow."""
    text = f"{HOSTILE}\n\n{TURNED} backs a/b.ttl {HOSTILE}"
    span = Span(start=len(HOSTILE) + 2, end=len(text))
    article = Article(
        text=text,
        source="javascript:alert(document.domain)//" + HOSTILE,
        title=HOSTILE,
        publisher=HOSTILE,
        blocks=(
            Block(kind=BlockKind.HEADLINE, span=Span(start=0, end=len(HOSTILE))),
            Block(kind=BlockKind.PARAGRAPH, span=span),
        ),
    )
    names = [HOSTILE, TURNED, "a/b.ttl", "plan.ttl", "javascript:alert(1)", "..%2f", "?format=ttl#x"]
    positions = tuple(
        Position(
            holder=Actor(name=name, kind=ActorKind.PERSON, wording=HOSTILE),
            stance=Stance.SUPPORTS,
            proposal=Proposal(label=name, wording=HOSTILE, broader=(TURNED,)),
            evidence=Evidence.of(article, span),
            act=Act.SUPPORTS,
            rule=HOSTILE,
            speakers=(Actor(name=HOSTILE, kind=ActorKind.GROUP),),
        )
        for name in names
    )
    return ArticleRecord(article=article, positions=positions, extraction=RUN, fingerprint=())


@pytest.fixture(scope="module")
def troubled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    place = tmp_path_factory.mktemp("troubled") / "parley.db"
    with open_store(place) as store:
        store.add(hostile_record())
    with serving(place) as client:
        yield client


def test_no_page_holds_a_script_a_handler_or_an_address_that_does_something(troubled: httpx.Client) -> None:
    addresses = [f"{local(iri)}.html" for iri in iris_of(article_quads(hostile_record()))]
    addresses += ["/", "/actors", "/articles", "/proposals", f"/positions?actor={HOSTILE}", "/id/x%3Cscript%3E.html"]
    for address in addresses:
        page = troubled.get(address, headers={"Accept": BROWSER}, follow_redirects=True)
        assert page.headers["content-security-policy"] == (
            "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; frame-ancestors 'none';"
            " base-uri 'none'"
        )
        tags = re.findall(r"<[^>]*>", page.text)
        assert not [tag for tag in tags if re.match(r"<(script|img|svg|style|iframe|base|meta http)", tag)], address
        assert not [tag for tag in tags if re.search(r"\son\w+=", re.sub(r'"[^"]*"', '""', tag))], address
        for link in re.findall(r'(?:href|src|action)="([^"]*)"', page.text):
            assert re.match(r"/(?!/)|#|\?|https?://", link), (address, link)
        assert "\u0007" not in page.text


def test_words_of_either_direction_are_kept_apart(troubled: httpx.Client) -> None:
    iri = actor_iri(ActorKind.PERSON, TURNED).value
    page = troubled.get(local(iri) + ".html").text
    assert f"<h1><bdi>{TURNED}</bdi></h1>".replace("\u0007", "\ufffd") in page


def test_a_name_may_end_as_a_form_does_and_hold_a_slash(troubled: httpx.Client) -> None:
    for label in ("plan.ttl", "a/b.ttl", "..%2f", "?format=ttl#x"):
        iri = proposal_iri(label).value
        seen = troubled.get(local(iri), headers={"Accept": "text/turtle"})
        assert (seen.status_code, seen.headers["location"]) == (303, f"{local(iri)}.ttl")
        told = triples_of(troubled.get(seen.headers["location"]), RdfFormat.TURTLE)
        assert iri in {each.subject.value for each in told}  # type: ignore[union-attr]
        assert troubled.get(f"{local(iri)}.html").status_code == 200
    assert troubled.get("/id/proposal/plan", headers={"Accept": "text/turtle"}).status_code == 404

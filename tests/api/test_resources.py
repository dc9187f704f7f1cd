"""Every IRI of the graph, the ontology and the contexts leads to a document, in the form that the client asks for."""

from __future__ import annotations

import re
from importlib.resources import files

import httpx
import pytest
from pyoxigraph import NamedNode, Quad, RdfFormat, Store, Triple, parse

from kg.rdf import article_quads
from kg.rdf.namespaces import ID_BASE, NEG, ONTOLOGY_DOCUMENT
from kg.rdf.ontology import ontology_quads, shapes_quads
from tests.rdf.samples import harbour_record

RECORD = harbour_record()
GRAPH = article_quads(RECORD)
POSITION = RECORD.positions[0]
BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,*/*;q=0.8"
FORMATS = {
    "ttl": ("text/turtle", RdfFormat.TURTLE),
    "nt": ("application/n-triples", RdfFormat.N_TRIPLES),
    "jsonld": ("application/ld+json", RdfFormat.JSON_LD),
    "rdf": ("application/rdf+xml", RdfFormat.RDF_XML),
    "trig": ("application/trig", RdfFormat.TRIG),
    "nq": ("application/n-quads", RdfFormat.N_QUADS),
}


def iris_of(quads: tuple[Quad, ...]) -> list[str]:
    terms = {term for quad in quads for term in (quad.subject, quad.object, quad.graph_name)}
    return sorted(term.value for term in terms if isinstance(term, NamedNode) and term.value.startswith(ID_BASE))


def local(iri: str) -> str:
    return "/id/" + iri.removeprefix(ID_BASE)


def triples_of(answer: httpx.Response, form: RdfFormat) -> set[Triple]:
    return {quad.triple for quad in parse(answer.content, format=form)}


def kept(triples: set[Triple]) -> set[Triple]:
    """The triples as a store gives them back: it keeps numbers by their value."""
    store = Store()
    store.extend(Quad(each.subject, each.predicate, each.object) for each in triples)
    return {quad.triple for quad in store}


@pytest.mark.parametrize("iri", iris_of(GRAPH), ids=lambda iri: iri.removeprefix(ID_BASE))
def test_every_iri_leads_to_data_and_to_a_page(iri: str, client: httpx.Client) -> None:
    seen = client.get(local(iri), headers={"Accept": "text/turtle"})
    assert (seen.status_code, seen.headers["location"], seen.headers["vary"]) == (303, local(iri) + ".ttl", "Accept")
    data = client.get(seen.headers["location"])
    assert data.headers["content-type"] == "text/turtle; charset=utf-8"
    assert f'<{iri}>; rel="describes"' in data.headers["link"]
    told = triples_of(data, RdfFormat.TURTLE)
    own = {quad.triple for quad in GRAPH if quad.subject == NamedNode(iri)}
    assert own <= told
    assert own or iri == GRAPH[0].graph_name.value

    page = client.get(local(iri), headers={"Accept": BROWSER}, follow_redirects=True)
    assert (page.status_code, page.headers["content-type"]) == (200, "text/html; charset=utf-8")
    assert page.history[0].status_code == 303
    assert page.url.path.endswith(".html")


def test_a_position_s_data_are_the_graph_s_own_triples_with_all_its_parts(client: httpx.Client) -> None:
    me = f"{ID_BASE}position/{POSITION.id}"
    told = triples_of(client.get(local(me) + ".ttl"), RdfFormat.TURTLE)
    with_ontology = {quad.triple for quad in (*GRAPH, *ontology_quads())}
    assert told <= with_ontology
    parts = {me, f"{me}/condition/1", f"{me}/speech/1"}
    parts |= {
        f"{ID_BASE}article/{RECORD.article.id}/words/{words}{part}"
        for words in ("38-147", "68-103")
        for part in ("", "/quote", "/offsets")
    }
    assert {quad.triple for quad in GRAPH if quad.subject.value in parts} <= told  # type: ignore[union-attr]


@pytest.mark.parametrize("ending", FORMATS)
def test_all_forms_say_the_same(ending: str, client: httpx.Client) -> None:
    media_type, form = FORMATS[ending]
    address = f"/id/position/{POSITION.id}"
    expected = triples_of(client.get(f"{address}.nt"), RdfFormat.N_TRIPLES)
    by_ending = client.get(f"{address}.{ending}")
    assert by_ending.headers["content-type"].partition(";")[0] == media_type
    assert kept(triples_of(by_ending, form)) == kept(expected)
    assert client.get(address, params={"format": ending}).content == by_ending.content
    seen = client.get(address, headers={"Accept": media_type}, follow_redirects=True)
    assert seen.content == by_ending.content


@pytest.mark.parametrize(
    ("accept", "ending"),
    [
        (BROWSER, "html"),
        ("*/*", "html"),
        ("", "html"),
        ("text/turtle;q=0.5, application/ld+json", "jsonld"),
        ("application/json", "jsonld"),
        ("text/turtle, application/rdf+xml;q=0.9, */*;q=0.1", "ttl"),
        ("application/rdf+xml", "rdf"),
        ("text/plain", "nt"),
    ],
)
def test_the_accept_header_decides(accept: str, ending: str, client: httpx.Client) -> None:
    seen = client.get("/id/actor/state/Belmark", headers={"Accept": accept})
    assert (seen.status_code, seen.headers["location"]) == (303, f"/id/actor/state/Belmark.{ending}")


def test_what_cannot_be_given_is_refused_in_words(client: httpx.Client) -> None:
    refused = client.get("/id/actor/state/Belmark", headers={"Accept": "image/png"})
    assert refused.status_code == 406
    assert refused.json()["detail"] == (
        "expected to be asked for one of text/html, text/turtle, application/ld+json, application/n-triples,"
        " application/rdf+xml, application/trig, application/n-quads, got image/png"
    )
    unknown = client.get("/id/actor/state/Belmark", params={"format": "docx"})
    assert (unknown.status_code, unknown.json()["detail"]) == (
        400,
        "expected a format of html, ttl, jsonld, nt, rdf, trig, nq, got 'docx'",
    )


@pytest.mark.parametrize(
    "path",
    [
        "actor/state/Nowhere",
        "position/0123456789abcdef",
        "position/0123456789abcdef.html",
        "article/0123456789abcdef.ttl",
        "article/0123456789abcdef/words/1-2.html",
        f"position/{POSITION.id[:8]}",
        f"position/{POSITION.id}/condition/9.html",
        "graph/0123456789abcdef",
        "actor//x",
        "%ff",
        "",
        ".ttl",
    ],
)
def test_an_unknown_iri_is_not_found_in_the_form_that_the_client_likes(path: str, client: httpx.Client) -> None:
    for_machines = client.get(f"/id/{path}", headers={"Accept": "text/turtle"})
    assert for_machines.status_code == 404
    assert for_machines.headers["content-type"] == "application/problem+json"
    assert for_machines.json()["detail"].startswith("expected ")
    for_people = client.get(f"/id/{path}", headers={"Accept": BROWSER})
    assert for_people.status_code == 404
    assert "Nothing is known of this here" in for_people.text


def test_parts_are_shown_on_the_page_of_their_whole(client: httpx.Client) -> None:
    page = client.get(f"/id/position/{POSITION.id}/condition/1.html")
    assert page.headers["location"] == f"/id/position/{POSITION.id}.html#condition-1"
    assert 'id="condition-1"' in client.get(page.headers["location"]).text


def test_the_page_of_a_position_says_who_says_what_in_which_words(client: httpx.Client) -> None:
    text = client.get(f"/id/position/{POSITION.id}.html").text
    assert "<title>Ardania sets conditions on harbour opening · Parley</title>" in text
    assert "<mark>Ardania will open the harbour </mark>" in text
    assert '<mark class="if" id="condition-1-words">only if Belmark withdraws its ships</mark>' in text
    for link in (
        "/id/actor/state/Ardania",
        "/id/actor/person/Lena%20Orlo",
        "/id/proposal/harbour%20opening",
        "/id/proposal/withdrawal%20of%20ships",
        "/id/proposal/truce%20in%20the%20strait",
        f"/id/article/{RECORD.article.id}",
        f"/id/position/{POSITION.id}.ttl",
    ):
        assert f'href="{link}"' in text
        assert client.get(link, follow_redirects=True).status_code == 200


def test_the_page_of_an_article_marks_its_positions(client: httpx.Client) -> None:
    text = client.get(f"/id/article/{RECORD.article.id}.html").text
    assert "3 positions in this article" in text
    assert (
        "<mark>Belmark&#39;s coastguard rejected a withdrawal.</mark>"
        '<sup><a href="#position-2" aria-label="Position 2">2</a></sup>'
    ) in text


def test_the_pages_of_actors_and_proposals_count_and_list(client: httpx.Client) -> None:
    actor = client.get("/id/actor/group/coastguard%20of%20Belmark.html").text
    assert "<b>1</b>opposes" in actor
    assert 'href="/id/proposal/withdrawal%20of%20ships"' in actor
    side = client.get("/id/actor/state/Belmark.html").text
    assert "What others said on its behalf" in side
    assert "coastguard of Belmark" in side
    proposal = client.get("/id/proposal/withdrawal%20of%20ships.html").text
    assert "<b>1</b>against it" in proposal
    assert "What is made to depend on it" in proposal
    assert "Contains <a" in client.get("/id/proposal/harbour%20truce.html").text


@pytest.mark.parametrize("address", ["/", "/positions", "/actors", "/proposals", "/articles", "/ontology"])
def test_pages_for_people_link_to_what_is_there(address: str, client: httpx.Client) -> None:
    page = client.get(address, headers={"Accept": BROWSER})
    assert page.status_code == 200
    for link in sorted(set(re.findall(r'href="(/[^"#]*)', page.text)))[:40]:
        assert client.get(link, follow_redirects=True).status_code == 200, link


def test_lists_are_searched_and_paged(client: httpx.Client) -> None:
    found = client.get("/positions", params={"actor": "ardania", "stance": "conditions-on"}).text
    assert "1 found." in found
    assert 'value="ardania"' in found
    first = client.get("/actors").text
    assert "Next page" not in first
    assert "coastguard of Belmark" in client.get("/actors", params={"name": "COASTGUARD"}).text
    assert "2 found." in client.get("/proposals", params={"name": "truce"}).text
    assert client.get("/positions", params={"stance": "nonsense"}).status_code == 200


# The ontology, the shapes, the contexts


def test_the_ontology_and_its_version_are_documents_with_a_fragment_for_every_term(client: httpx.Client) -> None:
    ours = {quad.subject.value for quad in ontology_quads() if isinstance(quad.subject, NamedNode)}
    names = {iri.removeprefix(NEG) for iri in ours if iri.startswith(NEG)}
    version = next(
        quad.object.value
        for quad in ontology_quads()
        if quad.predicate.value.endswith("versionIRI")  # type: ignore[union-attr]
    )
    for iri in (ONTOLOGY_DOCUMENT, version):
        address = iri.removeprefix("https://w3id.org/parley")
        page = client.get(address, headers={"Accept": BROWSER})
        assert (page.status_code, page.headers["content-location"]) == (200, f"{address}.html")
        anchors = re.findall(r' id="([^"]+)"', page.text)
        assert len(anchors) == len(set(anchors))
        assert names <= set(anchors)
        for ending, (media_type, form) in FORMATS.items():
            data = client.get(address, headers={"Accept": media_type})
            assert data.content == client.get(f"{address}.{ending}").content
            assert triples_of(data, form) == {quad.triple for quad in ontology_quads()}
    assert client.get("/ontology.ttl").content == files("ontology").joinpath("parley.ttl").read_bytes()


@pytest.mark.parametrize("address", ["/ontology/0.9.0", "/ontology.docx", "/context/nothing.jsonld", "/shapes.docx"])
def test_other_versions_and_forms_are_not_found(address: str, client: httpx.Client) -> None:
    assert client.get(address, headers={"Accept": "text/turtle"}).status_code == 404


def test_the_shapes_are_given_in_every_syntax(client: httpx.Client) -> None:
    assert client.get("/shapes").content == files("ontology").joinpath("shapes.ttl").read_bytes()
    for ending, (_, form) in FORMATS.items():
        assert len(triples_of(client.get(f"/shapes.{ending}"), form)) == len(shapes_quads())


def test_contexts_are_served_as_they_ship(client: httpx.Client) -> None:
    for name in ("context.jsonld", "contexts/position.jsonld", "contexts/actor.jsonld"):
        answer = client.get("/" + name.replace("contexts", "context"))
        assert answer.headers["content-type"] == "application/ld+json"
        assert answer.content == files("ontology").joinpath(name).read_bytes()

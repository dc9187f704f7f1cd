from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.errors import InputError
from kg.model import Article, BlockKind
from kg.text import find_quotations, fingerprint, read_article, split_sentences

PAGES = Path(__file__).parent / "pages"
HTML = (PAGES / "ferry.html").read_text(encoding="utf-8")
SCRAPED = (PAGES / "scraped.txt").read_text(encoding="utf-8")

BODY = "The union will sign only if the port stays public, Lee said.\n\nThe ports said they would think about it.\n"


def test_plain_text_is_the_decoded_file_untouched() -> None:
    text = "\ufeff" + SCRAPED.replace("\n", "\r\n")
    article = read_article("talks.txt", text.encode())
    assert article.text == text
    assert (article.media_type, article.encoding, article.language) == ("text/plain", "utf-8", "en")
    assert article.title == "Norland rejects fishing quota as talks in Harbourton stall"
    assert article.published == date(2025, 3, 17)
    assert article.file_digest is not None
    assert len(article.file_digest) == 64


def test_offsets_hold_in_other_encodings() -> None:
    article = read_article("talks.txt", SCRAPED.encode("cp1252"))
    assert article.encoding == "cp1252"
    assert article.text == SCRAPED
    assert article.words(find_quotations(article)[0].content) == "This is dead on arrival,"


@pytest.mark.parametrize("source", ["ferry.html", "https://example.org/ferry", "-"])
def test_html_is_extracted_and_its_metadata_taken(source: str) -> None:
    article = read_article(source, HTML.encode())
    assert article.text.split("\n")[0] == "Union rejects ferry plan"
    assert "only if the strike ends" in article.text
    assert "World" not in article.text
    assert article.title == "Union rejects ferry plan"
    assert article.published == date(2025, 3, 4)
    assert article.publisher == "Harbour Times"
    assert article.media_type == "text/html"
    assert [block.kind for block in article.blocks] == [BlockKind.HEADLINE] + [BlockKind.PARAGRAPH] * 3


def test_dates_in_the_running_text_of_a_page_are_no_publication_date() -> None:
    undated = HTML.replace('<meta property="article:published_time" content="2025-03-04T08:00:00Z">', "")
    assert read_article("ferry.html", undated.encode()).published is None


def test_a_title_that_the_text_lacks_is_its_first_line() -> None:
    untitled = HTML.replace("<h1>Union rejects ferry plan</h1>", "")
    assert read_article("ferry.html", untitled.encode()).text.startswith("Union rejects ferry plan\nThe dockers’ union")


@pytest.mark.parametrize(
    "end", ["of 3 January 2019", "saying &ldquo", "talk again <b>only if", "A second meeting", "</article"]
)
def test_broken_html_is_read_as_far_as_it_goes(end: str) -> None:
    broken = HTML[: HTML.index(end) + len(end)].replace("</p>", "").replace("</head>", "")
    article = read_article("broken.html", broken.encode())
    assert "The dockers’ union on Monday rejected the ferry plan of 3 January 2019" in article.text


def test_a_title_is_not_repeated_for_a_slightly_longer_one() -> None:
    longer = HTML.replace('content="Union rejects ferry plan"', 'content="Union rejects ferry plan, strike goes on"')
    assert read_article("ferry.html", longer.encode()).text.count("Union rejects ferry plan") == 1
    other = HTML.replace("<h1>Union rejects ferry plan</h1>", "<h1>The dockers</h1>")
    assert read_article("ferry.html", other.encode()).text.startswith("Union rejects ferry plan\nThe dockers\n")


def test_a_fragment_of_a_page_is_read() -> None:
    assert read_article("a.html", b"<p>The union said no.</p><p>It left.</p>").text == "The union said no.\nIt left."


def test_the_items_of_a_short_live_page_stay_apart() -> None:
    item = "<div><time>10:4{0}</time><h3>Item {0}</h3><p>The minister said no for the {0}th time.</p></div>"
    html = f"<html><body><article><h1>Live: ferry talks</h1>{item.format(4)}{item.format(5)}</article></body></html>"
    article = read_article("live.html", html.encode())
    assert [article.words(block.span) for block in article.blocks if block.kind is BlockKind.PARAGRAPH] == [
        "The minister said no for the 4th time.",
        "The minister said no for the 5th time.",
    ]


def test_html_without_an_article() -> None:
    with pytest.raises(InputError) as error:
        read_article("app.html", b"<!doctype html><html><body><script>run()</script><div></div></body></html>")
    assert str(error.value) == "expected an HTML page with an article, got one without text in app.html"


@pytest.mark.parametrize(
    ("text", "published"),
    [
        (f"Union rejects plan\n\nPublished on: Mar 17, 2025, 8:06 AM IST\n\n{BODY}", date(2025, 3, 17)),
        (f"Union rejects plan\n\n{BODY}\nPublished on: Mar 17, 2025, 8:06 AM IST\n×\nAdvertisement", date(2025, 3, 17)),
        (f"Union rejects plan\nSunday, August 2, 2015\n{BODY}", date(2015, 8, 2)),
        (f"LONDON, March 3, 2025 (Agency) — {BODY}", date(2025, 3, 3)),
        (f"LONDON, March 3 (Agency) — {BODY}", None),
        (f"Union rejects plan\n2 March 2025\nPublished: 3 March 2025\n{BODY}", date(2025, 3, 3)),
        (f"Union rejects plan\nUpdated: 4 March 2025\n{BODY}\nFirst Published: 3 March 2025\n", date(2025, 3, 3)),
        (f"Union rejects plan\nUpdated: 4 March 2025\n{BODY}", date(2025, 3, 4)),
        (f"On 2 March 2025 the union said no.\n\n{BODY}", None),
        (f"{BODY}\n{BODY}\n\nIt was founded on 2 March 2025 in London", None),
        (f"{BODY}\n2 March 2025\n", date(2025, 3, 2)),
        (f"{BODY}\nMost read\nStorm closes schools in the north\n2 March 2025\n", None),
        (BODY, None),
    ],
)
def test_the_date_of_publication(text: str, published: date | None) -> None:
    assert read_article("a.txt", text.encode()).published == published
    assert read_article("a.txt", text.encode(), published=date(2001, 2, 3)).published == date(2001, 2, 3)


def test_what_is_no_article() -> None:
    with pytest.raises(InputError) as long:
        read_article("a.txt", b"One line.\n\n" + b"word " * 30_000)
    assert str(long.value) == "expected lines of at most 100,000 characters, got 150,000 in line 3 of a.txt"
    with pytest.raises(InputError) as many:
        read_article("a.txt", b"No.\n" * 100_001)
    assert str(many.value) == "expected at most 100,000 lines, got 100,001 in a.txt"
    with pytest.raises(InputError) as menu:
        read_article("a.txt", b"Home\nNews\nSign in\nAdvertisement\n")
    assert str(menu.value) == "expected an article, got a text that has no sentence to read in a.txt"
    with pytest.raises(InputError, match="expected an article in English, got 100% letters of another script"):
        read_article("a.txt", ("Министр заявил, что не поддержит предложение. " * 3).encode())


MARKS = st.text(alphabet="ab AB.\n\r\u00a0\"'“”‘’«»„!?…()[]-—•:,;0", max_size=200)


def all_of(article: Article) -> None:
    """Asks everything of an article that this storey answers, and checks what must hold of any."""
    sentences = split_sentences(article)
    at = 0
    readable = [block.span for block in article.blocks if block.is_readable]
    for sentence in sentences:
        assert sentence.start >= at
        assert any(span.covers(sentence) for span in readable)
        assert article.words(sentence) == article.words(sentence).strip()
        at = sentence.end
    covered = sum(len("".join(article.words(sentence).split())) for sentence in sentences)
    assert covered == sum(len("".join(article.words(span).split())) for span in readable)
    at = 0
    for quotation in find_quotations(article):
        assert quotation.span.start >= at
        assert quotation.span.covers(quotation.content)
        assert any(span.covers(quotation.span) for span in readable)
        at = quotation.span.end
    assert len(fingerprint(article)) in {0, 64}


@given(MARKS)
@settings(max_examples=300)
def test_any_text_is_an_article_or_an_input_error(text: str) -> None:
    try:
        article = read_article("a.txt", text.encode())
    except InputError:
        return
    assert article.text == text
    all_of(article)


@given(st.binary(max_size=300) | st.text(max_size=200).map(str.encode))
@settings(max_examples=300)
def test_any_bytes_are_an_article_or_an_input_error(data: bytes) -> None:
    try:
        article = read_article("a.txt", data)
    except InputError:
        return
    all_of(article)


TAGS = st.sampled_from(
    ["<p>", "</p>", "<div>", "<html>", "<table>", "<td", "<![CDATA[", "<!--", "&amp", "&#0;", "\x0b", "<br/>", "“",
     "The union said no. ", "<script>", "<?xml version='1.0' encoding='x'?>", "<h1>Talks end</h1>"]
)  # fmt: skip


@given(st.lists(TAGS, max_size=25).map("".join))
@settings(max_examples=120, deadline=None)
def test_any_html_is_an_article_or_an_input_error(html: str) -> None:
    try:
        article = read_article("a.html", html.encode())
    except InputError:
        return
    all_of(article)

from pathlib import Path

import pytest

from kg.model import BlockKind
from kg.text import read_article
from kg.text.furniture import Look, look_of
from kg.text.layout import lay_out

PAGES = Path(__file__).parent / "pages"
SCRAPED = (PAGES / "scraped.txt").read_text(encoding="utf-8")
WRAPPED = (PAGES / "wrapped.txt").read_text(encoding="utf-8")


def laid_out(text: str) -> list[tuple[str, str]]:
    return [(block.kind.name, text[block.span.start : block.span.end]) for block in lay_out(text)]


def kinds(text: str) -> list[str]:
    return [kind for kind, _ in laid_out(text)]


def words(text: str, kind: BlockKind) -> list[str]:
    return [words for name, words in laid_out(text) if name == kind.name]


SENTENCES = [
    "Read more books, the minister told pupils.",
    "Copyright law must change before the treaty is signed.",
    "Subscribers will pay the levy under the plan.",
    "By Monday, both sides must withdraw their boats.",
    "Advertisement of the tender was delayed until the talks are over.",
    "Search teams will not enter before the ceasefire holds.",
    "No comment.",
    "Photo opportunities are ruled out until the deal is signed, aides said.",
    'He called on readers to "subscribe to our newsletter" and laughed.',
    "Published reports say that the union rejects the offer.",
    "Reporting by Amnesty shows that both sides broke the truce.",
    "The minister said the use cookies law must be dropped.",
    "Related talks on fisheries will open in May.",
    "The following sources were asked to share data: ports, customs and the coast guard.",
    "Trending towards a deal, the parties agreed to meet again.",
    "Video evidence must be handed over first, Lee said.",
]
FURNITURE = [
    "Advertisement", "ADVERTISEMENT", "× Close", "Sign in Subscribe", "Clear all", "No Data Found", "Comments (12)",
    "Read more...", "Read More: Storm closes schools in the north", "Home | News | World", "Home > World > Europe",
    "World Politics Business Sport Opinion", "© 2025 Harbour Media Network. All rights reserved.", "https://example.org/a",
    "@harbourtimes #talks", "* * *", "We use cookies to improve your experience.", "Sign up for our newsletter.",
    "Follow us on Facebook and Twitter", "Click here to read the full text", "Tags: ports, union", "Share this article",
    "(Reporting by Ann Lee in Paris; Editing by Bo Ray)", "Photo: Ann Lee", "Getty Images",
    "Image source, Getty Images",
    "This story was originally published in the Harbour Times",
]  # fmt: skip
CAPTIONS = [
    "A fishing boat off Harbourton. Photo: Ann Lee",
    "Fishing boats lie at anchor in Harbourton [File: Lena Moe/Reuters]",
    "Dockers block the gate in Harbourton on March 17, 2025. REUTERS/Ann Lee",
    "Image: Dockers block the gate in Harbourton",
    "File photo of the minister at last year's conference in Geneva",
]
HEADINGS = [
    "Union rejects ferry plan as talks resume in Harbourton",
    "Putin rejects truce",
    "PORTS SAY STRIKE TO END MONDAY",
    "‘No deal without pilots’: union leader Lee on the ferry plan",
    "Talks resume in the U.S.",
    "Live: Norland and Sudland trade blame over quota",
]
DATES = [
    "By Ann Lee",
    "BY ANN LEE AND BO RAY IN GENEVA",
    "Reuters",
    "Published on: Mar 17, 2025, 8:06 AM IST",
    "10:42 GMT",
    "Updated 3 hours ago",
]


@pytest.mark.parametrize(
    ("line", "look"),
    [(line, Look.SENTENCE) for line in SENTENCES]
    + [(line, Look.FURNITURE) for line in FURNITURE]
    + [(line, Look.CAPTION) for line in CAPTIONS]
    + [(line, Look.HEADING) for line in HEADINGS]
    + [(line, Look.DATE) for line in DATES]
    + [(line, Look.TEASER_HEADING) for line in ("Related Articles", "MOST READ", "More from Business", "Read Next:")]
    + [(line, Look.QUESTION) for line in ("Will Norland sign?", "“Will it hold?”")]
    + [(line, Look.SHORT) for line in ("Ports", "No going back", "Upper Tarn")],
)  # fmt: skip
def test_the_look_of_a_line(line: str, look: Look) -> None:
    assert look_of(line) is look


def test_a_scraped_page() -> None:
    title = "Norland rejects fishing quota as talks in Harbourton stall"
    stake = "Fishing boats in the north: what is at stake"
    assert words(SCRAPED, BlockKind.HEADLINE) == [title, title, stake, stake, "No going back"]
    assert words(SCRAPED, BlockKind.CAPTION) == ["Fishing boats lie at anchor in Harbourton [File: Lena Moe/Reuters]"]
    assert words(SCRAPED, BlockKind.DATELINE) == ["By Lena Moe and News Agencies", "Published On 17 Mar 2025"]
    assert [line.split()[0] for line in words(SCRAPED, BlockKind.PARAGRAPH)] == [
        "Norland",
        "“This",
        "Sudland’s",
        "Brun",
    ]
    assert len(words(SCRAPED, BlockKind.BOILERPLATE)) == 19


def test_bullets_stay_outside_the_blocks() -> None:
    assert words(WRAPPED, BlockKind.PARAGRAPH)[2:] == [
        "Upper Tarn keeps the right to the spring flood;",
        "Lower Tarn pays a third of the costs, as it\n    had offered before.",
        "Talks go on in May.",
    ]
    assert laid_out("# Union rejects plan\n\nThe union said no.")[0] == ("HEADLINE", "Union rejects plan")


def test_items_after_a_colon_are_paragraphs() -> None:
    text = "The union asks for three things:\n- free pilots\n- a new pier for the ferries\n- Lower fees\nTalks go on.\n"
    assert kinds(text) == ["PARAGRAPH"] * 5


@pytest.mark.parametrize(
    "dateline",
    [
        "LONDON, March 3 (Agency) —",
        "GENEVA (AFP) -",
        "Geneva, 3 March 2025 –",
        "KYIV, Ukraine (AP) —",
        "MOSCOW —",
        "MOSCOW, March 17. /TASS/.",
        "March 17 (Reuters) -",
        "Thursday, May 7, 2015",
        "10:42 GMT —",
    ],
)
def test_an_opening_dateline_is_a_block_of_its_own(dateline: str) -> None:
    sentence = "The union rejects the plan, its leader said."
    assert laid_out(f"{dateline} {sentence}") == [("DATELINE", dateline), ("PARAGRAPH", sentence)]


@pytest.mark.parametrize(
    "text",
    ["Lee (union) – a lawyer – said no.", "On May 7, 2015 the union said no.", "EU leaders — all of them — said no."],
)
def test_what_is_no_dateline(text: str) -> None:
    assert laid_out(text) == [("PARAGRAPH", text)]


def test_a_headline_that_is_repeated_stays_a_headline() -> None:
    title = "Union rejects ferry plan as talks resume"
    text = f"{title}\n\n{title}\n\nThe union said no.\n\n{title}\n\nIt meant it.\n\n{title}\n"
    assert kinds(text) == ["HEADLINE", "HEADLINE", "PARAGRAPH", "HEADLINE", "PARAGRAPH", "HEADLINE"]


def test_a_heading_repeated_again_and_again_is_furniture() -> None:
    text = (
        "Union rejects the plan\nIt said no.\nListen to our top stories\nIt meant it.\n"
        + "Listen to our top stories\nYes.\n" * 2
    )
    assert words(text, BlockKind.BOILERPLATE) == ["Listen to our top stories"] * 3


def test_the_headline_below_a_list_of_teasers_is_found() -> None:
    teasers = "Trending\nStorm closes schools in the north\nMayor resigns over contract\n"
    text = teasers + "Union rejects ferry plan\nThe union said no.\n"
    assert words(text, BlockKind.HEADLINE) == ["Union rejects ferry plan"]


def test_the_headline_below_a_menu_is_found() -> None:
    menu = "Harbour Times – front page of the day\nFerries\nPilots\nQuays\n"
    buttons = "Facebook\nTwitter\nEmail\n"
    text = f"{menu}Union rejects ferry plan\n{buttons}Leader says members will not return\nThe union said no.\n"
    assert read_article("a.txt", text.encode()).title == "Union rejects ferry plan"


def test_a_declared_title_is_a_headline_however_short() -> None:
    text = "Home\nNews\nSport\nFerries\nPilots\nQuays\nThe union said no.\n"
    assert [block.kind.name for block in lay_out(text, title="Pilots")][3:6] == [
        "BOILERPLATE",
        "HEADLINE",
        "BOILERPLATE",
    ]


def test_bulleted_items_below_a_paragraph_are_paragraphs() -> None:
    text = "The union has demands.\n- free pilots\n- a new pier for all ferries\nTalks go on.\n"
    assert kinds(text) == ["PARAGRAPH"] * 4


def test_a_closing_list_of_teasers_with_sentences_is_furniture() -> None:
    body = "The union said no.\nThe ports said yes.\nThe minister said maybe.\n"
    storm = "Storm closes schools\nA storm has closed forty schools.\n"
    teasers = f"Most read\n{storm}Mayor resigns over contract\nThe mayor of Tarn resigned.\n"
    assert kinds(body + teasers) == ["PARAGRAPH"] * 3 + ["BOILERPLATE"] * 5


def test_paragraphs_below_related_articles_are_read() -> None:
    text = (
        "The union said no.\nRelated Articles\nThe ports said yes.\nWhat comes next\nLee will ask both.\nHe is sure.\n"
    )
    assert kinds(text) == ["PARAGRAPH", "BOILERPLATE", "PARAGRAPH", "HEADLINE", "PARAGRAPH", "PARAGRAPH"]


def test_trailing_links_are_furniture_and_a_few_headings_are_not() -> None:
    body = "Union rejects plan\nThe union said no.\nThe ports said yes.\nThe minister said maybe.\n"
    links = [f"Council number {n} votes on the new budget" for n in range(4)]
    assert kinds(body + "\n".join(links))[4:] == ["BOILERPLATE"] * 4
    assert kinds(body + links[0])[4:] == ["HEADLINE"]

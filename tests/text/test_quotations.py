import pytest

from kg.model import Article
from kg.text import find_quotations, read_article
from kg.text.quotations import Quotation


def quoted(text: str) -> list[str]:
    article = read_article("a.txt", text.encode())
    return [article.words(quotation.content) for quotation in find_quotations(article)]


def quotations(text: str) -> tuple[Article, tuple[Quotation, ...]]:
    article = read_article("a.txt", text.encode())
    return article, find_quotations(article)


@pytest.mark.parametrize(
    ("text", "contents"),
    [
        ('"We won\'t sign," said Lee.', ["We won't sign,"]),
        ("“We won’t sign,” said Lee, “unless you do.”", ["We won’t sign,", "unless you do."]),
        ("\"We won't sign,” said Lee.", ["We won't sign,"]),
        ('“We won’t sign," said Lee.', ["We won’t sign,"]),
        ("„We will sign“, said Lee.", ["We will sign"]),
        ("„We will sign”, said Lee.", ["We will sign"]),
        ("«We will sign», said Lee.", ["We will sign"]),
        ("« We will sign\u00a0», said Lee.", ["We will sign"]),
        ("»We will sign«, said Lee.", ["We will sign"]),
        ("``We will sign,'' said Lee.", ["We will sign,"]),
        ("”We will sign,” said Lee.", ["We will sign,"]),
        ('The " Ferry " name stays.', ["Ferry"]),
        ('Lee said that " the ports will ask a court to rule. "', ["the ports will ask a court to rule."]),
    ],
)
def test_pairs_of_double_marks(text: str, contents: list[str]) -> None:
    assert quoted(text) == contents


@pytest.mark.parametrize(
    ("text", "contents"),
    [
        ("Lee wants 'ironclad' guarantees.", ["ironclad"]),
        (
            "Lee demands ‘ironclad security guarantees’ in talks with the ports’ owners.",
            ["ironclad security guarantees"],
        ),
        ("‘We won’t sign,’ said the ministers’ aide, who’d left.", ["We won’t sign,"]),
        ("'The ministers' plan is dead,' said Lee.", ["The ministers' plan is dead,"]),
        ("The ministers' plan and the unions' offer of the '90s don't match, 'cause they're old.", []),
        ("Rock 'n' roll is what the '60s gave 'em.", []),
        ("He said: 'It's over.' She said: 'It isn't.'", ["It's over.", "It isn't."]),
        ("The dockers' 'last offer' is the ports' 'first'.", ["last offer", "first"]),
    ],
)
def test_single_marks_are_told_apart_from_apostrophes(text: str, contents: list[str]) -> None:
    assert quoted(text) == contents


@pytest.mark.parametrize(
    ("text", "contents"),
    [
        ("\"He told me 'no' and left,\" said Lee.", ["He told me 'no' and left,"]),
        ("“He told me “no” and left,” said Lee.", ["He told me “no” and left,"]),
        ("‘He told me “no” and left,’ said Lee.", ["He told me “no” and left,"]),
        ("«He told me “no” and left», said Lee.", ["He told me “no” and left"]),
        ("“He told me ‘we won’t’ and left,” said Lee.", ["He told me ‘we won’t’ and left,"]),
    ],
)
def test_nested_marks_stay_inside(text: str, contents: list[str]) -> None:
    assert quoted(text) == contents


@pytest.mark.parametrize(
    ("text", "contents"),
    [
        ("“Tankers are the key, “Lee said. “They are.”", ["Tankers are the key,", "They are."]),
        ('Kits are there for schools," For example, they can vote". He left.', ["For example, they can vote"]),
        ('The 12" gun and the 5\'10" man are "old" now.', ["old"]),
        ("He is right” said nobody.", []),
    ],
)
def test_marks_on_the_wrong_side(text: str, contents: list[str]) -> None:
    assert quoted(text) == contents


def test_spans_have_the_marks_and_contents_have_not() -> None:
    article, (quotation,) = quotations('Lee said: " No. " He left.')
    assert article.words(quotation.span) == '" No. "'
    assert article.words(quotation.content) == "No."
    assert quotation.is_closed
    assert not quotation.continues


def test_an_unclosed_quotation_ends_with_its_paragraph() -> None:
    article, (first, second) = quotations("“We won’t sign, said Lee.\n\nThe ports said “yes”.")
    assert article.words(first.span) == "“We won’t sign, said Lee."
    assert (first.is_closed, second.is_closed, second.continues) == (False, True, False)


def test_an_unclosed_quotation_ends_before_the_next_one_of_its_paragraph() -> None:
    article, found = quotations('"We won\'t sign, said Lee. "We never will."')
    assert [article.words(quotation.content) for quotation in found] == ["We won't sign, said Lee.", "We never will."]
    assert [quotation.is_closed for quotation in found] == [False, True]


@pytest.mark.parametrize(("opening", "closing"), [("“", "”"), ('"', '"'), ("‘", "’"), ("«", "»")])
def test_a_quotation_over_several_paragraphs(opening: str, closing: str) -> None:
    text = (
        f"Lee said:\n\n{opening}The plan must go.\n\n{opening}It has cost us a year.\n\nAdvertisement\n\n"
        f"{opening}We will not give it another{closing}, he told them.\n\n{opening}No,{closing} said the ports.\n"
    )
    article, found = quotations(text)
    assert [article.words(quotation.content)[:9] for quotation in found] == [
        "The plan ",
        "It has co",
        "We will n",
        "No,",
    ]
    assert [quotation.is_closed for quotation in found] == [False, False, True, True]
    assert [quotation.continues for quotation in found] == [False, True, True, False]


def test_a_quotation_that_goes_on_without_a_new_mark() -> None:
    article, found = quotations("“The plan must go.\n\nIt has cost us a year,” said Lee.\n")
    assert [article.words(quotation.content) for quotation in found] == ["The plan must go.", "It has cost us a year,"]
    assert [quotation.continues for quotation in found] == [False, True]


def test_a_quotation_runs_through_lines_without_marks_only_to_its_end() -> None:
    article, found = quotations(
        "Lee said: “The plan must go.\nIt has cost us a year.\nWe want it gone,” he told them.\n"
    )
    assert [article.words(quotation.content) for quotation in found] == [
        "The plan must go.",
        "It has cost us a year.",
        "We want it gone,",
    ]
    assert [quotation.continues for quotation in found] == [False, True, True]
    assert quoted("Lee said: “The plan must go.\nThe ports disagree.\n“No,” said one.\n") == [
        "The plan must go.",
        "No,",
    ]
    assert quoted("Lee said: “The plan must go.\nThe ports disagree.\nSo does Ward.\n") == ["The plan must go."]


def test_quotations_keep_their_order_around_a_headline() -> None:
    text = "Lee said: “The plan must go.\nIt has cost us a year.\nUnion calls plan “dead”\nWe want it gone,” he said.\n"
    assert quoted(text) == ["The plan must go.", "It has cost us a year.", "dead", "We want it gone,"]


def test_furniture_holds_no_quotations() -> None:
    assert quoted("The “plan” is dead, Lee said.\n\nRead more: Storm “closes” schools in the north\n") == ["plan"]

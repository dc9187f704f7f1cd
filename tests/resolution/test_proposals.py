"""Labels of proposals and the wider proposals above them."""

from __future__ import annotations

import tomllib
from importlib.resources import files

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.errors import InputError
from kg.resolution import resolve_proposal


@pytest.mark.parametrize(
    ("wording", "label"),
    [
        ("an immediate cease-fire", "ceasefire"),
        ("agreement on a truce", "ceasefire"),
        ("U.S. proposal for the ceasefire in Ukraine", "Ukraine ceasefire"),
        ("plan to lift sanctions", "lifting of sanctions"),
        ("sanctions on Russia should be lifted", "lifting of sanctions on Russia"),
        ("Russia must pull out its forces from Ukraine", "withdrawal of Russian troops from Ukraine"),
        ("full Russian troop withdrawal", "full withdrawal of Russian troops"),
        ("Hamas to release Israeli hostages", "release of Israeli hostages by Hamas"),
        ("NATO membership for Ukraine", "Ukrainian accession to NATO"),
        ("U.S. annexation of Greenland", "annexation of Greenland by United States"),
        ("American duties on Chinese goods", "US tariffs on China"),
        ("negotiations between Ukraine and Russia", "Russia-Ukraine talks"),
        ("talks without preconditions", "talks without preconditions"),
        ("retirement age be raised to 67", "increase in retirement age to 67"),
        ("higher wages", "increase in pay"),
        ("school closures", "closure of schools"),
        ("the plant's closure", "closure of plant"),
        ("free trade with Canada", "free trade with Canada"),
        ("ironclad security guarantees", "ironclad security guarantees"),
        ("redesigning the flag", "redesigning flag"),
        ("Norway will receive €250 million", "Norway will receive €250 million"),
        ("Peace Talks With Iran", "Iran peace talks"),
        ("lifting the ban on Russian grain exports", "lifting of ban on Russian grain exports"),
        ("more than 11,000 signatures", "more than 11,000 signatures"),
        ("travel bans on Americans", "travel ban on Americans"),
        ("talks in Tel Aviv", "Tel Aviv talks"),
        ("the plan", "plan"),
        ("it", "it"),
    ],
)
def test_a_wording_becomes_the_label_that_a_reader_would_choose(wording: str, label: str) -> None:
    assert resolve_proposal(wording).label == label


@pytest.mark.parametrize(
    ("wording", "broader"),
    [
        ("30-day ceasefire", ("ceasefire",)),
        ("temporary truce", ("ceasefire",)),
        ("a thirty-day ceasefire in Gaza", ("Gaza ceasefire", "ceasefire")),
        ("unarmed observers", ("observers",)),
        ("NATO observers", ("observers",)),
        ("peacekeeping contingents from Europe", ("peacekeepers",)),
        ("a humanitarian pause", ("ceasefire",)),
        ("snap elections", ("elections",)),
        (
            "withdrawal of Russian troops from Ukraine",
            ("withdrawal of Russian troops", "withdrawal of troops"),
        ),
        ("25% tariffs on China", ("25% tariffs", "tariffs")),
        ("ceasefire", ()),
        ("no ceasefire", ()),
        ("air strikes", ()),
        ("redesigning the flag", ()),
    ],
)
def test_a_proposal_names_the_wider_ones_nearest_first(wording: str, broader: tuple[str, ...]) -> None:
    assert resolve_proposal(wording).broader == broader


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("a ceasefire", "no ceasefire"),
        ("a ceasefire", "a 30-day ceasefire"),
        ("a 30-day ceasefire", "a 60-day ceasefire"),
        ("a ceasefire", "a peace deal"),
        ("unarmed observers", "NATO observers"),
        ("observers", "peacekeepers"),
        ("lifting sanctions", "easing sanctions"),
        ("lifting sanctions", "not lifting sanctions"),
        ("new sanctions", "sanctions"),
        ("tariffs on China", "tariffs on Canada"),
        ("US tariffs on China", "Chinese tariffs on the US"),
        ("10% pay rise", "7% pay rise"),
        ("withdrawal of Russian troops from Ukraine", "withdrawal of Ukrainian troops from Russia"),
        ("release of prisoners", "exchange of prisoners"),
    ],
)
def test_what_makes_a_difference_keeps_proposals_apart(one: str, other: str) -> None:
    assert resolve_proposal(one).label != resolve_proposal(other).label


def test_the_wording_is_kept_as_the_article_has_it() -> None:
    assert resolve_proposal(" the  “truce”\n").wording == "the “truce”"


def test_an_empty_wording_is_refused() -> None:
    with pytest.raises(InputError, match=r"^expected a proposal in words, got ' '$"):
        resolve_proposal(" ")


@pytest.mark.parametrize(
    "wording", ["the", "not", "to", "—", "“”", "(x)", "by", "of the", "no", "30", "?", "that be", "be lifted"]
)
def test_leftovers_still_have_a_label(wording: str) -> None:
    assert resolve_proposal(wording).label.strip()


@given(st.text(min_size=1).filter(lambda text: bool(text.strip())))
def test_any_words_have_a_label_and_no_wider_one_is_the_label_itself(wording: str) -> None:
    proposal = resolve_proposal(wording)
    assert proposal.label.strip()
    assert proposal.label not in proposal.broader


VOCABULARY = [
    *(
        "the",
        "a",
        "no",
        "not",
        "to",
        "be",
        "lift",
        "lifting",
        "lifted",
        "sanctions",
        "troops",
        "withdrawal",
        "withdraw",
    ),
    *("of", "on", "from", "in", "Russia", "Ukraine", "truce", "deal", "plan", "30", "day", "30-day", "pay", "rise"),
    *("higher", "must", "should", "its", "all", "hostages", "release", "that", "which", "and", "for", "with", "talks"),
]


@given(st.lists(st.sampled_from(VOCABULARY), min_size=1, max_size=9).map(" ".join))
def test_any_order_of_known_words_has_a_label(wording: str) -> None:
    assert resolve_proposal(wording).label.strip()


def test_a_label_is_its_own_label() -> None:
    table = tomllib.loads(files("ontology").joinpath("lexicon", "proposals.toml").read_text(encoding="utf-8"))
    labels = {label: resolve_proposal(label).label for label in table["concepts"]}
    assert {label: found for label, found in labels.items() if label != found} == {}

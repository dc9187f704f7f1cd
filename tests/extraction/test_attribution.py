"""Who says what: source, cue and content in the forms that news reports speech in."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from kg.extraction import read
from kg.extraction.statements import Manner, attribute_statements
from kg.syntax import parse
from kg.text import read_article


@dataclass(frozen=True)
class Told:
    """A statement as words."""

    source: str | None
    cue: str
    contents: tuple[str, ...]
    manner: Manner
    level: int


def told(text: str) -> list[Told]:
    """The statements of a text."""
    article = read_article("a.txt", text.encode())
    return [
        Told(
            source=None if s.source is None else article.words(s.source),
            cue=article.words(s.cue),
            contents=tuple(article.words(span) for span in s.contents),
            manner=s.manner,
            level=s.level,
        )
        for s in attribute_statements(article, read(article, parse(article)).sentences)
    ]


FORMS = {
    "indirect": (
        "The minister said that the ferry workers would end their strike.",
        Told("The minister", "said", ("that the ferry workers would end their strike",), Manner.INDIRECT, 0),
    ),
    "postposed": (
        "The harbour will stay closed until Monday, the union said.",
        Told("the union", "said", ("The harbour will stay closed until Monday",), Manner.INDIRECT, 0),
    ),
    "inverted": (
        '"We will not sign this agreement," said Maria Okafor.',
        Told("Maria Okafor", "said", ('"We will not sign this agreement,"',), Manner.DIRECT, 0),
    ),
    "lead-in": (
        "Okafor told reporters: “We will not sign this agreement.”",
        Told("Okafor", "told", ("“We will not sign this agreement.”",), Manner.DIRECT, 0),
    ),
    "parenthetical": (
        "“The offer,” he said, “is an insult to every nurse.”",
        Told("he", "said", ("“The offer,”", "“is an insult to every nurse.”"), Manner.DIRECT, 0),
    ),
    "mixed": (
        "Okafor said the offer was “an insult to every nurse”.",
        Told("Okafor", "said", ("the offer was “an insult to every nurse”",), Manner.MIXED, 0),
    ),
    "according to": (
        "The two sides will meet in Oslo on Friday, according to the Norwegian foreign ministry.",
        Told(
            "the Norwegian foreign ministry",
            "according to",
            ("The two sides will meet in Oslo on Friday",),
            Manner.INDIRECT,
            0,
        ),
    ),
    "fronted according to": (
        "According to the mayor, the bridge will reopen in May.",
        Told("the mayor", "According to", ("the bridge will reopen in May",), Manner.INDIRECT, 0),
    ),
    "continued": (
        "“The talks are over,” Okafor said. “We are going home.”",
        Told("Okafor", "said", ("“The talks are over,”", "“We are going home.”"), Manner.DIRECT, 0),
    ),
    "relative": (
        "The governor, who believes that the dam is safe, has ordered an inspection.",
        Told("The governor, who", "believes", ("that the dam is safe",), Manner.INDIRECT, 0),
    ),
    "participle": (
        "The company rejected the plan, saying that it would cost thousands of jobs.",
        Told("The company", "saying", ("that it would cost thousands of jobs",), Manner.INDIRECT, 0),
    ),
    "intention": (
        "The government intends to raise the fuel tax.",
        Told("The government", "intends", ("to raise the fuel tax",), Manner.INDIRECT, 0),
    ),
    "verb read as a noun": (
        "The government plans to raise the fuel tax.",
        Told("government", "plans", ("to raise the fuel tax",), Manner.INDIRECT, 0),
    ),
    "judgement": (
        "The opposition criticised the new tax.",
        Told("The opposition", "criticised", ("the new tax",), Manner.INDIRECT, 0),
    ),
    "noun": (
        "His claim that the vote was rigged is false.",
        Told("His", "claim", ("that the vote was rigged",), Manner.INDIRECT, 0),
    ),
    "light verb": (
        "The bishops expressed concern about the new law.",
        Told("The bishops", "expressed concern", ("the new law",), Manner.INDIRECT, 0),
    ),
    "adjective": (
        "The negotiators are confident that a deal can be reached.",
        Told("The negotiators", "are confident", ("that a deal can be reached",), Manner.INDIRECT, 0),
    ),
    "passive": (
        "The proposal was rejected by the farmers.",
        Told("the farmers", "was rejected", ("The proposal",), Manner.INDIRECT, 0),
    ),
    "nobody": (
        "The rebels are said to control the airport.",
        Told(None, "are said", ("The rebels", "to control the airport"), Manner.INDIRECT, 0),
    ),
    "document": (
        "The ministers issued a statement urging both sides to show restraint.",
        Told("The ministers", "urging", ("both sides to show restraint",), Manner.INDIRECT, 1),
    ),
    "control": (
        "The council urged both armies to withdraw.",
        Told("The council", "urged", ("both armies to withdraw",), Manner.INDIRECT, 0),
    ),
    "object of the sentence said": (
        "“The road is open,” she said of the mountain pass.",
        Told("she", "said", ("“The road is open,”",), Manner.DIRECT, 0),
    ),
}


@pytest.mark.parametrize("form", FORMS)
def test_form(form: str) -> None:
    text, expected = FORMS[form]
    assert expected in told(text)


def test_headline_colon() -> None:
    text = "Macron: we will not send troops\n\nThe French president spoke in Lille on Sunday."
    assert Told("Macron", ":", ("we will not send troops",), Manner.INDIRECT, 0) in told(text)


def test_quotation_over_paragraphs() -> None:
    text = (
        "Okafor was blunt.\n\n"
        "“The talks have failed,” she said. “The ministry never wanted a deal.\n\n"
        "“We will strike on Friday.”\n\n"
        "The ministry declined to comment."
    )
    found = next(t for t in told(text) if t.cue == "said")
    assert found.source == "she"
    assert found.contents == (
        "“The talks have failed,”",
        "“The ministry never wanted a deal.",
        "“We will strike on Friday.”",
    )


def test_floating_quotation_goes_on_in_its_own_paragraph() -> None:
    text = "“The talks have failed,” Okafor said.\n\n“We will strike on Friday.”\n\nShops stayed shut."
    found = next(t for t in told(text) if t.cue == "said")
    assert found.contents == ("“The talks have failed,”", "“We will strike on Friday.”")


def test_two_speakers_keep_their_quotations() -> None:
    text = "“The talks have failed,” Okafor said. “They have hardly begun,” said the ministry’s envoy, Lars Dahl."
    found = {t.source: t.contents for t in told(text) if t.cue == "said"}
    assert found["Okafor"] == ("“The talks have failed,”",)
    assert found["the ministry’s envoy"] == ("“They have hardly begun,”",)


def test_nested_attribution_keeps_both_levels() -> None:
    found = told("The spokesman said that the president believes the treaty is dead.")
    assert [(t.source, t.cue, t.level) for t in found] == [
        ("The spokesman", "said", 0),
        ("the president", "believes", 1),
    ]


def test_attribution_inside_a_quotation_is_nested() -> None:
    found = told("“My client denies the charge,” the lawyer said.")
    assert [(t.source, t.cue, t.level) for t in found] == [("My client", "denies", 1), ("the lawyer", "said", 0)]


def test_scare_quotes_are_no_speech() -> None:
    assert told("The “green” ferry left the harbour at noon.") == []


def test_deeds_are_no_statements() -> None:
    assert told("The army crossed the river at dawn. Three bridges fell.") == []


def test_speeches_name_their_speaker() -> None:
    article = read_article("a.txt", "“We will not sign this,” said Maria Okafor. “We are going home.”".encode())
    reading = read(article, parse(article))
    speakers = [s.source[1].text if s.source else None for s in reading.speeches]
    assert speakers == ["Maria", "Maria"]
    assert [s.cue_sentence is None for s in reading.speeches] == [False, True]

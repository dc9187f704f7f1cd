"""A mistake in the command line is told in Parley's words, with what may have been meant, whatever reads the values."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from kg.cli.app import COMMANDS, load_command
from tests.cli.conftest import Parley

RAW = ("Value error", "Input should", "is not one of", "valid integer", "unable to parse")


def _said(found: Any) -> str:
    return " ".join(found.err.replace("│", " ").split())


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        (["positions", "--stance", "suports"],
         "Invalid value for '--stance': expected supports, opposes or conditions-on, got 'suports'; did you mean"
         " 'supports'?"),
        (["matrix", "--level", "actr"],
         "Invalid value for '--level': expected actor, person, organisation or side, got 'actr'; did you mean"
         " 'actor'?"),
        (["windows", "--unit", "wek"],
         "Invalid value for '--unit' / '-u': expected events, days, weeks, months or years, got 'wek'; did you mean"
         " 'weeks'?"),
        (["polarisation", "--window", "dai"],
         "Invalid value for '--window' / '-w': expected week, month or year, got 'dai'"),
        (["keys", "add", "ana", "--scope", "wrte"],
         "Invalid value for '--scope': expected read or write, got 'wrte'; did you mean 'write'?"),
        (["query", "ASK {}", "--format", "tabl"],
         "Invalid value for '--format': expected table, json, xml, csv, tsv, turtle, ntriples, jsonld or rdfxml, got"
         " 'tabl'; did you mean 'table'?"),
        (["positions", "--since", "2025-02-30"],
         "Invalid value for '--since': expected a date such as 2025-03-17, got '2025-02-30'"),
        (["positions", "--limit", "many"], "Invalid value for '--limit' / '-n': expected a whole number, got 'many'"),
        (["positions", "--limit", "-1"],
         "Invalid value for '--limit' / '-n': expected a number of at least 0, got '-1'"),
        (["camps", "--seconds", "long"], "Invalid value for '--seconds': expected a number, got 'long'"),
        (["serve", "--port", "99999"], "Invalid value for '--port': expected a number of at most 65535, got '99999'"),
    ],
)  # fmt: skip
def test_a_wrong_value_is_told(arguments: list[str], complaint: str, parley: Parley) -> None:
    found = parley(*arguments)
    assert found.status == 2
    assert complaint in _said(found)


@pytest.mark.parametrize(
    ("arguments", "hint"),
    [
        (["export", "grapml"], "got 'grapml'; did you mean 'graphml'?"),
        (["export", "csv", "--of", "positons"], "got 'positons'; did you mean 'positions'?"),
        (["export", "graphml", "--network", "subtrakt"], "got 'subtrakt'; did you mean 'subtract'?"),
    ],
)
def test_a_wrong_word_for_a_thing_is_told_with_the_nearest(
    arguments: list[str], hint: str, graph: str, parley: Parley
) -> None:
    found = parley(*arguments, "--store", graph)
    assert (found.status, found.out) == (1, "")
    assert found.err.endswith(f"{hint}\n")


@pytest.mark.parametrize("name", sorted(COMMANDS))
def test_no_option_of_any_command_speaks_as_the_library_does(name: str, parley: Parley) -> None:
    command = load_command(name)
    for each in (command, *getattr(command, "commands", {}).values()):
        path = [name] if each is command else [name, each.name]
        needed = ["x" for parameter in each.params if parameter.param_type_name == "argument" and parameter.required]
        for parameter in each.params:
            if parameter.param_type_name == "option" and not getattr(parameter, "is_flag", False):
                found = parley(*path, *needed, parameter.opts[0], "@")
                assert not any(raw in _said(found) for raw in RAW), found.err


def test_a_broken_json_line_is_named_with_its_place_and_the_others_are_stored(parley: Parley) -> None:
    lines = [
        json.dumps({"text": "Ardania rejected the ceasefire, its minister said.", "source": "a.txt"}),
        '{"text": "x",}',
        "",
        '{"text": 3}',
        '{"txt": "Talks resumed."}',
    ]
    Path("news.ndjson").write_text("\n".join(lines), "utf-8")
    found = parley("ingest", "news.ndjson", "--store", "news.db")
    assert found.status == 1
    assert found.out.startswith("Stored 1 article with 1 position in news.db.\n3 articles could not be read;")
    assert found.err.splitlines() == [
        "parley: expected an article as a JSON object in line 2 of news.ndjson, got a mistake at character 14:"
        " expected a name in double quotes, got '}'",
        "parley: expected text as text in line 4 of news.ndjson, got a number",
        "parley: expected only text, html, data, url, source, published, title, publisher in line 5 of news.ndjson,"
        " got 'txt'; did you mean 'text'?",
    ]
    assert "a.txt" in parley("articles", "--store", "news.db").out
    assert json.loads(parley("extract", "news.ndjson").out)["holder"] == "Ardania"

"""The word lists that extraction leans on, read once from ``ontology/lexicon``."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from kg.errors import InputError
from kg.model import Act, Modality, Relation, Stance
from kg.syntax.tree import Token

KINDS = {"verb": ("VERB", "AUX"), "noun": ("NOUN", "PROPN"), "adjective": ("ADJ", "VERB", "ADV")}


@dataclass(frozen=True, kw_only=True, slots=True)
class Frame:
    """A word that takes a side, and the places where its proposal may stand, in order of preference."""

    word: str
    kind: str
    stance: Stance
    act: Act
    content: tuple[str, ...]
    modality: Modality = Modality.ASSERTED
    object: str = "any"
    deed: bool = False
    first_person: bool = False
    agent: bool = False


@cache
def frames() -> Mapping[str, tuple[Frame, ...]]:
    """Stance frames by lemma, with the particle where the verb has one ("rule out").

    >>> frames()["rule out"][0].stance.value
    'opposes'
    """
    table: dict[str, list[Frame]] = {}
    for entry in _read("frames.toml")["frame"]:
        if entry["kind"] not in KINDS:
            raise InputError(f"expected a frame of kind {', '.join(KINDS)}, got {entry['kind']!r} in frames.toml")
        for word in entry["words"]:
            frame = Frame(
                word=word,
                kind=entry["kind"],
                stance=Stance(entry["stance"]),
                act=Act(entry["act"]),
                content=tuple(entry["content"]),
                modality=Modality(entry.get("modality", "asserted")),
                object=entry.get("object", "any"),
                deed=entry.get("deed", False),
                first_person=entry.get("first_person", False),
                agent=entry.get("agent", False),
            )
            table.setdefault(word, []).append(frame)
    return {word: tuple(found) for word, found in table.items()}


def base_forms(word: str, lemma: str) -> tuple[str, ...]:
    """The lemma, and the base forms that English spelling allows for the word, for when the lemma is wrong.

    >>> base_forms("advocated", "advocat")
    ('advocat', 'advocate')
    >>> base_forms("banned", "ban")
    ('ban', 'banne', 'bann')
    """
    irregular = _read("grammar.toml")["irregular"].get(word)
    found = [irregular, lemma] if irregular else [lemma]
    for ending, repairs in (
        ("ies", ("y",)),
        ("ied", ("y",)),
        ("ing", ("e", "")),
        ("ed", ("e", "")),
        ("es", ("e", "")),
        ("s", ("",)),
    ):
        if word.endswith(ending) and len(word) - len(ending) > 2:
            found += [word.removesuffix(ending) + repair for repair in repairs]
            break
    stem = found[-1]
    if len(stem) > 3 and stem[-1] == stem[-2]:
        found.append(stem[:-1])
    return tuple(dict.fromkeys(found))


@cache
def words(section: str, name: str) -> frozenset[str]:
    """One closed class of ``grammar.toml``: ``words("modals", "must")``; a dot leads into a subsection."""
    table = _read("grammar.toml")
    for part in section.split("."):
        table = table[part]
    return frozenset(table[name])


ACTION_ENDINGS = ("tion", "sion", "ment", "ance", "ence")


def is_action(token: Token) -> bool:
    """Whether a noun names an action, measure or agreement rather than a person or thing (by list or by ending)."""
    lemma = token.lemma
    if any(lemma in words("deals", name) for name in ("nouns", "measures", "permission", "actions")):
        return True
    return token.pos == "NOUN" and lemma.endswith(ACTION_ENDINGS) and lemma not in words("nothing", "events")


@cache
def vocabulary() -> frozenset[str]:
    """Every single word of the frames and of the closed classes."""
    found = {part for word in frames() for part in word.split()}
    stack: list[object] = [_read("grammar.toml")]
    while stack:
        item = stack.pop()
        if isinstance(item, dict):
            stack.extend(item.values())
        elif isinstance(item, list):
            found.update(word for word in item if isinstance(word, str))
    return frozenset(found)


@cache
def condition_markers() -> Mapping[str, Relation]:
    """Subordinators and prepositions that introduce a condition, each with the relation it stands for."""
    table = _read("grammar.toml")["conditions"]
    named = {"after": Relation.ONLY_IF}
    found: dict[str, Relation] = {}
    for name, markers in table.items():
        if isinstance(markers, list):
            relation = named.get(name) or Relation(name)
            found.update(dict.fromkeys(markers, relation))
    return found


@cache
def _read(name: str) -> dict[str, Any]:
    return tomllib.loads(files("ontology").joinpath("lexicon", name).read_text(encoding="utf-8"))

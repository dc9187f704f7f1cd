"""Actors and proposals in the read model: which article names them how, and what follows for their names and counts."""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from typing import Final

from kg.model import Actor, Proposal
from kg.rdf.iris import actor_iri, proposal_iri
from kg.store.read_model import shapes
from kg.store.read_model.folding import folded
from kg.store.read_model.places import thing_place

PROPOSAL: Final = "proposal"
NAMES_BITS: Final = 20
"""A row id of ``called`` is a thing's key, followed by so many bits that number its names."""

_COUNTED = "copy = 0 AND position.key NOT IN (SELECT position FROM standing WHERE state = 'rejected')"
_COUNTS = f"""
    SELECT holder, count(*), count(DISTINCT article) FROM touched JOIN position ON holder = touched.key
    WHERE {_COUNTED} GROUP BY holder
    UNION ALL
    SELECT proposal, count(*), count(DISTINCT article) FROM touched JOIN position ON proposal = touched.key
    WHERE {_COUNTED} GROUP BY proposal
"""


class Things:
    """The actors and proposals that a change touches: note where they are named, then ``settle``."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._keys: dict[tuple[str, str], int] = {}
        self._touched: set[int] = set()
        self._names: dict[tuple[int, int, str], None] = {}  # a set in the order of coming
        self._links: dict[tuple[int, int, str], None] = {}

    def actor(self, actor: Actor) -> int:
        """The actor's key."""
        key = self._keys.get((actor.kind, actor.name))
        return self._key_of(actor.kind, actor.name, actor_iri(actor.kind, actor.name).value) if key is None else key

    def proposal(self, label: str) -> int:
        """The key of the proposal with this label."""
        key = self._keys.get((PROPOSAL, label))
        return self._key_of(PROPOSAL, label, proposal_iri(label).value) if key is None else key

    def name_actor(self, actor: Actor, article: int) -> None:
        """Note that the article names the actor in its wording."""
        self._name(self.actor(actor), article, actor.name, actor.wording)
        if actor.wikidata is not None:
            self._links[self.actor(actor), article, actor.wikidata] = None

    def name_proposal(self, proposal: Proposal, article: int) -> None:
        """Note that the article names the proposal in its wording, and the wider ones."""
        self._name(self.proposal(proposal.label), article, proposal.label, proposal.wording)
        for label in proposal.broader:
            self._name(self.proposal(label), article, label, None)
            self._links[self.proposal(proposal.label), article, label] = None

    def forget(self, article: int) -> None:
        """Take back all that an article names."""
        self.touch(article)
        for table in ("thing_name", "thing_link"):
            self._connection.execute(f"DELETE FROM {table} WHERE article = ?", (article,))

    def touch(self, article: int) -> None:
        """Have all that an article names settled."""
        found = self._connection.execute("SELECT thing FROM thing_name WHERE article = ?", (article,))
        self._touched.update(key for (key,) in found)

    def write(self) -> None:
        """Write down what was noted."""
        for table, noted in (("thing_name", self._names), ("thing_link", self._links)):
            self._connection.executemany(f"INSERT INTO {table} VALUES (?, ?, ?)", noted)
            noted.clear()

    def settle(self) -> None:
        """Work out anew the names, counts and JSON of every touched thing; what no article names any more is gone."""
        run = self._connection.executemany
        self._connection.execute("CREATE TEMP TABLE IF NOT EXISTS touched (key INTEGER PRIMARY KEY)")
        self._connection.execute("DELETE FROM touched")
        run("INSERT INTO touched VALUES (?)", [(key,) for key in sorted(self._touched)])
        names, links = self._gathered("thing_name", "name"), self._gathered("thing_link", "target")
        counts = {key: (number, articles) for key, number, articles in self._connection.execute(_COUNTS)}
        things = self._connection.execute("SELECT key, iri, kind, name FROM thing JOIN touched USING (key)").fetchall()
        named = [thing for thing in things if thing[0] in names]
        settled = [
            (*_row(iri, kind, name, names[key], links[key], *counts.get(key, (0, 0))), key)
            for key, iri, kind, name in named
        ]
        run("DELETE FROM called WHERE rowid BETWEEN ? AND ?", [_rows_of(key) for key, *_ in things])
        run(
            "INSERT INTO called (rowid, folded) VALUES (?, ?)",
            [pair for key, *_ in named for pair in enumerate(map(folded, names[key]), start=key << NAMES_BITS)],
        )
        run("UPDATE thing SET positions = ?, articles = ?, wikidata = ?, row = ? WHERE key = ?", settled)
        run("DELETE FROM thing WHERE key = ?", [(key,) for key, *_ in things if key not in names])
        self._touched.clear()

    def _key_of(self, kind: str, name: str, iri: str) -> int:
        found = self._connection.execute("SELECT key FROM thing WHERE iri = ?", (iri,)).fetchone()
        if found is not None:
            key = int(found[0])
        else:
            insert = "INSERT INTO thing (iri, kind, name, place) VALUES (?, ?, ?, ?)"
            key = self._connection.execute(insert, (iri, kind, name, thing_place(name, kind))).lastrowid or 0
        self._keys[kind, name] = key
        return key

    def _name(self, key: int, article: int, name: str, wording: str | None) -> None:
        self._touched.add(key)
        self._names[key, article, name] = None
        if wording is not None and wording.strip():
            self._names[key, article, wording] = None

    def _gathered(self, table: str, column: str) -> dict[int, list[str]]:
        """What the touched things have in any article, each once and sorted."""
        found = defaultdict[int, list[str]](list)
        query = f"SELECT DISTINCT thing, {column} FROM touched JOIN {table} ON thing = key ORDER BY thing, {column}"
        for key, value in self._connection.execute(query):
            found[key].append(value)
        return found


def _row(
    iri: str, kind: str, name: str, names: list[str], links: list[str], positions: int, articles: int
) -> tuple[int, int, str | None, bytes]:
    wordings = [each for each in names if each != name]
    if kind == PROPOSAL:
        shape = shapes.proposal_shape(iri, name, wordings, links, positions, articles)
        return positions, articles, None, shapes.encoded(shape)
    # Articles may give different items: this is the one that the graph's own list of actors shows.
    item = max(links, key=lambda link: f"{link}>", default=None)
    shape = shapes.actor_shape(iri, kind, name, wordings, item, positions, articles)
    return positions, articles, item, shapes.encoded(shape)


def _rows_of(key: int) -> tuple[int, int]:
    """The first and last row id of ``called`` that belong to a thing."""
    return key << NAMES_BITS, ((key + 1) << NAMES_BITS) - 1

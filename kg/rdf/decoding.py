"""From an article's named graph back to its record."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from functools import partial

from pyoxigraph import BlankNode, Literal, NamedNode, Quad

from kg.errors import InputError
from kg.model import Article, Block, BlockKind, Evidence, Extraction, Position, Span
from kg.model.record import FINGERPRINT_BITS, ArticleRecord
from kg.rdf import vocabulary as v
from kg.rdf.assembly import ConditionFacts, PositionFacts, SpeechFacts, Term, assemble_position
from kg.rdf.iris import article_id_of, software_of

_BLOCK = re.compile(r"([a-z]+) ([0-9]+)-([0-9]+)")


def decode_record(quads: Iterable[Quad]) -> ArticleRecord:
    """The record whose graph these quads are (``kg.rdf.encoding.article_quads`` is the inverse).

    Every quotation is looked up again in the text, and the text is checked against its digest. Raises InputError
    when the quads do not describe exactly one article with one extraction, or anything in them does not fit.
    """
    facts = _Facts(quads)
    iri = facts.the_one(v.NEWS_ARTICLE)
    try:
        return _record(facts, iri)
    except InputError:
        raise
    except ValueError as error:  # a number or date that is none
        raise InputError(f"expected an article's graph that can be read, got: {error} in {iri.value}") from error


def fingerprint_numbers(digits: str) -> tuple[int, ...]:
    """The numbers that ``kg.rdf.encoding.fingerprint_digits`` wrote."""
    width = FINGERPRINT_BITS // 4
    return tuple(int(digits[at : at + width], 16) for at in range(0, len(digits), width))


def layout_blocks(layout: str, iri: NamedNode) -> tuple[Block, ...]:
    """The blocks that ``kg.rdf.encoding.layout_text`` wrote; ``iri`` is their article's, for the error's sake."""
    blocks = []
    for line in layout.split("\n") if layout else ():
        match = _BLOCK.fullmatch(line)
        if match is None or match[1] not in set(BlockKind):
            raise InputError(f"expected a block such as 'paragraph 36-200' in the layout of {iri.value}, got {line!r}")
        blocks.append(Block(kind=BlockKind(match[1]), span=Span(start=int(match[2]), end=int(match[3]))))
    return tuple(blocks)


def _record(facts: _Facts, iri: NamedNode) -> ArticleRecord:
    article = _article(facts, iri)
    if article.id != article_id_of(iri):
        raise InputError(f"expected the article that {iri.value} is named for, got one with id {article.id}")
    digest = facts.string(iri, v.TEXT_DIGEST)
    if digest != article.text_digest:
        raise InputError(f"expected a text with SHA-256 {digest} in {iri.value}, got {article.text_digest}")
    return ArticleRecord(
        article=article,
        positions=tuple(_position(facts, each) for each in facts.members(v.POSITION)),
        extraction=_extraction(facts),
        fingerprint=fingerprint_numbers(facts.maybe_string(iri, v.FINGERPRINT) or ""),
    )


class _Facts:
    """The triples of one graph, by subject and predicate."""

    def __init__(self, quads: Iterable[Quad]) -> None:
        self._objects: dict[object, dict[NamedNode, list[Term]]] = defaultdict(lambda: defaultdict(list))
        self._members: dict[Term, list[NamedNode | BlankNode]] = defaultdict(list)
        for quad in quads:
            self._objects[quad.subject][quad.predicate].append(quad.object)
            if quad.predicate == v.TYPE and isinstance(quad.subject, NamedNode):
                self._members[quad.object].append(quad.subject)

    def members(self, of: NamedNode) -> list[NamedNode]:
        return [each for each in self._members.get(of, ()) if isinstance(each, NamedNode)]

    def the_one(self, of: NamedNode) -> NamedNode:
        found = self.members(of)
        if len(found) != 1:
            raise InputError(f"expected one {of.value} in the graph, got {len(found)}")
        return found[0]

    def all(self, subject: Term, role: NamedNode) -> list[Term]:
        return self._objects[subject][role] if subject in self._objects and role in self._objects[subject] else []

    def maybe(self, subject: Term, role: NamedNode) -> Term | None:
        found = self.all(subject, role)
        if len(found) > 1:
            raise InputError(f"expected at most one {role.value} of {subject}, got {len(found)}")
        return found[0] if found else None

    def maybe_string(self, subject: Term, role: NamedNode) -> str | None:
        found = self.maybe(subject, role)
        if found is not None and not isinstance(found, Literal):
            raise InputError(f"expected a literal as {role.value} of {subject}, got {found}")
        return None if found is None else found.value

    def string(self, subject: Term, role: NamedNode) -> str:
        found = self.maybe_string(subject, role)
        if found is None:
            raise InputError(f"expected {role.value} of {subject}, got nothing")
        return found


def _article(facts: _Facts, iri: NamedNode) -> Article:
    published = facts.maybe_string(iri, v.ISSUED)
    return Article(
        text=facts.string(iri, v.TEXT),
        source=facts.string(iri, v.SOURCE),
        blocks=layout_blocks(facts.maybe_string(iri, v.LAYOUT) or "", iri),
        title=facts.maybe_string(iri, v.TITLE),
        published=None if published is None else date.fromisoformat(published),
        publisher=facts.maybe_string(iri, v.PUBLISHER),
        language=facts.string(iri, v.LANGUAGE),
        media_type=facts.string(iri, v.FORMAT),
        encoding=facts.string(iri, v.ENCODING),
        file_digest=facts.maybe_string(iri, v.FILE_DIGEST),
    )


def _extraction(facts: _Facts) -> Extraction:
    run = facts.the_one(v.ACTIVITY)
    program = facts.maybe(run, v.ASSOCIATED_WITH)
    if not isinstance(program, NamedNode):
        raise InputError(f"expected a program that {run.value} was associated with, got {program}")
    name, version = software_of(program)
    at = facts.maybe_string(run, v.ENDED)
    return Extraction(
        software=name,
        version=version,
        model=facts.string(run, v.MODEL),
        at=None if at is None else datetime.fromisoformat(at),
    )


def _position(facts: _Facts, iri: NamedNode) -> Position:
    return assemble_position(
        PositionFacts._make(
            [
                iri,
                *_actor(facts, iri, v.HOLDER, v.HOLDER_WORDING),
                *_actor(facts, iri, v.SIDE, v.SIDE_WORDING),
                *(facts.maybe(iri, role) for role in (v.STANCE, v.ACT, v.MODALITY, v.ATTRIBUTION, v.CONFIDENCE)),
                *(facts.maybe(iri, role) for role in (v.RULE, v.ISSUED)),
                *_at_issue(facts, iri),
            ]
        ),
        [
            ConditionFacts(facts.maybe(each, v.RANK), facts.maybe(each, v.RELATION), *_at_issue(facts, each))
            for each in facts.all(iri, v.CONDITION)
        ],
        [
            SpeechFacts(facts.maybe(each, v.RANK), *_actor(facts, each, v.SPEAKER, v.SPEAKER_WORDING))
            for each in facts.all(iri, v.SPEECH)
        ],
        partial(_evidence, facts),
    )


def _actor(facts: _Facts, node: Term, role: NamedNode, wording: NamedNode) -> Iterator[Term | None]:
    actor = facts.maybe(node, role)
    yield actor
    yield facts.maybe(node, wording)
    yield None if actor is None else facts.maybe(actor, v.SAME_AS)


def _at_issue(facts: _Facts, node: Term) -> Iterator[Term | None]:
    return (facts.maybe(node, role) for role in (v.PROPOSAL, v.WORDING, v.BROADER_PATH, v.TARGET))


def _evidence(facts: _Facts, words: NamedNode) -> Evidence:
    """The words as the two selectors give them; whether they stand there is checked by the record."""
    selectors = facts.all(words, v.HAS_SELECTOR)
    quote = _selector(facts, selectors, v.TEXT_QUOTE_SELECTOR, words)
    offsets = _selector(facts, selectors, v.TEXT_POSITION_SELECTOR, words)
    return Evidence(
        article=article_id_of(words),
        span=Span(start=int(facts.string(offsets, v.START)), end=int(facts.string(offsets, v.END))),
        quote=facts.string(quote, v.EXACT),
        prefix=facts.string(quote, v.PREFIX),
        suffix=facts.string(quote, v.SUFFIX),
    )


def _selector(facts: _Facts, selectors: list[Term], kind: NamedNode, words: NamedNode) -> Term:
    found = [each for each in selectors if kind in facts.all(each, v.TYPE)]
    if len(found) != 1:
        raise InputError(f"expected one {kind.value} of {words.value}, got {len(found)}")
    return found[0]

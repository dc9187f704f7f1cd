"""From an article's record to its named graph."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from pyoxigraph import Literal, NamedNode, Quad, Triple

from kg.model import Actor, ActorKind, Article, Condition, Evidence, Extraction, Position, Proposal
from kg.model.record import FINGERPRINT_BITS, ArticleRecord, actors_of
from kg.rdf import vocabulary as v
from kg.rdf.iris import (
    actor_iri,
    article_graph,
    article_iri,
    extraction_iri,
    part_iri,
    position_iri,
    proposal_iri,
    software_iri,
    words_iri,
)
from kg.rdf.shortcuts import shortcut_triples
from kg.rdf.terms import concept, day, double, hexadecimal, integer, moment, text, wikidata_iri

Node = NamedNode

KIND_CLASSES = {
    ActorKind.PERSON: v.PERSON,
    ActorKind.STATE: v.COUNTRY,
    ActorKind.ORGANIZATION: v.ORGANIZATION,
    ActorKind.GROUP: v.GROUP,
}


def article_quads(record: ArticleRecord) -> tuple[Quad, ...]:
    """The named graph of an article: all that it says, with its actors' and proposals' labels, sorted.

    ``kg.rdf.decoding.decode_record`` is the inverse. Raises InputError for text with lone surrogates and for
    Wikidata items that are none.
    """
    graph = article_graph(record.article.id)
    triples = {
        *_article(record.article, record.fingerprint),
        *_extraction(record.article.id, record.extraction),
    }
    for position in record.positions:
        triples.update(_position(position, record))
        triples.update(shortcut_triples(position))
    return sorted_quads(Quad(t.subject, t.predicate, t.object, graph) for t in triples)


def sorted_quads(quads: Iterable[Quad]) -> tuple[Quad, ...]:
    """The quads, each once, by graph, subject, predicate (classes first) and object."""
    return tuple(sorted(set(quads), key=_order))


def layout_text(article: Article) -> str:
    """The article's blocks, one a line: kind, first character, end (``paragraph 36-200``)."""
    return "\n".join(f"{block.kind} {block.span.start}-{block.span.end}" for block in article.blocks)


def fingerprint_digits(fingerprint: tuple[int, ...]) -> str:
    """The fingerprint's numbers as eight hex digits each."""
    return "".join(f"{number:0{FINGERPRINT_BITS // 4}x}" for number in fingerprint)


def _order(quad: Quad) -> tuple[str, str, str, str, str]:
    predicate = "" if quad.predicate == v.TYPE else quad.predicate.value
    subject = str(quad.subject)  # without its ">", which would put "…/1/part" before "…/1"
    return str(quad.graph_name), subject.rstrip(">"), subject, predicate, str(quad.object)


def _article(article: Article, fingerprint: tuple[int, ...]) -> Iterator[Triple]:
    me = article_iri(article.id)
    yield from _types(me, v.NEWS_ARTICLE, v.ENTITY)
    yield Triple(me, v.TEXT, text(article.text, f"the text of {article.source!r}"))
    yield Triple(me, v.TEXT_DIGEST, hexadecimal(article.text_digest))
    yield Triple(me, v.SOURCE, text(article.source, "the source of an article"))
    yield Triple(me, v.LANGUAGE, text(article.language, "a language"))
    yield Triple(me, v.FORMAT, text(article.media_type, "a media type"))
    yield Triple(me, v.ENCODING, text(article.encoding, "a character encoding"))
    yield from _texts(me, v.TITLE, article.title)
    yield from _texts(me, v.PUBLISHER, article.publisher)
    yield from _texts(me, v.FILE_DIGEST, article.file_digest)
    yield from _texts(me, v.LAYOUT, layout_text(article) or None)
    if article.published is not None:
        yield Triple(me, v.ISSUED, day(article.published))
    if fingerprint:
        yield Triple(me, v.FINGERPRINT, hexadecimal(fingerprint_digits(fingerprint)))


def _extraction(article_id: str, extraction: Extraction) -> Iterator[Triple]:
    run = extraction_iri(article_id, extraction)
    program = software_iri(extraction.software, extraction.version)
    yield from _types(run, v.ACTIVITY)
    yield Triple(run, v.USED, article_iri(article_id))
    yield Triple(run, v.ASSOCIATED_WITH, program)
    yield from _texts(run, v.MODEL, extraction.model)
    if extraction.at is not None:
        yield Triple(run, v.ENDED, moment(extraction.at))
    yield from _types(program, v.SOFTWARE_AGENT)
    yield from _texts(program, v.NAME, extraction.software)
    yield from _texts(program, v.SOFTWARE_VERSION, extraction.version)


def _position(position: Position, record: ArticleRecord) -> Iterator[Triple]:
    me = position_iri(position.id)
    article_id = record.article.id
    yield from _types(me, v.POSITION)
    yield Triple(me, v.QUOTED_FROM, article_iri(article_id))
    yield Triple(me, v.GENERATED_BY, extraction_iri(article_id, record.extraction))
    yield Triple(me, v.STANCE, concept(position.stance))
    yield Triple(me, v.ACT, concept(position.act))
    yield Triple(me, v.MODALITY, concept(position.modality))
    yield Triple(me, v.ATTRIBUTION, concept(position.attribution))
    yield Triple(me, v.CONFIDENCE, double(position.confidence))
    yield from _texts(me, v.RULE, position.rule)
    if position.published is not None:
        yield Triple(me, v.ISSUED, day(position.published))
    yield from _named(me, v.HOLDER, v.HOLDER_WORDING, position.holder)
    if position.side is not None:
        yield from _named(me, v.SIDE, v.SIDE_WORDING, position.side)
    yield from _at_issue(me, position.proposal, position.evidence)
    for actor in actors_of(position):
        yield from _actor(actor)
    for rank, speaker in enumerate(position.speakers, start=1):
        speech = part_iri(me, f"speech/{rank}")
        yield Triple(me, v.SPEECH, speech)
        yield from _types(speech, v.SPEECH_CLASS)
        yield Triple(speech, v.RANK, integer(rank))
        yield from _named(speech, v.SPEAKER, v.SPEAKER_WORDING, speaker)
    for rank, condition in enumerate(position.conditions, start=1):
        yield from _condition(me, rank, condition)


def _condition(position: Node, rank: int, condition: Condition) -> Iterator[Triple]:
    me = part_iri(position, f"condition/{rank}")
    yield Triple(position, v.CONDITION, me)
    yield from _types(me, v.CONDITION_CLASS)
    yield Triple(me, v.RANK, integer(rank))
    yield Triple(me, v.RELATION, concept(condition.relation))
    yield from _at_issue(me, condition.proposal, condition.evidence)


def _at_issue(me: Node, proposal: Proposal, evidence: Evidence) -> Iterator[Triple]:
    """What a position or a condition shares: a proposal in the article's words, and the words that show it."""
    iri = proposal_iri(proposal.label)
    yield Triple(me, v.PROPOSAL, iri)
    yield from _texts(me, v.WORDING, proposal.wording)
    yield Triple(me, v.TARGET, words_iri(evidence.article, evidence.span))
    yield from _evidence(evidence)
    yield from _types(iri, v.PROPOSAL_CLASS, v.CONCEPT)
    yield from _labels(iri, proposal.label, proposal.wording)
    wider = [proposal_iri(label) for label in proposal.broader]
    if wider:
        yield Triple(me, v.BROADER_PATH, Literal(" ".join(node.value for node in wider)))
        yield Triple(iri, v.BROADER, wider[0])
    for label, node in zip(proposal.broader, wider, strict=True):
        yield Triple(iri, v.BROADER_TRANSITIVE, node)
        yield from _types(node, v.PROPOSAL_CLASS, v.CONCEPT)
        yield from _labels(node, label, None)


def _evidence(evidence: Evidence) -> Iterator[Triple]:
    me = words_iri(evidence.article, evidence.span)
    quote, offsets = part_iri(me, "quote"), part_iri(me, "offsets")
    yield from _types(me, v.SPECIFIC_RESOURCE)
    yield Triple(me, v.HAS_SOURCE, article_iri(evidence.article))
    yield Triple(me, v.HAS_SELECTOR, quote)
    yield Triple(me, v.HAS_SELECTOR, offsets)
    yield from _types(quote, v.TEXT_QUOTE_SELECTOR)
    yield from _texts(quote, v.EXACT, evidence.quote)
    yield from _texts(quote, v.PREFIX, evidence.prefix)
    yield from _texts(quote, v.SUFFIX, evidence.suffix)
    yield from _types(offsets, v.TEXT_POSITION_SELECTOR)
    yield Triple(offsets, v.START, integer(evidence.span.start))
    yield Triple(offsets, v.END, integer(evidence.span.end))


def _named(me: Node, role: Node, wording: Node, actor: Actor) -> Iterator[Triple]:
    yield Triple(me, role, actor_iri(actor.kind, actor.name))
    yield from _texts(me, wording, actor.wording)


def _actor(actor: Actor) -> Iterator[Triple]:
    me = actor_iri(actor.kind, actor.name)
    yield from _types(me, v.ACTOR, v.AGENT, KIND_CLASSES[actor.kind])
    yield Triple(me, v.KIND, concept(actor.kind))
    yield from _labels(me, actor.name, actor.wording)
    if actor.wikidata is not None:
        yield Triple(me, v.SAME_AS, wikidata_iri(actor.wikidata))


def _labels(me: Node, name: str, wording: str | None) -> Iterator[Triple]:
    yield from _texts(me, v.PREF_LABEL, name)
    if wording is not None and wording.strip() and wording != name:
        yield from _texts(me, v.ALT_LABEL, wording)


def _types(me: Node, *classes: Node) -> Iterator[Triple]:
    for each in classes:
        yield Triple(me, v.TYPE, each)


def _texts(me: Node, role: Node, value: str | None) -> Iterator[Triple]:
    if value is not None:
        yield Triple(me, role, text(value, role.value.replace("#", "/").rsplit("/", 1)[-1]))

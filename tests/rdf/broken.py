"""Broken graphs: a sound one, one thing about it spoilt, what that is in words, and the shape that has to notice."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from pyoxigraph import BlankNode, Literal, NamedNode, Quad

from kg.rdf import article_quads
from kg.rdf import vocabulary as v
from kg.rdf.namespaces import ID_BASE, NEG, SCHEMA, WIKIDATA, XSD
from kg.rdf.shortcuts import ACTED_ON_BEHALF_OF, DEPENDS_ON, STANCE_PROPERTIES
from tests.rdf.samples import harbour_record, many_records

Term = NamedNode | Literal
Break = Callable[[Sequence[Quad]], Iterable[Quad]]

CONDITIONAL, AGAINST, FOR = harbour_record().positions
SUPPORTS, OPPOSES, CONDITIONS_ON = (STANCE_PROPERTIES[each.stance] for each in (FOR, AGAINST, CONDITIONAL))
PEACE = NamedNode(ID_BASE + "proposal/peace")
BELMARK = NamedNode(ID_BASE + "actor/state/Belmark")
ORLO = NamedNode(ID_BASE + "actor/person/Lena%20Orlo")


@dataclass(frozen=True, kw_only=True, slots=True)
class Broken:
    """A graph with a fault, in words, and the shape that is meant to notice it."""

    fault: str
    shape: str
    spoil: Break

    def quads(self) -> tuple[Quad, ...]:
        """The graph of the harbour article with this fault."""
        return tuple(self.spoil(article_quads(harbour_record())))


def typed(value: str, datatype: str) -> Literal:
    """A literal of an XML Schema type."""
    return Literal(value, datatype=XSD.term(datatype))


def without(role: NamedNode, of: NamedNode | None = None, about: str = "") -> Break:
    """The graph without a property: everywhere, of one class, or where the subject's IRI contains ``about``."""

    def broken(quads: Sequence[Quad]) -> list[Quad]:
        members = {q.subject for q in quads if q.predicate == v.TYPE and q.object == of}
        return [
            q
            for q in quads
            if q.predicate != role or (of is not None and q.subject not in members) or about not in str(q.subject)
        ]

    return broken


def changed(role: NamedNode, value: Term, old: str = "", about: str = "") -> Break:
    """The graph with another value of a property, where it contains ``old`` and the subject's IRI ``about``."""

    def broken(quads: Sequence[Quad]) -> list[Quad]:
        return [
            Quad(q.subject, q.predicate, value, q.graph_name)
            if q.predicate == role and old in str(q.object) and about in str(q.subject)
            else q
            for q in quads
        ]

    return broken


def added(role: NamedNode, value: Term, of: NamedNode) -> Break:
    """The graph with one more value of a property, of everything of a class."""

    def broken(quads: Sequence[Quad]) -> list[Quad]:
        more = [Quad(q.subject, role, value, q.graph_name) for q in quads if q.predicate == v.TYPE and q.object == of]
        return [*quads, *more]

    return broken


def said(subject: NamedNode | BlankNode, *facts: tuple[NamedNode, Term]) -> Break:
    """The graph with something more about something."""
    return lambda quads: [*quads, *(Quad(subject, role, value, quads[0].graph_name) for role, value in facts)]


def untyped(of: NamedNode) -> Break:
    """The graph in which nothing is of a class."""
    return lambda quads: [q for q in quads if q.predicate != v.TYPE or q.object != of]


def renamed(old: str, new: str) -> Break:
    """The graph with another IRI of a thing, wherever it stands."""

    def other(term: object) -> object:
        return NamedNode(term.value.replace(old, new)) if isinstance(term, NamedNode) else term

    return lambda quads: [Quad(other(q.subject), q.predicate, other(q.object), q.graph_name) for q in quads]  # type: ignore[arg-type]


def blank(iri: NamedNode) -> Break:
    """The graph in which a thing has lost its IRI."""

    def other(term: object) -> object:
        return BlankNode("lost") if term == iri else term

    return lambda quads: [Quad(other(q.subject), q.predicate, other(q.object), q.graph_name) for q in quads]  # type: ignore[arg-type]


def only(*classes: NamedNode) -> Break:
    """What the graph says of things of these classes, and nothing else."""

    def broken(quads: Sequence[Quad]) -> list[Quad]:
        kept = {q.subject for q in quads if q.predicate == v.TYPE and q.object in classes}
        return [q for q in quads if q.subject in kept]

    return broken


def _with_another_article(quads: Sequence[Quad]) -> list[Quad]:
    return [*quads, *article_quads(next(many_records(1, positions=1)))]


def _case(fault: str, shape: str, spoil: Break) -> Broken:
    return Broken(fault=fault, shape=shape, spoil=spoil)


CORPUS: tuple[Broken, ...] = (
    # The graph as a whole
    _case("the graph is empty", "oneArticle", only()),
    _case("positions without their article", "oneArticle", only(v.POSITION, v.ACTOR, v.PROPOSAL_CLASS)),
    _case("two articles in one graph", "oneArticle", _with_another_article),
    _case("a thing without a class", "Typed", said(PEACE, (v.PREF_LABEL, Literal("peace")))),
    _case("the actors have lost their class", "Typed", lambda quads: [q for q in quads if q.object not in
          {v.ACTOR, v.AGENT, v.PERSON, v.COUNTRY, v.ORGANIZATION, v.GROUP}]),
    _case("an actor that is a proposal too", "OneThing", added(v.TYPE, v.PROPOSAL_CLASS, v.ACTOR)),
    _case("an actor that is an article too", "OneThing", said(BELMARK, (v.TYPE, v.NEWS_ARTICLE))),
    _case("a thing of an unheard-of class", "OneThing", said(PEACE, (v.TYPE, NEG.term("Peace")))),
    _case("an actor without an IRI", "OneThing", blank(BELMARK)),
    _case("a position with a foreign class", "class", added(v.TYPE, SCHEMA.term("Movie"), v.POSITION)),
    # The article
    _case("an article without text", "text", without(v.TEXT)),
    _case("an article of white space", "text", changed(v.TEXT, Literal(" \n"))),
    _case("a text in a language tag", "text", changed(v.TEXT, Literal("Ardania …", language="en"))),
    _case("a digest that is none", "textDigest", changed(v.TEXT_DIGEST, typed("AB", "hexBinary"))),
    _case("the digest of another text", "Digest", changed(v.TEXT_DIGEST, typed("ab" * 32, "hexBinary"))),
    _case("a text that somebody changed", "Digest", changed(v.TEXT, Literal("Ardania sets no terms."))),
    _case("an article with another's id", "ArticleName", renamed(harbour_record().article.id, "0123456789abcdef")),
    _case("an article whose file was renamed", "ArticleName", changed(v.SOURCE, Literal("wire/other.txt"))),
    _case("an article with an id of another form", "Article", renamed(harbour_record().article.id, "harbour")),
    _case("an article with a price", "Article", added(SCHEMA.term("price"), Literal("1"), v.NEWS_ARTICLE)),
    _case("an article that is no entity", "Article", untyped(v.ENTITY)),
    _case("an article that nothing has read", "readBy", without(v.USED)),
    _case("an article without a source", "source", without(v.SOURCE)),
    _case("an article with two sources", "source", added(v.SOURCE, Literal("elsewhere"), v.NEWS_ARTICLE)),
    _case("a language that is an IRI", "language", changed(v.LANGUAGE, NamedNode("urn:english"))),
    _case("an article without a media type", "format", without(v.FORMAT)),
    _case("an article without an encoding", "encoding", without(v.ENCODING)),
    _case("an article with two titles", "title", added(v.TITLE, Literal("another"), v.NEWS_ARTICLE)),
    _case("a publisher in a language tag", "publisher", changed(v.PUBLISHER, Literal("Agence", language="fr"))),
    _case("a date in words", "published", changed(v.ISSUED, Literal("last Monday"))),
    _case("blocks of an unheard-of kind", "layout", changed(v.LAYOUT, Literal("sidebar 0-9"))),
    _case("a fingerprint cut off", "fingerprint", changed(v.FINGERPRINT, typed("0123", "hexBinary"))),
    _case("two digests of one file", "fileDigest", added(v.FILE_DIGEST, Literal("x"), v.NEWS_ARTICLE)),
    # The run
    _case("an extraction of nothing", "used", without(v.USED)),
    _case("an extraction by nothing known", "program", untyped(v.SOFTWARE_AGENT)),
    _case("an extraction by hand, as it were", "Extraction", added(v.RULE, Literal("by hand"), v.ACTIVITY)),
    _case("an extraction with a name of its own", "Extraction", renamed("/id/extraction/", "/id/extraction/my-")),
    _case("an extraction without a language model", "languageModel", without(v.MODEL)),
    _case("an end that is no time", "endedAtTime", changed(v.ENDED, Literal("yesterday"))),
    _case("an end without a time zone", "endedAtTime", changed(v.ENDED, typed("2025-03-20T08:30:00", "dateTime"))),
    _case("a program without a name", "programName", without(v.NAME)),
    _case("a program without a version", "programVersion", without(v.SOFTWARE_VERSION)),
    _case("a program with a colour", "Program", added(SCHEMA.term("color"), Literal("red"), v.SOFTWARE_AGENT)),
    _case("a program that did nothing", "programOf", without(v.ASSOCIATED_WITH)),
    _case("a program under another's IRI", "ProgramIri", changed(v.NAME, Literal("parlay"))),
    # Positions
    _case("a misspelt property", "Position", added(NEG.term("stanse"), NEG.term("stance-supports"), v.POSITION)),
    _case("a position with a name of its own", "Position", renamed("/id/position/", "/id/position/my-")),
    _case("a position that nobody holds", "holder", without(v.HOLDER)),
    _case("a holder that is no actor", "holder", untyped(v.ACTOR)),
    _case("a position that two hold", "holder", added(v.HOLDER, BELMARK, v.POSITION)),
    _case("two wordings of one holder", "holderWording", added(v.HOLDER_WORDING, Literal("they"), v.POSITION)),
    _case("a side that is no actor", "side", changed(v.SIDE, NamedNode("urn:nobody"))),
    _case("a side called by a number", "sideWording", added(v.SIDE_WORDING, typed("1", "integer"), v.POSITION)),
    _case("an act for a stance", "stance", changed(v.STANCE, NEG.term("act-rejects"))),
    _case("two stances at once", "stance", added(v.STANCE, NEG.term("stance-opposes"), v.POSITION)),
    _case("an unheard-of act", "act", changed(v.ACT, NEG.term("act-shrugs"))),
    _case("a position without a modality", "modality", without(v.MODALITY)),
    _case("an attribution in words", "attribution", changed(v.ATTRIBUTION, Literal("direct"))),
    _case("no confidence at all", "confidence", changed(v.CONFIDENCE, typed("0", "double"))),
    _case("more than full confidence", "confidence", changed(v.CONFIDENCE, typed("1.5", "double"))),
    _case("a confidence that is no number", "confidence", changed(v.CONFIDENCE, typed("NaN", "double"))),
    _case("a confidence in words", "confidence", changed(v.CONFIDENCE, typed("high", "double"))),
    _case("a position found by no rule", "rule", without(v.RULE)),
    _case("a day that no calendar has", "positionPublished", changed(v.ISSUED, typed("2025-13-40", "date"))),
    _case("a position from another article", "quotedFrom", changed(v.QUOTED_FROM, NamedNode("urn:another"))),
    _case("a position from nowhere", "generatedBy", without(v.GENERATED_BY)),
    _case("a condition of no class", "condition", untyped(v.CONDITION_CLASS)),
    _case("a speech of no class", "speech", untyped(v.SPEECH_CLASS)),
    _case("a stance under conditions, and none given", "Conditional", without(v.CONDITION)),
    _case("conditions with a plain stance", "Conditional",
          changed(v.STANCE, NEG.term("stance-supports"), "conditions-on")),
    _case("a position on nothing", "proposal", without(v.PROPOSAL)),
    _case("a proposal of no class", "proposal", untyped(v.PROPOSAL_CLASS)),
    _case("a position on an actor", "proposal", changed(v.PROPOSAL, BELMARK)),
    _case("a proposal without the article's words", "wording", without(v.WORDING)),
    _case("a path that is no path", "broaderPath", changed(v.BROADER_PATH, Literal("truce, peace"))),
    _case("a path that begins elsewhere", "BroaderPath", changed(v.BROADER_PATH, Literal(PEACE.value))),
    _case("a position that no words show", "target", without(v.TARGET, v.POSITION)),
    # Conditions and speeches
    _case("a condition with a stance", "Condition", added(v.STANCE, NEG.term("stance-supports"), v.CONDITION_CLASS)),
    _case("an unheard-of relation", "relation", changed(v.RELATION, NEG.term("relation-because"))),
    _case("a rank below the first", "rank", changed(v.RANK, typed("0", "integer"))),
    _case("a rank that is missing", "Ranks", changed(v.RANK, typed("2", "integer"))),
    _case("a part under another's IRI", "PartIri", changed(v.RANK, typed("3", "integer"))),
    _case("a condition of nothing", "conditionOf", without(v.CONDITION)),
    _case("a speech by nobody", "speaker", without(v.SPEAKER)),
    _case("a speech with a stance", "Speech", added(v.STANCE, NEG.term("stance-supports"), v.SPEECH_CLASS)),
    _case("two wordings of one speaker", "speakerWording", added(v.SPEAKER_WORDING, Literal("she"), v.SPEECH_CLASS)),
    _case("a speech of nothing", "speechOf", without(v.SPEECH)),
    # Evidence
    _case("words of no article", "evidenceSource", without(v.HAS_SOURCE)),
    _case("words with a stance", "Evidence", added(v.STANCE, NEG.term("stance-supports"), v.SPECIFIC_RESOURCE)),
    _case("words that show nothing", "evidenceOf", without(v.TARGET)),
    _case("words without a quotation", "quoteSelector", untyped(v.TEXT_QUOTE_SELECTOR)),
    _case("words without offsets", "positionSelector", untyped(v.TEXT_POSITION_SELECTOR)),
    _case("a quotation with one word changed", "QuoteStandsThere",
          changed(v.EXACT, Literal("Belmark's coastguard welcomed a withdrawal."), "rejected")),
    _case("offsets one character off", "QuoteStandsThere", changed(v.START, typed("37", "integer"), '"38"')),
    _case("offsets beyond the text", "QuoteStandsThere", changed(v.END, typed("9999", "integer"))),
    _case("another character before the quotation", "Surroundings", changed(v.PREFIX, Literal("x"))),
    _case("another character after the quotation", "Surroundings", changed(v.SUFFIX, Literal("x"))),
    _case("words under the IRI of others", "WordsIri", renamed("/words/38-147", "/words/38-148")),
    _case("a quotation of nothing", "exact", changed(v.EXACT, Literal(""))),
    _case("too long a prefix", "prefix", changed(v.PREFIX, Literal("x" * 33))),
    _case("no suffix", "suffix", without(v.SUFFIX)),
    _case("a quotation with a note", "Quote", added(SCHEMA.term("comment"), Literal("sic"), v.TEXT_QUOTE_SELECTOR)),
    _case("a quotation that selects nothing", "selectorOf", without(v.HAS_SELECTOR)),
    _case("an offset before the first character", "start", changed(v.START, typed("-1", "integer"))),
    _case("offsets that end before they start", "startBeforeEnd", changed(v.START, typed("100000", "integer"))),
    _case("an end in words", "end", changed(v.END, Literal("soon"))),
    _case("offsets with a line number", "Offsets", added(v.RANK, typed("1", "integer"), v.TEXT_POSITION_SELECTOR)),
    # Actors
    _case("an actor of no kind", "kind", without(v.KIND)),
    _case("an actor of an unheard-of kind", "kind", changed(v.KIND, NEG.term("kind-robot"))),
    _case("all actors are persons", "Actor", changed(v.KIND, NEG.term("kind-person"))),
    _case("an actor that is no agent", "Actor", untyped(v.AGENT)),
    _case("an actor with a birthday", "Actor", added(SCHEMA.term("birthDate"), Literal("1970"), v.ACTOR)),
    _case("an actor without a name", "actorName", without(v.PREF_LABEL, v.ACTOR)),
    _case("an actor with two names", "actorName", added(v.PREF_LABEL, Literal("Belmark"), v.ACTOR)),
    _case("an actor under another's IRI", "ActorIri", changed(v.PREF_LABEL, Literal("Ardania"), "Belmark")),
    _case("an actor's wording in a language tag", "actorWording", changed(v.ALT_LABEL, Literal("ils", language="fr"))),
    _case("a wording that is the name", "actorWording", said(BELMARK, (v.ALT_LABEL, Literal("Belmark")))),
    _case("a Wikidata item that cannot be", "wikidata", changed(v.SAME_AS, NamedNode(WIKIDATA + "Q0"))),
    _case("two Wikidata items", "wikidata", added(v.SAME_AS, NamedNode(WIKIDATA + "Q7"), v.ACTOR)),
    _case("an actor that says nothing", "actorOf", without(v.SPEAKER)),
    # Proposals
    _case("a proposal without a label", "proposalLabel", without(v.PREF_LABEL, v.PROPOSAL_CLASS)),
    _case("a proposal that is no concept", "Proposal", untyped(v.CONCEPT)),
    _case("a proposal with a deadline", "Proposal", added(v.ISSUED, typed("2025-03-20", "date"), v.PROPOSAL_CLASS)),
    _case("a proposal under another's IRI", "ProposalIri", changed(v.PREF_LABEL, Literal("peace"), "harbour truce")),
    _case("a wording that is a number", "proposalWording", changed(v.ALT_LABEL, typed("7", "integer"))),
    _case("a wider proposal that is none", "broader", changed(v.BROADER, NamedNode("urn:peace"))),
    _case("a wider proposal in words", "broaderTransitive", changed(v.BROADER_TRANSITIVE, Literal("peace"))),
    _case("wider, but not at any distance", "Broader", without(v.BROADER_TRANSITIVE)),
    _case("a proposal that nobody speaks of", "proposalOf",
          said(PEACE, (v.TYPE, v.PROPOSAL_CLASS), (v.TYPE, v.CONCEPT), (v.PREF_LABEL, Literal("peace")))),
    # Shortcuts
    _case("support for what is no proposal", "supported", changed(SUPPORTS, NamedNode("urn:peace"))),
    _case("opposition to what is no proposal", "opposed", changed(OPPOSES, NamedNode("urn:peace"))),
    _case("conditions on what is no proposal", "conditioned", changed(CONDITIONS_ON, NamedNode("urn:peace"))),
    _case("support that no position shows", "Supports", said(BELMARK, (SUPPORTS, PEACE))),
    _case("opposition that no position shows", "Opposes", said(BELMARK, (OPPOSES, PEACE))),
    _case("conditions that no position shows", "ConditionsOn", said(BELMARK, (CONDITIONS_ON, PEACE))),
    _case("the shortcut of a denied position", "Supports", changed(v.MODALITY, NEG.term("modality-denied"))),
    _case("the dependence of a denied position", "DependsOn", changed(v.MODALITY, NEG.term("modality-denied"))),
    _case("a dependence that no position shows", "DependsOn", changed(DEPENDS_ON, NamedNode("urn:peace"))),
    _case("dependence on what is no proposal", "dependent", changed(DEPENDS_ON, BELMARK)),
    _case("a support left out", "Shortcut", without(SUPPORTS)),
    _case("an opposition left out", "Shortcut", without(OPPOSES)),
    _case("a dependence left out", "ConditionShortcut", without(DEPENDS_ON)),
    _case("a party spoken for left out", "SideShortcut", without(ACTED_ON_BEHALF_OF)),
    _case("a party that nobody speaks for", "OnBehalfOf", said(ORLO, (ACTED_ON_BEHALF_OF, BELMARK))),
    _case("a party that is no actor", "spokenFor", changed(ACTED_ON_BEHALF_OF, PEACE)),
)  # fmt: skip

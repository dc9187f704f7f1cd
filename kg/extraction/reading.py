"""An article as read so far: its trees, its actors, its speeches; what the coding of positions asks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from kg.extraction.attribution import Speech, Voice, is_speech, read_speeches, speakers, voice_of
from kg.extraction.discourse import Discourse, read_discourse
from kg.extraction.lexicon import base_forms, frames, is_action, vocabulary, words
from kg.extraction.mentions import describe_actor
from kg.model import ActorKind, Article, Mention, Span
from kg.resolution import demonym, is_group_noun, look_up, role
from kg.syntax.repair import Lexicon, repair
from kg.syntax.tree import Sentence, Token

FIRST_PERSON = frozenset({"i", "we", "us", "me", "my", "our", "ourselves"})
GREETING = 4  # sentences at the top in which the author of a statement is named


@dataclass(frozen=True, kw_only=True, slots=True)
class Reading:
    """One article with everything that is known before stances are coded.

    ``is_statement`` tells whether somebody speaks in the first person outside quotation marks: no report, a statement.
    """

    article: Article
    sentences: tuple[Sentence, ...]
    discourse: Discourse
    speeches: tuple[Speech, ...]
    is_statement: bool

    def who(self, number: int, token: Token) -> tuple[Mention, ...]:
        """The actors that a noun or pronoun of sentence ``number`` stands for; "we" is the speaker."""
        if token.lower in FIRST_PERSON:
            return self.speaker(number, token) or self.author(number, token)
        if _is_nobody(self.sentences[number], token):
            return ()
        found = self.discourse.who(number, token)
        if found:
            return found
        if token.pos in ("ADJ", "PROPN", "NOUN"):
            return self.people(token)
        return ()

    def described(self, number: int, token: Token) -> tuple[Mention, ...]:
        """A common noun that does something on purpose, as an unnamed body: "the university would close …"."""
        if (
            token.pos != "NOUN"
            or _is_nobody(self.sentences[number], token)
            or is_action(token)
            or token.lemma in words("nothing", "inanimate")
        ):
            return ()
        noun = describe_actor(self.sentences[number], token)
        span = Span(start=noun.first.start, end=noun.last.end)
        return (
            Mention(name=noun.words, wording=noun.words, span=span, kind=noun.kind, descriptions=noun.descriptions),
        )

    def people(self, token: Token) -> tuple[Mention, ...]:
        """The state or body behind a demonym: "Russian" in "Russian opposition"."""
        entry = demonym(token.text) or demonym(token.text.removesuffix("’s").removesuffix("'s"))
        if entry is None:
            return ()
        return (
            Mention(name=entry.name, wording=token.text, span=Span(start=token.start, end=token.end), kind=entry.kind),
        )

    def voice(self, number: int, predicate: Token) -> Voice:
        """In whose words a clause stands."""
        return voice_of(self.sentences, self.speeches, number, predicate)

    def speaker(self, number: int, predicate: Token) -> tuple[Mention, ...]:
        """The innermost source of a clause, as actors; empty in the journalist's own voice."""
        for at, source in self.voice(number, predicate).sources:
            if source.lower in FIRST_PERSON:
                continue
            found = self.discourse.who(at, source) or self.described(at, source)
            if found:
                return found
        return ()

    def continued_speaker(self, number: int) -> tuple[Mention, ...]:
        """Who spoke in the sentence before, when it reports speech in the same paragraph (free indirect speech)."""
        if number == 0 or self.sentences[number - 1].paragraph != self.sentences[number].paragraph:
            return ()
        before = self.sentences[number - 1]
        if not is_speech(before, before.root):
            return ()
        return tuple(m for s in speakers(before, before.root) for m in self.discourse.who(number - 1, s))

    def utterer(self, number: int, token: Token) -> tuple[Mention, ...]:
        """Who says the clause; in a first-person statement its author, where nobody is cited."""
        found = self.speaker(number, token)
        if not found and self.is_statement and self.voice(number, token).speech is None:
            return self.author(number, token)
        return found

    def author(self, number: int, token: Token) -> tuple[Mention, ...]:
        """Whoever says "we" outside quotation marks: the last lead-in's speaker, else whom the opening names."""
        for at in range(number - 1, -1, -1):
            sentence = self.sentences[at]
            ending = self.article.text[sentence.span.start : sentence.span.end + 1].rstrip()
            if ending.endswith(":"):
                for word in sentence.tokens:
                    if is_speech(sentence, word):
                        who = tuple(m for s in speakers(sentence, word) for m in self.discourse.who(at, s))
                        if who:
                            return who
        for at, sentence in enumerate(self.sentences[:GREETING]):
            for word in sentence.tokens:
                who = self.discourse.who(at, word)
                if who and who[0].kind is ActorKind.PERSON and " " in who[0].name:
                    return who
        opening = self.sentences[0]
        for word in opening.children(opening.root, "nsubj"):
            who = self.discourse.who(0, word)
            if len(who) == 1 and who[0].kind in (ActorKind.ORGANIZATION, ActorKind.STATE):
                return who
        plural = Mention(
            name=token.text.capitalize(),
            wording=token.text,
            span=Span(start=token.start, end=token.end),
            kind=ActorKind.GROUP,
        )
        return (plural,) if token.lower == "we" else ()


def read(article: Article, sentences: Sequence[Sentence]) -> Reading:
    """Settle actors and speeches of an article whose sentences are parsed."""
    lexicon = Lexicon(
        saying=words("speech", "verbs"),
        siding=lambda lemma: any(f.kind == "verb" for f in frames().get(lemma, ())),
        is_action=is_action,
        is_role=lambda word: role(word) is not None and not is_group_noun(word),
        is_name=lambda name: look_up(name) is not None,
        governs=lambda noun, introduced: any(
            f.kind == "noun" and introduced in f.content for f in frames().get(noun, ())
        ),
    )
    trees = tuple(repair(_with_known_lemmas(sentence), lexicon) for sentence in sentences)
    speeches = read_speeches(article, trees)
    return Reading(
        article=article,
        sentences=trees,
        discourse=read_discourse(trees),
        speeches=speeches,
        is_statement=_is_statement(trees, speeches),
    )


def _is_statement(sentences: Sequence[Sentence], speeches: Sequence[Speech]) -> bool:
    return any(
        token.lower in ("we", "i", "our") and not any(s.span.start <= token.start < s.span.end for s in speeches)
        for sentence in sentences
        for token in sentence.tokens
    )


def _with_known_lemmas(sentence: Sentence) -> Sentence:
    """Lemmas that no word list knows give way to the base form that one does ("advocat" to "advocate")."""
    known = vocabulary()
    tokens = list(sentence.tokens)
    for token in sentence.tokens:
        if token.lemma not in known and token.pos in ("VERB", "NOUN", "ADJ"):
            better = next((form for form in base_forms(token.lower, token.lemma) if form in known), None)
            if better is not None:
                tokens[token.index] = replace(token, lemma=better)
    return Sentence(tokens=tuple(tokens), paragraph=sentence.paragraph)


def _is_nobody(sentence: Sentence, token: Token) -> bool:
    """Whether the noun names nobody who could be quoted: "no country", "few members" ("a few members" are some)."""
    quantifiers = {t.lower for t in sentence.children(token, "det", "amod")}
    return token.pos == "NOUN" and (
        "no" in quantifiers or "neither" in quantifiers or quantifiers & {"few", "a"} == {"few"}
    )

"""Who is the source of a cue: subject, agent, possessor, issuer, or the name beside a quotation."""

from __future__ import annotations

from collections.abc import Sequence

from kg.extraction.patterns import cue_words
from kg.extraction.reported import escaped, indexes
from kg.syntax.clauses import RELATIVES, agents, is_passive, preposition, subjects
from kg.syntax.tree import Sentence, Token

OWNERS = ("by", "from", "among")  # prepositions of who speaks: "a pledge by the ministers"
CLOSING = frozenset({"”", "’", '"', "''", "'"})
NAMING = frozenset({"PROPN", "NOUN", "PRON", "DET", "ADJ", "NUM"})


def sayers(sentence: Sentence, verb: Token, *, passive: bool) -> tuple[Token, ...]:
    """The heads of who says, thinks or wants it: agent, issuer, or subject (of the verb that this one goes on from)."""
    if passive:
        return agents(sentence, verb)
    outer = next((v for v in sentence.ancestors(verb) if verb in escaped(sentence, v)), verb)
    found = _document_makers(sentence, verb) or subjects(sentence, outer)
    return tuple(t for t in found if t.lower != "there")


def beside_quotation(sentence: Sentence, verb: Token) -> tuple[Token, ...]:
    """The words of the source that stand between a closing quotation mark and the verb, or right behind the two.

    Trees of sentences that start within a quotation are often wrong; the order of the words is not.
    """
    closing = next((t for t in reversed(sentence.tokens[: verb.index]) if _closes(t)), None)
    if closing is None or verb.tag == "VBG":
        return ()
    between = [t for t in sentence.tokens[closing.index + 1 : verb.index] if t.pos not in ("AUX", "ADV")]
    if between:
        return tuple(_solid(between)) if _is_name(between) else ()
    behind: list[Token] = []
    for token in sentence.tokens[verb.index + 1 :]:
        if token.pos not in NAMING and token.text not in ("-", "'s", "’s", "of"):
            break
        behind.append(token)
    named = any(t.pos in ("PROPN", "NOUN", "PRON") for t in behind)
    return tuple(_solid(behind)) if named and verb.tag in ("VBD", "VBZ", "VBP", "VBN") else ()


def head_of(words: Sequence[Token]) -> tuple[Token, ...]:
    """The noun that governs the words, in one tuple; empty for none."""
    inside = indexes(words)
    nouns = [t for t in words if t.pos in ("PROPN", "NOUN", "PRON")]
    return tuple([t for t in nouns if t.head not in inside][:1] or words[:1])


def owners(sentence: Sentence, noun: Token) -> tuple[tuple[Token, ...], Token | None]:
    """Whose claim it is: possessor, "by" phrase, or the subject of the verb that carries the noun (with that verb)."""
    own = sentence.children(noun, "nmod:poss") or tuple(
        t for t in sentence.children(noun, "nmod") if preposition(sentence, t) in OWNERS and t.index > noun.index
    )
    if own:
        return own, None
    if noun.base == "root" and noun.tag == "NNS" and sentence.child(noun, "cop") is None:
        return sentence.children(noun, "compound")[-1:], None  # "the government plans to …", read as a noun phrase
    verb = sentence.head(noun)
    if verb is not None and noun.base in ("obj", "xcomp") and verb.lemma in cue_words("light"):
        return sayers(sentence, verb, passive=is_passive(sentence, verb)), verb
    return (), None


def _document_makers(sentence: Sentence, verb: Token) -> tuple[Token, ...]:
    """ "Issued a statement calling …": whoever issued it is the source, not the statement."""
    paper = sentence.head(verb)
    if paper is None or not verb.relation.startswith("acl") or paper.lemma not in cue_words("documents"):
        return ()
    maker = sentence.head(paper)
    if maker is None or maker.pos != "VERB" or paper.base not in ("obj", "obl"):
        return ()
    if paper.base == "obl" and preposition(sentence, paper) not in ("in", "with"):
        return ()
    return subjects(sentence, maker)


def _closes(token: Token) -> bool:
    return token.text in CLOSING and (token.tag == "''" or token.text in ("”", "’"))


def _is_name(words: Sequence[Token]) -> bool:
    """Whether the words are a noun phrase, with a clause in it only between two commas."""
    plain = not any(t.pos in ("VERB", "SCONJ", "CCONJ") or t.lower in RELATIVES for t in words)
    commas = [t for t in words if t.text == ","]
    closed = words[-1].text == ","
    return words[0].pos in NAMING and (len(commas) > 1 if closed else plain)


def _solid(tokens: list[Token]) -> list[Token]:
    """Without the punctuation at the ends."""
    while tokens and tokens[0].pos == "PUNCT":
        tokens = tokens[1:]
    while tokens and tokens[-1].pos == "PUNCT":
        tokens = tokens[:-1]
    return tokens

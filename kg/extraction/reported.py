"""What a cue attributes: the words of its own sentence that are said, thought, wanted or judged."""

from __future__ import annotations

from collections.abc import Iterable

from kg.extraction.patterns import Pattern, cue_words, patterns_of
from kg.syntax.clauses import agents, is_clause, is_infinitive, own_subject, preposition
from kg.syntax.tree import Sentence, Token

COMPLETING = frozenset({"as", "for", "of", "to", "against", "with"})  # "blames him for", "paints him as"
ASIDE = frozenset({",", "—", "–", "-"})
LOOSE = frozenset({"acl:relcl", "parataxis", "list"})
EXPLETIVES = frozenset({"it", "there"})


def content_of(sentence: Sentence, head: Token, pattern: Pattern) -> frozenset[int]:
    """The words (by index) of the first place of the pattern that is filled."""
    for place in pattern.content:
        if place == "clause":
            words = clause_behind(sentence, head)
        elif place == "infinitive":
            words = _infinitive(sentence, head, pattern)
        elif place == "object":
            words = _all_behind(sentence, head) if pattern.whole else _object(sentence, head)
        else:
            words = _phrase(sentence, head, place)
        if words:
            return words
    return frozenset()


def clause_behind(sentence: Sentence, head: Token) -> frozenset[int]:
    """The finite clause behind the cue, with the clauses that hang on the cue but go on with what is said."""
    clause = _clause(sentence, head)
    if clause is None:
        return frozenset()
    end = min((sentence.subtree(v)[0].index for v in escaped(sentence, head)), default=len(sentence.tokens))
    words = indexes(sentence.subtree(clause))
    for more in sentence.children(head, "advcl", "conj"):
        if more.index > clause.index and _goes_on(sentence, more):
            words |= indexes(sentence.subtree(more))
    return frozenset(i for i in words if i < end)


def clause_around(sentence: Sentence, verb: Token) -> frozenset[int]:
    """The clause in which "…, she said, …" stands: before the cue, or on both sides of it."""
    left = _left_edge(sentence, verb)
    if any(c.index < left for c in sentence.children(verb, "ccomp", "parataxis", "xcomp")):
        inside = indexes(sentence.subtree(verb)) if verb.base != "root" else frozenset(range(len(sentence.tokens)))
        return frozenset(i for i in inside if i < left)
    governor = sentence.head(verb)
    as_clause = verb.base == "advcl" and any(m.lower == "as" for m in sentence.children(verb, "mark", "advmod"))
    if governor is not None and (verb.base == "parataxis" or as_clause):
        return indexes(sentence.subtree(governor)) - indexes(sentence.subtree(verb))
    return frozenset()


def passive_content(sentence: Sentence, verb: Token) -> frozenset[int]:
    """What is said of the subject, or of the noun that the participle stands behind; empty when nothing is."""
    clause = clause_behind(sentence, verb)
    if clause:
        return clause
    words: frozenset[int] = frozenset()
    subject = sentence.child(verb, "nsubj:pass", "nsubj")
    noun = sentence.head(verb)
    if subject is not None and subject.lower not in EXPLETIVES:
        words = indexes(sentence.subtree(subject))
    elif subject is None and noun is not None and verb.relation.startswith("acl"):
        words = indexes(noun_phrase(sentence, noun)) - indexes(sentence.subtree(verb))
    told = bool(agents(sentence, verb))
    for more in sentence.children(verb, "xcomp", "obl", "advcl"):
        if more.index > verb.index and (more.base == "xcomp" or preposition(sentence, more) in ("as", "of", "for")):
            words |= indexes(sentence.subtree(more))
            told = True
    return words if told else frozenset()


def escaped(sentence: Sentence, cue: Token) -> tuple[Token, ...]:
    """Verbs that the parser put into what is said, but that go on with who says it: "…, adding that", "and vowed"."""
    clause = next((c for c in sentence.children(cue, "ccomp") if c.index > cue.index), None)
    if clause is None or cue.pos != "VERB" or not patterns_of(cue, "verbs"):
        return ()
    return tuple(t for t in sentence.subtree(clause) if t is not clause and _escapes(sentence, t, clause, cue))


def noun_phrase(sentence: Sentence, noun: Token) -> tuple[Token, ...]:
    """The noun phrase without relative clauses, conjuncts and what else hangs loosely on it."""
    without = indexes(c for c in sentence.children(noun) if c.relation in LOOSE or c.base in ("conj", "cc"))
    return sentence.subtree(noun, without)


def indexes(tokens: Iterable[Token]) -> frozenset[int]:
    """The places of the tokens in their sentence."""
    return frozenset(t.index for t in tokens)


def introduced_by_that(sentence: Sentence, clause: Token) -> bool:
    """Whether "that" or "whether" opens the clause."""
    return any(m.lower in ("that", "whether") for m in sentence.children(clause, "mark"))


def _clause(sentence: Sentence, head: Token) -> Token | None:
    later = [c for c in sentence.children(head) if c.index > head.index]
    found = next((c for c in later if c.base == "ccomp"), None)
    if found is not None:
        return found
    loose = ("acl", "advcl", "conj", "parataxis")
    found = next((c for c in later if c.base in loose and introduced_by_that(sentence, c)), None)
    if found is not None or head.pos != "VERB":
        return found
    return next((c for c in sentence.subtree(head) if c.index > head.index and _strayed(sentence, c)), None)


def _strayed(sentence: Sentence, clause: Token) -> bool:
    """A that-clause that the parser hung on a time or place of the cue: "insisted in an interview that …"."""
    noun = sentence.head(clause)
    if noun is None or noun.pos not in ("NOUN", "PROPN") or noun.base not in ("obl", "nmod", "obj"):
        return False
    if clause.base not in ("acl", "ccomp", "advcl", "appos", "parataxis") or patterns_of(noun, "nouns"):
        return False
    return introduced_by_that(sentence, clause)


def _goes_on(sentence: Sentence, more: Token) -> bool:
    """Whether a clause beside the first one goes on with what is said: "…, but would not bear to …"."""
    if more.base == "advcl":
        return sentence.child(more, "mark") is not None and more.tag != "VBG"
    bare = own_subject(sentence, more) is None
    return introduced_by_that(sentence, more) or (bare and any(a.tag == "MD" for a in sentence.children(more, "aux")))


def _escapes(sentence: Sentence, token: Token, clause: Token, cue: Token) -> bool:
    if token.base not in ("conj", "advcl") or own_subject(sentence, token) is not None:
        return False
    if token.base == "conj":
        modal = any(a.tag == "MD" for a in sentence.children(clause, "aux"))
        return token.head == clause.index and token.tag == "VBD" and cue.tag == "VBD" and modal
    if token.tag != "VBG":
        return False
    first = next((t for t in sentence.subtree(token) if t.text != ","), token)
    if sentence.tokens[first.index - 1].text != ",":
        return False
    return any(p.parenthetical for p in patterns_of(token, "verbs")) or token.lemma in ("refer", "call")


def _infinitive(sentence: Sentence, head: Token, pattern: Pattern) -> frozenset[int]:
    """The infinitive or gerund, with whom the cue moves to do it ("urged | them to leave")."""
    clause = next((c for c in sentence.children(head, "xcomp", "acl", "ccomp") if c.index > head.index), None)
    if clause is None or (clause.base == "acl" and not is_infinitive(sentence, clause)):
        return frozenset()
    words = indexes(sentence.subtree(clause))
    moved = sentence.child(head, "obj", "iobj")
    if moved is not None and not pattern.recipient and head.index < moved.index < clause.index:
        words |= indexes(sentence.subtree(moved))
    return words


def _object(sentence: Sentence, verb: Token) -> frozenset[int]:
    """The object with the phrases that complete it: "the bill as an insult", "them for their votes"."""
    thing = sentence.child(verb, "obj")
    if thing is None:
        return _modified_noun(sentence, verb)
    if thing.lower in cue_words("times"):
        return frozenset()
    words = indexes(_without_asides(sentence, thing))
    for more in sentence.children(verb, "obl", "xcomp", "advcl", "nmod", "acl", "conj"):
        if more.index > max(words) and (_completes(sentence, more) or _adjoins(sentence, more, words)):
            words |= indexes(sentence.subtree(more))
    return words


def _modified_noun(sentence: Sentence, verb: Token) -> frozenset[int]:
    """ "The laws he proposed": the noun whose relative clause the cue heads."""
    noun, subject = sentence.head(verb), own_subject(sentence, verb)
    if verb.relation != "acl:relcl" or noun is None or subject is None or subject.lower in ("who", "which", "that"):
        return frozenset()
    if any(t.lower in ("where", "when", "why") for t in sentence.children(verb, "advmod", "mark")):
        return frozenset()
    return indexes(noun_phrase(sentence, noun)) - indexes(sentence.subtree(verb))


def _without_asides(sentence: Sentence, noun: Token) -> tuple[Token, ...]:
    """The noun phrase without what follows it after a comma, which is often a remark of the journalist's own."""
    loose = sentence.children(noun, "acl:relcl", "appos", "advcl", "parataxis")
    aside = [c for c in loose if c.index > noun.index and _is_set_off(sentence, c)]
    return sentence.subtree(noun, indexes(aside))


def _is_set_off(sentence: Sentence, clause: Token) -> bool:
    first = sentence.subtree(clause)[0]
    return first.text in ASIDE or sentence.tokens[first.index - 1].text in ASIDE


def _completes(sentence: Sentence, more: Token) -> bool:
    """Whether a phrase behind the object belongs to what is judged or named: "as an insult", "for his votes"."""
    return more.base == "xcomp" or (more.base != "conj" and preposition(sentence, more) in COMPLETING)


def _adjoins(sentence: Sentence, more: Token, words: frozenset[int]) -> bool:
    """Whether an infinitive or noun stands right behind the object: "a request | to open the file"."""
    first = sentence.subtree(more)[0]
    if first.index != max(words) + 1 or first.pos == "CCONJ":
        return False
    return is_infinitive(sentence, more) or (more.pos in ("NOUN", "PROPN") and not preposition(sentence, more))


def _all_behind(sentence: Sentence, verb: Token) -> frozenset[int]:
    """All that follows the verb but time and place: "called | Lee a liar", however the parser cut it."""
    later = [c for c in sentence.children(verb) if c.index > verb.index]
    if not any(c.base in ("obj", "xcomp", "ccomp") for c in later):
        return frozenset()
    words: frozenset[int] = frozenset()
    for more in later:
        outside = more.base in ("obl", "nmod") and preposition(sentence, more) not in COMPLETING
        if not outside and more.base in (
            "obj",
            "iobj",
            "xcomp",
            "ccomp",
            "obl",
            "nmod",
            "acl",
            "appos",
            "nsubj",
            "dep",
        ):
            words |= indexes(sentence.subtree(more)) if more.lower not in cue_words("times") else frozenset()
    return words


def _phrase(sentence: Sentence, head: Token, introduced_by: str) -> frozenset[int]:
    """The phrase or gerund with the preposition, which itself belongs to the cue."""
    for phrase in sentence.children(head, "obl", "nmod", "advcl", "acl", "xcomp", "ccomp"):
        if phrase.index < head.index or phrase.lower in cue_words("times"):
            continue
        if preposition(sentence, phrase) == introduced_by:
            cases = indexes(c for c in sentence.children(phrase, "case", "mark") if c.lower == introduced_by)
            return indexes(sentence.subtree(phrase)) - cases
    return frozenset()


def _left_edge(sentence: Sentence, verb: Token) -> int:
    """Where the cue's own words start: with its subject, when that stands in front."""
    own = own_subject(sentence, verb)
    edges = [verb.index]
    if own is not None and own.index < verb.index:
        edges.append(sentence.subtree(own)[0].index)
    edges += [c.index for c in sentence.children(verb, "aux", "advmod", "mark", "cc") if c.index < verb.index]
    return min(edges)


def reported_clause(sentence: Sentence, source: Token) -> Token:
    """The clause for which "according to" names the source: all that is said around it."""
    clause = source
    for above in sentence.ancestors(source):
        if clause.base in ("ccomp", "parataxis") and is_clause(sentence, clause):
            break
        clause = above
    return clause

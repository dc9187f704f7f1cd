"""Noun phrases that name or describe an actor: the name, and the roles that stand with it."""

from __future__ import annotations

from dataclasses import dataclass

from kg.extraction.lexicon import base_forms, frames, is_action, words
from kg.extraction.names import join_words, kind_of_name, name_run, singular, split_titles, with_of, without_lead
from kg.model import ActorKind
from kg.resolution import demonym, is_group_noun, look_up, role
from kg.syntax.clauses import is_passive, particle, preposition
from kg.syntax.tree import Sentence, Token

LOOSE = frozenset({"acl:relcl", "acl", "appos", "parataxis", "advcl", "punct"})
BRACKETS = frozenset({"(", ")", "):", "),", "[", "]"})
COUNTING = frozenset({"some", "many", "most", "several", "few", "other", "all", "no", "both"})
GENERIC = frozenset({
    "country", "nation", "state", "kingdom", "republic", "company", "firm", "automaker", "group", "organization",
    "organisation", "union", "bloc", "party", "movement", "agency", "council", "body", "alliance", "federation",
    "association", "court", "committee", "militia", "manufacturer", "bank", "airline", "charity",
    "ministry", "parliament", "city", "side", "signatory", "neighbour", "neighbor", "leader", "delegation",
    "counterpart", "carmaker", "retailer", "club", "league", "board", "brewery", "railway", "museum", "hospital",
    "university", "school", "college", "church", "diocese", "theatre", "newspaper", "foundation", "trust",
    "cooperative", "co-operative", "supermarket", "chain", "insurer", "developer", "landlord", "operator", "utility",
    "regulator", "panel", "village", "town", "island", "tribe", "clan", "fleet", "publisher", "broadcaster", "maker",
})  # fmt: skip


@dataclass(frozen=True, kw_only=True, slots=True)
class Noun:
    """What one noun phrase says of an actor: a name or None, its own words, and descriptions in reading order."""

    head: Token
    first: Token
    last: Token
    name: str | None
    words: str
    kind: ActorKind | None
    descriptions: tuple[str, ...] = ()
    plural: bool = False
    definite: bool = False


def read_noun(sentence: Sentence, head: Token) -> Noun | None:
    """The actor that the phrase under ``head`` names or describes; None when it is no actor (or a pronoun)."""
    if head.pos not in ("PROPN", "NOUN", "ADJ", "NUM", "DET", "X") or head.relation == "nmod:desc":
        return None
    if head.tag in ("NNS", "NNPS") and _is_counted(sentence, head):
        return _description(sentence, head)
    if head.pos == "PROPN" and len(name_run(sentence, head)) > 1:
        return _noun(sentence, head, described_by=head)
    named = _named_inside(sentence, head)
    if named is not None:
        return _noun(sentence, named, described_by=head)
    common = head.pos == "NOUN" and head.index == 0 and is_action(head)  # "Talks" has a capital only for the sentence
    if head.pos == "PROPN" or (head.entity and not common):
        return _noun(sentence, head, described_by=head)
    return _description(sentence, head)


def _is_counted(sentence: Sentence, head: Token) -> bool:
    """ "Ten Republicans", "some Democrats": members, not the party."""
    return any(c.base == "nummod" or c.lower in COUNTING for c in sentence.children(head, "nummod", "det", "amod"))


def _named_inside(sentence: Sentence, head: Token) -> Token | None:
    """The name in apposition to a role: "the president of the region, Roberto Maroni", "Chief of Staff Ann Lee"."""
    if (role(head.lower) is None and head.lower not in GENERIC) or is_group_noun(head.lower):
        return None
    for child in sentence.children(head):
        named = child.pos == "PROPN" and child.index > head.index and role(child.lower) is None
        if named and child.relation in ("appos", "flat", "nmod:desc", "compound", "dep", "parataxis"):
            return child
    for token in sentence.subtree(head):
        if token.relation == "appos" and token.entity == "PERSON" and token.index > head.index:
            return token
    for child in sentence.children(head, "nmod"):
        last = sentence.subtree(child)[-1]
        if child.relation != "nmod:poss" and last.entity == "PERSON" and last.index > head.index:
            start = last
            while start.index and sentence.tokens[start.index - 1].entity == "PERSON":
                start = sentence.tokens[start.index - 1]
            return start
    return None


def _noun(sentence: Sentence, name: Token, described_by: Token) -> Noun | None:
    run = name_run(sentence, name)
    titles, bare = split_titles(run)
    if not bare:
        whole = with_of(sentence, run, name)
        if len(whole) > len(run) and is_group_noun(run[-1].lower):
            return _named(sentence, whole, name, described_by)
        named = _named_inside(sentence, name) if described_by is name else None
        return _noun(sentence, named, described_by) if named is not None else _description(sentence, described_by)
    text = join_words(bare)
    entry = look_up(text)
    kind = entry.kind if entry is not None else kind_of_name(bare, titles)
    post = role(described_by.lower) if described_by is not name and entry is None else None
    if post is not None and post.kind is ActorKind.PERSON and not is_group_noun(described_by.lower):
        kind = ActorKind.PERSON  # "the prime minister, Eske Holm"
    if kind is not ActorKind.PERSON:
        bare = with_of(sentence, run if not titles or entry is None else bare, name)
        text = join_words(bare)
        entry = look_up(text) or entry
        kind = entry.kind if entry is not None else kind
        titles = []
    return Noun(
        head=described_by,
        first=run[0],
        last=bare[-1],
        name=text,
        words=text,
        kind=kind,
        descriptions=_descriptions(sentence, name, described_by, titles, bare),
        plural=False,
    )


def _named(sentence: Sentence, words: list[Token], name: Token, described_by: Token) -> Noun:
    """A body with its "of" part: "Union of Rationalists", "Government of Iraq"."""
    text = join_words(words)
    entry = look_up(text)
    return Noun(
        head=described_by,
        first=words[0],
        last=words[-1],
        name=text,
        words=text,
        kind=entry.kind if entry is not None else ActorKind.ORGANIZATION,
        descriptions=_descriptions(sentence, name, described_by, [], words),
    )


def _descriptions(
    sentence: Sentence, name: Token, described_by: Token, titles: list[Token], bare: list[Token]
) -> tuple[str, ...]:
    found: list[str] = []
    if described_by is not name:
        inside = {t.index for t in sentence.subtree(name)}
        outside = [t for t in sentence.subtree(described_by) if t.index not in inside and t.index < name.index]
        found.append(join_words(without_lead([t for t in outside if t.base != "punct" or t.text == "-"])))
    else:
        used = {t.index for t in bare}
        before = [
            t for t in sentence.subtree(name) if t.index < bare[0].index and t.index not in used and t.base != "punct"
        ]
        if before and (titles or any(t.relation == "nmod:poss" for t in before)):
            found.append(join_words(without_lead(before)))
    for clause in sentence.children(name, "appos", "acl:relcl", "nmod"):
        if clause.relation == "appos" and clause.pos in ("NOUN", "PROPN"):
            found.append(join_words(without_lead([t for t in sentence.subtree(clause) if t.text not in BRACKETS])))
        elif clause.relation == "acl:relcl" and clause.lemma in words("nothing", "representing"):
            found.append(
                join_words([t for t in sentence.subtree(clause) if t.index >= clause.index and t.pos != "PUNCT"])
            )
        elif preposition(sentence, clause) == "of" and clause.index > bare[-1].index:
            found.append(join_words(list(sentence.subtree(clause))))
    return tuple(d for d in dict.fromkeys(found) if d)


def _description(sentence: Sentence, head: Token) -> Noun | None:
    """A group, body or role without a name: "US negotiators", "the minister", "Israeli cabinet", "ten Republicans"."""
    known = role(head.lower) is not None or is_group_noun(head.lower) or singular(head.lower) in GENERIC
    people = demonym(head.text) is not None and head.pos in ("PROPN", "NOUN", "ADJ")
    party = look_up(head.text) is not None
    if not (known or people or party or acts(sentence, head)):
        return None
    return describe_actor(sentence, head)


def describe_actor(sentence: Sentence, head: Token) -> Noun:
    """The noun phrase as the description of an unnamed actor: modifiers, head and "of" phrase."""
    kept = [
        t
        for t in sentence.children(head)
        if t.index < head.index and t.base in ("amod", "compound", "nummod", "nmod", "det")
    ]
    tokens = [head]
    for child in kept:
        tokens += sentence.subtree(child)
    for child in sentence.children(head, "nmod"):
        if child.index > head.index and preposition(sentence, child) in ("of", "from", "for"):
            loose = frozenset(t.index for t in sentence.subtree(child) if t.relation in LOOSE)
            tokens += sentence.subtree(child, loose)
            break
    tokens = sorted(set(tokens), key=lambda t: t.index)
    articles = [t for t in tokens if t.pos == "DET"]
    tokens = [
        t
        for t in tokens
        if not (t.pos == "DET" and t.lower in ("the", "a", "an", "this", "these"))
        and not (t.pos == "PRON" and t.relation == "nmod:poss")
    ]
    words = join_words(tokens)
    return Noun(
        head=head,
        first=tokens[0],
        last=tokens[-1],
        name=None,
        words=words,
        kind=_described_kind(head),
        descriptions=(words,),
        plural=head.tag in ("NNS", "NNPS"),
        definite=any(t.lower in ("the", "this", "both", "that", "these") for t in articles)
        or any(t.relation == "nmod:poss" and t.pos == "PRON" for t in sentence.children(head)),
    )


def acts(sentence: Sentence, noun: Token) -> bool:
    """Whether a noun must be an actor for what it does: "the brewery promised", "the archdiocese said".

    Selectional restriction of verbs of saying and of taking sides; actions, papers and weather are no actors.
    """
    top = noun
    while top.base == "conj":
        top = sentence.tokens[top.head]
    verb = sentence.head(top)
    if noun.pos not in ("NOUN", "PROPN") or verb is None:
        return False
    if verb.pos not in ("VERB", "ADJ"):
        sided = sentence.child(verb, "cop") is not None and preposition(sentence, verb) in ("against", "behind")
        return sided and top.relation == "nsubj" and not is_action(noun)
    if is_action(noun) or noun.lemma in words("nothing", "inanimate") or noun.lemma in words("time", "words"):
        return False
    patient = top.relation == "nsubj:pass" and verb.tag == "VBN"
    doing = (
        top.relation == "nsubj"
        or (patient and _is_adjectival(verb))
        or (top.base == "obl" and preposition(sentence, top) == "by" and is_passive(sentence, verb))
    )
    return doing and (_sides(sentence, verb) or _carries_side(sentence, verb))


def _is_adjectival(participle: Token) -> bool:
    """Whether a participle is used as an adjective that takes a side: "is prepared to", "is opposed to"."""
    forms = base_forms(participle.lower, participle.lemma)
    return any(f.kind == "adjective" for form in (*forms, participle.lower) for f in frames().get(form, ()))


def _sides(sentence: Sentence, word: Token) -> bool:
    """Whether the word, or its phrasal verb, speaks or takes a side, so that only an actor can be its subject."""
    forms = base_forms(word.lower, word.lemma)
    extra = particle(sentence, word)
    forms = (*forms, *(f"{form} {extra}" for form in forms)) if extra else forms
    kind = "verb" if word.pos == "VERB" else "adjective"
    framed = any(
        f.kind == kind or (f.kind == "adjective" and word.tag == "VBN")
        for form in forms
        for f in frames().get(form, ())
    )
    return framed or bool(set(forms) & (words("speech", "saying") | words("evaluation", "verbs")))


def _carries_side(sentence: Sentence, verb: Token) -> bool:
    """ "Lodged an objection", "made a proposal": the side is in the object."""
    topic = sentence.child(verb, "obj")
    light = bool(set(base_forms(verb.lower, verb.lemma)) & words("light", "verbs"))
    return light and topic is not None and any(f.kind == "noun" for f in frames().get(topic.lemma, ()))


def _described_kind(head: Token) -> ActorKind:
    if head.tag in ("NNS", "NNPS") or is_group_noun(head.lower) or role(head.lower) is None:
        return ActorKind.GROUP
    return ActorKind.PERSON

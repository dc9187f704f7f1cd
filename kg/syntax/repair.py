"""Mends the parser's typical mistakes before anybody reads the tree; each rule names the mistake it undoes."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from kg.syntax.clauses import preposition
from kg.syntax.tree import Sentence, Token

CLAUSE_NOUNS = frozenset({
    "fact", "claim", "proposal", "demand", "hope", "condition", "belief", "news", "idea", "report", "statement",
    "guarantee", "assurance", "pledge", "promise", "view", "concern", "fear", "warning", "announcement", "suggestion",
    "decision", "way", "evidence", "sign", "possibility", "accusation", "allegation", "insistence", "recommendation",
    "argument", "rumour", "rumor",
})  # fmt: skip
SUBORDINATORS = frozenset({"after", "before", "since", "until", "as", "because", "while", "once"})
FINITE = frozenset({"VBD", "VBZ", "VBP"})
TAKEN = frozenset({"for", "on", "against", "with"})
MOVING = frozenset({"warn", "accuse", "inform", "notify", "persuade", "convince", "remind", "assure", "caution"})
NOMINAL = frozenset({"NOUN", "PROPN"})


@dataclass(frozen=True, kw_only=True, slots=True)
class Lexicon:
    """What the rules must know of words: verbs of saying, verbs that take a side, and nouns of actions.

    ``is_name`` knows the gazetteer's names; ``governs(noun, preposition)`` says that a noun takes that preposition.
    """

    saying: frozenset[str]
    siding: Callable[[str], bool]
    is_action: Callable[[Token], bool]
    is_name: Callable[[str], bool]
    governs: Callable[[str, str], bool]
    is_role: Callable[[str], bool]


def repair(sentence: Sentence, lexicon: Lexicon) -> Sentence:
    """The sentence with its known parsing mistakes undone, one kind after the other; trees stay trees."""
    for rule in RULES:
        sentence = _changed(sentence, rule(sentence, lexicon))
    return sentence


def _changed(sentence: Sentence, changes: Iterable[Token]) -> Sentence:
    tokens = list(sentence.tokens)
    for change in changes:
        tokens[change.index] = change
    mended = Sentence(tokens=tuple(tokens), paragraph=sentence.paragraph)
    return mended if _is_tree(mended) else sentence


def _headline_verb(sentence: Sentence, lexicon: Lexicon) -> Iterable[Token]:
    """ "GM plans to close factories" read as one noun phrase: the plural in the middle is the verb."""
    verb = sentence.root
    if (
        verb.pos != "NOUN"
        or verb.tag != "NNS"
        or not lexicon.siding(verb.lemma)
        or sentence.child(verb, "det", "cop", "nsubj")
    ):
        return
    names = [
        t for t in sentence.children(verb, "compound", "nmod:poss") if t.index == verb.index - 1 and t.pos == "PROPN"
    ]
    infinitive = next((t for t in sentence.children(verb, "acl") if t.tag == "VB"), None)
    if names and infinitive is not None:
        yield replace(verb, pos="VERB", tag="VBZ")
        yield replace(names[0], relation="nsubj")
        yield replace(infinitive, relation="xcomp")


def _noun_for_verb(sentence: Sentence, lexicon: Lexicon) -> Iterable[Token]:
    """ "Germany pledges €300 million" read as "pledges [are] €300 million": the plural before is the verb."""
    top = sentence.root
    if top.pos not in ("NOUN", "PROPN", "SYM", "NUM") or sentence.child(top, "cop") is not None:
        return
    verb = sentence.child(top, "nsubj")
    if verb is None or verb.tag not in ("NNS", "NNPS") or not lexicon.siding(verb.lemma):
        return
    subject = next((t for t in sentence.children(verb, "compound") if t.index < verb.index), None)
    if subject is not None and sentence.child(verb, "det") is None:
        yield replace(verb, head=verb.index, relation="root", pos="VERB", tag="VBZ")
        yield replace(top, head=verb.index, relation="obj")
        yield replace(subject, relation="nsubj")


def _bare_subject(sentence: Sentence, _: Lexicon) -> Iterable[Token]:
    """ "President Petro orders …" with the name as a compound of the verb: it is the subject."""
    for name in sentence.tokens:
        verb = sentence.head(name)
        if (
            verb is None
            or name.relation not in ("compound", "nmod", "dep")
            or name.pos not in NOMINAL
            or name.index > verb.index
        ):
            continue
        if verb.pos != "VERB" or verb.tag not in FINITE or preposition(sentence, name):
            continue
        rival = sentence.child(verb, "nsubj")
        if rival is not None and rival.index > name.index:
            continue
        if rival is not None:
            yield replace(rival, relation="obl:unmarked")
        yield replace(name, relation="nsubj")


def _reported_clause(sentence: Sentence, lexicon: Lexicon) -> Iterable[Token]:
    """ "Emphasized in an interview that …": the that-clause belongs to the verb of saying, not to *interview*."""
    for token in sentence.tokens:
        noun = sentence.head(token)
        if noun is None or token.base not in ("acl", "ccomp") or noun.pos not in NOMINAL or noun.lemma in CLAUSE_NOUNS:
            continue
        if noun.base not in ("obl", "nmod", "obj") or not _introduced_by_that(sentence, token):
            continue
        verb = next((v for v in sentence.ancestors(noun) if v.pos == "VERB"), None)
        if verb is not None and verb.lemma in lexicon.saying and sentence.child(verb, "ccomp") is None:
            yield replace(token, head=verb.index, relation="ccomp")


def _introduced_by_that(sentence: Sentence, clause: Token) -> bool:
    """Whether "that" opens the clause without being its subject or object."""
    first = sentence.subtree(clause)[0]
    own = sentence.child(clause, "nsubj", "nsubj:pass")
    return first.lower == "that" and (own is None or own.index != first.index)


def _clause_subject(sentence: Sentence, _: Lexicon) -> Iterable[Token]:
    """ "… after Mahmood threatened them": the seeming object of *after* is the subject of the verb behind it."""
    for verb in sentence.tokens:
        if (
            verb.tag not in FINITE
            or verb.base == "root"
            or sentence.child(verb, "nsubj", "nsubj:pass", "mark") is not None
        ):
            continue
        for noun in sentence.tokens[: verb.index]:
            case = sentence.child(noun, "case")
            if case is None or noun.base not in ("obl", "nmod") or case.lower not in SUBORDINATORS:
                continue
            if sentence.subtree(noun)[-1].index + 1 == verb.index:
                yield replace(noun, head=verb.index, relation="nsubj")
                yield replace(case, head=verb.index, relation="mark")
                yield replace(verb, head=noun.head, relation="advcl")


def _like_with_like(sentence: Sentence, lexicon: Lexicon) -> Iterable[Token]:
    """ "The release of all hostages and the allowance of aid": actions are coordinated with actions, not *hostages*."""
    for noun in sentence.tokens:
        if noun.pos != "NOUN" or not lexicon.is_action(noun) or not _opens_member(sentence, noun):
            continue
        above = sentence.head(noun)
        if (
            above is None
            or noun.base not in ("conj", "appos", "parataxis", "obl", "dep", "list")
            or preposition(sentence, noun)
        ):
            continue
        if noun.base == "conj" and (above.pos not in NOMINAL or lexicon.is_action(above)):
            continue
        partner = _partner(sentence, noun, above, lexicon)
        if partner is not None:
            yield replace(noun, head=partner.index, relation="conj")


def _opens_member(sentence: Sentence, noun: Token) -> bool:
    """Whether the phrase starts a member of a list: after a comma or conjunction, with an article or adjective."""
    start = sentence.subtree(noun)
    first = next((t for t in start if t.base not in ("cc", "punct") and t.lower not in ("as", "well")), noun)
    before = sentence.tokens[first.index - 1].lower if first.index else ""
    return before in (",", "and", "or", ";", "as") and (first.pos in ("DET", "ADJ", "NOUN", "PRON") or first is noun)


def _partner(sentence: Sentence, noun: Token, above: Token, lexicon: Lexicon) -> Token | None:
    if above.pos in NOMINAL:
        return next((a for a in sentence.ancestors(above) if a.pos == "NOUN" and lexicon.is_action(a)), None)
    earlier = [
        t for t in sentence.children(above, "obj", "obl", "nmod") if t.index < noun.index and t.index > above.index
    ]
    return next((t for t in reversed(earlier) if t.pos == "NOUN"), None)


def _verb_tagged_noun(sentence: Sentence, lexicon: Lexicon) -> Iterable[Token]:
    """ "The president orders forces to halt …": a "noun" with an object or a clause of its own is the verb."""
    for verb in sentence.tokens:
        if verb.pos != "NOUN" or not (lexicon.siding(verb.lemma) or verb.lemma in lexicon.saying):
            continue
        planned = next((t for t in sentence.children(verb, "acl") if t.tag == "VB"), None)
        has_subject = sentence.child(verb, "nsubj") is not None
        if sentence.child(verb, "obj", "ccomp") is None and not (planned is not None and has_subject):
            continue
        if sentence.child(verb, "det", "cop", "case") is not None:
            continue
        if planned is not None:
            yield replace(planned, relation="xcomp")
        yield replace(verb, pos="VERB", tag="VBZ" if verb.lower.endswith("s") else "VBP")
        names = [t for t in sentence.children(verb, "compound") if t.index < verb.index and t.pos in NOMINAL]
        if names and sentence.child(verb, "nsubj") is None:
            yield replace(names[-1], relation="nsubj")


def _lost_subject(sentence: Sentence, _: Lexicon) -> Iterable[Token]:
    """ "Trump, addressing the press, warned …": the name at the head of the sentence is the finite verb's subject."""
    verb = sentence.root
    if verb.tag not in FINITE or sentence.child(verb, "nsubj", "nsubj:pass", "expl", "csubj") is not None:
        return
    left = [c for c in sentence.children(verb) if c.index < verb.index]
    under = [g for c in left if c.base == "advcl" and c.tag in ("VBG", "VBN") for g in sentence.children(c)]
    for name in (*left, *under):
        if name.relation in ("vocative", "dislocated", "nsubj") and name.pos in NOMINAL and name.index < verb.index:
            yield replace(name, head=verb.index, relation="nsubj")
            return


def _clause_as_argument(sentence: Sentence, lexicon: Lexicon) -> Iterable[Token]:
    """ "Part of it should be neutrality,” said Grushko": a clause beside a verb of saying is what is said."""
    for token in sentence.tokens:
        governor = sentence.head(token)
        if governor is None or token.base not in ("nsubj", "obj", "dep") or governor.lemma not in lexicon.saying:
            continue
        if sentence.child(token, "cop") is not None and len(sentence.children(governor, "nsubj")) > 1:
            yield replace(token, relation="ccomp")


def _name_coordination(sentence: Sentence, lexicon: Lexicon) -> Iterable[Token]:
    """ "The Democratic Republic of Congo and Rwanda": the second state stands beside the whole first name."""
    for token in sentence.tokens:
        part = sentence.head(token)
        top = sentence.head(part) if part is not None else None
        if token.base != "conj" or part is None or top is None or part.base != "nmod" or top.pos not in NOMINAL:
            continue
        start = sentence.subtree(top)[0].index
        name = " ".join(t.text for t in sentence.tokens[start : part.index + 1])
        if lexicon.is_name(name) and lexicon.is_name(token.text):
            yield replace(token, head=top.index)


def _nearest_noun(sentence: Sentence, lexicon: Lexicon) -> Iterable[Token]:
    """ "Expressed support | for a ceasefire": behind a noun that takes its preposition, a phrase belongs to it."""
    for phrase in sentence.tokens:
        verb = sentence.head(phrase)
        if verb is None or phrase.base not in ("obl", "advcl") or verb.pos != "VERB":
            continue
        start = sentence.subtree(phrase)[0].index
        noun = next((n for n in sentence.children(verb, "obj") if sentence.subtree(n)[-1].index + 1 == start), None)
        if noun is not None and lexicon.governs(noun.lemma, preposition(sentence, phrase)):
            yield replace(phrase, head=noun.index, relation="nmod" if phrase.base == "obl" else "acl")


def _hyphenated(sentence: Sentence, _: Lexicon) -> Iterable[Token]:
    """ "Phase-out", "sit-in": what a hyphen ties to a noun without blanks is part of the noun."""
    for hyphen in sentence.tokens[1:-1]:
        left, right = sentence.tokens[hyphen.index - 1], sentence.tokens[hyphen.index + 1]
        if hyphen.text != "-" or left.end != hyphen.start or hyphen.end != right.start or left.pos not in NOMINAL:
            continue
        if right.pos in ("ADP", "ADV", "PART") and right.head != left.index:
            yield replace(right, head=left.index, relation="fixed", pos="ADV")
            yield replace(hyphen, head=left.index, relation="punct")


def _twin_names(sentence: Sentence, _: Lexicon) -> Iterable[Token]:
    """ "Marta Keller backed …" with both names as subjects: one name."""
    for first, second in zip(sentence.tokens, sentence.tokens[1:], strict=False):
        if first.pos == second.pos == "PROPN" and first.head == second.head and first.relation == second.relation:
            if first.base in ("nsubj", "obj", "obl", "nmod", "conj", "appos") and not sentence.children(second, "case"):
                yield replace(second, head=first.index, relation="flat")


def _title_before_name(sentence: Sentence, lexicon: Lexicon) -> Iterable[Token]:
    """ "UN envoy Amara Dembele", "party leader Petra Lund": the role before a name describes it."""
    for title in sentence.tokens[:-1]:
        if (
            title.pos != "NOUN"
            or not lexicon.is_role(title.lower)
            or title.tag == "NNS"
            or title.relation == "nmod:desc"
        ):
            continue
        name = sentence.tokens[title.index + 1]
        while name.relation in ("compound", "flat", "nmod:desc") and name.head > name.index:
            name = sentence.tokens[name.head]
        if name.pos != "PROPN" or sentence.subtree(name)[0].index < title.index or name.index == title.index:
            continue
        if (
            name.head == title.index
            and name.base in ("nmod", "appos", "flat", "dep", "compound")
            and not sentence.children(name, "case")
        ):
            yield replace(name, head=title.head if title.head != title.index else name.index, relation=title.relation)
            yield replace(title, head=name.index, relation="nmod:desc")
        elif title.base in ("conj", "appos", "dep", "obl", "nmod", "compound") and name.base == "nsubj":
            yield replace(title, head=name.index, relation="nmod:desc")


def _compound_pair(sentence: Sentence, _: Lexicon) -> Iterable[Token]:
    """ "A loss and damage fund": after one article, two bare nouns before a third make one name."""
    for second in sentence.tokens:
        first = sentence.head(second)
        if (
            first is None
            or second.relation != "conj"
            or first.pos != "NOUN"
            or second.pos != "NOUN"
            or second.tag == "NNS"
        ):
            continue
        inner = sentence.tokens[first.index + 1 : second.index]
        article = [t for t in sentence.children(first) if t.index < first.index and t.pos != "ADP"]
        if len(inner) != 2 or inner[0].lower != "and" or inner[1].pos != "NOUN" or inner[1].head != second.index:
            continue
        if len(article) == 1 and article[0].pos == "DET" and first.head != first.index:
            yield replace(second, head=first.head, relation=first.relation)
            yield replace(first, head=second.index, relation="compound")
            yield replace(article[0], head=second.index)
            yield from (replace(c, head=second.index) for c in sentence.children(first, "case", "nmod"))
            yield from (
                replace(c, head=second.index) for c in sentence.children(first, "conj") if c.index > second.index
            )


def _main_clause(sentence: Sentence, lexicon: Lexicon) -> Iterable[Token]:
    """ "An independent panel proposed to raise …" read as "a panel [that was] proposed": the participle is the verb."""
    noun = sentence.root
    if noun.pos not in NOMINAL or sentence.child(noun, "cop", "nsubj") is not None:
        return
    if any(t.tag in FINITE or t.tag == "MD" for t in sentence.tokens if t.base not in ("acl", "advcl", "ccomp")):
        return
    for verb in sentence.children(noun, "acl"):
        sided = lexicon.siding(verb.lemma) or verb.lemma in lexicon.saying
        if verb.tag in ("VBN", "VBD") and sided and sentence.child(verb, "obl:agent") is None:
            if sentence.child(verb, "obj", "xcomp", "ccomp", "obl") is not None:
                yield replace(verb, head=verb.index, relation="root", tag="VBD")
                yield replace(noun, head=verb.index, relation="nsubj")
                yield from (
                    replace(c, head=verb.index) for c in sentence.children(noun, "punct") if c.index > verb.index
                )
                return


def _controlled_infinitive(sentence: Sentence, lexicon: Lexicon) -> Iterable[Token]:
    """ "Was urged by its creditors to sell", "agreed in principle to host": the infinitive belongs to the verb."""
    for clause in sentence.tokens:
        noun = sentence.head(clause)
        verb = sentence.head(noun) if noun is not None else None
        if clause.relation != "acl" or clause.tag != "VB" or noun is None or verb is None:
            continue
        beside = (
            noun.base == "obl" and sentence.child(verb, "xcomp") is None and not lexicon.governs(noun.lemma, "to-inf")
        )
        if beside and lexicon.siding(verb.lemma):
            yield replace(clause, head=verb.index, relation="xcomp")


def _particle(sentence: Sentence, lexicon: Lexicon) -> Iterable[Token]:
    """ "Ruled out moving the examinations": the little word is the verb's particle."""
    for verb, word in zip(sentence.tokens, sentence.tokens[1:], strict=False):
        if verb.pos == "VERB" and word.relation in ("mark", "case", "advmod") and word.pos in ("ADP", "SCONJ", "ADV"):
            if word.head != verb.index and lexicon.siding(f"{verb.lemma} {word.lower}"):
                yield replace(word, head=verb.index, relation="compound:prt", pos="ADP")


def _apposed_name(sentence: Sentence, lexicon: Lexicon) -> Iterable[Token]:
    """ "The board's director, Colin Maddox, said": a name between commas behind a role stands in apposition."""
    for name in sentence.tokens:
        title = sentence.head(name)
        if title is None or name.relation != "conj" or name.pos != "PROPN" or not lexicon.is_role(title.lower):
            continue
        start = sentence.subtree(name)[0] if sentence.subtree(name)[0].pos != "PUNCT" else name
        between = sentence.tokens[title.index + 1 : max(start.index, title.index + 2)]
        if sentence.child(name, "cc") is None and any(t.text == "," for t in between):
            yield replace(name, relation="appos")


def _inverted_subject(sentence: Sentence, lexicon: Lexicon) -> Iterable[Token]:
    """ "…, said Ivo Krall": who stands behind a verb of saying without a subject is the subject."""
    for verb in sentence.tokens:
        if verb.lemma not in lexicon.saying or verb.pos != "VERB" or sentence.child(verb, "nsubj") is not None:
            continue
        for name in sentence.children(verb, "obj", "xcomp", "dep", "obl"):
            close = sentence.subtree(name)[0].index == verb.index + 1
            if close and name.pos in NOMINAL and not sentence.children(name, "case"):
                if name.entity == "PERSON" or lexicon.is_role(name.lower):
                    yield replace(name, relation="nsubj")


def _compound_verb(sentence: Sentence, lexicon: Lexicon) -> Iterable[Token]:
    """ "Philip Hammond welcomes agreement on oil" read as names and nouns in a row: the finite form is the verb."""
    top = sentence.root
    if top.pos not in NOMINAL or any(t.tag in FINITE and t.base in ("root", "parataxis") for t in sentence.tokens):
        return
    for verb in sentence.tokens[1:]:
        noun = sentence.head(verb)
        if (
            verb.tag not in FINITE
            or verb.relation not in ("compound", "amod", "dep")
            or noun is None
            or noun.index < verb.index
        ):
            continue
        before = sentence.tokens[verb.index - 1]
        if (
            not lexicon.siding(verb.lemma)
            or before.pos not in ("PROPN", "AUX")
            or (verb.tag == "VBN" and noun is not top)
        ):
            continue
        if noun is top and before.pos == "PROPN" and sentence.child(top, "det") is None:
            yield replace(verb, head=verb.index, relation="root", tag="VBD")
            yield replace(top, head=verb.index, relation="obj")
            if before.head == top.index:
                yield replace(before, head=verb.index, relation="nsubj")
            yield from (
                replace(c, head=verb.index) for c in sentence.children(top, "advcl", "punct") if c.index > top.index
            )
            return
        if noun is top and before.pos == "AUX" and before.head == verb.index:
            yield replace(verb, head=verb.index, relation="root")
            yield replace(top, head=verb.index, relation="obj")
            yield from (
                replace(c, head=verb.index) for c in sentence.children(top, "advcl", "punct") if c.index > top.index
            )
            return
        if top.index < verb.index and before.pos == "PROPN" and verb.tag in FINITE:
            yield replace(verb, head=verb.index, relation="root")
            yield replace(top, head=verb.index, relation="nsubj")
            yield replace(noun, head=verb.index, relation="obj")
            return


def _agent_of_participle(sentence: Sentence, _: Lexicon) -> Iterable[Token]:
    """ "As the deal proposed by Trump awaits approval": *Trump* is the agent, the deal awaits."""
    for verb in sentence.tokens:
        participle = sentence.head(verb)
        agent = sentence.child(verb, "nsubj")
        by = sentence.child(verb, "mark", "case")
        if verb.relation != "obl:agent" or verb.pos != "VERB" or participle is None or agent is None or by is None:
            continue
        noun = sentence.head(participle)
        if participle.relation == "acl" and noun is not None and by.lower == "by" and noun.head != noun.index:
            yield replace(agent, head=participle.index, relation="obl:agent")
            yield replace(by, head=agent.index, relation="case")
            yield replace(verb, head=noun.head, relation="advcl")


def _flat_conjunct(sentence: Sentence, _: Lexicon) -> Iterable[Token]:
    """ "Sharif and Saudi crown prince bin Salman" read as one long name: a name with "and" or a title is a second one."""
    for name in sentence.tokens:
        if (
            name.relation == "flat"
            and name.pos == "PROPN"
            and any(c.relation in ("cc", "nmod:desc") and c.index < name.index for c in sentence.children(name))
        ):
            yield replace(name, relation="conj")


def _headline(sentence: Sentence, lexicon: Lexicon) -> Iterable[Token]:
    """ "Dockers reject pay deal", "Spain to ban cutlery": in a line without a finite verb, a stance verb's form is the verb."""
    if len(sentence.tokens) > 16 or any(t.tag in (*FINITE, "MD") or t.text == "." for t in sentence.tokens):
        return
    for verb in sentence.tokens[1:5]:
        before = sentence.tokens[verb.index - 1]
        future = before.lower == "to" and verb.tag == "VB" and verb.index > 1
        plain = verb.pos in ("NOUN", "ADJ", "VERB", "ADV") and verb.tag not in ("VBG", "VBN") and before.pos in NOMINAL
        if (
            (not lexicon.siding(verb.lemma) and not future)
            or not (future or plain)
            or verb.index + 1 == len(sentence.tokens)
        ):
            continue
        subject = sentence.tokens[verb.index - (2 if future else 1)]
        if subject.pos not in NOMINAL:
            continue
        yield replace(verb, head=verb.index, relation="root", pos="VERB", tag="VB" if future else "VBZ")
        yield replace(subject, head=verb.index, relation="nsubj")
        if future:
            yield replace(before, head=verb.index, relation="aux")
        for t in sentence.tokens[: subject.index]:
            if t.head >= subject.index:
                yield replace(t, head=subject.index, relation="compound" if t.pos in NOMINAL else t.relation)
        taken = False
        for t in sentence.tokens[verb.index + 1 :]:
            if t.head <= verb.index:
                particle = t.index == verb.index + 1 and lexicon.siding(f"{verb.lemma} {t.lower}")
                relation = "compound:prt" if particle else "obj" if t.pos in NOMINAL and not taken else "dep"
                if preposition(sentence, t):
                    relation = "obl"
                taken = taken or relation == "obj"
                yield replace(t, head=verb.index, relation=relation)
        return


def _second_complement(sentence: Sentence, lexicon: Lexicon) -> Iterable[Token]:
    """ "Warned Russia of consequences": what one is warned of belongs to the verb, not to *Russia*."""
    for phrase in sentence.tokens:
        whom = sentence.head(phrase)
        verb = sentence.head(whom) if whom is not None else None
        if phrase.base != "nmod" or whom is None or verb is None or whom.base not in ("obj", "iobj"):
            continue
        if verb.lemma in MOVING and preposition(sentence, phrase) in ("of", "about", "against", "into"):
            yield replace(phrase, head=verb.index, relation="obl")


RULES = (
    _second_complement,
    _agent_of_participle,
    _flat_conjunct,
    _compound_verb,
    _headline,
    _inverted_subject,
    _particle,
    _apposed_name,
    _controlled_infinitive,
    _hyphenated,
    _twin_names,
    _title_before_name,
    _compound_pair,
    _verb_tagged_noun,
    _main_clause,
    _headline_verb,
    _noun_for_verb,
    _bare_subject,
    _lost_subject,
    _clause_as_argument,
    _reported_clause,
    _clause_subject,
    _name_coordination,
    _nearest_noun,
    _like_with_like,
)


def _is_tree(sentence: Sentence) -> bool:
    """Whether every word leads up to one root."""
    roots = [t for t in sentence.tokens if t.head == t.index]
    return len(roots) == 1 and all(
        token.index == roots[0].index or _top(sentence, token) == roots[0].index for token in sentence.tokens
    )


def _top(sentence: Sentence, token: Token) -> int:
    last = token.index
    seen = {last}
    for above in sentence.ancestors(token):
        last = above.index
        if last in seen:
            return -1
        seen.add(last)
    return last

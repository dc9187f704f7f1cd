"""Training documents: a few neighbouring sentences of one source, and copies that look like other newsrooms' text."""

import random
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from spacy.tokens import Doc
from spacy.vocab import Vocab

from kg.syntax.training.conllu import TreebankSentence, Word

LONGEST = 3
"""Sentences in one training document, at most."""

CURLY = {'"': ("“", "”"), "``": ("“", "”"), "''": ("“", "”"), "'": ("‘", "’"), "`": ("‘", "’")}
"""Straight quotation marks to the opening and closing curly ones."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Copies:
    """Which share of the documents (0 to 1) is copied with a change of looks, on top of the originals."""

    curly_quotes: float = 0.33
    title_case: float = 0.04
    lower_case: float = 0.03
    upper_case: float = 0.01
    no_full_stop: float = 0.04
    white_space: float = 0.06


def group(sentences: Iterable[TreebankSentence], rng: random.Random) -> Iterator[tuple[TreebankSentence, ...]]:
    """Cut a run of `sentences` into documents of one to three neighbours of the same source document."""
    held: list[TreebankSentence] = []
    length = rng.randint(1, LONGEST)
    for sentence in sentences:
        if held and (len(held) == length or held[0].document != sentence.document):
            yield tuple(held)
            held, length = [], rng.randint(1, LONGEST)
        held.append(sentence)
    if held:
        yield tuple(held)


def with_copies(
    documents: Sequence[tuple[TreebankSentence, ...]], copies: Copies, rng: random.Random
) -> Iterator[tuple[TreebankSentence, ...]]:
    """The `documents`, each followed by its changed copies if chance (`rng`) has any for it.

    Headline copies (title case, lower case, capitals, no full stop) are of single sentences.
    """
    for document in documents:
        yield document
        if any(_quotation_mark(word) for s in document for word in s.words) and rng.random() < copies.curly_quotes:
            yield tuple(curly(sentence) for sentence in document)
        if rng.random() < copies.white_space:
            yield tuple(with_white_space(sentence, rng) for sentence in document)
        for change, share in (
            (title_case, copies.title_case),
            (lower_case, copies.lower_case),
            (upper_case, copies.upper_case),
            (without_full_stop, copies.no_full_stop),
        ):
            if rng.random() < share:
                yield (change(rng.choice(document)),)


def to_doc(vocab: Vocab, document: Sequence[TreebankSentence]) -> Doc:
    """The spaCy document of neighbouring sentences, with tags, morphology, lemmas and trees set."""
    words = [word for sentence in document for word in sentence.words]
    starts: list[int] = []
    for sentence in document:
        starts.extend([len(starts)] * len(sentence.words))
    return Doc(
        vocab,
        words=[word.form for word in words],
        spaces=[word.space_after for word in words],
        tags=[word.xpos for word in words],
        pos=[word.upos for word in words],
        morphs=[word.feats for word in words],
        lemmas=[word.lemma for word in words],
        heads=[start + word.head for start, word in zip(starts, words, strict=True)],
        deps=[word.deprel for word in words],
        sent_starts=[index == start for index, start in enumerate(starts)],
    )


def curly(sentence: TreebankSentence) -> TreebankSentence:
    """A copy with curly quotation marks and apostrophes."""
    opened = dict.fromkeys(CURLY, False)
    words: list[Word] = []
    space_before = True
    for word in sentence.words:
        form = word.form
        if _quotation_mark(word):
            closing = opened[form] and not (space_before and not word.space_after)
            opened[form] = not closing
            form = CURLY[form][closing]
        else:
            form = form.replace("'", "’")
        words.append(replace(word, form=form))
        space_before = word.space_after
    return _respelled(sentence, words)


def title_case(sentence: TreebankSentence) -> TreebankSentence:
    """A headline in Title Case, with small articles and prepositions, without its full stop."""
    small = {"ADP", "DET", "CCONJ", "PART"}
    words = [
        word if word.upos in small and index and len(word.form) < 5 else replace(word, form=_capital(word.form))
        for index, word in enumerate(sentence.words)
    ]
    return without_full_stop(_respelled(sentence, words))


def lower_case(sentence: TreebankSentence) -> TreebankSentence:
    """A copy in small letters."""
    return _respelled(sentence, [replace(word, form=word.form.lower()) for word in sentence.words])


def upper_case(sentence: TreebankSentence) -> TreebankSentence:
    """A copy in capitals."""
    return _respelled(sentence, [replace(word, form=word.form.upper()) for word in sentence.words])


def without_full_stop(sentence: TreebankSentence) -> TreebankSentence:
    """A copy without its final full stop, if it has one and more words than that."""
    words = sentence.words
    stop = len(words) - 1
    if len(words) < 3 or words[stop].form != "." or any(word.head == stop for word in words):
        return sentence
    return _respelled(sentence, [*words[:-2], replace(words[-2], space_after=True)])


def with_white_space(sentence: TreebankSentence, rng: random.Random) -> TreebankSentence:
    """A copy with one odd piece of white space, which is a word for spaCy and hangs on the word before it."""
    spaced = [index for index in range(1, len(sentence.words) + 1) if sentence.words[index - 1].space_after]
    if not spaced:
        return sentence
    place = rng.choice(spaced)
    moved = [replace(w, head=w.head + (w.head >= place)) for w in sentence.words]
    white = Word(
        form=rng.choice(("\xa0", " ", "  ", "\n", "\n\n")),
        lemma=" ",
        upos="SPACE",
        xpos="_SP",
        feats="",
        head=place - 1,
        deprel="dep",
        space_after=False,
    )
    # A no-break space takes the place of the space; the others follow it.
    before = replace(moved[place - 1], space_after=white.form not in {"\xa0", "\n", "\n\n"})
    return _respelled(sentence, [*moved[: place - 1], before, white, *moved[place:]])


def _quotation_mark(word: Word) -> bool:
    return word.form in CURLY and word.upos == "PUNCT"


def _capital(form: str) -> str:
    return form[:1].upper() + form[1:]


def _respelled(sentence: TreebankSentence, words: Sequence[Word]) -> TreebankSentence:
    text = "".join(word.form + (" " if word.space_after else "") for word in words)
    return replace(sentence, text=text, words=tuple(words))

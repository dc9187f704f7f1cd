"""How good a pipeline is on sentences it never saw: attachment, tags, lemmas, grammatical relations, names, speed."""

import time
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from spacy.language import Language
from spacy.tokens import Doc

from kg.syntax.training.conllu import TreebankSentence
from kg.syntax.training.names import NamedSentence

RELATIONS = ("nsubj", "obj", "ccomp", "xcomp", "advcl", "obl", "conj", "mark", "acl:relcl", "nsubj:pass")
"""The relations that positions are read from."""


@dataclass(frozen=True, kw_only=True, slots=True)
class GrammarScores:
    """Shares from 0 to 100 of the words of a test set; relations as F1. `with_gold_words` says whose words."""

    words: int
    with_gold_words: bool
    las: float
    uas: float
    las_without_punctuation: float
    upos: float
    xpos: float
    lemma: float
    sentences: float
    relations: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True, slots=True)
class NameScores:
    """Precision, recall and F1 (0 to 100) of names with exact span and kind, and F1 by kind."""

    names: int
    precision: float
    recall: float
    f1: float
    by_kind: Mapping[str, float] = field(default_factory=dict)


def score_grammar(nlp: Language, sentences: Sequence[TreebankSentence], *, gold_words: bool) -> GrammarScores:
    """Judge tags, lemmas and trees on `sentences`, one sentence a text.

    With `gold_words` the pipeline is given the treebank's words, as in most published figures; without, it reads
    the raw text, and a word that it cuts differently counts as wrong. All words count, punctuation too, and
    relations with their subtypes; an F1 of words stands for accuracy where the pipeline cuts words itself.

    Source: CoNLL 2018 shared task, https://universaldependencies.org/conll18/evaluation.html
    """
    texts = (_doc(nlp, sentence) if gold_words else sentence.text for sentence in sentences)
    total = found = 0
    right: Counter[str] = Counter()
    true, guessed, hit = Counter[str](), Counter[str](), Counter[str]()
    whole = 0
    for sentence, doc in zip(sentences, nlp.pipe(texts), strict=True):
        gold, ours = list(_gold(sentence)), list(_ours(doc))
        total, found = total + len(gold), found + len(ours)
        whole += sum(1 for _ in doc.sents) == 1
        by_span = {word.span: word for word in ours}
        true.update(word.deprel for word in gold)
        guessed.update(word.deprel for word in ours)
        for word in gold:
            mine = by_span.get(word.span)
            if mine is None:
                continue
            attached, labelled = mine.head == word.head, mine.deprel == word.deprel
            right["uas"] += attached
            right["las"] += attached and labelled
            right["upos"] += mine.upos == word.upos
            right["xpos"] += mine.xpos == word.xpos
            right["lemma"] += mine.lemma == word.lemma
            right["punct"] += attached and labelled and word.upos == "PUNCT"
            hit[word.deprel] += attached and labelled
    punctuation = sum(word.upos == "PUNCT" for sentence in sentences for word in sentence.words)
    share = {key: _f1(right[key], total, found) for key in ("las", "uas", "upos", "xpos", "lemma")}
    return GrammarScores(
        words=total,
        with_gold_words=gold_words,
        las_without_punctuation=_percent(right["las"] - right["punct"], total - punctuation),
        sentences=_percent(whole, len(sentences)),
        relations={label: _f1(hit[label], true[label], guessed[label]) for label in RELATIONS},
        **share,
    )


def score_names(nlp: Language, sentences: Sequence[NamedSentence]) -> NameScores:
    """Judge names on `sentences`, one sentence a text, given as the data set's words. GPE counts as LOC."""
    true, guessed, hit = Counter[str](), Counter[str](), Counter[str]()
    docs = (Doc(nlp.vocab, words=list(sentence.words)) for sentence in sentences)
    for sentence, doc in zip(sentences, nlp.pipe(docs), strict=True):
        gold = {(name.start, name.end, _coarse(name.kind)) for name in sentence.names}
        ours = {
            (ent.start, ent.end, _coarse(ent.label_))
            for ent in doc.ents
            if ent.label_ in {"PERSON", "ORG", "GPE", "LOC"}
        }
        true.update(kind for *_, kind in gold)
        guessed.update(kind for *_, kind in ours)
        hit.update(kind for *_, kind in gold & ours)
    right, total, found = hit.total(), true.total(), guessed.total()
    return NameScores(
        names=total,
        precision=_percent(right, found),
        recall=_percent(right, total),
        f1=_f1(right, total, found),
        by_kind={kind: _f1(hit[kind], true[kind], guessed[kind]) for kind in ("PERSON", "ORG", "LOC")},
    )


def words_per_second(nlp: Language, texts: Iterable[str]) -> float:
    """Words of raw text read in a second of this process's CPU time, loading excluded."""
    texts = list(texts)
    list(nlp.pipe(texts[:20]))
    start = time.process_time()
    words = sum(len(doc) for doc in nlp.pipe(texts))
    return words / (time.process_time() - start)


@dataclass(frozen=True, kw_only=True, slots=True)
class _Placed:
    span: tuple[int, int]
    head: tuple[int, int]
    deprel: str
    upos: str
    xpos: str
    lemma: str


def _gold(sentence: TreebankSentence) -> Iterator[_Placed]:
    spans: list[tuple[int, int]] = []
    offset = 0
    for word in sentence.words:
        spans.append((offset, offset + len(word.form)))
        offset += len(word.form) + word.space_after
    for span, word in zip(spans, sentence.words, strict=True):
        yield _Placed(span=span, head=spans[word.head], deprel=word.deprel, upos=word.upos, xpos=word.xpos,
                      lemma=word.lemma)  # fmt: skip


def _ours(doc: Doc) -> Iterator[_Placed]:
    spans = [(token.idx, token.idx + len(token)) for token in doc]
    for token in doc:
        if not token.is_space:
            yield _Placed(span=spans[token.i], head=spans[token.head.i], deprel=token.dep_, upos=token.pos_,
                          xpos=token.tag_, lemma=token.lemma_)  # fmt: skip


def _doc(nlp: Language, sentence: TreebankSentence) -> Doc:
    return Doc(
        nlp.vocab,
        words=[word.form for word in sentence.words],
        spaces=[word.space_after for word in sentence.words],
    )


def _coarse(kind: str) -> str:
    return "LOC" if kind == "GPE" else kind


def _percent(part: int, whole: int) -> float:
    return 100 * part / whole if whole else 0.0


def _f1(right: int, total: int, found: int) -> float:
    return _percent(2 * right, total + found)

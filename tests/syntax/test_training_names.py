"""Names come out of four schemes as PERSON, ORG, GPE and LOC."""

import random
from pathlib import Path

import pytest
import spacy

from kg.errors import InputError
from kg.syntax.training.conllu import read_conllu
from kg.syntax.training.name_documents import NameCopies, exchange_names, to_named_doc, with_name_copies
from kg.syntax.training.names import (
    CROSSNER,
    WIKIGOLD,
    Name,
    NamedSentence,
    guess_spaces,
    place_kind,
    read_gum_names,
    read_iob,
)

GUM = """\
# newdoc id = GUM_news_deal
# sent_id = GUM_news_deal-1
# text = The former President Ann Lee met the Bank of Norland and Americans in Norland.
1\tThe\tthe\tDET\tDT\t_\t5\tdet\t_\tEntity=(1-person-new-sssss-cf1-3-coref-Ann_Lee
2\tformer\tformer\tADJ\tJJ\t_\t5\tamod\t_\t_
3\tPresident\tpresident\tPROPN\tNNP\t_\t5\tnmod:desc\t_\t_
4\tAnn\tAnn\tPROPN\tNNP\t_\t5\tcompound\t_\t_
5\tLee\tLee\tPROPN\tNNP\t_\t6\tnsubj\t_\tEntity=1)
6\tmet\tmeet\tVERB\tVBD\t_\t0\troot\t_\t_
7\tthe\tthe\tDET\tDT\t_\t8\tdet\t_\tEntity=(2-organization-new-nnnnn-cf2-2-sgl
8\tBank\tbank\tPROPN\tNNP\t_\t6\tobj\t_\t_
9\tof\tof\tADP\tIN\t_\t10\tcase\t_\t_
10\tNorland\tNorland\tPROPN\tNNP\t_\t8\tnmod\t_\tEntity=(3-place-new-nnnnn-cf3-1-sgl)2)
11\tand\tand\tCCONJ\tCC\t_\t12\tcc\t_\t_
12\tAmericans\tAmericans\tPROPN\tNNPS\t_\t8\tconj\t_\tEntity=(4-person-new-nnnnn-cf4-1-sgl)
13\tin\tin\tADP\tIN\t_\t14\tcase\t_\t_
14\tNorland\tNorland\tPROPN\tNNP\t_\t6\tobl\t_\tEntity=(3-place-giv-nnnnn-cf3-1-coref)|SpaceAfter=No
15\t.\t.\tPUNCT\t.\t_\t6\tpunct\t_\t_

"""
ANN = NamedSentence(
    source="talks",
    words=("Ann", "Lee", "met", "Norland", "."),
    spaces=(True, True, True, False, True),
    names=(Name(start=0, end=2, kind="PERSON"), Name(start=3, end=4, kind="GPE")),
)


def written(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "sample.txt"
    path.write_text(text, encoding="utf-8")
    return path


def named(sentence: NamedSentence) -> list[tuple[str, str]]:
    return [(" ".join(sentence.words[name.start : name.end]), name.kind) for name in sentence.names]


def test_both_iob_schemes_are_read(tmp_path: Path) -> None:
    path = written(
        tmp_path, "Ann I-PER\nLee I-PER\nmet O\nNorland I-LOC\n\nThe O\nUnion B-ORG\nUnion B-ORG\nWar B-MISC\n"
    )

    first, second = read_iob(path, WIKIGOLD)

    assert named(first) == [("Ann Lee", "PERSON"), ("Norland", "GPE")]
    assert named(second) == [("Union", "ORG"), ("Union", "ORG")]


def test_elections_are_no_names_and_parties_are_organizations(tmp_path: Path) -> None:
    path = written(
        tmp_path, "Reds\tB-politicalparty\nwon\tO\n2016\tB-election\nelection\tI-election\nin\tO\nEast\tB-location\n"
    )

    (sentence,) = read_iob(path, CROSSNER)

    assert named(sentence) == [("Reds", "ORG"), ("East", "LOC")]


def test_a_line_without_its_tag_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"sample.txt:2: expected a word and its tag, got 'met'$"):
        list(read_iob(written(tmp_path, "Ann B-PER\nmet\n"), WIKIGOLD))


def test_gum_mentions_are_cut_to_their_proper_nouns(tmp_path: Path) -> None:
    (sentence,) = read_gum_names(read_conllu(written(tmp_path, GUM)))

    assert named(sentence) == [("Ann Lee", "PERSON"), ("Bank of Norland", "ORG"), ("Norland", "GPE")]


@pytest.mark.parametrize(
    ("place", "kind"),
    [("Norway", "GPE"), ("the South Africa", "GPE"), ("North Sea", "LOC"), ("Europe", "LOC"), ("St. Louis", "GPE"),
     ("Middle East", "LOC"), ("Marshall Islands", "GPE"), ("North Macedonia", "GPE")],
)  # fmt: skip
def test_places_that_govern_themselves(place: str, kind: str) -> None:
    assert place_kind(place) == kind


def test_spaces_are_guessed_by_punctuation() -> None:
    words = ['"', "No", ",", '"', "she", "said", "(", "twice", ")", "for", "$", "5", "."]

    spaces = guess_spaces(words)

    assert (
        "".join(word + " " * space for word, space in zip(words, spaces, strict=True))
        == '"No," she said (twice) for $5. '
    )


def test_names_are_exchanged_with_their_kinds() -> None:
    changed = exchange_names(ANN, {"PERSON": ["Bo"], "GPE": ["New", "York"]}.__getitem__)

    assert changed.words == ("Bo", "met", "New", "York", ".")
    assert changed.spaces == (True, True, True, False, True)
    assert named(changed) == [("Bo", "PERSON"), ("New York", "GPE")]
    doc = to_named_doc(spacy.blank("en").vocab, changed)
    assert [(name.text, name.label_) for name in doc.ents] == [("Bo", "PERSON"), ("New York", "GPE")]


def test_copies_keep_the_names() -> None:
    everything = NameCopies(other_names=1, lower_case=1, upper_case=1, title_case=1, curly_quotes=1)

    copies = list(with_name_copies([ANN], everything, random.Random(1)))

    assert len(copies) == 6
    assert {tuple(name.kind for name in copy.names) for copy in copies} == {("PERSON", "GPE")}
    assert copies[2].words == ("ann", "lee", "met", "norland", ".")

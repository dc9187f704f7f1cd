"""CoNLL-U is read word by word, and nothing that a text does not spell gets through."""

from pathlib import Path

import pytest

from kg.errors import InputError
from kg.syntax.training.conllu import TreebankSentence, read_conllu

SAMPLE = """\
# newdoc id = talks
# sent_id = talks-1
# text = Norway won't sign the 30-day deal.
1\tNorway\tNorway\tPROPN\tNNP\tNumber=Sing\t4\tnsubj\t_\t_
2-3\twon't\t_\t_\t_\t_\t_\t_\t_\t_
2\two\twill\tAUX\tMD\tVerbForm=Fin\t4\taux\t_\t_
3\tn't\tnot\tPART\tRB\tPolarity=Neg\t4\tadvmod\t_\t_
4\tsign\tsign\tVERB\tVB\tVerbForm=Inf\t0\troot\t_\t_
5\tthe\tthe\tDET\tDT\t_\t9\tdet\t_\t_
6\t30\t30\tNUM\tCD\t_\t8\tnummod\t_\tSpaceAfter=No
7\t-\t-\tPUNCT\tHYPH\t_\t6\tpunct\t_\tSpaceAfter=No
8\tday\tday\tNOUN\tNN\t_\t9\tcompound\t_\t_
9\tdeal\tdeal\tNOUN\tNN\tNumber=Sing\t4\tobj\t_\tSpaceAfter=No
9.1\tit\tit\tPRON\tPRP\t_\t_\t_\t_\t_
10\t.\t.\tPUNCT\t.\t_\t4\tpunct\t_\t_

# sent_id = talks-2
# text = Sweden did.
1\tSweden\tSweden\tPROPN\tNNP\tNumber=Sing\t2\tnsubj\t_\t_
2\tdid\tdo\tVERB\tVBD\tTense=Past\t0\troot\t_\tSpaceAfter=No
3\t.\t.\tPUNCT\t.\t_\t2\tpunct\t_\t_

"""


def read(tmp_path: Path, text: str) -> list[TreebankSentence]:
    path = tmp_path / "sample.conllu"
    path.write_text(text, encoding="utf-8")
    return list(read_conllu(path))


def test_reads_words_with_their_spaces_and_heads(tmp_path: Path) -> None:
    first, second = read(tmp_path, SAMPLE)

    assert [word.form for word in first.words] == ["Norway", "wo", "n't", "sign", "the", "30", "-", "day", "deal", "."]
    assert [word.space_after for word in first.words] == [
        True,
        False,
        True,
        True,
        True,
        False,
        False,
        True,
        False,
        True,
    ]
    assert [word.head for word in first.words] == [3, 3, 3, 3, 8, 7, 5, 8, 3, 3]
    assert first.words[3].deprel == "ROOT"
    assert (second.document, second.identifier) == ("talks", "talks-2")


def test_the_state_of_a_multiword_token_ends_with_its_sentence(tmp_path: Path) -> None:
    _, second = read(tmp_path, SAMPLE)

    assert [word.space_after for word in second.words] == [True, False, True]


def test_a_last_sentence_without_an_empty_line_is_read(tmp_path: Path) -> None:
    assert len(read(tmp_path, SAMPLE.rstrip("\n"))) == 2


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("# text = Sweden did.", "# text = Sweden did not.",
         r"sentence talks-2: expected words that spell its text 'Sweden did not.', got 'Sweden did. '"),
        ("Sweden\tSweden\tPROPN", "Sweden\tPROPN", r"sample.conllu:19: expected 10 columns, got 9"),
        ("Number=Sing\t2\tnsubj", "Number=Sing\ttwo\tnsubj",
         r"sample.conllu:19: expected whole numbers as position and head, got '1' and 'two'"),
        ("Number=Sing\t2\tnsubj", "Number=Sing\t7\tnsubj", r"sample.conllu:19: a head lies outside the sentence"),
        ("2-3\twon't", "2-3\two'nt", r"sample.conllu:7: expected words that spell \"wo'nt\", got \"won't\""),
    ],
)  # fmt: skip
def test_a_wrong_file_is_refused_with_its_place(tmp_path: Path, old: str, new: str, message: str) -> None:
    with pytest.raises(InputError, match=message):
        read(tmp_path, SAMPLE.replace(old, new))

"""CoNLL-U, the file format of Universal Dependencies, read into sentences of words."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from kg.errors import InputError

COLUMNS = 10


@dataclass(frozen=True, kw_only=True, slots=True)
class Word:
    """One syntactic word: `head` is the position of its head in the sentence, or its own position for the root."""

    form: str
    lemma: str
    upos: str
    xpos: str
    feats: str
    head: int
    deprel: str
    space_after: bool
    misc: str = "_"


@dataclass(frozen=True, kw_only=True, slots=True)
class TreebankSentence:
    """One sentence of a treebank, with the identifiers that say which document and which line it is."""

    document: str
    identifier: str
    text: str
    words: tuple[Word, ...]

    def __post_init__(self) -> None:
        written = "".join(word.form + (" " if word.space_after else "") for word in self.words)
        if written.split() != self.text.split():
            raise InputError(
                f"sentence {self.identifier}: expected words that spell its text {self.text!r}, got {written!r}"
            )


def read_conllu(path: Path) -> Iterator[TreebankSentence]:
    """The sentences of the CoNLL-U file at `path`, in order.

    Multiword tokens are split into their words; a word inside one is followed by no space. Empty nodes
    (`8.1`) are left out. Raises InputError where a line has not ten columns, where a head is not in the
    sentence, or where the words do not spell the sentence's `# text`.

    Source: https://universaldependencies.org/format.html
    """
    document = path.stem
    comments: dict[str, str] = {}
    rows: list[tuple[int, list[str]]] = []
    with path.open(encoding="utf-8") as lines:
        for number, line in enumerate(lines, start=1):
            line = line.rstrip("\n")
            if line.startswith("#"):
                key, _, value = line[1:].partition("=")
                comments[key.strip()] = value.strip()
            elif line:
                columns = line.split("\t")
                if len(columns) != COLUMNS:
                    raise InputError(f"{path}:{number}: expected {COLUMNS} columns, got {len(columns)}")
                rows.append((number, columns))
            elif rows:
                document = comments.get("newdoc id", document)
                yield _sentence(path, document, comments, rows)
                comments, rows = {}, []
    if rows:
        yield _sentence(path, comments.get("newdoc id", document), comments, rows)


def _sentence(
    path: Path, document: str, comments: dict[str, str], rows: list[tuple[int, list[str]]]
) -> TreebankSentence:
    words: list[Word] = []
    token_end, token_space, token_form, pieces = 0, True, "", ""
    for number, columns in rows:
        place = columns[0]
        if "." in place:
            continue
        if "-" in place:
            token_end = int(place.partition("-")[2])
            token_space = not _has(columns[9], "SpaceAfter=No")
            token_form, pieces = columns[1], ""
            continue
        position = int(place)
        word = _word(path, number, columns)
        if position < token_end:
            word = replace(word, space_after=False)
            pieces += word.form
        elif position == token_end:
            word = replace(word, space_after=token_space)
            if pieces + word.form != token_form:
                raise InputError(
                    f"{path}:{number}: expected words that spell {token_form!r}, got {pieces + word.form!r}"
                )
            token_end = 0
        words.append(word)
    if any(not 0 <= word.head < len(words) for word in words):
        raise InputError(f"{path}:{rows[0][0]}: a head lies outside the sentence")
    return TreebankSentence(
        document=document,
        identifier=comments.get("sent_id", f"{path.stem}:{rows[0][0]}"),
        text=comments.get("text", ""),
        words=tuple(words),
    )


def _word(path: Path, number: int, columns: list[str]) -> Word:
    try:
        position, head = int(columns[0]), int(columns[6])
    except ValueError as error:
        raise InputError(
            f"{path}:{number}: expected whole numbers as position and head, got {columns[0]!r} and {columns[6]!r}"
        ) from error
    return Word(
        form=columns[1],
        lemma=columns[2],
        upos=columns[3],
        xpos=columns[4],
        feats="" if columns[5] == "_" else columns[5],
        head=(head or position) - 1,
        deprel="ROOT" if head == 0 else columns[7],
        space_after=not _has(columns[9], "SpaceAfter=No"),
        misc=columns[9],
    )


def _has(misc: str, item: str) -> bool:
    return item in misc.split("|")

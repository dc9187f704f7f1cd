from pathlib import Path

import pytest

from kg.errors import InputError, MissingError
from kg.text import expand_sources


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in ("b.txt", "a.html", "notes.docx", ".hidden.txt", "deep/c.MD", "deep/.git/d.txt", "empty/readme.rst"):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("x")
    return tmp_path


def test_a_folder_stands_for_its_articles_in_order(folder: Path) -> None:
    names = [str(Path(source).relative_to(folder)) for source in expand_sources([str(folder)])]
    assert names == ["a.html", "b.txt", "deep/c.MD"]


def test_arguments_keep_their_order_and_nothing_comes_twice(folder: Path) -> None:
    first = str(folder / "b.txt")
    found = expand_sources(["-", first, str(folder), f"{folder}/./b.txt", "https://example.org/a", "-"])
    assert found == ("-", first, str(folder / "a.html"), str(folder / "deep/c.MD"), "https://example.org/a")


def test_patterns_match_articles_only(folder: Path) -> None:
    assert expand_sources([f"{folder}/*"]) == (f"{folder}/a.html", f"{folder}/b.txt", f"{folder}/deep/c.MD")
    assert expand_sources([f"{folder}/**/*.MD"]) == (f"{folder}/deep/c.MD",)


def test_a_file_named_in_full_is_taken_whatever_its_suffix(folder: Path) -> None:
    assert expand_sources([str(folder / "notes.docx")]) == (str(folder / "notes.docx"),)


def test_a_file_whose_name_looks_like_a_pattern_is_a_file(tmp_path: Path) -> None:
    path = tmp_path / "talks [1].txt"
    path.write_text("x")
    assert expand_sources([str(path)]) == (str(path),)


def test_what_is_not_there_is_said(folder: Path) -> None:
    with pytest.raises(MissingError) as missing:
        expand_sources([f"{folder}/gone.txt"])
    assert str(missing.value) == (
        f"expected a file, a folder, a pattern, an http(s) address or -, but there is no {folder}/gone.txt"
    )
    with pytest.raises(MissingError) as unmatched:
        expand_sources([f"{folder}/z*.txt"])
    assert str(unmatched.value) == f"expected files that match {folder}/z*.txt, but there are none"
    with pytest.raises(InputError) as nothing:
        expand_sources([f"{folder}/empty"])
    assert str(nothing.value) == (
        f"expected articles (.txt, .text, .md, .html, .htm, .xhtml) in the folder {folder}/empty, got none"
    )
    with pytest.raises(InputError, match="expected the name of a file or folder, got ''"):
        expand_sources([""])

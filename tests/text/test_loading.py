import io
import os
from pathlib import Path

import pytest

from kg.errors import AccessError, InputError, MissingError
from kg.text import read_bytes
from kg.text.loading import MAX_BYTES


def test_a_file_is_read_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(b"one\r\ntwo\xa0")
    assert read_bytes(str(path)) == b"one\r\ntwo\xa0"


def test_standard_input() -> None:
    assert read_bytes("-", stdin=io.BytesIO(b"talks")) == b"talks"
    with pytest.raises(InputError) as error:
        read_bytes("-", stdin=io.BytesIO(bytes(MAX_BYTES + 1)))
    assert str(error.value) == "expected an article of at most 20,000,000 bytes, got more in standard input"


def test_fifty_megabytes_of_one_line_are_refused_without_being_read(tmp_path: Path) -> None:
    path = tmp_path / "big.txt"
    with path.open("wb") as file:
        file.truncate(50_000_000)
    with pytest.raises(InputError) as error:
        read_bytes(str(path))
    assert str(error.value) == f"expected an article of at most 20,000,000 bytes, got 50,000,000 in {path}"


def test_what_cannot_be_read(tmp_path: Path) -> None:
    with pytest.raises(MissingError) as missing:
        read_bytes(str(tmp_path / "gone.txt"))
    assert str(missing.value) == f"expected a file, but there is no {tmp_path}/gone.txt"
    with pytest.raises(InputError) as folder:
        read_bytes(str(tmp_path))
    assert str(folder.value) == f"expected a file, got the folder {tmp_path}"
    with pytest.raises(MissingError, match="but there is no"):
        read_bytes("a\0b")


@pytest.mark.skipif(os.geteuid() == 0, reason="the superuser may read every file")
def test_a_file_without_permission(tmp_path: Path) -> None:
    path = tmp_path / "secret.txt"
    path.write_text("x")
    path.chmod(0)
    with pytest.raises(AccessError) as error:
        read_bytes(str(path))
    assert str(error.value) == f"expected a readable file, got {path}: Permission denied"


def test_an_address_needs_permission() -> None:
    with pytest.raises(AccessError) as error:
        read_bytes("https://example.org/talks")
    assert str(error.value) == (
        "expected a file, got the address https://example.org/talks: pass --allow-fetch to read from the web"
    )

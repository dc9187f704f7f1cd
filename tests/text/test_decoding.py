import pytest

from kg.errors import InputError
from kg.text.decoding import decode

TALKS = "The minister said “we won’t accept it” — and left. Café owners agreed… It costs €5 million.\r\n\u00a0"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252", "mac_roman"])
@pytest.mark.parametrize("times", [1, 40])
def test_encodings_are_recognised_and_the_text_is_untouched(encoding: str, times: int) -> None:
    data = (TALKS * times).encode(encoding)
    decoded = decode(data, "a.txt")
    assert decoded.text == TALKS * times
    assert data.decode(decoded.encoding) == decoded.text


def test_a_utf8_mark_stays_so_that_offsets_are_those_of_the_decoded_file() -> None:
    data = TALKS.encode("utf-8-sig")
    assert decode(data, "a.txt").text == "\ufeff" + TALKS == data.decode("utf-8")


def test_a_declared_encoding_is_believed_when_utf8_does_not_fit() -> None:
    html = '<meta charset="iso-8859-2"><p>Śląsk rejects the plan'
    assert decode(html.encode("iso-8859-2"), "a.html").text == html
    old = '<meta http-equiv="Content-Type" content="text/html; charset=ISO-8859-1"><p>“No” – said Lee'
    assert decode(old.encode("cp1252"), "a.html").text == old
    unknown = '<meta charset="klingon"><p>“No” – said Lee, who left the talks'
    assert decode(unknown.encode("cp1252"), "a.html").text == unknown


@pytest.mark.parametrize(
    ("data", "got"),
    [
        (b"", "expected an article, got an empty file in a.txt"),
        (b" \n\t\r\n", "expected an article, got an empty file in a.txt"),
        (b"%PDF-1.7\n...", "expected a text or an HTML page, got a PDF document in a.txt"),
        (b"PK\x03\x04...", "expected a text or an HTML page, got a zip archive or office document in a.txt"),
        (b"\x89PNG\r\n\x1a\n", "expected a text or an HTML page, got a PNG image in a.txt"),
        (b"\xff\xd8\xff\xe0", "expected a text or an HTML page, got a JPEG image in a.txt"),
        (b"text with \0 in it", "expected a text or an HTML page, got binary data in a.txt"),
        (bytes(range(256)) * 9, "expected a text or an HTML page, got binary data in a.txt"),
        (b"\x01\x02\x03" * 50, "expected a text or an HTML page, got binary data in a.txt"),
    ],
)
def test_what_is_no_text(data: bytes, got: str) -> None:
    with pytest.raises(InputError) as error:
        decode(data, "a.txt")
    assert str(error.value) == got

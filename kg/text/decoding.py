"""From bytes to text: which encoding a file is in, and what is no text at all."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

from charset_normalizer import from_bytes

from kg.errors import InputError

# The longest first: UTF-32's mark begins with UTF-16's. These codecs take the mark away; UTF-8's stays in the text
# (see below).
MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
MAGIC = (
    (b"%PDF-", "a PDF document"),
    (b"PK\x03\x04", "a zip archive or office document"),
    (b"\x89PNG", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"GIF8", "a GIF image"),
    (b"RIFF", "a media file"),
    (b"\x1f\x8b", "gzipped data"),
    (b"\xd0\xcf\x11\xe0", "an office document"),
    (b"{\\rtf", "an RTF document"),
    (b"\x7fELF", "a program"),
)
# The encodings besides Unicode in which English is written; the first of equals is taken. All code pages of the world
# would explain a text with a few curly quotation marks equally well.
ENGLISH_ENCODINGS = ("cp1252", "mac_roman", "iso8859_15", "cp850", "cp437")
SNIFFED = 4096
CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1a\x7f]")
MAX_CONTROLS = 0.01
"""Share of control characters above which a file is no text, though it can be decoded."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Decoded:
    """A text and the encoding it was in: ``data.decode(encoding) == text``."""

    text: str
    encoding: str


def decode(data: bytes, source: str) -> Decoded:
    """The text of a file, whole and untouched.

    Tries a byte order mark, UTF-8, an HTML page's ``<meta charset>``, then charset-normalizer over the encodings that
    English is written in. A UTF-8 mark stays as U+FEFF, so that offsets are those of the file decoded as UTF-8.
    Raises InputError for an empty or binary file.
    """
    if not data.strip():
        raise InputError(f"expected an article, got an empty file in {source}")
    for magic, name in MAGIC:
        if data.startswith(magic):
            raise InputError(f"expected a text or an HTML page, got {name} in {source}")
    decoded = _marked(data) or _as(data, "utf-8") or _wide(data) or _declared(data) or _guessed(data)
    if (
        decoded is None
        or len(CONTROLS.findall(decoded.text)) > MAX_CONTROLS * len(decoded.text)
        or "\0" in decoded.text
    ):
        raise InputError(f"expected a text or an HTML page, got binary data in {source}")
    return decoded


def _marked(data: bytes) -> Decoded | None:
    return next((_as(data, encoding) for mark, encoding in MARKS if data.startswith(mark)), None)


def _wide(data: bytes) -> Decoded | None:
    """UTF-16 without its mark, which in English shows as a zero in every second byte."""
    head = data[:SNIFFED]
    for encoding, zeros, letters in (("utf-16-le", head[1::2], head[::2]), ("utf-16-be", head[::2], head[1::2])):
        if zeros.count(0) > 0.8 * len(zeros) and not letters.count(0):
            return _as(data, encoding)
    return None


def _declared(data: bytes) -> Decoded | None:
    meta = re.search(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w.:-]{1,40})", data[:SNIFFED], re.IGNORECASE)
    return _as(data, meta[1].decode("ascii", "ignore")) if meta else None


def _guessed(data: bytes) -> Decoded | None:
    if b"\0" in data:
        return None
    best = from_bytes(data, cp_isolation=list(ENGLISH_ENCODINGS)).best()
    return _as(data, best.encoding if best else ENGLISH_ENCODINGS[0])


def _as(data: bytes, encoding: str) -> Decoded | None:
    try:
        codec = codecs.lookup(encoding)
        # HTML pages that say latin-1 mean windows-1252 (WHATWG Encoding Standard).
        name = "cp1252" if codec.name == "iso8859-1" else codec.name
        return Decoded(text=data.decode(name), encoding=name)
    except (LookupError, UnicodeError):
        return None

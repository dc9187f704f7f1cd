"""The sheet that pictures are drawn on: fonts, sizes, captions, and files that are the same bytes every time."""

from __future__ import annotations

import re
import textwrap
import threading
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from typing import BinaryIO

import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties, findfont, get_font

from kg.errors import AccessError, InputError
from kg.export.palette import INK
from kg.export.portable import clean

PICTURE_FORMATS = ("svg", "png", "pdf")

# No date and no program version, so that the same picture is the same file.
_METADATA: dict[str, dict[str, str | None]] = {
    "svg": {"Date": None, "Creator": "Parley"},
    "png": {"Software": None},
    "pdf": {"CreationDate": None, "Producer": None, "Creator": "Parley"},
}
POINTS = 72.0
_DRAWING = threading.Lock()
# Nothing to see: widthless marks (matplotlib's PDF writer fails at U+FEFF) and those that turn the words around them.
_UNDRAWN = re.compile("[\u200b\u2060\ufeff\u200e\u200f\u202a-\u202e\u2066-\u2069]")


Target = Path | BinaryIO
"""Where a picture goes: a file whose ending names the format, or an open binary file, which gets SVG."""


def check_target(path: Target) -> str:
    """The picture format that the target asks for; InputError for a file with any other ending."""
    if not isinstance(path, Path):
        return "svg"
    form = path.suffix.lower().lstrip(".")
    if form not in PICTURE_FORMATS:
        raise InputError(f"expected a picture file ending in {', '.join(PICTURE_FORMATS)}, got {str(path)!r}")
    return form


@contextmanager
def style() -> Iterator[None]:
    """Parley's fonts and settings, for as long as a picture is drawn; the caller's own settings come back after.

    matplotlib's settings belong to the whole process, so that one picture is drawn at a time. A character that the
    font lacks is drawn as an empty box.
    """
    with (
        _DRAWING,
        warnings.catch_warnings(),
        mpl.rc_context(
            {
                "font.family": "DejaVu Sans",
                "svg.hashsalt": "parley",
                "svg.fonttype": "path",
                "pdf.fonttype": 42,
                "hatch.linewidth": 0.9,
                "text.color": INK,
                "text.parse_math": False,
            }
        ),
    ):
        warnings.filterwarnings("ignore", message="Glyph .* missing from font")
        yield


def sheet(width: float, height: float) -> tuple[Figure, Axes]:
    """An empty white figure whose one plot covers it all, measured in points from the lower left corner."""
    figure = Figure(figsize=(width / POINTS, height / POINTS), facecolor="white")
    FigureCanvasAgg(figure)
    axes = figure.add_axes((0.0, 0.0, 1.0, 1.0))
    axes.set_xlim(0, width)
    axes.set_ylim(0, height)
    axes.set_axis_off()
    return figure, axes


def save(figure: Figure, path: Target) -> None:
    """Write the figure in the format that the target asks for; AccessError when the file cannot be written."""
    form = check_target(path)
    try:
        figure.savefig(path, format=form, dpi=200, metadata=_METADATA[form])
    except OSError as error:
        raise AccessError(f"expected to write the picture to {path}, got: {error.strerror}") from error


def wrapped(text: str, *, width: int, lines: int) -> str:
    """The text on at most ``lines`` lines of about ``width`` characters, with … where it is cut.

    >>> wrapped("an immediate and unconditional ceasefire along the line of contact", width=20, lines=2)
    'an immediate and\\nunconditional …'
    """
    words = " ".join(_UNDRAWN.sub("", clean(text)).split())
    found = textwrap.wrap(words, width=width, max_lines=lines, placeholder=" …", break_on_hyphens=False)
    return "\n".join(found) or words[:width]


def several(count: int, one: str, many: str | None = None) -> str:
    """A count with its noun.

    >>> several(1, "party", "parties"), several(2, "tie")
    ('1 party', '2 ties')
    """
    return f"{count} {one if count == 1 else many or one + 's'}"


@lru_cache(maxsize=4096)
def text_size(text: str, size: float) -> tuple[float, float]:
    """Width and height in points of a text (of one or more lines) at a font size."""
    font = get_font(findfont(FontProperties(family="DejaVu Sans")))
    font.set_size(size, POINTS)
    lines = text.split("\n")
    widest = 0.0
    for line in lines:
        font.set_text(line, 0.0)
        # FreeType measures in 64ths of a pixel, and a pixel is a point here.
        widest = max(widest, font.get_width_height()[0] / 64)
    return widest, len(lines) * size * 1.25

"""The picture of who said what: parties by proposals, support, opposition and conditions told apart."""

from __future__ import annotations

from matplotlib.axes import Axes
from matplotlib.patches import Patch, Polygon, Rectangle

from kg.errors import InputError
from kg.export.canvas import Target, check_target, save, several, sheet, style, text_size, wrapped
from kg.export.matrices import Matrix, Tally
from kg.export.palette import ALLIANCE, CONDITION, CONFLICT, INK

_CELL, _MARGIN, _HEAD = 28.0, 24.0, 58.0
_HATCH, _PALE = "////", "#FFF3D6"
_LABEL_SIZE, _HEAD_SIZE = 8.5, 8.0


def draw_matrix(
    matrix: Matrix[Tally],
    path: Target,
    *,
    title: str = "Who said what on which proposal",
    note: str = "",
    most_actors: int = 60,
    most_proposals: int = 40,
) -> None:
    """Draw the matrix of stances into an SVG, PNG or PDF file (or an open one, as SVG).

    Support is blue with a +, opposition vermilion with a −, both at once a divided square; conditional statements
    are hatched; a pair without statements is empty. A number in a square counts its statements when there are several.
    Of many proposals the first ``most_proposals`` are drawn, and with them the first ``most_actors`` of those who spoke
    on any of them; the picture says how many there are. A proposal whose name is cut gets a number, and its full name
    stands below.

    Raises InputError for a matrix without cells or another file ending, AccessError when it cannot be written.
    """
    check_target(path)
    if not matrix.cells:
        raise InputError("expected a matrix with statements to draw, got an empty one")
    actors, proposals = _shown(matrix, most_actors, most_proposals)
    with style():
        heads, notes = _headings(proposals)
        names = [wrapped(actor, width=30, lines=2) for actor in actors]
        left = _MARGIN + max(text_size(name, _LABEL_SIZE)[0] for name in names) + 10
        sizes = [text_size(head, _HEAD_SIZE) for head in heads]
        rise = max((wide + high) * 0.72 for wide, high in sizes)
        overhang = max(0.0, max(x * _CELL + (w + h) * 0.72 for x, (w, h) in enumerate(sizes, 1)) - _CELL * len(heads))
        below = 62.0 + 11.0 * len(notes)
        width = max(left + _CELL * len(proposals) + overhang + _MARGIN, 470.0)
        height = _HEAD + rise + _CELL * len(actors) + below
        figure, axes = sheet(width, height)
        top = height - _HEAD - rise
        _draw_grid(axes, names, heads, left, top)
        for row, actor in enumerate(actors):
            for column, proposal in enumerate(proposals):
                cell = matrix.cells.get((actor, proposal))
                if cell is not None:
                    _draw_cell(axes, cell, left + column * _CELL, top - (row + 1) * _CELL)
        _draw_words(axes, matrix, len(actors), len(proposals), height, title, note)
        _draw_legend(axes, width, below - 12.0)
        for index, text in enumerate(notes):
            axes.text(_MARGIN, below - 46.0 - 11.0 * index, text, fontsize=7.5, va="top")
        save(figure, path)


def _shown(matrix: Matrix[Tally], most_actors: int, most_proposals: int) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Actors and proposals to draw, each with a statement in the drawing: an empty row would be no silence."""
    wide = set(matrix.proposals[:most_proposals])
    speaking = {actor for actor, proposal in matrix.cells if proposal in wide}
    actors = tuple(actor for actor in matrix.actors if actor in speaking)[:most_actors]
    spoken = {proposal for actor, proposal in matrix.cells if proposal in wide and actor in set(actors)}
    return actors, tuple(proposal for proposal in matrix.proposals if proposal in spoken)


def _headings(proposals: tuple[str, ...]) -> tuple[list[str], list[str]]:
    heads: list[str] = []
    notes: list[str] = []
    for proposal in proposals:
        # One line each: at this angle, the second would lie on the next column's first.
        head = wrapped(proposal, width=42, lines=1)
        if head.endswith("…"):
            notes.append(f"{len(notes) + 1}  {wrapped(proposal, width=160, lines=1)}")
            head = f"{head} ({len(notes)})"
        heads.append(head)
    return heads, notes


def _draw_grid(axes: Axes, names: list[str], heads: list[str], left: float, top: float) -> None:
    for row, name in enumerate(names):
        middle = top - (row + 0.5) * _CELL
        axes.text(left - 8, middle, name, fontsize=_LABEL_SIZE, ha="right", va="center", linespacing=1.05)
    for column, head in enumerate(heads):
        axes.text(
            left + (column + 0.5) * _CELL,
            top + 7,
            head,
            fontsize=_HEAD_SIZE,
            rotation=45,
            rotation_mode="anchor",
            ha="left",
            va="center",
            linespacing=1.0,
        )
    right, bottom = left + _CELL * len(heads), top - _CELL * len(names)
    for row in range(len(names) + 1):
        axes.plot([left, right], [top - row * _CELL] * 2, color="#DDDDDD", linewidth=0.6, zorder=0)
    for column in range(len(heads) + 1):
        axes.plot([left + column * _CELL] * 2, [bottom, top], color="#DDDDDD", linewidth=0.6, zorder=0)


def _draw_cell(axes: Axes, cell: Tally, x: float, y: float) -> None:
    inset = 1.5
    side = _CELL - 2 * inset
    corner = (x + inset, y + inset)
    if cell.support and cell.oppose:
        a, b = corner
        axes.add_patch(Polygon([(a, b), (a, b + side), (a + side, b + side)], facecolor=ALLIANCE, linewidth=0))
        axes.add_patch(Polygon([(a, b), (a + side, b), (a + side, b + side)], facecolor=CONFLICT, linewidth=0))
    elif cell.support or cell.oppose:
        axes.add_patch(Rectangle(corner, side, side, facecolor=ALLIANCE if cell.support else CONFLICT, linewidth=0))
    if cell.conditional:
        plain = not (cell.support or cell.oppose)
        axes.add_patch(
            Rectangle(
                corner,
                side,
                side,
                facecolor=_PALE if plain else "none",
                edgecolor=CONDITION if plain else "white",
                hatch=_HATCH,
                linewidth=0,
            )
        )
    _draw_counts(axes, cell, x, y)


def _draw_counts(axes: Axes, cell: Tally, x: float, y: float) -> None:
    middle = _CELL / 2
    if cell.support and cell.oppose:
        _write(axes, x + 0.31 * _CELL, y + 0.69 * _CELL, f"+{_count(cell.support)}", 7.0, ALLIANCE)
        _write(axes, x + 0.69 * _CELL, y + 0.29 * _CELL, f"−{_count(cell.oppose)}", 7.0, CONFLICT)
    elif cell.support:
        _write(axes, x + middle, y + middle, f"+{_count(cell.support)}", 9.0, ALLIANCE)
    elif cell.oppose:
        _write(axes, x + middle, y + middle, f"−{_count(cell.oppose)}", 9.0, CONFLICT)
    else:
        _write(axes, x + middle, y + middle, f"if{_count(cell.conditional)}", 7.5, _PALE)


def _write(axes: Axes, x: float, y: float, text: str, size: float, ground: str) -> None:
    """Bold words on a patch of the square's own colour, so that hatching does not run through them."""
    axes.text(
        x,
        y,
        text,
        fontsize=size,
        fontweight="bold",
        color=INK if ground == _PALE else "white",
        ha="center",
        va="center",
        zorder=4,
        bbox={"boxstyle": "round,pad=0.1", "facecolor": ground, "edgecolor": "none"},
    )


def _count(count: int) -> str:
    return str(count) if count > 1 else ""


def _draw_words(
    axes: Axes, matrix: Matrix[Tally], actors: int, proposals: int, height: float, title: str, note: str
) -> None:
    axes.text(_MARGIN, height - 18, title, fontsize=14, fontweight="bold", va="top")
    parts = [
        several(len(matrix.actors), "actor") + (f" ({actors} drawn)" if actors < len(matrix.actors) else ""),
        several(len(matrix.proposals), "proposal")
        + (f" ({proposals} drawn)" if proposals < len(matrix.proposals) else ""),
        several(sum(cell.support + cell.oppose + cell.conditional for cell in matrix.cells.values()), "statement"),
    ]
    axes.text(_MARGIN, height - 38, ", ".join(parts), fontsize=9, color="#555555", va="top")
    if note:
        axes.text(_MARGIN, 10, note, fontsize=7.5, color="#555555", va="bottom")


def _draw_legend(axes: Axes, width: float, top: float) -> None:
    handles = [
        Patch(facecolor=ALLIANCE, label="+  supports"),
        Patch(facecolor=CONFLICT, label="−  opposes"),
        Patch(facecolor=_PALE, edgecolor=CONDITION, hatch=_HATCH, linewidth=0, label="hatched: on conditions"),
        Patch(facecolor="white", edgecolor="#BBBBBB", linewidth=0.6, label="no statement found"),
    ]
    axes.legend(
        handles=handles,
        loc="upper left",
        bbox_to_anchor=(_MARGIN, top),
        bbox_transform=axes.transData,
        ncols=4 if width > 460 else 2,
        fontsize=8,
        frameon=False,
        borderaxespad=0.0,
        columnspacing=1.4,
    )

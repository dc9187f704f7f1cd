"""Exporting: positions, networks, matrices and the graph itself, as text or as a picture."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from kg.errors import InputError
from kg.export.matrix_table import to_matrix_csv
from kg.export.networks import NETWORK_FORMATS, render_network
from kg.export.rdf import RDF_FORMATS, to_rdf
from kg.model import Position
from kg.model.filter import ANY_REVIEW, PositionFilter
from kg.model.review import standing
from kg.store import Store
from kg.usecases.analysing import Counting, build_matrix, find_network, precondition_graph, rank_ties
from kg.usecases.guessing import or_else
from kg.usecases.narrowing import EVERYTHING, Narrowing, gather
from kg.usecases.rows import describe, render_rows

__all__ = [
    "FORMATS", "NETWORK_FORMATS", "PICTURES", "Export", "export_picture", "export_text", "render_network",
]  # fmt: skip

PICTURES = ("png", "svg", "pdf")
FORMATS = {
    "positions": ("jsonl", "csv"),
    "network": (*NETWORK_FORMATS, *PICTURES),
    "matrix": ("csv", *PICTURES),
    "graph": tuple(RDF_FORMATS),
    "report": ("html",),
}
"""What can be exported, and in which formats; a format that fits several means the first."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Export:
    """What is to be written: the ``form``, of what (``FORMATS``), and for a network which one, counted how."""

    form: str
    what: str
    network: str = "subtract"
    counting: Counting = field(default_factory=Counting)

    @classmethod
    def of(cls, form: str, what: str | None, network: str, counting: Counting) -> Export:
        """The export of ``form``, of the first thing that has this form unless ``what`` is given.

        Raises InputError for a form or thing that does not exist, and where the two do not fit.
        """
        if what is not None and what not in FORMATS:
            raise InputError(f"expected an export of {', '.join(FORMATS)}, got {what!r}{or_else(what, FORMATS)}")
        fitting = [name for name, forms in FORMATS.items() if form in forms and what in (None, name)]
        if not fitting:
            known = FORMATS[what] if what else dict.fromkeys(form for forms in FORMATS.values() for form in forms)
            of_what = f" of {what}" if what else ""
            raise InputError(f"expected a format{of_what} among {', '.join(known)}, got {form!r}{or_else(form, known)}")
        return cls(form=form, what=fitting[0], network=network, counting=counting)

    def is_everything(self, chosen: PositionFilter) -> bool:
        """Whether it is the whole graph, what people rejected and their decisions too."""
        return self.what == "graph" and replace(chosen, include_copies=False) in (
            PositionFilter(),
            PositionFilter(reviews=ANY_REVIEW),
        )


def export_text(store: Store, chosen: PositionFilter, wanted: Export, narrowing: Narrowing = EVERYTHING) -> bytes:
    """What is wanted of the chosen positions, in a format that is text.

    A graph holds the articles of the chosen positions with these positions alone; without criteria it is everything
    in the store. Raises InputError for a picture, MissingError and InputError as ``gather`` does.
    """
    if wanted.form in PICTURES:
        raise InputError(f"expected a file to write the picture to, got none: add -o picture.{wanted.form}")
    how = wanted.counting
    if wanted.is_everything(chosen):
        return store.dump(RDF_FORMATS[wanted.form])
    if wanted.what == "network":
        return _encoded(render_network(find_network(store, chosen, wanted.network, how, narrowing), wanted.form))
    positions = gather(store, chosen, narrowing, how.level)
    if wanted.what == "graph":
        return _graph(store, positions, wanted.form)
    if wanted.what == "report":
        return _report(store, positions, how)
    if wanted.what == "matrix":
        return _encoded(to_matrix_csv(build_matrix(positions, how.level)))
    rows = describe(positions, store.articles(), standing(store.reviews()))
    return _encoded(render_rows(rows, wanted.form))


def export_picture(
    store: Store, chosen: PositionFilter, wanted: Export, path: Path, narrowing: Narrowing = EVERYTHING
) -> None:
    """Draw what is wanted of the chosen positions into the file ``path``, whose ending says the format.

    Raises InputError where there is nothing to draw, AccessError when the file cannot be written, MissingError and
    InputError as ``gather`` does.
    """
    # matplotlib takes a second to load, and most exports are text.
    from kg.export.pictures import draw_matrix, draw_network, draw_preconditions

    how = wanted.counting
    if wanted.what == "network" and wanted.network != "conditions":
        network = find_network(store, chosen, wanted.network, how, narrowing)
        camps = rank_ties(network).camps if wanted.network == "subtract" else None
        draw_network(network, path, camps=camps.camp_of() if camps else None)
        return
    positions = gather(store, chosen, narrowing, how.level)
    if wanted.what == "matrix":
        draw_matrix(build_matrix(positions, how.level), path)
    else:
        draw_preconditions(precondition_graph(positions, level=how.level), path)


def _encoded(text: str) -> bytes:
    return text.encode("utf-8", "backslashreplace")


def _report(store: Store, positions: Sequence[Position], counting: Counting) -> bytes:
    from kg.usecases.reporting import build_report  # loads matplotlib, as above

    return _encoded(build_report(positions, store.articles(), counting))


def _graph(store: Store, positions: Sequence[Position], form: str) -> bytes:
    of_article: dict[str, list[Position]] = defaultdict(list)
    for position in positions:
        of_article[position.evidence.article].append(position)
    records = [replace(store.article(article), positions=tuple(said)) for article, said in of_article.items()]
    return to_rdf(records, form)

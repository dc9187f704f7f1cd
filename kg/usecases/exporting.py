"""Exporting: positions, networks, matrices and the graph itself, as text or as a picture."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field, replace
from pathlib import Path

from kg.errors import InputError
from kg.export.networks import NETWORK_FORMATS, render_network
from kg.export.rdf import RDF_FORMATS, to_rdf
from kg.model import Position
from kg.model.filter import PositionFilter
from kg.store import Store
from kg.usecases.analysing import Counting, build_matrix, build_network, precondition_graph, rank_ties
from kg.usecases.rows import describe, render_rows

__all__ = [
    "FORMATS", "NETWORK_FORMATS", "PICTURES", "Export", "export_picture", "export_text", "render_network",
]  # fmt: skip

PICTURES = ("png", "svg", "pdf")
FORMATS = {
    "positions": ("jsonl", "csv"),
    "network": (*NETWORK_FORMATS, *PICTURES),
    "matrix": PICTURES,
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
            raise InputError(f"expected an export of {', '.join(FORMATS)}, got {what!r}")
        fitting = [name for name, forms in FORMATS.items() if form in forms and what in (None, name)]
        if not fitting:
            known = FORMATS[what] if what else dict.fromkeys(form for forms in FORMATS.values() for form in forms)
            of_what = f" of {what}" if what else ""
            raise InputError(f"expected a format{of_what} among {', '.join(known)}, got {form!r}")
        return cls(form=form, what=fitting[0], network=network, counting=counting)


def export_text(store: Store, chosen: PositionFilter, wanted: Export) -> bytes:
    """What is wanted of the chosen positions, in a format that is text.

    A graph holds the articles of the chosen positions with these positions alone; without criteria it is everything
    in the store. Raises InputError for a picture, and where there is nothing to export.
    """
    if wanted.form in PICTURES:
        raise InputError(f"expected a file to write the picture to, got none: add -o picture.{wanted.form}")
    if wanted.what == "graph":
        return _graph(store, chosen, wanted.form)
    if wanted.what == "report":
        return _report(store, chosen, wanted.counting)
    positions = store.positions(chosen)
    if wanted.what == "network":
        return render_network(build_network(positions, wanted.network, wanted.counting), wanted.form).encode()
    return render_rows(describe(positions, store.articles()), wanted.form).encode("utf-8", "backslashreplace")


def export_picture(store: Store, chosen: PositionFilter, wanted: Export, path: Path) -> None:
    """Draw what is wanted of the chosen positions into the file ``path``, whose ending says the format.

    Raises InputError where there is nothing to draw, AccessError when the file cannot be written.
    """
    # matplotlib takes a second to load, and most exports are text.
    from kg.export.pictures import draw_matrix, draw_network, draw_preconditions

    positions = store.positions(chosen)
    if wanted.what == "matrix":
        draw_matrix(build_matrix(positions, wanted.counting.level), path)
        return
    if wanted.network == "conditions":
        draw_preconditions(precondition_graph(positions, level=wanted.counting.level), path)
        return
    network = build_network(positions, wanted.network, wanted.counting)
    camps = rank_ties(network).camps if wanted.network == "subtract" else None
    draw_network(network, path, camps=camps.camp_of() if camps else None)


def _report(store: Store, chosen: PositionFilter, counting: Counting) -> bytes:
    from kg.usecases.reporting import build_report  # loads matplotlib, as above

    return build_report(store, chosen, counting).encode("utf-8", "backslashreplace")


def _graph(store: Store, chosen: PositionFilter, form: str) -> bytes:
    if chosen == PositionFilter(include_copies=chosen.include_copies):
        return store.dump(RDF_FORMATS[form])
    of_article: dict[str, list[Position]] = defaultdict(list)
    for position in store.positions(chosen):
        of_article[position.evidence.article].append(position)
    records = [replace(store.article(article), positions=tuple(positions)) for article, positions in of_article.items()]
    return to_rdf(records, form)

"""One page to hand on: what was found, the pictures, and every position with its quotation, in a single HTML file."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from kg.errors import InputError
from kg.export.canvas import several

_STANCES = {"supports": "supports", "opposes": "opposes", "conditions-on": "on conditions"}

_STYLE = """
body { font: 16px/1.5 system-ui, "DejaVu Sans", sans-serif; color: #222; max-width: 72rem }
body { margin: 2rem auto; padding: 0 1rem }
h1 { line-height: 1.2 } h2 { margin-top: 2.5rem; border-bottom: 1px solid #ccc }
figure { margin: 1rem 0; overflow-x: auto } figure svg { max-width: 100%; height: auto } figcaption { color: #555 }
table { border-collapse: collapse } th, td { text-align: left; vertical-align: top; padding: .2rem .8rem .2rem 0 }
tr { border-bottom: 1px solid #eee } summary { cursor: pointer; font-weight: bold; margin: .6rem 0 }
article { margin: .8rem 0 .8rem 1rem; padding-left: .8rem; border-left: 4px solid #999 }
article.supports { border-color: #0072B2 } article.opposes { border-color: #D55E00 }
article.conditions-on { border-color: #E69F00; border-left-style: double; border-left-width: 6px }
blockquote { margin: .3rem 0; font-style: italic; white-space: pre-line } .source { color: #555; font-size: .85rem }
@media print { details > * { display: block } }
"""
_POLICY = "default-src 'none'; style-src 'unsafe-inline'"
# What no page may hold: control characters, halves of surrogate pairs, non-characters. Line ends and tabs can stay.
_UNSHOWN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")


@dataclass(frozen=True, kw_only=True, slots=True)
class Figure:
    """A picture in the report: its ``svg`` as text, and a ``caption`` below."""

    svg: str
    caption: str


@dataclass(frozen=True, kw_only=True, slots=True)
class ReportTable:
    """A table in the report, each row as long as ``header``."""

    title: str
    header: Sequence[str]
    rows: Sequence[Sequence[object]]


def html_report(
    records: Sequence[Mapping[str, Any]],
    *,
    title: str,
    note: str = "",
    figures: Sequence[Figure] = (),
    tables: Sequence[ReportTable] = (),
) -> str:
    """The positions as one HTML page without scripts or outside files: figures, tables, then position by position.

    ``records`` are those of ``position_record``. All text is escaped; the page's own policy forbids loading anything.
    Positions stand under their proposals, those with most positions first. Raises InputError without records.
    """
    if not records:
        raise InputError("expected positions to report, got none: the selection is empty")
    parts = [
        "<!DOCTYPE html>",
        '<html lang="en"><head><meta charset="utf-8">',
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">',
        '<meta name="viewport" content="width=device-width">',
        f"<title>{escape(title)}</title><style>{_STYLE}</style></head><body>",
        f"<h1>{escape(title)}</h1>",
        f"<p>{escape(_summary(records))}</p>",
        f"<p>{escape(note)}</p>" if note else "",
        *(_figure(figure, f"f{number}-") for number, figure in enumerate(figures)),
        *(_table(table) for table in tables),
        "<h2>Every position, with its words</h2>",
        *_proposals(records),
        "</body></html>",
    ]
    return "\n".join(part for part in parts if part) + "\n"


def _summary(records: Sequence[Mapping[str, Any]]) -> str:
    days = sorted({record["published"] for record in records if record["published"]})
    when = f", published from {days[0]} to {days[-1]}" if days else ""
    articles = len({record["article"] for record in records})
    return (
        f"{several(len(records), 'position')} of {several(len({record['holder'] for record in records}), 'actor')}"
        f" on {several(len({record['proposal_label'] for record in records}), 'proposal')}"
        f" in {several(articles, 'article')}{when}."
    )


def _figure(figure: Figure, prefix: str) -> str:
    """The picture inline, its ids made unique on the page, without the XML prologue that HTML has no place for."""
    svg = figure.svg[figure.svg.index("<svg") :]
    svg = re.sub(r'\b(id=")', rf"\g<1>{prefix}", svg)
    svg = re.sub(r'((?:xlink:)?href="#|url\(#)', rf"\g<1>{prefix}", svg)
    return f"<figure>{svg}<figcaption>{escape(figure.caption)}</figcaption></figure>"


def _table(table: ReportTable) -> str:
    header = "".join(f"<th>{escape(str(name))}</th>" for name in table.header)
    rows = "".join("<tr>" + "".join(f"<td>{escape(str(v))}</td>" for v in row) + "</tr>\n" for row in table.rows)
    body = f"<table><tr>{header}</tr>\n{rows}</table>" if table.rows else "<p>None found.</p>"
    return f"<h2>{escape(table.title)}</h2>\n{body}"


def _proposals(records: Sequence[Mapping[str, Any]]) -> Iterable[str]:
    under: dict[str, list[Mapping[str, Any]]] = {}
    for record in records:
        under.setdefault(record["proposal_label"], []).append(record)
    for label, found in sorted(under.items(), key=lambda item: (-len(item[1]), item[0])):
        stances = [record["stance"] for record in found]
        counted = ", ".join(f"{stances.count(key)} {word}" for key, word in _STANCES.items() if key in stances)
        positions = "\n".join(_position(record) for record in found)
        yield f"<details open><summary>{escape(label)} ({escape(counted)})</summary>\n{positions}\n</details>"


def _position(record: Mapping[str, Any]) -> str:
    side = f" (for {record['side']})" if record["side"] and record["side"] != record["holder"] else ""
    claim = f"{record['holder']}{side} {_claim(record)}"
    evidence = record["evidence"]
    place = f"characters {evidence['start']}–{evidence['end']}"
    how = " · ".join(
        [record["attribution"], record["modality"], f"rule {record['rule']}", f"confidence {record['confidence']:g}"]
    )
    source = " · ".join(filter(None, [record.get("title"), record["published"]]))
    return (
        f'<article class="{escape(record["stance"])}" id="{escape(record["id"])}"><div>{escape(claim)}</div>'
        f"<blockquote>{escape(evidence['quote'])}</blockquote>"
        f'<div class="source">{escape(source)}{" · " if source else ""}{_link(record["article"])}, {escape(place)}'
        f" · {escape(how)} · {escape(record['id'])}</div></article>"
    )


def _claim(record: Mapping[str, Any]) -> str:
    if record["stance"] != "conditions-on":
        return f"{record['stance']} {record['proposal']}"
    conditions = zip(record["condition_relations"], record["conditions"], strict=True)
    hangs_on = "; ".join(f"{relation.replace('-', ' ')}: {condition}" for relation, condition in conditions)
    return f"makes {record['proposal']} depend on something else ({hangs_on})"


def _link(source: str) -> str:
    """The source, as a link when it is a web address: any other scheme could run something."""
    if re.match(r"https?://", source):
        return f'<a href="{escape(source)}" rel="noreferrer">{escape(source)}</a>'
    return escape(source)


def escape(text: str) -> str:
    """The text as it stands in a page, whatever it holds; U+FFFD for what no page may hold.

    >>> escape("<b>\x07")
    '&lt;b&gt;\ufffd'
    """
    return html.escape(_UNSHOWN.sub("\ufffd", text))

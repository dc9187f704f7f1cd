"""The named queries of ``kg/store/queries``, with values and criteria put in safely."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from importlib.resources import files

from pyoxigraph import Literal, NamedNode

from kg.store.tokens import bind_parameters

_CRITERIA = "# FILTER"


def named_query(name: str, criteria: Sequence[str] = (), **values: NamedNode | Literal) -> str:
    """The text of the query ``name``, ready to run.

    ``criteria`` are lines of SPARQL made in this storey, which take the place of its ``# FILTER`` comment; ``values``
    take the place of its ``$parameters``. Terms are written in SPARQL's own syntax with everything escaped, so that
    no value can end up as anything but a term.

    >>> named_query("copies", copies=NamedNode("urn:g")).splitlines()[-1]
    'WHERE { GRAPH <urn:g> { ?copy neg:copyOf ?origin } }'
    """
    text = _text(name).replace(_CRITERIA, "\n      ".join(criteria)) if criteria else _text(name)
    return _text("prefixes") + bind_parameters(text, {name: str(value) for name, value in values.items()})


@cache
def _text(name: str) -> str:
    return files("kg.store").joinpath("queries", f"{name}.rq").read_text("utf-8")

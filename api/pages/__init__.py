"""Pages for people: plain HTML without any script, written from templates in which everything is escaped."""

from __future__ import annotations

import re
from typing import Any, Final
from urllib.parse import quote, urlsplit

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup
from starlette.responses import HTMLResponse, Response

from kg.usecases.linked import ID_BASE

POLICY: Final = (
    "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
)
STANCES: Final = {"supports": "supports", "opposes": "opposes", "conditions-on": "sets conditions on"}
RELATIONS: Final = {
    "only-if": "only if",
    "if": "if",
    "unless": "unless",
    "until": "until",
    "before": "not before",
    "in-exchange-for": "in exchange for",
    "must-include": "has to include",
    "if-threat": "as a threat, in case of",
}
MODALITIES: Final = {
    "asserted": "held outright",
    "tentative": "held with reserve",
    "intended": "announced for the future",
    "denied": "denied: said not to be held",
    "reported": "held according to others",
}
ATTRIBUTIONS: Final = {
    "direct": "in direct speech",
    "indirect": "in reported speech",
    "narrated": "as the article tells it",
}

# What no page can show: control characters, and halves of surrogate pairs. Line ends and tabs can stay.
_UNSHOWN: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")


def page(template: str, *, status: int = 200, **values: Any) -> Response:
    """The page that a template makes of these values."""
    content = render(template, **values)
    return HTMLResponse(content, status_code=status, headers={"Content-Security-Policy": POLICY, "Vary": "Accept"})


def render(template: str, **values: Any) -> str:
    """The text of the page that a template makes of these values."""
    return _templates.get_template(template).render(**values)


def local(iri: str) -> str:
    """The address on this server of the thing with this IRI; the IRI itself where it is none of Parley's.

    >>> local("https://w3id.org/parley/id/proposal/30-day%20truce"), local("http://www.w3.org/ns/prov#Agent")
    ('/id/proposal/30-day%20truce', 'http://www.w3.org/ns/prov#Agent')
    """
    return f"/id/{iri.removeprefix(ID_BASE)}" if iri.startswith(ID_BASE) else iri


def web_address(text: str) -> str | None:
    """The text when it is an address that a link may lead to, and None when it is anything else.

    >>> web_address("https://example.org/a"), web_address("javascript:alert(1)"), web_address("wire/a.txt")
    ('https://example.org/a', None, None)
    """
    try:
        address = urlsplit(text)
    except ValueError:
        return None
    return text if address.scheme in ("http", "https") and address.netloc else None


def isolated(text: str) -> Markup:
    """The text in an element of its own, so that its writing direction stays its own affair."""
    return Markup("<bdi>{}</bdi>").format(shown(text))


def shown(value: Any) -> Any:
    """A value as it is put into a page: texts without what no page can show."""
    return _UNSHOWN.sub("\ufffd", value) if isinstance(value, str) and not isinstance(value, Markup) else value


_templates: Final = Environment(
    loader=PackageLoader("api.pages"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
    finalize=shown,
)
_templates.filters |= {"bdi": isolated, "local": local, "web": web_address, "step": lambda text: quote(text, safe="")}
_templates.globals |= {
    "STANCES": STANCES,
    "RELATIONS": RELATIONS,
    "MODALITIES": MODALITIES,
    "ATTRIBUTIONS": ATTRIBUTIONS,
}

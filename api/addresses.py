"""What a request's own address says: its parameters, and the IRI that it is."""

from __future__ import annotations

from urllib.parse import parse_qsl

from fastapi import Request

from kg.errors import InputError


def address_of(request: Request) -> str:
    """The address that the request was sent to, without its parameters, percent-encoded as it was sent."""
    path = request.scope.get("raw_path") or request.url.path.encode("utf-8")
    return f"{request.url.scheme}://{request.url.netloc}{path.decode('ascii', 'replace')}"


def parameters_of(form: str) -> list[tuple[str, str]]:
    """The parameters in a query string or a form, decoded once; InputError for what is not UTF-8, or too many.

    >>> parameters_of("graph=urn:a%2531&default")
    [('graph', 'urn:a%31'), ('default', '')]
    """
    try:
        return parse_qsl(form, keep_blank_values=True, errors="strict", max_num_fields=100)
    except ValueError as error:
        raise InputError(f"expected parameters in UTF-8, at most 100, got: {error}") from error

"""Paths that may hold anything: a name can have line ends, at which the framework's own ``{…:path}`` would stop."""

from __future__ import annotations

from starlette.convertors import Convertor, register_url_convertor


class _Anything(Convertor[str]):
    regex = r"[\s\S]*"

    def convert(self, value: str) -> str:
        return value

    def to_string(self, value: str) -> str:
        return value


ANYTHING = "anything"
"""For ``{name:anything}`` in the address of a route."""
register_url_convertor(ANYTHING, _Anything())

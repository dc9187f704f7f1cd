"""The one family of errors: each says what was expected, what came and where."""

from __future__ import annotations


class ParleyError(Exception):
    """Anything that Parley refuses, with a message that a user can act on."""


class InputError(ParleyError, ValueError):
    """A value, file or query does not have the form that is expected there."""


class MissingError(ParleyError, LookupError):
    """Something that was asked for by name is not known here."""


class AccessError(ParleyError, OSError):
    """A file, store or address cannot be reached, opened or written."""

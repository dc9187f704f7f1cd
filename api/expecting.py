"""What a value should have been, in Parley's words, for every way in which the validation library finds it wrong.

The library's own sentences speak to programmers ("Input should be a valid integer, unable to parse string as an
integer") and do not say what came.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any, Final

from kg.usecases.guessing import any_of

Error = Mapping[str, Any]
"""What the library says of one wrong value: ``type``, ``loc``, ``input`` and, depending on the type, ``ctx``."""


ABSENT: Final = frozenset({"missing"})
"""The types of what did not come at all."""


def expectation(error: Error) -> str:
    """What the value should have been, to stand after "to be" or "expected".

    >>> expectation({"type": "int_parsing"}), expectation({"type": "less_than_equal", "ctx": {"le": 1000}})
    ('a whole number', 'a number of at most 1000')
    """
    words = _EXPECTED.get(error["type"])
    if words is None:
        return f"of another form ({error['type'].replace('_', ' ')})"
    return words if isinstance(words, str) else words(error.get("ctx") or {})


def choices_of(error: Error) -> list[str]:
    """The values that there are to choose from, where the error is a wrong choice."""
    return _CHOICE.findall(str((error.get("ctx") or {}).get("expected", "")))


_CHOICE: Final = re.compile(r"'([^']*)'")
_PATTERNS: Final = {r"\S": "words, not white space alone", "^[0-9a-f]{16}$": "an id of 16 hex digits"}

Context = Mapping[str, Any]
_DAY: Final = "a day of the calendar such as 2025-03-17"
_TIME: Final = "a time such as 2025-03-17T09:30:00Z"
_SPAN: Final = "a span of time such as P3D"
_TRUTH: Final = "true or false"
_WHOLE: Final = "a whole number"
_OBJECT: Final = "an object"
_LIST: Final = "a list"
_THERE: Final = "there"
_NAMED: Final = "something that has a place there"


def _characters(name: str, some: str) -> Callable[[Context], str]:
    return lambda ctx: f"text of {some} {_count(ctx[name], 'character')}"


def _count(number: object, one: str) -> str:
    return f"{number} {one if number == 1 else one + 's'}"


def _any_choice(ctx: Context) -> str:
    return _choices(ctx["expected"])


def _choices(listed: object) -> str:
    return any_of(_CHOICE.findall(str(listed))) or str(listed)


def _own_words(ctx: Context) -> str:
    """A check of ours raises a whole sentence, of which the middle is wanted here."""
    told_by_us = str(ctx.get("error", ""))
    return told_by_us.removeprefix("expected ").partition(", got ")[0] or "of another form"


_EXPECTED: Final[Mapping[str, str | Callable[[Context], str]]] = {
    "day": _DAY,
    "missing": _THERE,
    "extra_forbidden": _NAMED,
    "no_such_attribute": _NAMED,
    "value_error": _own_words,
    "assertion_error": _own_words,
    # Choices
    "enum": _any_choice,
    "literal_error": _any_choice,
    "union_tag_invalid": lambda ctx: f"an object of the kind {_choices(ctx['expected_tags'])}",
    "union_tag_not_found": lambda ctx: f"an object that names its kind in {str(ctx['discriminator']).strip(chr(39))}",
    "bool_type": _TRUTH,
    "bool_parsing": _TRUTH,
    "none_required": "null",
    # Numbers
    "int_type": _WHOLE,
    "int_parsing": _WHOLE,
    "int_from_float": _WHOLE,
    "int_parsing_size": "a whole number of at most 4,300 digits",
    "float_type": "a number",
    "float_parsing": "a number",
    "decimal_type": "a number",
    "decimal_parsing": "a number",
    "complex_type": "a number",
    "complex_str_parsing": "a number",
    "fraction_type": "a number",
    "fraction_parsing": "a number",
    "finite_number": "a finite number",
    "greater_than": lambda ctx: f"a number greater than {_plain(ctx['gt'])}",
    "greater_than_equal": lambda ctx: f"a number of at least {_plain(ctx['ge'])}",
    "less_than": lambda ctx: f"a number less than {_plain(ctx['lt'])}",
    "less_than_equal": lambda ctx: f"a number of at most {_plain(ctx['le'])}",
    "multiple_of": lambda ctx: f"a multiple of {_plain(ctx['multiple_of'])}",
    "decimal_max_digits": lambda ctx: f"a number of at most {_count(ctx['max_digits'], 'digit')}",
    "decimal_max_places": lambda ctx: f"a number of at most {_count(ctx['decimal_places'], 'decimal place')}",
    "decimal_whole_digits": lambda ctx: f"a number of at most {_count(ctx['whole_digits'], 'digit')} before the point",
    # Text
    "string_type": "text",
    "string_sub_type": "text",
    "string_unicode": "text in Unicode",
    "string_not_ascii": "text of ASCII characters only",
    "string_too_short": _characters("min_length", "at least"),
    "string_too_long": _characters("max_length", "at most"),
    "string_pattern_mismatch": lambda ctx: _PATTERNS.get(ctx["pattern"], f"text of the form {ctx['pattern']}"),
    "bytes_type": "text",
    "bytes_too_short": lambda ctx: f"at least {_count(ctx['min_length'], 'byte')}",
    "bytes_too_long": lambda ctx: f"at most {_count(ctx['max_length'], 'byte')}",
    "bytes_invalid_encoding": lambda ctx: f"bytes in {ctx['encoding']}",
    "url_type": "an address such as https://example.org/",
    "url_parsing": "an address such as https://example.org/",
    "url_syntax_violation": "an address such as https://example.org/",
    "url_too_long": lambda ctx: f"an address of at most {_count(ctx['max_length'], 'character')}",
    "url_scheme": lambda ctx: f"an address with {_choices(ctx['expected_schemes'])}",
    "uuid_type": "a UUID",
    "uuid_parsing": "a UUID",
    "uuid_version": lambda ctx: f"a UUID of version {ctx['expected_version']}",
    # Days and times
    "date_type": _DAY,
    "date_parsing": _DAY,
    "date_from_datetime_parsing": _DAY,
    "date_from_datetime_inexact": f"{_DAY}, without a time",
    "date_past": "a day in the past",
    "date_future": "a day in the future",
    "time_type": "a time of day such as 09:30:00",
    "time_parsing": "a time of day such as 09:30:00",
    "datetime_type": _TIME,
    "datetime_parsing": _TIME,
    "datetime_object_invalid": _TIME,
    "datetime_from_date_parsing": _TIME,
    "datetime_past": "a time in the past",
    "datetime_future": "a time in the future",
    "timezone_naive": "a time without a time zone",
    "timezone_aware": "a time with a time zone",
    "timezone_offset": "a time in another time zone",
    "time_delta_type": _SPAN,
    "time_delta_parsing": _SPAN,
    # Objects and lists
    "json_type": "JSON",
    "json_invalid": "JSON",
    "model_type": _OBJECT,
    "model_attributes_type": _OBJECT,
    "dataclass_type": _OBJECT,
    "dataclass_exact_type": _OBJECT,
    "named_tuple_type": _LIST,
    "dict_type": _OBJECT,
    "frozen_dict_type": _OBJECT,
    "ordered_dict_type": _OBJECT,
    "counter_type": _OBJECT,
    "mapping_type": _OBJECT,
    "invalid_key": "an object whose names are text",
    "list_type": _LIST,
    "deque_type": _LIST,
    "tuple_type": _LIST,
    "set_type": _LIST,
    "frozen_set_type": _LIST,
    "iterable_type": _LIST,
    "iteration_error": _LIST,
    "set_item_not_hashable": "text or a number, not a list or an object",
    "too_short": lambda ctx: f"at least {ctx['min_length']} of them",
    "too_long": lambda ctx: f"at most {ctx['max_length']} of them",
    "recursion_loop": "something that does not contain itself",
    "recursion_depth_exceeded": "something that is not nested so deep",
}  # fmt: skip


def _plain(number: object) -> str:
    """A limit without a needless ``.0``."""
    return f"{number:g}" if isinstance(number, float) and number.is_integer() else str(number)

"""The choices that an analyst states when positions become a network, each under rDNA's own name where it has one."""

from __future__ import annotations

from enum import StrEnum

from kg.errors import InputError


class _Choice(StrEnum):
    """A closed set of words; anything else is refused with the words that exist."""

    @classmethod
    def _missing_(cls, value: object) -> _Choice:
        words = ", ".join(choice.value for choice in cls)
        raise InputError(f"expected {cls.__name__.lower()} to be one of {words}, got {value!r}")


class Level(_Choice):
    """Who a position is counted for.

    - ``actor``: whoever holds it.
    - ``person``: the same, where only persons count; ``kg.analysis.selection`` leaves out what others say.
    - ``organisation``: the state, organisation or group that holds it; for a person, the side spoken for.
    - ``side``: the side spoken for, also by a body ("the ministry" for its country).

    A holder without a side stands for itself: nothing is dropped at the levels of organisations and sides.
    """

    ACTOR = "actor"
    PERSON = "person"
    ORGANISATION = "organisation"
    SIDE = "side"


class Duplicates(_Choice):
    """How often the same party's same answer on the same proposal counts: always, or once in each …

    Weeks are ISO weeks of their own year and months are months of their own year. A position without a date
    cannot be placed in time and counts once in its article.
    """

    INCLUDE = "include"
    DOCUMENT = "document"
    WEEK = "week"
    MONTH = "month"
    YEAR = "year"
    ACROSS_RANGE = "acrossrange"


class Normalization(_Choice):
    """What the weight of a tie between two parties is divided by.

    - ``no``: nothing.
    - ``average``: the mean of the two parties' statement counts.
    - ``jaccard``: what only the one said, plus what only the other said, plus the products of what both said.
    - ``cosine``: the product of the Euclidean lengths of the two parties' count vectors.
    """

    NO = "no"
    AVERAGE = "average"
    JACCARD = "jaccard"
    COSINE = "cosine"


class Conditional(_Choice):
    """What a conditional position ("only if …") is in a network of yes and no: neither, or qualified support."""

    NEITHER = "neither"
    SUPPORT = "support"


class Compatible(_Choice):
    """Whose published figures to reproduce where Parley computes something else.

    ``dna`` is Discourse Network Analyzer 3.1.2, which numbers weeks and months without their year (March 2024 and
    March 2025 are one month) and whose ``cosine`` divides by the product of the two statement counts.
    """

    NOTHING = "nothing"
    DNA = "dna"


class Isolates(_Choice):
    """Which parties without a tie are part of a network.

    ``keep``: those that speak within the selection; ``drop``: none; ``all``: everyone whom the graph knows at that
    level, whether they speak within the selection or not, but for those left out by name or number (rDNA's isolates).
    """

    KEEP = "keep"
    DROP = "drop"
    ALL = "all"


class Kind(_Choice):
    """What a tie between two parties says: same answers, opposite answers, their difference, or the same proposals."""

    CONGRUENCE = "congruence"
    CONFLICT = "conflict"
    SUBTRACT = "subtract"
    COOCCURRENCE = "cooccurrence"

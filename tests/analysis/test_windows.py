"""Windows of time and fading weights."""

from __future__ import annotations

import math
from datetime import date

import pytest

from kg.analysis.congruence import subtract_network
from kg.analysis.windows import KERNELS, smoothed_network, time_windows
from kg.errors import InputError
from tests.analysis.coding import coded

TALKS = [
    coded("A", "+", "x", day="2023-12-30"),
    coded("B", "+", "x", day="2024-01-02", start=50),
    coded("A", "-", "y", day="2024-02-29", start=100),
    coded("B", "-", "y", day="2024-04-01", start=150),
    coded("C", "-", "y", start=200),
]


@pytest.mark.parametrize(
    ("choices", "expected"),
    [
        (
            {"unit": "months"},
            [("2023-12-01", "2023-12-31", 1), ("2024-01-01", "2024-01-31", 1), ("2024-02-01", "2024-02-29", 1),
             ("2024-03-01", "2024-03-31", 0), ("2024-04-01", "2024-04-30", 1)],
        ),
        ({"unit": "years"}, [("2023-01-01", "2023-12-31", 1), ("2024-01-01", "2024-12-31", 3)]),
        (
            {"unit": "months", "size": 3, "step": 2},
            [("2023-12-01", "2024-02-29", 3), ("2024-02-01", "2024-04-30", 2), ("2024-04-01", "2024-06-30", 1)],
        ),
        ({"unit": "weeks", "size": 10}, [("2023-12-25", "2024-03-03", 3), ("2024-03-04", "2024-05-12", 1)]),
        ({"unit": "days", "size": 60}, [("2023-12-30", "2024-02-27", 2), ("2024-02-28", "2024-04-27", 2)]),
        ({"unit": "events", "size": 3, "step": 1}, [("2023-12-30", "2024-02-29", 3), ("2024-01-02", "2024-04-01", 3)]),
        ({"unit": "events", "size": 3}, [("2023-12-30", "2024-02-29", 3), ("2024-04-01", "2024-04-01", 1)]),
        ({"unit": "events", "size": 9}, [("2023-12-30", "2024-04-01", 4)]),
        ({"unit": "events", "size": 1, "step": 9}, [("2023-12-30", "2023-12-30", 1)]),
        ({"unit": "years", "size": 9_000}, [("2023-01-01", "9999-12-31", 4)]),
    ],
)  # fmt: skip
def test_windows(choices: dict[str, object], expected: list[tuple[str, str, int]]) -> None:
    found = time_windows(TALKS, **choices)  # type: ignore[arg-type]
    assert [(w.first.isoformat(), w.last.isoformat(), len(w.positions)) for w in found] == expected


def test_a_pair_counts_less_the_farther_it_is() -> None:
    near, far = 2.0 * 1 / 30, 2.0 * 2 / 30
    found = smoothed_network(TALKS, "congruence", day=date(2023, 12, 31), width=30, kernel="epanechnikov")
    assert sorted(found) == ["A", "B"]
    k = KERNELS["epanechnikov"]
    tie = found.edges["A", "B"]
    assert tie["weight"] == pytest.approx(math.sqrt(k(near) * k(far)))
    assert (tie["agreements"], tie["positions"]) == (2, tuple(position.id for position in TALKS[:4]))


def test_a_uniform_kernel_over_all_time_is_half_the_network() -> None:
    found = smoothed_network(TALKS, "subtract", day=date(2024, 2, 1), width=4000, kernel="uniform")
    whole = subtract_network(TALKS).edges["A", "B"]
    assert found.edges["A", "B"]["weight"] == pytest.approx(0.5 * whole["weight"])
    assert (found.graph["kernel"], found.graph["width"], found.graph["day"]) == ("uniform", 4000, "2024-02-01")


def test_what_cancels_out_leaves_no_trace_of_a_tie() -> None:
    talks = [
        *TALKS,
        coded("B", "-", "x", day="2024-01-02", start=250),
        coded("B", "+", "y", day="2024-04-01", start=300),
    ]
    assert not smoothed_network(talks, "subtract", day=date(2024, 2, 1), width=90, kernel="gaussian").edges


@pytest.mark.parametrize("kernel", KERNELS)
def test_kernels_are_even_and_have_area_one(kernel: str) -> None:
    k = KERNELS[kernel]
    steps = [-6 + 12 * (i + 0.5) / 12_000 for i in range(12_000)]
    assert sum(k(u) for u in steps) * 12 / 12_000 == pytest.approx(1, abs=1e-3)
    assert all(k(u) == k(-u) for u in steps)


def test_impossible_windows_are_refused() -> None:
    for call, sentence in (
        (
            lambda: time_windows(TALKS, unit="hours"),
            "expected a unit among events, days, weeks, months, years, got 'hours'",
        ),
        (lambda: time_windows(TALKS, size=0), "expected a window of at least one unit and step, got size 0 and step 0"),
        (lambda: time_windows(TALKS[4:]), "expected positions with a date for windows of time, got none"),
        (
            lambda: time_windows([*TALKS, coded("C", "-", "y", day="0999-01-01")], unit="days"),
            "expected at most 1,000 windows, got more from 0999-01-01 to 2024-04-01: take larger units or steps",
        ),
        (
            lambda: smoothed_network(TALKS, "conflict", day=date(2024, 1, 1), width=9, kernel="box"),
            "expected a kernel among uniform, epanechnikov, triangular, gaussian, got 'box'",
        ),
        (
            lambda: smoothed_network(TALKS, "conflict", day=date(2024, 1, 1), width=0),
            "expected a width of at least 1 day, got 0",
        ),
        (
            lambda: smoothed_network(TALKS, "agreement", day=date(2024, 1, 1), width=9),
            "expected kind to be one of congruence, conflict, subtract, cooccurrence, got 'agreement'",
        ),
    ):
        with pytest.raises(InputError) as raised:
            call()
        assert str(raised.value) == sentence

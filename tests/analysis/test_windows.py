"""Windows of time and fading weights."""

from __future__ import annotations

import math
from datetime import date

import pytest

from kg.analysis.onemode import one_mode
from kg.analysis.windows import KERNELS, smoothed, time_windows
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
    ],
)  # fmt: skip
def test_windows(choices: dict[str, object], expected: list[tuple[str, str, int]]) -> None:
    found = time_windows(TALKS, **choices)  # type: ignore[arg-type]
    assert [(w.first.isoformat(), w.last.isoformat(), len(w.positions)) for w in found] == expected


def test_a_pair_counts_less_the_farther_it_is() -> None:
    near, far = 2.0 * 1 / 30, 2.0 * 2 / 30
    found = smoothed(TALKS, "congruence", day=date(2023, 12, 31), width=30, kernel="epanechnikov")
    assert found.parties == ("A", "B")
    k = KERNELS["epanechnikov"]
    assert found.weights[0, 1] == pytest.approx(math.sqrt(k(near) * k(far)))


def test_a_uniform_kernel_over_all_time_is_half_the_network() -> None:
    found = smoothed(TALKS, "subtract", day=date(2024, 2, 1), width=4000, kernel="uniform")
    assert found.weights[0, 1] == pytest.approx(0.5 * one_mode(TALKS, "subtract").weights[0, 1])


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
            lambda: smoothed(TALKS, "conflict", day=date(2024, 1, 1), width=9, kernel="box"),
            "expected a kernel among uniform, epanechnikov, triangular, gaussian, got 'box'",
        ),
        (
            lambda: smoothed(TALKS, "conflict", day=date(2024, 1, 1), width=0),
            "expected a width of at least 1 day, got 0",
        ),
        (
            lambda: smoothed(TALKS, "agreement", day=date(2024, 1, 1), width=9),
            "expected kind to be one of congruence, conflict, subtract, cooccurrence, got 'agreement'",
        ),
    ):
        with pytest.raises(InputError) as raised:
            call()
        assert str(raised.value) == sentence

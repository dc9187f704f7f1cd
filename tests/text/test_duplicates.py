import subprocess
import sys
from datetime import date
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.text import find_origins, fingerprint, read_article, resemblance
from kg.text.duplicates import COPY_RESEMBLANCE, VALUES, Fingerprint

WIRE = [
    "The dockers' union of Harbourton said on Monday it would sign the new harbour deal only if the port stays public.",
    "Its leader, Ann Lee, told reporters the owners had offered eight per cent more pay but no promise on the pilots.",
    "The owners' association called the demand a surprise and said it needed until Friday to think about the offer.",
    "A strike in January had closed the port for nine days and left forty ships at anchor outside the breakwater.",
    "The transport minister urged both sides to go on talking and ruled out a law against strikes in the harbour.",
    "Fruit importers fear for the spring season, which begins in three weeks and brings half of their yearly turnover.",
]
OTHER = [
    "Governors of the two river provinces met for the first time in ten years to discuss the height of the dam.",
    "Neither of them would say afterwards whether the treaty is any closer than it was when they arrived.",
    "Farmers on the lower river have lost three harvests in a row and blame the turbines for the drought.",
]


def print_of(lines: list[str], source: str = "a.txt") -> Fingerprint:
    return fingerprint(read_article(source, "\n\n".join(lines).encode()))


def test_a_fingerprint_is_sixty_four_numbers_of_32_bits() -> None:
    values = print_of(WIRE)
    assert len(values) == VALUES
    assert all(0 <= value < 2**32 for value in values)


def test_a_fingerprint_is_the_same_in_another_process() -> None:
    program = (
        "import sys; from kg.text import fingerprint, read_article;"
        "print(fingerprint(read_article('b.txt', sys.stdin.buffer.read())))"
    )
    run = subprocess.run(
        [sys.executable, "-c", program], input="\n\n".join(WIRE).encode(), capture_output=True, check=True
    )
    assert run.stdout.decode().strip() == str(print_of(WIRE))


def test_furniture_spacing_and_case_do_not_count() -> None:
    page = ["Home", "News", "Sign in", *(line.upper().replace(" ", "  ") for line in WIRE), "Advertisement"]
    assert resemblance(print_of(WIRE), print_of(page)) == 1.0


def test_copies_lie_above_the_threshold_and_other_articles_below() -> None:
    wire = print_of(WIRE)
    assert resemblance(wire, print_of(["Ports and union far apart", *WIRE])) > 0.8
    assert resemblance(wire, print_of(WIRE[:-1])) > 0.6
    assert resemblance(wire, print_of([*WIRE, *OTHER[:1]])) > 0.6
    assert resemblance(wire, print_of([WIRE[1], *OTHER])) < 0.3
    assert resemblance(wire, print_of(OTHER)) < 0.05


@pytest.mark.parametrize("shared", [0, 20, 100, 180])
def test_the_estimate_is_close_to_the_share_of_common_shingles(shared: int) -> None:
    common = [f"Common{n}" for n in range(shared)]
    a, b = ([f"{side}{n}" for n in range(200 - shared)] for side in "AB")
    exact = max(0, shared - 4) / (2 * 196 - max(0, shared - 4))
    estimate = resemblance(print_of([" ".join([*common, *a]) + "."]), print_of([" ".join([*common, *b]) + "."]))
    assert abs(estimate - exact) < 4 * 0.0625


def test_nothing_resembles_an_article_without_words() -> None:
    assert resemblance((), ()) == 0.0
    assert resemblance((), print_of(WIRE)) == 0.0


def test_short_articles_have_a_fingerprint() -> None:
    assert resemblance(print_of(["It is over."]), print_of(["It is over!"])) == 1.0
    assert resemblance(print_of(["It is over."]), print_of(["It is not."])) == 0.0


def test_the_earliest_is_the_origin_in_whatever_order() -> None:
    wire, cut, longer = print_of(WIRE), print_of(WIRE[:-1]), print_of([*WIRE, OTHER[0]])
    articles = [
        ("cut", date(2025, 3, 4), "a.txt", cut),
        ("wire", date(2025, 3, 3), "z.txt", wire),
        ("longer", None, "b.txt", longer),
        ("other", date(2025, 3, 1), "c.txt", print_of(OTHER)),
        ("empty", date(2025, 1, 1), "d.txt", ()),
    ]
    assert all(find_origins(order) == {"cut": "wire", "longer": "wire"} for order in permutations(articles))


def test_of_the_same_day_the_first_by_source_is_the_origin_then_by_id() -> None:
    wire, day = print_of(WIRE), date(2025, 3, 3)
    same_day = [("a", day, "wire/talks.txt", wire), ("c", day, "mirror/talks.txt", wire), ("b", day, "z.txt", wire)]
    assert all(find_origins(order) == {"a": "c", "b": "c"} for order in permutations(same_day))
    same_source = [("b", None, "x", wire), ("c", None, "x", wire), ("a", None, "x", wire)]
    assert all(find_origins(order) == {"b": "a", "c": "a"} for order in permutations(same_source))
    assert find_origins([("b", day, "z", wire), ("a", None, "a", wire)]) == {"a": "b"}
    assert find_origins([("a", None, "x", wire), ("a", None, "x", wire)]) == {}


def test_many_articles_take_no_quadratic_time() -> None:
    wire = print_of(WIRE)
    different = [(f"d{n}", None, "x", tuple((value * (n + 3) + n) % 2**32 for value in wire)) for n in range(4000)]
    copies = [(f"z{n}", None, "x", wire) for n in range(4000)]
    origins = find_origins([*different, *copies, ("a", None, "x", wire)])
    assert origins == {f"z{n}": "a" for n in range(4000)}


DAYS = st.sampled_from([None, date(2025, 1, 1), date(2025, 1, 2)])


@given(st.dictionaries(st.sampled_from("abcdef"), st.tuples(DAYS, st.sampled_from([1, 2, 3]))))
def test_origins_are_no_copies(items: dict[str, tuple[date | None, int]]) -> None:
    wire = print_of(WIRE)
    articles = [
        (id_, day, "x", tuple(wire[: 22 * kind] + wire[22 * kind :][::-1])[:VALUES])
        for id_, (day, kind) in items.items()
    ]
    origins = find_origins(articles)
    assert origins == find_origins(articles[::-1])
    assert not set(origins) & set(origins.values())
    values = {id_: value for id_, _, _, value in articles}
    assert all(resemblance(values[copy], values[origin]) >= COPY_RESEMBLANCE for copy, origin in origins.items())

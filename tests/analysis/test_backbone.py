"""The backbone: what can be left out, in which order, and where DNA's own differs."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from kg.analysis import backbone as module
from kg.analysis.backbone import MOST_PARTIES, backbone
from kg.analysis.onemode import one_mode
from kg.errors import InputError
from kg.model import Position
from kg.text.dna import read_coding
from tests.analysis.coding import coded

SAMPLE = Path(__file__).parents[2] / ".." / "shared" / "data" / "dna" / "sample.dna"

# Two camps over x and y alike; z ties one pair more; nobody else speaks on w.
TALKS = [
    coded(party, "+" if party in "AB" else "-", proposal, start=100 * row + 10 * column)
    for row, party in enumerate("ABCD")
    for column, proposal in enumerate("xy")
] + [coded("A", "+", "z", start=500), coded("C", "+", "z", start=520), coded("D", "+", "w", start=540)]


def test_what_nobody_misses_goes_first() -> None:
    found = backbone(TALKS)
    assert [dropped.proposal for dropped in found] == ["w", "x", "z", "y"]
    assert [dropped.statements for dropped in found] == [1, 4, 2, 4]
    assert found[0].loss == 0.0
    assert found[0].positions == (TALKS[-1].id,)
    # Without z two pairs are left that nothing ties together, by x or y or both alike.
    assert found[2].loss == pytest.approx(0.2)
    assert found[3].loss == 1.0


def test_the_loss_is_that_of_the_laplacians() -> None:
    def spectrum(positions: list[Position]) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
        ties = one_mode(positions, "congruence").weights.toarray()
        found = np.sort(np.linalg.eigvals(np.diag(ties.sum(axis=0)) - ties).real)
        return found / found.sum()

    rest = [position for position in TALKS if position.proposal.label != "x"]
    loss = np.abs(spectrum(TALKS) - spectrum(rest)).sum()
    assert backbone(TALKS)[1].loss == pytest.approx(loss)


def test_too_much_and_nothing_are_refused() -> None:
    crowd = [coded(f"party {number}", "+", "x", start=10 * number) for number in range(MOST_PARTIES + 1)]
    for positions, sentence in (
        ([], "expected positions for a backbone, got none: the selection is empty"),
        (
            crowd,
            "expected at most 120 parties and 80 proposals for a backbone, got 121 and 1: narrow the selection, or ask"
            " for a minimum of statements",
        ),
    ):
        with pytest.raises(InputError) as raised:
            backbone(positions)
        assert str(raised.value) == sentence


@pytest.mark.skipif(not SAMPLE.is_file(), reason="DNA's sample database is not here")
def test_degrees_in_place_of_the_laplacian_give_another_backbone(monkeypatch: pytest.MonkeyPatch) -> None:
    positions = [position for record in read_coding(str(SAMPLE)).records for position in record.positions]
    ours = backbone(positions, "subtract", level="side")[-2:]
    assert [(dropped.proposal, round(dropped.loss, 3)) for dropped in ours] == [
        ("CO2 legislation will not hurt the economy.", 0.384),
        ("There should be legislation to regulate emissions.", 1.0),
    ]

    def degrees(matrix: np.ndarray[tuple[int, int], np.dtype[np.float64]]) -> object:
        return np.sort(np.diag(matrix))

    monkeypatch.setattr(module.np.linalg, "eigvalsh", degrees)
    theirs = backbone(positions, "subtract", level="side")[-2:]
    assert [(dropped.proposal, round(dropped.loss, 3)) for dropped in theirs] == [
        ("There should be legislation to regulate emissions.", 0.332),
        ("CO2 legislation will not hurt the economy.", 1.0),
    ]

"""Who is paired with whom, and which field keeps two rows apart."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kg.analysis.evaluation.pairing import Field, FoundRow, differing, pair
from kg.analysis.evaluation.wordings import content_words, same_holder, same_thing
from kg.model import Stance
from tests.analysis.evaluation.samples import FIRST, GOLD, QUILL, QUILL_IF, SECOND, VICAR, found

RIGHT = found(SECOND, "Quill", Stance.CONDITIONS_ON, "the weir", "the toll is dropped")


@pytest.mark.parametrize(
    ("row", "fields"),
    [
        (RIGHT, set()),
        (replace(RIGHT, holder="Ada Quinn"), {Field.HOLDER}),
        (replace(RIGHT, stance=Stance.SUPPORTS, condition=None), {Field.STANCE}),
        (replace(RIGHT, proposal="the fish ladder"), {Field.PROPOSAL}),
        (replace(RIGHT, condition="rain falls"), {Field.CONDITION}),
        (replace(RIGHT, condition=None), {Field.CONDITION}),
        (replace(RIGHT, holder="", proposal=""), {Field.HOLDER, Field.PROPOSAL}),
    ],
)
def test_the_fields_that_differ_are_named(row: FoundRow, fields: set[Field]) -> None:
    assert differing(row, QUILL_IF) == fields


def test_rows_are_paired_at_their_own_place_only() -> None:
    assert pair([RIGHT], GOLD) == {0: 1}
    assert pair([replace(RIGHT, evidence=VICAR.evidence)], GOLD) == {}


def test_a_field_left_out_lets_rows_agree_without_it() -> None:
    other = found(FIRST, "bishop", Stance.OPPOSES, "bypass")
    assert pair([other], GOLD) == {}
    assert pair([other], GOLD, Field.HOLDER) == {0: 0}
    wrong = replace(RIGHT, proposal="fish ladder", condition="rain falls")
    assert pair([wrong], GOLD, Field.PROPOSAL) == {0: 1}
    assert pair([wrong], GOLD, Field.CONDITION) == {}


def test_a_row_makes_room_for_another_that_fits_nowhere_else() -> None:
    both = replace(VICAR, proposal=("bypass", "tunnel"))
    rows = [found(FIRST, "vicar", Stance.OPPOSES, "bypass"), found(FIRST, "vicar", Stance.OPPOSES, "tunnel")]
    assert pair(rows, [both, VICAR]) == {0: 1, 1: 0}


def test_required_gold_is_taken_before_optional_gold() -> None:
    row = found(SECOND, "Ada Quill", Stance.SUPPORTS, "weir")
    assert pair([row], [QUILL, replace(QUILL, optional=False)]) == {0: 1}


def test_wordings_are_compared_without_accents_endings_and_function_words() -> None:
    assert same_thing("the ratifying of a treaty", ["ratification of treaties"])
    assert not same_thing("a treaty on fish", ["a treaty on the lease of ports"])
    assert same_thing("with it", ["with it"])
    assert not same_thing("", ["weir"])
    assert same_holder("Müller", ["Otto Muller"])
    assert same_holder("the President", ["president"])
    assert not same_holder("", ["vicar"])
    assert content_words("No to the Treaty’s terms") == {"treaty", "term"}

"""A record settles what its parts leave open, and refuses what does not fit together."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kg.errors import InputError
from kg.model import Actor, ActorKind, Evidence
from kg.model.record import actors_of
from tests.rdf.samples import harbour_record


def test_evidence_gets_its_surroundings() -> None:
    record = harbour_record()
    position = record.positions[1]
    bare = Evidence(article=position.evidence.article, span=position.evidence.span, quote=position.evidence.quote)
    assert replace(record, positions=(replace(position, evidence=bare),)).positions == (position,)


def test_evidence_that_is_not_in_the_article_is_refused() -> None:
    record = harbour_record()
    position = record.positions[1]
    wrong = replace(position.evidence, quote=position.evidence.quote.replace("rejected", "embraced"))
    with pytest.raises(InputError) as caught:
        replace(record, positions=(replace(position, evidence=wrong),))
    assert str(caught.value) == (
        'expected "Belmark\'s coastguard embraced a withdrawal." at [149, 192) of wire/harbour.txt,'
        ' got "Belmark\'s coastguard rejected a withdrawal."'
    )


def test_an_actor_has_one_wikidata_item_throughout_an_article() -> None:
    record = harbour_record()
    first, second, third = record.positions
    unknown = replace(second, side=Actor(name="Ardania", kind=ActorKind.STATE))
    settled = replace(record, positions=(first, unknown, third))
    assert settled.positions[1].side == Actor(name="Ardania", kind=ActorKind.STATE, wikidata="Q100")
    other = replace(second, side=Actor(name="Ardania", kind=ActorKind.STATE, wikidata="Q200"))
    with pytest.raises(InputError) as caught:
        replace(record, positions=(first, other, third))
    assert str(caught.value) == (
        "expected one Wikidata item for Ardania (state), got Q100 and Q200 in wire/harbour.txt"
    )


def test_a_position_is_there_once() -> None:
    record = harbour_record()
    with pytest.raises(InputError) as caught:
        replace(record, positions=(*record.positions, replace(record.positions[2], confidence=0.5)))
    assert str(caught.value) == (
        f"expected each position once, got {record.positions[2].id} twice in wire/harbour.txt:"
        " Fishers' League supports 'the truce'"
    )


@pytest.mark.parametrize("number", [-1, 2**32])
def test_fingerprints_are_of_32_bits(number: int) -> None:
    with pytest.raises(InputError) as caught:
        replace(harbour_record(), fingerprint=(0, number))
    assert str(caught.value) == f"expected fingerprint numbers of 32 bits, got {number} for wire/harbour.txt"


def test_the_actors_of_a_position_are_holder_side_and_speakers() -> None:
    assert [actor.name for actor in actors_of(harbour_record().positions[0])] == ["Ardania", "Ardania", "Lena Orlo"]

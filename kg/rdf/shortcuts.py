"""The second level of a position: plain triples for simple questions, derived here and nowhere else.

The position's own node is the record; a shortcut says less (no words, no date, no certainty) and is there so that
``?actor neg:supports ?proposal`` works. A denied position yields none: who denies a stance does not take it.
"""

from __future__ import annotations

from collections.abc import Iterator

from pyoxigraph import Triple

from kg.model import Modality, Position, Stance
from kg.rdf.iris import actor_iri, proposal_iri
from kg.rdf.namespaces import NEG, PROV

STANCE_PROPERTIES = {
    Stance.SUPPORTS: NEG.term("supports"),
    Stance.OPPOSES: NEG.term("opposes"),
    Stance.CONDITIONS_ON: NEG.term("conditionsOn"),
}
DEPENDS_ON = NEG.term("dependsOn")
ACTED_ON_BEHALF_OF = PROV.term("actedOnBehalfOf")


def shortcut_triples(position: Position) -> Iterator[Triple]:
    """Holder to proposal by stance, proposal to the proposals it depends on, holder to the side it speaks for."""
    holder = actor_iri(position.holder.kind, position.holder.name)
    proposal = proposal_iri(position.proposal.label)
    side = None if position.side is None else actor_iri(position.side.kind, position.side.name)
    if side is not None and side != holder:
        yield Triple(holder, ACTED_ON_BEHALF_OF, side)
    if position.modality is Modality.DENIED:
        return
    yield Triple(holder, STANCE_PROPERTIES[position.stance], proposal)
    for condition in position.conditions:
        yield Triple(proposal, DEPENDS_ON, proposal_iri(condition.proposal.label))

"""Surface words to known things: actors and their sides, and the proposals behind their wordings."""

from kg.resolution.actors import resolve_actor
from kg.resolution.gazetteer import Entry, demonym, look_up
from kg.resolution.proposals import resolve_proposal
from kg.resolution.roles import Role, is_group_noun, role
from kg.resolution.sides import resolve_side

__all__ = [
    "Entry",
    "Role",
    "demonym",
    "is_group_noun",
    "look_up",
    "resolve_actor",
    "resolve_proposal",
    "resolve_side",
    "role",
]

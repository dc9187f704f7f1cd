"""A name or description of an actor in the text, with what the text says of it."""

from __future__ import annotations

from dataclasses import dataclass

from kg.model.actor import ActorKind
from kg.model.span import Span


@dataclass(frozen=True, kw_only=True, slots=True)
class Mention:
    """The words that name an actor, and the descriptions that stand with it anywhere in the article.

    ``name`` is the fullest name found in the article ("Emmanuel Macron" for a later "he" or "Macron"), without
    articles and titles; ``wording`` are the words at ``span``. ``descriptions`` are the roles and appositions the
    article gives ("French President", "Russian deputy foreign minister"), in reading order. ``kind`` is None where
    grammar does not tell.
    """

    name: str
    wording: str
    span: Span
    kind: ActorKind | None = None
    descriptions: tuple[str, ...] = ()

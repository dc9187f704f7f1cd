"""How the names of the shipped pipeline see a word: by the grammar's encoder and by one of their own, side by side."""

from typing import Any

import spacy
from spacy.tokens import Doc
from thinc.api import Model, concatenate

Encoder = Model[list[Doc], list[Any]]


@spacy.registry.architectures("parley.SideBySide.v1")
def side_by_side(first: Encoder, second: Encoder) -> Encoder:
    """An encoder whose vector of a word is that of `first` followed by that of `second`."""
    both: Encoder = concatenate(first, second)
    return both

"""From parsed sentences to positions in surface words: actors, speech, stances, proposals, conditions."""

from kg.extraction.coding import Coded, code
from kg.extraction.reading import Reading, read

__all__ = ["Coded", "Reading", "code", "read"]

"""From parsed sentences to positions in surface words: actors, speech, stances, proposals, conditions."""

from kg.extraction.coding import Coded, code
from kg.extraction.reading import Reading, read
from kg.extraction.scoring import confidence
from kg.extraction.statements import Manner, Statement, attribute_statements

__all__ = ["Coded", "Manner", "Reading", "Statement", "attribute_statements", "code", "confidence", "read"]

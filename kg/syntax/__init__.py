"""The language model and the trees it gives: the only storey that knows the parser."""

from kg.syntax.parsing import parse
from kg.syntax.tree import Sentence, Token

__all__ = ["Sentence", "Token", "parse"]

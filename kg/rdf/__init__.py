"""The only storey that says "triple": how positions are written as RDF, and read back."""

from kg.rdf.decoding import decode_record
from kg.rdf.encoding import article_quads

__all__ = ["article_quads", "decode_record"]

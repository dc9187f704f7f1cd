"""Reading: from files and pages to articles, with boilerplate marked, sentences, quotations and copies found."""

from kg.text.articles import read_article
from kg.text.duplicates import find_origins, fingerprint, resemblance
from kg.text.lists import ENUMERATOR
from kg.text.loading import read_bytes
from kg.text.quotations import Quotation, find_quotations
from kg.text.sentences import split_sentences
from kg.text.sources import expand_sources
from kg.text.turns import Turn, find_turns

__all__ = [
    "ENUMERATOR", "Quotation", "Turn", "expand_sources", "find_origins", "find_quotations", "find_turns", "fingerprint",
    "read_article", "read_bytes", "resemblance", "split_sentences",
]  # fmt: skip

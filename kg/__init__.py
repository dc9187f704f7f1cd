"""Parley: a knowledge graph of negotiation positions, read from news articles."""

import os

__version__ = "0.1.0"

# The matrices of the language model are small: several threads for one product cost more than they give (measured:
# up to nine times slower on a busy machine). A user's own setting stays.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

"""Parley: a knowledge graph of negotiation positions, read from news articles."""

__version__ = "0.1.0"

"""The read model: what the web's lists are answered from, a cache of the graph in SQLite."""

from kg.store.read_model.lists import Part
from kg.store.read_model.model import BehindError, ReadModel

__all__ = ["BehindError", "Part", "ReadModel"]

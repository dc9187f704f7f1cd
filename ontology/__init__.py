"""Vocabulary (Turtle), shapes and word lists (TOML): data, read through ``importlib.resources.files("ontology")``."""

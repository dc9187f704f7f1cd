"""The command line: reads arguments, calls one use case, prints what came back."""

from kg.cli.app import main

__all__ = ["main"]

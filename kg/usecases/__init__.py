"""The landing between the two wings: what a user can ask of Parley, one function each.

Nothing is imported here on purpose. Reading needs the language model and pictures need matplotlib, so each door
imports the one module whose use case it serves, and the command line starts at once.
"""

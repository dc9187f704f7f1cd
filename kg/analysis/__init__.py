"""Positions in, networks and numbers out: every tie and every number leads back to its positions."""

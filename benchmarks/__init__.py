"""How fast and how small Parley's analyses are, beside the ways in which people do the same without it."""

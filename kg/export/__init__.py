"""Views of positions and networks as files: one format family a file."""

"""The training recipe of the English pipeline that ships in `kg/syntax/english`: `python -m kg.syntax.training`."""

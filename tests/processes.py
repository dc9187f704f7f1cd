"""Whether a process still runs, where Linux lists them."""

from __future__ import annotations

from pathlib import Path


def runs(process: int) -> bool:
    """Whether there is such a process, and it has not ended."""
    try:
        status = Path(f"/proc/{process}/stat").read_text()
    except FileNotFoundError:
        return False
    return status.rpartition(")")[2].split()[0] != "Z"

"""What a process of our own may take of the machine, where the system grants less already."""

from __future__ import annotations

import subprocess
import sys

import pytest

CAPPED = """
import resource
from kg.confinement import MEBIBYTE, cap_memory

resource.setrlimit(resource.RLIMIT_DATA, ({hard} * MEBIBYTE, {hard} * MEBIBYTE))
cap_memory(700 * MEBIBYTE)
print(*(limit // MEBIBYTE for limit in resource.getrlimit(resource.RLIMIT_DATA)))
"""


@pytest.mark.parametrize(("hard", "granted"), [(900, "700 700"), (500, "500 500")])
def test_the_limit_is_the_lower_one(hard: int, granted: str) -> None:
    pytest.importorskip("resource", reason="this system cannot limit the memory of a process")
    done = subprocess.run([sys.executable, "-c", CAPPED.format(hard=hard)], capture_output=True, text=True, check=False)
    assert (done.stdout.strip(), done.stderr) == (granted, "")

"""A process for tasks: what it gives, and what is said when it does not even start."""

from __future__ import annotations

import os
import time

import pytest

from kg.confinement import MEBIBYTE
from kg.errors import AccessError
from kg.usecases.task_process import OverdueError, TaskProcess
from tests.usecases import tasks


def test_one_task_after_another_until_one_is_late() -> None:
    process = TaskProcess(tasks.nothing, seconds=0.3, memory=1024 * MEBIBYTE)
    assert process.do(pow, 2, 10) == 1024
    assert process.do(os.getpid) != os.getpid()
    assert process.is_fit
    with pytest.raises(OverdueError):
        process.do(time.sleep, 10)
    assert (process.is_fit, process.is_alive()) == (False, True)
    process.close()


@pytest.mark.skipif(not hasattr(os, "nice"), reason="this system knows no niceness")
def test_it_makes_way_for_others() -> None:
    process = TaskProcess(tasks.nothing, seconds=1.0, memory=256 * MEBIBYTE, niceness=3)
    assert process.do(os.nice, 0) == os.nice(0) + 3
    process.close()


def test_one_that_does_not_start_is_told() -> None:
    process = TaskProcess(tasks.prepare_badly, seconds=1.0, memory=256 * MEBIBYTE)
    with pytest.raises(AccessError, match=r"^expected a process to start, got: its end \(too little memory or a "):
        process.do(pow, 2, 10)
    process.close()

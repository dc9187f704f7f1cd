"""The process that reads: what it gives, what it refuses, and that nothing keeps it from the next article."""

from __future__ import annotations

import multiprocessing
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import pytest

from kg.confinement import MEBIBYTE, signals_held
from kg.errors import InputError
from kg.usecases import task_process
from kg.usecases.reading_process import ReaderError, ReadingLimits, ReadingProcess
from kg.usecases.reading_tasks import describe_reading, read_positions, read_submission
from kg.usecases.submissions import Submission

CHECKOUT = Path(__file__).parents[2]
TALKS = b"Harbour talks resume\n\nThe government of Ardania rejected a public port on Monday.\n"


def kill(process: int, number: signal.Signals) -> None:
    """Send the signal, as somebody outside would."""
    subprocess.run(["kill", f"-{int(number)}", str(process)], check=True)


@contextmanager
def no_more_files() -> Iterator[None]:
    """Let this process open no more files."""
    resource = pytest.importorskip("resource", reason="this system cannot limit the number of files of a process")
    before = resource.getrlimit(resource.RLIMIT_NOFILE)
    with Path(__file__).open("rb") as last:
        resource.setrlimit(resource.RLIMIT_NOFILE, (last.fileno() + 1, before[1]))
        try:
            yield
        finally:
            resource.setrlimit(resource.RLIMIT_NOFILE, before)


@pytest.fixture(scope="module")
def reader() -> Iterator[ReadingProcess]:
    reader = ReadingProcess(ReadingLimits(seconds=1.0))
    yield reader
    reader.close()


def test_an_article_is_read_elsewhere_as_it_would_be_here(reader: ReadingProcess) -> None:
    sent = Submission(source="talks.txt", data=TALKS, title="Talks", publisher="Coast Wire")
    article = reader.run(read_submission, sent)
    assert article == read_submission(sent)
    assert (article.title, article.publisher) == ("Talks", "Coast Wire")
    record = reader.run(read_positions, article, reader.run(describe_reading))
    assert [(each.holder.name, each.stance, each.proposal.wording) for each in record.positions] == [
        ("government of Ardania", "opposes", "public port")
    ]


def test_what_is_no_article_is_refused_in_the_same_words(reader: ReadingProcess) -> None:
    with pytest.raises(InputError, match=r"^expected an article, got an empty file in talks\.txt$"):
        reader.run(read_submission, Submission(source="talks.txt", data=b" "))


def test_one_that_takes_too_long_is_ended_and_the_next_is_read(reader: ReadingProcess) -> None:
    before = reader.run(os.getpid)
    late = r"^expected an article that can be read within 1 seconds, got one that takes longer$"
    with pytest.raises(InputError, match=late):
        reader.run(time.sleep, 30)
    assert reader.run(os.getpid) != before
    with pytest.raises(ProcessLookupError):
        os.kill(before, 0)


def test_one_at_which_two_processes_end_is_said_and_the_next_is_read(reader: ReadingProcess) -> None:
    before = reader.run(os.getpid)
    with pytest.raises(InputError) as raised:
        reader.run(os._exit, 3)
    assert str(raised.value) == (
        "expected an article that can be read, got one at which two processes ended one after the other (too little"
        " memory or a fault of ours; the server's log says more)"
    )
    assert reader.run(len, "abc") == 3
    assert reader.run(os.getpid) != before


def test_one_whose_process_is_killed_is_read_in_another(reader: ReadingProcess) -> None:
    before = reader.run(os.getpid)
    with ThreadPoolExecutor(1) as pool:
        reading = pool.submit(reader.run, time.sleep, 0.5)
        time.sleep(0.2)
        kill(before, signal.SIGKILL)
        assert reading.result() is None
    after = reader.run(os.getpid)
    assert after != before
    kill(after, signal.SIGKILL)
    time.sleep(0.1)
    assert reader.run(len, "abc") == 3  # it was killed before it was asked


@pytest.mark.skipif(sys.platform == "win32", reason="Windows ends processes without asking them")
def test_signals_to_the_whole_group_end_no_process_from_its_first_moment_on() -> None:
    known = {child.pid for child in multiprocessing.active_children()}
    reader = ReadingProcess()
    with ThreadPoolExecutor(1) as pool:
        reading = pool.submit(reader.run, os.getpid)
        while not (born := {child.pid for child in multiprocessing.active_children()} - known):
            pass
        (started,) = born
        assert started is not None
        while not reading.done():
            kill(started, signal.SIGTERM)
            kill(started, signal.SIGINT)
            time.sleep(0.005)
        assert reading.result() == started
    kill(started, signal.SIGTERM)
    assert reader.run(os.getpid) == started
    reader.close()


def test_the_signals_of_the_starting_thread_are_its_own_again() -> None:
    held = getattr(signal, "pthread_sigmask", None)
    if held is None:
        pytest.skip("this system holds back no signals")
    with signals_held():
        assert {signal.SIGINT, signal.SIGTERM} <= held(signal.SIG_BLOCK, ())
    assert not {signal.SIGINT, signal.SIGTERM} & held(signal.SIG_BLOCK, ())


def test_a_process_that_cannot_be_started_is_no_fault_of_the_article() -> None:
    reader = ReadingProcess()
    multiprocessing.set_executable("/nowhere/python")
    try:
        with pytest.raises(ReaderError) as raised:
            reader.run(len, "abc")
    finally:
        multiprocessing.set_executable(sys.executable)
    assert str(raised.value) == (
        "expected the process that reads articles to start, got: its end (too little memory or a fault of ours; the"
        " server's log says more)"
    )
    with no_more_files(), pytest.raises(ReaderError) as refused:
        reader.run(len, "abc")
    assert str(refused.value) == "expected the process that reads articles to start, got: Too many open files"
    assert reader.run(len, "abc") == 3
    reader.close()


def test_one_that_is_not_ready_in_time_is_no_fault_of_the_article(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(task_process, "START_SECONDS", 0.1)
    reader = ReadingProcess()
    with pytest.raises(ReaderError) as raised:
        reader.run(len, "abc")
    assert str(raised.value) == (
        "expected the process that reads articles to start, got: no sign of it within 0.1 seconds"
    )
    reader.close()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows cannot let processes stand still")
def test_a_time_in_which_all_stood_still_does_not_count() -> None:
    place = subprocess.Popen(
        [sys.executable, "-c", STANDING], stdout=subprocess.PIPE, text=True, cwd=CHECKOUT, start_new_session=True
    )
    with place:
        assert place.stdout is not None
        assert place.stdout.readline() == "reading\n"
        time.sleep(0.2)
        os.killpg(place.pid, signal.SIGSTOP)
        time.sleep(2.5)
        os.killpg(place.pid, signal.SIGCONT)
        assert place.stdout.readline() == "449999985000000\n"
    assert place.returncode == 0


STANDING = """
from kg.usecases.reading_process import ReadingLimits, ReadingProcess
if __name__ == "__main__":
    reader = ReadingProcess(ReadingLimits(seconds=2.0))
    reader.run(len, "abc")
    print("reading", flush=True)
    print(reader.run(sum, range(30_000_000)), flush=True)
    reader.close()
"""


def test_those_who_wait_have_their_turns_in_order(reader: ReadingProcess) -> None:
    done: list[int] = []

    def ask(number: int) -> None:
        reader.run(time.sleep, 0.05)
        done.append(number)

    with ThreadPoolExecutor(8) as pool:
        for number in range(8):
            pool.submit(ask, number)
            time.sleep(0.005)
    assert done == sorted(done)


def test_memory_has_an_end_and_a_closed_process_says_so() -> None:
    pytest.importorskip("resource", reason="this system cannot limit the memory of a process")
    reader = ReadingProcess(ReadingLimits(memory=1024 * MEBIBYTE))
    with pytest.raises(InputError, match=r"^expected an article that needs at most 1024 MiB of memory, got one that"):
        reader.run(bytes, 2**31)
    reader.close()
    with pytest.raises(ReaderError, match=r"^expected a process to read in, got one that is closed$"):
        reader.run(os.getpid)

"""The process that reads: what it gives, what it refuses, and that nothing keeps it from the next article."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from kg.confinement import MEBIBYTE
from kg.errors import AccessError, InputError
from kg.usecases.reading_process import ReadingLimits, ReadingProcess
from kg.usecases.reading_tasks import describe_reading, read_positions, read_submission
from kg.usecases.submissions import Submission

TALKS = b"Harbour talks resume\n\nThe government of Ardania rejected a public port on Monday.\n"


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


def test_one_at_which_the_process_ends_is_said_and_the_next_is_read(reader: ReadingProcess) -> None:
    with pytest.raises(InputError, match=r"^expected an article that can be read, got one at which the reading proces"):
        reader.run(os._exit, 3)
    assert reader.run(len, "abc") == 3


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
    with pytest.raises(AccessError, match=r"^expected a process to read in, got one that is closed$"):
        reader.run(os.getpid)

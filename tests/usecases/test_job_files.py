"""The files of jobs: what they bear (killed processes, blank lines, damage) and what they refuse."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from kg.errors import AccessError, InputError
from kg.usecases import job_files
from kg.usecases.job_files import Job, JobFiles, JobState, SizeError, advance, rewind
from kg.usecases.outcomes import Failure, Outcome, Stored

NOON = datetime(2025, 3, 20, 12, 0, tzinfo=UTC)
LINES = b'{"text": "One."}\n\n{"text": "Two."}\n{"text": "Three."}'
READ = Outcome(source="a.txt", stored=(Stored(id="0" * 16, source="a.txt", positions=3, is_new=True),))
KNOWN = Outcome(source="b.txt", stored=(Stored(id="1" * 16, source="b.txt", positions=2, is_new=False),))
LOST = Outcome(source="c.txt", failures=(Failure(source="c.txt", reason="expected an article, got an empty file"),))


@pytest.fixture
def files(tmp_path: Path) -> JobFiles:
    return JobFiles(tmp_path / "parley.db.jobs")


def enqueued(files: JobFiles, data: bytes = LINES) -> Job:
    with files.spool() as spool:
        for at in range(0, len(data), 5):  # pieces end anywhere
            spool.write(data[at : at + 5])
        return files.enqueue(spool, "ana", NOON)


def test_what_was_handed_in_is_there_in_the_next_process(files: JobFiles, tmp_path: Path) -> None:
    job = enqueued(files)
    (again,) = JobFiles(tmp_path / "parley.db.jobs").load()
    assert again == job
    assert (job.total, job.by, job.created, job.state) == (3, "ana", NOON, JobState.QUEUED)
    assert list(files.lines(job, after=1)) == [(3, b'{"text": "Two."}\n'), (4, b'{"text": "Three."}')]


def test_outcomes_are_counted_and_a_line_that_was_cut_off_is_done_again(files: JobFiles, tmp_path: Path) -> None:
    job = enqueued(files)
    files.note(job, [READ, KNOWN, LOST])
    assert list(files.outcomes(job.id)) == [READ, KNOWN, LOST]
    counted = advance(job, files.outcomes(job.id))
    assert (counted.done, counted.stored, counted.known, counted.positions, counted.failed) == (3, 1, 1, 3, 1)
    assert counted.failures == LOST.failures
    assert rewind(counted) == job
    path = tmp_path / "parley.db.jobs" / job.id / "outcomes.ndjson"
    path.write_bytes(path.read_bytes()[:-7])
    assert list(files.outcomes(job.id)) == [READ, KNOWN]
    files.mend(job)
    files.note(job, [LOST])
    assert list(files.outcomes(job.id)) == [READ, KNOWN, LOST]


def test_a_job_that_is_over_keeps_its_result_and_not_its_articles(files: JobFiles, tmp_path: Path) -> None:
    job = advance(enqueued(files), [READ, LOST])
    over = replace(job, state=JobState.DONE, started=NOON, ended=NOON, copies=0)
    files.save(over)
    assert files.load() == [over]
    assert sorted(path.name for path in (tmp_path / "parley.db.jobs" / job.id).iterdir()) == ["job.json"]
    files.forget(over)
    assert files.load() == []


def test_a_job_that_failed_keeps_its_articles_for_nobody_else_may_have_them(files: JobFiles, tmp_path: Path) -> None:
    job = enqueued(files)
    files.save(replace(job, state=JobState.FAILED, ended=job.created, problem="an error"))
    (again,) = files.load()
    assert (again.state, list(files.lines(again, after=1))) == (JobState.FAILED, list(files.lines(job, after=1)))
    assert any(path.name == "articles.ndjson" for path in tmp_path.rglob("*"))


def test_what_was_never_wholly_handed_in_is_no_job(files: JobFiles, tmp_path: Path) -> None:
    with files.spool() as spool:
        spool.write(LINES)
    assert list((tmp_path / "parley.db.jobs").iterdir()) == []
    rest = tmp_path / "parley.db.jobs" / ".0a1b2c3d.part"  # as a killed process leaves it
    rest.mkdir()
    (rest / "articles.ndjson").write_bytes(LINES)
    assert files.load() == []
    assert list((tmp_path / "parley.db.jobs").iterdir()) == []


def test_what_killed_processes_left_is_removed_and_nothing_else(files: JobFiles, tmp_path: Path) -> None:
    place = tmp_path / "parley.db.jobs"
    waiting = enqueued(files)
    over = replace(enqueued(files), state=JobState.DONE, ended=NOON)
    files.note(over, [READ])
    handed_in = (place / over.id / "articles.ndjson").read_bytes()
    files.save(over)
    (place / over.id / "articles.ndjson").write_bytes(handed_in)  # killed after its state was written
    (place / waiting.id / "job.json.new").write_bytes(b'{"id"')  # killed while it was
    forgotten = place / f".{'20250320T120000-0a1b2c3d'}.part"  # killed while it was removed
    forgotten.mkdir()
    (forgotten / "job.json").write_bytes(b"{}")
    own = place / "notes"  # a folder of somebody's
    own.mkdir()
    (own / "articles.ndjson").write_bytes(LINES)
    assert {job.id for job in files.load()} == {waiting.id, over.id}
    assert sorted(str(path.relative_to(place)) for path in place.rglob("*") if path.is_file()) == sorted(
        [
            f"{waiting.id}/articles.ndjson", f"{waiting.id}/job.json", f"{over.id}/job.json",
            f"{over.id}/outcomes.ndjson", "notes/articles.ndjson",
        ]
    )  # fmt: skip
    assert not forgotten.exists()


def test_a_job_is_forgotten_as_a_whole(files: JobFiles, tmp_path: Path) -> None:
    place = tmp_path / "parley.db.jobs"
    job = enqueued(files)
    (place / f".{job.id}.part").write_bytes(b"")  # in the way
    with pytest.raises(AccessError) as raised:
        files.forget(job)
    assert str(raised.value) == f"expected to write the files of a job to {place}, got: Not a directory"
    assert files.load() == [job]
    (place / f".{job.id}.part").unlink()
    files.forget(job)
    assert list(place.iterdir()) == []
    files.forget(job)  # or somebody removed the folder


@pytest.mark.parametrize(
    ("data", "complaint"),
    [
        (b" \n\n", r"^expected articles, one JSON object a line, got no line$"),
        (
            b"\nTalks resume\n",
            r"^expected an article as a JSON object in line 2, got a mistake at character 1: expected a value: text",
        ),
    ],
)
def test_what_holds_no_article_is_refused(data: bytes, complaint: str, files: JobFiles) -> None:
    with pytest.raises(InputError, match=complaint):
        enqueued(files, data)
    assert files.load() == []


def test_lines_and_jobs_have_an_end(files: JobFiles, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(job_files, "LARGEST_LINE", 16)
    enqueued(files, b'{"text": "One."}\n{"text": "Two."}\n')
    with pytest.raises(SizeError, match=r"^expected at most 16 bytes for one article, got more$"):
        enqueued(files)
    monkeypatch.setattr(job_files, "LARGEST_JOB", 20)
    with pytest.raises(SizeError, match=r"^expected articles of at most 20 bytes together, got more$"):
        enqueued(files, b'{"text": "One."}\n{"text": "Two."}\n')


def test_a_damaged_state_is_named(files: JobFiles, tmp_path: Path) -> None:
    job = enqueued(files)
    path = tmp_path / "parley.db.jobs" / job.id / "job.json"
    path.write_text(json.dumps({"id": job.id}), "utf-8")
    with pytest.raises(AccessError) as raised:
        files.load()
    assert str(raised.value) == (
        f"expected the state of a job in {path}, got something else ('created'); remove the folder {path.parent}"
    )

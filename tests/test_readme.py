"""What the README shows is what happens: its commands are run, and their output is compared.

A block marked ``console`` holds commands after ``$`` and what they print. A line ``…`` stands for any lines, and an
``…`` within a line for any characters. After a change that is meant, ``python -m tests.test_readme`` writes the
output and the picture anew.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from PIL import Image

CHECKOUT = Path(__file__).parents[1]
README = CHECKOUT / "README.md"
PICTURE = CHECKOUT / "docs" / "pictures" / "network.png"
CONSOLE = re.compile(r"(?<=^```console\n).*?(?=^```$)", re.MULTILINE | re.DOTALL)
WIDTH = "100"


@dataclass(frozen=True, kw_only=True, slots=True)
class Example:
    """A command of the README and the lines that stand below it there."""

    command: str
    shown: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Outcome:
    """An example with the exit status and the lines that its command really gave."""

    example: Example
    status: int
    printed: str


def test_the_commands_of_the_readme_do_what_it_shows(tmp_path: Path) -> None:
    wrong = [
        f"$ {outcome.example.command}\nstatus {outcome.status}, printed:\n{outcome.printed}"
        for outcome in _play(README.read_text("utf-8"), tmp_path)
        if outcome.status != 0 or not _agrees(outcome.example.shown, outcome.printed)
    ]
    assert not wrong, "\n\n".join(wrong)


def test_the_two_commands_at_the_top_are_targets_of_the_makefile() -> None:
    top = README.read_text("utf-8").partition("\n## ")[0] + README.read_text("utf-8").split("\n## ")[1]
    named = re.findall(r"^make ([a-z]+)", top, re.MULTILINE)
    assert named[:2] == ["demo", "test"]
    for target in named:
        subprocess.run(["make", "--dry-run", target], cwd=CHECKOUT, check=True, capture_output=True)


def test_every_file_that_the_readme_links_to_is_there() -> None:
    links = re.findall(r"\]\(([^)#:]+)\)", README.read_text("utf-8"))
    assert [link for link in links if not (CHECKOUT / link).exists()] == []
    assert "docs/pictures/network.png" in links
    assert PICTURE.stat().st_size < 200_000


def _play(text: str, folder: Path) -> Iterator[Outcome]:
    environment = _environment(folder)
    for block in CONSOLE.finditer(text):
        for example in _examples(block[0]):
            if exported := re.fullmatch(r"export (\w+)=(\S+)", example.command):
                environment[exported[1]] = exported[2]
            done = subprocess.run(
                ["bash", "-o", "pipefail", "-c", example.command],
                cwd=folder,
                env=environment,
                stdin=subprocess.DEVNULL,
                capture_output=True,
                text=True,
                encoding="utf-8",
            )
            printed = done.stdout if done.returncode == 0 else done.stderr
            yield Outcome(example=example, status=done.returncode, printed=printed)


def _environment(folder: Path) -> dict[str, str]:
    shutil.copytree(CHECKOUT / "examples", folder / "examples")
    (folder / "bin").mkdir()
    parley = folder / "bin" / "parley"
    parley.write_text(f'#!/bin/sh\nPYTHONPATH="{CHECKOUT}" exec "{sys.executable}" -m kg "$@"\n')
    parley.chmod(0o755)
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("PARLEY_", "PYTHON"))}
    return kept | {"PATH": f"{folder / 'bin'}:{os.environ['PATH']}", "COLUMNS": WIDTH, "NO_COLOR": "1"}


def _examples(block: str) -> Iterator[Example]:
    for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
        command, _, shown = part.partition("\n")
        yield Example(command=command, shown=shown)


def _agrees(shown: str, printed: str) -> bool:
    lines = [r"(?:.*\n)*?" if line.strip() == "…" else _line_pattern(line) for line in _trimmed(shown)]
    return re.fullmatch("".join(lines), "".join(f"{line}\n" for line in _trimmed(printed))) is not None


def _line_pattern(line: str) -> str:
    return ".*".join(re.escape(part) for part in line.split("…")) + r"\n"


def _trimmed(text: str) -> list[str]:
    return [line.rstrip() for line in text.rstrip().splitlines()]


def _rewrite() -> None:
    text = README.read_text("utf-8")
    with tempfile.TemporaryDirectory() as folder:
        for outcome in _play(text, Path(folder)):
            if outcome.status != 0:
                sys.exit(f"$ {outcome.example.command}\n{outcome.printed}")
            if not _agrees(outcome.example.shown, outcome.printed):
                head = f"$ {outcome.example.command}\n"
                fresh = "".join(f"{line}\n" for line in _trimmed(outcome.printed))
                text = text.replace(head + outcome.example.shown, head + fresh, 1)
        _reduce(Path(folder) / "network.png", PICTURE)
    README.write_text(text, "utf-8")


def _reduce(big: Path, small: Path) -> None:
    """The picture that an example exported, in 64 colours and 1,400 pixels wide: a quarter of its bytes."""
    with Image.open(big) as image:
        size = (1400, round(1400 * image.height / image.width))
        reduced = image.convert("RGB").resize(size, Image.Resampling.LANCZOS)
    reduced.quantize(64, method=Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE).save(small, optimize=True)


if __name__ == "__main__":
    _rewrite()

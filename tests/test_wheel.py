"""The wheel holds all that Parley needs, and works where there is no checkout."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import sysconfig
import tomllib
import zipfile
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).parents[1]
ARTICLE = CHECKOUT / "examples" / "articles" / "tarn-2026-02-03-rejected.txt"
NOT_SHIPPED = {"__pycache__", ".DS_Store"}


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built from the checkout with the build backend that is installed."""
    folder = tmp_path_factory.mktemp("dist")
    _run(sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", folder, CHECKOUT, cwd=folder)
    (built,) = folder.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A new environment with the wheel in it, which borrows the libraries of the running one."""
    environment = tmp_path_factory.mktemp("elsewhere") / "venv"
    _run(sys.executable, "-m", "venv", "--without-pip", environment, cwd=environment.parent)
    packages = environment / "lib" / f"python{sys.version_info[0]}.{sys.version_info[1]}" / "site-packages"
    # A path in a .pth file is searched, but the .pth files there are not read: an editable Parley stays out of sight.
    (packages / "borrowed.pth").write_text(sysconfig.get_path("purelib") + "\n")
    python = environment / "bin" / "python"
    pip = [sys.executable, "-m", "pip", "--python", python, "--disable-pip-version-check"]
    _run(*pip, "install", "--quiet", "--no-deps", "--no-index", "--ignore-installed", wheel, cwd=environment.parent)
    return environment


def test_the_wheel_holds_every_data_file_of_the_packages(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        shipped = set(archive.namelist())
    expected = {
        path.relative_to(CHECKOUT).as_posix()
        for package in ("kg", "api", "ontology")
        for path in (CHECKOUT / package).rglob("*")
        if path.is_file() and not NOT_SHIPPED.intersection(path.parts)
    }
    assert expected - shipped == set()
    assert {Path(name).parts[0] for name in shipped} == {"kg", "api", "ontology", f"{_stem(wheel)}.dist-info"}
    assert {Path(name).suffix for name in shipped} >= {".ttl", ".toml", ".jsonld", ".rq"}
    assert any(name.startswith("kg/syntax/english/") for name in shipped)


def test_the_installed_command_reads_an_article_like_the_checkout(installed: Path, tmp_path: Path) -> None:
    python = installed / "bin" / "python"
    home = _run(python, "-c", "import kg; print(kg.__file__)", cwd=tmp_path)
    assert Path(home.strip()).is_relative_to(installed)

    there = _run(installed / "bin" / "parley", "extract", ARTICLE, "--format", "jsonl", cwd=tmp_path)
    here = _run(sys.executable, "-m", "kg", "extract", ARTICLE, "--format", "jsonl", cwd=CHECKOUT)
    assert there == here
    assert {json.loads(line)["stance"] for line in there.splitlines()} >= {"supports", "opposes"}


def test_the_installed_command_stores_and_asks(installed: Path, tmp_path: Path) -> None:
    parley = installed / "bin" / "parley"
    _run(parley, "ingest", ARTICLE, "--store", "news.db", cwd=tmp_path)
    question = "SELECT (COUNT(DISTINCT ?graph) AS ?articles) { GRAPH ?graph { ?position a ?kind } }"
    answer = _run(parley, "query", question, "--store", "news.db", "--format", "csv", cwd=tmp_path)
    assert answer.splitlines()[0] == "articles"
    assert int(answer.splitlines()[1]) >= 1


@pytest.mark.parametrize(
    ("lock", "extra"),
    [("requirements.lock", None), ("requirements-dev.lock", "dev"), ("requirements-training.lock", "training")],
)
def test_every_dependency_is_pinned_with_hashes_and_no_address(lock: str, extra: str | None) -> None:
    project = tomllib.loads((CHECKOUT / "pyproject.toml").read_text("utf-8"))["project"]
    wanted = project["dependencies"] + (project["optional-dependencies"][extra] if extra else [])
    text = (CHECKOUT / lock).read_text("utf-8")
    pinned = re.findall(r"^([a-z0-9.-]+)==\S+(?: ;.*)? \\$\n    --hash=sha256:", text, re.MULTILINE)
    missing = {re.split(r"[<>=~!\[]", line)[0] for line in wanted} - set(pinned)
    assert missing == set(), "run make lock"
    assert "://" not in text


def _run(*command: str | Path, cwd: Path) -> str:
    # Neither the checkout nor a user's own packages may leak into the other environment.
    environment = {k: v for k, v in os.environ.items() if not k.startswith("PYTHON") and k != "PARLEY_STORE"}
    done = subprocess.run(
        [str(word) for word in command], cwd=cwd, env=environment, text=True, encoding="utf-8", capture_output=True
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def _stem(wheel: Path) -> str:
    name, version, *_ = wheel.name.split("-")
    return f"{name}-{version}"

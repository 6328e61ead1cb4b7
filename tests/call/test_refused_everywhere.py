"""A form changed without a version is refused wherever anything is made of it, in words, and nothing is made."""

from __future__ import annotations

import os
import pickle
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from chalicelib.call import current_call
from chalicelib.call.loading import load_call
from infra.slimming import PackagingFailed, read_the_call
from staff.failing import REFUSED
from staff.main import main
from tests.calls import NEW_QUESTION, TITLE, change, copied, with_next_version

ROOT = Path(__file__).parents[2]
TO_DO = ("forms/1.toml", "version = 2", 'fingerprint = "')
ADDED = (TITLE, NEW_QUESTION + TITLE)


@pytest.fixture
def functions(tmp_path: Path) -> Path:
    """What is deployed, in a copy."""
    left_out = shutil.ignore_patterns("__pycache__", "current.pickle")
    shutil.copytree(ROOT / "functions" / "chalicelib", tmp_path / "chalicelib", ignore=left_out)
    return tmp_path


def folder_of(functions: Path) -> Path:
    return functions / "chalicelib" / "call" / "calls" / current_call().id


def test_the_package_is_refused(functions: Path) -> None:
    change(folder_of(functions) / "form.toml", ADDED)
    with pytest.raises(PackagingFailed) as error:
        read_the_call(functions)
    assert [part for part in (*TO_DO, "нысан", "форма") if part not in str(error.value)] == []
    assert "Traceback" not in str(error.value)
    assert list(functions.rglob("*.pickle")) == []


def test_the_package_carries_every_version(functions: Path) -> None:
    changed = with_next_version(folder_of(functions), ADDED)
    read_the_call(functions)
    (shipped,) = functions.rglob("*.pickle")
    assert pickle.loads(shipped.read_bytes()) == changed == load_call(folder_of(functions))
    assert [form.version for form in changed.forms] == [1, 2]


def test_the_site_is_refused(functions: Path, tmp_path: Path) -> None:
    change(folder_of(functions) / "form.toml", ADDED)
    done = subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--strict", "--quiet", "--site-dir", str(tmp_path / "site")],
        cwd=ROOT, env={**os.environ, "NO_MKDOCS_2_WARNING": "1", "PYTHONPATH": str(functions)}, capture_output=True,
        text=True,
    )  # fmt: skip
    assert done.returncode and not (tmp_path / "site" / "index.html").exists()
    assert [part for part in TO_DO if part not in done.stderr] == []
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("language", ["kk", "ru"])
def test_baiqau_form_refuses_it_and_prints_the_versions_of_a_form_that_has_them(
    tmp_path: Path, language: str, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = copied(tmp_path, form=(ADDED,))
    assert main(["form", str(folder), "--lang", language]) == REFUSED
    refusal = capsys.readouterr().err
    assert [part for part in TO_DO if part not in refusal] == []
    change(folder / "form.toml", ADDED[::-1])
    changed = with_next_version(folder, ADDED)
    assert main(["form", str(folder), "--lang", language]) == 0
    shown = capsys.readouterr().out
    assert [form.fingerprint for form in changed.forms if form.fingerprint not in shown] == []

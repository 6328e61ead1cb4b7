"""A definition that cannot be used is refused wherever anything is made of it, in the same words; nothing is made."""

from __future__ import annotations

import os
import pickle
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from chalicelib.call import DefinitionError, current_call
from chalicelib.call.definition_refusal import definition_refusal, sentences
from chalicelib.call.loading import load_call
from infra.packaged_call import PackagingFailed, read_the_call
from staff.console.errors import REFUSED
from staff.main import main
from tests.calls import NEW_QUESTION, TITLE, change, copied, with_next_version

pytestmark = pytest.mark.call_of_2021

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


# One fault of each step of the reading; (file, old, new), or a whole file of the call's own words.
FAULTS = {
    "a time without a zone": ("call.toml", "closes_at = 2021-09-30T18:00:00+06:00", "closes_at = 2021-09-30T18:00:00"),
    "no TOML at all": ("form.toml", 'id = "applicant"', 'id = "applicant'),
    "a condition on nothing": ("form.toml", 'asked_when = { legal_status = ["legal_entity"] }',
                               'asked_when = { mood = ["good"] }'),
    "a fact that nobody knows": ("call.toml", "{call_days}", "{calldays}"),
    "a form without its version": ("form.toml", *ADDED),
    "words of its own that are none": ("words/staff.toml", "", "x = 1"),
    "a question that does not say what it answers": ("questions/who.sql", "", "SELECT 1"),
}  # fmt: skip
# What is started with it, and what it exits with.
ENTRIES: dict[str, tuple[tuple[str, ...], int]] = {
    "make serve": (("infra.local_cloud", "--port", "0"), 1),
    "make home": (("infra.home.trial", "--port", "0"), 1),
    "make rehearse": (("rehearsal",), 2),
    "make bench": (("bench", "cold"), 2),
    "make pictures": (("pictures.take",), 1),
    "make test": (("pytest", "tests/static/test_words.py"), 4),
    "make deploy": (("infra.deploy", "--stage", "staging"), 1),
    "mkdocs": (("mkdocs", "build", "--strict", "--quiet"), 1),
}


def spoilt_by(fault: str, to: Path) -> Path:
    """The current call's folder in `to` with that fault."""
    name, old, new = FAULTS[fault]
    folder = copied(to)
    (folder / name).parent.mkdir(exist_ok=True)
    if not old:
        (folder / name).write_text(new, "utf-8")
    else:
        text = (folder / name).read_text("utf-8")
        assert old in text
        (folder / name).write_text(text.replace(old, new, 1), "utf-8")
    return folder


@pytest.fixture(params=sorted(FAULTS))
def spoilt(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    return spoilt_by(request.param, tmp_path)


def refusal_of(folder: Path) -> DefinitionError:
    with pytest.raises(DefinitionError) as error:
        load_call(folder)
    assert error.value.line and error.value.others == ()
    return error.value


# Every fault where a call is looked at first and oftenest; one of them everywhere else.
WAYS = [(entry, fault) for entry in sorted(ENTRIES) for fault in sorted(FAULTS)
        if entry in ("make serve", "mkdocs") or fault == "a time without a zone"]  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize(("entry", "fault"), WAYS)
def test_every_way_in_says_the_same_two_sentences_and_shows_no_traceback(
    entry: str, fault: str, tmp_path: Path
) -> None:
    spoilt = spoilt_by(fault, tmp_path)
    (module, *words), code = ENTRIES[entry]
    where = ["--site-dir", str(tmp_path / "site")] if entry == "mkdocs" else []
    where = ["--state", str(tmp_path / "state")] if module in ("infra.local_cloud", "rehearsal") else where
    environment = {**os.environ, "BAIQAU_CALL": str(spoilt), "PYTHONPATH": "functions:.", "NO_MKDOCS_2_WARNING": "1"}
    ran = subprocess.run([sys.executable, "-m", module, *words, *where], cwd=ROOT, env=environment,
                         capture_output=True, text=True)  # fmt: skip
    shown = ran.stdout + ran.stderr
    assert [line for line in definition_refusal(refusal_of(spoilt)).splitlines() if line not in shown] == []
    assert ("Traceback" in shown, ran.returncode) == (False, code), shown
    assert not (tmp_path / "site" / "index.html").exists()


@pytest.mark.parametrize("language", ["kk", "ru"])
def test_the_tool_says_the_sentence_in_its_readers_language(
    spoilt: Path, language: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    (sentence,) = sentences(refusal_of(spoilt), language)
    monkeypatch.setenv("BAIQAU_CALL", str(spoilt))
    for words in (("form",), ("form", str(spoilt)), ("queue", "--help")):
        code = main([*words, "--lang", language])
        shown = " ".join(capsys.readouterr().err.split())
        if words[0] == "form":
            assert (code, sentence in shown) == (REFUSED, True), shown


def test_the_packager_itself_says_it_too(functions: Path, spoilt: Path) -> None:
    shutil.rmtree(folder_of(functions))
    shutil.copytree(spoilt, folder_of(functions))
    with pytest.raises(PackagingFailed) as error:
        read_the_call(functions)
    assert str(error.value).strip() == definition_refusal(refusal_of(spoilt))
    assert list(functions.rglob("*.pickle")) == []

"""The README's chapter on a call of one's own, line by line, in a folder of calls that is thrown away."""

from __future__ import annotations

import re
import shlex
import subprocess
from pathlib import Path

import pytest

from chalicelib.call import current
from chalicelib.call.loading import load_call
from infra.paths import ROOT
from tests.staff.conftest import Tool

CHAPTER = (ROOT / "README.md").read_text("utf-8").partition("## Your own call")[2].partition("\n## ")[0]
LINES = [line.strip().partition("#")[0].strip() for line in CHAPTER.splitlines() if line.startswith("    ")]


@pytest.fixture
def calls(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of calls with the present one in it, and a place to stand in."""
    place = tmp_path / "calls"
    place.mkdir()
    (place / current.call_folder().name).symlink_to(current.call_folder())
    (place / "current.txt").write_text(current.call_folder().name, "utf-8")
    monkeypatch.setattr(current, "CALLS", place)
    monkeypatch.chdir(tmp_path)
    return place


@pytest.mark.parametrize("language", ["kk", "ru"])
def test_every_line_for_the_tool_does_what_it_says(calls: Path, tool: Tool, language: str) -> None:
    for line in [line for line in LINES if line.startswith("./baiqau ")]:
        ran = tool(*shlex.split(line)[1:], "--lang", language)
        # Of a call just made everything is still the template's.
        assert ran.code == (4 if "--check" in line else 0) and (ran.out or ran.err) and "Traceback" not in ran.err, (
            line,
            ran.err,
        )
    assert load_call(calls / "my-call").id == "my-call"
    assert (calls.parent / "questions.xlsx").stat().st_size > 1000


def test_the_chapter_makes_checks_converts_serves_and_rehearses() -> None:
    assert [re.sub(r"^(\./baiqau form|make \w+).*?(--new|--to|--from|--check|CALL=my-call|my-call$).*", r"\1 \2", line)
            for line in LINES] == [
        "./baiqau form --new", "./baiqau form --to", "./baiqau form --from", "./baiqau form --check",
        "./baiqau form my-call", "make serve CALL=my-call", "make rehearse CALL=my-call",
    ]  # fmt: skip


@pytest.mark.parametrize("line", [line for line in LINES if line.startswith("make ")])
def test_every_line_for_make_names_the_call_and_types_no_date(line: str) -> None:
    said = subprocess.run([*line.split(), "--dry-run"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    shown = subprocess.run(
        ["make", "--silent", "-f", "-", "show", "CALL=my-call"], cwd=ROOT, capture_output=True, text=True, check=True,
        input="include Makefile\nshow:\n\t@echo $$BAIQAU_CALL\n",
    )  # fmt: skip
    assert shown.stdout.strip() == "my-call"
    assert not re.search(r"20\d\d-\d\d", said)


def test_the_page_beside_it_tells_every_column_and_kind() -> None:
    page = (ROOT / "docs" / "operating" / "own-call.md").read_text("utf-8")
    from chalicelib.call.field_kinds import KINDS
    from staff.form_sheets.columns import QUESTIONS, spelling

    told = set(re.findall(r"`([^`]+)`", page))
    assert {spelling(column) for column in QUESTIONS} | set(KINDS) <= told

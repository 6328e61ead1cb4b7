"""`baiqau form --new`: a whole call of one's own, and what of the template is left in it."""

from __future__ import annotations

import re
import subprocess
import sys
from datetime import date
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from chalicelib.call import current_call
from chalicelib.call.loading import load_call
from chalicelib.rules.decline_guards import REASONS, reasons
from infra.clock_shift import usual_instant
from infra.paths import ROOT
from staff.new_call import NewCallError, default_pages, make_folder_of_call, next_opening, proposed_window, remainders
from staff.new_call.template_remainders import OWN
from tests.call_of_parts import write_call
from tests.calls import change
from tests.staff.conftest import Tool

OPENING = date(2026, 12, 14)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    make_folder_of_call(tmp_path / "my-call", OPENING)
    return tmp_path / "my-call"


def test_a_new_call_is_complete_and_of_the_next_window(folder: Path) -> None:
    call = load_call(folder)
    assert (call.id, call.languages) == ("my-call", ("kk", "ru"))
    assert call.opens_at.isoformat() == "2026-12-14T00:00:00+05:00"
    # The Friday of the third week is New Year's day, and a week-end follows.
    assert call.closes_at.isoformat() == "2027-01-04T18:00:00+05:00"
    assert call.opens_at < usual_instant(call) < call.closes_at


def test_its_files_speak_both_languages_to_whoever_edits_them(folder: Path) -> None:
    for file in (folder / "call.toml", folder / "form.toml"):
        comments = " ".join(re.findall(r"(?m)^#(.*)$", file.read_text("utf-8")))
        assert re.search("[әғқңөұүһі]", comments) and re.search("[ыэ]", comments)


def test_nothing_in_it_speaks_of_another_call(folder: Path) -> None:
    text = "".join(file.read_text("utf-8") for file in folder.rglob("*.toml"))
    assert not re.search(r"2021|Алматы|Алматин|Рухани|кселера", text.replace("Asia/Almaty", ""))


@pytest.mark.parametrize("today", [date(2026, 11, 25), date(2026, 12, 28), date(2028, 2, 29)])
def test_the_opening_is_a_monday_that_leaves_time_to_prepare(today: date) -> None:
    opening = next_opening(today)
    assert opening.weekday() == 0 and 14 <= (opening - today).days <= 20
    window = proposed_window(opening)
    assert window.closes_at.astimezone(ZoneInfo("Asia/Almaty")).weekday() < 5
    assert window.closes_at.date() not in window.days_off and window.valid_until > window.closes_at


def test_everything_of_one_s_own_is_still_the_template_s_at_first(folder: Path) -> None:
    found = [(rest.file.removesuffix(".toml"), rest.key) for rest in remainders(folder)]
    assert sorted(found) == sorted((name, key) for name, keys in OWN.items() for key in keys)


def test_what_was_written_anew_is_no_longer_told(folder: Path) -> None:
    before = {rest.key for rest in remainders(folder)}
    change(folder / "call.toml", ("Тегі Аты", "Ахметова Әсел"), ("2026-12-14T00:00", "2026-12-15T00:00"))
    load_call(folder)
    assert before - {rest.key for rest in remainders(folder)} == {"contact.name", "opens_at"}


def test_each_line_told_is_where_it_stands(folder: Path) -> None:
    for rest in remainders(folder):
        line = (folder / rest.file).read_text("utf-8").splitlines()[rest.line - 1]
        assert rest.key.rpartition(".")[2] in line


def test_the_call_of_2021_has_nothing_of_the_template() -> None:
    from chalicelib.call.current import call_folder

    assert remainders(call_folder()) == ()


def test_pages_of_one_s_own_are_no_default_ones(folder: Path) -> None:
    before = default_pages(folder)
    (folder / "pages").mkdir()
    for language in ("kk", "ru"):
        (folder / "pages" / f"faq.{language}.md").write_text("# …", "utf-8")
    assert "index" in before and set(before) - set(default_pages(folder)) == {"faq"}


@pytest.mark.parametrize("name", ["My-Call", "байқау", "a b", "-a", "", "a" * 61, "..", "a.b"])
def test_a_name_that_is_no_id_is_refused_and_nothing_is_made(tmp_path: Path, name: str) -> None:
    with pytest.raises(NewCallError):
        make_folder_of_call(tmp_path / "x" / name if name else Path("/"), OPENING)
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_is_there_is_left_alone(folder: Path) -> None:
    change(folder / "call.toml", ("Тегі Аты", "Ахметова Әсел"))
    with pytest.raises(NewCallError, match="new_exists"):
        make_folder_of_call(folder, OPENING)
    assert "Ахметова Әсел" in (folder / "call.toml").read_text("utf-8")


@pytest.mark.parametrize("language", ["kk", "ru"])
def test_the_tool_makes_checks_and_prints_it(tmp_path: Path, tool: Tool, language: str) -> None:
    place = str(tmp_path / "my-call")
    made = tool("form", "--new", place, "--opens", "2026-12-14", "--lang", language)
    assert made.code == 0 and f"make serve CALL={place}" in re.sub(r"\s+", " ", made.out)
    checked = tool("form", "--check", place, "--lang", language)
    assert checked.code == 4 and "contact.name" in checked.out
    printed = tool("form", place, "--lang", language)
    assert printed.code == 0 and re.search(r"costs +table +\S+ +1…20 ", printed.out), "a table's limits are its rows"
    again = tool("form", "--new", place, "--lang", language)
    assert again.code == 3 and tool("form", "--new", "--lang", language).code == 2


def test_the_tools_use_the_call_that_is_named(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BAIQAU_CALL", str(folder))
    assert current_call().id == "my-call"
    monkeypatch.delenv("BAIQAU_CALL")
    assert current_call().id != "my-call"


@pytest.mark.parametrize("parts", [frozenset[str](), frozenset(["interview", "criteria"])], ids=["least", "interview"])
def test_the_help_of_declining_names_the_reasons_that_the_call_has(
    parts: frozenset[str], tmp_path: Path, tool: Tool, monkeypatch: pytest.MonkeyPatch
) -> None:
    call = write_call(tmp_path, parts)
    monkeypatch.setenv("BAIQAU_CALL", str(tmp_path / call.id))
    told = tool("decline", "--help", "--lang", "ru").out
    assert {reason for reason in REASONS if reason in told} == set(reasons(call))


def test_the_consent_of_the_template_takes_a_name_that_has_quotes(folder: Path) -> None:
    change(folder / "call.toml", ("Название организатора", "ОФ «Аула»"))
    assert "организации ОФ «Аула» на сбор" in load_call(folder).consent.text["ru"]


def test_a_call_that_is_not_there_is_told_in_one_sentence(tmp_path: Path) -> None:
    environment = {"PATH": "", "PYTHONPATH": f"{ROOT / 'functions'}:{ROOT}", "BAIQAU_CALL": "no-such-call"}
    ran = subprocess.run(
        [sys.executable, "-m", "infra.local_cloud", "--port", "0", "--state", str(tmp_path)],
        cwd=ROOT, env=environment, capture_output=True, text=True,
    )  # fmt: skip
    assert ran.returncode == 1 and "no-such-call" in ran.stderr and "Traceback" not in ran.stderr

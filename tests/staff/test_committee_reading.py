"""What the committee reads: queue, list, card, history, help; in both languages, as JSON, and safely."""

from __future__ import annotations

import json
import os
import unicodedata
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import click
import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.call import Call, say, words
from chalicelib.intake.append_event import Change, append
from chalicelib.intake.save_draft import save_new_draft
from chalicelib.rules.application import Application
from chalicelib.rules.committee_queue import ON
from chalicelib.rules.decline_guards import REASONS
from chalicelib.rules.interview_guards import OUTCOMES
from chalicelib.rules.lifecycle import ACTS, STATUSES
from chalicelib.rules.masking import mask
from staff.console import staff_log
from staff.console.localized_click import LocalizedCommand
from staff.console.session import Session
from staff.main import COMMANDS, Program, main, program
from staff.printing.terminal import safe
from tests.building import OPEN, PEPPER, answers
from tests.selection import building
from tests.selection.building import PACKAGE
from tests.staff.conftest import NEXT_DAY, Tool, rehearsal_clock

BOTH = pytest.mark.parametrize("language", ["kk", "ru"])
MINE = [name for name, where in COMMANDS.items() if where.startswith("staff.commands.")]


def test_the_queue_says_what_waits_on_whom_by_arrival(call: Call, tool: Tool) -> None:
    fresh = building.submitted(call, tool.store)
    held = building.interviewed(call, tool.store, settlement="Есік")
    pending = building.interviewed(call, tool.store, "pending", settlement="Түрген")
    failed = building.interviewed(call, tool.store, "failed", settlement="Шелек")
    ready = building.interviewed(call, tool.store, settlement="Қаскелең")
    building.with_documents(tool.store, ready, *PACKAGE)
    found = {row["number"]: (row["waiting_for"], row["on"]) for row in tool.json("queue")["queue"]}
    assert found == {
        fresh: ("to_schedule", "committee"), held: ("supplementing", "applicant"),
        pending: ("outcome_pending", "committee"), failed: ("to_decline", "committee"),
        ready: ("to_admit", "committee"),
    }  # fmt: skip
    until = [row["until"] for row in tool.json("queue")["queue"] if row["number"] == held]
    assert until == ["2021-09-21T00:00:00.000+06:00"]
    after = {row["number"]: row["waiting_for"] for row in tool.json("queue", at=OPEN + timedelta(days=6))["queue"]}
    assert after[held] == "to_decline"


def test_an_interview_waits_for_its_hour_and_then_for_its_record(call: Call, tool: Tool) -> None:
    number = building.submitted(call, tool.store)
    tool("interview", "schedule", number, "--when", "2021-09-17T10:00+06:00", "--place", "Онлайн", "--format", "online")
    hour = datetime.fromisoformat("2021-09-17T10:00+06:00")
    for at, code in ((hour - timedelta(milliseconds=1), "interview_ahead"), (hour, "to_record")):
        assert [row["waiting_for"] for row in tool.json("queue", at=at)["queue"]] == [code]


def test_tasks_past_their_day_and_systematic_failure_come_to_the_queue(call: Call, tool: Tool) -> None:
    number, at = building.admitted(call, tool.store), OPEN + timedelta(days=30)
    assert tool.json("queue", at=at)["queue"] == []
    for _ in ("1", "2"):
        tool("task", "assign", number, "--title", "Міндет", "--due", "2021-10-10", at=OPEN + timedelta(days=10))
    for task in ("1", "2"):
        assert [row["waiting_for"] for row in tool.json("queue", at=at)["queue"]] == ["task_overdue"]
        tool("task", "missed", number, task, at=at)
    assert [row["waiting_for"] for row in tool.json("queue", at=at)["queue"]] == ["may_explain"]
    heard = at + timedelta(days=6)
    assert [row["waiting_for"] for row in tool.json("queue", at=heard)["queue"]] == ["may_be_excluded"]
    assert [row["state"] for row in tool.json("task", "list", at=at)["tasks"]] == ["missed", "missed"]
    assert tool.json("exclude", number, "--text", "Екі міндет", at=heard)["status"] == "excluded"


def test_the_queue_of_an_earlier_instant_is_that_of_then(call: Call, tool: Tool) -> None:
    building.admitted(call, tool.store)
    assert [row["status"] for row in tool.json("queue", at=OPEN)["queue"]] == ["submitted"]
    assert tool.json("list", at=OPEN - timedelta(seconds=1))["applications"] == []


def test_the_list_filters_and_leaves_drafts_out_unless_asked(call: Call, tool: Tool) -> None:
    one = building.submitted(call, tool.store)
    other = building.submitted(call, tool.store, direction="ecology", district="195200000")
    draft, _ = save_new_draft(call, tool.store, PEPPER, {"direction": ["not", "a", "code"], "district": 7}, OPEN)

    def numbers(*filters: str) -> set[str]:
        return {row["number"] for row in tool.json("list", *filters)["applications"]}

    assert numbers() == {one, other}
    assert numbers("--direction", "ecology") == {other}
    assert numbers("--district", "196200000", "--status", "submitted") == {one}
    assert numbers("--status", "draft") == {draft.number}
    assert tool("list", "--status", "draft").code == 0


def test_only_this_calls_applications_are_listed(call: Call, tool: Tool) -> None:
    building.submitted(replace(call, id="another-call"), tool.store)
    assert tool.json("list")["applications"] == []


@BOTH
def test_show_prints_every_answer_with_its_label_and_masks_the_personal(call: Call, tool: Tool, language: str) -> None:
    number = building.interviewed(call, tool.store)
    shown = tool("show", number, "--lang", language).out
    given = answers()
    for name in given:
        assert call.form.by_id[name].label[language].split()[0] in shown
    missing = {d.kind: d.label[language] for d in call.form.package.documents if d.kind in PACKAGE}
    for label in missing.values():
        assert label in " ".join(shown.split())
    for secret in ("900101100014", "+77471234567", "aigerim@example.kz"):
        assert secret not in shown
    assert "aigerim" not in json.dumps(tool.json("show", number))


def test_personal_answers_are_shown_only_after_it_is_recorded_who_wanted_them_and_why(call: Call, tool: Tool) -> None:
    number = building.submitted(call, tool.store)
    assert tool("show", number, "--with-personal").code == 2
    assert staff_log.entries(tool.place, f"{datetime.now(UTC):%Y-%m-%d}") == []
    with rehearsal_clock(tool, "2021-09-16T10:00:00.000+06:00"):
        told = tool.json("show", number, "--with-personal", "--why", "Куәлікпен салыстыру")
    assert told["answers"]["leader_iin"] == "900101100014"
    [entry] = staff_log.entries(tool.place, "2021-09-16")
    assert (entry["command"], entry["why"]) == (f"show {number}", "Куәлікпен салыстыру")
    assert entry["who"].startswith("local/") and entry["at"].startswith("2021-09-16T04:00:0")
    assert tool.json("list")["applications"][0]["number"] == number


def test_a_rehearsals_act_is_dated_by_the_rehearsal_clock(call: Call, tool: Tool) -> None:
    number = building.submitted(call, tool.store)
    when = ("--when", "2021-09-17T10:00+06:00", "--place", "Онлайн", "--format", "online")
    assert tool("interview", "schedule", number, *when, at=None).code == 5
    with rehearsal_clock(tool, "2021-09-16T10:00:00.000+06:00"):
        assert tool("interview", "schedule", number, *when, at=None).code == 0
    assert timedelta(0) <= tool.store.events(number)[-1].at - NEXT_DAY < timedelta(seconds=5)


@BOTH
def test_history_tells_who_when_and_why(call: Call, tool: Tool, language: str) -> None:
    number = building.admitted(call, tool.store)
    rows = tool.json("history", number, at=OPEN + timedelta(days=3))["history"]
    assert [row["seq"] for row in rows] == list(range(1, 9))
    assert rows[2]["detail"]["experts"] == ["В. Г."]
    shown = tool("history", number, "--lang", language, at=OPEN + timedelta(days=3)).out
    assert "committee/asel" in shown and "В. Г." in shown
    assert say("staff", "on.applicant", language) in shown and "applicant" not in shown


EVIL = "Жоба\x1b[2J\x1b]0;иә\x07\x9b31m\u202eабв\u2066\u200f\r\n[bold]x[/bold] :smile: שלום"


def test_an_applicants_text_cannot_control_the_terminal(call: Call, tool: Tool) -> None:
    raw = answers(project_title=EVIL, settlement=EVIL) | {EVIL: EVIL}
    draft, _ = save_new_draft(call, tool.store, PEPPER, raw, OPEN)
    number = draft.number
    building.submitted(call, tool.store)
    for words_typed in (["show", number], ["list", "--status", "draft"], ["history", number], ["queue"]):
        for flags in ([], ["--json"]):
            ran = tool(*words_typed, *flags)
            assert ran.code == 0
            assert not set(ran.out) & set("\x1b\x07\x9b\r\u202e\u2066\u200f")
    shown = tool("show", number).out
    assert "‹U+001B›[2J" in shown and "[bold]x[/bold] :smile:" in shown and "\u2068" in shown
    assert tool.json("list", "--status", "draft")["applications"][0]["project_title"] == EVIL


@given(st.text())
def test_safe_text_has_nothing_invisible_but_line_ends_and_isolates(text: str) -> None:
    left = [char for char in safe(text) if unicodedata.category(char) in ("Cc", "Cf", "Cs", "Zl", "Zp")]
    assert set(left) <= set("\n\u2068\u2069\u200c\u200d")


@given(st.sampled_from(["iin", "phone", "email"]), st.text() | st.integers() | st.lists(st.text()))
def test_masking_never_shows_more_than_two_signs_or_a_domain(kind: str, value: object) -> None:
    shown = mask(kind, value)
    assert shown.startswith("•••") and (shown.startswith("•••@") or len(shown) <= 5)


def test_what_does_not_exist_is_exit_4_and_a_store_out_of_reach_exit_5(
    tool: Tool, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    assert tool("show", "2345-DFGJ").code == 4
    assert tool("history", "2345-DFGJ", "--json").json["error"] == "not_found"
    assert tool("admit", "2345-DFGJ").code == 4
    file = Path(os.environ["BAIQAU_STATE"]) / "cloud.json"
    file.write_text(json.dumps(json.loads(file.read_text()) | {"table": "gone"}))
    for typed in (["queue"], ["show", "2345-DFGJ"], ["admit", "2345-DFGJ"]):
        ran = tool(*typed, "--json")
        assert (ran.code, ran.json["error"]) == (5, "unknown")
        assert "ResourceNotFoundException" in ran.json["cause"]
    monkeypatch.setenv("BAIQAU_STATE", str(tmp_path / "nowhere"))
    assert tool("queue").code == 5


@BOTH
@pytest.mark.parametrize(
    "typed",
    [
        ["quee"], ["queue", "--wrong"], ["show"], ["list", "--status", "lost"], ["list", "--direction", "lost"],
        ["admit", "2345-DFGJ", "--seen", "many"], ["interview", "schedule", "2345-DFGJ", "--when", "10:00"], [],
        ["queue", "--at", "2021-09-16T10:00"], ["score", "2345-DFGJ", "6=1", "--expert", "В"], ["interview"],
        ["queue", "extra"], ["show", "--why"], ["exception", "--until", "2021-10-02T10:00+06:00", "--why", "x"],
        ["interview", "record", "2345-DFGJ", "--outcome", "passed", "--held", "16.09.2021"], ["queue", "--table"],
    ],
)  # fmt: skip
def test_wrong_usage_is_explained_in_the_language_and_exits_2(
    typed: list[str], language: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([f"--lang={language}", *typed]) == 2
    said = capsys.readouterr().err
    assert not {"Error", "Usage", "Missing", "Invalid", "Try", "requires"} & set(said.replace(":", " ").split())
    assert any("\u0400" <= char <= "\u052f" for char in said)


def walk(command: click.Command, path: tuple[str, ...] = ()) -> list[tuple[tuple[str, ...], LocalizedCommand]]:
    assert isinstance(command, LocalizedCommand)
    found = [(path, command)]
    if isinstance(command, click.Group):
        ctx = click.Context(command, obj=Session())
        names = command.list_commands(ctx)
        found += [each for name in names for each in walk(command.get_command(ctx, name) or command, (*path, name))]
    return found


@BOTH
def test_every_command_has_its_help_in_both_languages(language: str, capsys: pytest.CaptureFixture[str]) -> None:
    for path, _ in walk(program):
        assert main([*path, "--lang", language, "--help"]) == 0
        said = capsys.readouterr().out
        assert words("staff")["help.usage"][language] in said and words("staff")["option.json"][language][:8] in said
        assert not {"Usage:", "Options:", "Commands:", "Show"} & set(said.split())


def test_every_option_and_argument_is_explained(call: Call) -> None:
    for _, command in walk(program):
        with click.Context(command, obj=Session()) as ctx:
            for parameter in command.params:
                shown = parameter.get_help_record(ctx)
                assert shown and shown[1].strip()


def test_every_code_has_words_and_every_command_is_there() -> None:
    staff = words("staff")
    wanted = {f"status.{each}" for each in STATUSES} | {f"act.{each}" for each in ACTS}
    wanted |= {f"outcome.{each}" for each in OUTCOMES} | {f"reason.{each}" for each in REASONS}
    wanted |= {f"waiting.{code}" for code in ON} | {f"on.{whom}" for whom in ON.values()}
    assert wanted <= set(staff)
    assert isinstance(program, Program)
    assert set(MINE) <= set(program.list_commands(click.Context(program)))


@pytest.mark.parametrize("language", ["kk", "ru"])
def test_whoever_decides_on_an_exclusion_reads_the_explanation_first(call: Call, tool: Tool, language: str) -> None:
    number, given = building.admitted(call, tool.store), OPEN + timedelta(days=3)
    tool("task", "assign", number, "--title", "Есеп", "--due", "2021-09-20", at=given)
    tool("task", "missed", number, "1", at=OPEN + timedelta(days=6))
    word = Change("explain", "applicant", OPEN + timedelta(days=7), detail={"task": "1", "text": "Ауырып қалдым"})
    append(tool.store, Application(tool.store.events(number)), word)
    at = OPEN + timedelta(days=20)
    assert [row["waiting_for"] for row in tool.json("queue", at=at)["queue"]] == ["explanation_given"]
    asked = tool("exclude", number, "--text", "себеп", "--lang", language, at=at, ask=lambda question: "жоқ")
    assert "Ауырып қалдым" in asked.out and asked.code == 1
    [task] = tool.json("show", number, at=at)["tasks"]
    assert task["explain_until"] == "2021-09-25T00:00:00.000+06:00"
    assert [explanation["text"] for explanation in task["explanations"]] == ["Ауырып қалдым"]


def test_a_record_that_came_late_is_an_exception_wherever_the_application_is_shown(call: Call, tool: Tool) -> None:
    number, at = building.scheduled(call, tool.store), OPEN + timedelta(days=20)
    words = ("--held", "2021-09-16", "--committee", "А. Б.", "--expert", "В. Г.", "--outcome", "passed")
    assert (
        tool.json("interview", "record", number, *words, at=at)["supplement_until"] == "2021-10-09T00:00:00.000+06:00"
    )
    [exception] = tool.json("show", number, at=at)["exceptions"]
    assert (exception["window"], exception["code"]) == ("supplement", "late_record")
    assert [row["exceptional"] for row in tool.json("list", at=at)["applications"]] == [True]
    assert "ЕРЕКШЕЛІК" in tool("show", number, at=at).out


def test_paper_scores_say_who_entered_them_and_for_whom(call: Call, tool: Tool) -> None:
    number = building.interviewed(call, tool.store)
    points = ("1=8 Анық", "2=7 Жаңа", "3=9 Нақты", "4=6 Бар", "5=10 Мол")
    assert tool("score", number, *points, "--for", "в. г.").code == 0
    [sheet] = tool.json("show", number)["score_sheets"]
    assert (sheet["expert"], sheet["reasons"]["2"]) == ("В. Г.", "Жаңа")
    shown = tool("show", number, "--lang", "ru").out
    assert f"внесено: {sheet['entered_by']}, за: В. Г." in shown


def test_paper_scores_of_a_member_name_them_by_their_place_at_the_desk(call: Call, tool: Tool) -> None:
    member = tool.json("member", "add", "В. Г.", "--email", "vg@example.kz", "--role", "expert")["member"]
    number = building.interviewed(call, tool.store)
    points = ("1=8 Анық", "2=7 Жаңа", "3=9 Нақты", "4=6 Бар", "5=10 Мол")
    assert tool("score", number, *points, "--for", member).code == 0
    [sheet] = tool.json("show", number)["score_sheets"]
    assert (sheet["expert"], sheet["entered_for"]) == ("В. Г.", f"member#{member}")
    assert tool.json("history", number)["history"][-1]["detail"]["entered_for"] == f"member#{member}"
    for language, told in (("kk", f"В. Г. (member#{member}) үшін"), ("ru", f"за: В. Г. (member#{member})")):
        assert told in tool("show", number, "--lang", language).out
    assert f"member#{member}" in tool("history", number).out


@pytest.mark.parametrize(
    "points", [("1=1 а", "1=2 а"), ("1=1 а", "01=2 а"), ("1=1 а", "--why", "1=б"), ("9=1",), ("1",)]
)
def test_points_said_twice_or_of_no_criterion_are_refused_by_name(
    call: Call, tool: Tool, points: tuple[str, ...]
) -> None:
    ran = tool("score", building.interviewed(call, tool.store), *points, "--for", "В. Г.")
    assert (ran.code, ran.out) == (2, "") and points[-1].partition("=")[0].lstrip("0") in ran.err

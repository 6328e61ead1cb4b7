"""Every "no" has its sentence and its next step, and no sentence is left that nobody says."""

import ast
from datetime import timedelta
from pathlib import Path

import pytest

from chalicelib.call import current_call, words
from chalicelib.call.guard_words import next_step
from chalicelib.rules import refusals
from chalicelib.rules.application import Application
from chalicelib.rules.lifecycle import ACTS, COMMITTEE, FINAL, STATUSES
from chalicelib.rules.problems import Fault, Problem
from chalicelib.rules.request_limits import Limit
from chalicelib.rules.window import OutsideBounds
from tests.small_building import OPEN, event

LIB = Path(__file__).parents[2] / "functions" / "chalicelib"
# What the words say with: `text_objection` is handed a code, and may answer two of its own.
RAISING = {"Objection": 1, "NotAllowed": 2, "text_objection": 2, "cls": 2}
FINAL_WORD = {"kk": "түпкілікті", "ru": "окончательн"}


def reasons() -> set[str]:
    """Every code in the source of the rules and verbs: the argument that says why."""
    found = set()
    for path in [*(LIB / "rules").glob("*.py"), *(LIB / "intake").glob("*.py"), *(LIB / "selection").glob("*.py")]:
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") in RAISING:
                place = RAISING[node.func.id]  # type: ignore[attr-defined]
                found |= _strings(node.args[place]) if len(node.args) > place else set()
    return (found | _assigned_blanks()) - {""}


def _strings(node: ast.expr) -> set[str]:
    parts = ast.walk(node)
    return {part.value for part in parts if isinstance(part, ast.Constant) and isinstance(part.value, str)} - {"missed"}


def _assigned_blanks() -> set[str]:
    """Codes chosen before they are handed over: `blank = "…" if … else ""`."""
    tree = ast.parse((LIB / "rules" / "interview_guards.py").read_text("utf-8"))
    chosen = [node.value for node in ast.walk(tree) if isinstance(node, ast.Assign) and "blank" in ast.unparse(node)]
    return {code for value in chosen for code in _strings(value) if code.startswith("no_")}


def test_every_reason_has_a_sentence_and_every_sentence_a_reason() -> None:
    sentences = {key for key in words("guards") if not key.startswith("next.")}
    assert sentences == reasons()


def test_every_reason_has_its_next_step_and_every_step_its_reason() -> None:
    rooms = ("next.applicant.", "next.committee.", *(f"next.{act}." for act in ACTS))
    steps = {key.removeprefix("next.") for key in words("guards") if key.startswith("next.")
             and not key.startswith(rooms)}  # fmt: skip
    assert steps == reasons() - {"wrong_status"}


FORBIDDEN = [(act, status) for act in ACTS for status in STATUSES if status not in ACTS[act].sources]


@pytest.mark.parametrize("language", current_call().languages)
@pytest.mark.parametrize(("act", "status"), FORBIDDEN)
def test_a_status_that_forbids_an_act_says_what_to_do_or_that_it_is_final(act: str, status: str, language: str) -> None:
    step = next_step(current_call(), language, "wrong_status", {}, act, ACTS[act].by, status)
    assert step
    assert (FINAL_WORD[language] in step.lower()) == (status in FINAL)


def test_steps_by_status_are_all_said() -> None:
    said = {key for key in words("guards") if key.startswith(("next.applicant.", "next.committee."))}
    used = {f"next.{'committee' if ACTS[act].by == COMMITTEE else 'applicant'}.{status}" for act, status in FORBIDDEN}
    assert said == used


@pytest.mark.parametrize("refusal", ["too_early", "too_late", "supplement_over", "window_never_opened", "incomplete"])
def test_a_refusal_by_time_or_completeness_says_what_is_still_possible(refusal: str) -> None:
    assert words("refusals")[f"{refusal}.next"]


def test_a_refusal_keeps_all_that_its_answer_is_made_of() -> None:
    missed, problem = OutsideBounds("deadline", OPEN, 0), Problem("project", Fault("required"))
    found, limit = Application((event(),)), Limit("look_ups", 5, timedelta(minutes=1))
    window, incomplete = refusals.OutsideWindow(missed, "edit", "submitted"), refusals.Incomplete([problem], "draft")
    assert (window.outside, window.act, window.status) == (missed, "edit", "submitted")
    assert (incomplete.problems, incomplete.status) == ([problem], "draft")
    assert refusals.BadDocument([problem]).problems == [problem]
    assert [refusals.OtherAnswers(is_named).is_named for is_named in (True, False)] == [True, False]
    assert (refusals.Stale(found).current, refusals.NoVersion(found).current) == (found, found)
    over = refusals.ProviderRefused("over", "expired")
    assert (over.why, over.cause) == ("over", "expired")
    often = refusals.TooMany(limit, 7, is_wrong_key=True)
    assert (often.limit, often.seconds, often.is_wrong_key) == (limit, 7, True)
    assert refusals.OtherCall("other").call_id == "other"
    for params, kept in ((None, {}), ({"limit": 3}, {"limit": 3})):
        assert refusals.NotAgreed("too_many", params).params == kept
        assert refusals.NotAllowed("deadline", "draft", "too_many", params).params == kept
    assert refusals.NotAgreed("too_many").why == "too_many"


def test_an_act_that_the_status_forbids_is_refused_by_the_acts_own_rule() -> None:
    refused = refusals.NotAllowed.by_status("supplement", "submitted")
    assert (refused.rule, refused.status, refused.why, refused.params, refused.act) == (
        "supplement", "submitted", "wrong_status", {}, "supplement",
    )  # fmt: skip

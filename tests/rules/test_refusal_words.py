"""Every "no" has its sentence and its next step, and no sentence is left that nobody says."""

import ast
from pathlib import Path

import pytest

from chalicelib.call import current_call, words
from chalicelib.call.guard_words import next_step
from chalicelib.rules.lifecycle import ACTS, COMMITTEE, FINAL, STATUSES

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

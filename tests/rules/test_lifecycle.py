"""The life of an application as spec 3 draws it, read by status: what may be done there, and where it leads."""

from __future__ import annotations

from dataclasses import replace

import pytest

from chalicelib.call import Call
from chalicelib.rules.application import Application
from chalicelib.rules.form_version import belongs_to, call_as_written, call_to_judge_by
from chalicelib.rules.lifecycle import (
    ACTS,
    FINAL,
    NOTHING,
    STATUSES,
    UNDECIDED,
    allows,
    ever_allows,
    has_act,
    status_after,
    statuses,
)
from tests.rules.test_guards import HELD, admitted, application, interviewed, without
from tests.small_building import answers, event, small_call

DOCUMENTS = {"announce_document", "receive_document"}
# What is a fact about an application, or opens it again to its owner, is kept away by no status.
ALWAYS = {"check_document", "reissue_key"}
MAY_BE_DONE = {
    NOTHING: {"save_draft", "submit", "make_exception"},
    "draft": {"save_draft", "submit", "withdraw", "make_exception"} | DOCUMENTS | ALWAYS,
    "submitted": {"edit", "withdraw", "schedule_interview", "decline", "make_exception"} | DOCUMENTS | ALWAYS,
    "interview_scheduled": {"edit", "withdraw", "schedule_interview", "answer_interview", "record_interview",
                            "decline", "make_exception"} | DOCUMENTS | ALWAYS,
    "interviewed": {"supplement", "withdraw", "record_interview", "score", "admit", "decline",
                    "make_exception"} | DOCUMENTS | ALWAYS,
    "admitted": {"assign_task", "finish_task", "miss_task", "explain", "exclude", "complete"} | ALWAYS,
    "not_admitted": ALWAYS, "completed": ALWAYS, "excluded": ALWAYS, "withdrawn": ALWAYS,
}  # fmt: skip
LEADS_TO = {
    "save_draft": "draft", "submit": "submitted", "withdraw": "withdrawn", "schedule_interview": "interview_scheduled",
    "record_interview": "interviewed", "admit": "admitted", "decline": "not_admitted", "exclude": "excluded",
    "complete": "completed",
}  # fmt: skip
OF_INTERVIEWS = {"schedule_interview", "answer_interview", "record_interview", "score"}
OF_TASKS = {"assign_task", "finish_task", "miss_task", "explain", "exclude", "complete"}


@pytest.fixture(scope="session")
def call() -> Call:
    return small_call()


@pytest.mark.parametrize("status", MAY_BE_DONE)
def test_in_each_status_so_much_may_be_done_and_no_more(call: Call, status: str) -> None:
    assert {act for act in ACTS if allows(call, act, status)} == MAY_BE_DONE[status]


def test_every_status_and_every_act_is_somewhere_in_an_application_s_life() -> None:
    assert (NOTHING, *STATUSES) == tuple(MAY_BE_DONE)
    assert set().union(*MAY_BE_DONE.values()) == set(ACTS)
    assert set(UNDECIDED) == {status for status, acts in MAY_BE_DONE.items() if "withdraw" in acts}
    assert set(FINAL) == {status for status, acts in MAY_BE_DONE.items() if acts == ALWAYS}


def test_an_act_leads_where_it_says_and_any_other_leaves_the_status_alone() -> None:
    for status, acts in MAY_BE_DONE.items():
        led = {act: status_after(act, status) for act in acts}
        assert led == {act: "draft" if status == NOTHING and act == "make_exception" else LEADS_TO.get(act, status)
                       for act in acts}  # fmt: skip


def test_whoever_is_to_be_interviewed_is_admitted_only_afterwards(call: Call) -> None:
    bare = without(call, "interview", "supplement")
    assert [allows(each, "admit", "submitted") for each in (call, bare)] == [False, True]
    assert ever_allows("admit", "submitted")


def test_what_a_call_does_not_have_is_neither_done_in_it_nor_a_status_of_it(call: Call) -> None:
    no_interviews, no_tasks = without(call, "interview", "supplement"), without(call, "exclusion")
    lacking = [{act for act in ACTS if not has_act(each, act)} for each in (call, no_interviews, no_tasks)]
    assert lacking == [set(), {*OF_INTERVIEWS, "supplement"}, OF_TASKS]
    assert [set(STATUSES) - set(statuses(each)) for each in (call, no_interviews, no_tasks)] == [
        set(), {"interview_scheduled", "interviewed"}, {"completed", "excluded"},
    ]  # fmt: skip
    assert not allows(without(call, "supplement"), "supplement", "interviewed")


def test_without_criteria_there_are_no_points(call: Call) -> None:
    unscored = replace(call, criteria=())
    assert {act for act in ACTS if not has_act(unscored, act)} == {"score"}


# What is read off the events


def test_the_last_decision_is_the_decision() -> None:
    found = admitted(("admit", {"text": ""}), ("exclude", {"text": "Екі міндет"}), ("reissue_key", {}))
    assert [each.decision and each.decision.act for each in (found, interviewed())] == ["exclude", None]
    for act in ("admit", "decline", "exclude", "complete"):
        decided = application((act, {}), ("check_document", {}))
        assert decided.decision is decided.events[1]


def test_an_application_belongs_to_the_call_that_its_first_act_names() -> None:
    """Items older than the attribute name it in what they said; some say nothing."""
    named, older, oldest = ({"call": "kazan", "detail": {}}, {"call": "", "detail": {"call": "kazan"}},
                            {"call": "", "detail": {}})  # fmt: skip
    assert [application(**first).call_id for first in (named, older, oldest)] == ["kazan", "kazan", ""]


def test_answers_belong_to_the_last_form_that_was_named_and_older_ones_to_the_first() -> None:
    changed = event(seq=3, act="edit", form=4, answers=answers(project="Басқа"))
    found = Application((event(form=2), event(seq=2, act="receive_document", form=0, answers=None), changed))
    assert [each.form_version for each in (found, Application(found.events[:2]), application(form=0))] == [4, 2, 1]
    assert found.answers["project"] == "Басқа"


def test_only_the_last_key_that_was_issued_opens_an_application() -> None:
    reissued = event(seq=2, act="reissue_key", answers=None, key_sha256="new")
    found = Application((event(), reissued, event(seq=3, act="edit", key_sha256="")))
    assert [each.key_sha256 for each in (found, application(), application(key_sha256=""))] == ["new", "k", ""]


def test_an_application_came_when_it_was_submitted_first_and_a_draft_when_it_was_saved_first() -> None:
    draft = application(("save_draft", {}), act="save_draft", status="draft")
    submitted = application(("submit", {}), ("record_interview", HELD), act="save_draft")
    assert (draft.arrived_at, draft.submitted_at) == (draft.events[0].at, None)
    assert submitted.arrived_at == submitted.submitted_at == submitted.events[1].at


def test_a_draft_is_judged_by_the_form_in_use_and_a_submission_by_its_own(call: Call) -> None:
    """Each is shown by the form it was written for."""
    second = replace(call, form=replace(call.form, version=2), other_forms=(call.form,))
    draft = application(act="save_draft", status="draft")
    judged = [call_to_judge_by(second, found).form.version for found in (draft, application(), application(form=2))]
    shown = [call_as_written(second, found).form.version for found in (draft, application(), application(form=2))]
    assert (judged, shown) == ([2, 1, 2], [1, 1, 2])
    assert call_to_judge_by(second.with_form(1), draft).form.version == 2


def test_an_application_belongs_to_one_call(call: Call) -> None:
    assert belongs_to(call, application())
    assert not belongs_to(replace(call, id="other"), application())

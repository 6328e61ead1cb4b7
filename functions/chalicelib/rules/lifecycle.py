"""The life of an application as data: which act leads from which statuses to which (spec 3).

Times, completeness and the committee's guards are judged elsewhere; this table is asked first and last.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from ..call import Call

APPLICANT, COMMITTEE, SCANNER = "applicant", "committee", "scanner"
# The status before the first event.
NOTHING = ""
STATUSES = (
    "draft", "submitted", "interview_scheduled", "interviewed", "admitted", "not_admitted", "completed", "excluded",
    "withdrawn",
)  # fmt: skip
UNDECIDED = ("draft", "submitted", "interview_scheduled", "interviewed")
FINAL = ("not_admitted", "completed", "excluded", "withdrawn")


class Act(NamedTuple):
    """`to` is the status afterwards; empty: it stays what it was. `rule` is cited when the act is not allowed."""

    by: str
    sources: tuple[str, ...]
    to: str = ""
    rule: str = "admission"


ACTS: Mapping[str, Act] = {
    "save_draft": Act(APPLICANT, (NOTHING, "draft"), "draft", "window"),
    "submit": Act(APPLICANT, (NOTHING, "draft"), "submitted", "deadline"),
    "edit": Act(APPLICANT, ("submitted", "interview_scheduled"), rule="deadline"),
    "supplement": Act(APPLICANT, ("interviewed",), rule="supplement"),
    "withdraw": Act(APPLICANT, UNDECIDED, "withdrawn"),
    "explain": Act(APPLICANT, ("admitted",), rule="exclusion"),
    "announce_document": Act(APPLICANT, UNDECIDED, rule="supplement"),
    "receive_document": Act(APPLICANT, UNDECIDED, rule="supplement"),
    # Of a document that had to wait for it: a fact, which no status and no window keeps away.
    "check_document": Act(SCANNER, STATUSES, rule="supplement"),
    "schedule_interview": Act(COMMITTEE, ("submitted", "interview_scheduled"), "interview_scheduled", "interview"),
    "record_interview": Act(COMMITTEE, ("interview_scheduled", "interviewed"), "interviewed", "interview"),
    # Of a time that was offered: it moves no status, and the committee decides what follows.
    "answer_interview": Act(APPLICANT, ("interview_scheduled",), rule="interview"),
    "score": Act(COMMITTEE, ("interviewed",), rule="interview"),
    # Straight from "submitted" in a call without interviews only.
    "admit": Act(COMMITTEE, ("submitted", "interviewed"), "admitted"),
    "decline": Act(COMMITTEE, ("submitted", "interview_scheduled", "interviewed"), "not_admitted"),
    "assign_task": Act(COMMITTEE, ("admitted",), rule="exclusion"),
    "finish_task": Act(COMMITTEE, ("admitted",), rule="exclusion"),
    "miss_task": Act(COMMITTEE, ("admitted",), rule="exclusion"),
    "exclude": Act(COMMITTEE, ("admitted",), "excluded", "exclusion"),
    "complete": Act(COMMITTEE, ("admitted",), "completed"),
    # By the applicant, whose mailbox stands for them, or by the committee in person: a decision must stay readable.
    "reissue_key": Act(APPLICANT, STATUSES),
    "make_exception": Act(COMMITTEE, (NOTHING, "draft", "submitted", "interview_scheduled", "interviewed")),
}


# Acts and statuses of a part that a call may lack, by the rule that declares the part.
_INTERVIEW, _TASKS = "interview", "exclusion"
PART_OF_ACT: Mapping[str, str] = {
    "schedule_interview": _INTERVIEW, "record_interview": _INTERVIEW, "score": _INTERVIEW, "supplement": "supplement",
    "answer_interview": _INTERVIEW,
    "explain": _TASKS, "assign_task": _TASKS, "finish_task": _TASKS, "miss_task": _TASKS, "exclude": _TASKS,
    "complete": _TASKS,
}  # fmt: skip
_PART_OF_STATUS: Mapping[str, str] = {
    "interview_scheduled": _INTERVIEW, "interviewed": _INTERVIEW, "completed": _TASKS, "excluded": _TASKS,
}  # fmt: skip


def ever_allows(act: str, status: str) -> bool:
    """Whether the act is possible in this status in some call."""
    return status in ACTS[act].sources


def allows(call: Call, act: str, status: str) -> bool:
    """Whether the act is possible in this status: whoever is interviewed is admitted after the interview only."""
    if act == "admit" and status == "submitted" and call.has(_INTERVIEW):
        return False
    return ever_allows(act, status) and has_act(call, act)


def has_act(call: Call, act: str) -> bool:
    """Whether the act belongs to what this call has: no points without criteria, no tasks without a programme."""
    part = PART_OF_ACT.get(act)
    return (not part or call.has(part)) and (act != "score" or bool(call.criteria))


def statuses(call: Call) -> tuple[str, ...]:
    """Those an application of this call can have, in the order of its life."""
    return tuple(s for s in STATUSES if s not in _PART_OF_STATUS or call.has(_PART_OF_STATUS[s]))


def status_after(act: str, status: str) -> str:
    """A late applicant whom an exception lets in starts with a draft; every other act says where it leads."""
    if act == "make_exception" and status == NOTHING:
        return "draft"
    return ACTS[act].to or status

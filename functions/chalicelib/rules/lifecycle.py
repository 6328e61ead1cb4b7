"""The life of an application as data: which act leads from which statuses to which (spec 3).

Times, completeness and the committee's guards are judged elsewhere; this table is asked first and last.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

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
    "score": Act(COMMITTEE, ("interviewed",), rule="interview"),
    "admit": Act(COMMITTEE, ("interviewed",), "admitted"),
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


def allows(act: str, status: str) -> bool:
    return status in ACTS[act].sources


def status_after(act: str, status: str) -> str:
    """A late applicant whom an exception lets in starts with a draft; every other act says where it leads."""
    if act == "make_exception" and status == NOTHING:
        return "draft"
    return ACTS[act].to or status

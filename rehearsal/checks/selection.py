"""Of the committee's guards (spec 3), each judged by what stood in the journal before the act."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from ..evidence import Breach, Evidence
from ..exact import required_kinds, unanswered
from ..facts import Facts
from ..table import Row
from .times import own_end

Before = Sequence[Row]
REASONS = ("interview_failed", "incomplete", "no_interview", "ineligible", "criteria")
OUTCOMES = ("passed", "failed", "pending")


def interviews_are_whole(evidence: Evidence) -> Iterator[Breach]:
    """A record names members, experts, a day that had come, an outcome; another record follows only a pending one."""
    for row, before in _of(evidence, "record_interview"):
        detail, earlier = row.detail, _outcome(before)
        if not detail["committee"] or not detail["experts"]:
            yield Breach(row.number, "an interview without a member or without an expert")
        if date.fromisoformat(detail["held"]) > row.at.astimezone(evidence.facts.zone).date():
            yield Breach(row.number, f"an interview recorded before it was held ({detail['held']})")
        if detail["outcome"] not in OUTCOMES or earlier not in ("", "pending"):
            yield Breach(row.number, f"the outcome {earlier or 'none'} was followed by {detail['outcome']}")


def scores_keep_to_the_criteria(evidence: Evidence) -> Iterator[Breach]:
    """Criterion 4 is scored for an idea or a pilot and "not applicable" otherwise, never a zero in its place."""
    for row, before in _of(evidence, "score"):
        applies = _answers(before).get("stage") in evidence.facts.fourth_criterion_stages
        for number, points in row.detail["scores"].items():
            if (points is None) == (number != "4" or applies):
                yield Breach(row.number, f"criterion {number} has {points}")


def admitted_only_when_whole(evidence: Evidence) -> Iterator[Breach]:
    """Admitted: the interview passed, no required question open, no required document missing."""
    for row, before in _of(evidence, "admit"):
        if _outcome(before) != "passed":
            yield Breach(row.number, f"admitted with the interview {_outcome(before) or 'not held'}")
        if missing := unanswered(evidence.facts, _answers(before)) | _lacking(evidence.facts, before):
            yield Breach(row.number, f"admitted without {', '.join(sorted(missing))}")


def declined_for_a_true_reason(evidence: Evidence) -> Iterator[Breach]:
    """Declined: with words, and for a reason that the journal bears out."""
    for row, before in _of(evidence, "decline"):
        reason = str(row.detail.get("reason"))
        if reason not in REASONS or not str(row.detail.get("text", "")).strip():
            yield Breach(row.number, f"declined for {reason} without a known reason and words")
        elif reason in _UNTRUE and _UNTRUE[reason](evidence.facts, before, row):
            yield Breach(row.number, f"declined for {reason}, which is not so")


def excluded_only_when_systematic(evidence: Evidence) -> Iterator[Breach]:
    """Excluded: as many tasks missed as the call says, and words."""
    for row, before in _of(evidence, "exclude"):
        missed = {each.detail["task"] for each in before if each.act == "miss_task"}
        if len(missed) < evidence.facts.missed_for_exclusion or not str(row.detail.get("text", "")).strip():
            yield Breach(row.number, f"excluded with {len(missed)} missed tasks")


def tasks_are_judged_once(evidence: Evidence) -> Iterator[Breach]:
    """A task is assigned before it is done or missed, and is one of the two, once."""
    for act in ("finish_task", "miss_task"):
        for row, before in _of(evidence, act):
            about = [each.act for each in before if each.detail.get("task") == row.detail["task"]]
            if about != ["assign_task"]:
                yield Breach(row.number, f"{act} of task {row.detail['task']} after {', '.join(about) or 'nothing'}")


def _no_failure(facts: Facts, before: Before, row: Row) -> bool:
    return _outcome(before) != "failed"


def _was_interviewed(facts: Facts, before: Before, row: Row) -> bool:
    return _outcome(before) != ""


def _not_incomplete(facts: Facts, before: Before, row: Row) -> bool:
    if not _outcome(before) or row.at < own_end(facts, before):
        return True
    return not (unanswered(facts, _answers(before)) | _lacking(facts, before))


_UNTRUE: Mapping[str, Callable[[Facts, Before, Row], bool]] = {
    "interview_failed": _no_failure, "no_interview": _was_interviewed, "incomplete": _not_incomplete,
}  # fmt: skip


def _outcome(before: Before) -> str:
    outcomes = [str(row.detail["outcome"]) for row in before if row.act == "record_interview"]
    return outcomes[-1] if outcomes else ""


def _answers(before: Before) -> Mapping[str, Any]:
    return [row.answers for row in before if row.answers is not None][-1]


def _lacking(facts: Facts, before: Before) -> set[str]:
    arrived = {str(row.detail["kind"]) for row in before if row.act == "receive_document"}
    return required_kinds(facts, _answers(before)) - arrived


def _of(evidence: Evidence, act: str) -> Iterator[tuple[Row, Before]]:
    for rows in evidence.table.journals.values():
        for index, row in enumerate(rows):
            if row.act == act:
                yield row, rows[:index]


CHECKS = (
    interviews_are_whole, scores_keep_to_the_criteria, admitted_only_when_whole, declined_for_a_true_reason,
    excluded_only_when_systematic, tasks_are_judged_once,
)  # fmt: skip

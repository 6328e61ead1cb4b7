"""Of the committee's guards (spec 3), each judged by what stood in the journal before the act."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, datetime

from ..call_facts import CallFacts
from ..evidence import Breach, Evidence
from ..expected_times import criterion_applies, end_of_explanation, required_kinds, unanswered_questions
from ..raw_table import RawEvent
from .times import own_end

Before = Sequence[RawEvent]
REASONS = ("interview_failed", "incomplete", "no_interview", "ineligible", "criteria")
OUTCOMES = ("passed", "failed", "pending")


def interviews_are_whole(evidence: Evidence) -> Iterator[Breach]:
    """A record names members and experts, nobody twice, a day from the submission on, an outcome; a further one after
    a final outcome says why it corrects it.
    """
    for row, before in _of(evidence, "record_interview"):
        detail, earlier = row.detail, _outcome(before)
        names = [" ".join(name.split()).casefold() for name in (*detail["committee"], *detail["experts"])]
        if not detail["committee"] or not detail["experts"]:
            yield Breach(row.number, "an interview without a member or without an expert")
        if len(set(names)) < len(names):
            yield Breach(row.number, "an interview with one person twice")
        if not _submitted_on(evidence.facts, before) <= date.fromisoformat(detail["held"]) <= _day(evidence.facts, row):
            yield Breach(row.number, f"an interview recorded for a day it cannot have been held ({detail['held']})")
        if detail["outcome"] not in OUTCOMES or (earlier not in ("", "pending") and not detail.get("why")):
            yield Breach(row.number, f"the outcome {earlier or 'none'} was followed by {detail['outcome']}")


def appointments_lie_ahead(evidence: Evidence) -> Iterator[Breach]:
    """An appointment is still to come when it is made, and says where."""
    for row, _ in _of(evidence, "schedule_interview"):
        if datetime.fromisoformat(row.detail["when"]) <= row.at or not str(row.detail["place"]).strip():
            yield Breach(row.number, f"an appointment in the past or nowhere ({row.detail['when']})")


def scores_keep_to_the_criteria(evidence: Evidence) -> Iterator[Breach]:
    """A criterion is scored on the call's scale where its condition holds, and is "not applicable" otherwise, never a
    zero in its place; each point has its reason, and is given by somebody of the panel.
    """
    facts = evidence.facts
    for row, before in _of(evidence, "score"):
        for number, points in row.detail["scores"].items():
            applies = number in facts.criteria and criterion_applies(facts, number, _answers(before))
            if (points is None) == applies or (applies and not facts.scale[0] <= points <= facts.scale[1]):
                yield Breach(row.number, f"criterion {number} has {points}")
            if points is not None and not row.detail["reasons"].get(number):
                yield Breach(row.number, f"criterion {number} has points without a reason")
        if row.detail["expert"] not in _panel(before):
            yield Breach(row.number, f"scored by {row.detail['expert']}, who was not there")


def admitted_only_when_whole(evidence: Evidence) -> Iterator[Breach]:
    """Admitted: the interview passed, if there is one; no required question open, no required document missing."""
    for row, before in _of(evidence, "admit"):
        if evidence.facts.has_interview and _outcome(before) != "passed":
            yield Breach(row.number, f"admitted with the interview {_outcome(before) or 'not held'}")
        if missing := unanswered_questions(evidence.facts, _answers(before)) | _lacking(evidence.facts, before):
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
    """Excluded: as many tasks missed as the call says, the time to explain each over, and words."""
    for row, before in _of(evidence, "exclude"):
        missed = _missed_tasks(before)
        if len(missed) < evidence.facts.missed_for_exclusion or not str(row.detail.get("text", "")).strip():
            yield Breach(row.number, f"excluded with {len(missed)} missed tasks")
        if any(row.at < end_of_explanation(evidence.facts, _day(evidence.facts, miss)) for miss in missed):
            yield Breach(row.number, "excluded while a missed task could still be explained")


def tasks_are_judged_once(evidence: Evidence) -> Iterator[Breach]:
    """A task is assigned before it is judged; it is missed once, after its day; done after a miss only with
    words.
    """
    for row, before in _of(evidence, "miss_task"):
        about = _about(before, row)
        if [event.act for event in about] != ["assign_task"]:
            yield Breach(row.number, f"a miss of task {row.detail['task']} after {len(about)} events about it")
        elif date.fromisoformat(about[0].detail["due"]) >= _day(evidence.facts, row):
            yield Breach(row.number, f"task {row.detail['task']} was missed before its day was over")
        if datetime.fromisoformat(row.detail["until"]) < end_of_explanation(evidence.facts, _day(evidence.facts, row)):
            yield Breach(row.number, f"task {row.detail['task']} may be explained for too short a time")
    for row, before in _of(evidence, "finish_task"):
        acts = [event.act for event in _about(before, row) if event.act != "explain"]
        noted = acts == ["assign_task", "miss_task"] and str(row.detail["note"]).strip()
        if acts != ["assign_task"] and not noted:
            yield Breach(row.number, f"finish of task {row.detail['task']} after {', '.join(acts) or 'nothing'}")


def completed_without_open_tasks(evidence: Evidence) -> Iterator[Breach]:
    """Completed: every task given is marked."""
    for row, before in _of(evidence, "complete"):
        given = {event.detail["task"] for event in before if event.act == "assign_task"}
        marked = {event.detail["task"] for event in before if event.act in ("finish_task", "miss_task")}
        if given - marked:
            yield Breach(row.number, f"completed with {len(given - marked)} tasks open")


def explanations_are_of_missed_tasks(evidence: Evidence) -> Iterator[Breach]:
    """An explanation says something about a task that stands as missed."""
    for row, before in _of(evidence, "explain"):
        if row.detail["task"] not in {miss.detail["task"] for miss in _missed_tasks(before)} or not row.detail["text"]:
            yield Breach(row.number, f"an explanation of task {row.detail['task']}, which is not missed")


def _missed_tasks(before: Before) -> list[RawEvent]:
    """The latest miss of each task that was not done after it."""
    last = {row.detail["task"]: row for row in before if row.act in ("miss_task", "finish_task")}
    return [row for row in last.values() if row.act == "miss_task"]


def _about(before: Before, row: RawEvent) -> list[RawEvent]:
    return [event for event in before if event.detail.get("task") == row.detail["task"]]


def _day(facts: CallFacts, row: RawEvent) -> date:
    return row.at.astimezone(facts.zone).date()


def _submitted_on(facts: CallFacts, before: Before) -> date:
    return next((_day(facts, row) for row in before if row.act == "submit"), date.max)


def _panel(before: Before) -> list[str]:
    panels = [[*row.detail["committee"], *row.detail["experts"]] for row in before if row.act == "record_interview"]
    return panels[-1] if panels else []


def _no_failure(facts: CallFacts, before: Before, row: RawEvent) -> bool:
    return _outcome(before) != "failed"


def _was_interviewed(facts: CallFacts, before: Before, row: RawEvent) -> bool:
    appointments = [event for event in before if event.act == "schedule_interview"]
    passed = bool(appointments) and datetime.fromisoformat(appointments[-1].detail["when"]) <= row.at
    return _outcome(before) != "" or not passed


def _was_not_judged(facts: CallFacts, before: Before, row: RawEvent) -> bool:
    return facts.has_interview and _outcome(before) in ("", "pending")


def _not_incomplete(facts: CallFacts, before: Before, row: RawEvent) -> bool:
    if facts.has_interview and (not _outcome(before) or row.at < own_end(facts, before)):
        return True
    return not (unanswered_questions(facts, _answers(before)) | _lacking(facts, before))


_UNTRUE: Mapping[str, Callable[[CallFacts, Before, RawEvent], bool]] = {
    "interview_failed": _no_failure, "no_interview": _was_interviewed, "incomplete": _not_incomplete,
    "criteria": _was_not_judged,
}  # fmt: skip


def _outcome(before: Before) -> str:
    outcomes = [str(row.detail["outcome"]) for row in before if row.act == "record_interview"]
    return outcomes[-1] if outcomes else ""


def _answers(before: Before) -> Mapping[str, object]:
    return [row.answers for row in before if row.answers is not None][-1]


def _lacking(facts: CallFacts, before: Before) -> set[str]:
    arrived = {str(row.detail["kind"]) for row in before if row.act == "receive_document"}
    return required_kinds(facts, _answers(before), _submitted_on(facts, before)) - arrived


def _of(evidence: Evidence, act: str) -> Iterator[tuple[RawEvent, Before]]:
    for rows in evidence.table.journals.values():
        for index, row in enumerate(rows):
            if row.act == act:
                yield row, rows[:index]


CHECKS = (
    interviews_are_whole, appointments_lie_ahead, scores_keep_to_the_criteria, admitted_only_when_whole,
    declined_for_a_true_reason, excluded_only_when_systematic, tasks_are_judged_once, completed_without_open_tasks,
    explanations_are_of_missed_tasks,
)  # fmt: skip

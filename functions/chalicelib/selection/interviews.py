"""Interviews: schedule, record, score."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import cast

from ..rules.act_details import AppointmentPlan, Promise, RecordInterview, ScheduleInterview, Score
from ..rules.application import Application
from ..rules.interview_guards import panel_name, to_record, to_schedule, to_score
from ..rules.people_names import tidy_name
from ..rules.supplement import promise
from ..rules.text_normalisation import multiline, single_line
from .committee_act import CommitteeAct


@dataclass(frozen=True)
class Plan:
    """What an appointment may say beside its time and place: how many minutes, who will be there, whether the applicant
    is asked to confirm it, and why an earlier one was moved.
    """

    minutes: int = 0
    committee: Sequence[str] = ()
    experts: Sequence[str] = ()
    offered: bool = False
    why: str = ""

    def as_detail(self) -> AppointmentPlan:
        """Without what is not said."""
        whole: AppointmentPlan = {
            "minutes": self.minutes, "committee": _names(self.committee), "experts": _names(self.experts),
            "offered": self.offered, "why": multiline(self.why),
        }  # fmt: skip
        return cast(AppointmentPlan, {name: value for name, value in whole.items() if value})


def schedule(
    desk: CommitteeAct, number: str, when: datetime, place: str, form: str, seen: int | None = None, plan: Plan = Plan()
) -> Application:
    """Schedule or reschedule; `form` is a code of the question about the format."""
    application, place, plan_detail = desk.open(number, seen), single_line(place), plan.as_detail()
    objection = to_schedule(when, place, desk.at, plan_detail)
    detail: ScheduleInterview = {"when": when.isoformat(), "place": place, "format": form, **plan_detail}
    return desk.write(application, "schedule_interview", objection, detail)


def record(
    desk: CommitteeAct, number: str, held: date, committee: Sequence[str], experts: Sequence[str], outcome: str,
    note: str = "", seen: int | None = None, why: str = "",
) -> Application:  # fmt: skip
    """Opens the supplement window at once, unless the interview failed.

    A record after one with the outcome `pending` continues it; after a final one it corrects it and `why` says for
    what reason. Both stay, and no window that was promised ends sooner.
    """
    application = desk.open(number, seen)
    detail: RecordInterview = {"held": held.isoformat(), "committee": _names(committee), "experts": _names(experts),
                               "outcome": outcome, "note": multiline(note)}  # fmt: skip
    if why.strip():
        detail["why"] = multiline(why)
    objection = to_record(desk.call, application, detail, desk.at)
    promised: Promise = {} if objection else promise(desk.call, application, detail, desk.at)
    return desk.write(application, "record_interview", objection, {**detail, **promised})


def score(
    desk: CommitteeAct, number: str, expert: str, points: Mapping[str, int | None], reasons: Mapping[str, str],
    seen: int | None = None, entered_for: str = "",
) -> Application:  # fmt: skip
    """Points and a reason per criterion number; None where a criterion does not apply, never a zero.

    `expert` is somebody of the panel; whoever entered their points first is the only one who may replace them,
    beside the person themselves: `entered_for` is who that is at the desk, when somebody else enters what is on paper.
    """
    application = desk.open(number, seen)
    reasons = {criterion: text for criterion, text in ((c, multiline(t)) for c, t in reasons.items()) if text}
    objection = to_score(desk.call, application, expert, points, reasons, desk.author)
    name = panel_name(application, expert) or expert
    detail: Score = {"expert": name, "scores": dict(points), "reasons": reasons}
    if entered_for:
        detail["entered_for"] = entered_for
    return desk.write(application, "score", objection, detail)


def _names(names: Sequence[str]) -> list[str]:
    return [name for name in map(tidy_name, names) if name]

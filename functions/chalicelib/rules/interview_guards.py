"""Guards of the interview (spec 3): each returns None, or the rule that stands against the act and why."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from ..call import Call
from ..call.definition import Criterion
from .act_details import AppointmentPlan, RecordInterview
from .application import Application
from .application_record import interview, scores
from .appointments import length_objection
from .field_conditions import Answers, holds
from .local_days import local_day, submission_day
from .objection import MOST_LINE, Objection, distance_objection, text_objection
from .people_names import name_key
from .window import is_before

OUTCOMES = ("passed", "failed", "pending")
PENDING = "pending"
MOST_NAME, MOST_PANEL = 150, 20
Points = Mapping[str, int | None]


def to_schedule(when: datetime, place: str, at: datetime, plan: AppointmentPlan | None = None) -> Objection | None:
    """An appointment lies ahead, and has a place or a link."""
    if not is_before(at, when):
        return Objection("interview", "appointment_in_past")
    objection = distance_objection("interview", when, at) or text_objection("interview", place, "no_place", MOST_LINE)
    return objection or _plan_objection(plan or {})


def _plan_objection(plan: AppointmentPlan) -> Objection | None:
    committee, experts = plan.get("committee", []), plan.get("experts", [])
    if max(len(committee), len(experts)) > MOST_PANEL:
        return Objection("interview", "too_many_names", {"limit": MOST_PANEL})
    problems = (text_objection("interview", name, most=MOST_NAME) for name in (*committee, *experts))
    objection = next((problem for problem in problems if problem), None)
    return objection or length_objection(plan.get("minutes", 0)) or text_objection("interview", plan.get("why", ""))


def to_record(call: Call, application: Application, detail: RecordInterview, at: datetime) -> Objection | None:
    """A whole panel, a known outcome, a day between submission and today; a correction has a reason."""
    if objection := _panel_objection(detail["committee"], detail["experts"]):
        return objection
    if detail["outcome"] not in OUTCOMES:
        return Objection("interview", "unknown_outcome")
    if objection := _day_objection(call, application, date.fromisoformat(detail["held"]), at):
        return objection
    blank = "no_correction_reason" if is_correction(application) else ""
    return text_objection("interview", detail.get("why", ""), blank) or text_objection("interview", detail["note"])


def is_correction(application: Application) -> bool:
    """Whether a further record would correct a final one; after a pending one it continues it."""
    record = interview(application)
    return record is not None and record["outcome"] != PENDING


def _panel_objection(committee: Sequence[str], experts: Sequence[str]) -> Objection | None:
    if not committee or not experts:
        return Objection("interview", "no_panel")
    if max(len(committee), len(experts)) > MOST_PANEL:
        return Objection("interview", "too_many_names", {"limit": MOST_PANEL})
    members, outside = [name_key(name) for name in committee], [name_key(name) for name in experts]
    if both := set(members) & set(outside):
        return Objection("interview", "in_two_roles", {"name": _spelling(committee, both)})
    for names, keys in ((committee, members), (experts, outside)):
        if twice := {key for key in keys if keys.count(key) > 1}:
            return Objection("interview", "named_twice", {"name": _spelling(names, twice)})
    problems = (text_objection("interview", name, most=MOST_NAME) for name in (*committee, *experts))
    return next((problem for problem in problems if problem), None)


def _spelling(names: Sequence[str], keys: set[str]) -> str:
    return next(name for name in names if name_key(name) in keys)[:MOST_NAME]


def _day_objection(call: Call, application: Application, held: date, at: datetime) -> Objection | None:
    submitted = submission_day(call, application)
    if held > local_day(call, at):
        return Objection("interview", "held_in_future", {"today": local_day(call, at)})
    if held < submitted:
        return Objection("interview", "held_before_submission", {"submitted": submitted})
    return None


def panel_name(application: Application, expert: str) -> str | None:
    """The name as the record in force spells it; None for somebody who was not on its panel."""
    record = interview(application)
    panel = (*record["committee"], *record["experts"]) if record else ()
    return next((name for name in panel if name_key(name) == name_key(expert)), None)


def to_score(
    call: Call, application: Application, expert: str, points: Points, reasons: Mapping[str, str], actor: str
) -> Objection | None:
    """By somebody of the panel, one's own: whole points and a reason for every criterion that applies, no others."""
    name = panel_name(application, expert)
    if name is None:
        return Objection("interview", "not_on_panel", {"name": expert[:MOST_NAME]})
    earlier = scores(application).get(name_key(name))
    if earlier and not earlier.is_of(actor):
        return Objection("interview", "scored_by_another", {"name": name, "actor": earlier.actor})
    numbers = {str(criterion.number) for criterion in call.criteria}
    if unknown := sorted((set(points) | set(reasons)) - numbers):
        return Objection("interview", "unknown_criterion", {"criterion": unknown[0][:MOST_NAME]})
    answers = application.answers
    problems = (_criterion_objection(call, answers, criterion, points, reasons) for criterion in call.criteria)
    return next((problem for problem in problems if problem), None)


def applies(criterion: Criterion, answers: Answers) -> bool:
    return not criterion.applies_when or holds(criterion.applies_when, answers)


def _criterion_objection(
    call: Call, answers: Answers, criterion: Criterion, points: Points, reasons: Mapping[str, str]
) -> Objection | None:
    value, named = points.get(str(criterion.number)), {"criterion": criterion.number}
    if not applies(criterion, answers):
        return Objection("experience", "not_applicable", named) if value is not None else None
    if value is None:
        return Objection("interview", "score_missing", named)
    if type(value) is not int or not call.score_min <= value <= call.score_max:
        return Objection("interview", "score_range", named | {"min": call.score_min, "max": call.score_max})
    objection = text_objection("interview", reasons.get(str(criterion.number), ""), "no_score_reason")
    return Objection(objection.rule, objection.why, named | dict(objection.params)) if objection else None

"""The committee's acts around an interview: schedule, record, score."""

from __future__ import annotations

from . import published as call
from .reading import folded
from .step import Against, Reasons, Step, blank

INTERVIEW = ("interview",)
ORDER = Against("order_of_life")


def schedule(step: Step) -> Reasons:
    if step.before.status not in ("submitted", "interview_scheduled"):
        yield ORDER
        return
    if step.args["when"] <= step.at or blank(step.args["place"]):
        yield Against("appointment_possible", INTERVIEW)


def record(step: Step) -> Reasons:
    facts, args = step.before, step.args
    if facts.status not in ("interview_scheduled", "interviewed"):
        yield ORDER
        return
    if facts.submitted_on is None or not facts.submitted_on <= args["held"] <= call.local_day(step.at):
        yield Against("day_possible", INTERVIEW)
    yield from _panel(args["committee"], args["experts"])
    if args["outcome"] not in ("passed", "failed", "pending"):
        yield Against("words_given", INTERVIEW)
    if facts.record and facts.record.outcome != "pending" and blank(args["why"]):
        yield Against("correction_explained", INTERVIEW)


def _panel(committee: tuple[str, ...], experts: tuple[str, ...]) -> Reasons:
    members, guests = ([folded(name) for name in names if not blank(name)] for names in (committee, experts))
    if not members or not guests:
        yield Against("both_on_panel", INTERVIEW)
    if len({*members, *guests}) < len(members) + len(guests):
        yield Against("one_role_each", INTERVIEW)


def score(step: Step) -> Reasons:
    facts, args = step.before, step.args
    if facts.status != "interviewed" or facts.record is None:
        yield ORDER
        return
    expert = folded(args["expert"])
    if expert not in facts.record.panel:
        yield Against("scored_by_panel", INTERVIEW)
    if dict(facts.scores).get(expert, args["author"]) != args["author"]:
        yield Against("scores_own", INTERVIEW)
    early = dict(facts.answers).get("stage") in call.EARLY
    for criterion in call.CRITERIA:
        points = args["points"].get(criterion)
        if criterion == call.EXPERIENCE and not early:
            if points is not None:
                yield Against("scores_whole", ("experience",))
        elif type(points) is not int or points not in call.POINTS or blank(args["reasons"].get(criterion)):
            yield Against("scores_whole", INTERVIEW)

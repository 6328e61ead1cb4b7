"""Decisions: admit, decline, and the openly marked exception."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from . import published as call
from .reading import BEFORE_INTERVIEW, Facts
from .step import Against, Reasons, Step, blank, may_change, own_end
from .writing import is_complete

ORDER = Against("order_of_life")


def missing_documents(facts: Facts) -> set[str]:
    needed = {"leader_id"} | ({"team_cv"} if dict(facts.answers).get("stage") in call.EARLY else set())
    return needed - facts.documents


def admit(step: Step) -> Reasons:
    facts = step.before
    if facts.status != "interviewed" or facts.record is None:
        yield ORDER
        return
    if facts.record.outcome != "passed":
        yield Against("admitted_after_passing", ("admission",))
    if not is_complete(dict(facts.answers)) or missing_documents(facts):
        yield Against("admitted_complete", ("complete", "admission"))


def decline(step: Step) -> Reasons:
    facts, args = step.before, step.args
    if facts.status not in ("submitted", "interview_scheduled", "interviewed"):
        yield ORDER
        return
    if may_change(facts, step.at, step.closes):
        yield Against("no_decision_in_window", ("supplement", "deadline", "window"))
    if args["reason"] not in _TRUE or blank(args["text"]):
        yield Against("words_given", ("admission",))
    elif not _TRUE[args["reason"]](step):
        yield Against("reason_true")


def _is_failed(step: Step) -> bool:
    return step.before.record is not None and step.before.record.outcome == "failed"


def _was_not_held(step: Step) -> bool:
    """Once its whole time is over; who said that an offered time does not suit them did not stay away."""
    facts = step.before
    if facts.record or facts.appointment is None or (facts.answer and facts.answer[0] == "declined"):
        return False
    return facts.appointment + call.USUAL_LENGTH <= step.at


def _is_incomplete(step: Step) -> bool:
    """Only after a window in which it could have been completed: what the scanner has is not missing, and what it
    refused when the window was over could not be sent again.
    """
    facts = step.before
    if facts.record is None or facts.promised is None:
        return False
    missing = missing_documents(facts) - facts.waiting
    too_late = {kind for kind, at in facts.infected if at >= facts.promised}
    return not missing & too_late and (bool(missing) or not is_complete(dict(facts.answers)))


def _is_judged(step: Step) -> bool:
    return step.before.record is not None and step.before.record.outcome != "pending"


_TRUE: Mapping[str, Callable[[Step], bool]] = {
    "interview_failed": _is_failed, "no_interview": _was_not_held, "incomplete": _is_incomplete,
    "criteria": _is_judged, "ineligible": lambda step: True,
}  # fmt: skip


def let_in(step: Step) -> Reasons:
    """An exception for somebody who has no draft: longer than the call, with a reason and an author."""
    if step.args["until"] <= max(step.at, step.closes):
        yield Against("exception_lengthens", ("deadline",))
    yield from _signed(step)


def reopen(step: Step) -> Reasons:
    facts, args = step.before, step.args
    if facts.status not in (*BEFORE_INTERVIEW, "interviewed"):
        yield ORDER
        return
    if args["window"] != ("submit" if facts.status in BEFORE_INTERVIEW else "supplement"):
        yield Against("exception_fits", ("deadline", "supplement"))
    elif args["until"] <= max(step.at, own_end(facts, step.closes) or step.at):
        yield Against("exception_lengthens", ("deadline", "supplement"))
    yield from _signed(step)


def _signed(step: Step) -> Reasons:
    if blank(step.args["why"]) or blank(step.args["author"]):
        yield Against("words_given", ("deadline", "supplement"))

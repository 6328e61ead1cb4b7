"""What was told once: an end shown to the applicant never comes sooner, and a late record costs them no day."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from . import published as call
from .reading import BEFORE_INTERVIEW
from .step import Breach, Step
from .telling import iso


def of_step(step: Step, told: datetime | None, tells: datetime | None) -> Iterator[Breach]:
    """`told`: the end on the page before the act or the passing of time; `tells`: the end on the page after it."""
    yield from _of_end(step, told, tells)
    if step.act == "record":
        yield from _of_record(step, told, tells)


def _of_end(step: Step, told: datetime | None, tells: datetime | None) -> Iterator[Breach]:
    # «Until closing, or until the interview is recorded», says the rule of an edit: only an exception outlasts it.
    lasting = step.before.reopened if step.act == "record" and step.before.status in BEFORE_INTERVIEW else told
    if lasting is None or step.at >= lasting or step.after.status not in (*BEFORE_INTERVIEW, "interviewed"):
        return
    if tells is None or tells < lasting:
        yield Breach("promise_never_shrinks", iso(lasting), iso(tells))


def _of_record(step: Step, told: datetime | None, tells: datetime | None) -> Iterator[Breach]:
    earlier = [record for record in step.before.records if record.outcome != "failed"]
    if step.args["outcome"] == "failed":
        if not earlier and not step.before.exceptional and tells is not None:
            yield Breach("failed_opens_no_window", iso(None), iso(tells))
        return
    whole = call.end_after(call.local_day(step.at), call.SUPPLEMENT_DAYS)
    if not earlier and (tells is None or tells < whole):
        yield Breach("late_record_whole_window", iso(whole), iso(tells))

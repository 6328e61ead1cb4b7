"""Until when the package may be supplemented after an interview (domain facts 3.2), and what a record promises."""

from __future__ import annotations

from datetime import date, datetime

from ..call import Call
from .act_details import Promise, RecordInterview, detail_of
from .application import Application
from .application_record import exceptions, exceptions_of_window, last, records
from .local_days import end_after, local_day

FAILED = "failed"
LATE_RECORD = "late_record"


def supplement_until(call: Call, held: date) -> datetime:
    """The exclusive end counted from the day the interview was held."""
    return end_after(call, held, call.supplement_days)


def supplement_end(call: Call, application: Application) -> datetime | None:
    """The exclusive end of the window after the interview: the latest instant ever promised to the applicant.

    Promises are those of every record whose outcome was not `failed`, and every exception's, made for either window.
    None before an interview, and after one that promised nothing.
    """
    if last(application, "record_interview") is None:
        return None
    return max([*_promised_ends(call, application), *exceptions(application)], default=None)


def promise(call: Call, application: Application, detail: RecordInterview, at: datetime) -> Promise:
    """What a record made at `at` adds to its detail: `until`, the instant it promises, and an open `exception`.

    The exception is there when the record comes so late that the applicant, told only now, would have fewer days than
    the rule gives; then the end is counted from the day of recording. An interview whose window was promised by an
    earlier record needs none. A failed interview promises nothing, nor does any in a call without such a window, but
    for what an exception promised before.
    """
    if detail["outcome"] == FAILED:
        return {}
    if not call.has("supplement"):
        end = exceptional_end(application)
        return {"until": end.isoformat()} if end else {}
    held = date.fromisoformat(detail["held"])
    from_held = supplement_until(call, held)
    from_today = supplement_until(call, local_day(call, at))
    late = from_held < from_today and not _is_promised(application, held)
    earlier = supplement_end(call, application) or exceptional_end(application)
    ends = [from_today if late else from_held, *([earlier] if earlier else [])]
    promised: Promise = {"until": max(ends).isoformat()}
    if late:
        promised["exception"] = {"from": from_held.isoformat(), "why": LATE_RECORD}
    return promised


def exceptional_end(application: Application) -> datetime | None:
    return max(exceptions(application), default=None)


def submission_end(call: Call, application: Application) -> datetime:
    """The exclusive end for a draft or an edit: the call's closing, an exception's end if that is later."""
    return max([call.closes_at, *exceptions_of_window(application, "submit")])


def _promised_ends(call: Call, application: Application) -> list[datetime]:
    ends = []
    for record in _successful_records(application):
        if call.has("supplement"):
            ends.append(supplement_until(call, date.fromisoformat(record["held"])))
        ends += _stored_ends(record)
    return ends


def _stored_ends(record: RecordInterview) -> list[datetime]:
    """The instant the record itself stored; those of earlier versions stored none."""
    return [datetime.fromisoformat(record["until"])] if record.get("until") else []


def _is_promised(application: Application, held: date) -> bool:
    """Whether an earlier record already told the applicant of the window after this day."""
    return any(date.fromisoformat(record["held"]) >= held for record in _successful_records(application))


def _successful_records(application: Application) -> list[RecordInterview]:
    details = (detail_of(event, RecordInterview) for event in records(application))
    return [detail for detail in details if detail["outcome"] != FAILED]

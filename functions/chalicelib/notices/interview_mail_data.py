"""Data of the mails about an interview: its time, its record, the time to supplement that follows."""

from __future__ import annotations

from datetime import date, datetime

from ..call import say
from ..call.wording import day, duration
from ..rules.act_details import (
    RecordInterview,
    ScheduleInterview,
    detail_of,
)  # fmt: skip
from ..rules.application import Application
from ..rules.supplement import supplement_end
from ..rules.window import is_before
from .mail_context import MailContext, MailData
from .submission_mail_data import missing


def appointment_mail(t: MailContext) -> MailData:
    detail = detail_of(t.event, ScheduleInterview)
    formats = t.call.form.role("interview_format")
    form = formats.label_of(detail["format"], t.language) if formats else detail["format"]
    when = t.when(datetime.fromisoformat(detail["when"]))
    length = duration(detail["minutes"] * 60_000, t.language) if detail.get("minutes") else ""
    facts = (t.fact("when", when), *([t.fact("minutes", length)] if length else []), t.fact("place", detail["place"]),
             t.fact("format", form))  # fmt: skip
    also = ("interview_scheduled.offered",) if detail.get("offered") else ()
    return MailData({}, facts, "interview", quote=detail.get("why", ""), also=also)


def window_mail(t: MailContext) -> MailData:
    detail = detail_of(t.event, RecordInterview)
    end = supplement_end(t.call, t.application) or t.notice.at
    params = {"held": day(date.fromisoformat(detail["held"]), t.language), "until": t.until(end)}
    also = ("window_opened.late",) if detail.get("exception") else ()
    return MailData(params, rule="supplement", missing=missing(t), also=also)


def record_mail(t: MailContext) -> MailData:
    """A record that opens no window, or corrects an earlier one: the outcome, and what became of the window."""
    detail, end = detail_of(t.event, RecordInterview), supplement_end(t.call, t.application)
    params = {"held": day(date.fromisoformat(detail["held"]), t.language), "until": t.until(end) if end else "",
              "outcome": say("mail", f"outcome.{detail['outcome']}", t.language)}  # fmt: skip
    if end is None:
        return MailData(params, rule="supplement", quote=detail.get("why", ""), also=("interview_recorded.no_window",))
    is_open, before = is_before(t.event.at, end), Application(t.application.events[:-1])
    is_new = is_open and is_before(supplement_end(t.call, before) or t.event.at, end)
    also = [f"interview_recorded.window_{'new' if is_new else 'open' if is_open else 'over'}"]
    also += ["window_opened.late"] if detail.get("exception") else []
    return MailData(params, rule="supplement", quote=detail.get("why", ""), missing=missing(t) if is_open else None,
                  also=tuple(also))  # fmt: skip


def window_reminder(t: MailContext) -> MailData:
    end = supplement_end(t.call, t.application) or t.notice.at
    return MailData({"until": t.until(end), "left": t.left(end)}, rule="supplement", missing=missing(t))

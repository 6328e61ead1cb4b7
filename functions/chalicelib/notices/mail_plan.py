"""Which event sends which mail: a table, and nothing but the events decides."""

from __future__ import annotations

from collections.abc import Mapping

from ..call import Call
from ..rules.act_details import CheckDocument, MakeException, detail_of
from ..rules.application import Application, Event
from ..rules.confirmed_address import FIRST_ADDRESS
from ..rules.document_history import CLEAN
from ..rules.interview_guards import is_correction
from ..rules.supplement import supplement_end
from ..rules.window import is_before
from .notice import Notice, of_event

# Acts that send no mail: sending documents (the page answers it at once), scores (the committee's own), a finished
# task, an explanation and an answer about an interview; a draft saved again; and a document that was found clean. The
# template's filter on the stream names the others.
MAILS: Mapping[str, str] = {
    "save_draft": "draft_saved",
    "submit": "received",
    "edit": "changed",
    "supplement": "supplemented",
    "schedule_interview": "interview_scheduled",
    "record_interview": "window_opened",
    "admit": "admitted",
    "decline": "declined",
    "complete": "completed",
    "exclude": "excluded",
    "withdraw": "withdrawn",
    "assign_task": "task_assigned",
    "miss_task": "task_missed",
    "make_exception": "submit_reopened",
    "reissue_key": "key_reissued",
    "check_document": "document_infected",
}


def plan(call: Call, application: Application, event: Event) -> list[Notice]:
    """The mails of one event. Later events of the application do not change the answer."""
    if not sends_mail(event):
        return []
    kind = MAILS[event.act]
    return [of_event(event.number, _variant(call, application, event, kind), event.seq, event.at)]


def sends_mail(event: Event) -> bool:
    """Decided by the event alone, so that a draft that is saved again needs no reading of its application."""
    if event.act == "save_draft":
        return FIRST_ADDRESS in event.detail
    if event.act == "check_document":
        return detail_of(event, CheckDocument).get("verdict") != CLEAN
    return event.act in MAILS


def _variant(call: Call, application: Application, event: Event, kind: str) -> str:
    if event.act == "schedule_interview" and _is_repeated(application, event):
        return "interview_rescheduled"
    if event.act == "make_exception" and detail_of(event, MakeException)["window"] == "supplement":
        return "supplement_reopened"
    return _of_record(call, application, event) if event.act == "record_interview" else kind


def _of_record(call: Call, application: Application, event: Event) -> str:
    """A correction says so; a record that opens or lengthens the window says until when, any other only the outcome."""
    before, after = (Application(application.events[:seq]) for seq in (event.seq - 1, event.seq))
    if is_correction(before):
        return "interview_corrected"
    end = supplement_end(call, after)
    return "window_opened" if end and is_before(supplement_end(call, before) or event.at, end) else "interview_recorded"


def _is_repeated(application: Application, event: Event) -> bool:
    return any(earlier.act == event.act and earlier.seq < event.seq for earlier in application.events)

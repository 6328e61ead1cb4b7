"""What the words of each kind of mail are filled with: parameters, facts, the rule it rests on (words/mail.toml)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime

from ..call import say
from ..rules.act_details import (
    AnyTask,
    CheckDocument,
    Decision,
    Exclude,
    MakeException,
    MissTask,
    ReceiveDocument,
    detail_of,
)  # fmt: skip
from ..rules.applicant_windows import own_window_end
from ..rules.decline_guards import RULE_OF_REASON
from ..rules.document_history import arrival
from ..rules.lifecycle import ACTS
from ..rules.local_days import day_end
from ..rules.lost_key_link import LINK_MINUTES
from ..rules.tasks import explanation_end, missed_count, task_of, tasks
from ..rules.window import is_before
from .interview_mail_data import appointment_mail, record_mail, window_mail, window_reminder
from .mail_context import MailContext, MailData
from .submission_mail_data import (
    closed_draft_mail,
    draft_mail,
    draft_reminder,
    edit_mail,
    submission_mail,
    supplement_mail,
)


def mail_data(telling: MailContext) -> MailData:
    return MAIL_DATA[telling.notice.kind](telling)


def _decision(t: MailContext) -> MailData:
    detail = detail_of(t.event, Decision)
    reason = detail.get("reason", "")
    facts = (t.fact("reason", say("mail", f"reason.{reason}", t.language)),) if reason else ()
    return MailData({}, facts, RULE_OF_REASON.get(reason, ACTS[t.event.act].rule), detail.get("text", ""))


def _exclusion_mail(t: MailContext) -> MailData:
    quote = detail_of(t.event, Exclude)["text"]
    return MailData({"count": str(missed_count(t.application))}, rule="exclusion", quote=quote)


def _new_key_mail(t: MailContext) -> MailData:
    return MailData({}, (t.fact("reissued_at", t.when(t.event.at)),))


def _key_link(t: MailContext) -> MailData:
    return MailData({"minutes": str(LINK_MINUTES)}, link=t.notice.facts["link"])


def _infected_document_mail(t: MailContext) -> MailData:
    """Which document, by its kind and hour: its name is somebody's own words. Until when another may be sent, or whom
    to ask.
    """
    arrived = arrival(t.application, detail_of(t.event, CheckDocument)["document"])
    kinds = {document.kind: document.label[t.language] for document in t.call.form.package.documents}
    facts: tuple[tuple[str, str], ...] = ()
    if arrived:
        kind = detail_of(arrived, ReceiveDocument)["kind"]
        facts = (t.fact("document", kinds.get(kind, kind)), t.fact("received_at", t.when(arrived.at)))
    end = own_window_end(t.call, t.application)
    if end is None or not is_before(t.now, end):
        return MailData({}, facts, also=("document_infected.closed",))
    return MailData({"until": t.until(end)}, facts, also=("document_infected.open",))


def _withdrawn(t: MailContext) -> MailData:
    return MailData({}, (t.fact("withdrawn_at", t.when(t.event.at)),))


def _task(t: MailContext) -> MailData:
    detail = detail_of(t.event, AnyTask)
    wanted = t.notice.facts.get("task") or detail["task"]
    task = next(known_task for known_task in tasks(t.application) if known_task.id == wanted)
    facts = (t.fact("task", task.title), t.fact("due", t.until(day_end(t.call, task.due))))
    note = detail.get("note", "") if t.notice.seq else ""
    return MailData({"count": str(missed_count(t.application))}, facts, "exclusion", note)


def _missed_task_mail(t: MailContext) -> MailData:
    """A warning: which one it is, that the applicant may explain, and until when exclusion waits for it."""
    data, task = _task(t), task_of(t.application, detail_of(t.event, MissTask)["task"])
    end = explanation_end(t.call, task) if task else None
    params = {**data.params, "until": t.until(end or t.event.at)}
    first = "first" if missed_count(t.application) == 1 else "further"
    return replace(data, params=params, also=(f"task_missed.{first}", "task_missed.explain"))


def _reopening_mail(t: MailContext) -> MailData:
    detail = detail_of(t.event, MakeException)
    params = {"until": t.until(datetime.fromisoformat(detail["until"]))}
    if detail["window"] == "supplement":
        return MailData(params, rule="supplement", quote=detail["why"])
    stands = "draft" if t.application.status == "draft" else "sent"
    return MailData(params, rule="deadline", quote=detail["why"], also=(f"submit_reopened.{stands}",))


MAIL_DATA: Mapping[str, Callable[[MailContext], MailData]] = {
    "draft_saved": draft_mail,
    "received": submission_mail,
    "changed": edit_mail,
    "supplemented": supplement_mail,
    "interview_scheduled": appointment_mail,
    "interview_rescheduled": appointment_mail,
    "window_opened": window_mail,
    "interview_recorded": record_mail,
    "interview_corrected": record_mail,
    "window_reminder": window_reminder,
    "draft_reminder": draft_reminder,
    "draft_closed": closed_draft_mail,
    "admitted": _decision,
    "declined": _decision,
    "completed": _decision,
    "excluded": _exclusion_mail,
    "withdrawn": _withdrawn,
    "key_reissued": _new_key_mail,
    "key_link": _key_link,
    "document_infected": _infected_document_mail,
    "task_assigned": _task,
    "task_due": _task,
    "task_missed": _missed_task_mail,
    "submit_reopened": _reopening_mail,
    "supplement_reopened": _reopening_mail,
}

"""What each kind of mail says: its words' parameters, its facts, the rule it rests on."""

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
from ..rules.document_status import arrival
from ..rules.lifecycle import ACTS
from ..rules.local_days import day_end
from ..rules.lost_key_link import LINK_MINUTES
from ..rules.tasks import explanation_end, missed_count, task_of, tasks
from ..rules.window import is_before
from .answer_letters import (
    closed_draft_letter,
    draft_letter,
    draft_reminder,
    edit_letter,
    submission_letter,
    supplement_letter,
)
from .interview_letters import appointment_letter, record_letter, window_letter, window_reminder
from .letter_context import Letter, LetterContext


def letter(telling: LetterContext) -> Letter:
    return LETTERS[telling.notice.kind](telling)


def _decision(t: LetterContext) -> Letter:
    detail = detail_of(t.event, Decision)
    reason = detail.get("reason", "")
    facts = (t.fact("reason", say("mail", f"reason.{reason}", t.language)),) if reason else ()
    return Letter({}, facts, RULE_OF_REASON.get(reason, ACTS[t.event.act].rule), detail.get("text", ""))


def _exclusion_letter(t: LetterContext) -> Letter:
    quote = detail_of(t.event, Exclude)["text"]
    return Letter({"count": str(missed_count(t.application))}, rule="exclusion", quote=quote)


def _new_key_letter(t: LetterContext) -> Letter:
    return Letter({}, (t.fact("reissued_at", t.when(t.event.at)),))


def _key_link(t: LetterContext) -> Letter:
    return Letter({"minutes": str(LINK_MINUTES)}, link=t.notice.facts["link"])


def _infected_document_letter(t: LetterContext) -> Letter:
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
        return Letter({}, facts, also=("document_infected.closed",))
    return Letter({"until": t.until(end)}, facts, also=("document_infected.open",))


def _withdrawn(t: LetterContext) -> Letter:
    return Letter({}, (t.fact("withdrawn_at", t.when(t.event.at)),))


def _task(t: LetterContext) -> Letter:
    detail = detail_of(t.event, AnyTask)
    wanted = t.notice.facts.get("task") or detail["task"]
    task = next(known_task for known_task in tasks(t.application) if known_task.id == wanted)
    facts = (t.fact("task", task.title), t.fact("due", t.until(day_end(t.call, task.due))))
    note = detail.get("note", "") if t.notice.seq else ""
    return Letter({"count": str(missed_count(t.application))}, facts, "exclusion", note)


def _missed_task_letter(t: LetterContext) -> Letter:
    """A warning: which one it is, that the applicant may explain, and until when exclusion waits for it."""
    letter, task = _task(t), task_of(t.application, detail_of(t.event, MissTask)["task"])
    end = explanation_end(t.call, task) if task else None
    params = {**letter.params, "until": t.until(end or t.event.at)}
    first = "first" if missed_count(t.application) == 1 else "further"
    return replace(letter, params=params, also=(f"task_missed.{first}", "task_missed.explain"))


def _reopening_letter(t: LetterContext) -> Letter:
    detail = detail_of(t.event, MakeException)
    params = {"until": t.until(datetime.fromisoformat(detail["until"]))}
    if detail["window"] == "supplement":
        return Letter(params, rule="supplement", quote=detail["why"])
    stands = "draft" if t.application.status == "draft" else "sent"
    return Letter(params, rule="deadline", quote=detail["why"], also=(f"submit_reopened.{stands}",))


LETTERS: Mapping[str, Callable[[LetterContext], Letter]] = {
    "draft_saved": draft_letter,
    "received": submission_letter,
    "changed": edit_letter,
    "supplemented": supplement_letter,
    "interview_scheduled": appointment_letter,
    "interview_rescheduled": appointment_letter,
    "window_opened": window_letter,
    "interview_recorded": record_letter,
    "interview_corrected": record_letter,
    "window_reminder": window_reminder,
    "draft_reminder": draft_reminder,
    "draft_closed": closed_draft_letter,
    "admitted": _decision,
    "declined": _decision,
    "completed": _decision,
    "excluded": _exclusion_letter,
    "withdrawn": _withdrawn,
    "key_reissued": _new_key_letter,
    "key_link": _key_link,
    "document_infected": _infected_document_letter,
    "task_assigned": _task,
    "task_due": _task,
    "task_missed": _missed_task_letter,
    "submit_reopened": _reopening_letter,
    "supplement_reopened": _reopening_letter,
}

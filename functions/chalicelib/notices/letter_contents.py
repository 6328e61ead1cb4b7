"""What each kind of mail says: its words' parameters, its facts, the rule it rests on."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date, datetime

from ..call import say
from ..call.wording import day, duration
from ..rules.act_details import (
    AnyTask,
    CheckDocument,
    Decision,
    Exclude,
    MakeException,
    MissTask,
    ReceiveDocument,
    RecordInterview,
    ScheduleInterview,
    detail_of,
)  # fmt: skip
from ..rules.applicant_windows import own_window_end
from ..rules.application import Application
from ..rules.confirmed_address import is_confirmed
from ..rules.decline_guards import RULE_OF_REASON
from ..rules.document_status import arrival
from ..rules.form_version import call_as_written
from ..rules.lifecycle import ACTS
from ..rules.local_days import day_end
from ..rules.lost_key_link import LINK_MINUTES
from ..rules.supplement import supplement_end
from ..rules.tasks import explanation_end, missed, task_of, tasks
from ..rules.window import is_before
from .answer_letters import changed, draft_saved, missing, received, supplemented
from .answers_as_text import handed_back
from .letter_context import Letter, LetterContext


def letter(telling: LetterContext) -> Letter:
    return LETTERS[telling.notice.kind](telling)


def _interview(t: LetterContext) -> Letter:
    detail = detail_of(t.event, ScheduleInterview)
    formats = t.call.form.role("interview_format")
    form = formats.label_of(detail["format"], t.language) if formats else detail["format"]
    when = t.when(datetime.fromisoformat(detail["when"]))
    length = duration(detail["minutes"] * 60_000, t.language) if detail.get("minutes") else ""
    facts = (t.fact("when", when), *([t.fact("minutes", length)] if length else []), t.fact("place", detail["place"]),
             t.fact("format", form))  # fmt: skip
    also = ("interview_scheduled.offered",) if detail.get("offered") else ()
    return Letter({}, facts, "interview", quote=detail.get("why", ""), also=also)


def _window_opened(t: LetterContext) -> Letter:
    detail = detail_of(t.event, RecordInterview)
    end = supplement_end(t.call, t.application) or t.notice.at
    params = {"held": day(date.fromisoformat(detail["held"]), t.language), "until": t.until(end)}
    also = ("window_opened.late",) if detail.get("exception") else ()
    return Letter(params, rule="supplement", missing=missing(t), also=also)


def _recorded(t: LetterContext) -> Letter:
    """A record that opens no window, or corrects an earlier one: the outcome, and what became of the window."""
    detail, end = detail_of(t.event, RecordInterview), supplement_end(t.call, t.application)
    params = {"held": day(date.fromisoformat(detail["held"]), t.language), "until": t.until(end) if end else "",
              "outcome": say("mail", f"outcome.{detail['outcome']}", t.language)}  # fmt: skip
    if end is None:
        return Letter(params, rule="supplement", quote=detail.get("why", ""), also=("interview_recorded.no_window",))
    is_open, before = is_before(t.event.at, end), Application(t.application.events[:-1])
    is_new = is_open and is_before(supplement_end(t.call, before) or t.event.at, end)
    also = [f"interview_recorded.window_{'new' if is_new else 'open' if is_open else 'over'}"]
    also += ["window_opened.late"] if detail.get("exception") else []
    return Letter(params, rule="supplement", quote=detail.get("why", ""), missing=missing(t) if is_open else None,
                  also=tuple(also))  # fmt: skip


def _window_reminder(t: LetterContext) -> Letter:
    end = supplement_end(t.call, t.application) or t.notice.at
    return Letter({"until": t.until(end), "left": t.left(end)}, rule="supplement", missing=missing(t))


def _draft_reminder(t: LetterContext) -> Letter:
    end = own_window_end(t.call, t.application) or t.call.closes_at
    return Letter({"until": t.until(end), "left": t.left(end)}, rule="deadline" if end == t.call.closes_at else "")


def _draft_closed(t: LetterContext) -> Letter:
    answers = tuple(handed_back(call_as_written(t.call, t.application), t.application.answers, t.language))
    rule = "deadline" if t.notice.at == t.call.closes_at else ""
    params = {"until": t.until(t.notice.at)}
    if not is_confirmed(t.call, t.application):
        # The mailbox may be a stranger's: the words wait on the page, behind number and key.
        return Letter(params, rule=rule, more="unconfirmed")
    return Letter(params, rule=rule, answers=answers)


def _decision(t: LetterContext) -> Letter:
    detail = detail_of(t.event, Decision)
    reason = detail.get("reason", "")
    facts = (t.fact("reason", say("mail", f"reason.{reason}", t.language)),) if reason else ()
    return Letter({}, facts, RULE_OF_REASON.get(reason, ACTS[t.event.act].rule), detail.get("text", ""))


def _excluded(t: LetterContext) -> Letter:
    quote = detail_of(t.event, Exclude)["text"]
    return Letter({"count": str(missed(t.application))}, rule="exclusion", quote=quote)


def _key_reissued(t: LetterContext) -> Letter:
    return Letter({}, (t.fact("reissued_at", t.when(t.event.at)),))


def _key_link(t: LetterContext) -> Letter:
    return Letter({"minutes": str(LINK_MINUTES)}, link=t.notice.facts["link"])


def _document_infected(t: LetterContext) -> Letter:
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
    task = next(each for each in tasks(t.application) if each.id == wanted)
    facts = (t.fact("task", task.title), t.fact("due", t.until(day_end(t.call, task.due))))
    note = detail.get("note", "") if t.notice.seq else ""
    return Letter({"count": str(missed(t.application))}, facts, "exclusion", note)


def _missed(t: LetterContext) -> Letter:
    """A warning: which one it is, that the applicant may explain, and until when exclusion waits for it."""
    letter, task = _task(t), task_of(t.application, detail_of(t.event, MissTask)["task"])
    end = explanation_end(t.call, task) if task else None
    params = {**letter.params, "until": t.until(end or t.event.at)}
    first = "first" if missed(t.application) == 1 else "further"
    return replace(letter, params=params, also=(f"task_missed.{first}", "task_missed.explain"))


def _reopened(t: LetterContext) -> Letter:
    detail = detail_of(t.event, MakeException)
    rule = "supplement" if detail["window"] == "supplement" else "deadline"
    return Letter({"until": t.until(datetime.fromisoformat(detail["until"]))}, rule=rule, quote=detail["why"])


LETTERS: Mapping[str, Callable[[LetterContext], Letter]] = {
    "draft_saved": draft_saved,
    "received": received,
    "changed": changed,
    "supplemented": supplemented,
    "interview_scheduled": _interview,
    "interview_rescheduled": _interview,
    "window_opened": _window_opened,
    "interview_recorded": _recorded,
    "interview_corrected": _recorded,
    "window_reminder": _window_reminder,
    "draft_reminder": _draft_reminder,
    "draft_closed": _draft_closed,
    "admitted": _decision,
    "declined": _decision,
    "completed": _decision,
    "excluded": _excluded,
    "withdrawn": _withdrawn,
    "key_reissued": _key_reissued,
    "key_link": _key_link,
    "document_infected": _document_infected,
    "task_assigned": _task,
    "task_due": _task,
    "task_missed": _missed,
    "submit_reopened": _reopened,
    "supplement_reopened": _reopened,
}

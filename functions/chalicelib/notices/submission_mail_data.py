"""Data of mails about what an applicant wrote: a draft saved, reminded of or closed; answers received or changed."""

from __future__ import annotations

from dataclasses import replace

from ..call.inflection import within_days
from ..rules.admission_guards import lacking
from ..rules.applicant_windows import own_window_end
from ..rules.confirmed_address import is_confirmed
from ..rules.form_version import call_as_written
from ..rules.local_days import submission_day
from ..rules.supplement import supplement_end
from .answers_as_text import returned_answers
from .mail_context import MailContext, MailData


def draft_mail(t: MailContext) -> MailData:
    end = own_window_end(t.call, t.application) or t.call.closes_at
    return MailData({"until": t.until(end)}, (t.fact("saved_at", t.when(t.event.at)),))


def submission_mail(t: MailContext) -> MailData:
    return _with_documents(t, MailData({"within": within_days(t.call.supplement_days, t.language)}, _proof(t)))


def edit_mail(t: MailContext) -> MailData:
    return _with_documents(t, MailData({}, _proof(t)))


def _with_documents(t: MailContext, data: MailData) -> MailData:
    """Where no later mail opens a time for documents, this one names those that are missing and says until when."""
    if t.call.has("supplement") or not t.call.form.package.documents:
        return data
    kinds = missing(t)
    params = {**data.params, "until": t.until(own_window_end(t.call, t.application) or t.call.closes_at)}
    return replace(data, params=params, missing=kinds, also=("received.documents",) if kinds else ())


def supplement_mail(t: MailContext) -> MailData:
    end = supplement_end(t.call, t.application) or t.event.at
    return MailData({"until": t.until(end)}, _proof(t), rule="supplement", missing=missing(t))


def _proof(t: MailContext) -> tuple[tuple[str, str], ...]:
    """What was received, by which anybody who holds the answers can show that they are these."""
    return (t.fact("received_at", t.when(t.event.at)), t.fact("version", t.event.version),
            t.fact("hash", t.application.content.answers_sha256))  # fmt: skip


def missing(t: MailContext) -> tuple[str, ...]:
    """The documents that are required and not there, in words."""
    kinds = lacking(t.call, t.application, submission_day(t.call, t.application))
    return tuple(d.label[t.language] for d in t.call.form.package.documents if d.kind in kinds)


def draft_reminder(t: MailContext) -> MailData:
    end = own_window_end(t.call, t.application) or t.call.closes_at
    return MailData({"until": t.until(end), "left": t.left(end)}, rule="deadline" if end == t.call.closes_at else "")


def closed_draft_mail(t: MailContext) -> MailData:
    answers = tuple(returned_answers(call_as_written(t.call, t.application), t.application.answers, t.language))
    rule = "deadline" if t.notice.at == t.call.closes_at else ""
    params = {"until": t.until(t.notice.at)}
    if not is_confirmed(t.call, t.application):
        # The mailbox may be a stranger's: the words wait on the page, behind number and key.
        return MailData(params, rule=rule, more="unconfirmed")
    return MailData(params, rule=rule, answers=answers)

"""The applicant's later acts: save the draft, edit, supplement, submit the draft, withdraw.

Each is safe to send again: when what is stored already says what was sent, it is a success that writes nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from ..call import Call
from ..rules.act_details import Edit, SaveDraft, Submit
from ..rules.applicant_windows import outside_own_window
from ..rules.application import Application
from ..rules.completeness import Judgement, judge, retired_answers
from ..rules.confirmed_address import first_address
from ..rules.field_conditions import Answers
from ..rules.form_version import call_to_judge_by
from ..rules.lifecycle import APPLICANT, allows
from ..rules.refusals import Incomplete, NotAllowed, NoVersion, OutsideWindow, Stale
from ..rules.version_limits import version_objection
from .append_event import Change, append_on_latest
from .canonical_answers import stored_sha256, tidy
from .consent_record import consents, submission_detail
from .look_up_application import look_up
from .store_port import Store

# What writing new answers is called in each status.
_REWRITES = {"draft": "save_draft", "submitted": "edit", "interview_scheduled": "edit", "interviewed": "supplement"}


def rewrite(
    call: Call, store: Store, number: str, key: str, based_on: int | None, raw: Mapping[str, object], at: datetime
) -> Application:
    """Save a draft, edit or supplement, whichever the status allows. `based_on` is the version the caller saw.

    Raises NotFound, NotAllowed, TooLarge, OutsideWindow, NoVersion, Stale, Incomplete.
    """
    application = look_up(call, store, number, key)
    call = call_to_judge_by(call, application)

    def decide(current: Application) -> Change | None:
        act = _rewriting_act(current)
        answers, detail = _content(call, current, act, raw)
        if stored_sha256(answers) == current.content.answers_sha256 and not _is_partial(call, act, raw):
            return None
        if based_on is None:
            raise NoVersion(current)
        _in_window(call, current, act, at)
        if current.version != based_on:
            raise Stale(current)
        _whole(call, current, act, raw)
        if objection := version_objection(current, act, answers):
            if judge(call.form, raw) == judge(call.form, current.answers):
                return None  # A form types every number as text: what means the same needs no version.
            raise NotAllowed(objection.rule, current.status, objection.why, objection.params, act)
        return Change(act, APPLICANT, at, answers, detail, call.form.version)

    return append_on_latest(store, application, decide)


def submit_draft(call: Call, store: Store, number: str, key: str, at: datetime) -> Application:
    """Submit what the draft says. Raises NotFound, NotAllowed, OutsideWindow, Incomplete."""
    application = look_up(call, store, number, key)
    call = call_to_judge_by(call, application)

    def decide(current: Application) -> Change | None:
        if current.submitted_at and current.status != "withdrawn":
            return None
        _permit(call, "submit", current)
        _in_window(call, current, "submit", at)
        judgement = _whole(call, current, "submit", current.answers)
        detail: Submit = {
            "consents": consents(call, judgement.answers),
            "dropped": _dropped_fields(call, current, judgement),
        }
        return Change("submit", APPLICANT, at, judgement.answers, detail, call.form.version)

    return append_on_latest(store, application, decide)


def withdraw(call: Call, store: Store, number: str, key: str, at: datetime) -> Application:
    """Withdraw before a decision, also after the call has closed. Raises NotFound, NotAllowed."""
    application = look_up(call, store, number, key)

    def decide(current: Application) -> Change | None:
        return None if current.status == "withdrawn" else Change("withdraw", APPLICANT, at)

    return append_on_latest(store, application, decide)


def _rewriting_act(application: Application) -> str:
    if application.status not in _REWRITES:
        raise NotAllowed("admission", application.status, "wrong_status", act="edit")
    return _REWRITES[application.status]


def _permit(call: Call, act: str, application: Application) -> None:
    if not allows(call, act, application.status):
        raise NotAllowed.by_status(act, application.status)


def _in_window(call: Call, application: Application, act: str, at: datetime) -> None:
    if missed := outside_own_window(call, application, at):
        raise OutsideWindow(missed, act, application.status)


def _content(call: Call, current: Application, act: str, raw: Mapping[str, object]) -> tuple[Answers, SaveDraft | Edit]:
    if act == "save_draft":
        kept = tidy(raw)
        return kept, first_address(call, current, kept)
    judgement = judge(call.form, raw)
    return judgement.answers, submission_detail(call, judgement)


def _is_partial(call: Call, act: str, raw: Mapping[str, object]) -> bool:
    """Whether the judged answers are only what was usable of those sent: then they are not "the same"."""
    return act != "save_draft" and not judge(call.form, raw).complete


def _whole(call: Call, current: Application, act: str, raw: Mapping[str, object]) -> Judgement:
    judgement = judge(call.form, raw)
    if act != "save_draft" and judgement.problems:
        raise Incomplete(judgement.problems, current.status)
    return judgement


def _dropped_fields(call: Call, draft: Application, judgement: Judgement) -> list[str]:
    """Also what the draft once said to questions that are gone: a form that has no place for it sent it no more."""
    earlier_answers = (event.answers or {} for event in draft.events if event.form < call.form.version)
    gone = [path for answers in earlier_answers for path in retired_answers(call.form, answers)]
    return list(dict.fromkeys([*judgement.dropped, *gone]))

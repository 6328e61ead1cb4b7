"""Decisions: admit, decline, exclude, complete, and the openly marked exception."""

from __future__ import annotations

from datetime import datetime

from ..intake.idempotency import IdempotencyKey, SenderKey
from ..intake.number_and_key import key_sha256
from ..rules.act_details import Admit, Complete, Decline, Exclude, MakeException
from ..rules.admission_guards import to_admit
from ..rules.application import Application, Event
from ..rules.decline_guards import to_decline
from ..rules.exception_guards import to_make_exception
from ..rules.lifecycle import NOTHING, status_after
from ..rules.refusals import NotAllowed, OutcomeUnknown
from ..rules.task_guards import to_complete, to_exclude
from ..rules.text_normalisation import multiline
from .committee_act import CommitteeAct


def admit(desk: CommitteeAct, number: str, text: str = "", seen: int | None = None) -> Application:
    application, text = desk.open(number, seen), multiline(text)
    objection = to_admit(desk.call, application, text, desk.submitted_on(application))
    detail: Admit = {"text": text}
    return desk.write(application, "admit", objection, detail)


def decline(desk: CommitteeAct, number: str, reason: str, text: str, seen: int | None = None) -> Application:
    """Never while the applicant may still change the application."""
    application, text = desk.open(number, seen), multiline(text)
    objection = to_decline(desk.call, application, reason, text, desk.submitted_on(application), desk.at)
    detail: Decline = {"reason": reason, "text": text}
    return desk.write(application, "decline", objection, detail)


def exclude(desk: CommitteeAct, number: str, text: str, seen: int | None = None) -> Application:
    """For systematic non-performance, after the time to explain the missed tasks."""
    application, text = desk.open(number, seen), multiline(text)
    detail: Exclude = {"text": text}
    return desk.write(application, "exclude", to_exclude(desk.call, application, text, desk.at), detail)


def complete(desk: CommitteeAct, number: str, text: str = "", seen: int | None = None) -> Application:
    application, text = desk.open(number, seen), multiline(text)
    detail: Complete = {"text": text}
    return desk.write(application, "complete", to_complete(application, text), detail)


def reopen(
    desk: CommitteeAct, number: str, window: str, until: datetime, why: str, seen: int | None = None
) -> Application:
    """Reopen one window (`submit` or `supplement`) of one application until an instant, for a stated reason."""
    application, why = desk.open(number, seen), multiline(why)
    objection = to_make_exception(desk.call, application, window, until, why, desk.author, desk.at)
    detail: MakeException = {"window": window, "until": until.isoformat(), "why": why}
    return desk.write(application, "make_exception", objection, detail)


def let_in(desk: CommitteeAct, hash_secret: bytes, until: datetime, why: str, press_id: str) -> tuple[Application, str]:
    """A place for one late applicant who has no draft: an empty draft of their own, and its key to hand over.

    `press_id` is drawn by the caller, once per person: pressed again, it answers what was promised the first time.
    """
    why = multiline(why)
    if objection := to_make_exception(desk.call, None, "submit", until, why, desk.author, desk.at):
        raise NotAllowed(objection.rule, NOTHING, objection.why, objection.params, "make_exception")
    press = IdempotencyKey.of(hash_secret, f"{desk.call.id}/exception", SenderKey(press_id), "")
    detail: MakeException = {"call": desk.call.id, "window": "submit", "until": until.isoformat(), "why": why}
    event = Event(
        number=press.number(0), seq=1, at=desk.at, act="make_exception", actor=desk.author, version=1,
        status=status_after("make_exception", NOTHING), answers={}, press=press.mark,
        key_sha256=key_sha256(press.key), detail=detail, call=desk.call.id, form=desk.call.form.version,
    )  # fmt: skip
    standing = desk.store.append(event)
    if standing is not None and standing.press != press.mark:
        raise OutcomeUnknown
    return Application((standing or event,)), press.key

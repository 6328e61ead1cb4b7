"""Submit an application: one press, one application, decided by the instant the gateway received it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from functools import partial
from typing import NamedTuple

from ..call import Call
from ..rules.act_details import Submit
from ..rules.application import FIRST_FORM, Event
from ..rules.completeness import Judgement, judge
from ..rules.refusals import Incomplete, OtherAnswers, OutsideWindow
from ..rules.window import outside
from .canonical_answers import answers_sha256, stored_sha256
from .consent_record import submission_detail
from .idempotency import NO_KEY, IdempotencyKey, SenderKey
from .number_and_key import key_sha256
from .repeated_submission import StoredSubmission, earlier, place
from .store_port import Store

STATUS = "submitted"


class Receipt(NamedTuple):
    """What the applicant holds as proof. `key` is told here and never again readable from the store.

    It is empty where a plain form is posted again too late to be told it (repeated_submission.py).
    """

    event: Event
    key: str


def submit(
    call: Call,
    store: Store,
    hash_secret: bytes,
    raw: Mapping[str, object],
    at: datetime,
    sender_key: SenderKey = NO_KEY,
) -> Receipt:
    """Store complete answers sent while the call is open. Raises Refused; a repeated press gets its first receipt.

    A repetition is looked for before the window refuses it: whoever was in keeps the receipt, however late
    the network brings the second try.
    """
    if receipt := _by_an_earlier_form(call, store, hash_secret, raw, at, sender_key):
        return receipt
    judgement = judge(call.form, raw)
    digest = stored_sha256(judgement.answers)
    press = IdempotencyKey.of(hash_secret, call.id, sender_key, digest)
    if missed := outside(call, at):
        if judgement.complete and (placed := earlier(store, press)):
            return _receipt(placed, digest, at)
        raise OutsideWindow(missed)
    if judgement.problems:
        raise Incomplete(judgement.problems)
    placed = place(store, press, partial(_event, digest, call, judgement, at))
    return _receipt(placed, digest, at)


def _by_an_earlier_form(
    call: Call, store: Store, hash_secret: bytes, raw: Mapping[str, object], at: datetime, sender_key: SenderKey
) -> Receipt | None:
    """The receipt of a press that was first made by an earlier version of the form; the new version does not matter."""
    for form in call.other_forms:
        judgement = judge(form, raw)
        digest = answers_sha256(judgement.answers)
        press = IdempotencyKey.of(hash_secret, call.id, sender_key, digest)
        placed = earlier(store, press) if judgement.complete else None
        if placed and (placed.event.form or FIRST_FORM) == form.version:
            return _receipt(placed, digest, at)
    return None


def _receipt(placed: StoredSubmission, digest: str, at: datetime) -> Receipt:
    if placed.event.answers_sha256 != digest:
        raise OtherAnswers(placed.press.is_named)
    return Receipt(placed.event, placed.key(at))


def _event(digest: str, call: Call, judgement: Judgement, at: datetime, press: IdempotencyKey, number: str) -> Event:
    detail: Submit = {"call": call.id, **submission_detail(call, judgement)}
    return Event(
        number=number, seq=1, at=at, act="submit", actor="applicant", status=STATUS, version=1,
        answers=judgement.answers, answers_sha256=digest, press=press.mark, key_sha256=key_sha256(press.key),
        detail=detail, call=call.id, form=call.form.version,
    )  # fmt: skip

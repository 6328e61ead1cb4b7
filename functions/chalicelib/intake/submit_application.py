"""Submit an application: one press, one application, decided by the instant the gateway received it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, NamedTuple

from ..call import Call
from ..rules.application import FIRST_FORM, Event
from ..rules.completeness import Judgement, judge
from ..rules.refusals import Incomplete, OtherAnswers, OutcomeUnknown, OutsideWindow
from ..rules.window import outside
from .consents import consents
from .content import answers_sha256
from .press import MOST_ATTEMPTS, Press, key_sha256
from .repetition import is_repeated
from .store import Store

STATUS = "submitted"


class Receipt(NamedTuple):
    """What the applicant holds as proof. `key` is told here and never again readable from the store."""

    event: Event
    key: str


def submit(
    call: Call, store: Store, pepper: bytes, raw: Mapping[str, Any], at: datetime, idempotency_key: str = ""
) -> Receipt:
    """Store complete answers sent while the call is open. Raises Refused; a repeated press gets its first receipt.

    A repetition is looked for before the window refuses it: whoever was in keeps the receipt, however late
    the network brings the second try.
    """
    if call.other_forms and (receipt := _by_an_earlier_form(call, store, pepper, raw, idempotency_key)):
        return receipt
    judgement = judge(call.form, raw)
    digest = answers_sha256(judgement.answers)
    press = Press.of(pepper, call.id, idempotency_key, digest)
    if missed := outside(call, at):
        if judgement.complete and (receipt := _earlier(store, press, digest)):
            return receipt
        raise OutsideWindow(missed)
    if judgement.problems:
        raise Incomplete(judgement.problems)
    return _append(store, press, digest, call, judgement, at)


def _by_an_earlier_form(
    call: Call, store: Store, pepper: bytes, raw: Mapping[str, Any], idempotency_key: str
) -> Receipt | None:
    """The receipt of a press that came first when the form was another: the new one has no say in it."""
    for form in call.other_forms:
        judgement = judge(form, raw)
        digest = answers_sha256(judgement.answers)
        press = Press.of(pepper, call.id, idempotency_key, digest)
        standing = _standing(store, press) if judgement.complete else None
        if standing and (standing.form or FIRST_FORM) == form.version:
            return _same(standing, press, digest)
    return None


def _earlier(store: Store, press: Press, digest: str) -> Receipt | None:
    standing = _standing(store, press)
    return _same(standing, press, digest) if standing else None


def _standing(store: Store, press: Press) -> Event | None:
    """The first event that this press wrote, if it did."""
    for attempt in range(MOST_ATTEMPTS):
        found = store.first(press.number(attempt))
        if found is None:
            return None
        if is_repeated(store, press, found):
            return found
    return None


def _append(store: Store, press: Press, digest: str, call: Call, judgement: Judgement, at: datetime) -> Receipt:
    for attempt in range(MOST_ATTEMPTS):
        event = _event(press, attempt, digest, call, judgement, at)
        standing = store.append(event)
        if standing is None:
            return Receipt(event, press.key)
        if is_repeated(store, press, standing):
            return _same(standing, press, digest)
    raise OutcomeUnknown


def _same(found: Event, press: Press, digest: str) -> Receipt:
    if found.answers_sha256 != digest:
        raise OtherAnswers
    return Receipt(found, press.key)


def _event(press: Press, attempt: int, digest: str, call: Call, judgement: Judgement, at: datetime) -> Event:
    return Event(
        number=press.number(attempt), seq=1, at=at, act="submit", actor="applicant", status=STATUS, version=1,
        answers=judgement.answers, answers_sha256=digest, press=press.mark, key_sha256=key_sha256(press.key),
        detail={"call": call.id, "consents": consents(call, judgement.answers), "dropped": list(judgement.dropped)},
        call=call.id, form=call.form.version,
    )  # fmt: skip

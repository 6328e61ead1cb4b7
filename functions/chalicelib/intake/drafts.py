"""Drafts: saved as they are, complete or not, and never mistaken for a submission."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from secrets import token_hex
from typing import Any

from ..call import Call
from ..rules.application import Application, Event
from ..rules.refusals import OtherAnswers, OutcomeUnknown, OutsideWindow
from ..rules.window import outside
from .content import answers_sha256
from .press import MOST_ATTEMPTS, Press, key_sha256
from .store import Store

# Doubles hold every integer up to here; a longer one in a draft is kept as text.
LARGEST_EXACT = 2**53 - 1


def save_new_draft(
    call: Call, store: Store, pepper: bytes, raw: Mapping[str, Any], at: datetime, idempotency_key: str = ""
) -> tuple[Application, str]:
    """The draft and its key. Raises OutsideWindow when the call is not open; a repeated press gets the same draft,
    however late the network brings it: the number and the key are told nowhere else.

    Without an idempotency key every press is its own: few words are alike by chance, and one applicant must
    never be handed another's draft.
    """
    kept = tidy(raw)
    digest = answers_sha256(kept)
    press = Press.of(pepper, f"{call.id}/draft", idempotency_key or token_hex(), digest)
    if missed := outside(call, at):
        standing = _standing(store, press)
        if standing and standing.answers_sha256 == digest:
            return _again(store, standing, digest), press.key
        raise OutsideWindow(missed)
    for attempt in range(MOST_ATTEMPTS):
        event = _event(call, press, attempt, kept, digest, at)
        standing = store.append(event)
        if standing is None:
            return Application((event,)), press.key
        if standing.press == press.mark:
            return _again(store, standing, digest), press.key
    raise OutcomeUnknown


def tidy(raw: Mapping[str, Any]) -> dict[str, Any]:
    """What can be stored exactly: half a surrogate pair becomes U+FFFD, an over-long integer becomes text."""
    return {_tidy(name): _tidy(value) for name, value in raw.items()}


def _tidy(value: Any) -> Any:
    if isinstance(value, str):
        return value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    if isinstance(value, Mapping):
        return tidy(value)
    if isinstance(value, list):
        return [_tidy(item) for item in value]
    too_long = isinstance(value, int) and abs(value) > LARGEST_EXACT
    return str(value) if too_long else value


def _standing(store: Store, press: Press) -> Event | None:
    """The first event that this press wrote, if it did."""
    for attempt in range(MOST_ATTEMPTS):
        found = store.first(press.number(attempt))
        if found is None or found.press == press.mark:
            return found
    return None


def _again(store: Store, standing: Event, digest: str) -> Application:
    if standing.answers_sha256 != digest:
        raise OtherAnswers
    return Application(store.events(standing.number))


def _event(call: Call, press: Press, attempt: int, kept: dict[str, Any], digest: str, at: datetime) -> Event:
    return Event(
        number=press.number(attempt), seq=1, at=at, act="save_draft", actor="applicant", status="draft", version=1,
        answers=kept, answers_sha256=digest, press=press.mark, key_sha256=key_sha256(press.key),
        detail={"call": call.id}, call=call.id, form=call.form.version,
    )  # fmt: skip

"""Drafts: saved as they are, complete or not, and never mistaken for a submission."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from functools import partial
from secrets import token_hex

from ..call import Call
from ..rules.act_details import SaveDraft
from ..rules.application import Application, Event
from ..rules.confirmed_address import first_address
from ..rules.refusals import OtherAnswers, OutsideWindow
from ..rules.window import outside
from .canonical_answers import stored_sha256, tidy
from .idempotency import NO_KEY, IdempotencyKey, SenderKey
from .number_and_key import key_sha256
from .repeated_submission import StoredSubmission, earlier, place
from .store_port import Store


def save_new_draft(
    call: Call,
    store: Store,
    hash_secret: bytes,
    raw: Mapping[str, object],
    at: datetime,
    sender_key: SenderKey = NO_KEY,
) -> tuple[Application, str]:
    """The draft and its key. Raises TooLarge, and OutsideWindow when the call is not open; a repeated press gets
    the same draft, however late the network brings it: the number and the key are told nowhere else.

    Without any key every press is its own: few words are alike by chance, and one applicant must never be handed
    another's draft. A plain form posted again after some minutes gets neither key nor later words
    (repeated_submission.py): the key is empty then, and of the draft only what that press wrote is there.
    """
    kept = tidy(raw)
    digest = stored_sha256(kept)
    name = sender_key if any(sender_key) else SenderKey(token_hex())
    press = IdempotencyKey.of(hash_secret, f"{call.id}/draft", name, digest)
    if missed := outside(call, at):
        placed = earlier(store, press)
        if placed and placed.event.answers_sha256 == digest:
            return _draft(store, placed, digest, at)
        raise OutsideWindow(missed)
    return _draft(store, place(store, press, partial(_event, call, kept, digest, at)), digest, at)


def _draft(store: Store, placed: StoredSubmission, digest: str, at: datetime) -> tuple[Application, str]:
    if placed.event.answers_sha256 != digest:
        raise OtherAnswers(placed.press.is_named)
    key = placed.key(at)
    is_whole = placed.is_new or not key
    return Application((placed.event,) if is_whole else store.events(placed.event.number)), key


def _event(call: Call, kept: dict[str, object], digest: str, at: datetime, press: IdempotencyKey, number: str) -> Event:
    detail: SaveDraft = {"call": call.id, **first_address(call, None, kept)}
    return Event(
        number=number, seq=1, at=at, act="save_draft", actor="applicant", status="draft", version=1,
        answers=kept, answers_sha256=digest, press=press.mark, key_sha256=key_sha256(press.key),
        detail=detail, call=call.id, form=call.form.version,
    )  # fmt: skip

"""When a round looks at an application next, and which of its mails a person must decide about."""

from __future__ import annotations

from datetime import timedelta

import pytest

from chalicelib.call import Call
from chalicelib.notices import UnsentMail
from chalicelib.notices.next_due import NextLook, after_look
from chalicelib.rules.due_entry import DueEntry
from tests.building import OPEN
from tests.notices.building import told

SOON, LATER = OPEN + timedelta(minutes=1), OPEN + timedelta(minutes=6)
STREAM_IS_OVER, NOBODY_SENDS = OPEN + timedelta(minutes=5), OPEN + timedelta(minutes=15)


@pytest.mark.parametrize(("states", "now", "at", "is_deferred", "is_for_staff"), [
    # The stream sends first; then the round does.
    ({"waiting": 0}, SOON, STREAM_IS_OVER, False, False), ({"waiting": 0}, LATER, OPEN, False, False),
    ({"sending": 1}, SOON, NOBODY_SENDS, False, False), ({"deferred": 0}, SOON, OPEN, True, False),
    ({"deferred": 0, "waiting": 0}, LATER, OPEN, False, False), ({"failed": 1}, SOON, OPEN, False, False),
    ({"failed": 3}, SOON, None, False, True), ({"uncertain": 1}, SOON, None, False, True),
    ({"overdue": 0}, SOON, None, False, True), ({"limited": 1}, SOON, None, False, True),
    ({"uncertain": 1, "deferred": 0}, SOON, OPEN, True, True), ({}, SOON, None, False, False),
])  # fmt: skip
def test_a_round_comes_again_when_a_mail_becomes_its_own_and_a_person_is_asked_about_the_rest(
    call: Call, states: dict[str, int], now: object, at: object, is_deferred: bool, is_for_staff: bool
) -> None:
    """`states`: how often a mail in this state was tried."""
    received = told(call, "received")
    mails = [UnsentMail(received.notice, state, OPEN, attempts) for state, attempts in states.items()]
    entry = DueEntry(at, received.notice.number, is_deferred) if at else None  # type: ignore[arg-type]
    assert after_look(call, received.application, mails, now) == NextLook(entry, is_for_staff)  # type: ignore[arg-type]

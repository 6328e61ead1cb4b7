"""A mail that comes too late to be true is not sent, and staff see that it lapsed; what happened stays true."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from chalicelib.call import Call
from chalicelib.intake.change_application import rewrite
from chalicelib.intake.save_draft import save_new_draft
from chalicelib.notices import KINDS, owed_mails, plan
from chalicelib.notices.mail_expiry import has_lapsed
from chalicelib.rules.application import Application
from chalicelib.selection import decisions
from chalicelib.store.outbox import OutboxItem
from tests.building import CLOSES, MS, OPEN, PEPPER, FakeStore, answers
from tests.notices.building import DAY, MAKERS, WINDOW_END, FakeMailbox, FakeOutbox, office, told
from tests.selection.building import desk

NEVER = ("interview_recorded", "interview_corrected", "received", "changed", "supplemented", "admitted", "declined",
         "completed", "excluded", "withdrawn", "key_reissued", "key_link", "task_missed", "draft_closed",
         "draft_reminder", "window_reminder", "task_due", "document_infected")  # fmt: skip
ENDS = {
    "draft_saved": CLOSES,
    "interview_scheduled": OPEN + DAY,
    "interview_rescheduled": OPEN + 2 * DAY,
    "window_opened": WINDOW_END,
    "submit_reopened": datetime.fromisoformat("2021-10-03T12:00:00+00:00"),
    "supplement_reopened": OPEN + 9 * DAY,
    "task_assigned": datetime.fromisoformat("2021-10-16T00:00:00+06:00"),
}


def test_every_kind_is_judged() -> None:
    assert set(KINDS) - {*NEVER, *ENDS} == set()


@pytest.mark.parametrize("kind", sorted(ENDS))
def test_a_mail_lapses_at_the_instant_it_names_and_not_a_millisecond_before(call: Call, kind: str) -> None:
    found, end = told(call, kind), ENDS[kind]
    assert not has_lapsed(call, found.application, found.notice, end - MS)
    assert has_lapsed(call, found.application, found.notice, end)


def test_a_draft_s_mail_of_somebody_let_in_after_the_closing_lapses_with_the_exception(call: Call) -> None:
    """Their first address comes after the call's closing; the mail with it is as true as their own end."""
    store, until = FakeStore(), CLOSES + 5 * DAY
    saved, key = save_new_draft(call, store, PEPPER, answers(leader_email=None), OPEN)
    decisions.reopen(desk(call, store, 16), saved.number, "submit", until, "Ауылда жарық болмады.")
    application = rewrite(call, store, saved.number, key, 1, answers(), CLOSES + DAY)
    [notice] = plan(call, application, application.events[-1])
    assert notice.kind == "draft_saved"
    assert not has_lapsed(call, application, notice, until - MS)
    assert has_lapsed(call, application, notice, until)


@pytest.mark.parametrize("kind", NEVER)
def test_what_happened_stays_true(call: Call, kind: str) -> None:
    found = told(call, kind)
    assert not has_lapsed(call, found.application, found.notice, OPEN + timedelta(days=3650))


@pytest.mark.parametrize("verdict", ["deferred", "failed"])
def test_a_lapsed_mail_is_not_sent_and_stays_to_be_seen(call: Call, verdict: str) -> None:
    store = FakeStore()
    found = MAKERS["window_opened"](call, store)
    outbox, mailbox = FakeOutbox(store), FakeMailbox([(verdict, "SomeCode")])
    senders = office(call, store, outbox, mailbox)
    assert senders.deliver(found.application, found.notice, found.notice.at) == verdict
    assert states(call, store, outbox, found, WINDOW_END - MS) == [verdict]
    assert states(call, store, outbox, found, WINDOW_END) == ["lapsed"]
    assert senders.deliver(found.application, found.notice, WINDOW_END) == "lapsed"
    assert mailbox.accepted == []


def test_what_was_sent_in_time_is_not_told_as_lapsed_afterwards(call: Call) -> None:
    store = FakeStore()
    found = MAKERS["window_opened"](call, store)
    outbox = FakeOutbox(store)
    assert (
        office(call, store, outbox, FakeMailbox()).deliver(found.application, found.notice, found.notice.at) == "sent"
    )
    assert states(call, store, outbox, found, WINDOW_END) == []


def states(call: Call, store: FakeStore, outbox: Any, found: Any, now: datetime) -> list[str]:
    number = found.notice.number
    mails = owed_mails(call, Application(store.events(number)), outbox.postings(number), now)
    return [mail.state for mail in mails if mail.notice.mark == found.notice.mark]


def test_a_mail_that_nobody_tried_lapses_too_and_a_reminder_waits_however_long_no_sender_ran(call: Call) -> None:
    store = FakeStore()
    opened = MAKERS["window_opened"](call, store)
    assert states(call, store, FakeOutbox(store), opened, WINDOW_END) == ["lapsed"]
    handed_back = MAKERS["draft_closed"](call, store)
    assert states(call, store, FakeOutbox(store), handed_back, CLOSES + 10 * DAY) == ["waiting"]


@pytest.mark.parametrize(("state", "deferred_at", "since"), [
    ("deferred", OPEN, OPEN), ("deferred", None, OPEN + MS), ("failed", OPEN, OPEN + MS), ("failed", None, OPEN + MS),
])  # fmt: skip
def test_a_mail_is_deferred_since_it_first_was_and_everything_else_since_its_last_try(
    call: Call, state: str, deferred_at: datetime | None, since: datetime
) -> None:
    found = told(call, "received")
    number, mark = found.notice.number, found.notice.mark
    posting = OutboxItem(number, mark, "received", state, OPEN + MS, 2, "Throttling", deferred_at)
    [mail] = owed_mails(call, found.application, [posting], OPEN + DAY)
    assert (mail.state, mail.since, mail.attempts, mail.why) == (state, since, 2, "Throttling")

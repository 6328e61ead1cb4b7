"""Nobody can have the call write to a stranger without end, nor in their own words."""

from datetime import timedelta

import pytest

from chalicelib.call import Call, words
from chalicelib.notices import KINDS, owed_mails
from chalicelib.notices.daily_limit import MOST_A_DAY, OTHERS, PURPOSES
from chalicelib.notices.mail_composition import compose
from chalicelib.rules.application import Application
from chalicelib.rules.confirmed_address import address_mark, is_confirmed
from tests.building import CLOSES, OPEN, FakeStore, answers, event
from tests.notices.building import (
    MAKERS,
    SITE,
    FakeMailbox,
    FakeOutbox,
    confirmed,
    draft,
    interviewed,
    office,
    submitted,
    told,
)

STRANGER = "stranger@example.com"
SWEPT = OPEN + timedelta(minutes=20)
MESSAGE = "Сатып алыңыз http://spam.example"


def test_of_twenty_five_submissions_a_stranger_gets_ten_mails_a_day_and_staff_see_the_rest(call: Call) -> None:
    store, mailbox = FakeStore(), FakeMailbox()
    outbox = FakeOutbox(store)
    numbers = [submitted(call, store, leader_email=STRANGER, settlement=f"Ауыл {n}") for n in range(25)]
    assert office(call, store, outbox, mailbox).sweep(SWEPT) == {"sent": 10, "limited": 15}
    assert (len(mailbox.accepted), MOST_A_DAY[OTHERS]) == (10, 10)
    found = [owed_mails(call, Application(store.events(n)), outbox.postings(n), SWEPT) for n in numbers]
    assert [mail.state for mails in found for mail in mails] == ["limited"] * 15


def test_what_is_over_the_bound_is_sent_when_a_person_releases_it(call: Call) -> None:
    store, mailbox = FakeStore(), FakeMailbox()
    outbox = FakeOutbox(store)
    for n in range(11):
        submitted(call, store, leader_email=STRANGER, settlement=f"Ауыл {n}")
    senders = office(call, store, outbox, mailbox)
    senders.sweep(SWEPT)
    ((notice, posting),) = [(mail.notice, seen) for events, kept in outbox.everyone() for seen in kept
                            for mail in owed_mails(call, Application(events), kept, SWEPT)]  # fmt: skip
    assert outbox.release(notice, SWEPT, posting)
    assert senders.sweep(SWEPT) == {"sent": 1}


def test_what_the_committee_does_is_mailed_however_many_strangers_used_the_address(call: Call) -> None:
    store, mailbox = FakeStore(), FakeMailbox()
    outbox = FakeOutbox(store)
    for n in range(30):
        submitted(call, store, settlement=f"Ауыл {n}")
    number = interviewed(call, store, settlement="Талғар")
    office(call, store, outbox, mailbox).sweep(SWEPT + timedelta(days=2))
    assert [mail.subject for mail in mailbox.accepted if number in mail.subject and "толықтыру" in mail.subject] != []


def test_only_kinds_that_anybody_can_cause_are_bounded() -> None:
    assert set(PURPOSES) <= set(KINDS)
    assert set(PURPOSES) == {"draft_saved", "received", "changed", "supplemented", "withdrawn", "draft_reminder",
                             "draft_closed", "key_link"}  # fmt: skip


def test_a_confirmed_address_is_not_bounded(call: Call) -> None:
    store, mailbox = FakeStore(), FakeMailbox()
    numbers = [confirmed(call, store, draft(call, store, settlement=f"Ауыл {n}")) for n in range(12)]
    for number in numbers:
        assert is_confirmed(call, Application(store.events(number)))
    office(call, store, FakeOutbox(store), mailbox).sweep(CLOSES)
    assert len([mail for mail in mailbox.accepted if "Қабылдау аяқталды" in mail.subject]) == 12


OPEN_QUESTIONS = ("project_title", "summary", "leader_last_name", "org_name", "problem", "web_link")


@pytest.mark.parametrize("kind", KINDS)
def test_a_mail_to_an_unconfirmed_address_has_no_word_of_the_senders(call: Call, kind: str) -> None:
    said = {name: f"{MESSAGE} {name}" for name in OPEN_QUESTIONS} if kind.startswith("draft") else {}
    found = told(call, kind, **said)
    made = compose(call, found.application, found.notice, SITE, found.notice.at)
    stored = found.application.content.answers or {}
    words_of_theirs = [str(stored[name]) for name in OPEN_QUESTIONS if stored.get(name)]
    assert len(words_of_theirs) >= 5
    assert [text for text in words_of_theirs if text in made.text or text in made.html] == []


def test_an_unfinished_draft_goes_back_by_mail_to_a_confirmed_address_only(call: Call) -> None:
    store = FakeStore()
    found = MAKERS["draft_closed"](call, store, summary=MESSAGE)
    made = compose(call, found.application, found.notice, SITE, found.notice.at)
    assert MESSAGE not in made.text + made.html
    assert words("mail")["draft_closed.unconfirmed"]["kk"] in made.text
    assert f"{SITE}/my/" in made.text
    confirmed(call, store, found.notice.number)
    known = Application(store.events(found.notice.number))
    text = compose(call, known, found.notice, SITE, found.notice.at).text
    assert MESSAGE in text and words("mail")["draft_closed.unconfirmed"]["kk"] not in text


def test_another_address_written_later_is_not_confirmed_by_the_link_sent_to_the_first(call: Call) -> None:
    first = event(act="save_draft", status="draft", answers=answers())
    mark = address_mark(first.number, "aigerim@example.kz")
    link = event(seq=2, act="reissue_key", status="draft", answers=None, detail={"confirmed": mark})
    other = event(seq=3, act="save_draft", status="draft", answers=answers(leader_email=STRANGER), version=2)
    assert is_confirmed(call, Application((first, link)))
    assert not is_confirmed(call, Application((first,)))
    assert not is_confirmed(call, Application((first, link, other)))


def test_a_key_given_in_person_confirms_no_address(call: Call) -> None:
    store = FakeStore()
    found = MAKERS["key_reissued"](call, store)
    assert not is_confirmed(call, found.application)
